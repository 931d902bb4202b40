//! Trying an import (试导入): what would be stored, and what it would meet. Nothing is written.

use anye_access::Caller;
use anye_base::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use crate::batch;
use crate::import::{NewFile, read};
use crate::library::Library;
use crate::model::Record;
use crate::prepare::{ImportOptions, Prepared};
use crate::view::{ArticleView, DocumentView, TextKind};

/// What an import would give.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DryRun {
    /// The document as it would be stored.
    pub document: DocumentView,
    /// The document with the same content, where the library has it.
    pub already: Option<Record>,
    /// Code of the conflict that an import would meet.
    pub conflict: Option<String>,
}

/// Reads a file and says what importing it would do.
pub async fn dry_run(
    library: &Library,
    caller: &Caller<'_>,
    file: NewFile,
    options: &ImportOptions,
) -> Result<DryRun, Fault> {
    let prepared = read(library, caller, file, options).await?;
    let (already, conflict) = match batch::look(library, &prepared.record).await? {
        Ok(already) => (already, None),
        Err(fault) => (None, Some(fault.code.to_owned())),
    };
    Ok(DryRun { document: view(prepared), already, conflict })
}

/// A document as it would be shown.
pub fn view(prepared: Prepared) -> DocumentView {
    let (mut preamble, mut articles, mut closing) = (None, Vec::new(), None);
    for (position, text) in prepared.texts.into_iter().enumerate() {
        let mut article = ArticleView {
            key: text.key,
            position: position as i64,
            kind: text.kind,
            number: text.number,
            ordinal: text.ordinal,
            chapter: text.chapter,
            heading: text.heading,
            text: text.text,
            original: text.body.original,
            source_start: text.body.source_start,
            origin: text.body.origin,
            units: Vec::new(),
            figures: Vec::new(),
            dates: Vec::new(),
            citations: Vec::new(),
            measures: Vec::new(),
            doubts: 0,
        };
        crate::overlay::lay(&mut article, &text.body.findings, &[]);
        match article.kind {
            TextKind::Preamble => preamble = Some(article),
            TextKind::Closing => closing = Some(article),
            TextKind::Numbered | TextKind::Lead => articles.push(article),
        }
    }
    DocumentView {
        record: prepared.record,
        addressees: prepared.body.addressees,
        chapters: prepared.body.chapters,
        preamble,
        articles,
        closing,
        furniture: prepared.body.furniture,
        warnings: prepared.body.warnings,
        relations: prepared.relations,
    }
}
