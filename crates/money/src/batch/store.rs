//! Batches, lines and hands in the database.

use std::collections::BTreeMap;

use anye_db::{DbError, Query, Read, Row, WriteTx, sql};

use super::model::{Batch, Hand, Happened, Line};
use crate::ledger::{Books, Legs, Side};
use crate::payee::Held;

const BATCH: &str = "b.id, b.place, b.year, b.seq, b.fund, b.bank, b.title, b.state, b.n_lines, b.total, b.digest, b.needs, b.file_digest, b.sent_at, \
     b.settled_at, b.at, b.row_version";
pub(crate) const LINE: &str = "l.batch_id, l.n, l.commitment_id, l.payee_kind, l.payee, l.payee_name, l.benefit, l.period, l.amount, l.account_id, l.account, \
     l.account_blind, l.state, l.bank_ref, l.note, l.settled_on";
/// Rows in one statement.
const ROWS: usize = 1_000;

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

pub(crate) fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        batch_id: row.text("batch_id")?,
        n: row.int("n")?,
        commitment_id: row.text("commitment_id")?,
        payee_kind: row.text("payee_kind")?,
        payee: row.text("payee")?,
        payee_name: row.text("payee_name")?,
        benefit: row.text("benefit")?,
        period: row.text("period")?,
        amount_fen: row.int("amount")?,
        account_id: row.text("account_id")?,
        account: row.text("account")?,
        account_blind: row.text("account_blind")?,
        state: row.text("state")?,
        bank_ref: row.opt_text("bank_ref")?,
        note: row.opt_text("note")?,
        settled_on: row.opt_text("settled_on")?,
    })
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Batch>, DbError> {
    let query = sql(format!("select {BATCH} from money_batch b where b.id = $1")).bind(id);
    from.optional(query).await?.as_ref().map(batch).transpose()
}

/// The newest first, of these places; with a fund or a state, those.
pub(super) async fn list(
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

pub(super) async fn places(from: &mut impl Read) -> Result<Vec<String>, DbError> {
    let rows = from.all(sql("select distinct place from money_batch order by place")).await?;
    rows.iter().map(|row| row.text("place")).collect()
}

pub(super) async fn next_seq(from: &mut impl Read, place: &str, year: i64) -> Result<i64, DbError> {
    let query = sql("select coalesce(max(seq), 0) + 1 as n from money_batch where place = $1 and year = $2");
    from.one(query.bind(place).bind(year)).await?.int("n")
}

pub(super) async fn insert(tx: &mut WriteTx<'_>, one: &Batch) -> Result<(), DbError> {
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
pub(super) async fn update(
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

pub(super) async fn insert_lines(tx: &mut WriteTx<'_>, lines: &[Line]) -> Result<(), DbError> {
    for chunk in lines.chunks(ROWS) {
        let mut query = sql(
            "insert into money_line (batch_id, n, commitment_id, payee_kind, payee, payee_name, benefit, period, amount, account_id, account, account_blind, state) values ",
        );
        for (at, one) in chunk.iter().enumerate() {
            query = query.push(if at == 0 { "(" } else { ", (" });
            query = query.push_bind("{}", &one.batch_id).push_bind(", {}", one.n);
            for text in
                [&one.commitment_id, &one.payee_kind, &one.payee, &one.payee_name, &one.benefit, &one.period]
            {
                query = query.push_bind(", {}", text);
            }
            query = query.push_bind(", {}", one.amount_fen);
            for text in [&one.account_id, &one.account, &one.account_blind, &one.state] {
                query = query.push_bind(", {}", text);
            }
            query = query.push(")");
        }
        tx.run(query).await?;
    }
    Ok(())
}

/// All lines in their order.
pub(crate) async fn lines(from: &mut impl Read, batch: &str) -> Result<Vec<Line>, DbError> {
    let query =
        sql(format!("select {LINE} from money_line l where l.batch_id = $1 order by l.n")).bind(batch);
    from.all(query).await?.iter().map(line).collect()
}

/// Some lines after a number, with a state where one is given.
pub(super) async fn some_lines(
    from: &mut impl Read,
    batch: &str,
    state: Option<&str>,
    after: i64,
    most: u32,
) -> Result<Vec<Line>, DbError> {
    let mut query = sql(format!("select {LINE} from money_line l where l.batch_id = $1 and l.n > $2"))
        .bind(batch)
        .bind(after);
    if let Some(state) = state {
        query = query.push_bind(" and l.state = {}", state);
    }
    from.all(query.push(&format!(" order by l.n limit {most}"))).await?.iter().map(line).collect()
}

pub(crate) async fn find_line(from: &mut impl Read, batch: &str, n: i64) -> Result<Option<Line>, DbError> {
    let query = sql(format!("select {LINE} from money_line l where l.batch_id = $1 and l.n = $2"));
    from.optional(query.bind(batch).bind(n)).await?.as_ref().map(line).transpose()
}

/// Count and sum of the lines by state.
pub(super) async fn by_state(from: &mut impl Read, batch: &str) -> Result<Vec<(String, i64, i64)>, DbError> {
    let query = sql(
        "select state, count(*) as n, cast(sum(amount) as bigint) as amount from money_line where batch_id = $1 group by state order by state",
    );
    let rows = from.all(query.bind(batch)).await?;
    rows.iter().map(|row| Ok((row.text("state")?, row.int("n")?, row.int("amount")?))).collect()
}

pub(super) async fn set_lines(
    tx: &mut WriteTx<'_>,
    batch: &str,
    from: &str,
    to: &str,
) -> Result<u64, DbError> {
    let query = sql("update money_line set state = $1 where batch_id = $2 and state = $3");
    tx.run(query.bind(to).bind(batch).bind(from)).await
}

/// Takes lines out; gives how many there were.
pub(super) async fn withdraw(tx: &mut WriteTx<'_>, batch: &str, numbers: &[i64]) -> Result<u64, DbError> {
    let mut taken = 0;
    for chunk in numbers.chunks(ROWS) {
        let query = sql("update money_line set state = 'withdrawn' where state = 'prepared' and ")
            .push_bind("batch_id = {}", batch)
            .push_list(" and n in ({})", chunk.iter().copied());
        taken += tx.run(query).await?;
    }
    Ok(taken)
}

/// Gives commitments whose lines are in one of these states back to who makes batches.
pub(super) async fn reopen(tx: &mut WriteTx<'_>, batch: &str, state: &str) -> Result<u64, DbError> {
    let query = sql(
        "update money_commitment set state = 'open', batch_id = null where batch_id = $1 and state = 'batched' \
         and id in (select commitment_id from money_line where batch_id = $2 and state = $3)",
    );
    tx.run(query.bind(batch).bind(batch).bind(state)).await
}

/// Which open commitments are due.
#[derive(Debug, Clone, Default)]
pub(super) struct Due {
    pub fund: String,
    pub year: i64,
    pub places: Vec<String>,
    pub benefit: String,
    pub period: String,
    pub until: String,
}

const HAS_ACCOUNT: &str = "exists (select 1 from money_payee p where p.payee_kind = c.payee_kind and p.payee = c.payee and p.ended is null)";

fn due(query: Query, due: &Due) -> Query {
    let mut query = query
        .push_bind(" c.state = 'open' and c.fund = {}", &due.fund)
        .push_bind(" and c.year = {}", due.year)
        .push_bind(" and c.due_on <= {}", &due.until)
        .push_list(" and c.place in ({})", due.places.iter().map(String::as_str));
    if !due.benefit.is_empty() {
        query = query.push_bind(" and c.benefit = {}", &due.benefit);
    }
    if !due.period.is_empty() {
        query = query.push_bind(" and c.period = {}", &due.period);
    }
    query
}

/// Places with open commitments of a fund in a year.
pub(super) async fn due_places(from: &mut impl Read, fund: &str, year: i64) -> Result<Vec<String>, DbError> {
    let query =
        sql("select distinct place from money_commitment where fund = $1 and year = $2 and state = 'open'");
    from.all(query.bind(fund).bind(year)).await?.iter().map(|row| row.text("place")).collect()
}

/// Count and sum of what is due by benefit: with an account, and without.
pub(super) async fn due_sums(
    from: &mut impl Read,
    which: &Due,
) -> Result<Vec<(String, bool, i64, i64)>, DbError> {
    let query = sql(format!(
        "select c.benefit, case when {HAS_ACCOUNT} then 1 else 0 end as known, count(*) as n, cast(sum(c.amount) as bigint) as amount \
         from money_commitment c where"
    ));
    let query = due(query, which).push(" group by 1, 2 order by 1, 2");
    let rows = from.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.text("benefit")?, row.int("known")? == 1, row.int("n")?, row.int("amount")?)))
        .collect()
}

/// Takes open commitments for a batch, the earliest due first: only what is open at that moment, so that two batches never hold one.
pub(super) async fn claim(tx: &mut WriteTx<'_>, batch: &str, which: &Due, most: i64) -> Result<u64, DbError> {
    let query = sql("update money_commitment set state = 'batched', ")
        .push_bind("batch_id = {}", batch)
        .push(" where state = 'open' and id in (select c.id from money_commitment c where");
    let query = due(query, which);
    tx.run(query.push(&format!(" and {HAS_ACCOUNT} order by c.due_on, c.id limit {most})"))).await
}

/// What was taken, as lines: in the order of benefit, payee and id, with the account in use.
pub(super) async fn claimed(from: &mut impl Read, batch: &str) -> Result<Vec<Line>, DbError> {
    let query = sql(
        "select c.id, c.payee_kind, c.payee, c.payee_name, c.benefit, c.period, c.amount, p.id as account_id, p.account_shown, p.account_blind \
         from money_commitment c join money_payee p on p.payee_kind = c.payee_kind and p.payee = c.payee and p.ended is null \
         where c.batch_id = $1 order by c.benefit, c.payee, c.period, c.id",
    );
    let rows = from.all(query.bind(batch)).await?;
    (1_i64..)
        .zip(&rows)
        .map(|(n, row)| {
            Ok(Line {
                batch_id: batch.to_owned(),
                n,
                commitment_id: row.text("id")?,
                payee_kind: row.text("payee_kind")?,
                payee: row.text("payee")?,
                payee_name: row.text("payee_name")?,
                benefit: row.text("benefit")?,
                period: row.text("period")?,
                amount_fen: row.int("amount")?,
                account_id: row.text("account_id")?,
                account: row.text("account_shown")?,
                account_blind: row.text("account_blind")?,
                state: "prepared".to_owned(),
                bank_ref: None,
                note: None,
                settled_on: None,
            })
        })
        .collect()
}

pub(super) async fn hands(from: &mut impl Read, batch: &str) -> Result<Vec<Hand>, DbError> {
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

pub(super) async fn put_hand(
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
pub(super) async fn void_checks(tx: &mut WriteTx<'_>, batch: &str) -> Result<u64, DbError> {
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
pub(super) async fn borne(
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
pub(super) fn moves(legs: Legs, borne: &[(Books, i64)], from: Side, to: Side) -> Legs {
    borne.iter().fold(legs, |legs, (books, amount)| legs.moved(books, from, to, *amount))
}

/// Accounts of lines that are no longer in use.
pub(super) async fn ended_accounts(from: &mut impl Read, batch: &str) -> Result<Vec<i64>, DbError> {
    let query = sql(
        "select l.n from money_line l join money_payee p on p.id = l.account_id where l.batch_id = $1 and l.state = 'prepared' \
         and (p.ended is not null or p.account_blind <> l.account_blind) order by l.n",
    );
    from.all(query.bind(batch)).await?.iter().map(|row| row.int("n")).collect()
}

/// The sealed accounts of a batch's lines, by row.
pub(super) async fn accounts(from: &mut impl Read, batch: &str) -> Result<BTreeMap<String, Held>, DbError> {
    let query = sql("select distinct p.id, p.name, p.bank, p.account_sealed from money_line l \
         join money_payee p on p.id = l.account_id where l.batch_id = $1");
    let rows = from.all(query.bind(batch)).await?;
    rows.iter()
        .map(|row| {
            let one = Held {
                id: row.text("id")?,
                name: row.text("name")?,
                bank: row.text("bank")?,
                sealed: row.text("account_sealed")?,
            };
            Ok((one.id.clone(), one))
        })
        .collect()
}
