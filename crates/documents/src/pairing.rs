//! Which articles of two documents belong together, and where two texts differ. Pure.

use std::collections::HashMap;
use std::time::Duration;

use similar::{Algorithm, ChangeTag, TextDiff};

use crate::compare::{Piece, PieceKind, Side};

/// Likeness below which two articles have nothing to do with each other.
const LEAST_LIKENESS: f64 = 0.35;
/// What the same number adds to likeness.
const SAME_KEY: f64 = 0.1;
/// Longest time for one pair of texts; after it the difference is coarser, never wrong.
const TIME: Duration = Duration::from_millis(200);
/// Equal stretches shorter than this between two differences are read with them: single characters in between only confuse.
const SHORTEST_SAME: usize = 2;

/// For each right article the left one that it belongs to.
pub fn partners(left: &[Side], right: &[Side]) -> Vec<Option<usize>> {
    let (bags_left, bags_right): (Vec<_>, Vec<_>) = (
        left.iter().map(|side| bag(&side.text)).collect(),
        right.iter().map(|side| bag(&side.text)).collect(),
    );
    let mut candidates = Vec::new();
    for (at_right, bag_right) in bags_right.iter().enumerate() {
        for (at_left, bag_left) in bags_left.iter().enumerate() {
            let bonus = if left[at_left].key == right[at_right].key { SAME_KEY } else { 0.0 };
            let likeness = likeness(bag_left, bag_right);
            if likeness >= LEAST_LIKENESS {
                candidates.push((likeness + bonus, at_left, at_right));
            }
        }
    }
    // The most alike first; among equals those that stand nearest.
    candidates.sort_by(|one, other| {
        let near = |candidate: &(f64, usize, usize)| candidate.1.abs_diff(candidate.2);
        other.0.total_cmp(&one.0).then(near(one).cmp(&near(other))).then(one.2.cmp(&other.2))
    });
    let (mut partners, mut taken) = (vec![None; right.len()], vec![false; left.len()]);
    for (_, at_left, at_right) in candidates {
        if partners[at_right].is_none() && !taken[at_left] {
            partners[at_right] = Some(at_left);
            taken[at_left] = true;
        }
    }
    partners
}

/// How often each pair of neighbouring characters stands in a text.
type Bag = (HashMap<(char, char), u32>, u32);

fn bag(text: &str) -> Bag {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut counts = HashMap::new();
    for pair in chars.windows(2) {
        *counts.entry((pair[0], pair[1])).or_insert(0) += 1;
    }
    let total = counts.values().sum();
    (counts, total)
}

/// Share of pairs that both have (Dice): 1 for equal texts, 0 for nothing in common.
fn likeness(one: &Bag, other: &Bag) -> f64 {
    let (small, large) = if one.0.len() < other.0.len() { (one, other) } else { (other, one) };
    if one.1 + other.1 == 0 {
        return 1.0;
    }
    let both: u32 =
        small.0.iter().map(|(pair, count)| large.0.get(pair).map_or(0, |other| *count.min(other))).sum();
    2.0 * f64::from(both) / f64::from(one.1 + other.1)
}

/// For each right article whether it stands in the same order as its partner: the longest run of pairs that do.
pub fn in_order(partners: &[Option<usize>]) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); partners.len()];
    let mut last = None;
    for at in 0..partners.len() {
        let Some(partner) = partners[at] else { continue };
        let before = (0..at).filter(|before| partners[*before].is_some_and(|other| other < partner));
        let before = before.max_by_key(|before| best[*before].0);
        best[at] = (before.map_or(0, |before| best[before].0) + 1, before);
        if last.is_none_or(|last: usize| best[last].0 < best[at].0) {
            last = Some(at);
        }
    }
    let mut kept = vec![false; partners.len()];
    while let Some(at) = last {
        kept[at] = true;
        last = best[at].1;
    }
    kept
}

/// Two texts cut into what both have and what only one has.
pub fn pieces(left: &str, right: &str) -> Vec<Piece> {
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).timeout(TIME).diff_chars(left, right);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Same,
            ChangeTag::Delete => PieceKind::Removed,
            ChangeTag::Insert => PieceKind::Added,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    readable(pieces)
}

/// Takes very short equal stretches into the differences around them.
fn readable(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.into_iter().enumerate() {
        let inside = at > 0 && at < last && !(removed.is_empty() && added.is_empty());
        match piece.kind {
            PieceKind::Removed => removed.push_str(&piece.text),
            PieceKind::Added => added.push_str(&piece.text),
            PieceKind::Same if inside && piece.text.chars().count() < SHORTEST_SAME => {
                removed.push_str(&piece.text);
                added.push_str(&piece.text);
            }
            PieceKind::Same => {
                flush(&mut out, &mut removed, &mut added);
                out.push(piece);
            }
        }
    }
    flush(&mut out, &mut removed, &mut added);
    out
}

fn flush(out: &mut Vec<Piece>, removed: &mut String, added: &mut String) {
    for (kind, text) in [(PieceKind::Removed, removed), (PieceKind::Added, added)] {
        if !text.is_empty() {
            out.push(Piece { kind, text: std::mem::take(text) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Change, pairs};

    fn sides(texts: &[&str]) -> Vec<Side> {
        let side = |(at, text): (usize, &&str)| Side {
            key: (at + 1).to_string(),
            number: String::new(),
            heading: String::new(),
            text: (*text).to_owned(),
        };
        texts.iter().enumerate().map(side).collect()
    }

    const A: &str = "监测企业增加到320户,每月5日前报送上月用工人数。";
    const B: &str = "企业一次减少用工50人以上的,应当提前30日报告。";
    const C: &str = "市人社局每月汇总数据,每季度召开1次会商会。";
    const D: &str = "各地要认真落实样例补贴,不得截留挪用资金。";

    #[track_caller]
    fn check(left: &[&str], right: &[&str], expected: &[Change]) {
        let found: Vec<Change> = pairs(&sides(left), &sides(right)).iter().map(|pair| pair.change).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn articles_are_paired_by_likeness() {
        use Change::{Added, Changed, Moved, Removed, Same};
        check(&[A, B, C], &[A, B, C], &[Same, Same, Same]);
        check(&[A, B, C], &[A, D, B, C], &[Same, Added, Same, Same]);
        check(&[A, B, C], &[A, C], &[Same, Removed, Same]);
        check(&[A, B, C], &[C, A, B], &[Moved, Same, Same]);
        check(&[A], &[&A.replace("320", "350")], &[Changed]);
        check(&[], &[A], &[Added]);
        check(&[A], &[D], &[Added, Removed]);
    }

    #[test]
    fn an_inserted_article_makes_the_rest_renumbered_not_changed() {
        let found = pairs(&sides(&[A, B]), &sides(&[D, A, B]));
        assert!(found[1].renumbered && found[2].renumbered && found[1].change == Change::Same);
    }

    #[test]
    fn differences_are_whole_and_readable() {
        let found = pieces("增加到320户,其中制造业120户", "增加到350户,其中制造业120户");
        let texts: Vec<(PieceKind, &str)> =
            found.iter().map(|piece| (piece.kind, piece.text.as_str())).collect();
        use PieceKind::{Added, Removed, Same};
        assert_eq!(texts, [(Same, "增加到3"), (Removed, "2"), (Added, "5"), (Same, "0户,其中制造业120户")]);
        for (left, right) in [(A, B), (C, D), ("", A), (A, A)] {
            let found = pieces(left, right);
            let join = |not: PieceKind| {
                found
                    .iter()
                    .filter(|piece| piece.kind != not)
                    .map(|piece| piece.text.as_str())
                    .collect::<String>()
            };
            assert_eq!((join(Added), join(Removed)), (left.to_owned(), right.to_owned()));
        }
    }
}
