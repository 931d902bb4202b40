//! Rows of reports. A row is changed only while its version is the one that was seen; what it was goes into the history first.

use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};

use crate::report::{Report, State};

/// The table.
pub const TABLE: &str = "report";
/// Its columns, in the order of [`values`].
pub const COLUMNS: &str = "id, form, form_version, period, reporter, place, path, state, step, counted, dims, cells, draft, approved_cells, \
     doubts, warnings, effect, late, forced, source, digest, submitted_at, submitted_by, approved_at, approved_by, changed_at, version";

/// A select of reports with this rest.
pub fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from report {rest}"))
}

/// Reads a row.
pub fn report(row: &Row) -> Result<Report, DbError> {
    let word = row.text("state")?;
    let state = State::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown state {word}")))?;
    Ok(Report {
        id: row.text("id")?,
        form: row.text("form")?,
        form_version: row.text("form_version")?,
        period: row.text("period")?,
        reporter: row.text("reporter")?,
        place: row.text("place")?,
        path: row.text("path")?,
        state,
        approvals: (row.int("step")? - 1).max(0),
        counted: row.int("counted")?,
        dims: row.text("dims")?,
        cells: row.text("cells")?,
        draft: row.text("draft")?,
        approved_cells: row.text("approved_cells")?,
        doubts: row.json("doubts")?,
        warnings: row.int("warnings")?,
        effect: row.int("effect")?,
        late: row.flag("late")?,
        forced: row.flag("forced")?,
        source: row.text("source")?,
        digest: row.text("digest")?,
        submitted_at: row.opt_int("submitted_at")?,
        submitted_by: row.text("submitted_by")?,
        approved_at: row.opt_int("approved_at")?,
        approved_by: row.text("approved_by")?,
        changed_at: row.int("changed_at")?,
        version: row.int("version")?,
    })
}

/// The number stored for a state: 0 before it is submitted, else the approvals and one.
fn step(one: &Report) -> i64 {
    if matches!(one.state, State::Draft | State::Returned) { 0 } else { one.approvals + 1 }
}

/// One by id.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Report>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(report).transpose()
}

/// The one of a reporter for a period.
pub async fn of(
    from: &mut impl Read,
    form: &str,
    period: &str,
    reporter: &str,
) -> Result<Option<Report>, DbError> {
    let query =
        select("where form = $1 and period = $2 and reporter = $3").bind(form).bind(period).bind(reporter);
    from.optional(query).await?.as_ref().map(report).transpose()
}

/// Period and cells of a reporter's counted reports for these periods.
pub async fn cells_of(
    from: &mut impl Read,
    form: &str,
    reporter: &str,
    periods: &[String],
) -> Result<Vec<(String, String)>, DbError> {
    let query = sql("select period, cells from report where form = $1 and reporter = $2 and counted > 0")
        .bind(form)
        .bind(reporter)
        .push_list(" and period in ({})", periods.iter());
    from.all(query).await?.iter().map(|row| Ok((row.text("period")?, row.text("cells")?))).collect()
}

/// A row as it is inserted.
pub fn values(one: Report) -> Result<Vec<Val>, DbError> {
    let (step, doubts) = (step(&one), doubts(&one)?);
    Ok(vec![
        one.id.into(),
        one.form.into(),
        one.form_version.into(),
        one.period.into(),
        one.reporter.into(),
        one.place.into(),
        one.path.into(),
        one.state.word().into(),
        step.into(),
        one.counted.into(),
        one.dims.into(),
        one.cells.into(),
        one.draft.into(),
        one.approved_cells.into(),
        doubts.into(),
        one.warnings.into(),
        one.effect.into(),
        one.late.into(),
        one.forced.into(),
        one.source.into(),
        one.digest.into(),
        one.submitted_at.into(),
        one.submitted_by.into(),
        one.approved_at.into(),
        one.approved_by.into(),
        one.changed_at.into(),
        one.version.into(),
    ])
}

fn doubts(one: &Report) -> Result<String, DbError> {
    if one.doubts.is_empty() {
        return Ok("[]".to_owned());
    }
    serde_json::to_string(&one.doubts).map_err(|cause| DbError::Other(cause.to_string()))
}

/// Inserts a new report.
pub async fn insert(tx: &mut WriteTx<'_>, one: &Report) -> Result<(), DbError> {
    tx.insert(TABLE, COLUMNS, vec![values(one.clone())?]).await
}

/// Writes a report anew; `seen` is its version before.
pub async fn update(tx: &mut WriteTx<'_>, now: &Report, seen: i64) -> Result<(), DbError> {
    let update = sql(
        "update report set form_version = $1, place = $2, path = $3, state = $4, step = $5, counted = $6, dims = $7, \
         cells = $8, draft = $9, approved_cells = $10, doubts = $11, warnings = $12, effect = $13, late = $14, forced = $15, source = $16, \
         digest = $17, submitted_at = $18, submitted_by = $19, approved_at = $20, approved_by = $21, changed_at = $22, version = $23 \
         where id = $24 and version = $25",
    );
    let update = update.bind(&now.form_version).bind(&now.place).bind(&now.path).bind(now.state.word());
    let update = update.bind(step(now)).bind(now.counted).bind(&now.dims).bind(&now.cells).bind(&now.draft);
    let update = update.bind(&now.approved_cells).bind(doubts(now)?).bind(now.warnings).bind(now.effect);
    let update = update.bind(now.late).bind(now.forced).bind(&now.source).bind(&now.digest);
    let update = update.bind(now.submitted_at).bind(&now.submitted_by).bind(now.approved_at);
    let update = update.bind(&now.approved_by).bind(now.changed_at).bind(now.version);
    tx.run_one(update.bind(&now.id).bind(seen)).await
}

/// Keeps the cells as they are before a change.
pub async fn archive(tx: &mut WriteTx<'_>, before: &Report, why: &str) -> Result<(), DbError> {
    let scope = tx.scope();
    let insert = sql(
        "insert into report_history (report, version, state, cells, at, by_id, by_name, why) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(&before.id).bind(before.version).bind(before.state.word()).bind(&before.cells);
    let insert = insert.bind(scope.world.now_ms()).bind(&scope.actor.id).bind(&scope.actor.name);
    tx.run_one(insert.bind(why)).await
}

/// Adds "and it lies under this path" to a query that has a where.
pub fn under(query: Query, path: &str) -> Query {
    // "0" follows "/": everything that begins with the path and a slash lies between the two.
    query
        .push_bind(" and (path = {}", path)
        .push_bind(" or (path > {}", format!("{path}/"))
        .push_bind(" and path < {}))", format!("{path}0"))
}

/// Adds "and this dimension has this code".
pub fn with_dim(query: Query, dim: &str, code: &str) -> Query {
    let escaped = format!("%;{dim}={code};%").replace('_', "\\_");
    query.push_bind(" and dims like {} escape '\\'", escaped)
}
