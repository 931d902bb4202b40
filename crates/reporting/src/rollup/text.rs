//! The sums of one report straight from its kept text (单份报表的数): what a drill-down over thousands of reports adds up, without laying out all their cells.
//!
//! It must give what reading the cells gives: whatever is not plain is left to that way.

use std::fmt;

use anye_forms::{Form, parse_decimal};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Layout, Sums};
use crate::report::lenient;

impl Layout {
    /// What the report with this kept text adds.
    #[must_use]
    pub fn of_text(&self, form: &Form, text: &str) -> Sums {
        let mut reader = serde_json::Deserializer::from_str(text);
        let found =
            Reading { layout: self, form }.deserialize(&mut reader).ok().filter(|_| reader.end().is_ok());
        found.unwrap_or_else(|| self.of_cells(&lenient(form, text)))
    }
}

struct Reading<'a> {
    layout: &'a Layout,
    form: &'a Form,
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Sums;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Sums, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Sums;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("cells by id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sums, A::Error> {
        let ids = &self.layout.ids;
        let mut sums = Sums { n: 1, cells: vec![(0, 0); ids.len()] };
        let mut next = 0;
        while let Some(id) = map.next_key::<&str>()? {
            // They are kept in the order of the form.
            let at =
                if ids.get(next).is_some_and(|own| own == id) { Some(next) } else { self.layout.place(id) };
            let item = at.and_then(|at| self.form.items.get(*self.layout.columns.get(at)?));
            let (Some(at), Some(item)) = (at, item) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            next = at + 1;
            sums.cells[at] = map.next_value_seed(One { digits: item.digits })?.map_or((0, 0), |sum| (sum, 1));
        }
        Ok(sums)
    }
}

/// One number, as [`anye_forms::Cells::from_json`] reads it.
struct One {
    digits: u8,
}

impl<'de> DeserializeSeed<'de> for One {
    type Value = Option<i64>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<i64>, D::Error> {
        from.deserialize_any(self)
    }
}

impl One {
    fn read<E: serde::de::Error>(&self, text: &str) -> Result<Option<i64>, E> {
        parse_decimal(text, self.digits).map(Some).ok_or_else(|| E::custom("no number of the item"))
    }
}

impl Visitor<'_> for One {
    type Value = Option<i64>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a number")
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Option<i64>, E> {
        let scaled = 10_i64.checked_pow(u32::from(self.digits)).and_then(|by| number.checked_mul(by));
        scaled.map(Some).ok_or_else(|| E::custom("too large"))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Option<i64>, E> {
        self.visit_i64(i64::try_from(number).map_err(E::custom)?)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Option<i64>, E> {
        self.read(&serde_json::Value::from(number).to_string())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Option<i64>, E> {
        self.read(text)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Option<i64>, E> {
        Ok(None)
    }
}
