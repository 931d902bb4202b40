//! Lines of batches with what they come from and where they went, for the places somebody may read.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{DbError, Query, Read, Row, sql};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::payee::covered;
use crate::rights;

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(default)]
pub struct Asked {
    /// Budget year.
    pub year: i64,
    /// Fund.
    pub fund: String,
    /// A place and all below it.
    pub place: String,
    /// Id of the payee.
    pub payee: String,
    /// Benefit.
    pub benefit: String,
    /// State of the line: paid, sent, failed …
    pub state: String,
    /// Settled or made from this day on.
    pub from: String,
    /// Until this day.
    pub to: String,
}

/// One line of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Entry {
    /// Batch.
    pub batch_id: String,
    /// Its number.
    pub batch: String,
    /// Line in it.
    pub n: i64,
    /// Place of the case.
    pub place: String,
    /// Fund.
    pub fund: String,
    /// Year.
    pub year: i64,
    /// Kind of payee.
    pub payee_kind: String,
    /// Payee.
    pub payee: String,
    /// As shown.
    pub payee_name: String,
    /// Account as shown.
    pub account: String,
    /// Benefit: the rule.
    pub benefit: String,
    /// Period.
    pub period: String,
    /// Fen.
    pub amount: i64,
    /// State.
    pub state: String,
    /// The day it was settled.
    pub settled_on: Option<String>,
    /// The bank's number.
    pub bank_ref: Option<String>,
    /// Why not.
    pub note: Option<String>,
    /// The decision.
    pub decision: String,
    /// The case.
    pub case_id: String,
    /// Entry of the commitment in the ledger.
    pub entry_id: String,
}

fn read(row: &Row) -> Result<Entry, DbError> {
    let (place, year, seq) = (row.text("batch_place")?, row.int("year")?, row.int("seq")?);
    Ok(Entry {
        batch_id: row.text("batch_id")?,
        batch: format!("{place}-{year}-{seq:04}"),
        n: row.int("n")?,
        place: row.text("place")?,
        fund: row.text("fund")?,
        year,
        payee_kind: row.text("payee_kind")?,
        payee: row.text("payee")?,
        payee_name: row.text("payee_name")?,
        account: row.text("account")?,
        benefit: row.text("benefit")?,
        period: row.text("period")?,
        amount: row.int("amount")?,
        state: row.text("state")?,
        settled_on: row.opt_text("settled_on")?,
        bank_ref: row.opt_text("bank_ref")?,
        note: row.opt_text("note")?,
        decision: row.text("decision")?,
        case_id: row.text("case_id")?,
        entry_id: row.text("entry_id")?,
    })
}

fn filtered(mut query: Query, asked: &Asked) -> Query {
    let texts = [
        (" and b.fund = {}", &asked.fund),
        (" and l.benefit = {}", &asked.benefit),
        (" and l.state = {}", &asked.state),
        (" and coalesce(l.settled_on, '9999') >= {}", &asked.from),
        (" and coalesce(l.settled_on, '9999') <= {}", &asked.to),
    ];
    if !asked.payee.is_empty() {
        // Persons' names stand covered in the book: who types one whole finds those that look like it.
        query = query.push_bind(" and (l.payee = {} or l.payee_name = {}", &asked.payee).push_bind(
            " or (l.payee_kind = 'person' and l.payee_name = {}))",
            covered("person", &asked.payee),
        );
    }
    for (text, value) in texts {
        if !value.is_empty() {
            query = query.push_bind(text, value);
        }
    }
    query
}

/// Lines in the order of batches, so many at most.
///
/// # Errors
/// The store's own.
pub async fn book(
    from: &mut impl Read,
    caller: &Caller<'_>,
    asked: &Asked,
    most: u32,
) -> Result<Vec<Entry>, Fault> {
    let query = sql("select distinct c.place from money_commitment c where c.year = $1 order by c.place");
    let rows = from.all(query.bind(asked.year)).await?;
    let mut places: Vec<String> = rows.iter().map(|row| row.text("place")).collect::<Result<_, _>>()?;
    places.retain(|place| {
        let within =
            asked.place.is_empty() || *place == asked.place || caller.places.is_within(place, &asked.place);
        within && rights::may(caller, Permission::FundsRead, place)
    });
    let query = sql(
        "select l.batch_id, b.place as batch_place, b.seq, b.year, l.n, c.place, b.fund, l.payee_kind, l.payee, l.payee_name, l.account, l.benefit, l.period, \
         l.amount, l.state, l.settled_on, l.bank_ref, l.note, c.decision, c.case_id, c.entry_id from money_line l \
         join money_batch b on b.id = l.batch_id join money_commitment c on c.id = l.commitment_id where l.state <> 'withdrawn'",
    )
    .push_bind(" and b.year = {}", asked.year)
    .push_list(" and c.place in ({})", places.iter().map(String::as_str));
    let query = filtered(query, asked).push(&format!(" order by b.at, b.id, l.n limit {most}"));
    Ok(from.all(query).await?.iter().map(read).collect::<Result<_, _>>()?)
}

/// A commitment that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refused {
    /// Fund.
    pub fund: String,
    /// Place.
    pub place: String,
    /// Benefit.
    pub benefit: String,
    /// Fen.
    pub amount: i64,
    /// Decision.
    pub decision: String,
    /// use or budget.
    pub why: String,
    /// When.
    pub at: i64,
    /// Who tried.
    pub by_name: String,
}

/// Commitments that were refused, newest first, 200 at most (拒绝列支).
///
/// # Errors
/// The store's own.
pub async fn refusals(from: &mut impl Read, caller: &Caller<'_>, fund: &str) -> Result<Vec<Refused>, Fault> {
    let mut query =
        sql("select fund, place, benefit, amount, decision, why, at, by_name from money_refusal where 1 = 1");
    if !fund.is_empty() {
        query = query.push_bind(" and fund = {}", fund);
    }
    let rows = from.all(query.push(" order by at desc, id desc limit 200")).await?;
    let all = rows.iter().map(|row| {
        Ok(Refused {
            fund: row.text("fund")?,
            place: row.text("place")?,
            benefit: row.text("benefit")?,
            amount: row.int("amount")?,
            decision: row.text("decision")?,
            why: row.text("why")?,
            at: row.int("at")?,
            by_name: row.text("by_name")?,
        })
    });
    let all: Vec<Refused> = all.collect::<Result<_, DbError>>()?;
    Ok(all.into_iter().filter(|one| rights::may(caller, Permission::FundsRead, &one.place)).collect())
}
