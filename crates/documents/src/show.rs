//! One document (查看文件): what was read, with what people made of it.

use anye_access::Caller;
use anye_base::Fault;
use anye_db::Read;

use crate::library::Library;
use crate::model::{Record, Relation, State};
use crate::view::{ArticleView, DocumentView, TextKind};
use crate::{overlay, rights, store};

/// The document with all findings in all states; [`DocumentView::contract`] leaves the rejected ones out.
pub async fn show(library: &Library, caller: &Caller<'_>, id: &str) -> Result<DocumentView, Fault> {
    let mut from = &library.core.db;
    let record = rights::readable(&mut from, caller, id).await?;
    Ok(load(&mut from, record).await?)
}

/// The text it was read from, character for character.
pub async fn source(library: &Library, caller: &Caller<'_>, id: &str) -> Result<String, Fault> {
    let mut from = &library.core.db;
    rights::readable(&mut from, caller, id).await?;
    Ok(store::document::source(&mut from, id).await?)
}

/// Puts a document together. The caller has checked that it may be read.
pub async fn load(from: &mut impl Read, record: Record) -> Result<DocumentView, anye_db::DbError> {
    let body = store::document::body(from, &record.id).await?;
    let edits = store::edit::of_document(from, &record.id).await?;
    let relations = store::relation::out_of(from, std::slice::from_ref(&record.id)).await?;
    let (mut preamble, mut articles, mut closing) = (None, Vec::new(), None);
    for (mut article, findings) in store::article::of_document(from, &record.id).await? {
        overlay::lay(&mut article, &findings, &edits);
        link(&mut article, &relations);
        match article.kind {
            TextKind::Preamble => preamble = Some(article),
            TextKind::Closing => closing = Some(article),
            TextKind::Numbered | TextKind::Lead => articles.push(article),
        }
    }
    Ok(DocumentView {
        record,
        addressees: body.addressees,
        chapters: body.chapters,
        preamble,
        articles,
        closing,
        furniture: body.furniture,
        warnings: body.warnings,
        relations,
    })
}

/// Tells citations which document of the library they mean.
pub fn link(article: &mut ArticleView, relations: &[Relation]) {
    for citation in article.citations.iter_mut().filter(|citation| citation.state != State::Rejected) {
        let relation = relations
            .iter()
            .find(|relation| relation.article_key == article.key && relation.finding_key == citation.id);
        if let Some(relation) = relation {
            citation.finding.document_id.clone_from(&relation.to_document);
        }
    }
}
