//! Lines of batches in the database, and the sealed accounts they go to.

use std::collections::BTreeMap;

use anye_db::{DbError, Read, Row, Val, WriteTx, sql};

use super::super::model::Line;
use crate::payee::Held;

const LINE: &str = "l.batch_id, l.n, l.commitment_id, l.payee_kind, l.payee, l.payee_name, l.whom_kind, l.whom, l.benefit, l.period, l.amount, l.account_id, l.account, \
     l.account_blind, l.state, l.bank_ref, l.note, l.settled_on";
/// Rows in one statement.
const ROWS: usize = 1_000;

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        batch_id: row.text("batch_id")?,
        n: row.int("n")?,
        commitment_id: row.text("commitment_id")?,
        payee_kind: row.text("payee_kind")?,
        payee: row.text("payee")?,
        payee_name: row.text("payee_name")?,
        whom_kind: row.text("whom_kind")?,
        whom: row.text("whom")?,
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

pub(in crate::batch) async fn insert_lines(tx: &mut WriteTx<'_>, lines: &[Line]) -> Result<(), DbError> {
    let row = |one: &Line| {
        let texts = [&one.account_id, &one.account, &one.account_blind, &one.state];
        let mut row: Vec<Val> = vec![Val::from(&one.batch_id), one.n.into(), Val::from(&one.commitment_id)];
        let whom = [
            &one.payee_kind,
            &one.payee,
            &one.payee_name,
            &one.whom_kind,
            &one.whom,
            &one.benefit,
            &one.period,
        ];
        row.extend(whom.map(Val::from));
        row.push(one.amount_fen.into());
        row.extend(texts.map(Val::from));
        row
    };
    let columns = "batch_id, n, commitment_id, payee_kind, payee, payee_name, whom_kind, whom, benefit, period, amount, account_id, account, account_blind, state";
    tx.insert("money_line", columns, lines.iter().map(row).collect()).await
}

/// All lines in their order.
pub(crate) async fn lines(from: &mut impl Read, batch: &str) -> Result<Vec<Line>, DbError> {
    let query =
        sql(format!("select {LINE} from money_line l where l.batch_id = $1 order by l.n")).bind(batch);
    from.all(query).await?.iter().map(line).collect()
}

/// Some lines after a number, with a state where one is given.
pub(in crate::batch) async fn some_lines(
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

/// The line by which a commitment was paid.
pub(crate) async fn paid_line(from: &mut impl Read, commitment: &str) -> Result<Option<Line>, DbError> {
    let query =
        sql(format!("select {LINE} from money_line l where l.commitment_id = $1 and l.state = 'paid'"));
    from.optional(query.bind(commitment)).await?.as_ref().map(line).transpose()
}

/// Count and sum of the lines by state.
pub(in crate::batch) async fn by_state(
    from: &mut impl Read,
    batch: &str,
) -> Result<Vec<(String, i64, i64)>, DbError> {
    let query = sql(
        "select state, count(*) as n, cast(sum(amount) as bigint) as amount from money_line where batch_id = $1 group by state order by state",
    );
    let rows = from.all(query.bind(batch)).await?;
    rows.iter().map(|row| Ok((row.text("state")?, row.int("n")?, row.int("amount")?))).collect()
}

pub(in crate::batch) async fn set_lines(
    tx: &mut WriteTx<'_>,
    batch: &str,
    from: &str,
    to: &str,
) -> Result<u64, DbError> {
    let query = sql("update money_line set state = $1 where batch_id = $2 and state = $3");
    tx.run(query.bind(to).bind(batch).bind(from)).await
}

/// Takes lines out; gives how many there were.
pub(in crate::batch) async fn withdraw(
    tx: &mut WriteTx<'_>,
    batch: &str,
    numbers: &[i64],
) -> Result<u64, DbError> {
    let mut taken = 0;
    for chunk in numbers.chunks(ROWS) {
        let query = sql("update money_line set state = 'withdrawn' where state = 'prepared' and ")
            .push_bind("batch_id = {}", batch)
            .push_list(" and n in ({})", chunk.iter().copied());
        taken += tx.run(query).await?;
    }
    Ok(taken)
}

/// Accounts of lines that are no longer in use.
pub(in crate::batch) async fn ended_accounts(from: &mut impl Read, batch: &str) -> Result<Vec<i64>, DbError> {
    let query = sql(
        "select l.n from money_line l join money_payee p on p.id = l.account_id where l.batch_id = $1 and l.state = 'prepared' \
         and (p.ended is not null or p.account_blind <> l.account_blind) order by l.n",
    );
    from.all(query.bind(batch)).await?.iter().map(|row| row.int("n")).collect()
}

/// The sealed accounts of a batch's lines, by row.
pub(in crate::batch) async fn accounts(
    from: &mut impl Read,
    batch: &str,
) -> Result<BTreeMap<String, Held>, DbError> {
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
