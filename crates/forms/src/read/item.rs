//! Items of a form with their types and disaggregations. It must never give two columns one id.

use super::table::{Tab, Text};
use super::{Known, codes};
use crate::cell::parse_decimal;
use crate::formula::Split;
use crate::model::{Choice, Item, ItemKind, Source, Words};
use crate::near::nearest;

/// The columns of a form as they are read.
#[derive(Default)]
pub(super) struct Columns<'a> {
    pub(super) items: Vec<Item>,
    pub(super) splits: Vec<Split>,
    /// Computed cells: column and expression.
    pub(super) computed: Vec<(usize, Tab<'a>, Text<'a>)>,
}

const KEYS: [&str; 16] = [
    "id", "name", "help", "type", "unit", "required", "total", "negative", "least", "most", "choices",
    "choice", "split", "computed", "cite", "length",
];

impl<'a> Columns<'a> {
    /// Reads `[[form.section.item]]`.
    pub(super) fn item(&mut self, tab: &Tab<'a>, section: usize, known: &Known) {
        tab.keys(&KEYS);
        let id = tab.id(true);
        let name = tab.need_words("name");
        let Some((kind, digits)) = kind(tab, known) else { return };
        let Some(id) = id else { return };
        if self.items.iter().any(|item| item.id == id.value) {
            super::twice(tab, id.at, id.value, "指标项", "item");
            return;
        }
        let unit =
            tab.text("unit").map_or_else(|| default_unit(&kind).to_owned(), |unit| unit.value.to_owned());
        if kind == ItemKind::Money && !["元", "万元"].contains(&unit.as_str()) {
            tab.file.not_one_of(tab.place("unit"), &unit, &["元", "万元"]);
        }
        let number = kind.is_number();
        for key in ["total", "negative", "least", "most", "split", "unit"] {
            if tab.has(key) && !number {
                tab.file.error(
                    tab.place(key),
                    "R103",
                    format!("“{key}”只用于数值项"),
                    format!("'{key}' is for numbers only"),
                );
            }
        }
        let computed = tab.text("computed");
        let splits = if number { tab.tabs("split") } else { Vec::new() };
        if let Some(text) = &computed
            && !splits.is_empty()
        {
            tab.file.error(text.at, "R104", "计算项不能再分项", "a computed item cannot have a split");
        }
        let scaled = |key| tab.decimal(key).and_then(|text| bound(tab, &text, &kind, digits, &unit));
        let (mut least, most) = (scaled("least"), scaled("most"));
        if least.is_none() && number && tab.flag("negative") != Some(true) {
            least = Some(0);
        }
        if let (Some(low), Some(high)) = (least, most)
            && low > high
        {
            tab.file.error(
                tab.place("most"),
                "R107",
                "最小值大于最大值",
                "the smallest value is above the largest",
            );
        }
        let column = self.items.len();
        if let Some(text) = computed {
            self.computed.push((column, *tab, text));
        }
        let sums = splits.iter().any(|split| split.flag("sum") != Some(false));
        self.items.push(Item {
            id: id.value.to_owned(),
            name,
            help: tab.words("help").unwrap_or_default(),
            required: tab.flag("required").unwrap_or(false),
            total: tab.flag("total").unwrap_or(false) && number,
            source: match (computed, sums) {
                (Some(_), _) => Source::Computed,
                (None, true) => Source::SumOfSplit,
                _ => Source::Input,
            },
            section,
            part_of: None,
            code: None,
            least: if computed.is_some() { None } else { least },
            most,
            cite: tab.cites(false),
            formula: computed.map(|text| text.value.to_owned()),
            kind,
            digits,
            unit,
        });
        let many = splits.len() > 1;
        for split in splits {
            self.split(&split, column, many, known);
        }
    }

    fn split(&mut self, tab: &Tab<'a>, whole: usize, many: bool, known: &Known) {
        tab.keys(&["by", "codes", "code", "sum", "blank", "required", "name"]);
        let by = tab.need_text("by");
        let Some(list) = list(tab, known, "codes", "code") else { return };
        let Some(by) = by else { return };
        let whole_item = self.items[whole].clone();
        let prefix = if many { format!("{}.{}", whole_item.id, by.value) } else { whole_item.id.clone() };
        let blank_is_zero = tab.word("blank", &[(true, "zero"), (false, "missing")]).unwrap_or(false);
        let first_sum = !self.splits.iter().any(|split| split.whole == whole && split.sums);
        let mut parts = Vec::new();
        for code in list {
            let id = format!("{prefix}.{}", code.id);
            if self.items.iter().any(|item| item.id == id) {
                super::twice(tab, tab.place("by"), &id, "指标项", "item");
                continue;
            }
            parts.push(self.items.len());
            self.items.push(Item {
                id,
                name: code.name,
                help: Words::default(),
                required: tab.flag("required").unwrap_or(whole_item.required) && !blank_is_zero,
                source: Source::Input,
                part_of: Some(whole),
                code: Some(code.id),
                cite: Vec::new(),
                formula: None,
                ..whole_item.clone()
            });
        }
        self.splits.push(Split {
            whole,
            parts,
            sums: tab.flag("sum").unwrap_or(true) && first_sum,
            blank_is_zero,
            by: tab.words("name").unwrap_or_default(),
        });
    }
}

/// A code list by name, or written out.
pub(super) fn list(tab: &Tab<'_>, known: &Known, name: &str, inline: &str) -> Option<Vec<Choice>> {
    if tab.has(inline) {
        return Some(codes::list(tab, inline));
    }
    let text = tab.need_text(name)?;
    let found = known.codes.get(text.value).cloned();
    if found.is_none() {
        tab.file.tell(
            text.at,
            "R102",
            true,
            format!("没有代码表“{}”", text.value),
            format!("there is no code list '{}'", text.value),
            nearest(text.value, known.codes.keys().map(String::as_str)),
        );
    }
    found
}

fn kind(tab: &Tab<'_>, known: &Known) -> Option<(ItemKind, u8)> {
    const WORDS: [&str; 8] = ["count", "money", "decimal:2", "percent:2", "text", "choice", "date", "yes-no"];
    let text = tab.need_text("type")?;
    let (word, digits) = match text.value.split_once(':') {
        Some((word @ ("decimal" | "percent"), digits)) => {
            let Some(digits) = digits.parse::<u8>().ok().filter(|digits| *digits <= 6) else {
                tab.file.error(text.at, "R106", "小数位数为 0 到 6", "digits are 0 to 6");
                return None;
            };
            (word, digits)
        }
        Some(_) => (text.value, 0),
        None => (text.value, 2),
    };
    let kind = match word {
        "count" => return Some((ItemKind::Count, 0)),
        "money" => return Some((ItemKind::Money, 2)),
        "decimal" => ItemKind::Decimal,
        "percent" => ItemKind::Percent,
        "text" => {
            return Some((
                ItemKind::Text(u16::try_from(tab.whole("length", 1..=2000).unwrap_or(200)).unwrap_or(200)),
                0,
            ));
        }
        "choice" => return Some((ItemKind::Choice(list(tab, known, "choices", "choice")?), 0)),
        "date" => return Some((ItemKind::Date, 0)),
        "yes-no" => return Some((ItemKind::YesNo, 0)),
        _ => {
            tab.file.not_one_of(text.at, text.value, &WORDS);
            return None;
        }
    };
    Some((kind, digits))
}

fn default_unit(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Money => "元",
        ItemKind::Percent => "%",
        _ => "",
    }
}

/// A bound in the unit of the form, scaled.
fn bound(tab: &Tab<'_>, text: &Text<'_>, kind: &ItemKind, digits: u8, unit: &str) -> Option<i64> {
    let wan = *kind == ItemKind::Money && unit == "万元";
    let found = if wan { parse_decimal(text.value, digits + 4) } else { parse_decimal(text.value, digits) };
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
