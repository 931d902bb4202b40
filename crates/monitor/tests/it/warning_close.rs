//! The month close: a shock lights, raises a warning, opens a case; inertia; nothing is seen before its time; figures are their reports; twice changes nothing.

use anye_casework::model::Outcome;
use anye_casework::use_case as casework;
use anye_db::{Db, Read as _, sql};
use anye_forms::indicator;
use anye_monitor::warning::{self, Filter};
use anye_reporting::figures::{self, DrillKey};
use anye_reporting::rollup::{Class, Layout};
use anye_testkit::databases;

use crate::warning_world::{BARE, EMPLOYERS, FORM, Watch, by, in_fushun, staff};

/// Light with inertia, light of the month, value, threshold of a place's job-loss rate.
async fn light(db: &Db, period: &str, place: &str) -> (String, String, String, String) {
    let query = sql(
        "select v.light, v.light_now, v.value, v.threshold from signal_value v join signal_run r on r.id = v.run and r.current = 1 \
         where v.period = $1 and v.place = $2 and v.industry = '' and v.rule = 'job-loss'",
    );
    let mut from = db;
    let row = from.one(query.bind(period).bind(place)).await.unwrap();
    let text = |column: &str| row.text(column).unwrap();
    (text("light"), text("light_now"), text("value"), text("threshold"))
}

async fn count(db: &Db, text: &'static str) -> i64 {
    let mut from = db;
    from.one(sql(text)).await.unwrap().int("n").unwrap()
}

// covers: LN2009-6/35.h, LN2016-75/01.f, LN2016-75/01.g
#[tokio::test(flavor = "multi_thread")]
async fn a_shock_lights_raises_a_warning_and_opens_a_case_that_stays_until_somebody_closes_it() {
    for test in databases().await {
        let watch = Watch::set(&test.db).people().await;
        watch.year("2026-07").await;
        let monitor = &watch.monitor;
        let asking = watch.clerk.asking(monitor);
        let caller = asking.caller(None);
        let done = warning::close_months(monitor, &by(), FORM, "2026-04", "2026-05").await.unwrap();
        assert_eq!((done[0].lit, done[0].warnings), (0, 0), "{done:?}");
        let word = |one: &str| one.to_owned();
        assert_eq!(
            light(&test.db, "2026-05", "210400").await,
            (word("red"), word("red"), word("25.00"), word("20"))
        );
        assert_eq!(light(&test.db, "2026-05", "210403").await.0, "red");
        assert_eq!(
            light(&test.db, "2026-05", "210000").await,
            (word("orange"), word("orange"), word("12.50"), word("10"))
        );
        assert_eq!(light(&test.db, "2026-05", "210100").await.0, "green");
        let all = warning::list(monitor, &caller, &Filter::default()).await.unwrap();
        let fushun = all.iter().find(|one| one.place == "210400" && one.industry.is_empty()).unwrap();
        assert_eq!(
            (fushun.level.as_str(), fushun.value.as_str(), fushun.period.as_str()),
            ("red", "25.00", "2026-05")
        );
        assert!(
            fushun.open
                && !fushun.answered
                && fushun.plan == "response-red"
                && fushun.plan_of_place.is_empty()
        );
        assert!(!all.iter().any(|one| one.place.starts_with("2101")), "{all:?}");
        let whole = casework::show(&test.db, &caller, &fushun.case_id).await.unwrap();
        assert_eq!((whole.case.level.as_str(), whole.case.place.as_str()), ("red", "210400"));
        assert!(whole.steps[0].addressee.contains("抚顺市人力资源和社会保障局"), "{:?}", whole.steps[0]);
        assert_eq!(whole.steps[0].due_at - whole.case.opened_at, 2 * 3_600_000);
        let evidence = &whole.case.detail["evidence"][0];
        assert!(
            evidence["value_zh"].as_str().unwrap().contains("25.00%")
                && evidence["value_zh"].as_str().unwrap().contains("界限 20%"),
            "{evidence}"
        );
        assert_eq!(
            evidence["href"],
            "/figures/drill?form=enterprise-monthly&period=2026-05&place=210400&dim=all&code="
        );

        // The same again changes nothing.
        let (values, cases) =
            ("select count(*) as n from signal_value", "select count(*) as n from case_file");
        let before = (count(&test.db, values).await, count(&test.db, cases).await);
        let again = warning::close(monitor, &by(), FORM, "2026-05").await.unwrap();
        assert!(again.again && again.number == 1, "{again:?}");
        assert_eq!((count(&test.db, values).await, count(&test.db, cases).await), before);

        // Inertia: one calm month is not enough, two are. The warning stays open through both.
        let done = warning::close_months(monitor, &by(), FORM, "2026-06", "2026-07").await.unwrap();
        assert_eq!(done.iter().map(|one| one.warnings).sum::<usize>(), 0, "{done:?}");
        let june = light(&test.db, "2026-06", "210400").await;
        assert_eq!((june.0.as_str(), june.1.as_str(), june.2.as_str()), ("red", "green", "0.00"));
        assert_eq!(light(&test.db, "2026-07", "210400").await.0, "green");
        let open = Filter { state: "open".into(), ..Filter::default() };
        assert_eq!(warning::list(monitor, &caller, &open).await.unwrap().len(), all.len());

        // Closed with a reason; then it is no more, and the rule's record says so.
        let seen = casework::show(&test.db, &caller, &fushun.case_id).await.unwrap().case.row_version;
        casework::close(&test.db, &caller, &fushun.case_id, seen, Outcome::FalseAlarm, "停电三天，数据误报")
            .await
            .unwrap();
        let closed = Filter { state: "closed".into(), ..Filter::default() };
        let closed = warning::list(monitor, &caller, &closed).await.unwrap();
        assert_eq!(
            (closed.len(), closed[0].reason.as_str(), closed[0].outcome.as_str()),
            (1, "停电三天，数据误报", "false_alarm")
        );
        let scores = warning::scores(monitor, &caller).await.unwrap();
        let score = scores.iter().find(|one| one.rule == "job-loss").unwrap();
        assert_eq!(
            (score.raised, score.open, score.wrong, score.precision),
            (all.len(), all.len() - 1, 1, Some(0))
        );
        assert!(anye_db::audit::verify(&test.db, None, |_| {}).await.unwrap().broken.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_seen_before_its_time_and_a_correction_makes_a_vintage() {
    for test in databases().await {
        let watch = Watch::set(&test.db).people().await;
        watch.year("2026-05").await;
        let monitor = &watch.monitor;
        let first = warning::close(monitor, &by(), FORM, "2026-05").await.unwrap();
        watch.month("2026-06", |at| Some(staff("2026-06", at))).await;
        let after = warning::close(monitor, &by(), FORM, "2026-05").await.unwrap();
        assert!(after.again && after.run == first.run, "reports of June change nothing of May: {after:?}");
        // A correction of May does.
        watch.month("2026-05", |at| (at == 2).then_some((200, 190))).await;
        let second = warning::close(monitor, &by(), FORM, "2026-05").await.unwrap();
        assert!(!second.again && second.number == 2 && second.warnings == 0, "{second:?}");
        assert_ne!(light(&test.db, "2026-05", "210400").await.2, "25.00");
        let kept = count(
            &test.db,
            "select count(*) as n from signal_run where period = '2026-05' and state = 'done'",
        )
        .await;
        assert_eq!(kept, 2, "the first vintage is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_their_reports_to_the_unit() {
    for test in databases().await {
        let watch = Watch::set(&test.db).people().await;
        watch.year("2026-05").await;
        let monitor = &watch.monitor;
        warning::close(monitor, &by(), FORM, "2026-05").await.unwrap();
        let form = monitor.reporting.form(FORM).unwrap();
        let layout = Layout::of(form);
        let mut from = &test.db;
        let rows = from.all(sql("select place, industry, indicator, value, reporters from signal_value where indicator not like 'est.%'")).await.unwrap();
        assert!(rows.len() > 50, "{}", rows.len());
        for row in &rows {
            let (place, code) = (row.text("place").unwrap(), row.text("industry").unwrap());
            let path = match place.as_str() {
                "210000" => place.clone(),
                city if city.ends_with("00") => format!("210000/{city}"),
                county => format!("210000/{}00/{county}", &county[..4]),
            };
            let dim = if code.is_empty() { "all" } else { "industry" };
            let key = DrillKey {
                form: FORM.into(),
                period: "2026-05".into(),
                place,
                dim: dim.into(),
                code,
                class: Class::Submitted,
            };
            let sums = figures::drill_sum(&test.db, form, "2026-05", &path, &key).await.unwrap();
            assert_eq!(sums.n, row.int("reporters").unwrap(), "{key:?}");
            let mut totals = anye_forms::Totals { reports: sums.n, sums: vec![None; form.items.len()] };
            for (column, (sum, held)) in layout.columns.iter().zip(&sums.cells) {
                totals.sums[*column] = (*held > 0).then_some(*sum);
            }
            let id = row.text("indicator").unwrap();
            let own = indicator(&monitor.catalogue, &id, &totals, None, None)
                .map(|one| one.text)
                .unwrap_or_default();
            assert_eq!(own, row.text("value").unwrap(), "{id} {key:?}");
        }
        // The panel is all of its frame here: the estimate is the headcount that was reported.
        let total: i64 = (0..EMPLOYERS).map(|at| staff("2026-05", at).1).sum();
        let own = sql(
            "select value, se from signal_value where place = '210000' and industry = '' and indicator = 'est.headcount'",
        );
        let row = from.one(own).await.unwrap();
        assert_eq!(
            (row.text("value").unwrap(), row.text("se").unwrap()),
            (total.to_string(), "0".to_owned())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_threshold_there_is_a_figure_and_no_light() {
    let test = anye_testkit::sqlite().await;
    let watch = Watch::over(&test.db, &BARE).people().await;
    watch.year("2026-05").await;
    let done = warning::close(&watch.monitor, &by(), FORM, "2026-05").await.unwrap();
    assert_eq!((done.lit, done.warnings, done.cases), (0, 0, 0));
    let (light, now, value, threshold) = light(&test.db, "2026-05", "210400").await;
    assert_eq!((light.as_str(), now.as_str(), value.as_str(), threshold.as_str()), ("", "", "25.00", ""));
    let none = warning::close(&watch.monitor, &by(), FORM, "2025-05").await.unwrap_err();
    assert_eq!(none.code, "close_no_reports");
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_a_signal_and_no_closure() {
    for test in databases().await {
        let watch = Watch::set(&test.db).people().await;
        watch.year("2026-04").await;
        for period in ["2026-05", "2026-06"] {
            watch.month(period, |at| (at != 2).then_some((200, 200))).await;
        }
        assert!(in_fushun(2));
        warning::close(&watch.monitor, &by(), FORM, "2026-06").await.unwrap();
        let mut from = &test.db;
        let rows = from
            .all(sql("select employer, silent_months, chance from signal_firm where kind = 'silent'"))
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].text("employer").unwrap(), watch.employers[2].id);
        // Four reports of four, then two months of silence: (1 − 5/6)².
        assert_eq!((rows[0].int("silent_months").unwrap(), rows[0].int("chance").unwrap()), (2, 27_777));
        let own = sql(
            "select value from signal_value where place = '210400' and industry = '' and indicator = 'est.headcount'",
        );
        assert_eq!(from.one(own).await.unwrap().text("value").unwrap(), "2400", "it is imputed, not lost");
    }
}
