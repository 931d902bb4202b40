//! Checks, limits and jumps of a form. It must never keep a check that names an item the form does not have.

use anye_law::book::{Cmp, Node, Ty};

use super::expression::compile;
use super::table::{Tab, Text};
use crate::formula::{CheckCode, Compiler, Jump, REPORT};
use crate::model::{Check, Item, Limit, Severity};
use crate::near::nearest;

/// Items by id.
pub(super) struct Names<'a> {
    pub(super) items: &'a [Item],
}

impl Names<'_> {
    /// The column of an id or a Chinese name; told when there is none.
    fn column(&self, tab: &Tab<'_>, text: &Text<'_>) -> Option<usize> {
        let found = self.items.iter().position(|item| item.id == text.value).or_else(|| {
            self.items.iter().position(|item| item.part_of.is_none() && item.name.zh == text.value)
        });
        if found.is_none() {
            tab.file.tell(
                text.at,
                "R105",
                true,
                format!("报表没有“{}”这一项", text.value),
                format!("the form has no item '{}'", text.value),
                nearest(text.value, self.items.iter().map(|item| item.id.as_str())),
            );
        }
        found
    }

    /// The column of a number.
    fn number(&self, tab: &Tab<'_>) -> Option<usize> {
        let text = tab.need_text("item")?;
        let column = self.column(tab, &text)?;
        if !self.items[column].kind.is_number() {
            tab.file.error(text.at, "R103", "这里要一个数值项", "a number is needed here");
            return None;
        }
        Some(column)
    }
}

pub(super) fn checks(
    tab: &Tab<'_>,
    names: &Names<'_>,
    compiler: &mut Compiler,
) -> (Vec<Check>, Vec<CheckCode>) {
    let (mut checks, mut codes): (Vec<Check>, Vec<CheckCode>) = (Vec::new(), Vec::new());
    for row in tab.tabs("check") {
        row.keys(&["id", "level", "when", "must", "say", "at", "cite"]);
        let id = row.id(false);
        let level = row.word("level", &[(Severity::Error, "error"), (Severity::Warning, "warning")]);
        if !row.has("level") {
            row.missing("level");
        }
        let say = row.need_words("say");
        row.cites(false);
        let written = row.texts("at");
        let at: Vec<usize> = written.iter().filter_map(|text| names.column(&row, text)).collect();
        if written.is_empty() {
            row.missing("at");
        }
        let when = row.text("when");
        let when_code = when.as_ref().map(|text| compile(compiler, &row.file, REPORT, text, Some(Ty::Bool)));
        let must = row.need_text("must");
        let must_code =
            must.as_ref().and_then(|text| compile(compiler, &row.file, REPORT, text, Some(Ty::Bool)));
        let (Some(id), Some(level), Some(must), Some(code)) = (id, level, must, must_code) else { continue };
        if checks.iter().any(|check| check.id == id.value) {
            super::twice(&row, id.at, id.value, "校验", "check");
            continue;
        }
        // A condition that is wrong leaves the check out; it was told.
        if matches!(when_code, Some(None)) {
            continue;
        }
        let book = compiler.book();
        let sides = match book.node(code.root) {
            Node::Compare(cmp, a, b) if *cmp != Cmp::Ne && matches!(book.ty(*a), Ty::Num(_)) => {
                Some((*a, *b))
            }
            _ => None,
        };
        checks.push(Check {
            id: id.value.to_owned(),
            level,
            say,
            at,
            when: when.map(|text| text.value.to_owned()),
            must: must.value.to_owned(),
        });
        codes.push(CheckCode { when: when_code.flatten(), must: code, sides });
    }
    (checks, codes)
}

pub(super) fn limits(tab: &Tab<'_>, names: &Names<'_>) -> (Vec<Limit>, Vec<Jump>) {
    let (mut limits, mut jumps) = (Vec::new(), Vec::new());
    for row in tab.tabs("limit") {
        row.keys(&["item", "method", "periods", "factor", "least"]);
        row.word("method", &[((), "mad")]);
        let (item, periods) = (names.number(&row), row.whole("periods", 4..=60));
        for key in ["periods", "factor"] {
            if !row.has(key) {
                row.missing(key);
            }
        }
        let factor = row.decimal("factor").and_then(|text| hundredths(&row, &text));
        let least =
            item.map(|item| row.decimal("least").and_then(|text| scaled(&row, &text, &names.items[item])));
        if let (Some(item), Some(periods), Some(factor_hundredths)) = (item, periods, factor) {
            limits.push(Limit {
                item,
                periods: u16::try_from(periods).unwrap_or(60),
                factor_hundredths,
                least: least.flatten().unwrap_or(0),
            });
        }
    }
    for row in tab.tabs("jump") {
        row.keys(&["item", "percent", "least"]);
        let (item, percent) = (names.number(&row), row.whole("percent", 1..=100_000));
        if !row.has("percent") {
            row.missing("percent");
        }
        let least =
            item.map(|item| row.decimal("least").and_then(|text| scaled(&row, &text, &names.items[item])));
        if let (Some(item), Some(percent)) = (item, percent) {
            jumps.push(Jump { item, percent, least: least.flatten().unwrap_or(0) });
        }
    }
    (limits, jumps)
}

fn hundredths(tab: &Tab<'_>, text: &Text<'_>) -> Option<i64> {
    let found = crate::cell::parse_decimal(text.value, 2).filter(|factor| *factor > 0);
    if found.is_none() {
        tab.file.error(
            text.at,
            "R106",
            "倍数要大于 0,最多两位小数",
            "a factor is above 0 and has two digits at most",
        );
    }
    found
}

/// A difference in the unit of the item.
fn scaled(tab: &Tab<'_>, text: &Text<'_>, item: &Item) -> Option<i64> {
    let digits = if item.unit == "万元" { item.digits + 4 } else { item.digits };
    let found = crate::cell::parse_decimal(text.value, digits);
    if found.is_none() {
        tab.file.error(
            text.at,
            "R106",
            format!("“{}”的小数位比该项多,或太大", text.value),
            format!("'{}' has more digits than the item, or is too large", text.value),
        );
    }
    found
}
