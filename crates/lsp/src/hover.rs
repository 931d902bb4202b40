//! What the thing under the pointer is: field with type and help, parameter with values, rule in plain language, article with its title. It must never show an id alone.

use anye_law::book::{Book, KindId, ParamId, RuleId};
use anye_law::decide::answer::{show, unit};
use anye_law::explain;
use serde_json::{Value, json};

use super::cursor::Cursor;
use super::functions;
use super::position::range;

/// Answers a hover.
pub(super) fn hover(cursor: &Cursor<'_>) -> Value {
    if let Some(cite) = cursor.cite() {
        let (start, end) = (cite.span.start as usize, cite.span.end as usize);
        return shown(cursor, article(cursor, cite), start, end);
    }
    let Some((word, start, end)) = cursor.word() else { return Value::Null };
    let book = &cursor.workspace.law.book;
    let after_parameter =
        cursor.text[..start].ends_with("参数.") || cursor.text[..start].ends_with("parameter.");
    let text = if after_parameter {
        book.find_param(word).map(|id| parameter(cursor, id))
    } else if let Some((kind, field)) = cursor.field(word) {
        Some(field_text(cursor, kind, field))
    } else {
        named(cursor, word)
    };
    text.map_or(Value::Null, |text| shown(cursor, text, start, end))
}

fn shown(cursor: &Cursor<'_>, text: String, start: usize, end: usize) -> Value {
    json!({ "contents": { "kind": "markdown", "value": text }, "range": range(cursor.text, start, end) })
}

/// Rule, parameter, list, kind, enum or function of a name.
fn named(cursor: &Cursor<'_>, word: &str) -> Option<String> {
    let (book, zh) = (&cursor.workspace.law.book, !cursor.english);
    if let Some(at) = book.rules.iter().position(|rule| rule.name == word || rule.id == word) {
        return u16::try_from(at).ok().map(|at| rule(book, RuleId(at), zh));
    }
    if let Some(id) = book.find_kind(word) {
        return Some(kind(book, id, zh));
    }
    if let Some(list) = book.lists.iter().find(|list| list.name == word || list.id == word) {
        let items: Vec<String> =
            list.rows.iter().take(30).map(|row| show::words(book, list.ty, &row.item, zh)).collect();
        let more = if list.rows.len() > 30 { " …" } else { "" };
        return Some(format!(
            "**{}** `{}`\n\n{}\n\n{}{more}",
            list.name,
            list.id,
            list.note,
            items.join(", ")
        ));
    }
    if let Some(def) = book.enums.iter().find(|def| def.name == word || def.id == word) {
        let members: Vec<String> = def.members.iter().map(|(name, id)| format!("{name} `{id}`")).collect();
        return Some(format!("**{}** `{}`\n\n{}", def.name, def.id, members.join(" · ")));
    }
    if let Some(id) = book.find_param(word) {
        return Some(parameter(cursor, id));
    }
    functions::of(word)
        .map(|it| format!("`{}` · `{}`\n\n{}", it.zh, it.en, if zh { it.about_zh } else { it.about_en }))
}

fn rule(book: &Book, id: RuleId, chinese: bool) -> String {
    let all = explain::rule(book, id, chinese);
    let mut out = format!("**{}** · {} `{}`\n", all.name, all.kind, all.id);
    for section in all.sections.iter().filter(|section| section.key != "reads") {
        out.push_str(&format!("\n**{}**\n\n", section.title));
        section.lines.iter().for_each(|line| out.push_str(&format!("- {line}\n")));
    }
    out
}

fn kind(book: &Book, id: KindId, chinese: bool) -> String {
    let kind = book.kind(id);
    let about = if chinese || kind.english.is_empty() { &kind.note } else { &kind.english };
    let mut out = format!("**{}** `{}`\n\n{about}\n", kind.name, kind.id);
    for field in kind.fields.iter().take(60) {
        out.push_str(&format!("\n- {} `{}`: {}", field.name, field.id, unit(book, field.ty, chinese)));
    }
    out
}

fn field_text(cursor: &Cursor<'_>, kind: KindId, field: u16) -> String {
    let (book, zh) = (&cursor.workspace.law.book, !cursor.english);
    let kind = book.kind(kind);
    let field = &kind.fields[usize::from(field)];
    let mut out =
        format!("**{}.{}** `{}.{}`: {}", kind.name, field.name, kind.id, field.id, unit(book, field.ty, zh));
    if field.finding {
        out.push_str(if zh { " · 人工认定" } else { " · found by a person" });
    }
    if !field.help.is_empty() {
        out.push_str(&format!("\n\n{}", field.help));
    }
    for cite in &field.basis {
        out.push_str(&format!("\n\n{}", show::cite(cite, zh)));
    }
    out
}

fn parameter(cursor: &Cursor<'_>, id: ParamId) -> String {
    let (book, zh) = (&cursor.workspace.law.book, !cursor.english);
    let param = &book.params[id.ix()];
    let mut out =
        format!("**{}** `{}`: {}\n\n{}\n", param.name, param.id, unit(book, param.ty, zh), param.note);
    for value in param.values.iter().take(30) {
        let what = show::words(book, param.ty, &value.value, zh);
        out.push_str(&format!("\n- {what} · {} · {} – {}", value.place, value.from, value.to));
    }
    if let Some(why) = &param.unset {
        out.push_str(&format!("\n{}{why}", if zh { "未定:" } else { "not set: " }));
    }
    if let Some((low, high)) = &param.range {
        let words = |value| show::words(book, param.ty, value, zh);
        out.push_str(&format!("\n\n{} – {}", words(low), words(high)));
    }
    for cite in &param.basis {
        out.push_str(&format!("\n\n{}", show::cite(cite, zh)));
    }
    out
}

fn article(cursor: &Cursor<'_>, cite: &anye_law::book::Cite) -> String {
    let zh = !cursor.english;
    let mut out = format!("**{}**", show::cite(cite, zh));
    let meta = cursor.workspace.pack.as_ref().and_then(|pack| pack.document(&cite.document));
    if let Some(meta) = meta {
        out.push_str(&format!("\n\n{}", if zh { &meta.title.zh } else { &meta.title.en }));
        if let Some(article) = cite.article.as_deref().and_then(|number| meta.article(number)) {
            out.push_str(&format!("\n\n{}", if zh { &article.title.zh } else { &article.title.en }));
        }
    }
    out
}
