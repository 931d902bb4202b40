//! Whether a kept value is of the field's type. It must never accept what the field could not have read.

use anye_law::day::Day;
use serde_json::Value;

use crate::model::{Field, FieldKind};

impl Field {
    /// Whether a kept value is one that this field can have; `null` is.
    #[must_use]
    pub fn fits(&self, value: &Value) -> bool {
        let text = |test: &dyn Fn(&str) -> bool| value.as_str().is_some_and(test);
        if value.is_null() {
            return true;
        }
        match &self.kind {
            FieldKind::Text(most) => text(&|text| text.chars().count() <= usize::from(*most)),
            FieldKind::Count { .. } | FieldKind::Money => {
                value.as_i64().is_some_and(|n| self.within(n).is_ok())
            }
            FieldKind::Percent | FieldKind::Number(_) => value.as_i64().is_some(),
            FieldKind::Date => text(&|text| text.len() == 10 && Day::parse(text).is_some()),
            FieldKind::Month => text(&|text| text.len() == 7 && Day::parse(text).is_some()),
            FieldKind::YesNo => value.is_boolean(),
            FieldKind::Choice(all) => text(&|text| all.iter().any(|one| one.id == text)),
            FieldKind::Choices(all) => value.as_array().is_some_and(|list| {
                list.iter().all(|one| one.as_str().is_some_and(|text| all.iter().any(|own| own.id == text)))
            }),
            FieldKind::Place => {
                text(&|text| matches!(text.len(), 6 | 9 | 12) && text.bytes().all(|b| b.is_ascii_digit()))
            }
            FieldKind::Subject(_) | FieldKind::Entry(_) => text(&|text| !text.is_empty() && text.len() <= 64),
        }
    }
}
