//! Approving many reports in one transaction: states, acts and sums together, one audit event with a digest of what it holds.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::audit::{Event, hex};
use anye_db::{DbError, Read as _, WriteTx, sql};
use anye_forms::{Form, Level};
use sm3::{Digest as _, Sm3};

use super::follow;
use super::level::{level_path, word};
use crate::Reporting;
use crate::report::{State, lenient, must_be_open};
use crate::rights::may;
use crate::rollup::{Changes, Class, Layout};
use crate::store::{act, report as store};

/// Reports of one step, chosen by the job.
#[derive(Debug, Clone, Copy)]
pub struct Chunk<'a> {
    /// Form.
    pub form: &'a Form,
    /// Period.
    pub period: &'a str,
    /// Path under which they lie.
    pub path: &'a str,
    /// The level that approves.
    pub level: Level,
    /// Approvals before: the place of the level on the form's path.
    pub before: i64,
    /// Only those without warnings.
    pub clean_only: bool,
    /// Only those submitted until then: what came while the job ran is seen by a person first.
    pub until: i64,
    /// After this path and id.
    pub after: Option<(&'a str, &'a str)>,
    /// So many at most.
    pub most: u32,
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// Approved.
    pub approved: i64,
    /// Left because the caller submitted them or has no right at their place.
    pub left: i64,
    /// Path and id of the last one looked at; `None`: there are no more.
    pub last: Option<(String, String)>,
}

struct Found {
    id: String,
    path: String,
    dims: String,
    cells: String,
    digest: String,
}

/// Approves a chunk. What is approved already is not found again, so a step may be repeated.
pub async fn approve_chunk(
    reporting: &Reporting,
    caller: &Caller<'_>,
    chunk: &Chunk<'_>,
) -> Result<Done, Fault> {
    let mut tx = reporting.core.db.begin_internal(caller.world, caller.actor).await?;
    must_be_open(&mut tx, chunk.form, chunk.period).await?;
    let (all, found) = find(&mut tx, caller, chunk).await?;
    let mut done = Done { last: all.last().cloned(), ..Done::default() };
    done.approved = count(found.len());
    done.left = count(all.len()) - done.approved;
    if found.is_empty() {
        return Ok(done);
    }
    write(&mut tx, chunk, &found).await?;
    follow::tell(reporting, &mut tx, chunk.form, chunk.period, chunk.before).await?;
    let mut content = Sm3::new();
    for one in &found {
        content.update(one.id.as_bytes());
        content.update(one.digest.as_bytes());
    }
    let place = chunk.path.rsplit('/').next().unwrap_or_default();
    let event = Event::new("report.approve_many", "form", &chunk.form.id).at_place(place);
    let detail = serde_json::json!({ "period": chunk.period, "level": word(chunk.level), "reports": found.len(),
        "first": found[0].id, "digest": hex(&content.finalize()) });
    tx.commit(event.detail(&detail)).await?;
    Ok(done)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Path and id of all looked at, and those that the caller may approve.
async fn find(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    chunk: &Chunk<'_>,
) -> Result<(Vec<(String, String)>, Vec<Found>), DbError> {
    let query = sql("select id, path, dims, cells, digest, submitted_by from report where form = $1 and period = $2 and step = $3")
        .bind(&chunk.form.id)
        .bind(chunk.period)
        .bind(chunk.before + 1);
    let mut query = store::under(query, chunk.path).push_bind(" and submitted_at <= {}", chunk.until);
    if chunk.clean_only {
        query = query.push(" and warnings = 0");
    }
    if let Some((path, id)) = chunk.after {
        query = query
            .push_bind(" and (path > {}", path)
            .push_bind(" or (path = {}", path)
            .push_bind(" and id > {}))", id);
    }
    let rows = tx.all(query.push_bind(" order by path, id limit {}", chunk.most)).await?;
    let (mut all, mut found) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    let mut last: Option<(String, bool)> = None;
    for row in &rows {
        let (id, path) = (row.text("id")?, row.text("path")?);
        let place = level_path(&path, chunk.level);
        let allowed = match &last {
            Some((same, allowed)) if same == place => *allowed,
            _ => may(caller, Permission::ReportApprove, place, false),
        };
        last = Some((place.to_owned(), allowed));
        all.push((path.clone(), id.clone()));
        if allowed && row.text("submitted_by")? != caller.actor.id {
            let (dims, cells, digest) = (row.text("dims")?, row.text("cells")?, row.text("digest")?);
            found.push(Found { id, path, dims, cells, digest });
        }
    }
    Ok((all, found))
}

async fn write(tx: &mut WriteTx<'_>, chunk: &Chunk<'_>, found: &[Found]) -> Result<(), DbError> {
    let now = tx.scope().world.now_ms();
    let by = tx.scope().actor;
    let levels = count(chunk.form.approve.len());
    let state = State::after(chunk.before + 1, levels);
    let last = state == State::Approved;
    let ids: Vec<String> = found.iter().map(|one| one.id.clone()).collect();
    for some in ids.chunks(500) {
        let update = sql("update report set version = version + 1, approved_cells = cells")
            .push_bind(", state = {}", state.word())
            .push_bind(", step = {}", chunk.before + 2)
            .push_bind(", counted = {}", if last { 2_i64 } else { 1 })
            .push_bind(", approved_at = {}", now)
            .push_bind(", approved_by = {}", &by.id)
            .push_bind(", changed_at = {}", now)
            .push_bind(" where step = {}", chunk.before + 1)
            .push_list(" and id in ({})", some.iter());
        if tx.run(update).await? != some.len() as u64 {
            // Somebody changed one of them meanwhile: the whole step is done again.
            return Err(DbError::Stale);
        }
    }
    act::note_many(tx, &ids, "approve", word(chunk.level)).await?;
    if !last {
        return Ok(());
    }
    let mut changes = Changes::new(Layout::of(chunk.form), chunk.period);
    for one in found {
        let cells = lenient(chunk.form, &one.cells);
        changes.count(&one.path, &one.dims, Class::Approved, &cells, 1)?;
    }
    changes.write(tx).await
}
