//! What befalls an employer (境遇): most go on as ever, a few lay off many, close, or fall silent.

use super::chance::Chance;
use super::firm::Firm;
use super::seat::Seat;

/// Whether a mass layoff was told to the office as the documents ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// More than thirty days before.
    Before,
    /// Only when it had happened.
    Late,
    /// Not at all: the monthly report contradicts the missing notice.
    Never,
}

/// What befalls an employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Nothing special.
    Steady,
    /// Many are laid off in a month.
    Layoff {
        /// Place of the month among the months.
        month: usize,
        /// Share of the staff, in per mille.
        share: i64,
        /// Whether the office was told.
        told: Told,
    },
    /// It closes in a month.
    Closes {
        /// Place of the month.
        month: usize,
    },
    /// It reports no more from a month on.
    Silent {
        /// Place of the month.
        month: usize,
    },
    /// In the last month its wages were written in 万元 where 元 are asked; the cell is given back.
    WrongUnit,
}

/// Stories of the panel's employers, by their place in the panel. `months` is the number of months, the last one May 2020.
#[must_use]
pub fn stories(seed: &str, months: usize, firms: &[&Firm], seats: &[Seat]) -> Vec<Story> {
    let mut told = vec![Story::Steady; firms.len()];
    let mut order: Vec<(u64, usize)> = (0..firms.len())
        .map(|at| (Chance::of(seed, "story", u64::from(firms[at].number)).draw(), at))
        .collect();
    order.sort_unstable();
    let many = |of_ten_thousand: usize| (firms.len() * of_ten_thousand / 10_000).max(1);
    let february = months.saturating_sub(4);
    let hit = |at: usize| {
        firms[at].kind().hard_hit() || seats.get(firms[at].seat).is_some_and(|one| one.blow > 2.0)
    };
    let mut give = |wanted: usize, fits: &dyn Fn(usize) -> bool, story: &dyn Fn(usize) -> Story| {
        let mut given = 0;
        for (_, at) in &order {
            if given == wanted {
                break;
            }
            if told[*at] == Story::Steady && fits(*at) {
                told[*at] = story(given);
                given += 1;
            }
        }
    };
    // In turn: told before, late, never; so every kind is there however few there are.
    let layoff = |given: usize| Story::Layoff {
        month: (february + 1 + given % 3).min(months.saturating_sub(1)),
        share: 110 + 70 * i64::try_from(given % 5).unwrap_or(0),
        told: [Told::Before, Told::Never, Told::Late][given % 3],
    };
    give(many(48).max(3), &|at| hit(at) && firms[at].staff >= 260, &layoff);
    // A small county may have nobody of that size.
    give(1, &|at| firms[at].staff >= 100, &|_| layoff(0));
    let closes = |given: usize| Story::Closes { month: (february + given % 4).min(months.saturating_sub(1)) };
    give(many(28), &|at| hit(at) && (20..260).contains(&firms[at].staff), &closes);
    let silent =
        |given: usize| Story::Silent { month: (february + 1 + given % 3).min(months.saturating_sub(1)) };
    give(many(24), &|at| firms[at].staff < 900, &silent);
    give(many(20), &|at| firms[at].staff >= 50, &|_| Story::WrongUnit);
    told
}
