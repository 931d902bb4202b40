//! Batches in the database: the batch itself, who put a hand to it, what happened. Lines and what is due have files of their own.

mod due;
mod line;
mod permit;

use anye_db::{DbError, Read, Row, WriteTx, sql};

pub(in crate::batch) use due::{Due, claim, claimed, due_places, due_sums, reopen, take_turn};
pub(in crate::batch) use line::{
    accounts, by_state, ended_accounts, insert_lines, set_lines, some_lines, withdraw,
};
pub(crate) use line::{find_line, lines, paid_line};
pub(in crate::batch) use permit::{decide, insert_permit, permit, permits};

use super::model::{Batch, Hand, Happened};
use crate::ledger::{Books, Legs, Side};

const BATCH: &str = "b.id, b.place, b.year, b.seq, b.fund, b.bank, b.title, b.state, b.n_lines, b.total, b.digest, b.needs, b.file_digest, b.sent_at, \
     b.settled_at, b.at, b.row_version";

fn batch(row: &Row) -> Result<Batch, DbError> {
    Ok(Batch {
        id: row.text("id")?,
        place: row.text("place")?,
        year: row.int("year")?,
        seq: row.int("seq")?,
        fund: row.text("fund")?,
        bank: row.text("bank")?,
        title: row.text("title")?,
        state: row.text("state")?,
        n_lines: row.int("n_lines")?,
        total: row.int("total")?,
        digest: row.text("digest")?,
        needs: row.int("needs")?,
        file_digest: row.opt_text("file_digest")?,
        sent_at: row.opt_int("sent_at")?,
        settled_at: row.opt_int("settled_at")?,
        at: row.int("at")?,
        version: row.int("row_version")?,
    })
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Batch>, DbError> {
    let query = sql(format!("select {BATCH} from money_batch b where b.id = $1")).bind(id);
    from.optional(query).await?.as_ref().map(batch).transpose()
}

/// The newest first, of these places; with a fund or a state, those.
pub(in crate::batch) async fn list(
    from: &mut impl Read,
    places: &[String],
    fund: Option<&str>,
    state: Option<&str>,
) -> Result<Vec<Batch>, DbError> {
    let mut query = sql(format!("select {BATCH} from money_batch b where "))
        .push_list("b.place in ({})", places.iter().map(String::as_str));
    if let Some(fund) = fund {
        query = query.push_bind(" and b.fund = {}", fund);
    }
    query = match state {
        Some("waiting") => query.push(" and b.state in ('made', 'checked', 'approved', 'sent')"),
        Some(state) => query.push_bind(" and b.state = {}", state),
        None => query,
    };
    from.all(query.push(" order by b.at desc, b.id desc limit 200")).await?.iter().map(batch).collect()
}

pub(in crate::batch) async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from money_batch order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

pub(in crate::batch) async fn next_seq(from: &mut impl Read, place: &str, year: i64) -> Result<i64, DbError> {
    let query = sql("select coalesce(max(seq), 0) + 1 as n from money_batch where place = $1 and year = $2");
    from.one(query.bind(place).bind(year)).await?.int("n")
}

pub(in crate::batch) async fn insert(tx: &mut WriteTx<'_>, one: &Batch) -> Result<(), DbError> {
    let query = sql(
        "insert into money_batch (id, place, year, seq, fund, bank, title, state, n_lines, total, digest, needs, at, row_version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(&one.id)
    .bind(&one.place)
    .bind(one.year)
    .bind(one.seq)
    .bind(&one.fund)
    .bind(&one.bank)
    .bind(&one.title)
    .bind(&one.state)
    .bind(one.n_lines)
    .bind(one.total)
    .bind(&one.digest)
    .bind(one.needs)
    .bind(one.at)
    .bind(one.version);
    tx.run_one(query).await
}

/// Writes what may change of it; somebody quicker makes it stale.
pub(in crate::batch) async fn update(
    tx: &mut WriteTx<'_>,
    one: &mut Batch,
    entry: Option<&str>,
) -> Result<(), DbError> {
    let query = sql(
        "update money_batch set state = $1, n_lines = $2, total = $3, digest = $4, needs = $5, file_digest = $6, sent_at = $7, settled_at = $8, \
         send_entry = coalesce($9, send_entry), row_version = row_version + 1 where id = $10 and row_version = $11",
    )
    .bind(&one.state)
    .bind(one.n_lines)
    .bind(one.total)
    .bind(&one.digest)
    .bind(one.needs)
    .bind(one.file_digest.clone())
    .bind(one.sent_at)
    .bind(one.settled_at)
    .bind(entry)
    .bind(&one.id)
    .bind(one.version);
    tx.run_one(query).await?;
    one.version += 1;
    Ok(())
}

pub(in crate::batch) async fn hands(from: &mut impl Read, batch: &str) -> Result<Vec<Hand>, DbError> {
    let query = sql(
        "select person_key, act, account, name, digest, at from money_hand where batch_id = $1 order by at, act",
    );
    let rows = from.all(query.bind(batch)).await?;
    rows.iter()
        .map(|row| {
            Ok(Hand {
                act: row.text("act")?,
                account: row.text("account")?,
                name: row.text("name")?,
                digest: row.text("digest")?,
                at: row.int("at")?,
                person_key: row.text("person_key")?,
            })
        })
        .collect()
}

pub(in crate::batch) async fn put_hand(
    tx: &mut WriteTx<'_>,
    batch: &Batch,
    act: &str,
    key: &str,
) -> Result<(), DbError> {
    let scope = tx.scope();
    let query = sql(
        "insert into money_hand (batch_id, person_key, act, account, name, digest, at) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&batch.id)
    .bind(key)
    .bind(act)
    .bind(&scope.actor.id)
    .bind(&scope.actor.name)
    .bind(&batch.digest)
    .bind(scope.world.now_ms());
    tx.run_one(query).await
}

/// Voids what was checked.
pub(in crate::batch) async fn void_checks(tx: &mut WriteTx<'_>, batch: &str) -> Result<u64, DbError> {
    tx.run(sql("delete from money_hand where batch_id = $1 and act = 'check'").bind(batch)).await
}

pub(crate) async fn happened(
    tx: &mut WriteTx<'_>,
    batch: &str,
    what: &str,
    detail: &serde_json::Value,
) -> Result<(), DbError> {
    let scope = tx.scope();
    let query = sql(
        "insert into money_event (batch_id, seq, at, by_id, by_name, what, detail) \
         select $1, (select coalesce(max(seq), 0) + 1 from money_event where batch_id = $2), $3, $4, $5, $6, $7",
    )
    .bind(batch)
    .bind(batch)
    .bind(scope.world.now_ms())
    .bind(&scope.actor.id)
    .bind(&scope.actor.name)
    .bind(what)
    .bind(detail);
    tx.run_one(query).await
}

pub(crate) async fn events(from: &mut impl Read, batch: &str) -> Result<Vec<Happened>, DbError> {
    let query =
        sql("select at, by_name, what, detail from money_event where batch_id = $1 order by seq").bind(batch);
    let rows = from.all(query).await?;
    rows.iter()
        .map(|row| {
            Ok(Happened {
                at: row.int("at")?,
                by_name: row.text("by_name")?,
                what: row.text("what")?,
                detail: row.json("detail")?,
            })
        })
        .collect()
}

/// What each place bears of the lines in a state: the legs of a posting are made from it.
pub(in crate::batch) async fn borne(
    from: &mut impl Read,
    batch: &Batch,
    result: Option<(&str, &str)>,
) -> Result<Vec<(Books, i64)>, DbError> {
    let query = match result {
        None => sql(
            "select s.place, cast(sum(s.amount) as bigint) as amount from money_line l join money_share s on s.commitment_id = l.commitment_id \
             where l.batch_id = $1 and l.state = 'prepared' group by s.place order by s.place",
        )
        .bind(&batch.id),
        Some((result, state)) => sql(
            "select s.place, cast(sum(s.amount) as bigint) as amount from money_outcome o \
             join money_line l on l.batch_id = o.batch_id and l.n = o.n join money_share s on s.commitment_id = l.commitment_id \
             where o.result_id = $1 and o.state = $2 group by s.place order by s.place",
        )
        .bind(result)
        .bind(state),
    };
    let rows = from.all(query).await?;
    rows.iter()
        .map(|row| Ok((Books::new(&batch.fund, &row.text("place")?, batch.year), row.int("amount")?)))
        .collect()
}

/// The same move in all of these books.
pub(in crate::batch) fn moves(legs: Legs, borne: &[(Books, i64)], from: Side, to: Side) -> Legs {
    borne.iter().fold(legs, |legs, (books, amount)| legs.moved(books, from, to, *amount))
}
