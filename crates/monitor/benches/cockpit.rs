//! What people wait for at the scale of a province: pages of the cockpit and what they drill down to, beside their budget; and one report on its way from
//! the employer to the province's total on the cockpit, with ten years of data in the store; and the month close of all months there are.
//!
//! The demo's province is loaded first (a minute or two); `ANYE_BENCH_STORE=FILE` keeps it for the next run.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

#[path = "cockpit/close.rs"]
mod close;
#[path = "cockpit/house.rs"]
mod house;
#[path = "cockpit/pages.rs"]
mod pages;
#[path = "cockpit/report.rs"]
mod report;

use anye_db::{Db, Options, migrate};

use crate::house::House;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let file = std::env::var_os("ANYE_BENCH_STORE")
            .map_or_else(|| folder.path().join("bench.sqlite"), Into::into);
        let there = file.exists();
        let db = Db::open(&Options::SqliteFile(file)).await.unwrap();
        migrate::run(&db).await.unwrap();
        let house = House::new(&db);
        if !there {
            house.load().await;
        }
        pages::measure(&house).await;
        close::measure(&house).await;
        report::measure(&house).await;
        db.close().await;
    });
}
