//! Rows of hand-overs. One that was answered stays as it was answered.

use anye_base::{Cursor, Limit, Page};
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};

use super::model::Handover;

const COLUMNS: &str = "id, kind, thing, name, from_place, to_place, reason, state, offered_at, offered_by, offered_name, answered_at, answered_name, note, version";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from handover {rest}"))
}

fn handover(row: &Row) -> Result<Handover, DbError> {
    Ok(Handover {
        id: row.text("id")?,
        kind: row.text("kind")?,
        thing: row.text("thing")?,
        name: row.text("name")?,
        from_place: row.text("from_place")?,
        to_place: row.text("to_place")?,
        reason: row.text("reason")?,
        state: row.text("state")?,
        offered_at: row.int("offered_at")?,
        offered_by: row.text("offered_by")?,
        offered_name: row.text("offered_name")?,
        answered_at: row.opt_int("answered_at")?,
        answered_name: row.opt_text("answered_name")?,
        note: row.text("note")?,
        version: row.int("version")?,
        entries: Vec::new(),
    })
}

/// With the entries that go along.
async fn whole(from: &mut impl Read, mut all: Vec<Handover>) -> Result<Vec<Handover>, DbError> {
    let ids: Vec<String> = all.iter().map(|one| one.id.clone()).collect();
    for some in ids.chunks(500) {
        let query = sql("select handover_id, entry_id, register from handover_entry where ")
            .push_list("handover_id in ({})", some.iter())
            .push(" order by entry_id");
        for row in &from.all(query).await? {
            let id = row.text("handover_id")?;
            if let Some(one) = all.iter_mut().find(|one| one.id == id) {
                one.entries.push((row.text("entry_id")?, row.text("register")?));
            }
        }
    }
    Ok(all)
}

async fn read(from: &mut impl Read, query: Query) -> Result<Vec<Handover>, DbError> {
    let rows = from.all(query).await?.iter().map(handover).collect::<Result<Vec<_>, _>>()?;
    whole(from, rows).await
}

/// One by id.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Handover>, DbError> {
    Ok(read(from, select("where id = $1").bind(id)).await?.pop())
}

/// The offers that an entry was part of, newest first.
pub async fn of_entry(from: &mut impl Read, entry: &str) -> Result<Vec<Handover>, DbError> {
    let query = select(
        "where id in (select handover_id from handover_entry where entry_id = $1) order by offered_at desc, id desc",
    );
    read(from, query.bind(entry)).await
}

/// Whether an entry is offered to another office now.
pub async fn entry_waits(from: &mut impl Read, entry: &str) -> Result<bool, DbError> {
    let query = sql("select handover_id from handover_entry where entry_id = $1 and waits = 1");
    Ok(from.optional(query.bind(entry)).await?.is_some())
}

/// Whether a person is offered to another office now.
pub async fn person_waits(from: &mut impl Read, person: &str) -> Result<bool, DbError> {
    let query = sql("select id from handover where kind = 'person' and thing = $1 and state = 'offered'");
    Ok(from.optional(query.bind(person)).await?.is_some())
}

/// A page of those that leave these counties (`out`) or come to them, newest first.
pub async fn page(
    from: &mut impl Read,
    (out, state): (Option<bool>, &str),
    counties: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Handover>, DbError> {
    let mut query = match out {
        Some(true) => select("where ").push_list("from_county in ({})", counties.iter()),
        Some(false) => select("where ").push_list("to_county in ({})", counties.iter()),
        None => select("where ")
            .push_list("(from_county in ({})", counties.iter())
            .push_list(" or to_county in ({}))", counties.iter()),
    };
    if !state.is_empty() {
        query = query.push_bind(" and state = {}", state);
    }
    if let Some([at, id]) = after.map(|cursor| &cursor.0[..]) {
        let at: i64 = at.parse().unwrap_or(i64::MAX);
        query = query
            .push_bind(" and (offered_at < {}", at)
            .push_bind(" or (offered_at = {}", at)
            .push_bind(" and id < {}))", id);
    }
    let query = query.push_bind(" order by offered_at desc, id desc limit {}", limit.rows() + 1);
    let found = read(from, query).await?;
    Ok(Page::from_overfull(found, limit, |one| Cursor(vec![one.offered_at.to_string(), one.id.clone()])))
}

/// How many wait for an answer from these counties.
pub async fn waiting(from: &mut impl Read, counties: &[String]) -> Result<i64, DbError> {
    let query = sql("select count(*) as n from handover where state = 'offered'");
    from.one(query.push_list(" and to_county in ({})", counties.iter())).await?.int("n")
}

/// Inserts an offer with its entries.
pub async fn insert(tx: &mut WriteTx<'_>, one: &Handover) -> Result<(), DbError> {
    let county = |place: &str| place.get(..6).unwrap_or(place).to_owned();
    let row: Vec<Val> = vec![
        (&one.id).into(),
        (&one.kind).into(),
        (&one.thing).into(),
        (&one.name).into(),
        (&one.from_place).into(),
        county(&one.from_place).into(),
        (&one.to_place).into(),
        county(&one.to_place).into(),
        (&one.reason).into(),
        (&one.state).into(),
        one.offered_at.into(),
        (&one.offered_by).into(),
        (&one.offered_name).into(),
        (&one.note).into(),
        one.version.into(),
    ];
    let columns = "id, kind, thing, name, from_place, from_county, to_place, to_county, reason, state, offered_at, offered_by, offered_name, note, version";
    tx.insert("handover", columns, vec![row]).await?;
    let entry = |(id, register): &(String, String)| -> Vec<Val> {
        vec![(&one.id).into(), id.into(), register.into(), 1_i64.into()]
    };
    let rows: Vec<Vec<Val>> = one.entries.iter().map(entry).collect();
    if rows.is_empty() {
        Ok(())
    } else {
        tx.insert("handover_entry", "handover_id, entry_id, register, waits", rows).await
    }
}

/// Writes the answer to an offer; `version` of the one given is the new one.
pub async fn answer(tx: &mut WriteTx<'_>, one: &Handover, by: &str) -> Result<(), DbError> {
    let query = sql("update handover set ")
        .push_bind("state = {}", &one.state)
        .push_bind(", answered_at = {}", one.answered_at)
        .push_bind(", answered_by = {}", by)
        .push_bind(", answered_name = {}", one.answered_name.clone())
        .push_bind(", note = {}", &one.note)
        .push_bind(", version = {}", one.version)
        .push_bind(" where id = {}", &one.id)
        .push_bind(" and state = 'offered' and version = {}", one.version - 1);
    tx.run_one(query).await?;
    tx.run(sql("update handover_entry set waits = 0 where handover_id = $1").bind(&one.id)).await.map(drop)
}
