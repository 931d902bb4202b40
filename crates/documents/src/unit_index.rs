//! What each unit has to do (责任单位索引): the units that documents name, and the articles that name one.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use crate::library::Library;
use crate::{rights, store};

/// A unit and how often it is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitCount {
    /// By what it is asked for.
    pub key: String,
    /// Its id in the register of units, where that knows it.
    pub unit_id: Option<String>,
    /// Its name, as documents write it.
    pub name: String,
    /// How many times it is named.
    pub mentions: i64,
}

/// An article that names a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitArticle {
    /// The document.
    pub document_id: String,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: Option<String>,
    /// The article.
    pub article_key: String,
    /// Its heading.
    pub heading: String,
    /// The unit as this article names it.
    pub name: String,
    /// `lead`, `support`, `responsible`.
    pub role: String,
}

/// All units named in documents that the caller may read, most named first.
pub async fn units(library: &Library, caller: &Caller<'_>) -> Result<Vec<UnitCount>, Fault> {
    let mut from = &library.core.db;
    let places = rights::places(&mut from, caller, Permission::DocumentsRead).await?;
    let counts = store::unit::counts(&mut from, &places).await?;
    let unit = |(key, unit_id, name, mentions)| UnitCount { key, unit_id, name, mentions };
    Ok(counts.into_iter().map(unit).collect())
}

/// The articles that name a unit.
pub async fn articles(library: &Library, caller: &Caller<'_>, key: &str) -> Result<Vec<UnitArticle>, Fault> {
    let mut from = &library.core.db;
    let places = rights::places(&mut from, caller, Permission::DocumentsRead).await?;
    let mentions = store::unit::mentions(&mut from, key, &places).await?;
    let mut ids: Vec<String> = mentions.iter().map(|mention| mention.document_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let records = store::document::find_many(&mut from, &ids).await?;
    let outlines = store::article::outlines(&mut from, &ids).await?;
    let view = |mention: store::unit::Mention| {
        let record = records.iter().find(|record| record.id == mention.document_id)?;
        let texts = outlines.get(&mention.document_id)?;
        let heading = texts.iter().find(|text| text.key == mention.article_key)?.heading.clone();
        Some(UnitArticle {
            document_id: record.id.clone(),
            title: record.title.clone(),
            number: record.number.clone(),
            article_key: mention.article_key,
            heading,
            name: mention.name,
            role: mention.role,
        })
    };
    let mut articles: Vec<UnitArticle> = mentions.into_iter().filter_map(view).collect();
    let position = |article: &UnitArticle| {
        let texts = outlines.get(&article.document_id);
        texts.and_then(|texts| texts.iter().position(|text| text.key == article.article_key))
    };
    let order: std::collections::HashMap<String, usize> =
        articles.iter().rev().enumerate().map(|(at, article)| (article.document_id.clone(), at)).collect();
    articles.sort_by_key(|article| {
        (std::cmp::Reverse(order.get(&article.document_id).copied()), position(article))
    });
    Ok(articles)
}
