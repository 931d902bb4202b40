//! Shows a kept value in Chinese or English. It must never show a code where there is a name.

use anye_forms::{Choice, decimal};
use anye_law::day::Day;
use serde_json::Value;

use crate::model::{Field, FieldKind};

impl Field {
    /// A kept value in words; empty for none. Subjects, entries and places are shown by their id: their names stand in the registry.
    #[must_use]
    pub fn show(&self, value: &Value, chinese: bool) -> String {
        let scaled =
            |digits| value.as_i64().map_or_else(String::new, |number| grouped(&decimal(number, digits)));
        let text = value.as_str().unwrap_or_default();
        match &self.kind {
            _ if value.is_null() => String::new(),
            FieldKind::Money if self.unit == "万元" => {
                scaled(6) + if chinese { " 万元" } else { " × 10,000 yuan" }
            }
            FieldKind::Money => money(&scaled(2), &self.unit, chinese),
            FieldKind::Percent => scaled(2) + "%",
            FieldKind::Number(digits) => with_unit(scaled(*digits), &self.unit, chinese),
            FieldKind::Count { .. } => with_unit(scaled(0), &self.unit, chinese),
            FieldKind::Date => day(text, chinese).unwrap_or_else(|| text.to_owned()),
            FieldKind::Month => month(text, chinese).unwrap_or_else(|| text.to_owned()),
            FieldKind::YesNo => match (value.as_bool().unwrap_or(false), chinese) {
                (true, true) => "是",
                (false, true) => "否",
                (true, false) => "yes",
                (false, false) => "no",
            }
            .to_owned(),
            FieldKind::Choice(all) => choice(all, text, chinese),
            FieldKind::Choices(all) => {
                let each = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                each.map(|one| choice(all, one, chinese)).collect::<Vec<_>>().join(if chinese {
                    "、"
                } else {
                    ", "
                })
            }
            FieldKind::Text(_) | FieldKind::Place | FieldKind::Subject(_) | FieldKind::Entry(_) => {
                text.to_owned()
            }
        }
    }
}

fn money(figures: &str, unit: &str, chinese: bool) -> String {
    let per = unit.strip_prefix('元').unwrap_or_default();
    if chinese {
        return format!("{figures} 元{per}");
    }
    let per = match per {
        "" => "",
        "/月" => " a month",
        "/人" => " a person",
        "/人/月" | "/月/人" => " a person and month",
        other => other,
    };
    format!("{figures} yuan{per}")
}

fn with_unit(figures: String, unit: &str, chinese: bool) -> String {
    if unit.is_empty() || unit == "数" {
        return figures;
    }
    if unit == "%" {
        return figures + "%";
    }
    let unit = if chinese {
        unit
    } else {
        match unit {
            "人" => "persons",
            "户" => "households",
            "月" => "months",
            "日" | "天" => "days",
            "小时" | "课时" => "hours",
            "家" => "firms",
            "个" => "",
            other => other,
        }
    };
    format!("{figures} {unit}").trim_end().to_owned()
}

/// Thousands apart.
fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    let mut out = String::from(sign);
    for (at, figure) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(figure);
    }
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out
}

fn day(text: &str, chinese: bool) -> Option<String> {
    let (year, month, date) = Day::parse(text)?.ymd();
    Some(if chinese { format!("{year} 年 {month} 月 {date} 日") } else { text.to_owned() })
}

fn month(text: &str, chinese: bool) -> Option<String> {
    let (year, month, _) = Day::parse(text)?.ymd();
    Some(if chinese { format!("{year} 年 {month} 月") } else { text.to_owned() })
}

fn choice(all: &[Choice], id: &str, chinese: bool) -> String {
    all.iter()
        .find(|one| one.id == id)
        .map_or_else(|| id.to_owned(), |one| if chinese { one.name.zh.clone() } else { one.name.en.clone() })
}
