//! Between kept values and the law's facts files, which write money in yuan and shares in per cent. It must never lose a fen.

use anye_forms::{decimal, parse_decimal};
use serde_json::Value;

use crate::model::{Field, FieldKind};

impl Field {
    /// A kept value as the law's facts files write it: `150000` fen is `"1500"`, `1250` hundredths are `"12.5%"`.
    #[must_use]
    pub fn to_fact(&self, value: &Value) -> Value {
        let number = |digits: u8| value.as_i64().map(|number| decimal(number, digits));
        let text = match self.kind {
            FieldKind::Money => number(2),
            FieldKind::Percent => number(2).map(|text| format!("{text}%")),
            FieldKind::Number(digits) => number(digits),
            _ => None,
        };
        text.map_or_else(|| value.clone(), Value::String)
    }

    /// A value of a facts file as this field keeps it; `None` when it is of another type.
    #[must_use]
    pub fn of_fact(&self, value: &Value) -> Option<Value> {
        let text = || match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let kept = match self.kind {
            _ if value.is_null() => Value::Null,
            FieldKind::Money => {
                let text = text()?;
                let text = text.trim();
                let (figures, power) = match (text.strip_suffix("万元"), text.strip_suffix('元')) {
                    (Some(figures), _) => (figures, 6),
                    (None, Some(figures)) => (figures, 2),
                    (None, None) => (text, 2),
                };
                parse_decimal(figures, power)?.into()
            }
            FieldKind::Percent => {
                let text = text()?;
                match text.strip_suffix('%') {
                    Some(figures) => parse_decimal(figures, 2)?.into(),
                    None => parse_decimal(&text, 4)?.into(),
                }
            }
            FieldKind::Number(digits) => parse_decimal(&text()?, digits)?.into(),
            FieldKind::Count { .. } => parse_decimal(&text()?, 0)?.into(),
            _ => value.clone(),
        };
        self.fits(&kept).then_some(kept)
    }
}
