//! Vintages (快报、初步、最终): the figures of a period as they stood, kept with a digest and never changed. The final one locks the period.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::{Event, hex};
use anye_db::{Begin, DbError, Read, sql};
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};
use utoipa::ToSchema;

use crate::Reporting;
use crate::rights::must;
use crate::rollup::Class;
use crate::store::period as locks;

/// The vintages in their order.
pub const VINTAGES: [&str; 3] = ["flash", "preliminary", "final"];

/// A sum as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FrozenRow {
    /// Place.
    pub place: String,
    /// Dimension.
    pub dim: String,
    /// Code.
    pub code: String,
    /// submitted or approved.
    pub class: String,
    /// Reports.
    pub n: i64,
    /// Sums as JSON: {"item":[sum, reports that hold it]}.
    pub cells: String,
}

/// A vintage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Frozen {
    /// Form.
    pub form: String,
    /// Period.
    pub period: String,
    /// flash, preliminary, final.
    pub vintage: String,
    /// SM3 of the rows.
    pub digest: String,
    /// Reports counted as submitted then.
    pub reports: i64,
    /// When it was frozen, in milliseconds.
    pub at: i64,
    /// By whom.
    pub by_name: String,
    /// Its rows; empty in lists.
    pub rows: Vec<FrozenRow>,
}

impl Frozen {
    /// Whether the rows are what the digest says.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        text_of(&self.rows).is_ok_and(|text| digest(&text) == self.digest)
    }
}

/// A figure that differs between two vintages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revision {
    /// Place.
    pub place: String,
    /// Dimension.
    pub dim: String,
    /// Code.
    pub code: String,
    /// Reports before and after.
    pub n: (i64, i64),
    /// Sums before and after, as JSON.
    pub cells: (String, String),
}

fn digest(text: &str) -> String {
    hex(&Sm3::digest(text.as_bytes()))
}

fn text_of(rows: &[FrozenRow]) -> Result<String, Fault> {
    serde_json::to_string(rows).map_err(Fault::internal)
}

/// Freezes the figures of a period as a vintage. Each vintage once; the final one locks the period.
pub async fn freeze(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &str,
    period: &str,
    vintage: &str,
) -> Result<Frozen, Fault> {
    let home = reporting.core.settings.home_place.as_str();
    must(caller, Permission::FiguresFreeze, home, false)?;
    let (form, period) = reporting.form_period(form, period)?;
    if !VINTAGES.contains(&vintage) {
        return Err(Fault::new(ErrorKind::Invalid, "figure_vintage"));
    }
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let period = period.to_string();
    let there = vintages(&mut tx, &form.id, &period).await?;
    let order = |word: &str| VINTAGES.iter().position(|own| *own == word);
    if let Some(later) = there.iter().find(|one| order(&one.vintage) >= order(vintage)) {
        let fault = Fault::new(ErrorKind::Conflict, "figure_frozen").arg("vintage", &later.vintage);
        return Err(fault.arg("who", &later.by_name));
    }
    let rows = standing(&mut tx, &form.id, &period).await?;
    let text = text_of(&rows)?;
    let top =
        rows.iter().find(|row| row.place == home && row.dim == "all" && row.class == Class::Submitted.word());
    let made = Frozen {
        form: form.id.clone(),
        period: period.clone(),
        vintage: vintage.to_owned(),
        digest: digest(&text),
        reports: top.map_or(0, |row| row.n),
        at: caller.world.now_ms(),
        by_name: caller.actor.name.clone(),
        rows: Vec::new(),
    };
    let insert = sql(
        "insert into figure_freeze (form, period, vintage, content, digest, reports, at, by_id, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let insert = insert.bind(&made.form).bind(&period).bind(vintage).bind(text).bind(&made.digest);
    tx.run_one(insert.bind(made.reports).bind(made.at).bind(&caller.actor.id).bind(&made.by_name)).await?;
    if vintage == "final" {
        locks::lock(&mut tx, &form.id, &period, "final figures").await?;
    }
    let event =
        Event::new("figure.freeze", "figure", format!("{}/{period}/{vintage}", form.id)).at_place(home);
    tx.commit_with(
        event.detail(&serde_json::json!({ "digest": made.digest, "reports": made.reports })),
        &made,
    )
    .await?;
    Ok(made)
}

async fn standing(from: &mut impl Read, form: &str, period: &str) -> Result<Vec<FrozenRow>, DbError> {
    let query = sql(
        "select place, dim, code, class, n, cells from rollup where form = $1 and period = $2 and n <> 0 \
         order by place, dim, code, class",
    );
    let read = |row: &anye_db::Row| {
        Ok(FrozenRow {
            place: row.text("place")?,
            dim: row.text("dim")?,
            code: row.text("code")?,
            class: row.text("class")?,
            n: row.int("n")?,
            cells: row.text("cells")?,
        })
    };
    from.all(query.bind(form).bind(period)).await?.iter().map(read).collect()
}

/// The vintages of a period, without their rows.
pub async fn vintages(from: &mut impl Read, form: &str, period: &str) -> Result<Vec<Frozen>, DbError> {
    let query = sql(
        "select form, period, vintage, digest, reports, at, by_name from figure_freeze where form = $1 and period = $2 order by at",
    );
    let read = |row: &anye_db::Row| {
        Ok(Frozen {
            form: row.text("form")?,
            period: row.text("period")?,
            vintage: row.text("vintage")?,
            digest: row.text("digest")?,
            reports: row.int("reports")?,
            at: row.int("at")?,
            by_name: row.text("by_name")?,
            rows: Vec::new(),
        })
    };
    from.all(query.bind(form).bind(period)).await?.iter().map(read).collect()
}

/// One vintage with its rows.
pub async fn frozen(
    from: &mut impl Read,
    form: &str,
    period: &str,
    vintage: &str,
) -> Result<Option<Frozen>, DbError> {
    let Some(found) = vintages(from, form, period).await?.into_iter().find(|one| one.vintage == vintage)
    else {
        return Ok(None);
    };
    let query = sql("select content from figure_freeze where form = $1 and period = $2 and vintage = $3");
    let row = from.one(query.bind(form).bind(period).bind(vintage)).await?;
    Ok(Some(Frozen { rows: row.json("content")?, ..found }))
}

/// What differs from an earlier vintage to a later one, in the class of submitted reports.
#[must_use]
pub fn revisions(before: &Frozen, after: &Frozen) -> Vec<Revision> {
    let key = |row: &FrozenRow| (row.place.clone(), row.dim.clone(), row.code.clone());
    let of = |one: &Frozen| -> std::collections::BTreeMap<(String, String, String), (i64, String)> {
        let submitted = one.rows.iter().filter(|row| row.class == Class::Submitted.word());
        submitted.map(|row| (key(row), (row.n, row.cells.clone()))).collect()
    };
    let (old, new) = (of(before), of(after));
    let nothing = (0, "{}".to_owned());
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter_map(|key| {
            let (was, is) = (old.get(key).unwrap_or(&nothing), new.get(key).unwrap_or(&nothing));
            (was != is).then(|| Revision {
                place: key.0.clone(),
                dim: key.1.clone(),
                code: key.2.clone(),
                n: (was.0, is.0),
                cells: (was.1.clone(), is.1.clone()),
            })
        })
        .collect()
}
