//! Which fund pays (资金) and who bears how much (分担), in whole fen that add up. It must never lose or make a fen.

use super::Things;
use super::engine::{Fault, Session};
use super::record::{Outcome, Record};
use super::run::Wishes;
use crate::num::{Num, Rounding};

impl<T: Things> Session<'_, T> {
    /// Names the fund and splits the money of a granted decision.
    pub(super) fn pay(&self, record: &mut Record, wishes: &Wishes) {
        let def = self.book.rule(record.rule);
        let shared = def.funds.iter().any(|(_, share)| share.is_some());
        if !shared && let Some((first, _)) = def.funds.first() {
            let wished = wishes.funds.iter().find(|(rule, _)| *rule == record.rule).map(|(_, fund)| fund);
            let permitted = |fund: &String| def.funds.iter().any(|(name, _)| name == fund);
            match wished {
                Some(fund) if !permitted(fund) => {
                    record.outcome = Outcome::Refused;
                    record.fund_refused = true;
                    record.fund = Some(fund.clone());
                    return;
                }
                Some(fund) => record.fund = Some(fund.clone()),
                None => record.fund = Some(first.clone()),
            }
        }
        let Some(fen) = record.fen else { return };
        let funds: Vec<_> = def.funds.iter().filter(|_| shared).map(|(who, part)| (who, *part)).collect();
        let bearers: Vec<_> = def.shares.iter().map(|share| (&share.who, share.part)).collect();
        for parts in [funds, bearers] {
            match split(fen, &parts.iter().map(|(_, part)| *part).collect::<Vec<_>>()) {
                Some(pieces) => {
                    record.split.extend(parts.iter().map(|(who, _)| (*who).clone()).zip(pieces));
                }
                None => {
                    record.outcome = Outcome::Error;
                    record.fault = Some(Fault::Overflow(def.amount.unwrap_or(def.as_of)));
                    return;
                }
            }
        }
    }
}

/// Splits so many fen into parts of 1; the part without a number, else the last, takes the rest.
#[must_use]
pub fn split(fen: i64, parts: &[Option<Num>]) -> Option<Vec<i64>> {
    let Some(last) = parts.len().checked_sub(1) else { return Some(Vec::new()) };
    let rest_at = parts.iter().position(Option::is_none).unwrap_or(last);
    let mut pieces = Vec::with_capacity(parts.len());
    let mut rest = fen;
    for (ix, part) in parts.iter().enumerate() {
        let piece = match part {
            Some(part) if ix != rest_at => Num::int(fen).times(*part)?.round(Rounding::Down).to_i64()?,
            _ => 0,
        };
        rest = rest.checked_sub(piece)?;
        pieces.push(piece);
    }
    pieces[rest_at] = rest;
    Some(pieces)
}
