//! Findings of the compiler as the protocol wants them. It must never keep a finding that is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anye_law::span::{Diagnostic, Severity};
use serde_json::{Value, json};

use super::position::{range, uri_of};
use super::workspace::Workspace;

/// The findings by file: of files with findings, of open files, and of those that had findings when last told.
pub(super) fn findings(
    workspace: &Workspace,
    open: &BTreeMap<PathBuf, String>,
    told: &mut BTreeSet<String>,
    english: bool,
) -> Vec<(String, Value)> {
    let mut by_uri: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for path in open.keys().filter(|path| path.parent() == Some(&workspace.folder)) {
        by_uri.entry(uri_of(path)).or_default();
    }
    for gone in std::mem::take(told) {
        by_uri.entry(gone).or_default();
    }
    for found in &workspace.law.diagnostics {
        if let Some((uri, value)) = one(workspace, found, english) {
            by_uri.entry(uri).or_default().push(value);
        }
    }
    told.extend(by_uri.iter().filter(|(_, list)| !list.is_empty()).map(|(uri, _)| uri.clone()));
    by_uri.into_iter().map(|(uri, list)| (uri, Value::Array(list))).collect()
}

fn one(workspace: &Workspace, found: &Diagnostic, english: bool) -> Option<(String, Value)> {
    let place = |span: anye_law::span::Span| {
        let at = usize::try_from(span.file.0).ok()?;
        let text = &workspace.law.book.sources.get(at)?.text;
        let uri = uri_of(&workspace.path(at)?);
        Some((uri, range(text, span.start as usize, span.end as usize)))
    };
    let (uri, range) = place(found.span)?;
    let mut message = if english { found.en.clone() } else { found.zh.clone() };
    if let Some(hint) = &found.suggestion {
        message.push_str(&if english { format!(" (write: {hint})") } else { format!("(可写:{hint})") });
    }
    let related: Vec<Value> = found
        .related
        .iter()
        .filter_map(|span| place(*span))
        .map(|(uri, range)| {
            let message = if english { "see here" } else { "参看此处" };
            json!({ "location": { "uri": uri, "range": range }, "message": message })
        })
        .collect();
    let severity = if found.severity == Severity::Error { 1 } else { 2 };
    let value = json!({ "range": range, "severity": severity, "code": found.code, "source": "anye", "message": message, "relatedInformation": related });
    Some((uri, value))
}
