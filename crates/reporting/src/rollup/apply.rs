//! The differences of one transaction, put together and written to the sums. Two transactions that touch the same sum stand in line.

use std::collections::{BTreeMap, HashMap};

use anye_db::{DbError, Read as _, Val, WriteTx, sql};
use anye_forms::Cells;

use super::layout::{codes, places};
use super::{ALL, Class, Layout, Sums};
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
        self.hold(tx, &keys, now).await?;
        self.add_what_is_there(tx, &mut keys).await?;
        let rows =
            keys.iter().map(|(key, sums)| self.row(key, sums.n, sums.to_json(&self.layout), now)).collect();
        let tail = format!("{ON_KEY} n = excluded.n, cells = excluded.cells, as_of = excluded.as_of");
        bulk::run(tx, HEAD, ROW, &tail, rows).await
    }

    /// Everything below a top place also stands in the sum of that place: whoever holds that one row holds them all until the end of the
    /// transaction. There is one for each province and class; they are taken in order, so that two transactions never wait for each other.
    async fn hold(&self, tx: &mut WriteTx<'_>, keys: &BTreeMap<Key, Sums>, now: i64) -> Result<(), DbError> {
        let mut tops: Vec<&str> =
            self.groups.keys().filter_map(|(path, _, _)| path.split('/').next()).collect();
        tops.sort_unstable();
        tops.dedup();
        let held = |key: &&Key| tops.contains(&key.0.as_str()) && key.1 == ALL;
        let mut rows: Vec<Vec<Val>> =
            keys.keys().filter(held).map(|key| self.row(key, 0, "{}".to_owned(), now)).collect();
        if rows.is_empty() {
            // What comes and what goes made the top sums stay as they are: hold them all the same.
            let top =
                |place: &str, class: Class| (place.to_owned(), ALL.to_owned(), String::new(), class.word());
            let both = tops
                .iter()
                .flat_map(|place| [Class::Approved, Class::Submitted].map(|class| top(place, class)));
            rows = both.map(|key| self.row(&key, 0, "{}".to_owned(), now)).collect();
        }
        bulk::run(tx, HEAD, ROW, &format!("{ON_KEY} as_of = excluded.as_of"), rows).await
    }

    /// Adds what the sums hold already.
    async fn add_what_is_there(
        &self,
        tx: &mut WriteTx<'_>,
        keys: &mut BTreeMap<Key, Sums>,
    ) -> Result<(), DbError> {
        let mut places: Vec<String> = keys.keys().map(|key| key.0.clone()).collect();
        places.dedup();
        for some in places.chunks(200) {
            let query =
                sql("select place, dim, code, class, n, cells from rollup where form = $1 and period = $2")
                    .bind(&self.layout.form)
                    .bind(&self.period)
                    .push_list(" and place in ({})", some.iter());
            for row in tx.all(query).await? {
                let class = if row.text("class")? == Class::Approved.word() {
                    Class::Approved
                } else {
                    Class::Submitted
                };
                let key = (row.text("place")?, row.text("dim")?, row.text("code")?, class.word());
                if let Some(sums) = keys.get_mut(&key) {
                    let held = Sums::from_json(&self.layout, row.int("n")?, &row.text("cells")?)?;
                    sums.add(&held, 1)?;
                }
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
