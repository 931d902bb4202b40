//! 100,000 candidates ranked by the law and 30,000 posts given to them in that order, with reasons to each in both languages.
//! `cargo bench -p anye-posts --bench posts`; `ANYE_POSTS_CANDIDATES` sets another size.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops where something is not as it should be"
)]

use std::time::Instant;

use anye_intake::Knowledge;
use anye_law::day::Day;
use anye_pack::Source;
use anye_posts::{Wish, assign, draw, order};
use serde_json::{Map, Value, json};

fn now() -> Instant {
    Instant::now()
}

fn main() {
    let candidates: usize =
        std::env::var("ANYE_POSTS_CANDIDATES").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let places: Vec<i64> = (1..=i64::try_from(candidates * 3 / 10).unwrap()).collect();
    let knowledge = Knowledge::load(&Source::Embedded).unwrap();
    let law = knowledge.pack.law_unchecked();
    let book = &law.book;
    let ids: Vec<String> = (0..candidates).map(|n| format!("01jb{n:022}")).collect();
    let (mut persons, mut households) = (Map::new(), Map::new());
    for (n, id) in ids.iter().enumerate() {
        let year = 2021 + (n * 7_919) % 40;
        persons.insert(id.clone(), json!({ "fit_for_post": n % 50 != 0, "retirement_date": format!("{year}-03-01"), "household": format!("h{n}") }));
        households.insert(format!("h{n}"), json!({ "zero_employment": n % 30 == 0 }));
    }
    let facts = json!({ "persons": Value::Object(persons), "households": Value::Object(households) });
    let wishes: Vec<Vec<i64>> = (0..candidates)
        .map(|n| (0..n % 4).map(|k| places[(n * 31 + k * 17) % places.len()]).collect())
        .collect();
    println!("{candidates} candidates for {} posts", places.len());
    let all = now();
    let begun = now();
    let lots: Vec<(String, i64)> = ids.iter().cloned().zip(draw("seed", &ids)).collect();
    println!("  lots                      {:6.2} s", begun.elapsed().as_secs_f64());
    let begun = now();
    let on = Day::parse("2020-06-01").unwrap();
    let placed = order(book, "fs_post_ranking", facts, ("ranking_lot", &lots), ("210402", on)).unwrap();
    println!("  facts, order, reasons     {:6.2} s", begun.elapsed().as_secs_f64());
    let begun = now();
    let ranked: Vec<Wish> = placed
        .iter()
        .filter(|one| one.rank.is_some())
        .map(|one| Wish { places: wishes[one.person[4..].parse::<usize>().unwrap()].clone() })
        .collect();
    let given = assign(&ranked, &places);
    println!("  posts given               {:6.2} s", begun.elapsed().as_secs_f64());
    println!("  ranked and placed         {:6.2} s (budget 2 s)", all.elapsed().as_secs_f64());
    // The same keys sorted bare: what the order costs at least.
    let begun = now();
    let mut keys: Vec<(bool, i64, String)> = lots
        .iter()
        .enumerate()
        .map(|(n, (id, lot))| (!(n % 30 == 0 || 2021 + (n * 7_919) % 40 < 2025), *lot, id.clone()))
        .collect();
    keys.sort_unstable();
    println!("  beside: bare sort of keys {:6.2} s ({} keys)", begun.elapsed().as_secs_f64(), keys.len());
    let some = given.iter().flatten().count();
    assert!(
        placed.len() == candidates && ranked.len() == candidates - candidates.div_ceil(50),
        "each has an outcome"
    );
    assert!(some > places.len() * 9 / 10, "{some} posts were given");
}
