//! The operation on the policy pack.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::coverage;
use crate::Office;

/// What the pack holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackItem {
    /// Short identifier.
    pub id: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Place it is for.
    pub place: String,
    /// Release as its authors count.
    pub release: String,
    /// SM3 over all its files.
    pub version: String,
    /// Its documents.
    pub documents: Vec<PackDocument>,
}

/// A document of the pack.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackDocument {
    /// Identifier: prefix of the ids of its requirement rows.
    pub id: String,
    /// Number, where it has one.
    pub number: Option<String>,
    /// Title.
    pub title: String,
    /// Articles in its index.
    pub articles: usize,
    /// Articles that a requirement row belongs to.
    pub articles_with_requirements: usize,
    /// Requirement rows.
    pub requirements: usize,
}

/// The policy pack in use.
#[utoipa::path(get, path = "/api/pack", operation_id = "pack", tag = "pack", responses((status = 200, body = PackItem)))]
pub async fn pack(State(office): State<Office>) -> Json<PackItem> {
    let pack = &office.pack;
    let manifest = pack.manifest();
    let document = |document: &anye_pack::DocumentMeta| {
        let (articles, articles_with_requirements, requirements) = coverage(pack, document);
        PackDocument {
            id: document.id.clone(),
            number: document.number.clone(),
            title: document.title.zh.clone(),
            articles,
            articles_with_requirements,
            requirements,
        }
    };
    Json(PackItem {
        id: manifest.id.clone(),
        name_zh: manifest.name.zh.clone(),
        name_en: manifest.name.en.clone(),
        place: manifest.place.clone(),
        release: manifest.release.clone(),
        version: pack.version().to_owned(),
        documents: pack.documents().iter().map(document).collect(),
    })
}
