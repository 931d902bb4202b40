//! Which column of a sheet holds what: found by id or name, wherever the header stands. It must never go by position.

use std::collections::{BTreeMap, HashMap};

use anye_forms::{Form, Item, Source};
use anye_reading::{Row, Sheet};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Who reports: code or id.
    Reporter,
    /// Its name, for people.
    Name,
    /// The period.
    Period,
    /// A reason for the warnings of the row.
    Reason,
    /// An item of the form, by column.
    Item(usize),
    /// Known and not read: a cell that is worked out, a column of findings.
    Ignored,
}

/// The columns of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// The row of the header.
    pub row: u32,
    /// The first row of data.
    pub first: u32,
    /// What each column holds.
    pub columns: BTreeMap<u16, Target>,
    /// Columns with a name that nobody knows.
    pub unknown: Vec<(u16, String)>,
    /// Columns that say the same as an earlier one: name, first, second.
    pub doubled: Vec<(String, u16, u16)>,
}

impl Headers {
    /// The column of an item.
    pub fn of_item(&self, item: usize) -> Option<u16> {
        self.columns.iter().find(|(_, target)| **target == Target::Item(item)).map(|(column, _)| *column)
    }

    /// The column of who reports.
    pub fn reporter(&self) -> Option<u16> {
        self.columns.iter().find(|(_, target)| **target == Target::Reporter).map(|(column, _)| *column)
    }
}

const REPORTER: [&str; 9] = [
    "reporter",
    "code",
    "统一社会信用代码",
    "单位代码",
    "组织机构代码",
    "填报单位代码",
    "地区代码",
    "行政区划代码",
    "creditcode",
];
const NAME: [&str; 6] = ["name", "单位名称", "企业名称", "填报单位", "地区名称", "地区"];
const PERIOD: [&str; 4] = ["period", "报告期", "期别", "月份"];
const REASON: [&str; 3] = ["warning-reason", "预警说明", "reason for warnings"];
const IGNORED: [&str; 4] = ["findings", "问题", "错误", "序号"];

/// The name of an item in a header: a part with the name of its whole before it.
#[must_use]
pub fn label(form: &Form, item: &Item, english: bool) -> String {
    let own = |item: &Item| if english { item.name.en.clone() } else { item.name.zh.clone() };
    let name = own(item);
    match item.part_of.and_then(|at| form.items.get(at)).map(own) {
        Some(whole) if !name.starts_with(&whole) => format!("{whole}-{name}"),
        _ => name,
    }
}

/// A header without blanks, unit, marks and case.
fn plain(text: &str) -> String {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '\u{ff1a}')).collect();
    let cut = text.find(['(', '（', '[', '【']).unwrap_or(text.len());
    let head = if cut == 0 { &text } else { &text[..cut] };
    head.replace(['—', '–', '－', '_', '/'], "-").to_lowercase()
}

/// All names that headers may have.
pub struct Known {
    names: HashMap<String, Option<Target>>,
}

impl Known {
    /// Those of a form. A name that two items share means neither.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let mut names: HashMap<String, Option<Target>> = HashMap::new();
        let mut add = |text: &str, target: Target| {
            let text = plain(text);
            if text.is_empty() {
                return;
            }
            let held = names.entry(text).or_insert(Some(target));
            if *held != Some(target) {
                *held = None;
            }
        };
        for (column, item) in form.items.iter().enumerate() {
            let target = if item.source == Source::Computed { Target::Ignored } else { Target::Item(column) };
            let both = [label(form, item, false), label(form, item, true)];
            for text in [&item.name.zh, &item.name.en, &both[0], &both[1]] {
                add(text, target);
            }
        }
        for (all, target) in [
            (&REPORTER[..], Target::Reporter),
            (&NAME[..], Target::Name),
            (&PERIOD[..], Target::Period),
            (&REASON[..], Target::Reason),
            (&IGNORED[..], Target::Ignored),
        ] {
            for text in all {
                names.entry(plain(text)).or_insert(Some(target));
            }
        }
        // An id means its item whatever the names say.
        for (column, item) in form.items.iter().enumerate() {
            let target = if item.source == Source::Computed { Target::Ignored } else { Target::Item(column) };
            names.insert(plain(&item.id), Some(target));
        }
        Self { names }
    }

    fn target(&self, text: &str) -> Option<Target> {
        self.names.get(&plain(text)).copied().flatten()
    }

    fn score(&self, row: &Row) -> usize {
        row.cells().filter(|cell| self.target(cell.text).is_some()).count()
    }

    /// The header among the first rows: the one that knows the most names, with who reports among them.
    #[must_use]
    pub fn headers(&self, sheet: &Sheet) -> Option<Headers> {
        let near = &sheet.rows[..sheet.rows.len().min(30)];
        let best = near.iter().map(|row| self.score(row)).max().filter(|score| *score >= 2)?;
        let at = near.iter().position(|row| self.score(row) == best)?;
        let row = &near[at];
        let mut headers = Headers { row: row.number, first: row.number + 1, ..Headers::default() };
        for cell in row.cells() {
            let text = cell.text.trim();
            match self.target(text) {
                Some(target) => headers.take(cell.column, target, text),
                None if !text.is_empty() => headers.unknown.push((cell.column, text.to_owned())),
                None => {}
            }
        }
        // A second line of ids or names below, or above, is a header too; it settles columns whose name two items share.
        for (place, other) in near.iter().enumerate().filter(|(place, _)| place.abs_diff(at) == 1) {
            if self.score(other) * 2 > best && self.score(other) >= 2 {
                if place > at {
                    headers.first = other.number + 1;
                }
                for cell in other.cells() {
                    if let Some(target) = self.target(cell.text)
                        && !headers.columns.contains_key(&cell.column)
                    {
                        headers.unknown.retain(|(column, _)| *column != cell.column);
                        headers.take(cell.column, target, cell.text);
                    }
                }
            }
        }
        Some(headers)
    }
}

impl Headers {
    fn take(&mut self, column: u16, target: Target, text: &str) {
        let same = self.columns.iter().find(|(_, held)| **held == target && target != Target::Ignored);
        if let Some((first, _)) = same {
            self.doubled.push((text.to_owned(), *first, column));
        } else {
            self.columns.insert(column, target);
        }
    }
}
