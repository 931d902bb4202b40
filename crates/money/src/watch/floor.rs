//! Budgets held against a share of last year's revenue (预算安排下限): what each place has, what it needs, and what is not known yet. Missing is not enough, and not too little either.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::Read;
use serde::Serialize;
use utoipa::ToSchema;

use super::judge::percent_of;
use crate::budget::figures;
use crate::fund::{Level, Rule, Watch};
use crate::ledger::Books;
use crate::{Money, ledger, rights};

/// How a place stands against a floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Floor {
    /// Rule of the pack.
    pub rule: String,
    /// Place.
    pub place: String,
    /// Budgets of the funds together, fen.
    pub budget: i64,
    /// The figure of the year before, fen; nothing where nobody entered it.
    pub figure: Option<i64>,
    /// What the budgets must reach, fen.
    pub needed: Option<i64>,
    /// enough, short or unknown; names under `money-floor-<word>`.
    pub state: &'static str,
}

/// A place whose figure is known.
pub(super) struct Known {
    pub(super) place: String,
    pub(super) budget: i64,
    pub(super) figure: i64,
}

fn asked_of(rule: &Rule, place: &str) -> bool {
    rule.levels.is_empty() || Level::of(place).is_some_and(|level| rule.levels.contains(&level))
}

async fn budget(
    money: &Money,
    from: &mut impl Read,
    rule: &Rule,
    (place, year): (&str, i64),
) -> Result<i64, Fault> {
    let mut sum = 0_i64;
    let counts = |id: &String| rule.funds.is_empty() || rule.funds.contains(id);
    for fund in money.funds.funds.iter().filter(|fund| counts(&fund.id)) {
        let own = ledger::standing(from, &Books::new(&fund.id, place, year)).await?;
        sum = sum.saturating_add(own.budget);
    }
    Ok(sum)
}

/// Every place that a floor is asked of and whose figure of the year before is known: the funds it names, together.
pub(super) async fn floors(
    money: &Money,
    from: &mut impl Read,
    rule: &Rule,
    year: i64,
) -> Result<Vec<Known>, Fault> {
    let mut made = Vec::new();
    for (place, figure) in figures(from, &rule.figure, year - 1).await? {
        if asked_of(rule, &place) {
            let budget = budget(money, from, rule, (&place, year)).await?;
            made.push(Known { place, budget, figure: figure.amount_fen });
        }
    }
    Ok(made)
}

/// How these places stand against every floor of the pack, what is short first. A place whose figure is not known is shown as such.
///
/// # Errors
/// The store's own.
pub async fn against_floors(
    money: &Money,
    caller: &Caller<'_>,
    year: i64,
    places: &[String],
) -> Result<Vec<Floor>, Fault> {
    let mut from = &money.core.db;
    let mut made = Vec::new();
    for rule in money.funds.rules.iter().filter(|rule| rule.watch == Watch::Floor) {
        let known = figures(&mut from, &rule.figure, year - 1).await?;
        let mut asked: Vec<&String> = places.iter().chain(known.keys()).collect();
        asked.sort();
        asked.dedup();
        for place in asked {
            let own = places.iter().any(|one| one == place || caller.places.is_within(place, one));
            if !own || !asked_of(rule, place) || !rights::may(caller, Permission::FundsRead, place) {
                continue;
            }
            let budget = budget(money, &mut from, rule, (place, year)).await?;
            let figure = known.get(place).map(|one| one.amount_fen);
            let needed = figure.zip(rule.bound).and_then(|(figure, bound)| percent_of(figure, bound));
            let state = match needed {
                Some(needed) if budget < needed => "short",
                Some(_) => "enough",
                None => "unknown",
            };
            made.push(Floor { rule: rule.id.clone(), place: place.clone(), budget, figure, needed, state });
        }
    }
    made.sort_by_key(|one| (one.state != "short", one.state != "unknown"));
    Ok(made)
}
