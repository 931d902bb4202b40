//! A file with rows of every kind against the store: unknown, doubled, closed, gone; and data value sets in and out.

use anye_reporting::collect::{Want, collect, limits};
use anye_reporting::import::{Accept, ImportOptions, dry_run, import};
use anye_reporting::report;
use anye_testkit::sqlite;

use crate::world::{FORM, House, OCTOBER};

const HEAD: &str = "reporter,operating,wages,base_staff,start_staff,hired,left,end_staff";

fn row(code: &str) -> String {
    format!("{code},正常,800000,200,200,0,5,195")
}

fn options(accept: Accept) -> ImportOptions {
    ImportOptions { form: FORM.into(), accept, source: "csv".into(), ..ImportOptions::default() }
}

#[tokio::test]
async fn unknown_and_doubled_reporters_are_told_by_row() {
    let store = sqlite().await;
    let house = House::with(&store.db, 3).await;
    let codes: Vec<&str> = house.employers.iter().map(|one| one.code.as_str()).collect();
    let text =
        [HEAD.to_owned(), row(codes[0]), row("91210100MA0NOBODY0"), row(codes[1]), row(codes[1])].join("\n");
    let (file, table) = limits();
    let tables = anye_reading::read_tables(text.as_bytes(), &file, &table).unwrap();
    let made = collect(&tables, &Want { form: house.form(), period: OCTOBER.parse().unwrap() });
    assert_eq!(made.rows.len(), 4, "{:?}", made.findings);
    let asking = house.clerk.on(&house);
    let caller = asking.caller(None);
    let dry = dry_run(&house.reporting, &caller, &options(Accept::Sound), made.rows.clone()).await.unwrap();
    let errors: Vec<(u64, &str)> =
        dry.findings.iter().filter(|one| one.error).map(|one| (one.row, one.code.as_str())).collect();
    assert_eq!(errors, [(3, "reporter_unknown"), (5, "import_twice")], "{:?}", dry.findings);
    // All or nothing takes nothing.
    let none = import(&house.reporting, &caller, &options(Accept::All), made.rows.clone()).await.unwrap();
    assert_eq!((none.state.as_str(), none.counts.created), ("refused", 0));
    let some = import(&house.reporting, &caller, &options(Accept::Sound), made.rows.clone()).await.unwrap();
    assert_eq!((some.counts.created, some.counts.refused), (2, 2), "{:?}", some.findings);
    // A closed period takes nothing more.
    let asking = house.officer.on(&house);
    report::lock(&house.reporting, &asking.caller(None), FORM, OCTOBER, "published").await.unwrap();
    let asking = house.clerk.on(&house);
    let late = [HEAD.to_owned(), row(codes[2])].join("\n");
    let tables = anye_reading::read_tables(late.as_bytes(), &file, &table).unwrap();
    let made = collect(&tables, &Want { form: house.form(), period: OCTOBER.parse().unwrap() });
    let closed =
        dry_run(&house.reporting, &asking.caller(None), &options(Accept::Sound), made.rows).await.unwrap();
    assert!(closed.findings.iter().any(|one| one.code == "report_locked"), "{:?}", closed.findings);
}
