//! Which column holds what: by id or name in either language, wherever the header stands. It must never go by position.

use std::collections::BTreeMap;

use anye_programmes::Register;
use anye_reading::Sheet;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Whom it is about: id, number or code.
    Subject,
    /// Their name, to be held against the one that is known.
    Name,
    /// First day.
    From,
    /// Last day.
    To,
    /// Place.
    Place,
    /// State.
    State,
    /// Source.
    Source,
    /// Evidence.
    Evidence,
    /// A field of the register.
    Field(usize),
}

const NAMES: [(Target, &[&str]); 8] = [
    (
        Target::Subject,
        &[
            "subject",
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "证件号码",
            "统一社会信用代码",
            "编号",
            "number",
            "code",
            "id",
        ],
    ),
    (Target::Name, &["name", "姓名", "单位名称", "户主", "名称"]),
    (Target::From, &["from", "起始日", "开始日期", "登记日", "登记日期", "日期", "first day", "day"]),
    (Target::To, &["to", "终止日", "结束日期", "last day"]),
    (Target::Place, &["place", "地区", "地区代码", "行政区划代码"]),
    (Target::State, &["state", "状态"]),
    (Target::Source, &["source", "来源"]),
    (Target::Evidence, &["evidence", "依据", "凭据", "证明材料"]),
];

/// The columns of a sheet.
pub struct Headers {
    /// Row of the header.
    pub row: u32,
    /// What each column holds.
    pub columns: BTreeMap<u16, Target>,
    /// Columns with a name that nobody knows.
    pub unknown: Vec<(u16, String)>,
}

fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '*' | '＊' | ':' | '：')).collect();
    let cut = text.find(['(', '（']).unwrap_or(text.len());
    text[..cut].split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn target(register: &Register, text: &str) -> Option<Target> {
    let text = plain(text);
    let field = register.fields.iter().position(|field| {
        plain(&field.id) == text || plain(&field.name.zh) == text || plain(&field.name.en) == text
    });
    let fixed = || NAMES.iter().find(|(_, names)| names.contains(&text.as_str())).map(|(target, _)| *target);
    field.map(Target::Field).or_else(fixed)
}

/// Finds the header within the first rows: the row with most names that are known.
pub fn find(register: &Register, sheet: &Sheet) -> Option<Headers> {
    let read = |row: &anye_reading::Row| {
        let mut columns = BTreeMap::new();
        let mut unknown = Vec::new();
        for cell in row.cells().filter(|cell| !cell.text.trim().is_empty()) {
            match target(register, cell.text) {
                Some(target) if !columns.values().any(|one| *one == target) => {
                    columns.insert(cell.column, target);
                }
                _ => unknown.push((cell.column, cell.text.to_owned())),
            }
        }
        Headers { row: row.number, columns, unknown }
    };
    let best = sheet
        .rows
        .iter()
        .take(15)
        .map(read)
        .max_by_key(|one| (one.columns.len(), std::cmp::Reverse(one.row)))?;
    best.columns.values().any(|one| *one == Target::From).then_some(best)
}

/// The letters of a column, from 1: A, B, … Z, AA.
#[must_use]
pub fn letters(column: u16) -> String {
    let mut left = u32::from(column);
    let mut text = Vec::new();
    while left > 0 {
        left -= 1;
        text.push(b'A' + u8::try_from(left % 26).unwrap_or(0));
        left /= 26;
    }
    text.reverse();
    String::from_utf8(text).unwrap_or_default()
}
