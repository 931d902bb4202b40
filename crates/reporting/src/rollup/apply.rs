//! The differences of one transaction, put together and written to the sums. Two transactions that touch the same sum stand in line.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anye_db::{DbError, Read as _, Val, WriteTx, sql};
use anye_forms::Cells;

use super::layout::{codes, places};
use super::{ALL, Class, Layout, Sums};
use crate::store::bulk;

/// Differences of one form and period.
#[derive(Debug)]
pub struct Changes {
    layout: Layout,
    period: String,
    /// By path, dimensions and class.
    groups: HashMap<String, HashMap<String, BTreeMap<Class, Sums>>>,
}

/// Place, dimension, code, class.
type Key = (String, String, String, &'static str);

/// Differences spread up the tree, ready to be written.
#[derive(Debug)]
pub struct Spread {
    layout: Layout,
    period: String,
    /// The places at the top of all paths, each with the classes that were counted.
    tops: BTreeSet<(String, &'static str)>,
    keys: BTreeMap<Key, Sums>,
}

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
        // Thousands of reports share a path: its name is copied once.
        if !self.groups.contains_key(path) {
            self.groups.insert(path.to_owned(), HashMap::new());
        }
        let Some(at_path) = self.groups.get_mut(path) else { return Ok(()) };
        if !at_path.contains_key(dims) {
            at_path.insert(dims.to_owned(), BTreeMap::new());
        }
        let Some(group) = at_path.get_mut(dims) else { return Ok(()) };
        group.entry(class).or_default().add_cells(&self.layout, cells, sign)
    }

    /// Spreads them up the tree: first by code at their own place, then to the places above.
    pub fn spread(self) -> Result<Spread, DbError> {
        let mut keys: HashMap<(&str, &str, &str, Class), Sums> = HashMap::new();
        for (path, at_path) in &self.groups {
            let mut own: HashMap<(&str, &str, Class), Sums> = HashMap::new();
            for (dims, group) in at_path {
                for (class, sums) in group.iter().filter(|(_, sums)| !sums.is_nothing()) {
                    for (dim, code) in codes(dims) {
                        own.entry((dim, code, *class)).or_default().add(sums, 1)?;
                    }
                }
            }
            for ((dim, code, class), sums) in own {
                for place in places(path) {
                    keys.entry((place, dim, code, class)).or_default().add(&sums, 1)?;
                }
            }
        }
        keys.retain(|_, sums| !sums.is_nothing());
        let key = |(place, dim, code, class): (&str, &str, &str, Class)| {
            (place.to_owned(), dim.to_owned(), code.to_owned(), class.word())
        };
        Ok(Spread {
            keys: keys.into_iter().map(|(at, sums)| (key(at), sums)).collect(),
            tops: self.tops(),
            layout: self.layout,
            period: self.period,
        })
    }

    fn tops(&self) -> BTreeSet<(String, &'static str)> {
        let of = |path: &String| path.split('/').next().unwrap_or_default().to_owned();
        let classes = |at_path: &HashMap<String, BTreeMap<Class, Sums>>| -> BTreeSet<&'static str> {
            at_path.values().flat_map(|group| group.keys().map(|class| class.word())).collect()
        };
        let all = self.groups.iter().map(|(path, at_path)| (of(path), classes(at_path)));
        all.flat_map(|(top, classes)| classes.into_iter().map(move |class| (top.clone(), class))).collect()
    }

    /// Writes them. The sums keep the time as their as-of.
    pub async fn write(self, tx: &mut WriteTx<'_>) -> Result<(), DbError> {
        self.spread()?.write(tx).await
    }
}

impl Spread {
    /// Writes them. The sums keep the time as their as-of.
    pub async fn write(mut self, tx: &mut WriteTx<'_>) -> Result<(), DbError> {
        let mut keys = std::mem::take(&mut self.keys);
        if self.tops.is_empty() {
            return Ok(());
        }
        let now = tx.scope().world.now_ms();
        // Reports that make up for each other leave the sums as they were; that they changed is still to be seen by the time of the sum at the top.
        self.hold(tx, now).await?;
        let there = self.add_what_is_there(tx, &mut keys).await?;
        let (mut changed, mut new) = (Vec::with_capacity(there.len()), Vec::new());
        for (key, sums) in keys {
            let into = if there.contains(&key) { &mut changed } else { &mut new };
            let cells = sums.to_json(&self.layout);
            into.push(self.row(key, sums.n, cells, now));
        }
        // Nobody else can have written one of them meanwhile: all below the top is held.
        tx.insert(TABLE, COLUMNS, new).await?;
        let tail = format!("{ON_KEY} n = excluded.n, cells = excluded.cells, as_of = excluded.as_of");
        bulk::run(tx, HEAD, ROW, &tail, changed).await
    }

    /// Everything below a top place also stands in the sum of that place: whoever holds that one row holds them all until the end of the
    /// transaction. There is one for each province and class; they are taken in order, so that two transactions never wait for each other.
    async fn hold(&self, tx: &mut WriteTx<'_>, now: i64) -> Result<(), DbError> {
        let top =
            |(place, class): &(String, &'static str)| (place.clone(), ALL.to_owned(), String::new(), *class);
        let rows = self.tops.iter().map(|one| self.row(top(one), 0, "{}".to_owned(), now)).collect();
        bulk::run(tx, HEAD, ROW, &format!("{ON_KEY} as_of = excluded.as_of"), rows).await
    }

    /// Adds what the sums hold already, and says which of them are there.
    async fn add_what_is_there(
        &self,
        tx: &mut WriteTx<'_>,
        keys: &mut BTreeMap<Key, Sums>,
    ) -> Result<BTreeSet<Key>, DbError> {
        let mut places: Vec<String> = keys.keys().map(|key| key.0.clone()).collect();
        places.dedup();
        let mut there = BTreeSet::new();
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
                    there.insert(key);
                }
            }
        }
        Ok(there)
    }

    fn row(&self, (place, dim, code, class): Key, n: i64, cells: String, now: i64) -> Vec<Val> {
        vec![
            (&self.layout.form).into(),
            (&self.period).into(),
            place.into(),
            dim.into(),
            code.into(),
            class.into(),
            n.into(),
            cells.into(),
            now.into(),
        ]
    }
}

const TABLE: &str = "rollup";
const COLUMNS: &str = "form, period, place, dim, code, class, n, cells, as_of";
const HEAD: &str = "insert into rollup (form, period, place, dim, code, class, n, cells, as_of)";
const ROW: &str = "?, ?, ?, ?, ?, ?, ?, ?, ?";
const ON_KEY: &str = " on conflict (form, period, place, dim, code, class) do update set";
