//! Rows of layoff notices. A version is only ever inserted; a notice changes only while its number is the one that was seen.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::model::{Notice, Version};

const COLUMNS: &str = "id, employer_id, place, state, draft, event, persons, carried_out_on, event_at, reported_at, share, needed, breaches, \
     wave, case_id, version, created_at, created_by, created_name, changed_at, row_version";

fn notice(row: &Row) -> Result<Notice, DbError> {
    let draft = row.text("draft")?;
    Ok(Notice {
        id: row.text("id")?,
        employer_id: row.text("employer_id")?,
        place: row.text("place")?,
        state: row.text("state")?,
        draft: if draft.is_empty() { None } else { Some(row.json("draft")?) },
        event: row.text("event")?,
        persons: row.opt_int("persons")?,
        carried_out_on: row.opt_text("carried_out_on")?,
        event_at: row.opt_int("event_at")?,
        reported_at: row.opt_int("reported_at")?,
        share: row.opt_int("share")?,
        needed: row.text("needed")?,
        breaches: row.int("breaches")?,
        wave: row.text("wave")?,
        case_id: row.opt_text("case_id")?,
        version: row.int("version")?,
        created_by: (row.text("created_by")?, row.text("created_name")?),
        created_at: row.int("created_at")?,
        changed_at: row.int("changed_at")?,
        row_version: row.int("row_version")?,
    })
}

/// The head of every question for notices.
pub(super) fn question(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from layoff_notice {rest}"))
}

/// Notices by a condition.
pub(super) async fn select(from: &mut impl Read, query: Query) -> Result<Vec<Notice>, DbError> {
    from.all(query).await?.iter().map(notice).collect()
}

/// One notice.
pub(super) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Notice>, DbError> {
    Ok(select(from, question("where id = $1").bind(id)).await?.pop())
}

/// Filed notices of an employer, the oldest first.
pub(super) async fn filed_of(from: &mut impl Read, employer: &str) -> Result<Vec<Notice>, DbError> {
    let query =
        question("where employer_id = $1 and state = 'filed' order by carried_out_on, id").bind(employer);
    select(from, query).await
}

fn draft_text(one: &Notice) -> Result<String, DbError> {
    let text = one.draft.as_ref().map(serde_json::to_string).transpose();
    Ok(text.map_err(|cause| DbError::Other(cause.to_string()))?.unwrap_or_default())
}

/// A new notice.
pub(super) async fn insert(tx: &mut WriteTx<'_>, one: &Notice) -> Result<(), DbError> {
    let query = sql(format!(
        "insert into layoff_notice ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"
    ));
    let query = query
        .bind(&one.id)
        .bind(&one.employer_id)
        .bind(&one.place)
        .bind(&one.state)
        .bind(draft_text(one)?)
        .bind(&one.event)
        .bind(one.persons)
        .bind(one.carried_out_on.clone())
        .bind(one.event_at)
        .bind(one.reported_at)
        .bind(one.share)
        .bind(&one.needed)
        .bind(one.breaches)
        .bind(&one.wave)
        .bind(one.case_id.clone())
        .bind(one.version)
        .bind(one.created_at)
        .bind(&one.created_by.0)
        .bind(&one.created_by.1)
        .bind(one.changed_at)
        .bind(one.row_version);
    tx.run_one(query).await
}

/// The notice as it is now, while its number is the one seen. False: somebody else changed it.
pub(super) async fn update(tx: &mut WriteTx<'_>, one: &Notice, seen: i64) -> Result<bool, DbError> {
    let query = sql(
        "update layoff_notice set place = $1, state = $2, draft = $3, event = $4, persons = $5, carried_out_on = $6, event_at = $7, \
         reported_at = $8, share = $9, needed = $10, breaches = $11, wave = $12, case_id = $13, version = $14, changed_at = $15, \
         row_version = $16 where id = $17 and row_version = $18",
    );
    let query = query
        .bind(&one.place)
        .bind(&one.state)
        .bind(draft_text(one)?)
        .bind(&one.event)
        .bind(one.persons)
        .bind(one.carried_out_on.clone())
        .bind(one.event_at)
        .bind(one.reported_at)
        .bind(one.share)
        .bind(&one.needed)
        .bind(one.breaches)
        .bind(&one.wave)
        .bind(one.case_id.clone())
        .bind(one.version)
        .bind(one.changed_at)
        .bind(one.row_version)
        .bind(&one.id)
        .bind(seen);
    Ok(tx.run(query).await? == 1)
}

/// Keeps a version.
pub(super) async fn keep(tx: &mut WriteTx<'_>, notice: &str, one: &Version) -> Result<(), DbError> {
    let json =
        |text: Result<String, serde_json::Error>| text.map_err(|cause| DbError::Other(cause.to_string()));
    let query = sql(
        "insert into layoff_notice_version (notice_id, version, at, by_id, by_name, why, answers, employer, verdicts, rule_book, decided_on) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let query = query
        .bind(notice)
        .bind(one.version)
        .bind(one.at)
        .bind(&one.by.0)
        .bind(&one.by.1)
        .bind(&one.why)
        .bind(json(serde_json::to_string(&one.answers))?)
        .bind(json(serde_json::to_string(&one.employer))?)
        .bind(json(serde_json::to_string(&one.judgement))?)
        .bind(&one.judgement.rule_book)
        .bind(&one.judgement.on);
    tx.run_one(query).await
}

/// All versions, the latest first.
pub(super) async fn versions(from: &mut impl Read, notice: &str) -> Result<Vec<Version>, DbError> {
    let query = sql(
        "select version, at, by_id, by_name, why, answers, employer, verdicts from layoff_notice_version where notice_id = $1 order by version desc",
    );
    let read = |row: &Row| {
        Ok(Version {
            version: row.int("version")?,
            at: row.int("at")?,
            by: (row.text("by_id")?, row.text("by_name")?),
            why: row.text("why")?,
            answers: row.json("answers")?,
            employer: row.json("employer")?,
            judgement: row.json("verdicts")?,
        })
    };
    from.all(query.bind(notice)).await?.iter().map(read).collect()
}

/// What a person found about two notices: the other's id and the kind.
pub(super) async fn ties(from: &mut impl Read, notice: &str) -> Result<Vec<(String, String)>, DbError> {
    let query = sql(
        "select case when one = $1 then other else one end as id, kind from layoff_tie where one = $2 or other = $3",
    );
    let rows = from.all(query.bind(notice).bind(notice).bind(notice)).await?;
    rows.iter().map(|row| Ok((row.text("id")?, row.text("kind")?))).collect()
}

/// Keeps what a person found; the pair is kept in one order only.
pub(super) async fn tie(
    tx: &mut WriteTx<'_>,
    pair: (&str, &str),
    kind: &str,
    at: i64,
    by: (&str, &str),
) -> Result<(), DbError> {
    let (one, other) = if pair.0 < pair.1 { pair } else { (pair.1, pair.0) };
    let query =
        sql("insert into layoff_tie (one, other, kind, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6) \
         on conflict (one, other) do update set kind = $7, at = $8, by_id = $9, by_name = $10");
    let query = query.bind(one).bind(other).bind(kind).bind(at).bind(by.0).bind(by.1);
    tx.run_one(query.bind(kind).bind(at).bind(by.0).bind(by.1)).await
}

/// The places that hold notices.
pub(super) async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from layoff_notice order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

/// How many notices are open, overdue, in breach, drafts; `rest` says whose.
pub(super) async fn counts(
    from: &mut impl Read,
    now: i64,
    rest: impl FnOnce(Query) -> Query,
) -> Result<[i64; 4], DbError> {
    let query = sql("select count(case when state = 'filed' and open = 1 then 1 end) as open, \
         count(case when state = 'filed' and open = 1 and due_at < $1 then 1 end) as overdue, \
         count(case when state = 'filed' and breaches > 0 then 1 end) as breach, count(case when state = 'draft' then 1 end) as draft \
         from (select n.state, n.breaches, n.place, n.employer_id, c.due_at, case when c.state = 'open' then 1 else 0 end as open \
         from layoff_notice n left join case_file c on c.id = n.case_id) as each_notice where ");
    let row = from.one(rest(query.bind(now))).await?;
    Ok([row.int("open")?, row.int("overdue")?, row.int("breach")?, row.int("draft")?])
}
