//! Reading and changing rows of persons.

use anye_base::Date;
use anye_db::{Db, DbError, Query, Read, Row, Val, WriteTx, sql};

use super::number::held;
use crate::person::model::{Field, HeldNumber, Person, Sex, State};

const COLUMNS: &str = "id, name, name_key, initials, sex, birth_date, place, residence_place, residence_type, phone_sealed, state, \
     merged_into, since, source, evidence, created_at, created_by, created_name, version";

fn select(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from person {rest}"))
}

fn person(row: &Row) -> Result<Person, DbError> {
    let (sex, state) = (row.text("sex")?, row.text("state")?);
    Ok(Person {
        id: row.text("id")?,
        name: row.text("name")?,
        name_key: row.text("name_key")?,
        initials: row.text("initials")?,
        sex: Sex::from_word(&sex).ok_or_else(|| DbError::Other("unknown sex of a person".into()))?,
        birth_date: row.opt_date("birth_date")?,
        place: row.text("place")?,
        residence_place: row.text("residence_place")?,
        residence_type: row.text("residence_type")?,
        phone_sealed: row.text("phone_sealed")?,
        state: if state == State::Merged.word() { State::Merged } else { State::Active },
        merged_into: row.opt_text("merged_into")?,
        since: row.date("since")?,
        source: row.text("source")?,
        evidence: row.text("evidence")?,
        created_at: row.int("created_at")?,
        created_by: row.text("created_by")?,
        created_name: row.text("created_name")?,
        version: row.int("version")?,
    })
}

/// One.
pub async fn by_id(from: &mut impl Read, id: &str) -> Result<Option<Person>, DbError> {
    from.optional(select("where id = $1").bind(id)).await?.as_ref().map(person).transpose()
}

/// Those with these ids.
pub async fn by_ids(from: &mut impl Read, ids: &[String]) -> Result<Vec<Person>, DbError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        for row in &from.all(select("").push_list("where id in ({})", some.iter())).await? {
            found.push(person(row)?);
        }
    }
    Ok(found)
}

/// Who holds a number with one of these indices, with all numbers that are or were theirs: one statement, since each costs a way to the database and back.
pub async fn holder(
    from: &mut impl Read,
    blinds: &[String],
) -> Result<Option<(Person, Vec<HeldNumber>)>, DbError> {
    let query = sql(HOLDER).push_list("where hit.blind in ({})", blinds.iter());
    let query = query.push(" and hit.slot = '' order by hit.id, n.state, n.recorded_at, n.id");
    let rows = from.all(query).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (one, hit) = (person(first)?, first.text("hit")?);
    let mut numbers = Vec::with_capacity(rows.len());
    for row in &rows {
        if row.text("hit")? == hit {
            numbers.push(held(row, ["number_id", "number_state", "number_evidence"])?);
        }
    }
    Ok(Some((one, numbers)))
}

const HOLDER: &str = "select p.id, p.name, p.name_key, p.initials, p.sex, p.birth_date, p.place, p.residence_place, p.residence_type, p.phone_sealed, \
     p.state, p.merged_into, p.since, p.source, p.evidence, p.created_at, p.created_by, p.created_name, p.version, hit.id as hit, \
     n.id as number_id, n.person_id, n.kind, n.issuer, n.sealed, n.state as number_state, n.doubtful, n.evidence as number_evidence, n.recorded_at \
     from person_number hit join person p on p.id = hit.person_id join person_number n on n.person_id = p.id ";

/// Those with a phone.
pub async fn by_phones(from: &mut impl Read, blinds: &[String], most: u32) -> Result<Vec<Person>, DbError> {
    let query = select("").push_list("where phone_blind in ({})", blinds.iter());
    from.all(query.push_bind(" order by id limit {}", most)).await?.iter().map(person).collect()
}

/// Those born on a day: with exactly this name, or with any.
pub async fn same_day(
    from: &mut impl Read,
    name_key: &str,
    birth: Date,
    most: u32,
) -> Result<Vec<Person>, DbError> {
    let query = select("where name_key = $1 and birth_date = $2 order by id limit $3");
    from.all(query.bind(name_key).bind(birth).bind(most)).await?.iter().map(person).collect()
}

/// Persons of one county by the beginning of a key (`column` is `name_key` or `initials`), in its order, after the last one seen.
pub async fn page_within(
    from: &mut impl Read,
    column: &'static str,
    county: &str,
    start: &str,
    after: Option<(&str, &str)>,
    most: u32,
) -> Result<Vec<Person>, DbError> {
    let mut query = select("where county = $1").bind(county);
    if !start.is_empty() {
        query = query
            .push_bind(&format!(" and {column} >= {{}}"), start)
            .push_bind(&format!(" and {column} < {{}}"), format!("{start}\u{10ffff}"));
    }
    if let Some((key, id)) = after {
        query = query
            .push_bind(&format!(" and ({column} > {{}}"), key)
            .push_bind(&format!(" or ({column} = {{}}"), key)
            .push_bind(" and id > {}))", id);
    }
    query = query.push_bind(&format!(" and state = 'active' order by {column}, id limit {{}}"), most);
    from.all(query).await?.iter().map(person).collect()
}

/// Sets one column of what stands now, while the row is the one that was seen. `None`: only the version rises.
pub async fn set(
    tx: &mut WriteTx<'_>,
    id: &str,
    seen: i64,
    change: Option<(Field, Vec<(&'static str, Val)>)>,
) -> Result<(), DbError> {
    let mut query = sql("update person set version = version + 1");
    for (column, value) in change.into_iter().flat_map(|(_, columns)| columns) {
        // The columns' names are of a closed list of ours.
        query = query.push_bind(&format!(", {column} = {{}}"), value);
    }
    tx.run_one(query.push_bind(" where id = {}", id).push_bind(" and version = {}", seen)).await
}

/// Lets a record point to another, or stand for itself again.
pub async fn set_merged(
    tx: &mut WriteTx<'_>,
    id: &str,
    seen: i64,
    into: Option<&str>,
) -> Result<(), DbError> {
    let state = if into.is_some() { State::Merged } else { State::Active };
    let query = sql(
        "update person set state = $1, merged_into = $2, version = version + 1 where id = $3 and version = $4",
    );
    tx.run_one(query.bind(state.word()).bind(into).bind(id).bind(seen)).await
}

/// Calls `take` with name key, day of birth, id and county of everybody with both, in the order of names.
pub async fn each_key(db: &Db, mut take: impl FnMut(String, String, String) + Send) -> Result<(), DbError> {
    let query = sql(
        "select name_key, birth_date, id from person where state = 'active' and birth_date is not null order by name_key, birth_date",
    );
    db.each(query, |row| {
        take(row.text("name_key")?, row.text("birth_date")?, row.text("id")?);
        Ok(())
    })
    .await
}

/// Calls `take` with index of the phone and id of everybody who has one, in the order of the index.
pub async fn each_phone(db: &Db, mut take: impl FnMut(String, String) + Send) -> Result<(), DbError> {
    let query = sql(
        "select phone_blind, id from person where phone_blind is not null and state = 'active' order by phone_blind",
    );
    db.each(query, |row| {
        take(row.text("phone_blind")?, row.text("id")?);
        Ok(())
    })
    .await
}

/// Id and sealed phone of those who have one, after an id.
pub async fn page_of_sealed(
    from: &mut impl Read,
    after: &str,
    most: u32,
) -> Result<Vec<(String, String)>, DbError> {
    let query =
        sql("select id, phone_sealed from person where id > $1 and phone_sealed <> '' order by id limit $2");
    let rows = from.all(query.bind(after).bind(most)).await?;
    rows.iter().map(|row| Ok((row.text("id")?, row.text("phone_sealed")?))).collect()
}

/// Puts a phone sealed anew in place of the old seal.
pub async fn reseal_phone(
    tx: &mut WriteTx<'_>,
    id: &str,
    old: &str,
    sealed: &str,
    blind: &str,
) -> Result<u64, DbError> {
    let query =
        sql("update person set phone_sealed = $1, phone_blind = $2 where id = $3 and phone_sealed = $4");
    tx.run(query.bind(sealed).bind(blind).bind(id).bind(old)).await
}
