//! Rows of things. None is deleted.

use anye_base::{Cursor, Limit, Page};
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};

use super::make::Thing;

const COLUMNS: &str = "kind, id, name, place, state, created_at, version";

fn thing(row: &Row) -> Result<Thing, DbError> {
    Ok(Thing {
        kind: row.text("kind")?,
        id: row.text("id")?,
        name: row.text("name")?,
        place: row.text("place")?,
        state: row.text("state")?,
        created_at: row.int("created_at")?,
        version: row.int("version")?,
    })
}

fn select(rest: &str) -> Query {
    // A row without a state only holds the turns of a thing that has a table of its own.
    sql(format!("select {COLUMNS} from thing where state <> '' {rest}"))
}

/// One by kind and id.
pub async fn find(from: &mut impl Read, kind: &str, id: &str) -> Result<Option<Thing>, DbError> {
    let query = select("and kind = $1 and id = $2").bind(kind).bind(id);
    from.optional(query).await?.as_ref().map(thing).transpose()
}

/// A page of a kind at these counties, by name.
pub async fn page(
    from: &mut impl Read,
    kind: &str,
    q: &str,
    counties: &[String],
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Thing>, DbError> {
    let mut query =
        select("").push_bind(" and kind = {}", kind).push_list(" and county in ({})", counties.iter());
    if !q.trim().is_empty() {
        let escaped = q.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query.push_bind(" and name like {} escape '\\'", format!("%{escaped}%"));
    }
    if let Some([name, id]) = after.map(|cursor| &cursor.0[..]) {
        query = query
            .push_bind(" and (name > {}", name)
            .push_bind(" or (name = {}", name)
            .push_bind(" and id > {}))", id);
    }
    let rows = from.all(query.push_bind(" order by name, id limit {}", limit.rows() + 1)).await?;
    let found = rows.iter().map(thing).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_overfull(found, limit, |one| Cursor(vec![one.name.clone(), one.id.clone()])))
}

/// Inserts a thing.
pub async fn insert(tx: &mut WriteTx<'_>, one: &Thing) -> Result<(), DbError> {
    let by = tx.scope().actor.id.clone();
    let row: Vec<Val> = vec![
        (&one.kind).into(),
        (&one.id).into(),
        (&one.name).into(),
        (&one.place).into(),
        one.place.get(..6).unwrap_or(&one.place).into(),
        (&one.state).into(),
        one.created_at.into(),
        by.into(),
        one.version.into(),
    ];
    tx.insert("thing", "kind, id, name, place, county, state, created_at, created_by, version", vec![row])
        .await
}

/// Writes name, place and state.
pub async fn update(tx: &mut WriteTx<'_>, one: &Thing) -> Result<(), DbError> {
    let query = sql("update thing set name = $1, place = $2, county = $3, state = $4, version = version + 1 where kind = $5 and id = $6")
        .bind(&one.name)
        .bind(&one.place)
        .bind(one.place.get(..6).unwrap_or(&one.place))
        .bind(&one.state)
        .bind(&one.kind)
        .bind(&one.id);
    tx.run_one(query).await
}
