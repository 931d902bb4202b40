//! Rows of duties. A duty that was due stays on record, done or not.

use anye_base::{Cursor, Date, Limit, Page};
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};

use crate::entry::duty::{DutyFilter, Task};

const COLUMNS: &str = "id, entry_id, register, duty, period, subject_kind, subject, place, county, starts, warn_at, due_at, state, late, done_at, done_name, done_entry, \
     note, case_id";
/// Ids in one list.
const MANY: usize = 500;

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from entry_duty {rest}"))
}

fn task(row: &Row) -> Result<Task, DbError> {
    Ok(Task {
        id: row.text("id")?,
        entry: row.text("entry_id")?,
        register: row.text("register")?,
        duty: row.text("duty")?,
        period: row.text("period")?,
        subject_kind: row.text("subject_kind")?,
        subject: row.text("subject")?,
        place: row.text("place")?,
        county: row.text("county")?,
        starts: row.date("starts")?,
        warn_at: row.int("warn_at")?,
        due_at: row.int("due_at")?,
        state: row.text("state")?,
        late: row.flag("late")?,
        done_at: row.opt_int("done_at")?,
        done_name: row.opt_text("done_name")?,
        done_entry: row.opt_text("done_entry")?,
        note: row.text("note")?,
        case_id: row.opt_text("case_id")?,
    })
}

async fn tasks(from: &mut impl Read, query: Query) -> Result<Vec<Task>, DbError> {
    from.all(query).await?.iter().map(task).collect()
}

/// Inserts duties; one that stands already for the entry and period is left as it is.
pub async fn insert(tx: &mut WriteTx<'_>, all: &[Task]) -> Result<(), DbError> {
    for some in all.chunks(40) {
        let mut query = sql(format!("insert into entry_duty ({COLUMNS}) values "));
        for (at, one) in some.iter().enumerate() {
            query = query.push_list(if at == 0 { "({})" } else { ", ({})" }, values(one));
        }
        tx.run(query.push(" on conflict do nothing")).await?;
    }
    Ok(())
}

fn values(one: &Task) -> Vec<Val> {
    vec![
        (&one.id).into(),
        (&one.entry).into(),
        (&one.register).into(),
        (&one.duty).into(),
        (&one.period).into(),
        (&one.subject_kind).into(),
        (&one.subject).into(),
        (&one.place).into(),
        (&one.county).into(),
        one.starts.into(),
        one.warn_at.into(),
        one.due_at.into(),
        (&one.state).into(),
        one.late.into(),
        one.done_at.into(),
        one.done_name.clone().into(),
        one.done_entry.clone().into(),
        (&one.note).into(),
        one.case_id.clone().into(),
    ]
}

/// Writes what became of a duty.
pub async fn update(tx: &mut WriteTx<'_>, one: &Task) -> Result<(), DbError> {
    let query = sql("update entry_duty set ")
        .push_bind("place = {}", &one.place)
        .push_bind(", county = {}", &one.county)
        .push_bind(", state = {}", &one.state)
        .push_bind(", late = {}", one.late)
        .push_bind(", done_at = {}", one.done_at)
        .push_bind(", done_name = {}", one.done_name.clone())
        .push_bind(", done_entry = {}", one.done_entry.clone())
        .push_bind(", note = {}", &one.note)
        .push_bind(", case_id = {}", one.case_id.clone())
        .push_bind(" where id = {}", &one.id);
    tx.run_one(query).await
}

/// One by id.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Task>, DbError> {
    Ok(tasks(from, select("where id = $1").bind(id)).await?.pop())
}

/// All duties of entries, in the order in which they were due.
pub async fn of_entries(from: &mut impl Read, ids: &[String]) -> Result<Vec<Task>, DbError> {
    let mut out = Vec::new();
    for some in ids.chunks(MANY) {
        let query = select("where ").push_list("entry_id in ({})", some.iter()).push(" order by due_at, id");
        out.extend(tasks(from, query).await?);
    }
    Ok(out)
}

/// Duties about these subjects that wait.
pub async fn waiting(from: &mut impl Read, kind: &str, subjects: &[String]) -> Result<Vec<Task>, DbError> {
    let mut out = Vec::new();
    for some in subjects.chunks(MANY) {
        let query = select("where state in ('waiting', 'soon', 'overdue')")
            .push_bind(" and subject_kind = {}", kind)
            .push_list(" and subject in ({})", some.iter())
            .push(" order by due_at, id");
        out.extend(tasks(from, query).await?);
    }
    Ok(out)
}

/// How many duties of a case wait.
pub async fn waiting_of_case(from: &mut impl Read, case: &str) -> Result<i64, DbError> {
    let query = sql(
        "select count(*) as n from entry_duty where case_id = $1 and state in ('waiting', 'soon', 'overdue')",
    );
    from.one(query.bind(case)).await?.int("n")
}

/// Duties that are soon due and were not called out yet.
pub async fn soon(from: &mut impl Read, now: i64, limit: u32) -> Result<Vec<Task>, DbError> {
    let query = select("where state = 'waiting'").push_bind(" and warn_at <= {}", now);
    tasks(from, query.push_bind(" order by warn_at, id limit {}", limit)).await
}

/// Duties that are past their time and were not called out as such yet.
pub async fn overdue(from: &mut impl Read, now: i64, limit: u32) -> Result<Vec<Task>, DbError> {
    let query = select("where state = 'soon'").push_bind(" and due_at < {}", now);
    tasks(from, query.push_bind(" order by due_at, id limit {}", limit)).await
}

/// A page of duties at these counties, the most urgent first.
pub async fn page(
    from: &mut impl Read,
    filter: &DutyFilter,
    counties: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Task>, DbError> {
    let mut query = select("where ").push_list("county in ({})", counties.iter());
    query = match filter.state.as_str() {
        "" | "open" => query.push(" and state in ('waiting', 'soon', 'overdue')"),
        "late" => query.push(" and (state = 'overdue' or late = 1)"),
        other => query.push_bind(" and state = {}", other),
    };
    if !filter.register.is_empty() {
        query = query.push_bind(" and register = {}", &filter.register);
    }
    if !filter.duty.is_empty() {
        query = query.push_bind(" and duty = {}", &filter.duty);
    }
    if !filter.period.is_empty() {
        query = query.push_bind(" and period = {}", &filter.period);
    }
    if let Some([due, id]) = after.map(|cursor| &cursor.0[..]) {
        let due = due.parse::<i64>().unwrap_or_default();
        query = query
            .push_bind(" and (due_at > {}", due)
            .push_bind(" or (due_at = {}", due)
            .push_bind(" and id > {}))", id);
    }
    let found = tasks(from, query.push_bind(" order by due_at, id limit {}", limit.rows() + 1)).await?;
    Ok(Page::from_overfull(found, limit, |one| Cursor(vec![one.due_at.to_string(), one.id.clone()])))
}

/// Whether the duties of a period were set for a register, and the note that they were.
pub async fn period_done(
    tx: &mut WriteTx<'_>,
    register: &str,
    duty: &str,
    period: &str,
    note: bool,
) -> Result<bool, DbError> {
    let rule = format!("p.{duty}");
    if note {
        let query = sql(
            "insert into entry_guard (register, rule, key_text, held, turns) values ($1, $2, $3, 1, 0) on conflict do nothing",
        );
        tx.run(query.bind(register).bind(rule).bind(period)).await?;
        return Ok(true);
    }
    let query = sql("select held from entry_guard where register = $1 and rule = $2 and key_text = $3");
    Ok(tx.optional(query.bind(register).bind(rule).bind(period)).await?.is_some())
}

/// The day before which everything was looked at, for tests of the clock.
#[must_use]
pub fn end_of(day: Date) -> i64 {
    // The last millisecond of the day in China.
    let end = day.tomorrow().unwrap_or(day).at(0, 0, 0, 0);
    jiff::tz::offset(8).to_timestamp(end).map_or(i64::MAX, |at| at.as_millisecond() - 1)
}
