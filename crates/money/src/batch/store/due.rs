//! Which open commitments are due, and taking them for a batch. It must never take one that another batch holds.

use anye_db::{DbError, Query, Read, WriteTx, sql};

use super::super::model::Line;

/// Gives commitments whose lines are in one of these states back to who makes batches.
pub(in crate::batch) async fn reopen(tx: &mut WriteTx<'_>, batch: &str, state: &str) -> Result<u64, DbError> {
    let query = sql(
        "update money_commitment set state = 'open', batch_id = null where batch_id = $1 and state = 'batched' \
         and id in (select commitment_id from money_line where batch_id = $2 and state = $3)",
    );
    tx.run(query.bind(batch).bind(batch).bind(state)).await
}

/// Which open commitments are due.
#[derive(Debug, Clone, Default)]
pub(in crate::batch) struct Due {
    pub fund: String,
    pub year: i64,
    pub places: Vec<String>,
    pub benefit: String,
    pub period: String,
    pub until: String,
}

/// Waits until nobody else makes a batch of this year: on PostgreSQL two at once would wait for each other's rows, or take the same number.
pub(in crate::batch) async fn take_turn(tx: &mut WriteTx<'_>, year: i64) -> Result<(), DbError> {
    let query = sql(
        "insert into money_turn (year, turn) values ($1, 1) on conflict (year) do update set turn = money_turn.turn + 1",
    );
    tx.run_one(query.bind(year)).await
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
pub(in crate::batch) async fn due_places(
    from: &mut impl Read,
    fund: &str,
    year: i64,
) -> Result<Vec<String>, DbError> {
    let query =
        sql("select distinct place from money_commitment where fund = $1 and year = $2 and state = 'open'");
    from.all(query.bind(fund).bind(year)).await?.iter().map(|row| row.text("place")).collect()
}

/// Count and sum of what is due by benefit: with an account, and without.
pub(in crate::batch) async fn due_sums(
    from: &mut impl Read,
    which: &Due,
) -> Result<Vec<(String, bool, i64, i64)>, DbError> {
    let query = sql(format!(
        "select c.benefit, cast(case when {HAS_ACCOUNT} then 1 else 0 end as bigint) as known, count(*) as n, cast(sum(c.amount) as bigint) as amount \
         from money_commitment c where"
    ));
    let query = due(query, which).push(" group by 1, 2 order by 1, 2");
    let rows = from.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.text("benefit")?, row.int("known")? == 1, row.int("n")?, row.int("amount")?)))
        .collect()
}

/// Takes open commitments for a batch, the earliest due first: only what is open at that moment, so that two batches never hold one.
pub(in crate::batch) async fn claim(
    tx: &mut WriteTx<'_>,
    batch: &str,
    which: &Due,
    most: i64,
) -> Result<u64, DbError> {
    let query = sql("update money_commitment set state = 'batched', ")
        .push_bind("batch_id = {}", batch)
        .push(" where state = 'open' and id in (select c.id from money_commitment c where");
    let query = due(query, which);
    tx.run(query.push(&format!(" and {HAS_ACCOUNT} order by c.due_on, c.id limit {most})"))).await
}

/// What was taken, as lines: in the order of benefit, payee and id, with the account in use.
pub(in crate::batch) async fn claimed(from: &mut impl Read, batch: &str) -> Result<Vec<Line>, DbError> {
    let query = sql(
        "select c.id, c.payee_kind, c.payee, c.payee_name, c.whom_kind, c.whom, c.benefit, c.period, c.amount, p.id as account_id, p.account_shown, p.account_blind \
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
                whom_kind: row.text("whom_kind")?,
                whom: row.text("whom")?,
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
