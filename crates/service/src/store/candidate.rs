//! Rows of those found entitled without having applied, of the runs that found them, and of decisions that would come out otherwise now.

use std::collections::BTreeSet;

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

const COLUMNS: &str = "id, run, programme, rule, subject_kind, subject, place, amount_fen, reasons, found_at, lapses_on, state, answered_at, answered_name, why, application";
/// Rows in one statement.
const AT_ONCE: usize = 500;

/// Somebody found entitled (免申即享对象).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = service::Candidate)]
pub struct Candidate {
    /// Id.
    pub id: String,
    /// The run that found them.
    pub run: String,
    /// The programme.
    pub programme: String,
    /// The rule that grants.
    pub rule: String,
    /// person, employer …
    pub subject_kind: String,
    /// Id in the registry.
    pub subject: String,
    /// Where.
    pub place: String,
    /// Money, where the rule says how much.
    pub amount_fen: Option<i64>,
    /// The conditions that hold, in words.
    #[schema(value_type = Object)]
    pub reasons: Value,
    /// When.
    pub found_at: i64,
    /// The day after which the offer is gone.
    pub lapses_on: String,
    /// offered, confirmed, declined, wrong or lapsed.
    pub state: String,
    /// When it was answered, and by whom.
    pub answered: Option<(i64, String)>,
    /// What was said with it.
    pub why: Option<String>,
    /// The application it became.
    pub application: Option<String>,
}

fn candidate(row: &Row) -> Result<Candidate, DbError> {
    Ok(Candidate {
        id: row.text("id")?,
        run: row.text("run")?,
        programme: row.text("programme")?,
        rule: row.text("rule")?,
        subject_kind: row.text("subject_kind")?,
        subject: row.text("subject")?,
        place: row.text("place")?,
        amount_fen: row.opt_int("amount_fen")?,
        reasons: row.json("reasons")?,
        found_at: row.int("found_at")?,
        lapses_on: row.text("lapses_on")?,
        state: row.text("state")?,
        answered: row.opt_int("answered_at")?.zip(row.opt_text("answered_name")?),
        why: row.opt_text("why")?,
        application: row.opt_text("application")?,
    })
}

async fn select(from: &mut impl Read, query: Query) -> Result<Vec<Candidate>, DbError> {
    from.all(query).await?.iter().map(candidate).collect()
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Candidate>, DbError> {
    let query = sql(format!("select {COLUMNS} from service_candidate where id = $1"));
    Ok(select(from, query.bind(id)).await?.pop())
}

/// Those of a state, at these places or about these subjects.
pub(crate) async fn list(
    from: &mut impl Read,
    state: &str,
    places: Option<Vec<String>>,
    subjects: Option<Vec<String>>,
    most: u32,
) -> Result<Vec<Candidate>, DbError> {
    let mut query = sql(format!("select {COLUMNS} from service_candidate where state = $1")).bind(state);
    if let Some(places) = places {
        query = query.push_list(" and place in ({})", places);
    }
    if let Some(subjects) = subjects {
        query = query.push_list(" and subject in ({})", subjects);
    }
    select(from, query.push(&format!(" order by id desc limit {most}"))).await
}

/// All places that have any.
pub(crate) async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from service_candidate order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

/// Counts by programme and state.
pub(crate) async fn counts(from: &mut impl Read) -> Result<Vec<(String, String, i64)>, DbError> {
    let query = sql(
        "select programme, state, count(*) as n from service_candidate group by programme, state order by programme, state",
    );
    let rows = from.all(query).await?;
    rows.iter().map(|row| Ok((row.text("programme")?, row.text("state")?, row.int("n")?))).collect()
}

/// Of these subjects, those who have the programme, have applied for it, were offered it, or said no.
pub(crate) async fn served(
    from: &mut impl Read,
    programme: &str,
    subjects: &[String],
) -> Result<BTreeSet<String>, DbError> {
    let query = sql("select subject from service_candidate where programme = $1").bind(programme);
    let query = query.push_list(" and subject in ({})", subjects.iter().map(String::as_str));
    let query = query.push(" and state <> 'lapsed'");
    let query = query.push_bind(
        " union select a.subject from service_case s join service_application a on a.id = s.application where s.programme = {}",
        programme,
    );
    let query = query.push_list(" and a.subject in ({})", subjects.iter().map(String::as_str));
    let rows = from.all(query.push(" and s.state not in ('refused', 'rejected', 'withdrawn')")).await?;
    rows.iter().map(|row| row.text("subject")).collect()
}

/// Writes those found, many in one statement.
pub(crate) async fn insert(tx: &mut WriteTx<'_>, all: &[Candidate]) -> Result<(), DbError> {
    for part in all.chunks(AT_ONCE) {
        let mut query = sql(
            "insert into service_candidate (id, run, programme, rule, subject_kind, subject, place, amount_fen, reasons, found_at, lapses_on, state) values ",
        );
        for (at, one) in part.iter().enumerate() {
            query = query.push(if at == 0 { "(" } else { ", (" });
            query =
                query.push_bind("{}", &one.id).push_bind(", {}", &one.run).push_bind(", {}", &one.programme);
            query = query.push_bind(", {}", &one.rule).push_bind(", {}", &one.subject_kind);
            query = query.push_bind(", {}", &one.subject).push_bind(", {}", &one.place);
            query = query.push_bind(", {}", one.amount_fen).push_bind(", {}", &one.reasons);
            query = query.push_bind(", {}", one.found_at).push_bind(", {}", &one.lapses_on);
            query = query.push_bind(", {})", &one.state);
        }
        tx.run(query.push(" on conflict do nothing")).await?;
    }
    Ok(())
}

/// Answers an offer that stands.
pub(crate) async fn answer(
    tx: &mut WriteTx<'_>,
    id: &str,
    state: &str,
    (at, by, name): (i64, &str, &str),
    why: &str,
    application: Option<&str>,
) -> Result<(), DbError> {
    let query = sql(
        "update service_candidate set state = $1, answered_at = $2, answered_by = $3, answered_name = $4, why = $5, application = $6 \
         where id = $7 and state = 'offered'",
    );
    let query = query.bind(state).bind(at).bind(by).bind(name).bind(why).bind(application);
    tx.run_one(query.bind(id)).await
}

/// Offers that nobody answered in time are gone; how many.
pub(crate) async fn lapse(tx: &mut WriteTx<'_>, today: &str) -> Result<u64, DbError> {
    tx.run(
        sql("update service_candidate set state = 'lapsed' where state = 'offered' and lapses_on < $1")
            .bind(today),
    )
    .await
}

/// A run (批次).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Run {
    /// Id.
    pub id: String,
    /// For this day.
    pub on_day: String,
    /// Begun.
    pub started_at: i64,
    /// Done.
    pub ended_at: Option<i64>,
    /// Looked at.
    pub subjects: i64,
    /// Entitled.
    pub found: i64,
    /// Entitled, and neither offered nor given before.
    pub fresh: i64,
}

pub(crate) async fn latest(from: &mut impl Read) -> Result<Option<Run>, DbError> {
    let query = sql(
        "select id, on_day, started_at, ended_at, subjects, found, fresh from service_run where ended_at is not null order by started_at desc limit 1",
    );
    let run = |row: Row| {
        Ok(Run {
            id: row.text("id")?,
            on_day: row.text("on_day")?,
            started_at: row.int("started_at")?,
            ended_at: row.opt_int("ended_at")?,
            subjects: row.int("subjects")?,
            found: row.int("found")?,
            fresh: row.int("fresh")?,
        })
    };
    from.optional(query).await?.map(run).transpose()
}

pub(crate) async fn begin(tx: &mut WriteTx<'_>, run: &Run) -> Result<(), DbError> {
    let query = sql(
        "insert into service_run (id, on_day, started_at, subjects, found, fresh) values ($1, $2, $3, 0, 0, 0) on conflict do nothing",
    );
    tx.run(query.bind(&run.id).bind(&run.on_day).bind(run.started_at)).await.map(drop)
}

pub(crate) async fn end(tx: &mut WriteTx<'_>, run: &Run) -> Result<(), DbError> {
    let query =
        sql("update service_run set ended_at = $1, subjects = $2, found = $3, fresh = $4 where id = $5");
    let query = query.bind(run.ended_at).bind(run.subjects).bind(run.found).bind(run.fresh);
    tx.run_one(query.bind(&run.id)).await
}

/// A decision that would come out otherwise now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Affected {
    pub decision: String,
    pub case_id: String,
    pub before: (String, Option<i64>),
    pub after: (String, Option<i64>),
    pub seen_at: i64,
}

/// What was seen last about a decision.
pub(crate) async fn seen(
    from: &mut impl Read,
    decision: &str,
) -> Result<Option<(String, Option<i64>)>, DbError> {
    let query = sql(
        "select after_outcome, after_fen from service_affected where decision = $1 order by seen_at desc limit 1",
    );
    let row = from.optional(query.bind(decision)).await?;
    row.map(|row| Ok((row.text("after_outcome")?, row.opt_int("after_fen")?))).transpose()
}

pub(crate) async fn affect(tx: &mut WriteTx<'_>, one: &Affected) -> Result<(), DbError> {
    let query = sql(
        "insert into service_affected (decision, case_id, before_outcome, after_outcome, before_fen, after_fen, seen_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
    );
    let query = query.bind(&one.decision).bind(&one.case_id).bind(&one.before.0).bind(&one.after.0);
    tx.run(query.bind(one.before.1).bind(one.after.1).bind(one.seen_at)).await.map(drop)
}
