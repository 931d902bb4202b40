//! Imports: all findings told, partial accept by choice, idempotent by content, replaced only where that is wished.

use std::sync::Arc;

use anye_forms::Cells;
use anye_jobs::{Runner, State as JobState};
use anye_reporting::import::{self, Accept, ImportOptions, ImportRow, ImportWork, KIND};
use anye_testkit::databases;

use crate::world::{FORM, House, OCTOBER, cells};

pub fn row(house: &House, number: u64, reporter: &str, period: &str, cells: &str) -> ImportRow {
    let cells = Cells::from_json(house.form(), cells).unwrap();
    ImportRow { row: number, reporter: reporter.into(), period: period.into(), cells, reason: String::new() }
}

pub fn options(accept: Accept) -> ImportOptions {
    ImportOptions { form: FORM.into(), accept, source: "test".into(), ..ImportOptions::default() }
}

fn codes(outcome: &import::Outcome) -> Vec<(u64, &str)> {
    let errors = outcome.findings.iter().filter(|one| one.error);
    errors.map(|one| (one.row, one.code.as_str())).collect()
}

#[tokio::test]
async fn all_findings_are_told_and_the_sound_rows_taken_by_choice() {
    for test in databases().await {
        let house = House::with(&test.db, 6).await;
        let code = |at: usize| house.employers[at].code.as_str();
        let bad = cells(100, 0, 0).replace("\"end_staff\":100", "\"end_staff\":7");
        let rows = vec![
            row(&house, 2, code(0), OCTOBER, &cells(100, 2, 1)),
            row(&house, 3, code(1), OCTOBER, &bad),
            row(&house, 4, "91210100MA0000000X", OCTOBER, &cells(1, 0, 0)),
            row(&house, 5, code(2), "2026年10月", &cells(1, 0, 0)),
            row(&house, 6, code(0), OCTOBER, &cells(100, 2, 1)),
            row(&house, 7, code(3), OCTOBER, &cells(900, 0, 0)),
            row(&house, 8, code(4), "2027-01", &cells(10, 0, 0)),
            row(&house, 9, &code(5).to_lowercase(), OCTOBER, &cells(10, 0, 0)),
        ];
        let asking = house.clerk.on(&house);
        let caller = asking.caller(None);
        let dry =
            import::dry_run(&house.reporting, &caller, &options(Accept::Sound), rows.clone()).await.unwrap();
        assert_eq!((dry.counts.created, dry.counts.refused), (2, 6), "{dry:?}");
        let none =
            import::import(&house.reporting, &caller, &options(Accept::All), rows.clone()).await.unwrap();
        assert_eq!((none.state.as_str(), none.counts.created), ("refused", 0), "{none:?}");
        assert_eq!(codes(&none).len(), codes(&dry).len());
        assert!(house.differences(OCTOBER).await.is_empty());
        let some =
            import::import(&house.reporting, &caller, &options(Accept::Sound), rows.clone()).await.unwrap();
        assert_eq!(
            (some.state.as_str(), some.counts.created, some.counts.refused),
            ("done", 2, 6),
            "{some:?}"
        );
        let told = codes(&some);
        for one in [
            (3, "identity"),
            (4, "reporter_unknown"),
            (5, "report_period_kind"),
            (6, "import_twice"),
            (7, "frame-staff"),
            (8, "report_period_future"),
        ] {
            assert!(told.contains(&one), "{one:?} in {told:?}");
        }
        let again = import::import(&house.reporting, &caller, &options(Accept::Sound), rows).await.unwrap();
        assert_eq!(
            (again.counts.created, again.counts.unchanged, again.counts.refused),
            (0, 2, 6),
            "the same rows again"
        );
        assert_eq!(
            again.findings, some.findings,
            "what was left out is looked at again: the register may have been mended"
        );
        assert_eq!(house.differences(OCTOBER).await, []);
        // With a reason the doubtful one goes, and the reason is kept.
        let mut rows = vec![row(&house, 2, code(3), OCTOBER, &cells(900, 0, 0))];
        rows[0].reason = "新并入一家分厂".into();
        let taken = import::import(&house.reporting, &caller, &options(Accept::All), rows).await.unwrap();
        assert_eq!((taken.counts.created, taken.counts.warnings, taken.again), (1, 1, false));
        let mut rows = vec![row(&house, 2, code(3), OCTOBER, &cells(900, 0, 0))];
        rows[0].reason = "新并入一家分厂".into();
        let again = import::import(&house.reporting, &caller, &options(Accept::All), rows).await.unwrap();
        assert!(
            again.again && again.counts == taken.counts,
            "the same content is the same import: {again:?}"
        );
    }
}

#[tokio::test]
async fn a_report_that_is_there_is_unchanged_refused_or_replaced() {
    for test in databases().await {
        let house = House::with(&test.db, 2).await;
        let asking = house.clerk.on(&house);
        let caller = asking.caller(None);
        let code = house.employers[0].code.clone();
        let first = vec![row(&house, 1, &code, OCTOBER, &cells(100, 0, 0))];
        import::import(&house.reporting, &caller, &options(Accept::All), first.clone()).await.unwrap();
        let other = ImportOptions { source: "again".into(), ..options(Accept::All) };
        let same = import::import(&house.reporting, &caller, &other, first).await.unwrap();
        assert_eq!((same.counts.unchanged, same.counts.created), (1, 0));
        let changed = vec![row(&house, 1, &code, OCTOBER, &cells(100, 0, 5))];
        let refused =
            import::import(&house.reporting, &caller, &options(Accept::All), changed.clone()).await.unwrap();
        assert_eq!(codes(&refused), [(1, "report_there")], "two reports for one period");
        let replace = ImportOptions { replace: true, ..options(Accept::All) };
        let done = import::import(&house.reporting, &caller, &replace, changed).await.unwrap();
        assert_eq!((done.counts.replaced, done.counts.refused), (1, 0));
        assert_eq!(house.differences(OCTOBER).await, []);
    }
}

#[tokio::test]
async fn a_large_one_waits_in_the_store_for_its_job() {
    for test in databases().await {
        let house = House::with(&test.db, 40).await;
        let asking = house.clerk.on(&house);
        let caller = asking.caller(None);
        let rows: Vec<ImportRow> = (0..40)
            .flat_map(|at| ["2026-08", "2026-09", OCTOBER].map(|period| (at, period)))
            .map(|(at, period)| {
                row(&house, at as u64 + 1, &house.employers[at].code, period, &cells(100, 1, 1))
            })
            .collect();
        let job =
            import::stage(&house.reporting, &caller, &options(Accept::Sound), rows.clone()).await.unwrap();
        let same = import::stage(&house.reporting, &caller, &options(Accept::Sound), rows).await.unwrap();
        assert_eq!(job.id, same.id, "the same content is the same job");
        let core = &house.reporting.core;
        let runner = Runner::new(core.db.clone(), core.world.clone())
            .with(KIND, Arc::new(ImportWork(house.reporting.clone())));
        while runner.run_next().await.unwrap() {}
        let done = anye_jobs::find(&mut &core.db, &job.id).await.unwrap().unwrap();
        assert_eq!(done.state, JobState::Done, "{done:?}");
        assert_eq!(done.result["counts"]["created"], 120);
        for period in ["2026-08", "2026-09", OCTOBER] {
            assert_eq!(house.differences(period).await, []);
        }
    }
}
