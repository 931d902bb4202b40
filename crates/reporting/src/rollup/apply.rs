//! The differences of one transaction, put together and written to the sums. Two transactions that touch the same sum stand in line.

use std::collections::{BTreeMap, HashMap};

use anye_db::{DbError, Val, WriteTx};
use anye_forms::Cells;

use super::layout::{codes, places};
use super::{Class, Layout, Sums};
use crate::store::bulk;

/// Reports with the same path, dimensions and class.
type Group = (String, String, Class);

/// Differences of one form and period.
#[derive(Debug)]
pub struct Changes {
    layout: Layout,
    period: String,
    groups: HashMap<Group, Sums>,
}

/// Place, dimension, code, class.
type Key = (String, String, String, &'static str);

impl Changes {
    /// None yet.
    #[must_use]
    pub fn new(layout: Layout, period: &str) -> Self {
        Self { layout, period: period.to_owned(), groups: HashMap::new() }
    }

    /// Adds (`sign` 1) or takes away (−1) a report in one class.
    pub fn count(
        &mut self,
        path: &str,
        dims: &str,
        class: Class,
        cells: &Cells,
        sign: i64,
    ) -> Result<(), DbError> {
        let sums = self.layout.of_cells(cells);
        self.groups.entry((path.to_owned(), dims.to_owned(), class)).or_default().add(&sums, sign)
    }

    /// Writes them. The sums keep the time as their as-of.
    pub async fn write(self, tx: &mut WriteTx<'_>) -> Result<(), DbError> {
        let mut keys: BTreeMap<Key, Sums> = BTreeMap::new();
        for ((path, dims, class), sums) in &self.groups {
            if sums.is_nothing() {
                continue;
            }
            for place in places(path) {
                for (dim, code) in codes(dims) {
                    let key = (place.to_owned(), dim.to_owned(), code.to_owned(), class.word());
                    keys.entry(key).or_default().add(sums, 1)?;
                }
            }
        }
        keys.retain(|_, sums| !sums.is_nothing());
        if keys.is_empty() {
            return Ok(());
        }
        let now = tx.scope().world.now_ms();
        self.read_and_hold(tx, &mut keys, now).await?;
        let rows =
            keys.iter().map(|(key, sums)| self.row(key, sums.n, sums.to_json(&self.layout), now)).collect();
        let tail = format!(
            "{ON_KEY} n = excluded.n, cells = excluded.cells, as_of = excluded.as_of returning 1 as done"
        );
        bulk::upsert(tx, HEAD, ROW, &tail, rows).await?;
        Ok(())
    }

    /// Adds what the sums hold already. The rows are made where there are none and touched where there are, so that they are ours until
    /// the end of the transaction; they are taken in the order of their keys, so that two transactions never wait for each other.
    async fn read_and_hold(
        &self,
        tx: &mut WriteTx<'_>,
        keys: &mut BTreeMap<Key, Sums>,
        now: i64,
    ) -> Result<(), DbError> {
        let rows = keys.keys().map(|key| self.row(key, 0, "{}".to_owned(), now)).collect();
        let tail = format!("{ON_KEY} as_of = excluded.as_of returning place, dim, code, class, n, cells");
        for row in bulk::upsert(tx, HEAD, ROW, &tail, rows).await? {
            let class =
                if row.text("class")? == Class::Approved.word() { Class::Approved } else { Class::Submitted };
            let key = (row.text("place")?, row.text("dim")?, row.text("code")?, class.word());
            let held = Sums::from_json(&self.layout, row.int("n")?, &row.text("cells")?)?;
            if let Some(sums) = keys.get_mut(&key) {
                sums.add(&held, 1)?;
            }
        }
        Ok(())
    }

    fn row(&self, key: &Key, n: i64, cells: String, now: i64) -> Vec<Val> {
        let (place, dim, code, class) = key;
        vec![
            (&self.layout.form).into(),
            (&self.period).into(),
            place.into(),
            dim.into(),
            code.into(),
            (*class).into(),
            n.into(),
            cells.into(),
            now.into(),
        ]
    }
}

const HEAD: &str = "insert into rollup (form, period, place, dim, code, class, n, cells, as_of)";
const ROW: &str = "?, ?, ?, ?, ?, ?, ?, ?, ?";
const ON_KEY: &str = " on conflict (form, period, place, dim, code, class) do update set";
