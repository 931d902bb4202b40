//! Parameters, ledger, choices and proposed funds of a facts file. It must never take a value outside the range a text gives.

use serde_json::{Map, Value};

use super::super::truth::compare;
use super::super::{Entry, answer::show};
use super::Reader;
use super::error::{FactError, nearest};
use super::value::{date, number, wrong};
use crate::book::{Cmp, Dim, GroupId, KindId, RuleId, Val};

/// Keys of a ledger entry, Chinese and English.
const ENTRY: &[(&str, &str)] = &[
    ("benefit", "待遇"),
    ("subject", "对象"),
    ("date", "日期"),
    ("to", "至"),
    ("amount", "金额"),
    ("months", "月数"),
    ("status", "状态"),
    ("fund", "资金"),
];

impl Reader<'_> {
    pub(super) fn parameters(&mut self, key: &str, from: &Value) {
        let Some(map) = self.object(key, from) else { return };
        for (name, value) in map {
            let path = format!("{key}.{name}");
            let Some(id) = self.book.find_param(name) else {
                let names = self.book.params.iter().flat_map(|one| [one.name.as_str(), one.id.as_str()]);
                let meant = nearest(name, names);
                let (zh, en) = (format!("没有参数“{name}”"), format!("there is no parameter “{name}”"));
                self.error(FactError::new("F010", &path, zh, en).meant(meant));
                continue;
            };
            if self.facts.states(id) {
                self.error(FactError::new(
                    "F003",
                    &path,
                    "同一参数写了两次",
                    "this parameter is given twice",
                ));
            }
            let param = &self.book.params[id.ix()];
            let before = self.errors.len();
            let value = self.value(&path, param.ty, false, value);
            if let Some((low, high)) = &param.range
                && (compare(Cmp::Lt, &value, low) == Some(true)
                    || compare(Cmp::Gt, &value, high) == Some(true))
            {
                let say = |value: &Val, zh| show::words(self.book, param.ty, value, zh);
                let zh =
                    format!("{} 不在 {} 至 {} 的范围内", say(&value, true), say(low, true), say(high, true));
                let en = format!(
                    "{} is not within {} to {}",
                    say(&value, false),
                    say(low, false),
                    say(high, false)
                );
                self.error(FactError::new("F022", &path, zh, en));
            }
            if value.is_known() && before == self.errors.len() {
                self.facts.set_param(id, value);
            }
        }
    }

    pub(super) fn ledger(&mut self, key: &str, from: &Value) {
        let Value::Array(list) = from else {
            return self.error(wrong(key, "数组", "an array", from));
        };
        for (ix, entry) in list.iter().enumerate() {
            let path = format!("{key}.{ix}");
            if let Some(map) = self.object(&path, entry)
                && let Some(entry) = self.entry(&path, map)
            {
                self.facts.add_entry(entry);
            }
        }
    }

    fn entry(&mut self, path: &str, map: &Map<String, Value>) -> Option<Entry> {
        let before = self.errors.len();
        for key in map.keys().filter(|key| !ENTRY.iter().any(|(en, zh)| key == en || key == zh)) {
            let meant = nearest(key, ENTRY.iter().flat_map(|(en, zh)| [*en, *zh]));
            let (zh, en) = (format!("台账没有“{key}”这一项"), format!("a ledger entry has no “{key}”"));
            self.error(FactError::new("F010", &format!("{path}.{key}"), zh, en).meant(meant));
        }
        let get = |ix: usize| {
            let (en, zh) = ENTRY[ix];
            map.get(en).or_else(|| map.get(zh)).filter(|value| !value.is_null())
        };
        for (en, zh) in ENTRY.iter().filter(|(en, zh)| map.contains_key(*en) && map.contains_key(*zh)) {
            let text = format!("“{en}”与“{zh}”是同一项,写了两次");
            self.error(FactError::new("F003", path, text, format!("“{en}” is given twice")));
        }
        let rule = match get(0) {
            Some(name) => self.rule(&format!("{path}.benefit"), name),
            None => self.absent(path, "benefit", "待遇"),
        };
        let things = match get(1) {
            Some(subject) => self.subjects(&format!("{path}.subject"), subject),
            None => self.absent(path, "subject", "对象"),
        };
        let day = match get(2) {
            Some(value) => self.keep(date(&format!("{path}.date"), value)),
            None => self.absent(path, "date", "日期"),
        };
        let to = get(3).and_then(|value| self.keep(date(&format!("{path}.to"), value)));
        if let (Some(from), Some(to)) = (day, to)
            && from > to
        {
            let (zh, en) =
                (format!("起日 {from} 晚于止日 {to}"), format!("the first day {from} is after {to}"));
            self.error(FactError::new("F019", path, zh, en));
        }
        let fen = self.whole(&format!("{path}.amount"), Dim::MONEY, get(4));
        let months = self.whole(&format!("{path}.months"), Dim::MONTH, get(5));
        let pending = match get(6).map(|value| value.as_str().unwrap_or("?")) {
            None | Some("granted" | "给予" | "已批") => false,
            Some("pending" | "待批") => true,
            Some(_) => {
                let (zh, en) = ("状态应为 granted 或 pending", "status is granted or pending");
                self.error(FactError::new("F011", &format!("{path}.status"), zh, en));
                false
            }
        };
        let fund = match get(7) {
            Some(Value::String(fund)) => Some(fund.clone()),
            Some(other) => {
                self.error(wrong(&format!("{path}.fund"), "文本", "text", other));
                None
            }
            None => None,
        };
        if self.errors.len() > before {
            return None;
        }
        Some(Entry { rule: rule?, things: things?, date: day?, to, fen, months, pending, fund })
    }

    /// A whole number, zero when left out.
    fn whole(&mut self, path: &str, dim: Dim, from: Option<&Value>) -> i64 {
        let Some(from) = from else { return 0 };
        let read = number(path, dim, false, from);
        match self.keep(read).and_then(|value| value.num()) {
            Some(n) => match n.to_i64() {
                Some(n) => n,
                None => {
                    self.error(wrong(path, "整数", "a whole number", from));
                    0
                }
            },
            None => 0,
        }
    }

    fn subjects(&mut self, path: &str, from: &Value) -> Option<Vec<(KindId, u32)>> {
        let map = self.object(path, from)?;
        let mut things = Vec::new();
        for (key, id) in map {
            let path = format!("{path}.{key}");
            let Some(kind) = self.book.find_kind(key) else {
                let error = self.unknown_kind(&path, key);
                self.error(error);
                continue;
            };
            match id.as_str().map(|id| (id, self.facts.row(kind, id))) {
                Some((_, Some(row))) => things.push((kind, row)),
                Some((id, None)) => {
                    let meant = nearest(id, self.facts.ids(kind).iter().map(String::as_str));
                    let zh = format!("没有编号为“{id}”的“{}”", self.book.kind(kind).name);
                    let en = format!("there is no “{id}” under “{}”", self.book.kind(kind).id);
                    self.error(FactError::new("F020", &path, zh, en).meant(meant));
                }
                None => self.error(wrong(&path, "编号(文本)", "an id (text)", id)),
            }
        }
        if things.is_empty() && map.is_empty() {
            self.error(FactError::new(
                "F026",
                path,
                "请写明是谁的,如 {\"persons\": \"p1\"}",
                "say whose it is, such as {\"persons\": \"p1\"}",
            ));
        }
        Some(things)
    }

    fn absent<V>(&mut self, path: &str, en: &str, zh: &str) -> Option<V> {
        let text = format!("缺“{en}”({zh})");
        self.error(FactError::new("F026", path, text, format!("“{en}” is missing")));
        None
    }

    pub(super) fn rule(&mut self, path: &str, name: &Value) -> Option<RuleId> {
        let Value::String(name) = name else {
            self.error(wrong(path, "规定的名称", "the name of a rule", name));
            return None;
        };
        let found = self.book.find_rule(name);
        if found.is_none() {
            let names = self.book.rules.iter().flat_map(|rule| [rule.name.as_str(), rule.id.as_str()]);
            let meant = nearest(name, names);
            let (zh, en) = (format!("没有规定“{name}”"), format!("there is no rule “{name}”"));
            self.error(FactError::new("F010", path, zh, en).meant(meant));
        }
        found
    }

    pub(super) fn choices(&mut self, key: &str, from: &Value) {
        let Some(map) = self.object(key, from) else { return };
        for (name, rule) in map {
            let path = format!("{key}.{name}");
            let found =
                self.book.exclusives.iter().position(|group| group.name == *name || group.id == *name);
            let Some(at) = found.and_then(|at| u16::try_from(at).ok()) else {
                let names = self.book.exclusives.iter().flat_map(|one| [one.name.as_str(), one.id.as_str()]);
                let meant = nearest(name, names);
                let (zh, en) =
                    (format!("没有互斥组“{name}”"), format!("there is no exclusion group “{name}”"));
                self.error(FactError::new("F010", &path, zh, en).meant(meant));
                continue;
            };
            let Some(rule) = self.rule(&path, rule) else { continue };
            let group = &self.book.exclusives[usize::from(at)];
            if group.members.iter().all(|(member, _)| *member != rule) {
                let chosen = &self.book.rule(rule).name;
                let zh = format!("“{chosen}”不在互斥组“{}”内", group.name);
                let en = format!("“{}” is not in the group “{}”", self.book.rule(rule).id, group.id);
                self.error(FactError::new("F027", &path, zh, en));
                continue;
            }
            self.facts.choose(GroupId(at), rule);
        }
    }

    pub(super) fn funds(&mut self, key: &str, from: &Value) {
        let Some(map) = self.object(key, from) else { return };
        for (name, fund) in map {
            let path = format!("{key}.{name}");
            let Some(rule) = self.rule(&path, &Value::String(name.clone())) else { continue };
            match fund {
                Value::String(fund) => self.facts.propose_fund(rule, fund),
                other => self.error(wrong(&path, "资金名称", "the name of a fund", other)),
            }
        }
    }
}
