//! Batches to be read: the list, one with everything a checker needs, its lines page by page.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{Read as _, sql};
use serde::Serialize;
use utoipa::ToSchema;

use super::anomaly::{Anomaly, anomalies};
use super::model::{Batch, Hand, Happened, Line};
use super::permit::Permit;
use super::store;
use crate::{Money, rights};

/// Which batches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A place and all below it.
    pub place: Option<String>,
    /// Of a fund.
    pub fund: Option<String>,
    /// In a state; `waiting` for all that wait for somebody.
    pub state: Option<String>,
}

/// The batches that the caller may read, newest first, 200 at most.
///
/// # Errors
/// The store's own.
pub async fn list(money: &Money, caller: &Caller<'_>, filter: &Filter) -> Result<Vec<Batch>, Fault> {
    let mut from = &money.core.db;
    let mut places = store::places(&mut from).await?;
    places.retain(|place| {
        let within =
            filter.place.as_ref().is_none_or(|own| own == place || caller.places.is_within(place, own));
        within && rights::may(caller, Permission::FundsRead, place)
    });
    Ok(store::list(&mut from, &places, filter.fund.as_deref(), filter.state.as_deref()).await?)
}

/// Refuses where the caller may not read the batch; the answer is that of one that is not there.
///
/// # Errors
/// Not there, or not to be read.
pub async fn must_see(money: &Money, caller: &Caller<'_>, id: &str) -> Result<Batch, Fault> {
    let found = store::find(&mut &money.core.db, id).await?;
    found
        .filter(|one| rights::may(caller, Permission::FundsRead, &one.place))
        .ok_or_else(|| Fault::not_found("batch"))
}

/// A batch with everything a checker needs.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = money::Whole)]
pub struct Whole {
    /// The batch.
    pub batch: Batch,
    /// Its number.
    pub number: String,
    /// Who did what.
    pub hands: Vec<Hand>,
    /// What happened.
    pub history: Vec<Happened>,
    /// Lines by state: count and fen.
    pub states: Vec<(String, i64, i64)>,
    /// Lines by benefit: count and fen.
    pub benefits: Vec<(String, i64, i64)>,
    /// What to look at first.
    pub anomalies: Vec<Anomaly>,
    /// The batch of the same fund and place before it, for comparison: number, lines, fen.
    pub before: Option<(String, i64, i64)>,
    /// Payees who were not in that one, and those who are no longer.
    pub changed: (i64, i64),
    /// Who asked for a file with many accounts, and who allowed it.
    pub permits: Vec<Permit>,
}

/// Reads it.
///
/// # Errors
/// Not there, or not to be read: the answer is the same.
pub async fn show(money: &Money, caller: &Caller<'_>, id: &str) -> Result<Whole, Fault> {
    let mut from = &money.core.db;
    let batch = must_see(money, caller, id).await?;
    let lines = store::lines(&mut from, id).await?;
    let query = sql(
        "select l.n from money_line l join money_line o on o.whom_kind = l.whom_kind and o.whom = l.whom and o.benefit = l.benefit and o.period = l.period \
         and o.state in ('paid', 'sent', 'unknown') and o.batch_id <> l.batch_id where l.batch_id = $1 and l.state = 'prepared'",
    );
    let rows = from.all(query.bind(id)).await?;
    let before: Vec<i64> = rows.iter().map(|row| row.int("n")).collect::<Result<_, _>>()?;
    let fund = money.funds.fund(&batch.fund);
    let permitted = |benefit: &str| fund.is_some_and(|fund| fund.permits(benefit));
    let anomalies = anomalies(&lines, &permitted, &before);
    let mut benefits: Vec<(String, i64, i64)> = Vec::new();
    for line in lines.iter().filter(|line| line.state != "withdrawn") {
        match benefits.iter_mut().find(|(own, ..)| *own == line.benefit) {
            Some(own) => (own.1, own.2) = (own.1 + 1, own.2 + line.amount_fen),
            None => benefits.push((line.benefit.clone(), 1, line.amount_fen)),
        }
    }
    let (last, changed) = difference(money, &batch).await?;
    Ok(Whole {
        permits: store::permits(&mut from, id).await?,
        hands: store::hands(&mut from, id).await?,
        history: store::events(&mut from, id).await?,
        states: store::by_state(&mut from, id).await?,
        number: batch.number(),
        before: last,
        benefits,
        anomalies,
        changed,
        batch,
    })
}

type Before = Option<(String, i64, i64)>;

/// What is other than in the batch before.
async fn difference(money: &Money, batch: &Batch) -> Result<(Before, (i64, i64)), Fault> {
    let mut from = &money.core.db;
    let places = [batch.place.clone()];
    let all = store::list(&mut from, &places, Some(&batch.fund), None).await?;
    let earlier = all
        .into_iter()
        .filter(|one| one.state != "rejected" && (one.year, one.seq) < (batch.year, batch.seq));
    let Some(last) = earlier.max_by_key(|one| (one.year, one.seq)) else { return Ok((None, (0, 0))) };
    let count = sql(
        "select count(distinct l.payee) as n from money_line l where l.batch_id = $1 and l.state <> 'withdrawn' \
         and not exists (select 1 from money_line o where o.batch_id = $2 and o.payee = l.payee and o.payee_kind = l.payee_kind and o.state <> 'withdrawn')",
    );
    let new = from.one(count.clone().bind(&batch.id).bind(&last.id)).await?.int("n")?;
    let gone = from.one(count.bind(&last.id).bind(&batch.id)).await?.int("n")?;
    Ok((Some((last.number(), last.n_lines, last.total)), (new, gone)))
}

/// Some lines of a batch.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Lines {
    /// The lines.
    pub items: Vec<Line>,
    /// The number after which the next page begins.
    pub next: Option<i64>,
}

/// Lines after a number, 100 at a time; in a state, where one is given.
///
/// # Errors
/// Not there, or not to be read.
pub async fn lines(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    state: Option<&str>,
    after: i64,
) -> Result<Lines, Fault> {
    const PAGE: u32 = 100;
    let mut from = &money.core.db;
    must_see(money, caller, id).await?;
    let mut items = store::some_lines(&mut from, id, state, after, PAGE + 1).await?;
    let more = items.len() > PAGE as usize;
    items.truncate(PAGE as usize);
    let next = if more { items.last().map(|line| line.n) } else { None };
    Ok(Lines { items, next })
}
