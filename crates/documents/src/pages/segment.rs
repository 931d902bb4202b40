//! An article's text cut into pieces for the page: what is marked, what is not, paragraph by paragraph. Pure.
//!
//! Spans may overlap, nest or reach past the end. Of several at one place the shortest is marked, so that nothing nests in the page;
//! the pieces put together are always the whole text.

use anye_findings::Span;

/// What is marked: the place of a finding among those given, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marking {
    /// The caller's number for the finding.
    pub finding: usize,
    /// Characters of the text.
    pub span: Span,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// The finding that it belongs to.
    pub finding: Option<usize>,
    /// The first piece of that finding: the one that is jumped to.
    pub first: bool,
    /// Part of the heading that opens the text.
    pub strong: bool,
}

/// Text cut into paragraphs of pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cut {
    /// Paragraphs (lines of the text) in order; line ends are not in them.
    pub paragraphs: Vec<Vec<Piece>>,
}

/// Cuts a text whose first `heading` characters are its heading. Empty spans and spans behind the end mark nothing.
pub fn cut(text: &str, heading: usize, markings: &[Marking]) -> Cut {
    let chars: Vec<char> = text.chars().collect();
    let owners = owners(chars.len(), markings);
    let mut seen = vec![false; markings.len()];
    let mut paragraphs = vec![Vec::new()];
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == '\n' {
            paragraphs.push(Vec::new());
            at += 1;
            continue;
        }
        let owner = owners[at];
        let strong = at < heading;
        let until = if strong { heading.min(chars.len()) } else { chars.len() };
        let run = chars[at..until].iter().zip(&owners[at..until]);
        let length = run.take_while(|(char, other)| **char != '\n' && **other == owner).count();
        let first = owner.is_some_and(|index| !std::mem::replace(&mut seen[index], true));
        let piece = Piece {
            text: chars[at..at + length].iter().collect(),
            finding: owner.map(|index| markings[index].finding),
            first,
            strong,
        };
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push(piece);
        }
        at += length;
    }
    Cut { paragraphs }
}

impl Cut {
    /// The finding whose mark stands for this one on the page: its own, or that of a shorter one that covers it.
    pub fn stands_for(&self, marking: &Marking) -> Option<usize> {
        let mut at = 0;
        let mut covering = None;
        for paragraph in &self.paragraphs {
            for piece in paragraph {
                let end = at + piece.text.chars().count();
                if piece.finding == Some(marking.finding) {
                    return Some(marking.finding);
                }
                if (at..end).contains(&marking.span.start) {
                    covering = piece.finding;
                }
                at = end;
            }
            at += 1;
        }
        covering
    }
}

/// For each character the marking it belongs to: the shortest that covers it, the earlier one of equals.
fn owners(length: usize, markings: &[Marking]) -> Vec<Option<usize>> {
    let mut by_length: Vec<usize> = (0..markings.len()).collect();
    by_length.sort_by_key(|index| {
        let span = markings[*index].span;
        (std::cmp::Reverse(span.end.saturating_sub(span.start)), std::cmp::Reverse(*index))
    });
    let mut owners = vec![None; length];
    for index in by_length {
        let span = markings[index].span;
        let (start, end) = (span.start.min(length), span.end.min(length));
        if start < end {
            owners[start..end].fill(Some(index));
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marking(finding: usize, start: usize, end: usize) -> Marking {
        Marking { finding, span: Span { start, end } }
    }

    fn shown(text: &str, markings: &[Marking]) -> Vec<Vec<(String, Option<usize>, bool)>> {
        let piece = |piece: Piece| (piece.text, piece.finding, piece.first);
        cut(text, 0, markings)
            .paragraphs
            .into_iter()
            .map(|line| line.into_iter().map(piece).collect())
            .collect()
    }

    #[test]
    fn a_shorter_mark_splits_the_longer_one_around_it() {
        let pieces = shown("甲局补贴五百元。", &[marking(7, 0, 7), marking(8, 4, 7)]);
        let expected = vec![
            ("甲局补贴".to_owned(), Some(7), true),
            ("五百元".to_owned(), Some(8), true),
            ("。".to_owned(), None, false),
        ];
        assert_eq!(pieces, vec![expected]);
    }

    #[test]
    fn a_mark_over_a_line_end_goes_on_in_the_next_paragraph() {
        let pieces = shown("一二\n三四", &[marking(1, 1, 4)]);
        assert_eq!(pieces[0][1], ("二".to_owned(), Some(1), true));
        assert_eq!(pieces[1][0], ("三".to_owned(), Some(1), false));
    }

    #[test]
    fn a_covered_mark_is_shown_by_the_one_that_covers_it() {
        let both = [marking(1, 0, 2), marking(2, 0, 2), marking(3, 9, 12)];
        let cut = cut("一二三", 0, &both);
        assert_eq!(cut.stands_for(&both[0]), Some(1));
        assert_eq!(cut.stands_for(&both[1]), Some(1));
        assert_eq!(cut.stands_for(&both[2]), None);
    }
}
