//! Units (检索单元): what a query looks for, cut out of what was typed, and the terms that find them.
//!
//! Must never know quotation marks, signs or limits of a query: that is `parse`'s part.

use crate::atoms::{Atom, Kind, han_runs};
use crate::number::Number;
use crate::words;

/// Runs of characters that are no known word are looked for in pieces of at most this many.
const MAX_LOOSE: usize = 16;

/// One thing that must (or must not) be in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its atoms; more than one stand side by side.
    pub atoms: Vec<Atom>,
    /// A longer word that begins so is found as well (前缀).
    pub prefix: bool,
    /// The document number it is, if it is one.
    pub number: Option<Number>,
}

impl Unit {
    /// Atoms that stand side by side.
    pub fn phrase(atoms: &[Atom]) -> Self {
        Self { atoms: atoms.to_vec(), prefix: false, number: None }
    }

    /// Whether it looks for the same.
    pub fn same(&self, other: &Self) -> bool {
        self.prefix == other.prefix
            && self.atoms.iter().map(|atom| &atom.kind).eq(other.atoms.iter().map(|atom| &atom.kind))
    }
}

/// Characters that only join words; on their own they say nothing.
fn is_filler(atom: &Atom) -> bool {
    atom.han().is_some_and(|char| "的了和与及或在对等是之于将为以从由至把被并".contains(char))
}

/// Cuts an item into words. Loose characters and figures that stand side by side stay together: 第9号, 2020年, 稳岗.
pub fn split(atoms: &[Atom], starred: bool, dropped: &mut Vec<Unit>) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut loose = 0..0;
    for (start, len, is_loose) in segments(atoms) {
        let follows = loose.end == start && atoms[start].joined && loose.len() < MAX_LOOSE;
        if is_loose && !loose.is_empty() && follows {
            loose.end = start + len;
            continue;
        }
        flush(&atoms[loose.clone()], &mut units, dropped);
        if is_loose {
            loose = start..start + len;
        } else {
            loose = 0..0;
            let mut unit = Unit::phrase(&atoms[start..start + len]);
            unit.prefix = matches!(unit.atoms[0].kind, Kind::Word(_));
            units.push(unit);
        }
    }
    flush(&atoms[loose], &mut units, dropped);
    if let Some(last) = units.last_mut().filter(|_| starred)
        && last.atoms.len() == 1
    {
        last.prefix = matches!(last.atoms[0].kind, Kind::Word(_));
    }
    units
}

fn flush(loose: &[Atom], units: &mut Vec<Unit>, dropped: &mut Vec<Unit>) {
    let start = loose.iter().take_while(|atom| is_filler(atom)).count();
    let end = loose.len() - loose[start..].iter().rev().take_while(|atom| is_filler(atom)).count();
    if start < end {
        units.push(Unit::phrase(&loose[start..end]));
    } else if !loose.is_empty() {
        dropped.push(Unit::phrase(loose));
    }
}

/// The words of an item: (first atom, atoms, loose). Loose are single characters and figures.
fn segments(atoms: &[Atom]) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in atoms.chunk_by(|one, next| one.han().is_some() && next.han().is_some() && next.joined) {
        if let Kind::Word(word) = &run[0].kind {
            found.push((at, 1, word.starts_with(|first: char| first.is_ascii_digit())));
            at += 1;
        } else {
            let chars: String = run.iter().filter_map(Atom::han).collect();
            for word in words::cut(&chars) {
                let len = word.chars().count();
                found.push((at, len, len == 1));
                at += len;
            }
        }
    }
    found
}

/// The terms that together find these atoms side by side: (offset, term). Every second pair is enough, and one long word stands for its characters.
pub fn steps(atoms: &[Atom]) -> Vec<(usize, String)> {
    let Some(first) = atoms.first() else { return Vec::new() };
    if let Some(run) = han_runs(atoms).next().filter(|run| run.len() == atoms.len()) {
        let word: String = run.iter().filter_map(Atom::han).collect();
        if words::is_long_word(&word) {
            return vec![(0, word)];
        }
    }
    let mut found = Vec::new();
    let mut step = |at: &Atom, term: String| found.push(((at.position - first.position) as usize, term));
    for run in atoms.chunk_by(|one, next| one.han().is_some() && next.han().is_some() && next.joined) {
        match (&run[0].kind, run.len()) {
            (Kind::Word(word), _) => step(&run[0], word.clone()),
            (Kind::Han(char), 1) => step(&run[0], char.to_string()),
            (Kind::Han(_), len) => {
                let odd = (len % 2 == 1).then_some(len - 2);
                for start in (0..len - 1).step_by(2).chain(odd) {
                    step(&run[start], run[start..start + 2].iter().filter_map(Atom::han).collect());
                }
            }
        }
    }
    found
}
