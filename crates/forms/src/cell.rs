//! Cells (单元格): the values of one report by column, and their compact JSON. It must never take missing for zero.

use std::fmt;

use anye_law::day::Day;
use serde_json::{Map, Value};

use crate::model::{Form, Item, ItemKind};
use crate::near::nearest;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing was said. Not zero.
    #[default]
    Missing,
    /// A number scaled by 10^digits of the item: money in fen.
    Number(i64),
    /// Words.
    Text(String),
    /// Index of the item's choices.
    Choice(u16),
    /// A day since 1970-01-01.
    Day(i32),
    /// Yes or no.
    YesNo(bool),
}

/// The cells of one report, by column of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(pub Vec<Cell>);

/// Why cells in JSON cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// The item as written; empty when the whole is meant.
    pub item: String,
    /// 中文。
    pub zh: String,
    /// English.
    pub en: String,
}

impl fmt::Display for CellError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.en)
    }
}

impl std::error::Error for CellError {}

impl Cell {
    /// The number it is.
    #[must_use]
    pub const fn number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// As text in the unit of the form: `120`, `1234.50`, a choice's code, `2020-05-31`; empty when missing.
    #[must_use]
    pub fn show(&self, item: &Item) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Number(number) => decimal(*number, item.digits),
            Self::Text(text) => text.clone(),
            Self::Choice(at) => match &item.kind {
                ItemKind::Choice(all) => {
                    all.get(usize::from(*at)).map(|one| one.id.clone()).unwrap_or_default()
                }
                _ => String::new(),
            },
            Self::Day(day) => Day(*day).to_string(),
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        }
    }
}

impl Cells {
    /// All missing.
    #[must_use]
    pub fn empty(form: &Form) -> Self {
        Self(vec![Cell::Missing; form.items.len()])
    }

    /// The cell of a column; missing beyond the end.
    #[must_use]
    pub fn get(&self, column: usize) -> &Cell {
        self.0.get(column).unwrap_or(&Cell::Missing)
    }

    /// Sets a column.
    pub fn set(&mut self, column: usize, cell: Cell) {
        if self.0.len() <= column {
            self.0.resize(column + 1, Cell::Missing);
        }
        self.0[column] = cell;
    }

    /// A compact JSON object: whole numbers as numbers, others as decimal text (`"1234.50"`), missing left out.
    #[must_use]
    pub fn to_json(&self, form: &Form) -> String {
        let mut out = String::with_capacity(16 * self.0.len());
        out.push('{');
        for (item, cell) in form.items.iter().zip(&self.0) {
            if *cell == Cell::Missing {
                continue;
            }
            if out.len() > 1 {
                out.push(',');
            }
            push_string(&mut out, &item.id);
            out.push(':');
            match cell {
                Cell::Number(number) if item.digits == 0 => push_number(&mut out, *number),
                Cell::YesNo(yes) => out.push_str(if *yes { "true" } else { "false" }),
                other => push_string(&mut out, &other.show(item)),
            }
        }
        out.push('}');
        out
    }

    /// Reads that object back; unknown items of earlier versions are errors to the caller, who may leave them out.
    ///
    /// # Errors
    /// The first thing that does not fit the form.
    pub fn from_json(form: &Form, text: &str) -> Result<Self, CellError> {
        let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| CellError {
            item: String::new(),
            zh: format!("不是 JSON 对象:{error}"),
            en: format!("this is no JSON object: {error}"),
        })?;
        let mut cells = Self::empty(form);
        for (id, value) in &object {
            let Some(column) = form.column(id) else {
                let near = nearest(id, form.items.iter().map(|item| item.id.as_str()));
                let (zh, en) = near.map_or_else(Default::default, |near| {
                    (format!(",是不是“{near}”"), format!("; did you mean '{near}'?"))
                });
                return Err(CellError {
                    item: id.clone(),
                    zh: format!("报表没有“{id}”这一项{zh}"),
                    en: format!("the form has no item '{id}'{en}"),
                });
            };
            let item = &form.items[column];
            cells.0[column] = read(item, value).ok_or_else(|| CellError {
                item: id.clone(),
                zh: format!("“{}”的值 {value} 不合类型", item.name.zh),
                en: format!("{value} does not fit '{}'", item.name.en),
            })?;
        }
        Ok(cells)
    }
}

fn read(item: &Item, value: &Value) -> Option<Cell> {
    Some(match (&item.kind, value) {
        (_, Value::Null) => Cell::Missing,
        (kind, Value::Number(number)) if kind.is_number() => {
            Cell::Number(parse_decimal(&number.to_string(), item.digits)?)
        }
        (kind, Value::String(text)) if kind.is_number() => Cell::Number(parse_decimal(text, item.digits)?),
        (ItemKind::Text(_), Value::String(text)) => Cell::Text(text.clone()),
        (ItemKind::Choice(all), Value::String(text)) => {
            Cell::Choice(u16::try_from(all.iter().position(|one| one.id == *text)?).ok()?)
        }
        (ItemKind::Date, Value::String(text)) => Cell::Day(Day::parse(text)?.0),
        (ItemKind::YesNo, Value::Bool(yes)) => Cell::YesNo(*yes),
        _ => return None,
    })
}

/// A stored number as the form shows it: fen in the form's own unit, 元 or 万元, with thousand separators.
#[must_use]
pub fn show_number(item: &Item, number: i64) -> String {
    let digits =
        if item.kind == ItemKind::Money && item.unit == "万元" { item.digits + 4 } else { item.digits };
    let text = decimal(number, digits);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = if digits > item.digits { part.trim_end_matches('0') } else { part };
    let (sign, figures) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (at, figure) in figures.chars().enumerate() {
        if at > 0 && (figures.len() - at) % 3 == 0 {
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

/// `123450` with 2 digits is `1234.50`.
#[must_use]
pub fn decimal(number: i64, digits: u8) -> String {
    if digits == 0 {
        return number.to_string();
    }
    let sign = if number < 0 { "-" } else { "" };
    let text = format!("{:0width$}", number.unsigned_abs(), width = usize::from(digits) + 1);
    let (whole, part) = text.split_at(text.len() - usize::from(digits));
    format!("{sign}{whole}.{part}")
}

/// Plain decimal text (ASCII digits, a sign, a point) to a scaled number; `None` when it is none, has more digits or does not fit.
#[must_use]
pub fn parse_decimal(text: &str, digits: u8) -> Option<i64> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    let figures = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !figures(whole) || !figures(part) || rest.ends_with('.') {
        return None;
    }
    let digits = usize::from(digits);
    let kept = part.trim_end_matches('0');
    if kept.len() > digits {
        return None;
    }
    let mut number: i64 = 0;
    for figure in whole.bytes().chain(kept.bytes()).chain(std::iter::repeat_n(b'0', digits - kept.len())) {
        let figure = i64::from(figure - b'0');
        number = number.checked_mul(10)?;
        number = if negative { number.checked_sub(figure)? } else { number.checked_add(figure)? };
    }
    Some(number)
}

fn push_number(out: &mut String, number: i64) {
    use std::fmt::Write as _;
    let _ = write!(out, "{number}");
}

fn push_string(out: &mut String, text: &str) {
    if text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&Value::from(text).to_string());
    }
}
