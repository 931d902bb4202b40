//! A workbook of 50,000 rows on its way through the page and its job: seconds, memory of the child that reads it and of this process, and what other
//! people wait meanwhile beside what they wait when nothing is imported, in one run.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, stops at the first thing that goes wrong, and lets people work beside it"
)]

#[path = "workbook/house.rs"]
mod house;
#[path = "workbook/others.rs"]
mod others;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anye_jobs::Runner;
use anye_reporting::import::{self, ImportWork};
use anye_testkit::databases;

use crate::house::{FORM, House, PERIOD, ROWS};
use crate::others::Others;

/// Bytes in a MiB.
const MIB: f64 = 1024.0;

fn main() -> ExitCode {
    // The same program is the child that reads the file.
    if std::env::args().nth(1).as_deref() == Some("read-file") {
        return anye_reading::child_main();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for test in databases().await {
            let begun = Instant::now();
            let house = Arc::new(House::new(&test.db).await);
            let bytes = house.workbook();
            println!(
                "{:?}: {ROWS} employers and a workbook of {:.1} MiB made in {:.0} s",
                test.db.backend(),
                bytes.len() as f64 / MIB / MIB,
                begun.elapsed().as_secs_f64()
            );
            measure(&house, &bytes).await;
        }
    });
    ExitCode::SUCCESS
}

async fn measure(house: &Arc<House>, bytes: &[u8]) {
    let backend = house.reporting.core.db.backend();
    let others = Others::begin(house);
    tokio::time::sleep(Duration::from_secs(2)).await;
    others.phase("before");
    tokio::time::sleep(Duration::from_secs(10)).await;
    others.phase("look");
    let watch = others::watch_children();
    let begun = Instant::now();
    let held = house.upload(bytes).await;
    let looked = begun.elapsed().as_secs_f64();
    others.phase("take");
    let job = house.take(&held).await;
    let taken = begun.elapsed().as_secs_f64();
    others.phase("job");
    let core = &house.reporting.core;
    let runner = Runner::new(core.db.clone(), core.world.clone())
        .with(import::KIND, Arc::new(ImportWork(house.reporting.clone())));
    while runner.run_next().await.unwrap() {}
    let seconds = begun.elapsed().as_secs_f64();
    let child = watch.stop();
    others.phase("after");
    let job = anye_jobs::find(&mut &core.db, &job).await.unwrap().unwrap();
    assert_eq!(job.result["counts"]["created"], ROWS, "{job:?}");
    tokio::time::sleep(Duration::from_secs(10)).await;
    println!(
        "workbook of {ROWS} rows on {backend:?}: {seconds:.1} s ({looked:.1} s to look at it, {:.1} s to take it, {:.1} s for the job), {:.2} times the budget of 60 s",
        taken - looked,
        seconds - taken,
        seconds / 60.0
    );
    println!(
        "memory: the child that reads it {:.0} MiB, {:.2} times the budget of 512 MiB; this process at most {:.0} MiB, with everything else it holds (compare)",
        child as f64 / MIB,
        child as f64 / MIB / 512.0,
        others::peak("self") as f64 / MIB
    );
    others.end(backend).await;
    let form = house.reporting.form(FORM).unwrap();
    let differences = anye_reporting::rollup::check(&core.db, form, PERIOD).await.unwrap();
    assert!(differences.is_empty(), "{differences:?}");
}
