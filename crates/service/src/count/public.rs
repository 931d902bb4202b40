//! The table of programmes that anybody may see (公开业务统计): what was decided in a year, by programme; figures that few make are covered, with as many more as it
//! takes that none can be worked out. It must never be asked for a place, a day or a person: two tables that differ by little give a small figure away.

use std::collections::BTreeMap;

use anye_base::{Date, Fault};
use anye_web::suppress::{Shown, suppress};

use super::{Measure, Time};
use crate::due::{end_of, law_day, start_of};
use crate::model::Stand;
use crate::{Service, store};

/// A figure that fewer make is not shown; as in the tables of registers.
pub const SMALL: i64 = 5;

/// The outcomes, each case in one.
pub const OUTCOMES: [Measure; 3] = [Measure::Granted, Measure::Refused, Measure::Withdrawn];

/// The table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicTable {
    /// A programme and its figures in the order of the outcomes; `None`: covered.
    pub rows: Vec<(String, [Option<i64>; 3])>,
    /// All programmes together.
    pub total: [Option<i64>; 3],
    /// Whether a figure is covered.
    pub covered: bool,
}

/// The cases that ended in a year, everywhere, in the order of the pack.
///
/// # Errors
/// The store's own.
pub async fn public(service: &Service, year: i16) -> Result<PublicTable, Fault> {
    let day = |month, day| Date::new(year, month, day).map(law_day).map_err(|_| Fault::not_found("page"));
    let time = Time { from: start_of(day(1, 1)?), to: end_of(day(12, 31)?) + 1, now: 0 };
    let ended = store::count::ended(&mut &service.core.db, time).await?;
    let mut found: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    for (programme, state, n) in ended {
        let at = match Stand::from_word(&state) {
            Some(Stand::Granted) => 0,
            Some(Stand::Refused | Stand::Rejected) => 1,
            Some(Stand::Withdrawn) => 2,
            _ => continue,
        };
        found.entry(programme).or_default()[at] += n;
    }
    let order = |id: &str| service.definitions.programmes.iter().position(|one| one.id == id);
    let mut rows: Vec<(String, [i64; 3])> = found.into_iter().collect();
    rows.sort_by_key(|(id, _)| (order(id).is_none(), order(id), id.clone()));
    Ok(covered(rows))
}

fn covered(rows: Vec<(String, [i64; 3])>) -> PublicTable {
    let numbers: Vec<Vec<i64>> = rows.iter().map(|(_, own)| own.to_vec()).collect();
    let shown = suppress(&numbers, SMALL);
    let mut total = [0; 3];
    for (_, own) in &rows {
        total.iter_mut().zip(own).for_each(|(all, n)| *all += n);
    }
    let cell = |row: usize, at: usize, n: i64| (shown[row][at] == Shown::Value).then_some(n);
    let rows: Vec<(String, [Option<i64>; 3])> = rows
        .into_iter()
        .enumerate()
        .map(|(row, (id, own))| (id, [0, 1, 2].map(|at| cell(row, at, own[at]))))
        .collect();
    let total = total.map(|n| (n == 0 || n >= SMALL).then_some(n));
    let covered = rows.iter().flat_map(|(_, own)| own).chain(&total).any(Option::is_none);
    PublicTable { rows, total, covered }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_figure_and_what_gives_it_away_are_covered() {
        let rows = [("a", [40, 2, 0]), ("b", [30, 9, 6]), ("c", [50, 60, 0])];
        let table = covered(rows.map(|(id, own)| (id.to_owned(), own)).to_vec());
        assert!(table.covered);
        assert_eq!(table.rows[0].1, [None, None, Some(0)], "2 is few; 40 goes with it in its row");
        assert_eq!(table.rows[1].1[..2], [None, None], "and so does each column's smallest");
        assert_eq!(table.rows[2].1, [Some(50), Some(60), Some(0)]);
        assert_eq!(table.total, [Some(120), Some(71), Some(6)]);
        let open = covered(vec![("a".to_owned(), [5, 0, 7])]);
        assert!(!open.covered && open.total == [Some(5), Some(0), Some(7)]);
        assert_eq!(covered(vec![("a".to_owned(), [4, 9, 0])]).total, [None, Some(9), Some(0)]);
    }
}
