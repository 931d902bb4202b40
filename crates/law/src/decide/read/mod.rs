//! The facts file (事实) of one case, read strictly: every mistake is named, with its place and what to do. It must never ignore a key or fill in a value.

mod error;
mod json;
pub mod quantity;
mod rest;
mod things;
mod value;

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::facts::Facts;
use crate::book::{Book, KindId};
use crate::day::Day;
pub use error::{FactError, nearest};

/// So many mistakes are named at most.
const MOST: usize = 200;

/// Keys of the file that are not kinds, English and Chinese.
const KEYS: &[(&str, &str)] =
    &[("place", "地区"), ("parameters", "参数"), ("ledger", "台账"), ("choices", "选择"), ("funds", "资金")];

/// Reads one file.
struct Reader<'b> {
    book: &'b Book,
    facts: Facts,
    errors: Vec<FactError>,
    /// Elements named from the wrong side, and by whom.
    claimed: HashMap<(KindId, u16, String), String>,
    /// Day fields that have an order.
    pairs: HashMap<KindId, Vec<(u16, u16)>>,
}

impl Facts {
    /// Reads the text of a facts file, for a decision on a day.
    ///
    /// # Errors
    /// Everything that is wrong with it, not only the first mistake.
    pub fn parse(book: &Book, text: &str, on: Day) -> Result<Self, Vec<FactError>> {
        Self::read(book, &json::parse(text)?, on)
    }

    /// Reads facts that are JSON already (which can no longer show a key given twice).
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn read(book: &Book, json: &Value, on: Day) -> Result<Self, Vec<FactError>> {
        let Value::Object(map) = json else {
            return Err(vec![value::wrong("", "一个对象 {…}", "an object {…}", json)]);
        };
        let mut errors = Vec::new();
        let place = place(map, &mut errors);
        let mut reader = Reader {
            book,
            facts: Self::new(book, &place, on),
            errors,
            claimed: HashMap::new(),
            pairs: HashMap::new(),
        };
        reader.all(map);
        if reader.errors.is_empty() {
            reader.facts.finish();
            Ok(reader.facts)
        } else {
            Err(reader.errors)
        }
    }
}

impl Reader<'_> {
    fn all(&mut self, map: &Map<String, Value>) {
        let mut kinds: Vec<(&String, KindId, &Value)> = Vec::new();
        for (key, value) in map {
            if part(key, value).is_some() {
                continue;
            }
            match self.book.find_kind(key) {
                Some(kind) => {
                    if kinds.iter().any(|(_, other, _)| *other == kind) {
                        self.error(FactError::new(
                            "F003",
                            key,
                            "同一类对象写了两次",
                            "this kind is given twice",
                        ));
                    }
                    kinds.push((key, kind, value));
                }
                None => {
                    let error = self.unknown_kind(key, key);
                    self.error(error);
                }
            }
        }
        for (key, kind, value) in &kinds {
            self.rows(key, *kind, value);
        }
        for (key, kind, value) in &kinds {
            self.fields(key, *kind, value);
        }
        let mut seen = [false; 5];
        for (key, value) in map {
            let Some(at) = part(key, value) else { continue };
            if std::mem::replace(&mut seen[at], true) {
                self.error(FactError::new("F003", key, "同一项写了两次", "this part is given twice"));
            }
            match at {
                1 => self.parameters(key, value),
                2 => self.ledger(key, value),
                3 => self.choices(key, value),
                4 => self.funds(key, value),
                _ => {}
            }
        }
    }

    fn error(&mut self, error: FactError) {
        if self.errors.len() < MOST {
            self.errors.push(error);
        }
    }

    fn keep<V>(&mut self, read: Result<V, FactError>) -> Option<V> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(error);
                None
            }
        }
    }

    fn object<'v>(&mut self, path: &str, from: &'v Value) -> Option<&'v Map<String, Value>> {
        if let Value::Object(map) = from {
            return Some(map);
        }
        self.error(value::wrong(path, "一个对象 {…}", "an object {…}", from));
        None
    }

    fn unknown_kind(&self, path: &str, key: &str) -> FactError {
        let kinds = self.book.kinds.iter().flat_map(|kind| [kind.name.as_str(), kind.id.as_str()]);
        let meant = nearest(key, kinds.chain(KEYS.iter().flat_map(|(en, zh)| [*en, *zh])));
        let zh = format!("没有“{key}”这一类对象,也不是 place、parameters、ledger、choices、funds 之一");
        let en = format!("there is no kind “{key}”, nor is it place, parameters, ledger, choices or funds");
        FactError::new("F010", path, zh, en).meant(meant)
    }
}

/// Which part of the file that is no kind; 地区 is also a kind, told apart by what stands there.
fn part(key: &str, value: &Value) -> Option<usize> {
    let at = KEYS.iter().position(|(en, zh)| key == *en || key == *zh)?;
    (!(key == "地区" && value.is_object())).then_some(at)
}

/// The place code: two, four, six, nine or twelve digits.
fn place(map: &Map<String, Value>, errors: &mut Vec<FactError>) -> String {
    let found = map.get("place").or_else(|| map.get("地区").filter(|value| !value.is_object()));
    let said = (
        "请写地区代码,如 \"place\": \"210400\"(2、4、6、9 或 12 位数字)",
        "give the division code, such as \"place\": \"210400\" (2, 4, 6, 9 or 12 digits)",
    );
    match found {
        None => errors.push(FactError::new("F005", "place", said.0, said.1)),
        Some(Value::String(code)) => {
            if is_division(code) || code == "CN" {
                return code.clone();
            }
            errors.push(FactError::new("F006", "place", format!("“{code}”不是地区代码;{}", said.0), said.1));
        }
        Some(other) => {
            errors.push(FactError::new("F006", "place", format!("{other} 不是文本;{}", said.0), said.1))
        }
    }
    String::new()
}

/// Whether a text is a division code: two, four, six, nine or twelve digits.
fn is_division(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_digit()) && matches!(code.len(), 2 | 4 | 6 | 9 | 12)
}
