//! Paging: every hit once, in one order, whatever the page length and whatever is published meanwhile.

use anye_base::{Cursor, Limit};
use anye_search::{ArticleEntry, Index, Order, Query, QueryFault, SearchError};
use proptest::prelude::*;

use crate::samples::{article, index_of};

const TEXTS: [&str; 4] = ["就业补贴", "就业就业补贴发放", "就业服务,补贴另行规定", "补贴与就业"];

fn entry(at: usize, pick: usize) -> ArticleEntry {
    ArticleEntry {
        position: u32::try_from(at % 5).unwrap(),
        issued_on: (!pick.is_multiple_of(3))
            .then(|| anye_base::Date::constant(2020, 1, 1 + (pick % 4) as i8)),
        ..article(&format!("文{:03}", at / 5), &format!("条{at:04}"), TEXTS[pick % TEXTS.len()])
    }
}

/// Goes through all pages; `between` is called after each.
fn walk(index: &Index, query: &Query, mut between: impl FnMut(usize)) -> Result<Vec<String>, SearchError> {
    let (mut all, mut after) = (Vec::new(), None::<Cursor>);
    for page_number in 0.. {
        // Through its text, as an address would carry it.
        let cursor = after.take().map(|cursor| Cursor::decode(&cursor.encode()).unwrap());
        let page = index.search(&Query { after: cursor, ..query.clone() })?;
        all.extend(page.hits.into_iter().map(|hit| hit.article_key));
        after = page.next;
        if after.is_none() {
            break;
        }
        between(page_number);
    }
    Ok(all)
}

fn query(newest: bool, text: &str, limit: u32) -> Query {
    let order = if newest { Order::Newest } else { Order::Relevance };
    Query { order, limit: Limit::new(limit).unwrap(), ..Query::text(text) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn pages_of_any_length_join_to_the_same_list(
        picks in prop::collection::vec(0usize..12, 1..60),
        splits in prop::collection::vec(1usize..20, 1..4),
        limit in 1u32..9,
        newest: bool,
        words: bool,
    ) {
        // Several commits make several segments.
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let entries: Vec<_> = picks.iter().enumerate().map(|(at, pick)| entry(at, *pick)).collect();
        let mut rest = entries.as_slice();
        for split in splits {
            let (now, later) = rest.split_at(split.min(rest.len()));
            now.iter().for_each(|entry| writer.put(entry).unwrap());
            writer.commit(1).unwrap();
            rest = later;
        }
        rest.iter().for_each(|entry| writer.put(entry).unwrap());
        writer.commit(2).unwrap();
        let text = if words { "就业 补贴" } else { "" };
        let whole = walk(&index, &query(newest, text, 500), |_| {}).unwrap();
        let paged = walk(&index, &query(newest, text, limit), |_| {}).unwrap();
        prop_assert_eq!(&whole, &paged);
        let mut sorted = paged.clone();
        sorted.sort();
        sorted.dedup();
        prop_assert_eq!(sorted.len(), entries.len());
    }
}

#[test]
fn a_ranked_list_stays_whole_while_articles_come_and_go() {
    let entries: Vec<_> = (0..40).map(|at| entry(at, at)).collect();
    let index = index_of(&entries);
    let before = walk(&index, &query(false, "就业", 500), |_| {}).unwrap();
    let mut writer = index.writer().unwrap();
    let during = walk(&index, &query(false, "就业", 15), |page| {
        writer.put(&entry(100 + page, page)).unwrap();
        writer.remove_document("文000");
        writer.commit(2).unwrap();
    });
    assert_eq!(during.unwrap(), before);
}

#[test]
fn a_dated_list_neither_skips_nor_repeats_while_articles_come_and_go() {
    let entries: Vec<_> = (0..40).map(|at| entry(at, at)).collect();
    let index = index_of(&entries);
    let before = walk(&index, &query(true, "就业", 500), |_| {}).unwrap();
    let mut writer = index.writer().unwrap();
    // Twenty commits: far more states than are kept.
    let during = walk(&index, &query(true, "就业", 2), |page| {
        writer.put(&entry(1000 + page, page)).unwrap();
        writer.commit(2).unwrap();
    });
    let old: Vec<_> = during.unwrap().into_iter().filter(|key| before.contains(key)).collect();
    assert_eq!(old, before);
}

#[test]
fn a_cursor_that_cannot_go_on_is_refused() {
    let entries: Vec<_> = (0..10).map(|at| entry(at, at)).collect();
    let index = index_of(&entries);
    let first = query(false, "就业", 3);
    let next = index.search(&first).unwrap().next.unwrap();
    let refused = |query: Query| match index.search(&query) {
        Err(SearchError::Query(fault)) => fault,
        other => panic!("{other:?}"),
    };
    let at = |after: Cursor, text: &str| Query { after: Some(after), ..query(false, text, 3) };
    assert_eq!(refused(at(next.clone(), "补贴")), QueryFault::BadCursor, "another query's");
    assert_eq!(refused(at(Cursor(vec!["x".into()]), "就业")), QueryFault::BadCursor);
    let mut bent = next.clone();
    bent.0[2] = "not a number".into();
    assert_eq!(refused(at(bent, "就业")), QueryFault::BadCursor);
    let mut writer = index.writer().unwrap();
    for seq in 0..10 {
        writer.put(&entry(100 + seq, seq)).unwrap();
        writer.commit(seq as u64).unwrap();
    }
    assert_eq!(refused(at(next, "就业")), QueryFault::CursorExpired);
}
