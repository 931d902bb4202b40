//! The things of the facts: kinds, ids, fields, relations. It must never drop a field it does not know.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::error::{FactError, nearest};
use super::value::wrong;
use super::{Reader, is_division};
use crate::book::{Field, Kind, KindId, Ty, Val};

impl Reader<'_> {
    /// Makes a row for every thing of a kind; ids in order, so that nothing depends on the order of the file.
    pub(super) fn rows(&mut self, key: &str, kind: KindId, from: &Value) {
        let Value::Object(things) = from else {
            let (zh, en) = ("{编号: {字段…}} 形式的对象", "an object of the form {id: {fields…}}");
            return self.error(wrong(key, zh, en, from));
        };
        let mut ids: Vec<&String> = things.keys().collect();
        ids.sort();
        for id in ids {
            if id.trim().is_empty() || id.len() > 200 {
                let path = format!("{key}.{id}");
                self.error(FactError::new("F004", &path, "编号为空或过长", "the id is empty or too long"));
            }
            if self.facts.row(kind, id).is_some() {
                let path = format!("{key}.{id}");
                self.error(FactError::new("F003", &path, "同一编号写了两次", "this id is there twice"));
            }
            self.facts.add(kind, id);
        }
    }

    /// Reads the fields of all things of a kind.
    pub(super) fn fields(&mut self, key: &str, kind: KindId, from: &Value) {
        let Value::Object(things) = from else { return };
        for (id, thing) in things {
            let path = format!("{key}.{id}");
            let Value::Object(fields) = thing else {
                self.error(wrong(
                    &path,
                    "{字段: 值} 形式的对象",
                    "an object of the form {field: value}",
                    thing,
                ));
                continue;
            };
            if let Some(row) = self.facts.row(kind, id) {
                self.thing(&path, kind, row, fields);
            }
        }
    }

    fn thing(&mut self, path: &str, kind: KindId, row: u32, fields: &Map<String, Value>) {
        let def = self.book.kind(kind);
        let mut seen = HashSet::new();
        for (key, value) in fields {
            let path = format!("{path}.{key}");
            let Some(at) = def.find_field(key) else {
                let error = self.unknown_field(&path, kind, key, value);
                self.error(error);
                continue;
            };
            let field = &def.fields[usize::from(at)];
            if !seen.insert(at) {
                let zh = format!("“{}”与“{}”是同一字段,写了两次", field.name, field.id);
                let en = format!("“{}” and “{}” are one field, given twice", field.name, field.id);
                self.error(FactError::new("F003", &path, zh, en));
            }
            let value = match field.ty {
                Ty::Thing(other) => self.relation(&path, other, value),
                ty => self.value(&path, ty, may_be_negative(field), value),
            };
            self.facts.set(kind, row, at, value);
        }
        self.code(kind, row, &seen);
        self.dates(path, kind, row);
    }

    /// A place written under its division code has that code, unless it gives another.
    fn code(&mut self, kind: KindId, row: u32, given: &HashSet<u16>) {
        let def = self.book.kind(kind);
        let field = def.find_field("code").filter(|at| def.fields[usize::from(*at)].ty == Ty::Text);
        if let (Some(field), "places") = (field, def.id.as_str())
            && !given.contains(&field)
            && let Some(id) = self.facts.id(kind, row).filter(|id| is_division(id))
        {
            let code = Val::Text(id.into());
            self.facts.set(kind, row, field, code);
        }
    }

    fn relation(&mut self, path: &str, kind: KindId, from: &Value) -> Val {
        let other = self.book.kind(kind);
        match from {
            Value::Null => Val::Unknown,
            Value::String(id) => match self.facts.row(kind, id) {
                Some(row) => Val::Thing(row),
                None => {
                    let ids = self.facts.ids(kind);
                    let meant = nearest(id, ids.iter().map(String::as_str));
                    let zh = format!("没有编号为“{id}”的“{}”;请在“{}”下写出它", other.name, other.id);
                    let en = format!("there is no “{id}” under “{}”; add it there", other.id);
                    self.error(FactError::new("F020", path, zh, en).meant(meant));
                    Val::Unknown
                }
            },
            Value::Array(_) => {
                let zh = format!("只能指向一个“{}”,不能写多个", other.name);
                let en = format!("leads to exactly one of “{}”, not to several", other.id);
                self.error(FactError::new("F024", path, zh, en));
                Val::Unknown
            }
            _ => {
                let zh = format!("“{}”的编号(文本)", other.name);
                self.error(wrong(path, &zh, &format!("the id (text) of one of “{}”", other.id), from));
                Val::Unknown
            }
        }
    }

    /// A key that is no field: a collection given from the wrong side, a field of another kind, a misspelling.
    fn unknown_field(&mut self, path: &str, kind: KindId, key: &str, value: &Value) -> FactError {
        let def = self.book.kind(kind);
        if let Some(at) = def.find_reverse(key) {
            let reverse = &def.reverses[usize::from(at)];
            let element = self.book.kind(reverse.kind);
            let field = &element.fields[usize::from(reverse.field)];
            let mut twice = None;
            for id in value.as_array().into_iter().flatten().filter_map(Value::as_str) {
                let owner = self.claimed.entry((reverse.kind, reverse.field, id.to_owned()));
                let owner = owner.or_insert_with(|| path.to_owned());
                if *owner != path {
                    twice = Some((id.to_owned(), owner.clone()));
                }
            }
            if let Some((id, owner)) = twice {
                let zh =
                    format!("“{id}”同时在“{owner}”与这里;每个“{}”只能属于一个“{}”", element.name, def.name);
                let en = format!("“{id}” is both in “{owner}” and here; each belongs to one of “{}”", def.id);
                return FactError::new("F025", path, zh, en);
            }
            let zh = format!("请从另一边写:在“{}”下每一个写 \"{}\": 本编号", element.id, field.id);
            let en = format!("give it from the other side: \"{}\" of each under “{}”", field.id, element.id);
            return FactError::new("F021", path, zh, en);
        }
        let names = def.fields.iter().flat_map(|field| [field.name.as_str(), field.id.as_str()]);
        let meant = nearest(key, names);
        let others: Vec<&Kind> =
            self.book.kinds.iter().filter(|other| other.find_field(key).is_some()).collect();
        if let (None, Some(other)) = (&meant, others.first()) {
            let zh = format!("“{}”没有字段“{key}”;它是“{}”({})的字段", def.name, other.name, other.id);
            let en = format!("“{}” has no field “{key}”; “{}” has", def.id, other.id);
            return FactError::new("F010", path, zh, en);
        }
        let zh = format!("“{}”没有字段“{key}”", def.name);
        FactError::new("F010", path, zh, format!("“{}” has no field “{key}”", def.id)).meant(meant)
    }

    /// Days in the wrong order: 起始日 after 期满日.
    fn dates(&mut self, path: &str, kind: KindId, row: u32) {
        use super::super::Things;
        let pairs = self.pairs.entry(kind).or_insert_with(|| pairs(self.book.kind(kind))).clone();
        for (first, last) in pairs {
            let (a, b) = (self.facts.get(kind, row, first), self.facts.get(kind, row, last));
            if let (Val::Date(a), Val::Date(b)) = (a, b)
                && a > b
            {
                let fields = &self.book.kind(kind).fields;
                let (first, last) = (&fields[usize::from(first)], &fields[usize::from(last)]);
                let zh = format!("“{}”{a} 晚于“{}”{b}", first.name, last.name);
                let en = format!("“{}” {a} is after “{}” {b}", first.id, last.id);
                self.error(FactError::new("F023", &format!("{path}.{}", last.id), zh, en));
            }
        }
    }
}

/// Pairs of day fields of which the first may not be after the second, told by their ids.
fn pairs(kind: &Kind) -> Vec<(u16, u16)> {
    const WORDS: &[(&str, &[&str])] = &[
        ("starts", &["ends"]),
        ("from", &["to"]),
        ("opens", &["closes"]),
        ("first", &["last"]),
        ("signed", &["ends"]),
        ("opened", &["closed"]),
    ];
    let days: HashMap<&str, u16> = kind
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.ty, Ty::Date | Ty::Month))
        .filter_map(|(at, field)| Some((field.id.as_str(), u16::try_from(at).ok()?)))
        .collect();
    let mut found = Vec::new();
    for (id, at) in &days {
        let tokens: Vec<&str> = id.split('_').collect();
        for (ix, token) in tokens.iter().enumerate() {
            for (_, partners) in WORDS.iter().filter(|(word, _)| word == token) {
                for partner in *partners {
                    let mut other = tokens.clone();
                    other[ix] = partner;
                    found.extend(days.get(other.join("_").as_str()).map(|last| (*at, *last)));
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether a number may be below zero: changes, profits and balances may.
fn may_be_negative(field: &Field) -> bool {
    const ZH: &[&str] = &["净", "利润", "盈", "亏", "增", "减", "差", "余额", "结余", "变动", "变化", "调整"];
    const EN: &[&str] =
        &["net", "profit", "gain", "change", "growth", "balance", "difference", "loss", "surplus"];
    ZH.iter().any(|word| field.name.contains(word)) || field.id.split('_').any(|token| EN.contains(&token))
}
