//! Rows of publicity and objections.

use anye_db::{DbError, Read, Row, WriteTx, sql};

use crate::model::{Objection, Public};

fn public(row: &Row) -> Result<Public, DbError> {
    Ok(Public {
        case_id: row.text("case_id")?,
        shown: row.json("shown")?,
        from_day: row.text("from_day")?,
        to_day: row.text("to_day")?,
        state: row.text("state")?,
        ended_at: row.opt_int("ended_at")?,
    })
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Public>, DbError> {
    let query = sql(
        "select case_id, shown, from_day, to_day, state, ended_at from service_publicity where case_id = $1",
    );
    from.optional(query.bind(id)).await?.as_ref().map(public).transpose()
}

/// What is public on a day, or was, the latest first.
pub(crate) async fn list(
    from: &mut impl Read,
    day: &str,
    archived: bool,
    most: u32,
) -> Result<Vec<Public>, DbError> {
    let query = sql("select case_id, shown, from_day, to_day, state, ended_at from service_publicity where ");
    let query = if archived {
        query.push("state in ('ended', 'stopped')")
    } else {
        query.push("state in ('public', 'held')").push_bind(" and from_day <= {}", day)
    };
    let query = query.push(&format!(" order by from_day desc, case_id desc limit {most}"));
    from.all(query).await?.iter().map(public).collect()
}

/// Cases whose publicity is over on a day.
pub(crate) async fn over(from: &mut impl Read, day: &str, most: u32) -> Result<Vec<String>, DbError> {
    let query = sql(
        "select case_id from service_publicity where state = 'public' and to_day < $1 order by to_day, case_id",
    );
    let rows = from.all(query.bind(day).push(&format!(" limit {most}"))).await?;
    rows.iter().map(|row| row.text("case_id")).collect()
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, one: &Public) -> Result<(), DbError> {
    let query = sql(
        "insert into service_publicity (case_id, shown, from_day, to_day, state, ended_at) values ($1, $2, $3, $4, $5, null)",
    );
    let query = query.bind(&one.case_id).bind(&one.shown).bind(&one.from_day).bind(&one.to_day);
    tx.run_one(query.bind(&one.state)).await
}

pub(crate) async fn turn(
    tx: &mut WriteTx<'_>,
    id: &str,
    state: &str,
    ended_at: Option<i64>,
) -> Result<(), DbError> {
    let query = sql("update service_publicity set state = $1, ended_at = $2 where case_id = $3");
    tx.run_one(query.bind(state).bind(ended_at).bind(id)).await
}

pub(crate) async fn objections(from: &mut impl Read, id: &str) -> Result<Vec<Objection>, DbError> {
    let query = sql(
        "select id, case_id, name, contact, words, at, answer, upheld, answered_name, answered_at from service_objection where case_id = $1 order by id",
    );
    let objection = |row: &Row| {
        Ok(Objection {
            id: row.text("id")?,
            case_id: row.text("case_id")?,
            name: row.text("name")?,
            contact: row.text("contact")?,
            words: row.text("words")?,
            at: row.int("at")?,
            answer: row.opt_text("answer")?,
            upheld: row.opt_int("upheld")?.map(|one| one != 0),
            answered: row.opt_text("answered_name")?.zip(row.opt_int("answered_at")?),
        })
    };
    from.all(query.bind(id)).await?.iter().map(objection).collect()
}

pub(crate) async fn object(tx: &mut WriteTx<'_>, one: &Objection) -> Result<(), DbError> {
    let query = sql(
        "insert into service_objection (id, case_id, name, contact, words, at) values ($1, $2, $3, $4, $5, $6)",
    );
    let query = query.bind(&one.id).bind(&one.case_id).bind(&one.name).bind(&one.contact).bind(&one.words);
    tx.run_one(query.bind(one.at)).await
}

pub(crate) async fn answer(
    tx: &mut WriteTx<'_>,
    id: &str,
    answer: &str,
    upheld: bool,
    by: (&str, &str),
    now: i64,
) -> Result<(), DbError> {
    let query = sql(
        "update service_objection set answer = $1, upheld = $2, answered_by = $3, answered_name = $4, answered_at = $5 \
         where id = $6 and answered_at is null",
    );
    tx.run_one(query.bind(answer).bind(upheld).bind(by.0).bind(by.1).bind(now).bind(id)).await
}

/// Counts an attempt of a source in a stretch of time; how many it has made now.
pub(crate) async fn attempt(tx: &mut WriteTx<'_>, source: &str, window: i64) -> Result<i64, DbError> {
    let query = sql("insert into service_ask (source, stretch, tries) values ($1, $2, 1) \
         on conflict (source, stretch) do update set tries = service_ask.tries + 1");
    tx.run(query.bind(source).bind(window)).await?;
    tx.run(sql("delete from service_ask where stretch < $1").bind(window - 1)).await?;
    let query = sql("select tries from service_ask where source = $1 and stretch = $2");
    tx.one(query.bind(source).bind(window)).await?.int("tries")
}
