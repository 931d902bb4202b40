//! Rows of places, links and change events. It must never judge a change: that is the register's work.

use std::collections::HashMap;

use anye_base::Date;
use anye_db::{DbError, Query, Read, Row, Val, WriteTx, sql};
use anye_places::{
    EventKind, EventRecord, Kind, Level, LinkRecord, PlaceRecord, Precision, Records, Register,
};

/// Rows of one insert. More would not be quicker: SQLite looks named values up one after the other while it reads a statement.
const ROWS: usize = 100;

/// The register as stored; `None` where no place is stored yet.
pub async fn load(from: &mut impl Read) -> Result<Option<Register>, DbError> {
    let places = from
        .all(sql(
            "select code, valid_from, valid_to, name, level, kind, statistical_only, civil_code, english \
             from place order by code, valid_from",
        ))
        .await?;
    if places.is_empty() {
        return Ok(None);
    }
    let links = from
        .all(sql(
            "select child, tree, valid_from, valid_to, parent from place_link order by child, tree, valid_from",
        ))
        .await?;
    let events = from
        .all(sql(
            "select date, \"precision\", kind, tree, code, name, new_code, new_name, parent, new_parent, source, \
             source_url, note from place_event order by number",
        ))
        .await?;
    let records = Records {
        places: places.iter().map(place).collect::<Result<_, _>>()?,
        links: links.iter().map(link).collect::<Result<_, _>>()?,
    };
    let events = events.iter().map(event).collect::<Result<_, _>>()?;
    match Register::build(records, events) {
        Ok(register) => Ok(Some(register)),
        Err(problems) => Err(DbError::Other(format!("the stored places do not fit together: {problems:?}"))),
    }
}

/// Stores a whole register where none is stored: many rows an insert.
pub async fn seed(tx: &mut WriteTx<'_>, register: &Register) -> Result<(), DbError> {
    put_places(tx, &register.records().places.iter().collect::<Vec<_>>()).await?;
    put_links(tx, &register.records().links.iter().collect::<Vec<_>>()).await?;
    put_events(tx, 0, register.events()).await?;
    next_version(tx).await
}

/// Counts the version up. Whoever is second waits here until the first has ended.
pub async fn next_version(tx: &mut WriteTx<'_>) -> Result<(), DbError> {
    tx.run_one(sql("update place_head set version = version + 1 where id = 1")).await
}

/// Writes what differs between two registers, and the events that came.
pub async fn replace(tx: &mut WriteTx<'_>, old: &Register, new: &Register) -> Result<(), DbError> {
    let before: HashMap<_, _> = old.records().places.iter().map(|p| ((&p.code, p.valid_from), p)).collect();
    let after: HashMap<_, _> = new.records().places.iter().map(|p| ((&p.code, p.valid_from), p)).collect();
    for (code, from) in before.iter().filter(|(key, have)| after.get(*key) != Some(*have)).map(|(key, _)| key)
    {
        let gone = sql("delete from place where code = $1 and valid_from = $2");
        tx.run_one(gone.bind(*code).bind(text(*from))).await?;
    }
    let fresh: Vec<_> =
        after.iter().filter(|(key, have)| before.get(*key) != Some(*have)).map(|(_, p)| *p).collect();
    put_places(tx, &fresh).await?;
    let key = |link: &LinkRecord| (link.child.clone(), link.tree.clone(), link.valid_from);
    let before: HashMap<_, _> = old.records().links.iter().map(|link| (key(link), link)).collect();
    let after: HashMap<_, _> = new.records().links.iter().map(|link| (key(link), link)).collect();
    for (child, tree, from) in
        before.iter().filter(|(key, have)| after.get(*key) != Some(*have)).map(|(key, _)| key)
    {
        let gone = sql("delete from place_link where child = $1 and tree = $2 and valid_from = $3");
        tx.run_one(gone.bind(child).bind(tree).bind(text(*from))).await?;
    }
    let fresh: Vec<_> =
        after.iter().filter(|(key, have)| before.get(*key) != Some(*have)).map(|(_, link)| *link).collect();
    put_links(tx, &fresh).await?;
    let known = sql("select coalesce(max(number), 0) as last from place_event");
    let last = tx.one(known).await?.int("last")?;
    let came: Vec<EventRecord> =
        new.events().iter().filter(|event| !old.events().contains(event)).cloned().collect();
    put_events(tx, last, &came).await
}

async fn put_places(tx: &mut WriteTx<'_>, places: &[&PlaceRecord]) -> Result<(), DbError> {
    let into = "insert into place (code, valid_from, valid_to, name, level, kind, statistical_only, civil_code, english) values ";
    let values = |place: &&PlaceRecord| -> Vec<Val> {
        vec![
            Val::from(&place.code),
            text(place.valid_from).into(),
            place.valid_to.into(),
            Val::from(&place.name),
            place.level.as_str().into(),
            place.kind.as_str().into(),
            place.statistical_only.into(),
            place.civil_code.clone().into(),
            place.english.clone().into(),
        ]
    };
    put(tx, into, places.iter().map(values)).await
}

async fn put_links(tx: &mut WriteTx<'_>, links: &[&LinkRecord]) -> Result<(), DbError> {
    let into = "insert into place_link (child, tree, valid_from, valid_to, parent) values ";
    let values = |link: &&LinkRecord| -> Vec<Val> {
        let from = text(link.valid_from);
        vec![
            Val::from(&link.child),
            Val::from(&link.tree),
            from.into(),
            link.valid_to.into(),
            Val::from(&link.parent),
        ]
    };
    put(tx, into, links.iter().map(values)).await
}

async fn put_events(tx: &mut WriteTx<'_>, last: i64, events: &[EventRecord]) -> Result<(), DbError> {
    let into = "insert into place_event (number, date, \"precision\", kind, tree, code, name, new_code, new_name, parent, \
                new_parent, source, source_url, note) values ";
    let values = |(number, event): (i64, &EventRecord)| -> Vec<Val> {
        let words = [event.precision.as_str(), event.kind.as_str()];
        let texts = [
            &event.tree,
            &event.code,
            &event.name,
            &event.new_code,
            &event.new_name,
            &event.parent,
            &event.new_parent,
            &event.source,
            &event.source_url,
            &event.note,
        ];
        let mut row = vec![Val::from(number), event.date.into()];
        row.extend(words.into_iter().map(Val::from));
        row.extend(texts.into_iter().map(Val::from));
        row
    };
    put(tx, into, (last + 1..).zip(events).map(values)).await
}

async fn put(
    tx: &mut WriteTx<'_>,
    into: &'static str,
    rows: impl Iterator<Item = Vec<Val>>,
) -> Result<(), DbError> {
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let mut query: Query = sql(into);
        for (at, row) in rows.by_ref().take(ROWS).enumerate() {
            query = query.push_list(if at == 0 { "({})" } else { ", ({})" }, row);
        }
        tx.run(query).await?;
    }
    Ok(())
}

fn text(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn first_day(row: &Row) -> Result<Option<Date>, DbError> {
    let text = row.text("valid_from")?;
    if text.is_empty() {
        return Ok(None);
    }
    row.date("valid_from").map(Some)
}

fn word<T>(row: &Row, column: &str, read: fn(&str) -> Option<T>) -> Result<T, DbError> {
    let word = row.text(column)?;
    let unknown = || DbError::Column { column: column.to_owned(), cause: format!("unknown word {word}") };
    read(&word).ok_or_else(unknown)
}

fn place(row: &Row) -> Result<PlaceRecord, DbError> {
    Ok(PlaceRecord {
        code: row.text("code")?,
        name: row.text("name")?,
        level: word(row, "level", Level::parse)?,
        kind: word(row, "kind", Kind::parse)?,
        valid_from: first_day(row)?,
        valid_to: row.opt_date("valid_to")?,
        statistical_only: row.flag("statistical_only")?,
        civil_code: row.opt_text("civil_code")?,
        english: row.opt_text("english")?,
    })
}

fn link(row: &Row) -> Result<LinkRecord, DbError> {
    Ok(LinkRecord {
        child: row.text("child")?,
        parent: row.text("parent")?,
        tree: row.text("tree")?,
        valid_from: first_day(row)?,
        valid_to: row.opt_date("valid_to")?,
    })
}

fn event(row: &Row) -> Result<EventRecord, DbError> {
    Ok(EventRecord {
        date: row.date("date")?,
        precision: word(row, "precision", Precision::parse)?,
        kind: word(row, "kind", EventKind::parse)?,
        tree: row.text("tree")?,
        code: row.text("code")?,
        name: row.text("name")?,
        new_code: row.text("new_code")?,
        new_name: row.text("new_name")?,
        parent: row.text("parent")?,
        new_parent: row.text("new_parent")?,
        source: row.text("source")?,
        source_url: row.text("source_url")?,
        note: row.text("note")?,
    })
}
