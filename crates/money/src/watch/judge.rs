//! Whether a rule is broken (判断). Pure: figures in, finding out. A rule without the bound or figure that it needs finds nothing: missing is not zero.

use crate::budget::Forecast;
use crate::fen;
use crate::fund::{Rule, Watch};
use crate::ledger::Standing;

/// What is known of a fund at a place in a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// How the books stand; for a floor, summed over its funds.
    pub standing: Standing,
    /// Come in this year, without what was left of the year before.
    pub income: i64,
    /// The figure a floor is measured by.
    pub figure: Option<i64>,
    /// When it runs out.
    pub forecast: Option<Forecast>,
    /// Days of the year that are over, of how many.
    pub days: (i64, i64),
    /// Due before the bound and not paid: lines and fen.
    pub overdue: (i64, i64),
    /// Paid without a use that permits it: lines and fen.
    pub outside: (i64, i64),
}

/// What is not as it should be: figure and bound as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is.
    pub figure: String,
    /// What should be.
    pub bound: String,
}

fn finding(figure: impl Into<String>, bound: impl Into<String>) -> Option<Finding> {
    Some(Finding { figure: figure.into(), bound: bound.into() })
}

/// A bound in thousandths as text.
fn shown(thousandths: i64) -> String {
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a share of an amount is, rounded up: 1.5 % of a revenue. `thousandths`: 1.5 is 1500.
pub(super) fn percent_of(amount: i64, thousandths: i64) -> Option<i64> {
    let made = i128::from(amount) * i128::from(thousandths);
    i64::try_from((made + 99_999) / 100_000).ok()
}

/// How many percent one is of another, in thousandths, rounded down.
fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| i64::try_from(i128::from(part) * 100_000 / i128::from(whole)).ok()).flatten()
}

/// Judges one rule.
pub fn judge(rule: &Rule, seen: &Seen) -> Option<Finding> {
    let own = &seen.standing;
    match rule.watch {
        Watch::Floor => {
            let needed = percent_of(seen.figure?, rule.bound?)?;
            (own.budget < needed).then(|| finding(fen::yuan(own.budget), fen::yuan(needed)))?
        }
        Watch::Overcommitted => (own.available < 0).then(|| finding(fen::yuan(own.available), "0"))?,
        Watch::Exhaustion => {
            let (forecast, bound) = (seen.forecast.as_ref()?, rule.bound?);
            let month = forecast.runs_out.clone()?;
            (forecast.left * 1_000 < bound).then(|| finding(month, shown(bound)))?
        }
        Watch::LowUse => {
            let bound = rule.bound?;
            let used = own.spent.checked_add(own.committed)?;
            let due = i64::try_from(
                i128::from(own.budget) * i128::from(seen.days.0) / i128::from(seen.days.1.max(1)),
            )
            .ok()?;
            let share = share(used, due)?;
            (share < bound).then(|| finding(format!("{}%", shown(share)), format!("{}%", shown(bound))))?
        }
        Watch::Imbalance => {
            let bound = rule.bound?;
            let spent = own.paid.checked_add(own.transit)?;
            if spent == 0 {
                return None;
            }
            let over = i128::from(spent) * 100_000 > i128::from(seen.income) * i128::from(bound);
            over.then(|| finding(fen::yuan(spent), fen::yuan(seen.income)))?
        }
        Watch::Overdue => {
            rule.bound?;
            let (n, amount) = seen.overdue;
            (n > 0).then(|| finding(format!("{n} · {}", fen::yuan(amount)), "0"))?
        }
        Watch::NoTopUp => (seen.income == 0).then(|| finding("0", ">0"))?,
        Watch::OutsideUse => {
            let (n, amount) = seen.outside;
            (n > 0).then(|| finding(format!("{n} · {}", fen::yuan(amount)), "0"))?
        }
        Watch::NotInPlace => {
            // What time calls for: the money for what is committed and paid must be there.
            let needed = own.committed.checked_add(own.spent)?;
            let there = own.income.checked_sub(own.transferred)?;
            (there < needed).then(|| finding(fen::yuan(there), fen::yuan(needed)))?
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anye_casework::model::Words;

    fn rule(watch: Watch, bound: Option<i64>) -> Rule {
        Rule {
            id: "r".into(),
            name: Words::new("规则", "rule"),
            watch,
            funds: Vec::new(),
            levels: Vec::new(),
            figure: String::new(),
            bound,
            by: None,
            cite: Vec::new(),
        }
    }

    #[test]
    fn one_and_a_half_percent_of_last_years_revenue_and_not_a_fen_less() {
        // covers: LN2009-6/43.e
        let floor = rule(Watch::Floor, Some(1_500));
        let seen = |budget: i64| Seen {
            standing: Standing { budget, ..Standing::default() },
            figure: Some(10_000_000_033),
            ..Seen::default()
        };
        assert_eq!(judge(&floor, &seen(150_000_001)), None);
        let found = judge(&floor, &seen(150_000_000)).unwrap();
        assert_eq!((found.figure.as_str(), found.bound.as_str()), ("1,500,000", "1,500,000.01"));
        let unknown = Seen { figure: None, ..seen(0) };
        assert_eq!(judge(&floor, &unknown), None, "no revenue known is no finding");
    }

    #[test]
    fn a_rule_without_its_bound_finds_nothing() {
        let low = Seen {
            standing: Standing { budget: 1_000, ..Standing::default() },
            days: (180, 366),
            ..Seen::default()
        };
        assert_eq!(judge(&rule(Watch::LowUse, None), &low), None);
        assert_eq!(judge(&rule(Watch::LowUse, Some(50_000)), &low).unwrap().bound, "50%");
    }

    #[test]
    fn spending_above_income_and_money_that_is_not_there() {
        // covers: LN2020-R/3.2.c, LN2009-6/43.f
        let seen = Seen {
            standing: Standing {
                budget: 100,
                available: -5,
                committed: 5,
                spent: 100,
                paid: 100,
                income: 120,
                ..Standing::default()
            },
            income: 90,
            ..Seen::default()
        };
        assert!(judge(&rule(Watch::Imbalance, Some(100_000)), &seen).is_some());
        assert!(judge(&rule(Watch::Imbalance, Some(120_000)), &seen).is_none());
        assert!(judge(&rule(Watch::Overcommitted, None), &seen).is_some());
        assert!(judge(&rule(Watch::NotInPlace, None), &seen).is_none());
        let short = Seen { standing: Standing { income: 104, ..seen.standing.clone() }, ..seen };
        assert!(judge(&rule(Watch::NotInPlace, None), &short).is_some());
    }
}
