//! Finding one among ten million, as pages do it, beside the bare statement over the same index through the same connections.

use std::time::{Duration, Instant};

use anye_base::Limit;
use anye_db::{Read as _, sql};
use anye_registry::Asking;
use anye_registry::person::{self, Filter};

use crate::desk::{Bench, at, load};
use crate::fill::fill;
use crate::take_in::take_in;

/// Of so many the numbers are known.
const REAL: usize = 2_000;
/// Milliseconds by number, and by name and county.
const BUDGETS: (f64, f64) = (5.0, 50.0);

pub async fn measure(bench: &Bench, name: &str, among: usize) {
    let asking = Asking::of(&bench.registry.core, &bench.actor, &bench.grants);
    let caller = asking.caller(None);
    take_in(bench, caller, REAL, "real").await;
    let begun = Instant::now();
    fill(bench, among - REAL).await;
    println!("{name}: filled up to {among} in {:.0} s; {}", begun.elapsed().as_secs_f64(), load());
    by_number(bench, name).await;
    let persons = (0..REAL).map(|n| bench.person(n));
    let here: Vec<Filter> = persons.map(|one| Filter { q: one.name, place: one.place }).collect();
    let letters = |one: &Filter| Filter { q: anye_registry::name::initials(&one.q), ..one.clone() };
    let anywhere = |one: &Filter| Filter { place: String::new(), ..one.clone() };
    let sorts = [
        ("by name and county", here.clone()),
        ("by pinyin and county", here.iter().map(letters).collect()),
        ("by name, whole province", here.iter().map(anywhere).collect()),
    ];
    let mut bare = bare_names(bench, &here).await;
    for (what, filters) in sorts {
        let mut times = Vec::with_capacity(REAL);
        for filter in &filters {
            let begun = Instant::now();
            let page =
                person::search(&bench.registry, &caller, filter, None, Limit::default()).await.unwrap();
            times.push(begun.elapsed());
            assert!(!page.items.is_empty(), "{}", filter.q);
        }
        told(&format!("{name}: {what}"), times, &mut bare, BUDGETS.1);
    }
}

async fn by_number(bench: &Bench, name: &str) {
    let mut db = &bench.registry.core.db;
    let keys = bench.registry.seal_keys().unwrap();
    let today = bench.registry.core.world.today();
    let (mut times, mut bare) = (Vec::new(), Vec::new());
    for n in (0..REAL).cycle().take(3 * REAL) {
        let one = bench.person(n);
        let begun = Instant::now();
        let clear = one.number.number.clear();
        let (found, held) = person::find_with_numbers(&mut db, keys, clear).await.unwrap().unwrap();
        person::masked(keys, &found, &held, today).unwrap();
        times.push(begun.elapsed());
        assert_eq!(found.name, one.name);
        // The same indices without keys, seals and masks.
        let blind = keys.blind("number", one.number.number.clear());
        let begun = Instant::now();
        let select = "select p.name from person_number n join person p on p.id = n.person_id where n.blind = $1 and n.slot = ''";
        let row = db.one(sql(select).bind(blind)).await.unwrap();
        bare.push(begun.elapsed());
        assert_eq!(row.text("name").unwrap(), one.name);
    }
    told(&format!("{name}: by number, masked"), times, &mut bare, BUDGETS.0);
}

async fn bare_names(bench: &Bench, filters: &[Filter]) -> Vec<Duration> {
    let mut db = &bench.registry.core.db;
    let mut times = Vec::new();
    for filter in filters {
        let begun = Instant::now();
        let select = "select id, name from person where county = $1 and name_key = $2 order by id limit 21";
        let rows = db.all(sql(select).bind(&filter.place).bind(&filter.q)).await.unwrap();
        times.push(begun.elapsed());
        assert!(!rows.is_empty());
    }
    times
}

fn told(what: &str, mut times: Vec<Duration>, bare: &mut [Duration], budget: f64) {
    let (middle, late) = (at(&mut times, 0.5), at(&mut times, 0.99));
    println!(
        "{what}: p50 {middle:.2} ms, p99 {late:.2} ms ≤ {budget} ms: {}; compare: bare statement p50 {:.2} ms, p99 {:.2} ms, {:.1} times at p50 ({} asked); {}",
        if late <= budget { "met" } else { "MISSED" },
        at(bare, 0.5),
        at(bare, 0.99),
        middle / at(bare, 0.5),
        times.len(),
        load()
    );
}
