//! Questions about subjects for runs over everybody, and the accounts that may act for them.

use anye_db::{DbError, Read, WriteTx, sql};

/// Places where persons live, in order.
pub(crate) async fn person_places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from person order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

/// The next persons at a place after an id.
pub(crate) async fn next_persons(
    from: &mut impl Read,
    place: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, DbError> {
    let query = sql("select id from person where place = $1 and id > $2 and state = 'active' order by id");
    let rows = from.all(query.bind(place).bind(after).push(&format!(" limit {limit}"))).await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Name and place of a household, a provider or another thing.
pub(crate) async fn thing(
    from: &mut impl Read,
    kind: &str,
    id: &str,
) -> Result<Option<(String, String)>, DbError> {
    let query = sql("select name, place from thing where kind = $1 and id = $2 and state = 'active'");
    let row = from.optional(query.bind(kind).bind(id)).await?;
    row.map(|row| Ok((row.text("name")?, row.text("place")?))).transpose()
}

/// Places of things of a kind.
pub(crate) async fn thing_places(from: &mut impl Read, kind: &str) -> Result<Vec<String>, DbError> {
    let query = sql("select distinct place from thing where kind = $1 and state = 'active' order by place");
    from.all(query.bind(kind)).await?.iter().map(|row| row.text("place")).collect()
}

/// The next things of a kind at a place after an id.
pub(crate) async fn next_things(
    from: &mut impl Read,
    kind: &str,
    place: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, DbError> {
    let query = sql(
        "select id from thing where kind = $1 and place = $2 and id > $3 and state = 'active' order by id",
    );
    let query = query.bind(kind).bind(place).bind(after);
    let rows = from.all(query.push(&format!(" limit {limit}"))).await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Subjects that an office linked to an account: kind and id.
pub(crate) async fn linked(from: &mut impl Read, account: &str) -> Result<Vec<(String, String)>, DbError> {
    let query = sql(
        "select subject_kind, subject from service_account where account = $1 and ended_at is null order by made_at",
    );
    let rows = from.all(query.bind(account)).await?;
    rows.iter().map(|row| Ok((row.text("subject_kind")?, row.text("subject")?))).collect()
}

/// Links a subject to an account; once more is once.
pub(crate) async fn link(
    tx: &mut WriteTx<'_>,
    account: &str,
    (kind, id): (&str, &str),
    (by, name): (&str, &str),
    now: i64,
) -> Result<(), DbError> {
    let query = sql(
        "insert into service_account (account, subject_kind, subject, made_by, made_name, made_at) values ($1, $2, $3, $4, $5, $6) \
         on conflict (account, subject_kind, subject) do update set ended_at = null",
    );
    tx.run_one(query.bind(account).bind(kind).bind(id).bind(by).bind(name).bind(now)).await
}
