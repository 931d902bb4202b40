//! Facts (事实) of a case in memory: things by kind and row, parameters, the ledger (台账). It must never fill in what was not said.

use std::collections::HashMap;

use super::{Entry, Things};
use crate::book::{Book, GroupId, KindId, ParamId, RuleId, Val, covers, depth};
use crate::day::Day;

/// A parameter's values at the place of the case: first day, last day, value; the first that fits wins.
type Values = Vec<(Day, Day, Val)>;

/// The facts of one case or one run.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    place: String,
    today: Option<Day>,
    tables: Vec<Table>,
    params: Vec<Values>,
    stated: Vec<Option<Val>>,
    ledger: Vec<Entry>,
    by_thing: HashMap<(KindId, u32), Vec<u32>>,
    choices: Vec<(GroupId, RuleId)>,
    funds: Vec<(RuleId, String)>,
}

/// The things of one kind, row by row.
#[derive(Debug, Clone, Default)]
struct Table {
    width: usize,
    ids: Vec<String>,
    rows: HashMap<String, u32>,
    values: Vec<Val>,
    /// For each reverse collection: relation field and kind it comes from, then the members of each row.
    reverses: Vec<(KindId, u16)>,
    members: Vec<Vec<Vec<u32>>>,
}

impl Facts {
    /// No facts yet, at a place, on a day.
    #[must_use]
    pub fn new(book: &Book, place: &str, on: Day) -> Self {
        let tables = book.kinds.iter().map(|kind| Table {
            width: kind.fields.len(),
            reverses: kind.reverses.iter().map(|reverse| (reverse.kind, reverse.field)).collect(),
            ..Table::default()
        });
        let params = book.params.iter().map(|param| {
            let mut values: Vec<_> =
                param.values.iter().filter(|value| covers(&value.place, place)).collect();
            // The most exact place wins, then the latest start.
            values.sort_by_key(|value| std::cmp::Reverse((depth(&value.place), value.from)));
            values.into_iter().map(|value| (value.from, value.to, value.value.clone())).collect()
        });
        Self {
            place: place.to_owned(),
            today: Some(on),
            tables: tables.collect(),
            params: params.collect(),
            stated: vec![None; book.params.len()],
            ..Self::default()
        }
    }

    /// A thing; the same row when its id is there already.
    pub fn add(&mut self, kind: KindId, id: &str) -> u32 {
        let table = &mut self.tables[kind.ix()];
        if let Some(row) = table.rows.get(id) {
            return *row;
        }
        let row = u32::try_from(table.ids.len()).unwrap_or(u32::MAX);
        table.rows.insert(id.to_owned(), row);
        table.ids.push(id.to_owned());
        table.values.resize(table.ids.len() * table.width, Val::Unknown);
        row
    }

    /// Says what a field of a thing is; a relation takes `Val::Thing`.
    pub fn set(&mut self, kind: KindId, row: u32, field: u16, value: Val) {
        let table = &mut self.tables[kind.ix()];
        if let Some(slot) = table.values.get_mut(row as usize * table.width + usize::from(field)) {
            *slot = value;
        }
    }

    /// Says what a parameter is, on every day.
    pub fn set_param(&mut self, param: ParamId, value: Val) {
        self.stated[param.ix()] = Some(value);
    }

    /// An earlier grant or a pending application.
    pub fn add_entry(&mut self, entry: Entry) {
        self.ledger.push(entry);
    }

    /// What the applicant chose in an exclusion group.
    pub fn choose(&mut self, group: GroupId, rule: RuleId) {
        self.choices.retain(|(other, _)| *other != group);
        self.choices.push((group, rule));
    }

    /// The fund proposed for a rule.
    pub fn propose_fund(&mut self, rule: RuleId, fund: &str) {
        self.funds.retain(|(other, _)| *other != rule);
        self.funds.push((rule, fund.to_owned()));
    }

    /// Computes the reverse collections and the ledger's index; to be called when everything has been said, and again after changes.
    pub fn finish(&mut self) {
        for ix in 0..self.tables.len() {
            let mut all = Vec::new();
            for (kind, field) in self.tables[ix].reverses.clone() {
                let mut of_row = vec![Vec::new(); self.tables[ix].ids.len()];
                let from = &self.tables[kind.ix()];
                for row in 0..from.ids.len() {
                    if let Some(Val::Thing(to)) = from.values.get(row * from.width + usize::from(field))
                        && let Some(list) = of_row.get_mut(*to as usize)
                    {
                        list.push(u32::try_from(row).unwrap_or(u32::MAX));
                    }
                }
                all.push(of_row);
            }
            self.tables[ix].members = all;
        }
        self.by_thing.clear();
        for (ix, entry) in self.ledger.iter().enumerate() {
            for thing in &entry.things {
                let list = self.by_thing.entry(*thing).or_default();
                let ix = u32::try_from(ix).unwrap_or(u32::MAX);
                if list.last() != Some(&ix) {
                    list.push(ix);
                }
            }
        }
    }

    /// The id of a thing.
    #[must_use]
    pub fn id(&self, kind: KindId, row: u32) -> Option<&str> {
        self.tables.get(kind.ix())?.ids.get(row as usize).map(String::as_str)
    }

    /// The row of a thing.
    #[must_use]
    pub fn row(&self, kind: KindId, id: &str) -> Option<u32> {
        self.tables.get(kind.ix())?.rows.get(id).copied()
    }

    /// All ids of a kind, in the order of the rows.
    #[must_use]
    pub fn ids(&self, kind: KindId) -> &[String] {
        self.tables.get(kind.ix()).map_or(&[], |table| &table.ids)
    }

    /// What was chosen in exclusion groups.
    #[must_use]
    pub fn choices(&self) -> &[(GroupId, RuleId)] {
        &self.choices
    }

    /// Which funds were proposed.
    #[must_use]
    pub fn funds(&self) -> &[(RuleId, String)] {
        &self.funds
    }

    /// The ledger.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.ledger
    }

    /// Whether the case itself says what a parameter is.
    #[must_use]
    pub fn states(&self, param: ParamId) -> bool {
        self.stated.get(param.ix()).is_some_and(Option::is_some)
    }
}

impl Things for Facts {
    fn place(&self) -> &str {
        &self.place
    }

    fn today(&self) -> Day {
        self.today.unwrap_or(Day(0))
    }

    fn count(&self, kind: KindId) -> u32 {
        self.tables.get(kind.ix()).map_or(0, |table| u32::try_from(table.ids.len()).unwrap_or(u32::MAX))
    }

    fn get(&self, kind: KindId, row: u32, field: u16) -> Val {
        let table = &self.tables[kind.ix()];
        table.values.get(row as usize * table.width + usize::from(field)).cloned().unwrap_or(Val::Unknown)
    }

    fn members(&self, kind: KindId, row: u32, reverse: u16) -> &[u32] {
        self.tables[kind.ix()]
            .members
            .get(usize::from(reverse))
            .and_then(|rows| rows.get(row as usize))
            .map_or(&[], Vec::as_slice)
    }

    fn param(&self, param: ParamId, on: Day) -> Val {
        if let Some(Some(value)) = self.stated.get(param.ix()) {
            return value.clone();
        }
        let values = self.params.get(param.ix()).map_or(&[][..], Vec::as_slice);
        values
            .iter()
            .find(|(from, to, _)| *from <= on && on <= *to)
            .map_or(Val::Unknown, |(_, _, value)| value.clone())
    }

    fn ledger(&self, kind: KindId, row: u32, rule: RuleId, each: &mut dyn FnMut(&Entry)) {
        for ix in self.by_thing.get(&(kind, row)).into_iter().flatten() {
            if let Some(entry) = self.ledger.get(*ix as usize).filter(|entry| entry.rule == rule) {
                each(entry);
            }
        }
    }
}
