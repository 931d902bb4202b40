//! Tables over a register (统计表): counted by the keys that the register says, each number leading to the very entries that make it.
//!
//! It must never show a stranger a number so small that it tells of somebody.

use std::collections::{BTreeMap, BTreeSet};

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_programmes::{Count, CountOver, Key, Register};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::key::value;
use super::list::Filter;
use super::model::Entry;
use super::settle::REFUSED;
use super::store::entry as store;
use crate::Registers;
use crate::fact;
use crate::reach::counties;

/// Rows read at once.
const AT_ONCE: u32 = 5_000;
/// A number below this is not shown in public.
const SMALL: i64 = 5;

/// What is asked of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountAsked {
    /// Open on this day; empty: today.
    pub on: Option<Date>,
    /// Entered or ended from this day on.
    pub from: Option<Date>,
    /// Entered or ended up to this day.
    pub to: Option<Date>,
    /// Below this place.
    pub place: String,
    /// For strangers: small numbers are covered.
    pub public: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cell {
    /// The values of the keys, in their order; empty where an entry does not say.
    pub keys: Vec<String>,
    /// The number, or the sum; none where it is too small to be shown.
    pub n: Option<i64>,
    /// How many of them are in the states that the share is of.
    pub shared: Option<i64>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Table {
    /// Its id.
    pub id: String,
    /// The rows, in the order of their keys.
    pub rows: Vec<Cell>,
    /// Over all rows.
    pub total: Cell,
}

/// Counts.
///
/// # Errors
/// No such register or table, not allowed, or the store's own.
pub async fn count(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    id: &str,
    asked: &CountAsked,
) -> Result<Table, Fault> {
    let (register, table) = found(rooms, register, id)?;
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &asked.place);
    count_over(rooms, register, table, asked, &counties).await
}

/// The same for whoever has decided where may be looked.
///
/// # Errors
/// The store's own.
pub async fn count_over(
    rooms: &Registers,
    register: &Register,
    table: &Count,
    asked: &CountAsked,
    counties: &[String],
) -> Result<Table, Fault> {
    let mut sums: BTreeMap<Vec<String>, Sum> = BTreeMap::new();
    let mut total = Sum::default();
    let mut reader = Reader::new(rooms, register, table, asked, counties);
    while let Some(some) = reader.next().await? {
        for (entry, keys) in some {
            let amount = table.sum.map_or(1, |at| {
                register
                    .fields
                    .get(at)
                    .and_then(|field| entry.fields.get(&field.id))
                    .and_then(Value::as_i64)
                    .unwrap_or(0)
            });
            let shared = table.share.contains(&entry.state);
            for sum in [sums.entry(keys).or_default(), &mut total] {
                sum.add(table, &entry, amount, shared);
            }
        }
    }
    let covered =
        |n: i64| if asked.public && table.sum.is_none() && (1..SMALL).contains(&n) { None } else { Some(n) };
    let cell = |keys: Vec<String>, sum: &Sum| {
        let (n, shared) = sum.read(table);
        let shown = covered(n);
        Cell {
            keys,
            n: shown,
            shared: if table.share.is_empty() || shown.is_none() { None } else { covered(shared) },
        }
    };
    let mut rows: Vec<Cell> = sums.iter().map(|(keys, sum)| cell(keys.clone(), sum)).collect();
    cover_second(&mut rows, &sums, table, asked.public);
    Ok(Table { id: table.id.clone(), rows, total: cell(Vec::new(), &total) })
}

/// One covered number alone could be worked out from the total: the next smallest is covered too.
fn cover_second(rows: &mut [Cell], sums: &BTreeMap<Vec<String>, Sum>, table: &Count, public: bool) {
    if !public || rows.iter().filter(|row| row.n.is_none()).count() != 1 {
        return;
    }
    let numbers: Vec<i64> = sums.values().map(|sum| sum.read(table).0).collect();
    let next = rows.iter().zip(&numbers).enumerate().filter(|(_, (row, n))| row.n.is_some() && **n > 0);
    if let Some((at, _)) = next.min_by_key(|(_, (_, n))| **n) {
        (rows[at].n, rows[at].shared) = (None, None);
    }
}

/// The entries that make a number: those whose keys are these.
///
/// # Errors
/// No such register or table, more than may be shown, or the store's own.
pub async fn drill(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    id: &str,
    asked: &CountAsked,
    keys: &[String],
    most: usize,
) -> Result<Vec<Entry>, Fault> {
    let (register, table) = found(rooms, register, id)?;
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &asked.place);
    let mut out = Vec::new();
    let mut reader = Reader::new(rooms, register, table, asked, &counties);
    while let Some(some) = reader.next().await? {
        for (mut entry, own) in some {
            if own == keys && out.len() < most {
                entry.check_code = None;
                out.push(entry);
            }
        }
    }
    Ok(out)
}

fn found<'r>(rooms: &'r Registers, register: &str, id: &str) -> Result<(&'r Register, &'r Count), Fault> {
    let register = rooms.register(register)?;
    let table = register.counts.iter().find(|one| one.id == id);
    Ok((register, table.ok_or_else(|| Fault::not_found("count"))?))
}

/// What a row adds up to.
#[derive(Default)]
struct Sum {
    n: i64,
    shared: i64,
    subjects: BTreeSet<String>,
    shared_subjects: BTreeSet<String>,
}

impl Sum {
    fn add(&mut self, table: &Count, entry: &Entry, amount: i64, shared: bool) {
        self.n = self.n.saturating_add(amount);
        self.shared += i64::from(shared);
        if table.subjects {
            self.subjects.insert(entry.subject.clone());
            if shared {
                self.shared_subjects.insert(entry.subject.clone());
            }
        }
    }

    fn read(&self, table: &Count) -> (i64, i64) {
        let many = |set: &BTreeSet<String>| i64::try_from(set.len()).unwrap_or(i64::MAX);
        if table.subjects {
            (many(&self.subjects), many(&self.shared_subjects))
        } else {
            (self.n, self.shared)
        }
    }
}

/// Reads the entries that a table counts, with their keys.
struct Reader<'a> {
    rooms: &'a Registers,
    register: &'a Register,
    table: &'a Count,
    filter: Filter,
    counties: &'a [String],
    on: Date,
    after: Option<String>,
    /// Division and place of a key, worked out once each.
    divisions: BTreeMap<(usize, String), String>,
}

impl<'a> Reader<'a> {
    fn new(
        rooms: &'a Registers,
        register: &'a Register,
        table: &'a Count,
        asked: &CountAsked,
        counties: &'a [String],
    ) -> Self {
        let on = asked.on.unwrap_or_else(|| rooms.core().world.today());
        let mut filter = Filter { register: register.id.clone(), ..Filter::default() };
        match table.over {
            CountOver::Open => filter.on = Some(on),
            CountOver::Entered => (filter.entered_from, filter.entered_to) = (asked.from, asked.to),
            CountOver::Ended => {
                filter.open = "no".to_owned();
                (filter.ended_from, filter.ended_to) = (asked.from, asked.to);
            }
            CountOver::All => {}
        }
        Self {
            rooms,
            register,
            table,
            filter,
            counties,
            on,
            after: Some(String::new()),
            divisions: BTreeMap::new(),
        }
    }

    async fn next(&mut self) -> Result<Option<Vec<(Entry, Vec<String>)>>, Fault> {
        let Some(after) = self.after.take() else { return Ok(None) };
        let mut db = &self.rooms.core().db;
        let (mut all, next) = store::next(&mut db, &self.filter, self.counties, &after, AT_ONCE).await?;
        self.after = next;
        all.retain(|entry| !entry.pending && entry.state != REFUSED);
        if self.table.over == CountOver::Open {
            // As it stood on that day, not as it stands now.
            for entry in &mut all {
                if let Some(state) = entry.state_on(self.on) {
                    entry.state = state.to_owned();
                }
            }
            all.retain(|entry| self.register.is_open(&entry.state) || !self.register.period);
        }
        let facts = self.facts(&all).await?;
        let mut out = Vec::with_capacity(all.len());
        for entry in all {
            let keys = (0..self.table.by.len()).map(|at| self.key(at, &entry, &facts)).collect();
            out.push((entry, keys));
        }
        Ok(Some(out))
    }

    fn key(&mut self, at: usize, entry: &Entry, facts: &BTreeMap<String, BTreeMap<String, Value>>) -> String {
        let key = &self.table.by[at];
        let worked_out = || value(self.rooms, entry, key, self.register).unwrap_or_default();
        match key {
            Key::Fact(field) => match facts.get(&entry.subject).and_then(|fields| fields.get(field)) {
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => String::new(),
            },
            Key::Place(_) => {
                let place = (at, entry.place.clone());
                if let Some(known) = self.divisions.get(&place) {
                    return known.clone();
                }
                let found = worked_out();
                self.divisions.insert(place, found.clone());
                found
            }
            _ => worked_out(),
        }
    }

    /// Facts of the subjects, where the table is by any.
    async fn facts(&self, all: &[Entry]) -> Result<BTreeMap<String, BTreeMap<String, Value>>, Fault> {
        let fields: BTreeSet<&str> = self
            .table
            .by
            .iter()
            .filter_map(|key| match key {
                Key::Fact(field) => Some(field.as_str()),
                _ => None,
            })
            .collect();
        let Some(kind) = self.register.subject.kind().filter(|_| !fields.is_empty()) else {
            return Ok(BTreeMap::new());
        };
        let ids: BTreeSet<String> = all.iter().map(|entry| entry.subject.clone()).collect();
        let ids: Vec<String> = ids.into_iter().collect();
        Ok(fact::known_fields(&mut &self.rooms.core().db, kind, &ids, &fields, self.on, None).await?)
    }
}

/// A published number beside the one that was counted (公布值与计算值): neither overwrites the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Beside {
    /// As published.
    pub published: i64,
    /// As counted.
    pub counted: i64,
    /// Counted less published.
    pub difference: i64,
}

/// Sets a published number beside the total of a table.
///
/// # Errors
/// The table has no total that may be shown.
pub fn beside(table: &Table, published: i64) -> Result<Beside, Fault> {
    let counted = table.total.n.ok_or_else(|| {
        Fault::new(ErrorKind::Invalid, "entry_invalid").field(FieldFault::new("published", "count_covered"))
    })?;
    Ok(Beside { published, counted, difference: counted - published })
}
