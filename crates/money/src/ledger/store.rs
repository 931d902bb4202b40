//! Accounts, journal and legs in the database. It must never change or delete a row of the journal.

use anye_db::{DbError, Read, Row, WriteTx, sql};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Books, Leg, Side};

/// One row of the journal with its legs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = money::ledger::Entry)]
pub struct Entry {
    /// Id.
    pub id: String,
    /// When it was made, in milliseconds.
    pub at: i64,
    /// Chinese day that it counts for.
    pub on_day: String,
    /// Word of its kind.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// What brought it about.
    pub ref_kind: String,
    /// Which one.
    pub ref_id: String,
    /// The entry it takes back.
    pub reverses: Option<String>,
    /// Who.
    pub by_name: String,
    /// Its legs.
    pub legs: Vec<Leg>,
}

/// Rows in one statement: SQLite takes 32,766 values.
const ROWS: usize = 500;

pub(super) async fn insert(tx: &mut WriteTx<'_>, entry: &Entry, by_id: &str) -> Result<(), DbError> {
    let query = sql(
        "insert into money_entry (id, at, on_day, kind, reason, ref_kind, ref_id, reverses, by_id, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&entry.id)
    .bind(entry.at)
    .bind(&entry.on_day)
    .bind(&entry.kind)
    .bind(&entry.reason)
    .bind(&entry.ref_kind)
    .bind(&entry.ref_id)
    .bind(entry.reverses.clone())
    .bind(by_id)
    .bind(&entry.by_name);
    tx.run_one(query).await?;
    for (chunk, legs) in entry.legs.chunks(ROWS).enumerate() {
        let mut query = sql("insert into money_leg (entry_id, n, fund, place, year, side, amount) values ");
        for (at, leg) in legs.iter().enumerate() {
            query = query.push(if at == 0 { "(" } else { ", (" });
            query = query
                .push_bind("{}", &entry.id)
                .push_bind(", {}", (chunk * ROWS + at) as i64)
                .push_bind(", {}", &leg.books.fund)
                .push_bind(", {}", &leg.books.place)
                .push_bind(", {}", leg.books.year)
                .push_bind(", {}", leg.side.word())
                .push_bind(", {})", leg.amount);
        }
        tx.run(query).await?;
    }
    Ok(())
}

/// Adds a leg to its account; the row stays locked until the write ends.
pub(super) async fn add(tx: &mut WriteTx<'_>, leg: &Leg) -> Result<i64, DbError> {
    let books = &leg.books;
    let query = sql(
        "insert into money_account (fund, place, year, side, balance) values ($1, $2, $3, $4, $5) \
         on conflict (fund, place, year, side) do update set balance = money_account.balance + excluded.balance returning balance",
    )
    .bind(&books.fund)
    .bind(&books.place)
    .bind(books.year)
    .bind(leg.side.word())
    .bind(leg.amount);
    tx.one(query).await?.int("balance")
}

/// The balances of one set of books.
pub(crate) async fn balances(from: &mut impl Read, books: &Books) -> Result<Vec<(Side, i64)>, DbError> {
    let query = sql(
        "select side, balance from money_account where fund = $1 and place = $2 and year = $3 order by side",
    );
    let rows = from.all(query.bind(&books.fund).bind(&books.place).bind(books.year)).await?;
    rows.iter().map(|row| Ok((side(row)?, row.int("balance")?))).collect()
}

pub(super) fn side(row: &Row) -> Result<Side, DbError> {
    let word = row.text("side")?;
    Side::from_word(&word).ok_or_else(|| DbError::Other(format!("no side {word}")))
}

fn leg(row: &Row) -> Result<Leg, DbError> {
    let books = Books { fund: row.text("fund")?, place: row.text("place")?, year: row.int("year")? };
    Ok(Leg { books, side: side(row)?, amount: row.int("amount")? })
}

fn entry(row: &Row) -> Result<Entry, DbError> {
    Ok(Entry {
        id: row.text("id")?,
        at: row.int("at")?,
        on_day: row.text("on_day")?,
        kind: row.text("kind")?,
        reason: row.text("reason")?,
        ref_kind: row.text("ref_kind")?,
        ref_id: row.text("ref_id")?,
        reverses: row.opt_text("reverses")?,
        by_name: row.text("by_name")?,
        legs: Vec::new(),
    })
}

const COLUMNS: &str = "e.id, e.at, e.on_day, e.kind, e.reason, e.ref_kind, e.ref_id, e.reverses, e.by_name";

/// One entry with its legs.
pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Entry>, DbError> {
    let query = sql(format!("select {COLUMNS} from money_entry e where e.id = $1"));
    let Some(row) = from.optional(query.bind(id)).await? else { return Ok(None) };
    let mut found = entry(&row)?;
    let query = sql("select fund, place, year, side, amount from money_leg where entry_id = $1 order by n");
    found.legs = from.all(query.bind(id)).await?.iter().map(leg).collect::<Result<_, _>>()?;
    Ok(Some(found))
}

/// Whether an entry was taken back.
pub(crate) async fn reversed_by(from: &mut impl Read, id: &str) -> Result<Option<String>, DbError> {
    let found = from.optional(sql("select id from money_entry where reverses = $1").bind(id)).await?;
    found.map(|row| row.text("id")).transpose()
}

/// The entries that touched one set of books, newest first, each with its legs there.
pub(crate) async fn of_books(from: &mut impl Read, books: &Books, most: u32) -> Result<Vec<Entry>, DbError> {
    let query = sql(format!(
        "select {COLUMNS} from money_entry e where exists (select 1 from money_leg l where l.entry_id = e.id and l.fund = $1 and l.place = $2 and l.year = $3) \
         order by e.at desc, e.id desc limit {most}"
    ));
    let rows = from.all(query.bind(&books.fund).bind(&books.place).bind(books.year)).await?;
    let mut all = rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<String> = all.iter().map(|one| one.id.clone()).collect();
    let query = sql("select entry_id, fund, place, year, side, amount from money_leg where ")
        .push_list("entry_id in ({})", ids)
        .push_bind(" and fund = {}", &books.fund)
        .push_bind(" and place = {}", &books.place)
        .push_bind(" and year = {} order by entry_id, n", books.year);
    for row in from.all(query).await? {
        let id = row.text("entry_id")?;
        if let Some(one) = all.iter_mut().find(|one| one.id == id) {
            one.legs.push(leg(&row)?);
        }
    }
    Ok(all)
}

/// Sums of legs and balances of every account of a year: what the trial balance is made from.
pub(super) async fn sums(
    from: &mut impl Read,
    year: i64,
    places: &[String],
) -> Result<Vec<(Books, Side, i64, i64)>, DbError> {
    let query = sql(
        "select a.fund, a.place, a.year, a.side, a.balance, cast(coalesce((select sum(l.amount) from money_leg l \
         where l.fund = a.fund and l.place = a.place and l.year = a.year and l.side = a.side), 0) as bigint) as posted \
         from money_account a where ",
    )
    .push_bind("a.year = {}", year)
    .push_list(" and a.place in ({}) order by a.fund, a.place, a.side", places.iter().map(String::as_str));
    let rows = from.all(query).await?;
    rows.iter()
        .map(|row| {
            let books = Books { fund: row.text("fund")?, place: row.text("place")?, year: row.int("year")? };
            Ok((books, side(row)?, row.int("balance")?, row.int("posted")?))
        })
        .collect()
}

/// Places with books of a year; with a fund, those of it.
pub(crate) async fn places(
    from: &mut impl Read,
    year: i64,
    fund: Option<&str>,
) -> Result<Vec<String>, DbError> {
    let query = sql("select distinct place from money_account where ").push_bind("year = {}", year);
    let query = match fund {
        Some(fund) => query.push_bind(" and fund = {}", fund),
        None => query,
    };
    from.all(query.push(" order by place")).await?.iter().map(|row| row.text("place")).collect()
}

/// Sums of a set of books by month, kind of entry and side.
pub(crate) async fn by_month(
    from: &mut impl Read,
    books: &Books,
) -> Result<Vec<(String, String, Side, i64)>, DbError> {
    let query = sql(
        "select substr(e.on_day, 1, 7) as month, e.kind, l.side, cast(sum(l.amount) as bigint) as amount from money_leg l \
         join money_entry e on e.id = l.entry_id where l.fund = $1 and l.place = $2 and l.year = $3 \
         group by substr(e.on_day, 1, 7), e.kind, l.side order by 1",
    );
    let rows = from.all(query.bind(&books.fund).bind(&books.place).bind(books.year)).await?;
    rows.iter()
        .map(|row| Ok((row.text("month")?, row.text("kind")?, side(row)?, row.int("amount")?)))
        .collect()
}

/// How all books of a year at places stand.
pub(crate) async fn standings(
    from: &mut impl Read,
    year: i64,
    places: &[String],
) -> Result<Vec<(Books, super::Standing)>, DbError> {
    let query = sql("select fund, place, year, side, balance from money_account where ")
        .push_bind("year = {}", year)
        .push_list(" and place in ({}) order by place, fund, side", places.iter().map(String::as_str));
    let mut all: Vec<(Books, Vec<(Side, i64)>)> = Vec::new();
    for row in from.all(query).await? {
        let books = Books { fund: row.text("fund")?, place: row.text("place")?, year: row.int("year")? };
        let one = (side(&row)?, row.int("balance")?);
        match all.last_mut() {
            Some((own, sides)) if *own == books => sides.push(one),
            _ => all.push((books, vec![one])),
        }
    }
    Ok(all.into_iter().map(|(books, sides)| (books, super::Standing::of(&sides))).collect())
}
