//! The dictionary of one form for the law language: the report with its cells, the one before it, the reporter's facts, the sums of a place. It must never hold
//! a name that the form does not have.

use std::collections::{BTreeSet, HashMap};

use anye_law::book::{Book, Dim, EnumDef, EnumId, Field, Kind, KindId, Ty};
use anye_law::span::Span;

use crate::model::{FactDef, FactType, Item, ItemKind};

/// The report.
pub(crate) const REPORT: KindId = KindId(0);
/// The reporter.
pub(crate) const REPORTER: KindId = KindId(1);
/// The sums of a place and period.
pub(crate) const TOTALS: KindId = KindId(2);

/// What stands before a name and what it leads to.
pub(crate) const BEFORE: [&str; 2] = ["上期", "previous"];
/// The same period of the year before.
pub(crate) const YEAR_AGO: [&str; 2] = ["上年同期", "year_ago"];
/// The reporter.
pub(crate) const WHO: [&str; 2] = ["单位", "reporter"];
/// The number of reports in a sum.
pub(crate) const REPORTS: [&str; 2] = ["上报户数", "reports"];

/// Names of one form (or of the facts alone), and the book that checks types.
#[derive(Debug)]
pub(crate) struct Dictionary {
    pub(crate) book: Book,
    /// Names and ids of items, with dots between an item and its code, to columns.
    pub(crate) items: HashMap<String, usize>,
    /// Names and ids of facts, to their place in the list.
    pub(crate) facts: HashMap<String, usize>,
    /// Columns that are summed up the tree.
    pub(crate) totals: BTreeSet<usize>,
    columns: usize,
}

impl Dictionary {
    /// Over the items of a form and the facts of its reporter.
    pub(crate) fn new(items: &[Item], facts: &[FactDef]) -> Self {
        let mut book = Book::default();
        let mut report = kind("本表", "report");
        let mut totals = kind("汇总", "totals");
        for (column, item) in items.iter().enumerate() {
            let ty = type_of(item, &mut book);
            report.fields.push(field(format!("f{column}"), ty));
            totals.fields.push(field(format!("f{column}"), ty));
        }
        report.fields.push(field("previous".into(), Ty::Thing(REPORT)));
        report.fields.push(field("reporter".into(), Ty::Thing(REPORTER)));
        totals.fields.push(field("reports".into(), Ty::Num(Dim::NUMBER)));
        totals.fields.push(field("previous".into(), Ty::Thing(TOTALS)));
        totals.fields.push(field("year_ago".into(), Ty::Thing(TOTALS)));
        let mut reporter = kind("单位", "reporter");
        reporter.fields = facts.iter().map(|fact| field(fact.id.clone(), fact_type(fact.kind))).collect();
        book.kinds = vec![report, reporter, totals];
        let names = facts
            .iter()
            .enumerate()
            .flat_map(|(at, fact)| [(fact.id.clone(), at), (fact.name.zh.clone(), at)]);
        Self {
            items: names_of(items),
            facts: names.collect(),
            totals: items.iter().enumerate().filter(|(_, item)| item.total).map(|(at, _)| at).collect(),
            columns: items.len(),
            book,
        }
    }

    /// How many columns the form has.
    pub(crate) const fn items_len(&self) -> usize {
        self.columns
    }

    /// All names an expression may use, to find the one that was meant.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.items.keys().chain(self.facts.keys()).map(String::as_str)
    }
}

/// Ids and Chinese names of items; a code is also `item name.code name`. The first of two equal names stays, ids before names.
fn names_of(items: &[Item]) -> HashMap<String, usize> {
    let mut out: HashMap<String, usize> =
        items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.part_of.is_none()) {
        out.entry(item.name.zh.clone()).or_insert(at);
    }
    for (at, item) in items.iter().enumerate() {
        let Some(whole) = item.part_of.and_then(|part_of| items.get(part_of)) else { continue };
        let tail = item.id.strip_prefix(&whole.id).unwrap_or_default().trim_start_matches('.');
        for code in [tail, item.name.zh.as_str()] {
            out.entry(format!("{}.{code}", whole.name.zh)).or_insert(at);
        }
    }
    out
}

fn type_of(item: &Item, book: &mut Book) -> Ty {
    match &item.kind {
        ItemKind::Money => Ty::Num(Dim::MONEY),
        ItemKind::Percent => Ty::Num(Dim::NUMBER),
        ItemKind::Count | ItemKind::Decimal => Ty::Num(dimension(&item.unit)),
        ItemKind::Text(_) => Ty::Text,
        ItemKind::Date => Ty::Date,
        ItemKind::YesNo => Ty::Bool,
        ItemKind::Choice(all) => {
            let id = EnumId(u16::try_from(book.enums.len()).unwrap_or(u16::MAX));
            book.enums.push(EnumDef {
                name: item.name.zh.clone(),
                id: item.id.clone(),
                members: all.iter().map(|one| (one.name.zh.clone(), one.id.clone())).collect(),
                span: Span::default(),
            });
            Ty::Enum(id)
        }
    }
}

/// The dimension of a unit as shown; households, firms and posts are plain numbers.
pub(crate) fn dimension(unit: &str) -> Dim {
    match unit {
        "人" | "人次" | "万人" => Dim::PERSON,
        "元" | "万元" | "亿元" => Dim::MONEY,
        "月" | "个月" => Dim::MONTH,
        "日" | "天" => Dim::DAY,
        "小时" | "学时" => Dim::HOUR,
        _ => Dim::NUMBER,
    }
}

fn fact_type(kind: FactType) -> Ty {
    match kind {
        FactType::Text => Ty::Text,
        FactType::Persons => Ty::Num(Dim::PERSON),
        FactType::Number => Ty::Num(Dim::NUMBER),
        FactType::YesNo => Ty::Bool,
        FactType::Date => Ty::Date,
    }
}

fn kind(name: &str, id: &str) -> Kind {
    Kind { name: name.to_owned(), id: id.to_owned(), ..Kind::default() }
}

fn field(id: String, ty: Ty) -> Field {
    Field {
        name: id.clone(),
        id,
        ty,
        finding: false,
        basis: Vec::new(),
        help: String::new(),
        span: Span::default(),
        reverse: None,
    }
}
