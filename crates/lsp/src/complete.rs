//! What may be written next: sections, kinds, fields after a dot, parameters, rules in calls, members of an enum. It must never offer what the checker would refuse by name.

use anye_law::book::Ty;
use anye_law::syntax::{heads, sections};
use serde_json::{Value, json};

use super::cursor::{Cursor, named, path_before};
use super::functions;

/// Sorts of proposals, as the protocol numbers them.
const FUNCTION: u8 = 3;
const FIELD: u8 = 5;
const CLASS: u8 = 7;
const VALUE: u8 = 12;
const KEYWORD: u8 = 14;
const MEMBER: u8 = 20;

/// Words behind which rules are named.
const RULES_BEHIND: &[&str] = &[
    "符合(",
    "结果(",
    "已享受次数(",
    "已享受月数(",
    "已领金额(",
    "最近享受日(",
    "替代",
    "补充",
    "实施",
    "依附",
    "另可",
    "成员",
    "fulfils(",
    "result(",
    "times_had(",
    "months_had(",
    "amount_had(",
    "last_had(",
    "replaces",
    "instead",
    "members",
    "情景",
    "scenario",
];

struct List {
    items: Vec<Value>,
    english: bool,
}

impl List {
    fn add(&mut self, kind: u8, zh: &str, en: &str, detail: &str) {
        let label = if self.english && !en.is_empty() { en } else { zh };
        self.items.push(json!({ "label": label, "kind": kind, "detail": detail, "filterText": format!("{label} {zh} {en}") }));
    }
}

/// Answers a request for completion.
pub(super) fn completion(cursor: &Cursor<'_>) -> Value {
    let line = cursor.before();
    let partial: usize = line.chars().rev().take_while(|c| named(*c)).map(char::len_utf8).sum();
    let lead = &line[..line.len() - partial];
    // Names follow the words of the text, so that a Chinese line stays Chinese whatever the client speaks.
    let english = !cursor.text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut list = List { items: Vec::new(), english };
    fill(cursor, lead, &mut list);
    json!({ "isIncomplete": false, "items": list.items })
}

fn fill(cursor: &Cursor<'_>, lead: &str, list: &mut List) {
    let book = &cursor.workspace.law.book;
    if lead.is_empty() {
        heads().iter().for_each(|(zh, en)| list.add(KEYWORD, zh, en, en));
        return;
    }
    if lead.trim().is_empty() {
        sections().iter().for_each(|(zh, en)| list.add(KEYWORD, zh, en, en));
        return;
    }
    if let Some(path) = lead.strip_suffix('.') {
        members(cursor, path_before(path), list);
        return;
    }
    if let Some(ty) = compared(cursor, lead) {
        if let Ty::Enum(id) = ty {
            for (name, id) in &book.enums[id.ix()].members {
                list.add(MEMBER, name, id, "");
            }
        } else if ty == Ty::Bool {
            list.add(KEYWORD, "是", "true", "");
            list.add(KEYWORD, "否", "false", "");
        }
        return;
    }
    let tail = lead.trim_end();
    if tail.ends_with("在清单(") || tail.ends_with("in_list(") {
        book.lists.iter().for_each(|it| list.add(VALUE, &it.name, &it.id, &it.note));
        return;
    }
    let first = lead.split_whitespace().next().unwrap_or_default();
    let listing = matches!(first, "另可" | "成员" | "instead" | "members") && tail.ends_with([',', '，']);
    if listing || RULES_BEHIND.iter().any(|word| tail.ends_with(word)) {
        book.rules.iter().for_each(|it| list.add(CLASS, &it.name, &it.id, &it.english));
        if tail.ends_with('(') {
            book.exclusives.iter().for_each(|it| list.add(CLASS, &it.name, &it.id, &it.english));
        }
        return;
    }
    if matches!(tail.trim_start(), "对象" | "全体" | "subject" | "kind" | "every") {
        book.kinds.iter().for_each(|it| list.add(CLASS, &it.name, &it.id, &it.note));
        return;
    }
    general(cursor, list);
}

/// Fields and collections, or parameters, behind a dot.
fn members(cursor: &Cursor<'_>, path: &str, list: &mut List) {
    let book = &cursor.workspace.law.book;
    if matches!(path, "参数" | "parameter") {
        book.params.iter().for_each(|it| list.add(VALUE, &it.name, &it.id, &it.note));
        return;
    }
    let Some(kind) = cursor.kind_of(path) else { return };
    let kind = book.kind(kind);
    for field in &kind.fields {
        let unit = anye_law::decide::answer::unit(book, field.ty, !cursor.english);
        list.add(FIELD, &field.name, &field.id, &unit);
    }
    kind.reverses.iter().for_each(|it| list.add(FIELD, &it.name, "", ""));
}

/// The type on the left of 为, =, 属于 {….
fn compared(cursor: &Cursor<'_>, lead: &str) -> Option<Ty> {
    let open = lead.rfind(['{', '｛']).filter(|at| !lead[*at..].contains(['}', '｝']));
    let tail = open.map_or(lead, |at| &lead[..at]).trim_end();
    let operators: &[&str] = if open.is_some() {
        &["不属于", "属于", "not_in", "in"]
    } else {
        &["不为", "不等于", "等于", "为", "=", "≠", "is_not", "is"]
    };
    let left = operators.iter().find_map(|word| tail.strip_suffix(word))?.trim_end();
    cursor.type_of(path_before(left))
}

/// Anything an expression may begin with.
fn general(cursor: &Cursor<'_>, list: &mut List) {
    let book = &cursor.workspace.law.book;
    book.kinds.iter().for_each(|it| list.add(CLASS, &it.name, &it.id, &it.note));
    for it in functions::ALL {
        let (zh, en) =
            (it.zh.split('(').next().unwrap_or_default(), it.en.split('(').next().unwrap_or_default());
        list.add(FUNCTION, zh, en, if cursor.english { it.en } else { it.zh });
    }
    for (zh, en) in [
        ("参数", "parameter"),
        ("当日", "today"),
        ("且", "and"),
        ("或", "or"),
        ("非", "not"),
        ("若", "if"),
        ("属于", "in"),
        ("计数", "count"),
        ("计人", "count_persons"),
        ("合计", "sum"),
        ("存在", "any_of"),
        ("全部", "all_of"),
        ("满足", "where_"),
        ("全体", "every"),
    ] {
        list.add(KEYWORD, zh, en, en);
    }
}
