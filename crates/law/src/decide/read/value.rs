//! One value of the facts, by the type the dictionary gives it. It must never read a value that is of another type.

use serde_json::Value;

use super::Reader;
use super::error::{FactError, nearest};
use super::quantity::{self, Bad};
use crate::book::{Dim, EnumId, Ty, Val};
use crate::day::Day;
use crate::num::Num;

/// The largest amount read, in yuan.
const MOST_YUAN: i64 = 10_000_000_000_000;

impl Reader<'_> {
    /// Reads a value that is no relation; null is unknown. `signed`: it may be below zero.
    pub(super) fn value(&mut self, path: &str, ty: Ty, signed: bool, from: &Value) -> Val {
        if from.is_null() {
            return Val::Unknown;
        }
        let read = match ty {
            Ty::Bool => boolean(path, from),
            Ty::Num(dim) => number(path, dim, signed, from),
            Ty::Date => date(path, from).map(Val::Date),
            Ty::Month => month(path, from),
            Ty::Text => text(path, from),
            Ty::Window => window(path, from),
            Ty::Enum(id) => self.member(path, id, from),
            Ty::Thing(_) | Ty::Many(_) => Err(wrong(path, "一个编号", "an id", from)),
        };
        match read {
            Ok(value) => value,
            Err(error) => {
                self.error(error);
                Val::Unknown
            }
        }
    }

    fn member(&self, path: &str, id: EnumId, from: &Value) -> Result<Val, FactError> {
        let def = &self.book.enums[id.ix()];
        let Value::String(name) = from else {
            return Err(wrong(path, &format!("“{}”之一", def.name), &format!("one of “{}”", def.id), from));
        };
        let found = def.members.iter().position(|(zh, en)| zh == name.trim() || en == name.trim());
        if let Some(at) = found.and_then(|at| u16::try_from(at).ok()) {
            return Ok(Val::Enum(at));
        }
        let all = |pick: fn(&(String, String)) -> &str| {
            def.members.iter().map(pick).take(40).collect::<Vec<_>>().join("、")
        };
        let names = def.members.iter().flat_map(|(zh, en)| [zh.as_str(), en.as_str()]);
        Err(FactError::new(
            "F012",
            path,
            format!("“{name}”不是“{}”的值;可写:{}", def.name, all(|member| &member.0)),
            format!("“{name}” is not a “{}”; it may be: {}", def.id, all(|member| &member.1)),
        )
        .meant(nearest(name, names)))
    }
}

fn boolean(path: &str, from: &Value) -> Result<Val, FactError> {
    match from {
        Value::Bool(yes) => Ok(Val::Bool(*yes)),
        Value::String(word) => match word.trim() {
            "是" | "true" | "yes" => Ok(Val::Bool(true)),
            "否" | "false" | "no" => Ok(Val::Bool(false)),
            _ => Err(wrong(path, "true、false、“是”或“否”", "true, false, “是” or “否”", from)),
        },
        _ => Err(wrong(path, "true、false、“是”或“否”", "true, false, “是” or “否”", from)),
    }
}

pub(super) fn number(path: &str, dim: Dim, signed: bool, from: &Value) -> Result<Val, FactError> {
    let unit = (dim.words(true), dim.words(false));
    let read = match from {
        Value::Number(number) => quantity::from_json(number),
        Value::String(text) => quantity::from_text(text, dim),
        _ => Err(Bad::Shape),
    };
    let large = || {
        let zh = format!("{from} 太大:金额不得超过 {MOST_YUAN} 元,其他数不得超过 10^15");
        FactError::new(
            "F015",
            path,
            zh,
            format!("{from} is too large: money at most {MOST_YUAN} yuan, other numbers 10^15"),
        )
    };
    let said = |bad| match bad {
        Bad::Shape => wrong(path, &format!("数({})", unit.0), &format!("a number ({})", unit.1), from),
        Bad::Unit => FactError::new(
            "F013",
            path,
            format!("{from} 的单位不对,应为“{}”", unit.0),
            format!("{from} has another unit than “{}”", unit.1),
        ),
        Bad::Large => large(),
        Bad::Fen => FactError::new(
            "F014",
            path,
            format!("{from} 含不足一分的数,金额最小单位为分"),
            format!("{from} has a fraction of a fen; money is whole fen"),
        ),
    };
    let n = read.map_err(said)?;
    let most = if dim.0[0] > 0 { MOST_YUAN } else { 1_000_000_000_000_000 };
    if n > Num::int(most) || n < Num::int(-most) {
        return Err(large());
    }
    if n < Num::ZERO && !signed && dim != Dim::NUMBER {
        let zh = format!("{from} 不能为负({})", unit.0);
        return Err(FactError::new("F016", path, zh, format!("{from} cannot be below zero ({})", unit.1)));
    }
    quantity::in_fen(n, dim).map(Val::Num).map_err(said)
}

pub(super) fn date(path: &str, from: &Value) -> Result<Day, FactError> {
    let (zh, en) =
        ("日期,如 \"2020-03-01\"(1900 至 2199 年)", "a date such as \"2020-03-01\" (1900 to 2199)");
    match from.as_str().map(quantity::day) {
        Some(Some((day, true))) => Ok(day),
        Some(Some((_, false))) => Err(FactError::new(
            "F017",
            path,
            format!("{from} 只有年月,这里要写到日"),
            format!("{from} is a month; the day is needed here"),
        )),
        _ => Err(wrong(path, zh, en, from)),
    }
}

fn month(path: &str, from: &Value) -> Result<Val, FactError> {
    match from.as_str().and_then(quantity::day) {
        Some((day, _)) => Ok(Val::Date(day.month_start())),
        None => Err(wrong(path, "年月,如 \"2020-03\"", "a month such as \"2020-03\"", from)),
    }
}

fn text(path: &str, from: &Value) -> Result<Val, FactError> {
    match from {
        Value::String(text) if text.len() <= 1 << 20 => Ok(Val::Text(text.as_str().into())),
        Value::String(_) => {
            Err(FactError::new("F018", path, "文本超过 1 MB", "the text is longer than 1 MB"))
        }
        _ => Err(wrong(path, "文本", "text", from)),
    }
}

fn window(path: &str, from: &Value) -> Result<Val, FactError> {
    let shape = || {
        wrong(
            path,
            "时期,如 {\"from\": \"2020-01-25\", \"to\": \"2020-06-30\"}",
            "a period such as {\"from\": \"2020-01-25\", \"to\": \"2020-06-30\"}",
            from,
        )
    };
    let (first, last) = match from {
        Value::Object(map) if map.keys().all(|key| matches!(key.as_str(), "from" | "to" | "自" | "至")) => {
            (map.get("from").or_else(|| map.get("自")), map.get("to").or_else(|| map.get("至")))
        }
        Value::Array(list) if list.len() == 2 => (list.first(), list.last()),
        Value::String(text) => {
            let (a, b) = text.split_once('至').ok_or_else(shape)?;
            let day = |text: &str| quantity::day(text).filter(|(_, exact)| *exact).map(|(day, _)| day);
            let (Some(a), Some(b)) = (day(a), day(b)) else { return Err(shape()) };
            return ordered(path, a, b);
        }
        _ => return Err(shape()),
    };
    let (Some(first), Some(last)) = (first, last) else { return Err(shape()) };
    ordered(path, date(&format!("{path}.from"), first)?, date(&format!("{path}.to"), last)?)
}

fn ordered(path: &str, from: Day, to: Day) -> Result<Val, FactError> {
    if from > to {
        let zh = format!("起日 {from} 晚于止日 {to}");
        return Err(FactError::new(
            "F019",
            path,
            zh,
            format!("the first day {from} is after the last day {to}"),
        ));
    }
    Ok(Val::Window(from, to))
}

/// A value of another type.
pub(super) fn wrong(path: &str, zh: &str, en: &str, found: &Value) -> FactError {
    let mut shown = found.to_string();
    if shown.chars().count() > 60 {
        shown = shown.chars().take(60).chain(['…']).collect();
    }
    FactError::new("F011", path, format!("应为{zh},写的是 {shown}"), format!("should be {en}, is {shown}"))
}
