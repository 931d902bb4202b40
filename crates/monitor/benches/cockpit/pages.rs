//! Pages of the cockpit and what they drill down to, again and again: the slowest of a hundred beside the budget, and how many bytes each sends.

use anye_db::{Read as _, sql};

use crate::house::House;

/// Times that each page is asked for.
const ROUNDS: usize = 200;
/// Milliseconds that the slowest of a hundred may take.
const BUDGET: f64 = 50.0;

/// Seconds that this process has had a processor, all its threads together; 0 where the system does not say.
pub fn processors() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let rest = text.rsplit(')').next().unwrap_or_default();
    // Ticks in user and system mode, a hundred a second.
    rest.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
        / 100.0
}

/// How many processes want a core at this moment, as the system averages them over a minute.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// Paths by name; several paths of one name are asked for in turn.
fn paths(house: &House) -> Vec<(&'static str, Vec<String>)> {
    let day = "2020-05-31".parse().unwrap();
    let places = house.monitor.core.places();
    let below = |place: &str| -> Vec<String> {
        let all = places.children(place, day, anye_places::Tree::CIVIL);
        all.iter().map(|one| one.code.to_owned()).filter(|code| code.len() == 6).collect()
    };
    let cities = below("210000");
    let counties: Vec<String> = cities.iter().flat_map(|city| below(city)).collect();
    let at = |all: &[String], path: &str| all.iter().map(|place| path.replace("{}", place)).collect();
    let drill = "/figures/drill?form=enterprise-monthly&period=2020-05&place={}&dim=all&code=";
    let trade = "/figures/drill?form=enterprise-monthly&period=2020-05&place={}&dim=industry&code=C";
    vec![
        ("cockpit, province", vec!["/cockpit?place=210000".into()]),
        ("cockpit, city", at(&cities, "/cockpit?place={}")),
        ("cockpit, county", at(&counties, "/cockpit?place={}")),
        ("cockpit, one industry of the province", vec!["/cockpit?place=210000&industry=C".into()]),
        ("cockpit, one indicator of a city", at(&cities, "/cockpit?place={}&indicator=est.headcount")),
        ("lights as JSON", vec!["/api/monitor/lights?place=210000".into()]),
        ("drill-down, province", vec![drill.replace("{}", "210000"), trade.replace("{}", "210000")]),
        ("drill-down, city", [at(&cities, drill), at(&cities, trade)].concat()),
        ("drill-down, county", at(&counties, drill)),
        ("figures, province", vec!["/figures?form=enterprise-monthly&period=2020-05&place=210000".into()]),
        ("warnings", vec!["/warnings".into(), "/warnings?state=all&page=3".into()]),
        ("warnings of a city", at(&cities, "/warnings?place={}")),
        ("reported upwards", vec!["/warnings/upward".into()]),
        ("lead of state firms", vec!["/layoffs/lead".into()]),
        ("layoff notices", vec!["/layoffs".into()]),
        ("series of the panel", vec!["/reporting/panels/enterprises/series".into()]),
    ]
}

pub async fn measure(house: &House) {
    let mut db = &house.monitor.core.db;
    let row = db
        .one(sql("select (select count(*) from warning) as warnings, (select count(*) from signal_value) as figures, \
             (select count(*) from report) as reports, (select count(*) from case_file) as cases"))
        .await
        .unwrap();
    println!(
        "pages over {} reports, {} figures of closes, {} warnings, {} cases; load {}",
        row.int("reports").unwrap(),
        row.int("figures").unwrap(),
        row.int("warnings").unwrap(),
        row.int("cases").unwrap(),
        load()
    );
    for (name, paths) in paths(house) {
        let (mut times, mut largest, mut first, mut worked) = (Vec::with_capacity(ROUNDS), 0, 0.0, 0.0);
        for round in 0..ROUNDS + paths.len().min(20) {
            let path = &paths[round % paths.len()];
            if times.is_empty() {
                worked = processors();
            }
            let (text, seconds) = house.get(path).await;
            largest = largest.max(text.len());
            if round == 0 {
                first = seconds * 1e3;
            }
            // The first ones fill what the database keeps in memory.
            if round >= paths.len().min(20) {
                times.push(seconds * 1e3);
            }
        }
        let worked = (processors() - worked) * 1e3;
        times.sort_by(f64::total_cmp);
        let (middle, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        println!(
            "{name}: p50 {middle:.1} ms, p99 {p99:.1} ms, {:.2} times the budget of {BUDGET:.0} ms; {:.1} ms of processors a page; the first {first:.0} ms; at most {} KB",
            p99 / BUDGET,
            worked / ROUNDS as f64,
            largest.div_ceil(1024)
        );
    }
}
