//! Ten rules over the population, for `benches/peers/tables.py`, which decides the same with DuckDB and Polars. Parameters that the documents leave open are
//! given invented values, the same on all sides. It must never say a time without what was decided.

use std::path::Path;
use std::time::Instant;

use anye_batch::{Order, run};
use anye_law::book::{Book, ParamId, RuleId, Val};
use anye_law::day::Day;
use anye_law::num::Num;
use hashbrown::HashMap;

const RULES: [&str; 10] = [
    "fs_epidemic_hiring",
    "fs_hiring_by_fees",
    "graduate_hiring_insurance_subsidy",
    "fs_living_allowance",
    "fs_unemployment_registration",
    "fs_post_tier",
    "ln16_veteran_premises",
    "fs_refund_difficult",
    "fs_refund_small",
    "inclusive_training_eligible",
];

fn params(book: &Book) -> HashMap<ParamId, Val> {
    let day = |text: &str| Day::parse(text).expect("a day");
    let number = |n: i64| Val::Num(Num::int(n));
    let all = [
        ("epidemic_period", Val::Window(day("2020-01-25"), day("2020-08-31"))),
        ("epidemic_lifted_on", Val::Date(day("2020-05-31"))),
        ("epidemic_hiring_rate", number(100_000)),
        ("hiring_fee_months", number(3)),
        ("living_allowance_line", number(100_000)),
        ("living_allowance_amount", number(50_000)),
        ("lower_working_age", number(16)),
        ("upper_working_age_men", number(60)),
        ("upper_working_age_women", number(55)),
        ("veteran_premises_rate", number(200_000)),
        ("monthly_benefit_2019", number(120_000)),
        ("layoff_rate_limit", Val::Num(Num::ratio(1, 5).expect("a fifth"))),
    ];
    all.into_iter().map(|(name, value)| (book.find_param(name).expect("a parameter"), value)).collect()
}

/// One JSON line: the least and the median of the rounds in seconds, and per rule what it came to.
pub fn tables(book: &Book, dir: &Path, on: Day, threads: usize, rounds: usize) {
    let rules: Vec<RuleId> = RULES.iter().map(|name| book.find_rule(name).expect("a rule")).collect();
    let order =
        Order { book, population: dir, out: None, on, known: None, rules, params: params(book), threads };
    let (mut seconds, mut totals) = (Vec::new(), Default::default());
    for _ in 0..rounds.max(1) {
        let start = Instant::now();
        totals = run(&order, &|_, _| ()).expect("the population is sound").totals();
        seconds.push(start.elapsed().as_secs_f64());
    }
    println!("{}", serde_json::json!({"engine": "anye", "seconds": seconds, "totals": totals}));
}
