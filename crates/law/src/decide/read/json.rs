//! JSON as written, with keys that are there twice. It must never let the second of two equal keys win silently.

use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::error::FactError;

/// The largest facts file read, in bytes.
const LARGEST: usize = 256 << 20;

/// The value, or everything that keeps it from being read. Nesting is bounded by the parser.
///
/// # Errors
/// Text that is not JSON, too large, or with a key twice in one object.
pub fn parse(text: &str) -> Result<Value, Vec<FactError>> {
    if text.len() > LARGEST {
        let zh = format!("文件超过 {} MB", LARGEST >> 20);
        return Err(vec![FactError::new(
            "F001",
            "",
            zh,
            format!("the file is larger than {} MB", LARGEST >> 20),
        )]);
    }
    let (mut path, mut twice) = (Vec::new(), Vec::new());
    let mut reader = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    let value = Seed { path: &mut path, twice: &mut twice }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    match value {
        Err(error) => {
            let zh = format!("不是合法的 JSON(第 {} 行第 {} 列)", error.line(), error.column());
            Err(vec![FactError::new("F002", "", zh, format!("not valid JSON: {error}"))])
        }
        Ok(_) if !twice.is_empty() => Err(twice
            .iter()
            .map(|path| {
                FactError::new(
                    "F003",
                    path,
                    "同一个键写了两次,请只留一个",
                    "this key is there twice; keep one",
                )
            })
            .collect()),
        Ok(value) => Ok(value),
    }
}

struct Seed<'p> {
    path: &'p mut Vec<String>,
    twice: &'p mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;
    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;
    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON")
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            self.path.push(list.len().to_string());
            let item = from.next_element_seed(Seed { path: self.path, twice: self.twice })?;
            self.path.pop();
            match item {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            self.path.push(key.clone());
            let value = from.next_value_seed(Seed { path: self.path, twice: self.twice })?;
            if map.insert(key, value).is_some() && self.twice.len() < 100 {
                self.twice.push(self.path.join("."));
            }
            self.path.pop();
        }
        Ok(Value::Object(map))
    }
}
