//! Rows of a sheet as entries, with everything that is wrong, by row and column.

use anye_programmes::{Field, FieldKind, Register};
use anye_reading::{CellKind, Row, Tables};
use serde::Serialize;
use utoipa::ToSchema;

use super::headers::{Headers, Target, find, letters};
use crate::entry::model::NewEntry;

/// Something about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = registry::Finding)]
pub struct Finding {
    /// Row in the sheet, from 1; 0: the file.
    pub row: u64,
    /// Column in the sheet, such as "C"; empty: the row.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
}

impl Finding {
    /// From its parts.
    pub fn new(row: u64, column: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { row, column: column.to_owned(), code: code.to_owned(), zh: zh.into(), en: en.into() }
    }
}

/// A sheet that was understood.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// Rows that can be read, with their number and the name given there.
    pub rows: Vec<(u64, String, NewEntry)>,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
    /// Rows that hold something.
    pub read: usize,
    /// Which sheet.
    pub sheet: usize,
    /// Column of each target, for findings of later checks.
    pub columns: Vec<(String, u16)>,
}

impl Parsed {
    /// The letters of the column of a field of an entry.
    #[must_use]
    pub fn column(&self, field: &str) -> String {
        let found = self.columns.iter().find(|(name, _)| name == field);
        found.map(|(_, column)| letters(*column)).unwrap_or_default()
    }
}

/// Reads a file's first sheet that has a header of the register.
#[must_use]
pub fn parse(register: &Register, tables: &Tables) -> Parsed {
    let mut parsed = Parsed::default();
    let visible = tables.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
    let Some((number, sheet, headers)) =
        visible.into_iter().find_map(|(n, sheet)| Some((n, sheet, find(register, sheet)?)))
    else {
        let (zh, en) = (
            "没有找到表头:至少要有“起始日”一列",
            "no header was found: at least a column “first day” is needed",
        );
        parsed.findings.push(Finding::new(0, "", "header", zh, en));
        return parsed;
    };
    parsed.sheet = number;
    for (column, name) in &headers.unknown {
        let (zh, en) = (format!("不认识的列“{name}”,没有读取"), format!("unknown column “{name}”, not read"));
        parsed.findings.push(Finding::new(0, &letters(*column), "unknown_column", zh, en));
    }
    parsed.columns =
        headers.columns.iter().map(|(column, target)| (name_of(register, *target), *column)).collect();
    for row in sheet.rows.iter().filter(|row| row.number > headers.row) {
        if row.cells().all(|cell| cell.text.trim().is_empty()) {
            continue;
        }
        parsed.read += 1;
        match entry(register, &headers, row) {
            Ok((name, new)) => parsed.rows.push((u64::from(row.number), name, new)),
            Err(wrong) => parsed.findings.extend(wrong),
        }
    }
    parsed
}

fn name_of(register: &Register, target: Target) -> String {
    match target {
        Target::Subject => "subject".to_owned(),
        Target::Name => "name".to_owned(),
        Target::From => "from".to_owned(),
        Target::To => "to".to_owned(),
        Target::Place => "place".to_owned(),
        Target::State => "state".to_owned(),
        Target::Source => "source".to_owned(),
        Target::Evidence => "evidence".to_owned(),
        Target::Field(at) => format!("fields.{}", register.fields[at].id),
    }
}

fn entry(register: &Register, headers: &Headers, row: &Row) -> Result<(String, NewEntry), Vec<Finding>> {
    let mut new = NewEntry { channel: "import".to_owned(), ..NewEntry::default() };
    let (mut name, mut wrong) = (String::new(), Vec::new());
    for (column, target) in &headers.columns {
        let Some(cell) = row.cell(*column) else { continue };
        let text = cell.text.trim();
        if text.is_empty() {
            continue;
        }
        let mut tell = |code: &str, zh: String, en: String| {
            wrong.push(Finding::new(u64::from(row.number), &letters(*column), code, zh, en));
        };
        if cell.kind == CellKind::Error {
            tell("error_cell", format!("单元格是错误值 {text}"), format!("the cell holds an error: {text}"));
            continue;
        }
        match target {
            Target::Subject => new.subject = text.to_owned(),
            Target::Name => name = text.to_owned(),
            Target::From => match day(text) {
                Some(day) => new.from = day,
                None => tell("day", format!("“{text}”不是日期"), format!("“{text}” is no day")),
            },
            Target::To => match day(text) {
                Some(day) => new.to = day,
                None => tell("day", format!("“{text}”不是日期"), format!("“{text}” is no day")),
            },
            Target::Place => new.place = text.to_owned(),
            Target::State => {
                let known = register
                    .states
                    .iter()
                    .find(|one| one.id == text || one.name.zh == text || one.name.en == text);
                match known {
                    Some(state) => new.state.clone_from(&state.id),
                    None => tell("state", format!("没有状态“{text}”"), format!("there is no state “{text}”")),
                }
            }
            Target::Source => new.source = text.to_owned(),
            Target::Evidence => new.evidence = text.to_owned(),
            Target::Field(at) => match read(&register.fields[*at], text) {
                Ok(value) => {
                    new.fields.insert(register.fields[*at].id.clone(), value);
                }
                Err((code, zh, en)) => tell(code, zh, en),
            },
        }
    }
    if wrong.is_empty() { Ok((name, new)) } else { Err(wrong) }
}

/// Reads a field as the page does; ids of other subjects and entries are checked later.
pub(crate) fn read(field: &Field, text: &str) -> Result<serde_json::Value, (&'static str, String, String)> {
    let text = if matches!(field.kind, FieldKind::Date) {
        day(text).unwrap_or_else(|| text.to_owned())
    } else {
        text.to_owned()
    };
    field.parse(&text).map_err(|error| (error.code, error.say.zh, error.say.en))
}

/// A day as people write it: 2020-05-31, 2020/5/31, 2020.5.31, 20200531, 2020年5月31日. Two digits of a year are refused.
fn day(text: &str) -> Option<String> {
    let text = text.trim().split([' ', 'T']).next()?;
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect()
    };
    let [year, month, day] = parts[..] else { return None };
    let date = anye_base::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (year.len() == 4).then(|| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_as_people_write_them() {
        for text in
            ["2020-05-31", "2020/5/31", "2020.05.31", "20200531", "2020年5月31日", "2020-05-31 00:00:00"]
        {
            assert_eq!(day(text).as_deref(), Some("2020-05-31"), "{text}");
        }
        for text in ["20-5-31", "2020-02-30", "5/31", "43982", "去年"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
