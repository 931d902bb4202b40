//! One partition in memory, read by the engine as any other facts. It must never change once built.

use anye_law::book::{Book, KindId, ParamId, RuleId, Val};
use anye_law::day::Day;
use anye_law::decide::{Entry, Things};
use hashbrown::HashMap;

use super::column::Column;
use super::links::{Ids, Members};

/// The things of one kind.
#[derive(Debug, Clone)]
pub struct Table {
    /// Their ids.
    pub ids: Ids,
    /// A column per field of the kind.
    pub columns: Vec<Column>,
    /// For each reverse collection of the kind, who leads here.
    pub members: Vec<Members>,
}

/// A partition: all kinds, with place, day and ledger.
#[derive(Debug)]
pub struct Partition<'b> {
    pub(crate) book: &'b Book,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) today: Day,
    pub(crate) tables: Vec<Table>,
    pub(crate) ledger: HashMap<(KindId, u32, RuleId), Vec<Entry>>,
    pub(crate) params: HashMap<ParamId, Val>,
}

impl<'b> Partition<'b> {
    /// From tables that are there already.
    pub(crate) fn new(book: &'b Book, place: &str, today: Day, tables: Vec<Table>) -> Self {
        Self {
            book,
            name: place.to_owned(),
            place: place.to_owned(),
            today,
            tables,
            ledger: HashMap::new(),
            params: HashMap::new(),
        }
    }
}

impl Partition<'_> {
    /// States what a parameter is.
    pub fn set_param(&mut self, param: ParamId, value: Val) {
        self.params.insert(param, value);
    }

    /// Whether anything was granted before.
    #[must_use]
    pub fn has_entries(&self) -> bool {
        !self.ledger.is_empty()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The things of a kind.
    #[must_use]
    pub fn table(&self, kind: KindId) -> &Table {
        &self.tables[kind.ix()]
    }
}

impl Things for Partition<'_> {
    fn place(&self) -> &str {
        &self.place
    }

    fn today(&self) -> Day {
        self.today
    }

    fn count(&self, kind: KindId) -> u32 {
        super::links::index(self.table(kind).ids.len())
    }

    fn get(&self, kind: KindId, row: u32, field: u16) -> Val {
        self.table(kind).columns[usize::from(field)].value(row as usize)
    }

    fn members(&self, kind: KindId, row: u32, reverse: u16) -> &[u32] {
        self.table(kind).members[usize::from(reverse)].of(row)
    }

    fn param(&self, param: ParamId, on: Day) -> Val {
        match self.params.get(&param) {
            Some(value) => value.clone(),
            None => self
                .book
                .param_value(param, &self.place, on)
                .map_or(Val::Unknown, |found| found.value.clone()),
        }
    }

    fn ledger(&self, kind: KindId, row: u32, rule: RuleId, each: &mut dyn FnMut(&Entry)) {
        for entry in self.ledger.get(&(kind, row, rule)).into_iter().flatten() {
            each(entry);
        }
    }
}
