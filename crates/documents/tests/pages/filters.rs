//! Filters hold in the address: what is written there is read back the same.

use anye_documents::pages::list_page::ListQuery;
use anye_documents::pages::search_page::SearchQuery;
use axum::extract::Query;
use axum::http::Uri;
use proptest::prelude::*;

fn word() -> impl Strategy<Value = String> {
    "[一-三a-z0-9 &=#%+?/〔〕]{0,8}"
}

proptest! {
    #[test]
    fn the_list_reads_back_what_it_writes(q in word(), issuer in word(), at in word(), year in word(), kind in word(), on in word(), doubtful in "1?") {
        let query = ListQuery { q, issuer, at, year, kind, on, doubtful };
        let uri: Uri = query.address("next").parse().unwrap();
        prop_assert_eq!(Query::<ListQuery>::try_from_uri(&uri).unwrap().0, query);
    }

    #[test]
    fn the_search_reads_back_what_it_writes(q in word(), issuer in word(), at in word(), year in word(), kind in word(), on in word(), order in word()) {
        let query = SearchQuery { q, issuer, at, year, kind, on, order };
        let uri: Uri = query.address("").parse().unwrap();
        prop_assert_eq!(Query::<SearchQuery>::try_from_uri(&uri).unwrap().0, query);
    }
}

#[test]
fn a_year_or_day_that_is_none_is_refused_at_its_field() {
    let of = |query: ListQuery| query.filter().unwrap_err().fields[0].field.clone();
    assert_eq!(of(ListQuery { year: "二〇二〇".into(), ..ListQuery::default() }), "year");
    assert_eq!(of(ListQuery { on: "2020-02-30".into(), ..ListQuery::default() }), "on");
}
