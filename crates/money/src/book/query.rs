//! Lines of batches with what they come from and where they went, for the places somebody may read.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{DbError, Query, Read, Row, sql};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::gap::{self, Gap};
use crate::payee::covered;
use crate::{Money, rights};

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
    /// Who was paid, or whom it was for: id, or a payee's whole name.
    pub payee: String,
    /// Benefit; several with commas between.
    pub benefit: String,
    /// State of the line: paid, sent, failed …
    pub state: String,
    /// Lines that lack something only: person, policy, period, or any of them.
    pub gap: String,
    /// Settled or made from this day on.
    pub from: String,
    /// Until this day.
    pub to: String,
}

/// One line of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = money::book::query::Entry)]
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
    /// Kind of whom it is for.
    pub whom_kind: String,
    /// Whom it is for: a person, two with a comma between, or the payee itself.
    pub whom: String,
    /// The person's name, covered; empty where no record of the registry stands behind it.
    pub whom_name: String,
    /// What the line lacks: person, policy, period.
    pub gaps: Vec<Gap>,
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
        whom_kind: row.text("whom_kind")?,
        whom: row.text("whom")?,
        whom_name: covered("person", &row.opt_text("person_name")?.unwrap_or_default()),
        gaps: Vec::new(),
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
        (" and l.state = {}", &asked.state),
        (" and coalesce(l.settled_on, '9999') >= {}", &asked.from),
        (" and coalesce(l.settled_on, '9999') <= {}", &asked.to),
    ];
    let benefits: Vec<&str> = asked.benefit.split(',').map(str::trim).filter(|one| !one.is_empty()).collect();
    if !benefits.is_empty() {
        query = query.push_list(" and l.benefit in ({})", benefits);
    }
    if !asked.payee.is_empty() {
        // Persons' names stand covered in the book: who types one whole finds those that look like it.
        query = query
            .push_bind(" and (l.payee = {}", &asked.payee)
            .push_bind(" or l.whom = {}", &asked.payee)
            .push_bind(" or l.whom like {}", format!("{},%", asked.payee))
            .push_bind(" or l.whom like {}", format!("%,{}", asked.payee))
            .push_bind(" or l.payee_name = {}", &asked.payee)
            .push_bind(
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

/// What every line is read from: the batch, what it comes from, and the person it is for.
const FROM: &str = " from money_line l join money_batch b on b.id = l.batch_id join money_commitment c on c.id = l.commitment_id \
    left join person p on p.id = l.whom and l.whom_kind = 'person' where l.state <> 'withdrawn'";

/// The places of a year's lines that the caller may read.
pub(super) async fn places(
    from: &mut impl Read,
    caller: &Caller<'_>,
    asked: &Asked,
) -> Result<Vec<String>, Fault> {
    let query = sql("select distinct c.place from money_commitment c where c.year = $1 order by c.place");
    let rows = from.all(query.bind(asked.year)).await?;
    let mut places: Vec<String> = rows.iter().map(|row| row.text("place")).collect::<Result<_, _>>()?;
    places.retain(|place| {
        let within =
            asked.place.is_empty() || *place == asked.place || caller.places.is_within(place, &asked.place);
        within && rights::may(caller, Permission::FundsRead, place)
    });
    Ok(places)
}

/// The lines of these places that are asked for, as they are read by `columns`.
pub(super) fn lines_of(
    columns: &str,
    money: &Money,
    asked: &Asked,
    places: &[String],
    broken: &[String],
) -> Query {
    let query = sql(format!("select {columns}{FROM}"))
        .push_bind(" and b.year = {}", asked.year)
        .push_list(" and c.place in ({})", places.iter().map(String::as_str));
    gap::filtered(filtered(query, asked), money, &asked.gap, broken)
}

/// Lines in the order of batches, so many at most.
///
/// # Errors
/// The store's own.
pub async fn book(money: &Money, caller: &Caller<'_>, asked: &Asked, most: u32) -> Result<Vec<Entry>, Fault> {
    let mut from = &money.core.db;
    let places = places(&mut from, caller, asked).await?;
    let broken = gap::broken(&mut from, asked.year).await?;
    let columns = "l.batch_id, b.place as batch_place, b.seq, b.year, l.n, c.place, b.fund, l.payee_kind, l.payee, l.payee_name, l.whom_kind, l.whom, \
         p.name as person_name, l.account, l.benefit, l.period, l.amount, l.state, l.settled_on, l.bank_ref, l.note, c.decision, c.case_id, c.entry_id";
    let query = lines_of(columns, money, asked, &places, &broken)
        .push(&format!(" order by b.at, b.id, l.n limit {most}"));
    let mut lines: Vec<Entry> = from.all(query).await?.iter().map(read).collect::<Result<_, _>>()?;
    for line in &mut lines {
        line.gaps = gap::of(money, line, &broken);
    }
    Ok(lines)
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
