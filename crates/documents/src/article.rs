//! One article (查看条文), addressable by its number: its findings, what it rests on, who cites it, what implements it.

use anye_access::Caller;
use anye_base::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use crate::implementation::{self, Function};
use crate::keys::PREAMBLE;
use crate::library::Library;
use crate::model::Record;
use crate::relations::{self, RelationView};
use crate::show;
use crate::view::ArticleView;

/// An article with what stands around it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ArticlePage {
    /// Its document.
    pub document: Record,
    /// The article with all findings.
    pub article: ArticleView,
    /// What the document rests on (依据), for every article alike.
    pub parents: Vec<RelationView>,
    /// What this article mentions.
    pub mentions: Vec<RelationView>,
    /// Functions of the platform that implement it.
    pub functions: Vec<Function>,
    /// Key of the article before.
    pub before: Option<String>,
    /// Key of the article after.
    pub after: Option<String>,
}

/// One article.
pub async fn article(
    library: &Library,
    caller: &Caller<'_>,
    id: &str,
    key: &str,
) -> Result<ArticlePage, Fault> {
    let document = show::show(library, caller, id).await?;
    let keys: Vec<&str> = document.texts().map(|text| text.key.as_str()).collect();
    let at = keys.iter().position(|found| *found == key).ok_or_else(|| Fault::not_found("article"))?;
    let before = at.checked_sub(1).map(|at| keys[at].to_owned());
    let after = keys.get(at + 1).map(|key| (*key).to_owned());
    let article = document.text(key).cloned().ok_or_else(|| Fault::not_found("article"))?;
    let around = relations::around(library, caller, id).await?;
    let parents = around.outward.iter();
    let parents = parents
        .filter(|view| view.relation.article_key == PREAMBLE && view.relation.role.is_parent())
        .cloned()
        .collect();
    let mentions = around.outward.into_iter().filter(|view| view.relation.article_key == key).collect();
    let functions = implementation::functions(&library.knowledge().pack, &document.record, key);
    Ok(ArticlePage { document: document.record, article, parents, mentions, functions, before, after })
}
