//! Filters and counts by issuer, place, year, kind and day.

use anye_base::Date;
use anye_search::{ArticleEntry, Count, Index, Order, Query};

use crate::samples::{article, index_of, keys};

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

fn shelf() -> Index {
    let entry = |key: &str, issuer: &str, place: &str, year: i16, kind: &str, issued: &str| ArticleEntry {
        issuer: issuer.into(),
        place: place.into(),
        year: Some(year),
        kind: kind.into(),
        issued_on: day(issued),
        in_force_from: day(issued),
        ..article(key, key, "就业补贴按月发放")
    };
    let mut ended = entry("一", "省政府", "210000", 2009, "意见", "2009-02-01");
    ended.in_force_to = day("2015-12-31");
    let mut undated = article("五", "五", "就业补贴另行规定");
    undated.issuer = "市财政局".into();
    index_of(&[
        ended,
        entry("二", "省政府", "210000", 2020, "意见", "2020-03-05"),
        entry("三", "市政府", "210400", 2020, "方案", "2020-06-01"),
        entry("四", "市政府", "211300", 2017, "意见", "2017-12-31"),
        undated,
    ])
}

fn found(query: Query) -> Vec<String> {
    let mut list: Vec<String> = keys(&shelf().search(&query).unwrap()).into_iter().map(Into::into).collect();
    list.sort();
    list
}

#[test]
fn filters_narrow() {
    let all = || Query::text("就业");
    let strings = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    for (query, expect) in [
        (all(), "一三二五四"),
        (Query { issuers: strings(&["省政府"]), ..all() }, "一二"),
        (Query { issuers: strings(&["省政府", "市财政局"]), ..all() }, "一二五"),
        (Query { issuers: strings(&["不存在"]), ..all() }, ""),
        (Query { places: Some(strings(&["210400", "210402"])), ..all() }, "三"),
        (Query { places: Some(Vec::new()), ..all() }, ""),
        (
            Query { places: Some((0..2000).map(|n| format!("{}", 210_000 + n)).collect()), ..all() },
            "一三二四",
        ),
        (Query { years: (Some(2017), Some(2020)), ..all() }, "三二四"),
        (Query { years: (None, Some(2009)), ..all() }, "一"),
        (Query { kinds: strings(&["方案"]), ..all() }, "三"),
        (Query { as_of: day("2012-01-01"), ..all() }, "一五"),
        (Query { as_of: day("2015-12-31"), ..all() }, "一五"),
        (Query { as_of: day("2016-01-01"), ..all() }, "五"),
        (Query { as_of: day("2020-03-05"), ..all() }, "二五四"),
        (Query { as_of: day("2020-03-04"), ..all() }, "五四"),
        (Query { years: (Some(2020), None), issuers: strings(&["市政府"]), ..all() }, "三"),
    ] {
        let mut expect: Vec<String> = expect.chars().map(String::from).collect();
        expect.sort();
        assert_eq!(found(query.clone()), expect, "{query:?}");
    }
}

#[test]
fn without_words_the_newest_come_first_and_the_undated_last() {
    let index = shelf();
    let page = index.search(&Query::default()).unwrap();
    assert_eq!(keys(&page), ["三", "二", "四", "一", "五"]);
    assert!(page.hits.iter().all(|hit| hit.score == 0.0));
    let page = index.search(&Query { order: Order::Newest, ..Query::text("补贴 -另行") }).unwrap();
    assert_eq!(keys(&page), ["三", "二", "四", "一"]);
    let page = index.search(&Query { kinds: vec!["意见".into()], ..Query::default() }).unwrap();
    assert_eq!(keys(&page), ["二", "四", "一"]);
}

#[test]
fn counts_are_over_all_hits_and_follow_the_filters() {
    let index = shelf();
    let limit = anye_base::Limit::new(1).unwrap();
    let shown = |counts: &[Count]| -> String {
        counts.iter().map(|count| format!("{}={} ", count.value, count.hits)).collect()
    };
    let page = index.search(&Query { limit, ..Query::text("就业") }).unwrap();
    assert_eq!((page.hits.len(), page.total), (1, 5));
    assert_eq!(shown(&page.facets.issuers), "市政府=2 省政府=2 市财政局=1 ");
    assert_eq!(shown(&page.facets.places), "210000=2 210400=1 211300=1 ");
    assert_eq!(shown(&page.facets.years), "2020=2 2017=1 2009=1 ");
    assert_eq!(shown(&page.facets.kinds), "意见=3 方案=1 ");
    let page = index.search(&Query { kinds: vec!["意见".into()], limit, ..Query::text("就业") }).unwrap();
    assert_eq!(shown(&page.facets.issuers), "省政府=2 市政府=1 ");
    let last =
        index.search(&Query {
            after: page.next, kinds: vec!["意见".into()], limit, ..Query::text("就业")
        });
    assert_eq!(shown(&last.unwrap().facets.kinds), "意见=3 ", "later pages count the same");
}
