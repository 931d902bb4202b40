//! Where something is defined: rule, parameter, list, kind, field, enum, exclusion group. It must never answer with a place outside the folder.

use anye_law::span::Span;
use serde_json::{Value, json};

use super::cursor::Cursor;
use super::position::{point, uri_of};

/// Answers a request for the definition.
pub(super) fn definition(cursor: &Cursor<'_>) -> Value {
    found(cursor).and_then(|span| location(cursor, span)).unwrap_or(Value::Null)
}

fn found(cursor: &Cursor<'_>) -> Option<Span> {
    let (word, start, _) = cursor.word()?;
    let book = &cursor.workspace.law.book;
    let named = |name: &str, id: &str| name == word || id == word;
    let before = &cursor.text[..start];
    if before.ends_with("参数.") || before.ends_with("parameter.") {
        return book.find_param(word).map(|id| book.params[id.ix()].span);
    }
    if let Some((kind, field)) = cursor.field(word) {
        return Some(book.kind(kind).fields[usize::from(field)].span);
    }
    let rules = book.rules.iter().find(|it| named(&it.name, &it.id)).map(|it| it.span);
    rules
        .or_else(|| book.kinds.iter().find(|it| named(&it.name, &it.id)).map(|it| it.span))
        .or_else(|| book.lists.iter().find(|it| named(&it.name, &it.id)).map(|it| it.span))
        .or_else(|| book.enums.iter().find(|it| named(&it.name, &it.id)).map(|it| it.span))
        .or_else(|| book.exclusives.iter().find(|it| named(&it.name, &it.id)).map(|it| it.span))
        .or_else(|| book.params.iter().find(|it| named(&it.name, &it.id)).map(|it| it.span))
}

fn location(cursor: &Cursor<'_>, span: Span) -> Option<Value> {
    let at = usize::try_from(span.file.0).ok()?;
    let text = &cursor.workspace.law.book.sources.get(at)?.text;
    let start = point(text, span.start as usize);
    Some(json!({ "uri": uri_of(&cursor.workspace.path(at)?), "range": { "start": start, "end": start } }))
}
