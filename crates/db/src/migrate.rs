//! Forward-only migrations. A migration that was ever released is never edited; its digest is kept in the database and compared.
//!
//! The text is portable SQL: TEXT and BIGINT columns, `;` at the end of a line ends a statement.

use sm3::{Digest as _, Sm3};

use crate::write::Inner;
use crate::{Db, DbError, Read, sql};

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Number, rising; a number may be left out while another branch of work still holds it.
    pub version: i64,
    /// What it brings.
    pub name: &'static str,
    /// The statements.
    pub text: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),* $(,)?) => {
        &[$(Migration { version: $version, name: $name, text: include_str!(concat!("../migrations/", $name, ".sql")) }),*]
    };
}

/// All steps, in order.
pub const ALL: &[Migration] = migrations![
    1 "0001_store",
    2 "0002_access",
    3 "0003_places",
    4 "0004_jobs",
    5 "0005_library",
    6 "0006_law",
    7 "0007_decision",
    8 "0008_registry",
    9 "0009_reporting",
    10 "0010_casework",
    11 "0011_notice",
    12 "0012_warning",
    13 "0013_bulletin",
    14 "0014_market",
    17 "0017_group",
    18 "0018_person",
    19 "0019_registers",
    20 "0020_service",
    21 "0021_money",
    22 "0022_posts",
    23 "0023_speed",
    24 "0024_entry_was",
    25 "0025_handover",
    26 "0026_paper",
    27 "0027_money_turn",
    28 "0028_money_whom",
    29 "0029_case_number",
    30 "0030_panel_samples",
    31 "0031_person_part",
];

/// The number of the newest step.
pub const NEWEST: i64 = ALL[ALL.len() - 1].version;

/// What a migration run did or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Version found.
    pub from: i64,
    /// Version wanted.
    pub to: i64,
    /// Names of the steps between.
    pub steps: Vec<&'static str>,
}

/// Says what [`run`] would do, and changes nothing.
pub async fn plan(db: &Db) -> Result<Plan, DbError> {
    plan_until(db, NEWEST).await
}

async fn plan_until(db: &Db, to: i64) -> Result<Plan, DbError> {
    let from = current(db).await?;
    if from > NEWEST {
        return Err(DbError::Schema(format!(
            "the database has schema {from}, this program knows {NEWEST}: start the newer program, nothing was changed"
        )));
    }
    let applied = applied(db, from).await?;
    let missing = ALL.iter().filter(|step| step.version <= to && !applied.contains(&step.version));
    let steps = missing.map(|step| step.name).collect();
    Ok(Plan { from, to: to.max(from), steps })
}

/// Brings the schema to the newest version, one transaction a step: killed in between, it goes on where it was.
pub async fn run(db: &Db) -> Result<Plan, DbError> {
    run_until(db, NEWEST).await
}

/// Brings the schema to `version` at most. For tests of upgrades and for restoring an older backup.
pub async fn run_until(db: &Db, version: i64) -> Result<Plan, DbError> {
    let plan = plan_until(db, version).await?;
    for step in ALL.iter().filter(|step| plan.steps.contains(&step.name)) {
        let mut tx = db.open_transaction().await?;
        for statement in statements(step.text) {
            tx.run(sql(statement.to_owned()))
                .await
                .map_err(|cause| DbError::Schema(format!("{}: {cause}", step.name)))?;
        }
        let note = sql("insert into schema_version (version, name, digest) values ($1, $2, $3)");
        tx.run(note.bind(step.version).bind(step.name).bind(digest(step.text))).await?;
        match tx {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Pg(tx) => tx.commit().await?,
        }
        tracing::info!(version = step.version, name = step.name, "schema step applied");
    }
    check(db).await?;
    Ok(plan)
}

/// The version found; 0 for an empty database.
pub async fn current(db: &Db) -> Result<i64, DbError> {
    let there = match db.backend() {
        crate::Backend::Sqlite => {
            sql("select 1 as found from sqlite_master where type = 'table' and name = 'schema_version'")
        }
        crate::Backend::Postgres => sql(
            "select 1::bigint as found from information_schema.tables where table_schema = current_schema() and table_name = 'schema_version'",
        ),
    };
    let mut reader = db;
    if reader.optional(there).await?.is_none() {
        return Ok(0);
    }
    reader.one(sql("select coalesce(max(version), 0) as version from schema_version")).await?.int("version")
}

/// The numbers of the steps applied.
async fn applied(db: &Db, newest: i64) -> Result<Vec<i64>, DbError> {
    if newest == 0 {
        return Ok(Vec::new());
    }
    let mut reader = db;
    reader
        .all(sql("select version from schema_version"))
        .await?
        .iter()
        .map(|row| row.int("version"))
        .collect()
}

/// Compares the digests of the steps applied with the steps known.
async fn check(db: &Db) -> Result<(), DbError> {
    let mut reader = db;
    for row in reader.all(sql("select version, name, digest from schema_version order by version")).await? {
        let version = row.int("version")?;
        let known = ALL.iter().find(|step| step.version == version);
        if known.is_none_or(|step| Ok(digest(step.text)) != row.text("digest").map_err(|_| ())) {
            return Err(DbError::Schema(format!(
                "schema step {version} ({}) in the database differs from this program's: it was edited after release",
                row.text("name")?
            )));
        }
    }
    Ok(())
}

fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split(";\n").map(str::trim).filter(|statement| {
        statement.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"))
    })
}

fn digest(text: &str) -> String {
    crate::audit::hex(&Sm3::digest(text.as_bytes()))
}
