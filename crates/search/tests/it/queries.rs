//! Queries that cannot be read, and very long ones.

use std::time::Instant;

use anye_base::ErrorKind;
use anye_search::{Query, QueryFault, SearchError};

use crate::samples::index_with;

fn fault(text: &str) -> Option<QueryFault> {
    match index_with("就业优先").search(&Query::text(text)) {
        Ok(_) => None,
        Err(SearchError::Query(fault)) => Some(fault),
        Err(other) => panic!("{text}: an internal error: {other}"),
    }
}

#[test]
fn an_unreadable_query_says_what_is_wrong() {
    let long = "字".repeat(10_001);
    let phrase = format!("就业 “{}”", "字".repeat(257));
    for (text, expect) in [
        ("就业 “优先", Some(QueryFault::UnclosedQuote { at: 3 })),
        ("就业\"", Some(QueryFault::UnclosedQuote { at: 2 })),
        ("「就业", Some(QueryFault::UnclosedQuote { at: 0 })),
        ("!!! 。。", Some(QueryFault::NothingToFind)),
        ("“”", Some(QueryFault::NothingToFind)),
        ("-", Some(QueryFault::NothingToFind)),
        (long.as_str(), Some(QueryFault::TooLong { max: 10_000 })),
        (phrase.as_str(), Some(QueryFault::PhraseTooLong { at: 3, max: 256 })),
        ("", None),
        ("   ", None),
        ("的", None),
        ("“就业\" 优先", None),
        ("AND OR NOT (((", None),
        ("title:就业 /x/ [a TO b] ^2 ~ * ?", None),
        ("\\ \u{0} \u{1f} 就业", None),
        ("*", Some(QueryFault::NothingToFind)),
    ] {
        assert_eq!(fault(text), expect, "{text:.20}");
    }
}

#[test]
fn faults_reach_people_as_their_own_mistake() {
    let fault = QueryFault::UnclosedQuote { at: 3 }.fault();
    assert_eq!((fault.kind, fault.code), (ErrorKind::Invalid, "search-unclosed-quote"));
    assert_eq!(fault.args, [("at", "4".to_owned())]);
}

#[test]
fn ten_thousand_characters_do_not_blow_up() {
    let many: String = ('\u{4e00}'..'\u{9fff}').take(10_000).collect();
    let words: String = (0..1_600).map(|n| format!("w{n:04} ")).collect();
    let minus: String = (0..1_400).map(|n| format!("-x{n:03} ")).collect();
    let quotes = "“就业”".repeat(2_500);
    let same = "就".repeat(10_000);
    let index = index_with("就业优先");
    for text in [many, words, minus, quotes, same, "一 ".repeat(5_000), "*".repeat(9_999) + "就"] {
        let began = Instant::now();
        let page = index.search(&Query::text(text.clone())).unwrap();
        assert!(began.elapsed().as_secs() < 5, "{text:.20}: {:?}", began.elapsed());
        assert!(page.total <= 1);
    }
    let words: String = (0..100).map(|n| format!("w{n} ")).collect();
    assert_eq!(index.search(&Query::text(words)).unwrap().ignored, 52);
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered_or_refused(text in "[就业稳岗的a9 “”\"「」\\-－〔〕*.。,第号年2020\n]{0,40}") {
        match index_with("就业稳岗").search(&Query::text(text)) {
            Ok(_) | Err(SearchError::Query(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_in_a_text_is_found(text in "[就业稳岗位失保险费率公益性一二ab12,、。 〔〕]{4,30}", from in 0usize..26, len in 1usize..8) {
        let part: String = text.chars().skip(from).take(len).collect();
        let part = part.trim_matches(|char: char| !char.is_alphanumeric());
        // A phrase never crosses the end of a sentence in another way than the text does, so any cut of whole words is found.
        let whole = |char: Option<char>| char.is_none_or(|char| !char.is_ascii_alphanumeric());
        let at = text.find(part).unwrap_or(0);
        let edges = whole(text[..at].chars().next_back()) && whole(text[at + part.len()..].chars().next());
        proptest::prop_assume!(!part.is_empty() && edges);
        let found = index_with(&text).search(&Query::text(format!("“{part}”"))).unwrap();
        proptest::prop_assert_eq!(found.total, 1);
    }
}
