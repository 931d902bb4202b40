//! Which functions of the platform implement an article (条文落实), and which articles have none.
//!
//! The links come from the pack's requirement tables. Whether a function is shown to work is measured elsewhere, not claimed here.

use anye_access::Caller;
use anye_base::Fault;
use anye_pack::Pack;
use serde::Serialize;
use utoipa::ToSchema;

use crate::library::Library;
use crate::model::Record;
use crate::{rights, store};

/// A function that the article demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Function {
    /// Id of the requirement: `CY2017/01.a`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The capability of the platform it belongs to: benefits, targets, monitor …
    pub capability: String,
}

/// An article with its functions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArticleFunctions {
    /// Key of the article.
    pub article_key: String,
    /// The numeral as printed.
    pub number: String,
    /// The heading.
    pub heading: String,
    /// Its functions; empty where no function stands behind it.
    pub functions: Vec<Function>,
}

/// The functions of one article.
pub fn functions(pack: &Pack, document: &Record, key: &str) -> Vec<Function> {
    // Another edition of a document answers to the same rows.
    let id = document.id.split('~').next().unwrap_or(&document.id);
    let rows = pack.requirements_of(id, key);
    rows.map(|row| Function {
        id: row.id.clone(),
        title: row.title.clone(),
        capability: row.capability.clone(),
    })
    .collect()
}

/// Every article of a document with its functions, in order.
pub async fn implementation(
    library: &Library,
    caller: &Caller<'_>,
    id: &str,
) -> Result<Vec<ArticleFunctions>, Fault> {
    let mut from = &library.core.db;
    let record = rights::readable(&mut from, caller, id).await?;
    let mut outlines = store::article::outlines(&mut from, std::slice::from_ref(&record.id)).await?;
    let knowledge = library.knowledge();
    let texts = outlines.remove(&record.id).unwrap_or_default();
    Ok(texts
        .into_iter()
        .map(|text| ArticleFunctions {
            functions: functions(&knowledge.pack, &record, &text.key),
            article_key: text.key,
            number: text.number,
            heading: text.heading,
        })
        .collect())
}
