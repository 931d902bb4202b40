//! Comparing rows along a key (与上一届、上一期比较): each with the row of the class, the month, the year before. It must never compare with a row that is not there.

use std::collections::BTreeMap;

use anye_programmes::{Count, Measured};

use super::columns::{less, number, text};
use super::store::Raw;

/// What the rows were compared with.
#[derive(Default)]
pub(super) struct Compared {
    /// For each row the number and the columns less those before, in words.
    pub(super) words: Vec<Vec<Option<String>>>,
    /// The row before, by its place.
    pub(super) before: Vec<Option<usize>>,
}

/// Compares the rows.
pub(super) fn changes(table: &Count, rows: &[Raw], figures: &[Vec<Option<(i128, u32)>>]) -> Compared {
    let Some(along) = table.change else {
        return Compared { words: vec![Vec::new(); rows.len()], before: vec![None; rows.len()] };
    };
    let at: BTreeMap<&[String], usize> =
        rows.iter().enumerate().map(|(at, raw)| (&raw.keys[..], at)).collect();
    let mut out = Compared::default();
    for (nth, raw) in rows.iter().enumerate() {
        let mut keys = raw.keys.clone();
        let before = previous(&keys[along]).and_then(|before| {
            keys[along] = before;
            at.get(&keys[..]).copied()
        });
        let own =
            || std::iter::once(Some((i128::from(number(table, raw)), 0))).chain(figures[nth].iter().copied());
        out.words.push(match before {
            None => own().map(|_| None).collect(),
            Some(other) => {
                let was = std::iter::once(Some((i128::from(number(table, &rows[other])), 0)));
                let was = was.chain(figures[other].iter().copied());
                own().zip(was).map(|(now, was)| text(less(now, was))).collect()
            }
        });
        out.before.push(before);
    }
    out
}

/// Whether a column can be compared at all: a longest stretch says nothing by its difference.
pub(super) fn compares(what: &Measured) -> bool {
    !matches!(what, Measured::LongestDays(..))
}

/// The value before: the year, the month, the quarter, the half-year, the number.
fn previous(value: &str) -> Option<String> {
    let (year, rest) = value.split_once('-').unwrap_or((value, ""));
    let whole: i64 = year.parse().ok()?;
    let step = |last: u32, sign: &str, width: usize| {
        let n: u32 = rest.trim_start_matches(sign).parse().ok()?;
        Some(match n {
            1 => format!("{}-{sign}{last:0width$}", whole - 1),
            n => format!("{year}-{sign}{:0width$}", n - 1),
        })
    };
    match rest.chars().next() {
        None => Some((whole - 1).to_string()),
        Some('Q') => step(4, "Q", 1),
        Some('H') => step(2, "H", 1),
        Some(_) => step(12, "", 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_period_has_one_before_it() {
        for (now, before) in [
            ("2020", "2019"),
            ("2020-01", "2019-12"),
            ("2020-10", "2020-09"),
            ("2020-Q1", "2019-Q4"),
            ("2020-H2", "2020-H1"),
        ] {
            assert_eq!(previous(now).as_deref(), Some(before));
        }
        assert_eq!(previous(""), None);
        assert_eq!(previous("抚顺学院"), None);
    }
}
