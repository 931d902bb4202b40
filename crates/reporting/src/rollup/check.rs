//! The checker: the sums of a form and period worked out anew from all its reports, held against those that are kept. It changes nothing.

use std::collections::BTreeMap;

use anye_db::{Db, DbError, Read as _, sql};
use anye_forms::{Cells, Form};
use serde::Serialize;

use super::layout::{codes, places};
use super::{Class, Layout, Sums};

/// A sum that is not what its reports make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// place/dimension/code/class
    pub key: String,
    /// Reports and sums that are kept.
    pub kept: (i64, String),
    /// As worked out anew.
    pub rebuilt: (i64, String),
}

/// Works the sums of a period out anew and gives what differs. Nothing: they agree to the unit.
pub async fn check(db: &Db, form: &Form, period: &str) -> Result<Vec<Difference>, DbError> {
    let layout = Layout::of(form);
    let mut rebuilt: BTreeMap<String, Sums> = BTreeMap::new();
    let query =
        sql("select path, dims, cells, counted from report where form = $1 and period = $2 and counted > 0");
    db.each(query.bind(&form.id).bind(period), |row| {
        let cells = row.text("cells")?;
        let cells = Cells::from_json(form, &cells).map_err(|cause| DbError::Other(cause.to_string()))?;
        let (path, dims, counted) = (row.text("path")?, row.text("dims")?, row.int("counted")?);
        let one = layout.of_cells(&cells);
        for class in Class::BOTH.into_iter().filter(|class| counted >= class.least()) {
            for place in places(&path) {
                for (dim, code) in codes(&dims) {
                    rebuilt.entry(key(place, dim, code, class.word())).or_default().add(&one, 1)?;
                }
            }
        }
        Ok(())
    })
    .await?;
    let mut reader = db;
    let query = sql("select place, dim, code, class, n, cells from rollup where form = $1 and period = $2");
    let mut kept = BTreeMap::new();
    for row in reader.all(query.bind(&form.id).bind(period)).await? {
        let sums = Sums::from_json(&layout, row.int("n")?, &row.text("cells")?)?;
        kept.insert(
            key(&row.text("place")?, &row.text("dim")?, &row.text("code")?, &row.text("class")?),
            sums,
        );
    }
    let nothing = Sums::default();
    let keys: std::collections::BTreeSet<&String> = kept.keys().chain(rebuilt.keys()).collect();
    let shown = |sums: &Sums| (sums.n, sums.to_json(&layout));
    let difference = |key: &&String| {
        let (one, other) = (kept.get(*key).unwrap_or(&nothing), rebuilt.get(*key).unwrap_or(&nothing));
        (shown(one) != shown(other)).then(|| Difference {
            key: (*key).clone(),
            kept: shown(one),
            rebuilt: shown(other),
        })
    };
    Ok(keys.iter().filter_map(difference).collect())
}

fn key(place: &str, dim: &str, code: &str, class: &str) -> String {
    format!("{place}/{dim}/{code}/{class}")
}
