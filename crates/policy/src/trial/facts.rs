//! A draft as facts for the engine, with the copies of things made. It must never say more than was typed.

use std::collections::BTreeSet;

use anye_law::book::{Book, RuleId, Ty, Val};
use anye_law::day::Day;
use anye_law::decide::{FactError, Facts};
use serde_json::{Map, Value};

use super::draft::{Draft, Past, UNKNOWN, relation, ty};
use super::links::Links;

impl Draft {
    /// The facts of the case.
    pub fn facts(&self, book: &Book, rule: RuleId, on: Day) -> Result<Facts, Vec<FactError>> {
        let mut facts = Facts::read(book, &self.json(book, rule), on)?;
        for (param, _) in self.params.iter().filter(|(_, value)| value.as_str() == UNKNOWN) {
            if let Some(id) = book.find_param(param) {
                facts.set_param(id, Val::Unknown);
            }
        }
        facts.finish();
        Ok(facts)
    }

    /// As a facts file.
    pub fn json(&self, book: &Book, rule: RuleId) -> Value {
        let mut all = Map::new();
        all.insert("place".to_owned(), self.place.clone().into());
        let links = Links::of(book, self);
        for (at, thing) in self.things.iter().enumerate() {
            self.put(book, &links, &mut all, at, &BTreeSet::new(), "");
            let own = if thing.copies > 1 { links.family(at).unwrap_or_default() } else { BTreeSet::new() };
            for copy in 2..=thing.copies {
                for part in &own {
                    self.put(book, &links, &mut all, *part, &own, &format!("-{copy}"));
                }
            }
        }
        let params: Map<String, Value> = self
            .params
            .iter()
            .filter(|(_, value)| value.as_str() != UNKNOWN)
            .map(|(param, value)| {
                let ty = book.find_param(param).map(|id| book.params[id.ix()].ty);
                (param.clone(), written(ty, value))
            })
            .collect();
        all.insert("parameters".to_owned(), params.into());
        all.insert("ledger".to_owned(), self.past.iter().map(Past::json).collect());
        let choices = self.choices.iter().map(|(group, rule)| (group.clone(), Value::from(rule.clone())));
        all.insert("choices".to_owned(), Value::Object(choices.collect()));
        if !self.fund.is_empty() {
            let fund = (book.rule(rule).id.clone(), Value::from(self.fund.clone()));
            all.insert("funds".to_owned(), Value::Object(Map::from_iter([fund])));
        }
        Value::Object(all)
    }

    fn put(
        &self,
        book: &Book,
        links: &Links,
        all: &mut Map<String, Value>,
        at: usize,
        own: &BTreeSet<usize>,
        mark: &str,
    ) {
        let thing = &self.things[at];
        let Some(kind) = book.find_kind(&thing.kind) else { return };
        let mut fields = Map::new();
        for (field, value) in &thing.said {
            let inner = links.leads(at, field).filter(|to| own.contains(to));
            let value = match (inner, relation(book, kind, field)) {
                (Some(_), _) => Value::from(format!("{value}{mark}")),
                (None, Some(_)) => Value::from(value.clone()),
                _ => written(book.kind(kind).find_field(field).map(|at| ty(book, kind, at)), value),
            };
            fields.insert(field.clone(), value);
        }
        let rows = all.entry(thing.kind.clone()).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(rows) = rows {
            rows.insert(format!("{}{mark}", thing.id), Value::Object(fields));
        }
    }
}

impl Past {
    fn json(&self) -> Value {
        let mut all = Map::new();
        let subject = self.of.split_once('.').map(|(kind, id)| (kind.to_owned(), Value::from(id)));
        all.insert("subject".to_owned(), Value::Object(subject.into_iter().collect()));
        let status = if self.pending { "pending" } else { "granted" };
        let parts = [
            ("benefit", self.rule.as_str()),
            ("date", &self.date),
            ("to", &self.to),
            ("amount", &self.amount),
            ("months", &self.months),
            ("status", status),
        ];
        let kept = parts.into_iter().filter(|(_, value)| !value.is_empty());
        all.extend(kept.map(|(key, value)| (key.to_owned(), value.into())));
        Value::Object(all)
    }
}

/// What was typed, as the facts reader takes it. A period may be typed with "to" between its days.
#[must_use]
pub fn written(ty: Option<Ty>, value: &str) -> Value {
    match ty {
        Some(Ty::Window) => value.replace(" to ", " 至 ").into(),
        _ => value.into(),
    }
}
