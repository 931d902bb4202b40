//! The month close of the province from its reports to lights and warnings in the store: all months there are, one after the other, and the last alone.

use std::time::Instant;

use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_monitor::warning;

use crate::house::House;
use crate::pages::{load, processors};

const FORM: &str = "enterprise-monthly";
const PROVINCE: &str = "210000";
/// Seconds for one month of a province.
const BUDGET: f64 = 2.0;

pub async fn measure(house: &House) {
    let mut db = &house.monitor.core.db;
    let query = sql(
        "select distinct period from rollup where form = $1 and place = $2 and dim = 'all' order by period",
    );
    let rows = db.all(query.bind(FORM).bind(PROVINCE)).await.unwrap();
    let months: Vec<String> = rows.iter().map(|row| row.text("period").unwrap()).collect();
    let (first, last) = (months.first().unwrap(), months.last().unwrap());
    let (seconds, worked, values) = closed(house, first, last).await;
    let n = months.len() as f64;
    println!(
        "month close, {first} to {last} from reports to warnings in the store: {seconds:.2} s, {values} figures; {:.2} s a month, {:.2} times the budget of {BUDGET} s; {:.2} s of processors a month; load {}",
        seconds / n,
        seconds / n / BUDGET,
        worked / n,
        load()
    );
    let (seconds, worked, values) = closed(house, last, last).await;
    println!(
        "month close, {last} alone, the panel's {} months read for it: {seconds:.2} s, {values} figures, {:.2} times the budget; {worked:.2} s of processors; load {}",
        months.len(),
        seconds / BUDGET,
        load()
    );
}

/// Closes months that count as never closed: seconds, seconds of processors, figures.
async fn closed(house: &House, from: &str, to: &str) -> (f64, f64, usize) {
    let monitor = &house.monitor;
    let mut tx = monitor.core.db.begin_internal(&monitor.core.world, &house.clerk.0).await.unwrap();
    let query = sql("update signal_run set current = 0 where form = $1 and period >= $2 and period <= $3");
    tx.run(query.bind(FORM).bind(from).bind(to)).await.unwrap();
    tx.commit(Event::new("bench.reopen", "form", FORM)).await.unwrap();
    let (begun, worked) = (Instant::now(), processors());
    let by = Actor::system("bench");
    let all = warning::close_months(monitor, &by, FORM, from, to).await.unwrap();
    let (seconds, worked) = (begun.elapsed().as_secs_f64(), processors() - worked);
    assert!(all.iter().all(|one| !one.again), "nothing was closed already");
    let values = all.iter().map(|one| one.values).sum();
    (seconds, worked, values)
}
