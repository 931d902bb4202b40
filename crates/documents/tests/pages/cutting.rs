//! Marks in a text, with arbitrary spans.

use anye_documents::pages::segment::{Marking, cut};
use anye_findings::Span;
use proptest::prelude::*;

fn markings() -> impl Strategy<Value = Vec<Marking>> {
    let one = (0usize..40, 0usize..40).prop_map(|(start, end)| Span { start, end });
    proptest::collection::vec(one, 0..12).prop_map(|spans| {
        spans.into_iter().enumerate().map(|(finding, span)| Marking { finding, span }).collect()
    })
}

proptest! {
    #[test]
    fn the_pieces_put_together_are_the_text(text in "[一-三a\\n<&\u{20000}]{0,40}", heading in 0usize..50, markings in markings()) {
        let paragraphs = cut(&text, heading, &markings).paragraphs;
        let lines: Vec<String> = paragraphs.iter().map(|line| line.iter().map(|piece| piece.text.as_str()).collect()).collect();
        prop_assert_eq!(lines.join("\n"), text);
    }

    #[test]
    fn a_piece_lies_within_its_span_and_each_finding_begins_once(text in "[一-三a\\n]{0,40}", heading in 0usize..50, markings in markings()) {
        let mut at = 0;
        let mut begun = vec![0; markings.len()];
        for line in cut(&text, heading, &markings).paragraphs {
            for piece in line {
                prop_assert!(!piece.text.is_empty());
                let end = at + piece.text.chars().count();
                if let Some(finding) = piece.finding {
                    let span = markings[finding].span;
                    prop_assert!(span.start <= at && end <= span.end);
                    begun[finding] += usize::from(piece.first);
                }
                prop_assert!(piece.finding.is_some() || !piece.first);
                at = end;
            }
            at += 1;
        }
        prop_assert!(begun.iter().all(|times| *times <= 1));
    }
}
