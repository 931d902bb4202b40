//! The order in which sums and computed cells are filled in. It must never leave a circle in it.

use super::Code;

/// One cell to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// The sum of a disaggregation (index of the split).
    Sum(usize),
    /// A computed cell: its column and its code.
    Computed(usize, usize),
}

/// What is filled in: column and what it reads.
pub(crate) struct Wanted<'a> {
    pub(crate) column: usize,
    pub(crate) reads: &'a [usize],
    pub(crate) fill: Fill,
}

/// Sorts so that each comes after what it reads; the columns of a circle otherwise.
pub(crate) fn order(
    sums: &[(usize, Vec<usize>)],
    computed: &[(usize, Code)],
) -> Result<Vec<Fill>, Vec<usize>> {
    let wanted: Vec<Wanted<'_>> = sums
        .iter()
        .enumerate()
        .map(|(at, (column, parts))| Wanted { column: *column, reads: parts, fill: Fill::Sum(at) })
        .chain(computed.iter().enumerate().map(|(at, (column, code))| Wanted {
            column: *column,
            reads: &code.reads,
            fill: Fill::Computed(*column, at),
        }))
        .collect();
    let mut out = Vec::new();
    let mut state = vec![0_u8; wanted.len()];
    let mut path = Vec::new();
    for at in 0..wanted.len() {
        visit(&wanted, at, &mut state, &mut path, &mut out)?;
    }
    Ok(out)
}

fn visit(
    wanted: &[Wanted<'_>],
    at: usize,
    state: &mut [u8],
    path: &mut Vec<usize>,
    out: &mut Vec<Fill>,
) -> Result<(), Vec<usize>> {
    if state[at] == 2 {
        return Ok(());
    }
    path.push(wanted[at].column);
    if state[at] == 1 {
        let from = path.iter().position(|column| *column == wanted[at].column).unwrap_or(0);
        return Err(path.split_off(from));
    }
    state[at] = 1;
    for (next, other) in wanted.iter().enumerate() {
        if wanted[at].reads.contains(&other.column) {
            visit(wanted, next, state, path, out)?;
        }
    }
    path.pop();
    state[at] = 2;
    out.push(wanted[at].fill);
    Ok(())
}
