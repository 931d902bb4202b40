//! Small cells in public tables (小单元格隐藏): those that few reporters make, and as many more as it takes that no hidden cell can be worked
//! out from a row's or a column's total. Pure.

/// What a public table shows in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The value.
    Value,
    /// Hidden: too few reporters.
    Few,
    /// Hidden so that another cannot be worked out.
    Beside,
}

/// Which cells of a table (rows of columns, without its totals) are hidden. `n` is the number of reporters of each cell; a cell of nobody is
/// an open zero. Totals of rows and columns, and the grand total, may then be shown unless [`Shown::Few`] holds for them by themselves.
#[must_use]
pub fn suppress(n: &[Vec<i64>], least: i64) -> Vec<Vec<Shown>> {
    let width = n.iter().map(Vec::len).max().unwrap_or(0);
    let count = |row: usize, column: usize| n[row].get(column).copied().unwrap_or(0);
    let mut hidden: Vec<Vec<Shown>> = n
        .iter()
        .map(|row| {
            let few = |n: i64| if n > 0 && n < least { Shown::Few } else { Shown::Value };
            (0..width).map(|column| few(row.get(column).copied().unwrap_or(0))).collect()
        })
        .collect();
    // A line with one hidden cell, or whose hidden cells together hold too few, gives it away: the smallest open one goes too.
    loop {
        let mut changed = false;
        for row in 0..n.len() {
            let line: Vec<(usize, usize)> = (0..width).map(|column| (row, column)).collect();
            changed |= protect(&line, &count, &mut hidden, least);
        }
        for column in 0..width {
            let line: Vec<(usize, usize)> = (0..n.len()).map(|row| (row, column)).collect();
            changed |= protect(&line, &count, &mut hidden, least);
        }
        if !changed {
            return hidden;
        }
    }
}

fn protect(
    line: &[(usize, usize)],
    count: &dyn Fn(usize, usize) -> i64,
    hidden: &mut [Vec<Shown>],
    least: i64,
) -> bool {
    let is_hidden = |at: &(usize, usize), hidden: &[Vec<Shown>]| hidden[at.0][at.1] != Shown::Value;
    let shut: Vec<&(usize, usize)> = line.iter().filter(|at| is_hidden(at, hidden)).collect();
    if shut.is_empty() {
        return false;
    }
    let held: i64 = shut.iter().map(|at| count(at.0, at.1)).sum();
    if shut.len() > 1 && held >= least {
        return false;
    }
    // Among open cells those that hold somebody; an open zero protects nothing.
    let next = line
        .iter()
        .filter(|at| !is_hidden(at, hidden) && count(at.0, at.1) > 0)
        .min_by_key(|at| (count(at.0, at.1), at.0, at.1))
        .copied();
    let Some((row, column)) = next else { return false };
    hidden[row][column] = Shown::Beside;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_cell_takes_others_with_it() {
        let n = vec![vec![2, 40, 50], vec![30, 60, 70], vec![0, 80, 90]];
        let shown = suppress(&n, 3);
        assert_eq!(shown[0][0], Shown::Few);
        assert_eq!(shown[0][1], Shown::Beside);
        assert_eq!(shown[1][0], Shown::Beside);
        assert_eq!(shown[1][1], Shown::Beside, "or the second column gives the first row's away");
        assert_eq!(shown[2], [Shown::Value; 3]);
        assert!(suppress(&[vec![5, 6], vec![0, 9]], 3).iter().flatten().all(|one| *one == Shown::Value));
    }

    proptest::proptest! {
        #[test]
        fn no_hidden_cell_can_be_worked_out_from_one_line(n in proptest::collection::vec(proptest::collection::vec(0_i64..12, 4), 4)) {
            let shown = suppress(&n, 3);
            let lines = (0..4).map(|at| (0..4).map(|other| (at, other)).collect::<Vec<_>>())
                .chain((0..4).map(|at| (0..4).map(|other| (other, at)).collect::<Vec<_>>()));
            for line in lines {
                let hidden: Vec<_> = line.iter().filter(|at| shown[at.0][at.1] != Shown::Value).collect();
                let open_left = line.iter().any(|at| shown[at.0][at.1] == Shown::Value && n[at.0][at.1] > 0);
                let held: i64 = hidden.iter().map(|at| n[at.0][at.1]).sum();
                // Either nothing is hidden, or enough is hidden together, or there was nothing left to hide.
                proptest::prop_assert!(hidden.is_empty() || (hidden.len() > 1 && held >= 3) || !open_left);
            }
            for (row, line) in n.iter().enumerate() {
                for (column, count) in line.iter().enumerate() {
                    proptest::prop_assert!(!(1..3).contains(count) || shown[row][column] == Shown::Few);
                }
            }
        }
    }
}
