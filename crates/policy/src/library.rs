//! What the desk shows of official texts (条文): asked of whoever keeps the library. It must never show an article to somebody who may not read it.

use std::future::Future;
use std::pin::Pin;

use anye_base::Fault;
use anye_law::book::Cite;
use anye_web::{Core, Visitor};

use crate::Policy;

/// An answer that takes a moment.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// An article as the library has it.
#[derive(Debug, Clone)]
pub struct LibraryArticle {
    /// Its key, the same as in the pack.
    pub key: String,
    /// Its number as printed.
    pub number: String,
    /// Its heading.
    pub heading: String,
    /// Its text, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// Its address.
    pub href: String,
}

/// A document as the library has it.
#[derive(Debug, Clone)]
pub struct LibraryDocument {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// All texts in order.
    pub articles: Vec<LibraryArticle>,
}

/// Whoever keeps the official texts.
pub trait LawLibrary: Send + Sync {
    /// The document with the pack's id, for who may read it.
    fn document<'a>(
        &'a self,
        core: &'a Core,
        visitor: &'a Visitor,
        id: &'a str,
    ) -> Later<'a, Option<LibraryDocument>>;
}

/// The document in the library, where there is one.
pub async fn document(
    policy: &Policy,
    visitor: &Visitor,
    id: &str,
) -> Result<Option<LibraryDocument>, Fault> {
    match &policy.library {
        Some(library) => library.document(&policy.core, visitor, id).await,
        None => Ok(None),
    }
}

/// The articles that are cited, as far as the library has them; each once.
pub async fn articles(
    policy: &Policy,
    visitor: &Visitor,
    cites: impl Iterator<Item = &Cite>,
) -> Result<Vec<LibraryArticle>, Fault> {
    let (mut all, mut open): (Vec<LibraryArticle>, Option<(String, Option<LibraryDocument>)>) =
        (Vec::new(), None);
    for cite in cites {
        let Some(key) = &cite.article else { continue };
        if open.as_ref().is_none_or(|(id, _)| *id != cite.document) {
            open = Some((cite.document.clone(), document(policy, visitor, &cite.document).await?));
        }
        let Some((_, Some(found))) = &open else { continue };
        let article = found.articles.iter().find(|article| article.key == *key);
        if let Some(article) = article.filter(|article| all.iter().all(|one| one.href != article.href)) {
            all.push(article.clone());
        }
    }
    Ok(all)
}
