//! Enums, kinds, parameters, lists and their tables. It must never evaluate anything but literals.

use super::collect::{Items, Names, cited, enter, names, text};
use super::scope::Lower;
use super::table::{Table, rows};
use crate::book::{
    Book, DocId, EnumDef, EnumId, Field, Kind, KindId, ListDef, ListId, ListRow, Param, ParamId, ParamValue,
    Reverse, Ty, Val,
};
use crate::day::Day;
use crate::scenario::literal;
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{Expr, FieldType, ListItem, ParameterItem, TypeName};
use std::collections::HashMap;

/// Everything that is no rule.
pub(super) fn declare(
    book: &mut Book,
    names_: &mut Names,
    items: &Items<'_>,
    tables: &[Table],
    out: &mut Vec<Diagnostic>,
) {
    let mut places = HashMap::new();
    let mut enums: HashMap<String, EnumId> = HashMap::new();
    for item in &items.enums {
        let own = names(&item.head, out);
        let id = EnumId(u16::try_from(book.enums.len()).unwrap_or(u16::MAX));
        enter(&mut enums, &mut places, &own, id, item.head.span, out);
        let members = item
            .members
            .iter()
            .map(|(zh, en)| (zh.value.clone(), en.as_ref().unwrap_or(zh).value.clone()))
            .collect();
        book.enums.push(EnumDef { name: own.0, id: own.1, members, span: item.head.span });
    }
    for item in &items.kinds {
        let name = item.head.name.as_ref().map(|n| n.value.clone()).unwrap_or_default();
        if names_.kinds.contains_key(&name) {
            continue;
        }
        let own = names(&item.head, out);
        let id = KindId(u16::try_from(book.kinds.len()).unwrap_or(u16::MAX));
        enter(&mut names_.kinds, &mut places, &own, id, item.head.span, out);
        let (english, note) = (text(item.head.english.as_ref()), text(item.head.note.as_ref()));
        book.kinds.push(Kind {
            name: own.0,
            id: own.1,
            english,
            note,
            fields: Vec::new(),
            reverses: Vec::new(),
            span: item.head.span,
        });
    }
    fields(book, names_, items, &enums, out);
    for (item, document) in &items.params {
        parameter(book, names_, item, *document, &enums, tables, &mut places, out);
    }
    for (item, document) in &items.lists {
        list(book, names_, item, *document, &enums, tables, &mut places, out);
    }
}

fn fields(
    book: &mut Book,
    names_: &Names,
    items: &Items<'_>,
    enums: &HashMap<String, EnumId>,
    out: &mut Vec<Diagnostic>,
) {
    for item in &items.kinds {
        let Some(kind) = item.head.name.as_ref().and_then(|name| names_.kind(&name.value)) else { continue };
        for field in &item.fields {
            let def = &book.kinds[kind.ix()];
            if let Some(there) = def.find_field(&field.name.value).or_else(|| def.find_field(&field.id.value))
            {
                let first = def.fields[usize::from(there)].span;
                let (zh, en) = (&field.name.value, &field.id.value);
                out.push(
                    Diagnostic::error(
                        "L123",
                        field.span,
                        format!("“{}”已有字段“{zh}”或“{en}”", def.name),
                        format!("{} has a field '{en}' already", def.id),
                    )
                    .see(first),
                );
                continue;
            }
            let ty = match &field.ty {
                FieldType::Value(name) => type_of(book, name, enums, out),
                FieldType::Relation { kind: other, .. } => match names_.kind(&other.value) {
                    Some(id) => Some(Ty::Thing(id)),
                    None => {
                        out.push(Diagnostic::error(
                            "L104",
                            other.span,
                            format!("没有名为“{}”的对象", other.value),
                            format!("there is no kind '{}'", other.value),
                        ));
                        None
                    }
                },
            };
            let Some(ty) = ty else { continue };
            let at = u16::try_from(book.kinds[kind.ix()].fields.len()).unwrap_or(u16::MAX);
            let mut reverse_of = None;
            if let (FieldType::Relation { reverse, .. }, Ty::Thing(other)) = (&field.ty, ty) {
                let there = &mut book.kinds[other.ix()];
                if there.find_reverse(&reverse.value).is_some() {
                    out.push(Diagnostic::error(
                        "L123",
                        reverse.span,
                        format!("“{}”已有集合“{}”", there.name, reverse.value),
                        format!("{} has a collection '{}' already", there.id, reverse.value),
                    ));
                } else {
                    reverse_of = Some((other, u16::try_from(there.reverses.len()).unwrap_or(u16::MAX)));
                    there.reverses.push(Reverse { name: reverse.value.clone(), kind, field: at });
                }
            }
            book.kinds[kind.ix()].fields.push(Field {
                name: field.name.value.clone(),
                id: field.id.value.clone(),
                ty,
                finding: field.finding,
                basis: field.basis.clone(),
                help: text(field.help.as_ref()),
                span: field.span,
                reverse: reverse_of,
            });
        }
    }
}

/// The type a type name means.
pub(super) fn type_of(
    book: &Book,
    name: &TypeName,
    enums: &HashMap<String, EnumId>,
    out: &mut Vec<Diagnostic>,
) -> Option<Ty> {
    let _ = book;
    let one = name.words.first().map(String::as_str).unwrap_or_default();
    if name.words.len() == 1 {
        match one {
            "是否" | "bool" => return Some(Ty::Bool),
            "日期" | "date" => return Some(Ty::Date),
            "年月" | "month" => return Some(Ty::Month),
            "文本" | "text" => return Some(Ty::Text),
            "时期" | "period" => return Some(Ty::Window),
            _ => {}
        }
        if let Some(id) = enums.get(one) {
            return Some(Ty::Enum(*id));
        }
    }
    if let Some(dim) = Lower::dim(&name.words) {
        return Some(Ty::Num(dim));
    }
    let written = name.words.join("/");
    let all = ["是否", "日期", "年月", "文本", "时期", "元", "人", "月", "日", "小时", "数"]
        .into_iter()
        .chain(enums.keys().map(String::as_str));
    let mut d = Diagnostic::error(
        "L106",
        name.span,
        format!("没有类型“{written}”"),
        format!("there is no type '{written}'"),
    );
    d.suggestion = super::near::nearest(&written, all);
    out.push(d);
    None
}

fn document(book: &Book, name: Option<&str>) -> Option<DocId> {
    let name = name?;
    book.documents.iter().position(|doc| doc.id == name).and_then(|ix| u16::try_from(ix).ok()).map(DocId)
}

fn value(book: &Book, expr: &Expr, ty: Ty, out: &mut Vec<Diagnostic>) -> Option<Val> {
    match literal::value(book, expr, ty) {
        Ok(value) => Some(value),
        Err((zh, en)) => {
            out.push(Diagnostic::error("L311", expr.span, zh, en));
            None
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one pass over one item")]
fn parameter(
    book: &mut Book,
    names_: &mut Names,
    item: &ParameterItem,
    doc: Option<&str>,
    enums: &HashMap<String, EnumId>,
    tables: &[Table],
    places: &mut HashMap<String, Span>,
    out: &mut Vec<Diagnostic>,
) {
    let own = names(&item.head, out);
    cited(&item.head, "参数", out);
    let id = ParamId(u16::try_from(book.params.len()).unwrap_or(u16::MAX));
    enter(
        &mut names_.params,
        places,
        &(format!("{}\u{1}", own.0), format!("{}\u{1}", own.1)),
        id,
        item.head.span,
        out,
    );
    names_.params.insert(own.0.clone(), id);
    names_.params.insert(own.1.clone(), id);
    let ty = match &item.ty {
        Some(name) => type_of(book, name, enums, out).unwrap_or(Ty::Bool),
        None => {
            out.push(Diagnostic::error(
                "L124",
                item.head.span,
                format!("参数“{}”没有写类型", own.0),
                format!("parameter '{}' has no type", own.1),
            ));
            Ty::Bool
        }
    };
    let range = item
        .range
        .as_ref()
        .and_then(|(low, high)| Some((value(book, low, ty, out)?, value(book, high, ty, out)?)));
    let document = document(book, doc);
    let home = document.map_or_else(|| "000000".to_owned(), |doc| book.documents[doc.ix()].place.clone());
    let mut values = Vec::new();
    for line in &item.values {
        let Some(value) = value(book, &line.value, ty, out) else { continue };
        let place = line.place.as_ref().map_or_else(|| home.clone(), |place| place.value.clone());
        let (from, to) = (
            line.from.as_ref().map_or(Day::MIN, |d| d.value),
            line.to.as_ref().map_or(Day::MAX, |d| d.value),
        );
        held(book, item, &range, &value, from, to, line.span, out);
        values.push(ParamValue {
            place,
            from,
            to,
            value,
            basis: if line.basis.is_empty() { item.head.basis.clone() } else { line.basis.clone() },
        });
    }
    if let Some(path) = &item.table {
        rows(book, path, ty, &["value", "place", "from", "to", "basis"], tables, out, &mut |row, out| {
            held(book, item, &range, &row.value, row.from, row.to, path.span, out);
            values.push(ParamValue {
                place: row.place.unwrap_or_else(|| home.clone()),
                from: row.from,
                to: row.to,
                value: row.value,
                basis: if row.basis.is_empty() { item.head.basis.clone() } else { row.basis },
            });
        });
    }
    if values.is_empty() && item.unset.is_none() {
        out.push(Diagnostic::error(
            "L202",
            item.head.span,
            format!("参数“{}”没有值:写值、取值表,或写明未定及原因", own.0),
            format!("parameter '{}' has no value: give one, or say 未定 and why", own.1),
        ));
    }
    for (ix, a) in values.iter().enumerate() {
        for b in &values[ix + 1..] {
            if a.place == b.place && a.from <= b.to && b.from <= a.to && a.value != b.value {
                out.push(Diagnostic::error(
                    "L203",
                    item.head.span,
                    format!(
                        "参数“{}”在同一地区的取值期间重叠:{}–{} 与 {}–{}",
                        own.0, a.from, a.to, b.from, b.to
                    ),
                    format!("values of '{}' overlap in time", own.1),
                ));
            }
        }
    }
    book.params.push(Param {
        name: own.0,
        id: own.1,
        english: text(item.head.english.as_ref()),
        note: text(item.head.note.as_ref()),
        ty,
        range,
        level: item.level.as_ref().map(|level| level.value.clone()),
        unset: item.unset.as_ref().map(|why| why.value.clone()),
        values,
        basis: item.head.basis.clone(),
        doubts: item.head.doubts.iter().map(|d| d.value.clone()).collect(),
        document,
        span: item.head.span,
    });
}

#[allow(clippy::too_many_arguments, reason = "one check of one value")]
fn held(
    book: &Book,
    item: &ParameterItem,
    range: &Option<(Val, Val)>,
    value: &Val,
    from: Day,
    to: Day,
    span: Span,
    out: &mut Vec<Diagnostic>,
) {
    let _ = book;
    let name = item.head.name.as_ref().map(|n| n.value.as_str()).unwrap_or_default();
    let inside = match (range, value) {
        (Some((Val::Num(low), Val::Num(high))), Val::Num(value)) => low <= value && value <= high,
        (Some((Val::Date(low), Val::Date(high))), Val::Date(value)) => low <= value && value <= high,
        _ => true,
    };
    if !inside {
        out.push(Diagnostic::error(
            "L204",
            span,
            format!("“{name}”的这个值超出规定的范围"),
            format!("this value of '{name}' lies outside its range"),
        ));
    }
    if to < from {
        out.push(Diagnostic::error("L205", span, "终止早于起始", "the end comes before the start"));
    }
}

#[allow(clippy::too_many_arguments, reason = "one pass over one item")]
fn list(
    book: &mut Book,
    names_: &mut Names,
    item: &ListItem,
    doc: Option<&str>,
    enums: &HashMap<String, EnumId>,
    tables: &[Table],
    places: &mut HashMap<String, Span>,
    out: &mut Vec<Diagnostic>,
) {
    let own = names(&item.head, out);
    cited(&item.head, "清单", out);
    let id = ListId(u16::try_from(book.lists.len()).unwrap_or(u16::MAX));
    enter(
        &mut names_.lists,
        places,
        &(format!("{}\u{2}", own.0), format!("{}\u{2}", own.1)),
        id,
        item.head.span,
        out,
    );
    names_.lists.insert(own.0.clone(), id);
    names_.lists.insert(own.1.clone(), id);
    let ty = item.ty.as_ref().and_then(|name| type_of(book, name, enums, out)).unwrap_or(Ty::Text);
    let document = document(book, doc);
    let home = document.map_or_else(|| "000000".to_owned(), |doc| book.documents[doc.ix()].place.clone());
    let mut all = Vec::new();
    let mut basis = item.head.basis.clone();
    for name in &item.items {
        let expr = Expr {
            span: name.span,
            node: Box::new(crate::syntax::ast::Node::Name { name: name.value.clone() }),
        };
        if let Some(item) = value(book, &expr, ty, out) {
            all.push(ListRow { item, place: home.clone(), from: Day::MIN, to: Day::MAX });
        }
    }
    if let Some(path) = &item.table {
        rows(book, path, ty, &["item", "place", "from", "to", "basis"], tables, out, &mut |row, _| {
            let known = |cite: &crate::syntax::ast::Cite| {
                basis.iter().any(|own| {
                    (&own.document, &own.article, &own.rest) == (&cite.document, &cite.article, &cite.rest)
                })
            };
            basis.extend(row.basis.into_iter().filter(|cite| !known(cite)).collect::<Vec<_>>());
            all.push(ListRow {
                item: row.value,
                place: row.place.unwrap_or_else(|| home.clone()),
                from: row.from,
                to: row.to,
            });
        });
    }
    book.lists.push(ListDef {
        name: own.0,
        id: own.1,
        english: text(item.head.english.as_ref()),
        note: text(item.head.note.as_ref()),
        ty,
        rows: all,
        open: item.open,
        basis,
        document,
        span: item.head.span,
    });
}
