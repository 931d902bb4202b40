//! Columns of a table as decimal text (指标): exact fractions, rounded once, half up. It must never make a zero of what nobody said.

use std::collections::BTreeMap;

use anye_base::Lang;
use anye_programmes::{Count, Cut, FieldKind, Key, Measured, Register};
use serde_json::Value;

use super::model::Column;
use super::store::Raw;
use crate::Registers;
use crate::entry::export::state_name;

/// A figure as a whole number of the last of so many digits.
type Scaled = Option<(i128, u32)>;

/// The columns as they are named.
pub(super) fn columns(table: &Count) -> Vec<Column> {
    let column = |one: &anye_programmes::Measure| Column {
        id: one.id.clone(),
        zh: one.name.zh.clone(),
        en: one.name.en.clone(),
        unit: one.unit.clone(),
    };
    table.measures.iter().map(column).collect()
}

/// The number of a row.
pub(super) fn number(table: &Count, raw: &Raw) -> i64 {
    match (table.sum, table.subjects) {
        (Some(_), _) => raw.amount,
        (None, true) => raw.subjects,
        (None, false) => raw.n,
    }
}

/// The figures of a row, in the order of the columns.
pub(super) fn figures(register: &Register, table: &Count, raw: &Raw) -> Vec<Scaled> {
    let mut out: Vec<Scaled> = Vec::new();
    for (one, (sum, many)) in table.measures.iter().zip(&raw.pairs) {
        let whole = |sum: Option<i64>| sum.map(|sum| (i128::from(sum), 0));
        let figure = match &one.what {
            Measured::Subjects => Some((i128::from(raw.subjects), 0)),
            Measured::Sum(at, _) => sum.map(|sum| (i128::from(sum), digits(register, *at))),
            Measured::Mean(at, _) => match digits(register, *at) {
                0 => divided(*sum, *many, 10).map(|n| (n, 1)),
                digits => divided(*sum, *many, 1).map(|n| (n, digits)),
            },
            Measured::Having(_) => Some((i128::from(sum.unwrap_or(0)), 0)),
            Measured::Share(_) => {
                let whole = if table.subjects { raw.subjects } else { raw.n };
                divided(Some(sum.unwrap_or(0)), whole, 1_000).map(|n| (n, 1))
            }
            Measured::Days(..) => divided(*sum, *many, 10).map(|n| (n, 1)),
            Measured::LongestDays(..) => whole(*sum),
            Measured::SumIn(..) | Measured::CountIn(_) => Some((i128::from(sum.unwrap_or(0)), 0)),
            Measured::Less(one, other) => {
                let of = |at: &Option<usize>| match at {
                    None => Some((i128::from(number(table, raw)), 0)),
                    Some(at) => out.get(*at).copied().flatten(),
                };
                less(of(one), of(other))
            }
        };
        out.push(figure);
    }
    out
}

/// One figure less another, in the finer digits of both.
pub(super) fn less(one: Scaled, other: Scaled) -> Scaled {
    let ((a, fine), (b, coarse)) = (one?, other?);
    let digits = fine.max(coarse);
    Some((a * 10_i128.pow(digits - fine) - b * 10_i128.pow(digits - coarse), digits))
}

/// As decimal text.
pub(super) fn text(figure: Scaled) -> Option<String> {
    let (number, digits) = figure?;
    let sign = if number < 0 { "-" } else { "" };
    let number = number.unsigned_abs();
    let unit = 10_u128.pow(digits);
    Some(match digits {
        0 => format!("{sign}{number}"),
        _ => format!("{sign}{}.{:0width$}", number / unit, number % unit, width = digits as usize),
    })
}

/// Half up, away from zero.
fn divided(sum: Option<i64>, many: i64, times: i128) -> Option<i128> {
    let (sum, many) = (i128::from(sum?) * times, i128::from(many));
    if many == 0 {
        return None;
    }
    let half = if sum < 0 { -many } else { many };
    Some((2 * sum + half) / (2 * many))
}

fn digits(register: &Register, at: usize) -> u32 {
    match register.fields.get(at).map(|field| (&field.kind, field.unit.as_str())) {
        Some((FieldKind::Money, "万元")) => 6,
        Some((FieldKind::Money, _)) => 2,
        Some((FieldKind::Number(digits), _)) => u32::from(*digits),
        _ => 0,
    }
}

/// What a key is called.
#[must_use]
pub fn key_name(rooms: &Registers, register: &Register, key: &Key, lang: Lang) -> String {
    let field = |register: &Register, at: usize| {
        register
            .fields
            .get(at)
            .map(|field| lang.pick(&field.name.zh, &field.name.en).to_owned())
            .unwrap_or_default()
    };
    let of = |id: &str| {
        let other = rooms.definitions.register(id);
        other.map_or_else(|| id.to_owned(), |one| lang.pick(&one.name.zh, &one.name.en).to_owned())
    };
    match key {
        Key::Subject => lang.pick("对象", "About").to_owned(),
        Key::Place(_) => lang.pick("地区", "Place").to_owned(),
        Key::Field(at) | Key::FieldPlace(at, _) => field(register, *at),
        Key::State => lang.pick("状态", "State").to_owned(),
        Key::Month => lang.pick("月份", "Month").to_owned(),
        Key::Year => lang.pick("年份", "Year").to_owned(),
        Key::Period(_, cut) => match cut {
            Cut::Month => lang.pick("月份", "Month"),
            Cut::Quarter => lang.pick("季度", "Quarter"),
            Cut::HalfYear => lang.pick("半年", "Half-year"),
            Cut::Year => lang.pick("年份", "Year"),
        }
        .to_owned(),
        Key::Reason => lang.pick("原因", "Reason").to_owned(),
        Key::Age(_) => lang.pick("年龄", "Age").to_owned(),
        Key::Fact(name) => {
            let dictionary = rooms.dictionary();
            let meaning = register.subject.kind().and_then(|kind| dictionary.field(kind, name));
            meaning.map_or_else(|| name.replace('_', " "), |one| one.name.said(lang).to_owned())
        }
        Key::Through(_, other, there) => rooms
            .definitions
            .register(other)
            .and_then(|one| Some(field(one, one.fields.iter().position(|field| field.id == *there)?)))
            .unwrap_or_else(|| there.clone()),
        Key::In(id) => of(id),
        Key::Many(id) => of(id) + lang.pick("(次数)", " (how many)"),
    }
}

/// A key in words: the name of a place, a state, a choice; empty where an entry does not say.
#[must_use]
pub fn key_text(
    rooms: &Registers,
    register: &Register,
    names: &BTreeMap<String, String>,
    key: &Key,
    value: &str,
    on: anye_base::Date,
    lang: Lang,
) -> String {
    if value.is_empty() {
        return String::new();
    }
    if let (Key::Subject | Key::Field(_), Some(name)) = (key, names.get(value)) {
        return name.clone();
    }
    let kept = || match serde_json::from_str(value) {
        Ok(kept @ (Value::Bool(_) | Value::Number(_))) => kept,
        _ => Value::from(value),
    };
    match key {
        Key::Place(_) | Key::FieldPlace(..) => rooms.core().place_in(value, on, lang),
        Key::State => state_name(register, value, lang),
        Key::Field(at) => field_text(rooms, register, *at, &kept(), on, lang),
        Key::Through(_, other, there) => match rooms.definitions.register(other) {
            Some(other) => {
                let at = other.fields.iter().position(|field| field.id == *there).unwrap_or(usize::MAX);
                field_text(rooms, other, at, &kept(), on, lang)
            }
            None => value.to_owned(),
        },
        Key::Fact(name) => {
            let dictionary = rooms.dictionary();
            let meaning = register.subject.kind().and_then(|kind| dictionary.field(kind, name));
            meaning.map_or_else(|| value.to_owned(), |one| one.worded(&kept(), lang))
        }
        Key::Reason => {
            let found = register.moves.iter().flat_map(|act| &act.reasons).find(|one| one.id == value);
            found.map_or_else(|| value.to_owned(), |one| lang.pick(&one.name.zh, &one.name.en).to_owned())
        }
        Key::In(_) => {
            (if value == "yes" { lang.pick("有", "yes") } else { lang.pick("没有", "no") }).to_owned()
        }
        Key::Age(bands) => band(bands, value, lang),
        Key::Month | Key::Year | Key::Period(..) => period(value, lang),
        Key::Subject | Key::Many(_) => value.to_owned(),
    }
}

fn field_text(
    rooms: &Registers,
    register: &Register,
    at: usize,
    value: &Value,
    on: anye_base::Date,
    lang: Lang,
) -> String {
    let Some(field) = register.fields.get(at) else { return String::new() };
    // One of several choices stands alone here.
    if let FieldKind::Choices(all) = &field.kind
        && let Some(one) = all.iter().find(|one| Some(one.id.as_str()) == value.as_str())
    {
        return lang.pick(&one.name.zh, &one.name.en).to_owned();
    }
    match (&field.kind, value.as_str()) {
        (FieldKind::Place, Some(code)) => rooms.core().place_in(code, on, lang),
        // As a key a whole number is a class, not an amount: 2025, never 2,025.
        (FieldKind::Count { .. }, _) => value.to_string(),
        (FieldKind::Text(_), _) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        _ => field.show(value, lang == Lang::Zh),
    }
}

fn band(bands: &[u32], value: &str, lang: Lang) -> String {
    let Ok(first) = value.parse::<u32>() else { return value.to_owned() };
    let next = bands.iter().find(|one| **one > first);
    match next {
        _ if first == 0 => match bands.first() {
            Some(least) => lang.pick(&format!("{least} 岁以下"), &format!("under {least}")).to_owned(),
            None => String::new(),
        },
        Some(next) => format!("{first}–{}", next - 1) + lang.pick(" 岁", ""),
        None => lang.pick(&format!("{first} 岁及以上"), &format!("{first} and over")).to_owned(),
    }
}

/// `2020`, `2020-05`, `2020-Q2`, `2020-H1` in words.
fn period(value: &str, lang: Lang) -> String {
    let (year, rest) = value.split_once('-').unwrap_or((value, ""));
    match (lang, rest.split_at(rest.len().min(1))) {
        (_, ("", _)) if lang == Lang::Zh => format!("{year} 年"),
        (Lang::Zh, ("Q", n)) => format!("{year} 年 {n} 季度"),
        (Lang::Zh, ("H", n)) => format!("{year} 年{}半年", if n == "1" { "上" } else { "下" }),
        (Lang::Zh, _) => format!("{year} 年 {} 月", rest.trim_start_matches('0')),
        (Lang::En, _) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_once_and_keep_their_digits() {
        assert_eq!(text(divided(Some(2), 3, 1_000).map(|n| (n, 1))).as_deref(), Some("66.7"));
        assert_eq!(text(divided(Some(-5), 2, 10).map(|n| (n, 1))).as_deref(), Some("-2.5"));
        assert_eq!(text(less(Some((1_050, 2)), Some((3, 0)))).as_deref(), Some("7.50"));
        assert_eq!(divided(Some(1), 0, 1), None);
    }

    #[test]
    fn periods_and_ages_in_words() {
        let zh: Vec<String> =
            ["2020", "2020-05", "2020-Q2", "2020-H2"].map(|one| period(one, Lang::Zh)).into();
        assert_eq!(zh, ["2020 年", "2020 年 5 月", "2020 年 2 季度", "2020 年下半年"]);
        let bands = [16, 25, 60];
        let ages: Vec<String> = ["0", "16", "60"].map(|one| band(&bands, one, Lang::Zh)).into();
        assert_eq!(ages, ["16 岁以下", "16–24 岁", "60 岁及以上"]);
    }
}
