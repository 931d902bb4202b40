//! What is loaded: a county through the use cases, twice, with every sum equal to its reports.

use std::time::Instant;

use anye_base::ErrorKind;
use anye_db::{Db, Read as _, sql};
use anye_monitor::demo::load::{Loader, Stage};
use anye_monitor::demo::{self, Scale};
use anye_reporting::figures::{DrillKey, drill_sum};
use anye_reporting::rollup::{self, Class, Layout};
use anye_testkit::databases;

use crate::world::monitor;

async fn number(db: &Db, query: &'static str) -> i64 {
    let mut from = db;
    from.one(sql(query)).await.unwrap().int("n").unwrap()
}

/// Period, state, who drafted and who signed, and what it says.
async fn bulletins(db: &Db) -> Vec<(String, String, String, String, String)> {
    let mut from = db;
    let rows =
        from.all(sql("select period, state, drafted_by, signed_by, content from bulletin")).await.unwrap();
    let text = |row: &anye_db::Row, name: &str| row.text(name).unwrap();
    let read = |row: &anye_db::Row| {
        (
            text(row, "period"),
            text(row, "state"),
            text(row, "drafted_by"),
            text(row, "signed_by"),
            text(row, "content"),
        )
    };
    rows.iter().map(read).collect()
}

async fn loaded(db: &Db, scale: Scale) -> Loader {
    let loader = Loader::new(&monitor(db, true), scale, demo::SEED, "account-employer").unwrap();
    for stage in loader.stages() {
        loader.run(&stage).await.unwrap_or_else(|fault| panic!("{stage:?}: {fault:?}"));
    }
    loader
}

#[tokio::test]
async fn a_county_is_loaded_through_the_use_cases_and_every_sum_is_that_of_its_reports() {
    for test in databases().await {
        let loader = loaded(&test.db, Scale::County).await;
        let house = monitor(&test.db, true);
        let counts = [
            ("select count(*) as n from employer", 60),
            ("select count(*) as n from panel_selection", 3),
            ("select count(*) as n from report where state = 'returned'", 1),
            ("select count(*) as n from employer_contact where account = 'account-employer'", 2),
            ("select count(*) as n from figure_freeze", 1),
        ];
        for (query, wanted) in counts {
            assert!(number(&test.db, query).await >= wanted, "{query}");
        }
        let reports = number(&test.db, "select count(*) as n from report").await;
        assert!(reports > 60 * 34, "{reports}");
        let late = number(&test.db, "select count(*) as n from report where late = 1").await;
        assert!(late > 20 && late * 10 < reports, "{late} late of {reports}");
        assert!(number(&test.db, "select count(*) as n from layoff_notice where state = 'filed'").await > 0);
        assert_eq!(number(&test.db, "select count(*) as n from report_batch where state <> 'done'").await, 0);
        for form in ["enterprise-monthly", "registered-monthly", "market-monthly", demo::MIGRANT_RETURNS] {
            let form = house.reporting.form(form).unwrap();
            for period in ["2019-05", "2020-04", "2020-05"] {
                assert_eq!(rollup::check(&test.db, form, period).await.unwrap(), [], "{} {period}", form.id);
            }
            let path = "210000/211000/211002";
            for (place, path) in [("210000", "210000"), ("211000", "210000/211000"), ("211002", path)] {
                let key = DrillKey {
                    form: form.id.clone(),
                    period: "2020-05".into(),
                    place: place.into(),
                    dim: "all".into(),
                    code: String::new(),
                    class: Class::Submitted,
                };
                let figure =
                    rollup::figure(&mut &test.db, &Layout::of(form), Class::Submitted, "2020-05", place)
                        .await
                        .unwrap();
                assert_eq!(
                    drill_sum(&test.db, form, "2020-05", path, &key).await.unwrap(),
                    figure.unwrap().sums
                );
            }
        }
        let worked = [
            "select count(*) as n from case_file where state = 'closed' and outcome = 'confirmed'",
            "select count(*) as n from case_file where state = 'open' and acknowledged_at is not null",
            "select count(*) as n from case_group where ended_on is not null",
            "select count(*) as n from upward where received_at is not null",
            "select count(*) as n from plan_of_place",
        ];
        for query in worked {
            assert!(number(&test.db, query).await > 0, "{query}");
        }
        // Nobody acts before the case is there, nor after the day on which the demo begins.
        let early = "select count(*) as n from case_event e join case_file c on c.id = e.case_id where e.at < c.opened_at or e.at >= 1592755200000";
        assert_eq!(number(&test.db, early).await, 0);
        let told = bulletins(&test.db).await;
        let (period, state, drafted, signed, content) = told.first().unwrap();
        assert_eq!((period.as_str(), state.as_str(), told.len()), ("2020-05", "published", 1));
        assert!(drafted != signed && content.contains("(合成数据)") && content.contains("(synthetic data)"));
        assert!(!content.contains("(无数据)"), "every figure of the bulletin is there: {content}");
        // Done again, as after a crash before the checkpoint: nothing is doubled.
        for stage in loader
            .stages()
            .into_iter()
            .filter(|stage| !matches!(stage, Stage::Close(_) | Stage::CloseMonth(..)))
        {
            loader.run(&stage).await.unwrap_or_else(|fault| panic!("again {stage:?}: {fault:?}"));
        }
        assert_eq!(number(&test.db, "select count(*) as n from report").await, reports);
        assert_eq!(number(&test.db, "select count(*) as n from employer").await, 60);
        assert_eq!(bulletins(&test.db).await, told, "what was published stays as it was");
    }
}

#[tokio::test]
async fn a_store_of_an_office_is_never_filled() {
    for test in databases().await {
        let refused = Loader::new(&monitor(&test.db, false), Scale::County, demo::SEED, "").err().unwrap();
        assert_eq!((refused.kind, refused.code), (ErrorKind::Denied, "demo_refused"));
    }
}

/// Prints what loading costs; run by hand: `cargo test --release -p anye-monitor --test demo -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, not a test"]
async fn how_long_it_takes() {
    let scale: Scale = std::env::var("ANYE_DEMO_SCALE").unwrap_or("city".into()).parse().unwrap();
    let test = &databases().await[0];
    let loader = Loader::new(&monitor(&test.db, true), scale, demo::SEED, "").unwrap();
    let (began, mut kinds) = (Instant::now(), std::collections::BTreeMap::<String, f64>::new());
    for stage in loader.stages() {
        let at = Instant::now();
        loader.run(&stage).await.unwrap_or_else(|fault| panic!("{stage:?}: {fault:?}"));
        let kind = format!("{stage:?}").split('(').next().unwrap().to_owned();
        *kinds.entry(kind).or_default() += at.elapsed().as_secs_f64();
    }
    let reports = number(&test.db, "select count(*) as n from report").await;
    println!("{}: {:.1} s, {reports} reports; {kinds:.1?}", scale.word(), began.elapsed().as_secs_f64());
}
