//! What people write into a field, read by the rules of the reporting forms. It must never take a serial number of a sheet for a day.

use std::fmt;

use anye_forms::{Cell, EntryError, Item, ItemKind, Note, Source, Words, entry};
use anye_law::day::Day;
use serde_json::Value;

use crate::model::{Field, FieldKind};

/// Why a field could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Stable code: those of the reporting forms (`not_a_number`, `about`, `not_a_day`, `not_a_choice` …), and `serial`, `not_a_place`, `not_an_id`, `not_a_month`, `bounds`, `doubt`.
    pub code: &'static str,
    /// What is wrong and what to write.
    pub say: Words,
    /// What was probably meant, to be offered.
    pub suggestion: Option<String>,
}

impl FieldError {
    pub(super) fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, say: Words::new(zh, en), suggestion: None }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.say.en)
    }
}

impl std::error::Error for FieldError {}

impl From<EntryError> for FieldError {
    fn from(error: EntryError) -> Self {
        Self { code: error.code, say: error.say, suggestion: error.suggestion }
    }
}

impl Field {
    /// Reads what somebody wrote. Blank is `Value::Null`. Money gives whole fen, a percentage hundredths, a number its value times 10^digits, a day `"2020-05-31"`, a month
    /// `"2020-05"`, yes or no `true` or `false`, a choice its code, several choices a list of codes, places and subjects their code or id.
    ///
    /// # Errors
    /// What cannot be read for certain, in words of both languages.
    pub fn parse(&self, text: &str) -> Result<Value, FieldError> {
        self.parse_noted(text).map(|(value, _)| value)
    }

    /// The same with what should be shown about it, such as that a unit was converted.
    ///
    /// # Errors
    /// The same.
    pub fn parse_noted(&self, text: &str) -> Result<(Value, Option<Note>), FieldError> {
        match &self.kind {
            FieldKind::Choices(all) => return self.several(all, text).map(|value| (value, None)),
            FieldKind::Place => return place(text).map(|value| (value, None)),
            FieldKind::Subject(_) | FieldKind::Entry(_) => return id(text).map(|value| (value, None)),
            FieldKind::Month => return month(text).map(|value| (value, None)),
            _ => {}
        }
        let (cell, note) = entry(&self.item(), text)?;
        if let Some(note) = note.as_ref().filter(|note| note.doubt) {
            return Err(doubtful(self, &cell, note));
        }
        let value = match cell {
            Cell::Number(number) => {
                self.within(number)?;
                number.into()
            }
            Cell::Text(text) if text.is_empty() => Value::Null,
            Cell::Text(text) => text.into(),
            Cell::Day(day) => Day(day).to_string().into(),
            Cell::YesNo(yes) => yes.into(),
            Cell::Choice(at) => match &self.kind {
                FieldKind::Choice(all) => {
                    all.get(usize::from(at)).map_or(Value::Null, |one| one.id.clone().into())
                }
                _ => Value::Null,
            },
            _ => Value::Null,
        };
        Ok((value, note))
    }

    /// The item of a form that reads as this field does.
    fn item(&self) -> Item {
        let (kind, digits) = match &self.kind {
            FieldKind::Count { .. } => (ItemKind::Count, 0),
            FieldKind::Money => (ItemKind::Money, 2),
            FieldKind::Percent => (ItemKind::Percent, 2),
            FieldKind::Number(digits) => (ItemKind::Decimal, *digits),
            FieldKind::Date => (ItemKind::Date, 0),
            FieldKind::YesNo => (ItemKind::YesNo, 0),
            FieldKind::Choice(all) => (ItemKind::Choice(all.clone()), 0),
            FieldKind::Text(most) => (ItemKind::Text(*most), 0),
            _ => (ItemKind::Text(200), 0),
        };
        // 元/月 is entered as 元.
        let unit = if self.kind == FieldKind::Money && self.unit != "万元" { "元" } else { &self.unit };
        Item {
            id: self.id.clone(),
            name: self.name.clone(),
            help: Words::default(),
            kind,
            digits,
            unit: unit.to_owned(),
            required: false,
            total: false,
            source: Source::Input,
            section: 0,
            part_of: None,
            code: None,
            least: None,
            most: None,
            cite: Vec::new(),
            formula: None,
        }
    }

    pub(super) fn within(&self, number: i64) -> Result<(), FieldError> {
        let (least, most) = match self.kind {
            FieldKind::Count { least, most } => (least, most),
            FieldKind::Money => (0, i64::MAX),
            _ => return Ok(()),
        };
        if (least..=most).contains(&number) {
            return Ok(());
        }
        let (zh, en) = if number < least {
            (format!("不得小于 {least}"), format!("this must not be below {least}"))
        } else {
            (format!("不得大于 {most}"), format!("this must not be above {most}"))
        };
        Err(FieldError::new("bounds", zh, en))
    }

    fn several(&self, all: &[anye_forms::Choice], text: &str) -> Result<Value, FieldError> {
        let one = Self { kind: FieldKind::Choice(all.to_vec()), ..self.clone() };
        let mut out: Vec<Value> = Vec::new();
        for part in
            text.split(['、', ',', ',', ';', ';', '\n']).map(str::trim).filter(|part| !part.is_empty())
        {
            let value = one.parse(part)?;
            if !value.is_null() && !out.contains(&value) {
                out.push(value);
            }
        }
        Ok(if out.is_empty() { Value::Null } else { Value::Array(out) })
    }
}

/// At a counter somebody is there to ask: what a sheet may leave as a doubt is refused with what was probably meant.
fn doubtful(field: &Field, cell: &Cell, note: &Note) -> FieldError {
    let meant = match cell {
        Cell::Day(day) => Day(*day).to_string(),
        Cell::Number(number) => match field.kind {
            FieldKind::Money | FieldKind::Percent => anye_forms::decimal(*number, 2),
            FieldKind::Number(digits) => anye_forms::decimal(*number, digits),
            _ => number.to_string(),
        },
        _ => String::new(),
    };
    if note.code == "serial" {
        return FieldError {
            suggestion: Some(meant.clone()),
            ..FieldError::new(
                "serial",
                format!("这是电子表格的日期序号,可能是 {meant};请按日期填写"),
                format!("this is a sheet's number of a day, perhaps {meant}; write the day"),
            )
        };
    }
    FieldError {
        suggestion: (!meant.is_empty()).then_some(meant),
        ..FieldError::new(
            "doubt",
            format!("{};请写清楚", note.say.zh),
            format!("{}; write it so that it can mean one thing only", note.say.en),
        )
    }
}

/// Full-width figures as plain ones, without blanks.
fn narrow(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.trim().chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

/// A division code of 6, 9 or 12 figures. Whether there is such a place only the register of places knows.
fn place(text: &str) -> Result<Value, FieldError> {
    let code = narrow(text);
    if code.is_empty() {
        return Ok(Value::Null);
    }
    if matches!(code.len(), 6 | 9 | 12) && code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(code.into());
    }
    Err(FieldError::new(
        "not_a_place",
        format!("“{code}”不是行政区划代码(6、9 或 12 位数字)"),
        format!("'{code}' is no division code (6, 9 or 12 figures)"),
    ))
}

fn id(text: &str) -> Result<Value, FieldError> {
    let id = narrow(text);
    if id.is_empty() {
        return Ok(Value::Null);
    }
    if id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return Ok(id.into());
    }
    Err(FieldError::new("not_an_id", "请从列表中选择", "choose one from the list"))
}

fn month(text: &str) -> Result<Value, FieldError> {
    let plain = narrow(text);
    if plain.is_empty() {
        return Ok(Value::Null);
    }
    let parts: Vec<&str> = plain.split(['-', '/', '.', '年', '月']).filter(|part| !part.is_empty()).collect();
    let found = match parts[..] {
        [year, month] if year.len() == 4 && month.len() <= 2 => Some((year, month)),
        [both] if both.len() == 6 && both.is_ascii() => both.split_at_checked(4),
        _ => None,
    };
    let number = |text: &str| text.parse::<u32>().ok();
    let found = found.and_then(|(year, month)| Some((number(year)?, number(month)?)));
    match found {
        Some((year @ 1900..=2199, month @ 1..=12)) => Ok(format!("{year:04}-{month:02}").into()),
        _ => Err(FieldError::new(
            "not_a_month",
            format!("“{plain}”不是年月,请写 2020-05 的格式"),
            format!("'{plain}' is no month; write it as 2020-05"),
        )),
    }
}
