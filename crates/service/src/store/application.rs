//! Rows of applications.

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use crate::model::Application;

const COLUMNS: &str = "id, programmes, matter, place, subject_kind, subject, channel, account, answers, things, state, made_by, made_name, made_at, \
     changed_at, sent_at, row_version";

fn application(row: &Row) -> Result<Application, DbError> {
    Ok(Application {
        id: row.text("id")?,
        programmes: row.json("programmes")?,
        matter: row.text("matter")?,
        place: row.text("place")?,
        subject_kind: row.text("subject_kind")?,
        subject: row.text("subject")?,
        channel: row.text("channel")?,
        account: row.text("account")?,
        answers: row.json("answers")?,
        things: row.json("things")?,
        state: row.text("state")?,
        made_by: row.text("made_by")?,
        made_name: row.text("made_name")?,
        made_at: row.int("made_at")?,
        changed_at: row.int("changed_at")?,
        sent_at: row.opt_int("sent_at")?,
        row_version: row.int("row_version")?,
    })
}

async fn select(from: &mut impl Read, rest: Query) -> Result<Vec<Application>, DbError> {
    from.all(rest).await?.iter().map(application).collect()
}

fn question(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from service_application {rest}"))
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Application>, DbError> {
    Ok(select(from, question("where id = $1").bind(id)).await?.pop())
}

/// The latest of an account, drafts and sent ones.
pub(crate) async fn of_account(
    from: &mut impl Read,
    account: &str,
    most: u32,
) -> Result<Vec<Application>, DbError> {
    let query = question("where account = $1 and state <> 'withdrawn' order by made_at desc, id desc");
    select(from, query.bind(account).push(&format!(" limit {most}"))).await
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, one: &Application) -> Result<(), DbError> {
    let query = sql(format!(
        "insert into service_application ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    ));
    let query = query.bind(&one.id).bind(json(&one.programmes)).bind(&one.matter).bind(&one.place);
    let query = query.bind(&one.subject_kind).bind(&one.subject).bind(&one.channel).bind(&one.account);
    let query = query.bind(json(&one.answers)).bind(json(&one.things)).bind(&one.state);
    let query = query.bind(&one.made_by).bind(&one.made_name).bind(one.made_at).bind(one.changed_at);
    tx.run_one(query.bind(one.sent_at).bind(one.row_version)).await
}

/// Writes what can change; `seen` is its number before.
pub(crate) async fn update(tx: &mut WriteTx<'_>, one: &Application, seen: i64) -> Result<(), DbError> {
    let query = sql(
        "update service_application set answers = $1, things = $2, state = $3, changed_at = $4, sent_at = $5, place = $6, row_version = $7 \
         where id = $8 and row_version = $9",
    );
    let query = query.bind(json(&one.answers)).bind(json(&one.things)).bind(&one.state).bind(one.changed_at);
    let query = query.bind(one.sent_at).bind(&one.place).bind(one.row_version).bind(&one.id);
    tx.run_one(query.bind(seen)).await
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
