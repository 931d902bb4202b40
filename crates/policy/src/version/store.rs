//! Rows of versions. A row is changed only while its number is the one that was seen; none is ever deleted.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::model::{Decided, Kept, Sources, State, Version};

fn select(rest: &str) -> Query {
    sql(format!(
        "select id, version, rules, scenarios, note, proposed_by, proposed_name, proposed_at, state, decided_by, \
         decided_name, decided_at, reason, replaces, row_version from law_version {rest}"
    ))
}

fn version(row: &Row) -> Result<Version, DbError> {
    let word = row.text("state")?;
    let state = State::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown state {word}")))?;
    let decided = match row.opt_int("decided_at")? {
        None => None,
        Some(at) => Some(Decided {
            by: row.text("decided_by")?,
            name: row.text("decided_name")?,
            at,
            reason: row.opt_text("reason")?.unwrap_or_default(),
        }),
    };
    Ok(Version {
        id: row.text("id")?,
        version: row.text("version")?,
        rules: row.int("rules")?,
        scenarios: row.int("scenarios")?,
        note: row.text("note")?,
        proposed_by: row.text("proposed_by")?,
        proposed_name: row.text("proposed_name")?,
        proposed_at: row.int("proposed_at")?,
        state,
        decided,
        replaces: row.opt_text("replaces")?,
        row_version: row.int("row_version")?,
    })
}

async fn first(from: &mut impl Read, query: Query) -> Result<Option<Version>, DbError> {
    from.optional(query).await?.as_ref().map(version).transpose()
}

/// All versions, the newest proposal first.
pub async fn list(from: &mut impl Read) -> Result<Vec<Version>, DbError> {
    from.all(select("order by proposed_at desc, id desc")).await?.iter().map(version).collect()
}

/// One version.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Version>, DbError> {
    first(from, select("where id = $1").bind(id)).await
}

/// The version published last and not superseded.
pub async fn published(from: &mut impl Read) -> Result<Option<Version>, DbError> {
    first(from, select("where state = 'published'")).await
}

/// The id of that version alone.
pub(super) async fn published_id(from: &mut impl Read) -> Result<Option<String>, DbError> {
    let row = from.optional(sql("select id from law_version where state = 'published'")).await?;
    row.map(|row| row.text("id")).transpose()
}

/// The sources of a version under their digest.
pub(crate) async fn kept(from: &mut impl Read, id: &str) -> Result<Option<Kept>, DbError> {
    let row = from.optional(sql("select version, sources from law_version where id = $1").bind(id)).await?;
    row.map(|row| Ok(Kept::read(row.text("sources")?, &row.text("version")?))).transpose()
}

/// Keeps a rule book, once.
pub(crate) async fn keep_book(tx: &mut WriteTx<'_>, kept: &Kept) -> Result<(), DbError> {
    if tx.optional(sql("select 1 as there from law_book where id = $1").bind(&kept.id)).await?.is_some() {
        return Ok(());
    }
    let now = tx.scope().world.now_ms();
    let insert = sql("insert into law_book (id, version, sources, kept_at) values ($1, $2, $3, $4) \
         on conflict do nothing");
    tx.run(insert.bind(&kept.id).bind(&kept.version).bind(&kept.text).bind(now)).await?;
    Ok(())
}

/// A rule book that was kept.
pub(crate) async fn book(from: &mut impl Read, id: &str) -> Result<Option<Kept>, DbError> {
    let row = from.optional(sql("select version, sources from law_book where id = $1").bind(id)).await?;
    let kept =
        |row: Row| Ok(Kept { id: id.to_owned(), version: row.text("version")?, text: row.text("sources")? });
    row.map(kept).transpose()
}

/// A version of this content that waits or stands.
pub(super) async fn open(from: &mut impl Read, content: &str) -> Result<Option<Version>, DbError> {
    first(from, select("where version = $1 and state in ('proposed', 'published')").bind(content)).await
}

/// The sources of a version.
pub async fn sources(from: &mut impl Read, id: &str) -> Result<Option<Sources>, DbError> {
    let row = from.optional(sql("select sources from law_version where id = $1").bind(id)).await?;
    row.map(|row| row.json("sources")).transpose()
}

pub(super) async fn insert(tx: &mut WriteTx<'_>, made: &Version, sources: &Sources) -> Result<(), DbError> {
    let sources = serde_json::to_string(sources).map_err(|cause| DbError::Other(cause.to_string()))?;
    let insert = sql(
        "insert into law_version (id, version, rules, scenarios, sources, note, proposed_by, proposed_name, \
         proposed_at, state, row_version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let insert = insert.bind(&made.id).bind(&made.version).bind(made.rules).bind(made.scenarios);
    let insert = insert.bind(sources).bind(&made.note).bind(&made.proposed_by).bind(&made.proposed_name);
    tx.run_one(insert.bind(made.proposed_at).bind(made.state.word()).bind(made.row_version)).await
}

pub(super) async fn supersede(tx: &mut WriteTx<'_>, before: &Version) -> Result<(), DbError> {
    let update = sql("update law_version set state = 'superseded', row_version = row_version + 1 \
         where id = $1 and row_version = $2 and state = 'published'");
    tx.run_one(update.bind(&before.id).bind(before.row_version)).await
}

/// Writes who decided; `seen` is the row's number before.
pub(super) async fn decide(
    tx: &mut WriteTx<'_>,
    now: &Version,
    decided: &Decided,
    seen: i64,
) -> Result<(), DbError> {
    let update = sql(
        "update law_version set state = $1, decided_by = $2, decided_name = $3, decided_at = $4, reason = $5, \
         replaces = $6, row_version = $7 where id = $8 and row_version = $9 and state = 'proposed'",
    );
    let update = update.bind(now.state.word()).bind(&decided.by).bind(&decided.name).bind(decided.at);
    let update = update.bind(&decided.reason).bind(now.replaces.clone()).bind(now.row_version);
    tx.run_one(update.bind(&now.id).bind(seen)).await
}
