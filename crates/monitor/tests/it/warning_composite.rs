//! The composite index and departures from habit: no value and no case where nobody set weights and rates; where somebody did, parts add up, a departure opens
//! a case and its rule has a record like any other.

use std::sync::Arc;

use anye_base::Lang;
use anye_casework::use_case as casework;
use anye_db::{Db, Read as _, sql};
use anye_forms::Catalogue;
use anye_monitor::warning::{self, Filter};
use anye_testkit::databases;
use serde_json::Value;

use crate::notice_world::KNOWLEDGE;
use crate::warning_pages::send;
use crate::warning_world::{BARE, FORM, SET_FORMS, Watch, by, in_fushun};

const WEIGHTS: &str = r#"
[[setting]]
composite = "job-stress"
weight = [
  { indicator = "gross-job-loss", weight = "4" },
  { indicator = "net-job-loss", weight = "3" },
  { indicator = "layoff-share", weight = "2" },
  { indicator = "stopped-share", weight = "1" },
]
usual = { from = "2026-01", to = "2026-04" }
by = { zh = "测试设定", en = "Set by the test" }

[[setting]]
light = "job-stress"
above = ["1", "2", "3", "4"]
by = { zh = "测试设定", en = "Set by the test" }
"#;

const RATES: &str = r#"
[[setting]]
light = "departure"
below = ["10", "2", "0.5", "0.1"]
by = { zh = "测试设定", en = "Set by the test" }
"#;

fn with(set: &str) -> Arc<Catalogue> {
    let mut files = KNOWLEDGE.pack.reporting_sources();
    files.push(("reporting/set.toml".to_owned(), set.to_owned()));
    let (catalogue, found) = Catalogue::read(&files, None);
    assert!(found.is_empty(), "{found:#?}");
    Arc::new(catalogue)
}

/// Value, light, why there is none, and detail of the index at a place.
async fn index(db: &Db, period: &str, place: &str) -> Option<(String, String, String, Value)> {
    let query = sql("select v.value, v.light, v.missing, v.detail from signal_value v \
         join signal_run r on r.id = v.run and r.current = 1 \
         where v.period = $1 and v.place = $2 and v.indicator = 'index.job-stress'");
    let mut from = db;
    let row = from.optional(query.bind(period).bind(place)).await.unwrap()?;
    let text = |column: &str| row.text(column).unwrap();
    Some((
        text("value"),
        text("light"),
        text("missing"),
        serde_json::from_str(&text("detail")).unwrap_or_default(),
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_adds_up_its_parts_and_waits_for_usual_times_and_weights() {
    for test in databases().await {
        let watch = Watch::over(&test.db, &with(WEIGHTS)).people().await;
        watch.year("2026-05").await;
        let done = warning::close_months(&watch.monitor, &by(), FORM, "2026-01", "2026-05").await.unwrap();
        // Three months are too few to know what is usual: no figure rather than a calm one.
        let (value, light, missing, _) = index(&test.db, "2026-03", "210400").await.unwrap();
        assert_eq!((value.as_str(), light.as_str(), missing.as_str()), ("", "", "missing"));
        assert_eq!(index(&test.db, "2026-04", "210400").await.unwrap().0, "0.00");
        let (value, light, _, detail) = index(&test.db, "2026-05", "210400").await.unwrap();
        // Of nobody who left in usual times no share was laid off: that indicator is missing and gives its weight away. Nobody stopped work; the other two
        // moved from never to as far as a score goes (5): (4 + 3) / 8 × 5.
        assert_eq!((value.as_str(), light.as_str()), ("4.38", "red"), "{detail}");
        let parts = detail["parts"].as_array().unwrap();
        let sum: f64 = parts.iter().map(|one| one["part"].as_str().unwrap().parse::<f64>().unwrap()).sum();
        assert!(parts.len() == 3 && (sum - 4.375).abs() < 0.02, "{detail}");
        assert_eq!(
            (parts[0]["weight"].as_str(), detail["coverage"].as_str()),
            (Some("50.00"), Some("80.00"))
        );
        assert_eq!(index(&test.db, "2026-05", "210100").await.unwrap().0, "0.00", "a calm city");
        // The pack's plans answer its light like any other.
        let clerk = watch.clerk.asking(&watch.monitor);
        let caller = clerk.caller(None);
        let all = warning::list(&watch.monitor, &caller, &Filter::default()).await.unwrap();
        let own = all.iter().find(|one| one.place == "210400").unwrap();
        assert_eq!((own.rule.as_str(), own.plan.as_str()), ("job-stress", "response-red"), "{done:?}");
        let again = warning::close(&watch.monitor, &by(), FORM, "2026-05").await.unwrap();
        assert!(again.again, "{again:?}");
        // The cockpit shows value, light, parts, what is missing, and who set the weights, in both languages.
        let officer = &watch.officer;
        for (lang, words) in [
            (
                Lang::Zh,
                [
                    "岗位压力合成指数",
                    "4.38",
                    "<strong>4.38</strong></a> <span class=\"light light-red\">",
                    "+5.00",
                    "50.00%",
                    "占 80.00%",
                    "测试设定",
                ],
            ),
            (
                Lang::En,
                [
                    "Composite index of job stress",
                    "4.38",
                    "light light-red",
                    "+5.00",
                    "50.00%",
                    "figures 80.00%",
                    "Set by the test",
                ],
            ),
        ] {
            let (_, text) = send(&watch, officer, lang, "/cockpit?place=210400&period=2026-05", &[]).await;
            for word in words {
                assert!(text.contains(word), "{word}: {text}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_weights_there_is_no_index() {
    let test = anye_testkit::sqlite().await;
    let watch = Watch::over(&test.db, &BARE).people().await;
    watch.year("2026-05").await;
    warning::close_months(&watch.monitor, &by(), FORM, "2026-01", "2026-05").await.unwrap();
    assert!(index(&test.db, "2026-05", "210400").await.is_none());
    let (_, text) = send(&watch, &watch.officer, Lang::Zh, "/cockpit?place=210400", &[]).await;
    assert!(text.contains("没有写明合成指数的权重") && text.contains("LN2009-6/35"), "{text}");
    // Weights set later make a new vintage of the same reports.
    let later = Watch::over(&test.db, &with(WEIGHTS));
    let done = warning::close(&later.monitor, &by(), FORM, "2026-05").await.unwrap();
    assert!(!done.again && done.number == 2, "{done:?}");
    assert_eq!(index(&test.db, "2026-05", "210400").await.unwrap().0, "4.38");
}

/// Twenty-nine months of small ups and downs; in the last a fifth of the posts of Fushun are gone.
async fn long(watch: &Watch) {
    let months: Vec<String> = (0..29).map(|at| format!("{}-{:02}", 2024 + at / 12, at % 12 + 1)).collect();
    let level = |month: usize, at: usize| {
        let noise = (month * month * 31 + at * 17 + month * at * 7) % 11;
        let staff = 200 + i64::try_from(noise).unwrap();
        if month == 28 && in_fushun(at) { staff - 40 } else { staff }
    };
    for (at, month) in months.iter().enumerate() {
        watch.month(month, |who| Some((level(at.saturating_sub(1), who), level(at, who)))).await;
    }
}

// covers: LN2009-6/35.h
#[tokio::test(flavor = "multi_thread")]
async fn a_departure_from_habit_opens_a_case_where_rates_are_set_and_its_rule_has_a_record() {
    for test in databases().await {
        let watch = Watch::over(&test.db, &with(RATES)).people_since("2024-01-01").await;
        long(&watch).await;
        let done = warning::close_months(&watch.monitor, &by(), FORM, "2026-04", "2026-05").await.unwrap();
        assert_eq!(done[0].warnings, 0, "a calm month: {done:?}");
        let asking = watch.clerk.asking(&watch.monitor);
        let caller = asking.caller(None);
        let all = warning::list(&watch.monitor, &caller, &Filter::default()).await.unwrap();
        let own = all.iter().find(|one| one.place == "210400" && one.industry.is_empty()).unwrap();
        assert_eq!((own.rule.as_str(), own.indicator.as_str()), ("departure", "est.headcount"));
        assert!(own.open && own.plan.starts_with("response-") && !own.threshold.is_empty(), "{own:?}");
        assert!(!all.iter().any(|one| one.place.starts_with("2101")), "Shenyang was calm: {all:?}");
        let whole = casework::show(&test.db, &caller, &own.case_id).await.unwrap();
        let said = whole.case.detail["evidence"][0]["value_zh"].as_str().unwrap();
        assert!(said.contains("每 100 个单位每年偶然出现") && said.contains("得分"), "{said}");
        let scores = warning::scores(&watch.monitor, &caller).await.unwrap();
        let score = scores.iter().find(|one| one.rule == "departure").unwrap();
        assert_eq!((score.raised, score.precision), (all.len(), None));
        let seen = whole.case.row_version;
        let outcome = anye_casework::model::Outcome::FalseAlarm;
        casework::close(&test.db, &caller, &own.case_id, seen, outcome, "春节停工，数据误报").await.unwrap();
        let scores = warning::scores(&watch.monitor, &caller).await.unwrap();
        let score = scores.iter().find(|one| one.rule == "departure").unwrap();
        assert_eq!((score.wrong, score.precision), (1, Some(0)), "{score:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_meets_the_case_of_a_threshold_and_without_rates_it_only_hints() {
    let test = anye_testkit::sqlite().await;
    let watch = Watch::over(&test.db, &SET_FORMS).people_since("2024-01-01").await;
    long(&watch).await;
    warning::close(&watch.monitor, &by(), FORM, "2026-05").await.unwrap();
    let hint = sql(
        "select light, threshold from signal_value where place = '210400' and industry = '' and rule = 'departure'",
    );
    let mut from = &test.db;
    let row = from.one(hint).await.unwrap();
    assert_eq!((row.text("light").unwrap().as_str(), row.text("threshold").unwrap().as_str()), ("red", ""));
    let asking = watch.clerk.asking(&watch.monitor);
    let caller = asking.caller(None);
    let filter = Filter { rule: "departure".into(), ..Filter::default() };
    assert!(warning::list(&watch.monitor, &caller, &filter).await.unwrap().is_empty());
    // The rates are set: the departure meets the open case of the job-loss light.
    let rates = "\n[[setting]]\nlight = \"job-loss\"\nabove = [\"3\", \"6\", \"10\", \"20\"]\nby = { zh = \"测试设定\", en = \"Set by the test\" }\n";
    let later = Watch::over(&test.db, &with(&format!("{RATES}{rates}")));
    warning::close(&later.monitor, &by(), FORM, "2026-05").await.unwrap();
    let asking = watch.clerk.asking(&later.monitor);
    let all = warning::list(&later.monitor, &asking.caller(None), &Filter::default()).await.unwrap();
    let case = |rule: &str| {
        let own = all.iter().find(|one| one.place == "210400" && one.industry.is_empty() && one.rule == rule);
        own.map(|one| one.case_id.clone())
    };
    assert!(case("departure").is_some() && case("departure") == case("job-loss"), "{all:?}");
}
