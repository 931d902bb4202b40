//! What a decision owes, or has paid, for days after its reason ended (停发与多付): what is not paid is let go of, what is paid is recovered, each by the days. It must never touch
//! the days before, nor money that is for no days.

use anye_base::{Date, Fault};
use anye_db::WriteTx;

use super::commit::commit;
use super::model::{Commitment, NewCommitment, Share};
use super::release::release;
use super::store::{self, Filter};
use crate::batch::store as batches;
use crate::recovery::{Recovery, borne, establish_in, of_line};
use crate::{Money, fen};

/// Whose money ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The decision that owes it, or its case where it has none.
    pub decision: String,
    /// First and last day that it was granted for, where it is not paid month by month.
    pub covers: Option<(Date, Date)>,
    /// The first day on which it is owed no longer.
    pub from: Date,
    /// Why.
    pub reason: String,
}

/// What became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stopped {
    /// Fen that are owed no more.
    pub free_fen: i64,
    /// Fen for these days that stand in a batch which is not paid yet: the line has to be taken out.
    pub moving_fen: i64,
    /// What was paid for these days: each with its case.
    pub recoveries: Vec<Recovery>,
}

/// The days that a commitment is for, and those from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    days: i64,
    beyond: i64,
}

impl Part {
    /// Nothing where it is for no days, or for none from this day on.
    fn of(period: &str, covers: Option<(Date, Date)>, from: Date) -> Option<Self> {
        let month: Option<Date> = if period.len() == 7 { format!("{period}-01").parse().ok() } else { None };
        let (first, last) = month.map(|first| (first, first.last_of_month())).or(covers)?;
        let count =
            |first: Date, last: Date| first.until(last).map_or(0, |span| i64::from(span.get_days()) + 1);
        let (days, beyond) = (count(first, last), count(first.max(from), last));
        (days > 0 && beyond > 0).then_some(Self { days, beyond: beyond.min(days) })
    }

    /// Of an amount, what is for the days beyond; a part of a fen is the payee's.
    fn fen(self, amount: i64) -> i64 {
        amount.checked_mul(self.beyond).map_or(0, |all| all / self.days)
    }

    /// The rule of counting, as a reason says it.
    fn said(self, one: &Commitment, from: Date, reason: &str) -> String {
        format!(
            "{reason}:{} 的 {} 元按天数折算,共 {} 日,自 {from} 起 {} 日,{} × {} ÷ {} = {} 元(不足一分舍去)",
            one.period,
            fen::yuan(one.amount_fen),
            self.days,
            self.beyond,
            fen::yuan(one.amount_fen),
            self.beyond,
            self.days,
            fen::yuan(self.fen(one.amount_fen)),
        )
    }
}

/// Ends it in the transaction of what ends the reason, by whoever decided that.
///
/// # Errors
/// The store's own.
pub async fn stop(money: &Money, tx: &mut WriteTx<'_>, wish: &Stop) -> Result<Stopped, Fault> {
    let of = Filter { decision: Some(wish.decision.clone()), ..Filter::default() };
    let mut made = Stopped::default();
    for one in store::list(tx, &of).await? {
        let Some(part) = Part::of(&one.period, wish.covers, wish.from) else { continue };
        let beyond = part.fen(one.amount_fen);
        let why = part.said(&one, wish.from, &wish.reason);
        match one.state.as_str() {
            "open" => made.free_fen += free(money, tx, &one, beyond, &why).await?,
            "batched" => made.moving_fen += beyond,
            "paid" => made.recoveries.extend(back(tx, &one, beyond, &why).await?),
            _ => {}
        }
    }
    Ok(made)
}

/// Lets go of it; what is for the days before is owed as before.
async fn free(
    money: &Money,
    tx: &mut WriteTx<'_>,
    one: &Commitment,
    beyond: i64,
    why: &str,
) -> Result<i64, Fault> {
    release(tx, &one.id, why).await?;
    let left = one.amount_fen - beyond;
    if left > 0 {
        let borne = borne(tx, &one.id, left).await?.into_iter();
        let shares = borne.map(|(place, amount_fen)| Share { place, amount_fen });
        let new = NewCommitment {
            decision: one.decision.clone(),
            case: one.case_id.clone(),
            payee_kind: one.payee_kind.clone(),
            payee: one.payee.clone(),
            payee_name: one.payee_name.clone(),
            whom: Some((one.whom_kind.clone(), one.whom.clone())),
            benefit: one.benefit.clone(),
            period: one.period.clone(),
            amount_fen: left,
            fund: one.fund.clone(),
            shares: shares.collect(),
            place: one.place.clone(),
            year: one.year,
            due_on: one.due_on.clone(),
        };
        commit(tx, &money.funds, new).await?;
    }
    Ok(beyond)
}

/// Opens the recovery of what was paid, less what is recovered of it already.
async fn back(
    tx: &mut WriteTx<'_>,
    one: &Commitment,
    beyond: i64,
    why: &str,
) -> Result<Option<Recovery>, Fault> {
    let Some(line) = batches::paid_line(tx, &one.id).await? else { return Ok(None) };
    let before: i64 = of_line(tx, &line.batch_id, line.n).await?.iter().map(|own| own.amount).sum();
    let amount = beyond - before;
    if amount <= 0 {
        return Ok(None);
    }
    establish_in(tx, &line.batch_id, line.n, amount, why).await.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn days_are_counted_as_by_hand() {
        let of = |period: &str, from: &str| Part::of(period, None, day(from));
        // July has 31 days: from the 10th on there are 22.
        assert_eq!(of("2020-07", "2020-07-10"), Some(Part { days: 31, beyond: 22 }));
        assert_eq!(of("2020-02", "2020-02-29"), Some(Part { days: 29, beyond: 1 }));
        assert_eq!(of("2020-08", "2020-07-10"), Some(Part { days: 31, beyond: 31 }));
        assert_eq!(of("2020-06", "2020-07-10"), None);
        // 600 yuan: 600 × 22 ÷ 31 = 425.806…; the rest of a fen is not taken back.
        assert_eq!(Part { days: 31, beyond: 22 }.fen(60_000), 42_580);
        // Money that is for no days is left alone; with the days it was granted for it is counted by them.
        assert_eq!(of("2020-07-01", "2020-07-10"), None);
        let half = Some((day("2020-07-01"), day("2020-12-31")));
        assert_eq!(Part::of("2020-07-01", half, day("2020-10-01")), Some(Part { days: 184, beyond: 92 }));
        assert_eq!(Part::of("once", half, day("2021-01-01")), None);
    }
}
