//! Small figures covered (小单元格隐藏): rows that few make, and as many more as it takes that none can be worked out. What a sum or a mean of few tells is covered with it.

use std::collections::BTreeMap;

use anye_programmes::Count;
use anye_web::suppress::{Shown, suppress};

use super::model::{Cell, Table};
use super::store::Raw;

/// A figure that fewer make is not shown.
pub(super) const SMALL: i64 = 5;

/// Covers.
pub(super) fn cover(table: &Count, rows: &[Raw], total: &Raw, before: &[Option<usize>], out: &mut Table) {
    let many = |raw: &Raw| if table.subjects { raw.subjects } else { raw.n };
    // The last key makes the columns, those before it the rows.
    let last = table.by.len().saturating_sub(1);
    let mut lines: BTreeMap<&[String], usize> = BTreeMap::new();
    let mut columns: BTreeMap<&[String], usize> = BTreeMap::new();
    for raw in rows {
        let next = lines.len();
        lines.entry(&raw.keys[..last]).or_insert(next);
        let next = columns.len();
        columns.entry(&raw.keys[last..]).or_insert(next);
    }
    let spot = |raw: &Raw| (lines[&raw.keys[..last]], columns[&raw.keys[last..]]);
    let mut numbers = vec![vec![0; columns.len()]; lines.len()];
    for raw in rows {
        let (line, column) = spot(raw);
        numbers[line][column] = many(raw);
    }
    let shown = suppress(&numbers, SMALL);
    let hidden: Vec<bool> = rows
        .iter()
        .map(|raw| {
            let (line, column) = spot(raw);
            shown[line][column] != Shown::Value
        })
        .collect();
    for (nth, cell) in out.rows.iter_mut().enumerate() {
        if hidden[nth] {
            empty(cell);
        } else if before[nth].is_some_and(|before| hidden[before]) {
            cell.changes.iter_mut().for_each(|one| *one = None);
        }
        // A part of it may be small where the whole is not.
        if cell.shared.is_some_and(|n| (1..SMALL).contains(&n)) {
            cell.shared = None;
        }
    }
    out.covered = hidden.contains(&true);
    if (1..SMALL).contains(&many(total)) {
        empty(&mut out.total);
        out.covered = true;
    }
}

fn empty(cell: &mut Cell) {
    (cell.n, cell.shared) = (None, None);
    cell.figures.iter_mut().chain(&mut cell.changes).for_each(|one| *one = None);
}
