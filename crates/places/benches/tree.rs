//! Speed of the register on the real divisions: one JSON line per measure. It must never measure only warm or only recent days.

#![expect(clippy::print_stdout, reason = "a benchmark's output is what it is for")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot load its data has nothing to say")]

use std::{hint::black_box, time::Instant};

use anye_places::{NameTable, Register, SearchTable, Tree, read_divisions, read_events};
use jiff::civil::{Date, date};

const DIVISIONS: &[u8] = include_bytes!("../../../packs/liaoning/places/divisions.csv.gz");
const EVENTS: &[u8] = include_bytes!("../../../packs/liaoning/places/events.csv");
const ROUNDS: usize = 200_000;

fn main() {
    let start = Instant::now();
    let records = read_divisions(DIVISIONS).expect("the division list reads");
    let events = read_events(EVENTS).expect("the changes read").into_iter().map(|row| row.event).collect();
    one("load: read", "ms", start.elapsed().as_secs_f64() * 1e3);
    let checking = Instant::now();
    black_box(anye_places::check(&records.places, &records.links));
    one("load: check", "ms", checking.elapsed().as_secs_f64() * 1e3);
    let building = Instant::now();
    let register = Register::build(records, events).expect("the division list is sound");
    one("load: check and build", "ms", building.elapsed().as_secs_f64() * 1e3);
    println!("{}", serde_json::json!({ "bench": "places", "measure": "codes", "value": register.len() }));

    // Every year from before the first change to after the last, and a day in the middle of each.
    let days: Vec<Date> = (1979..=2027).flat_map(|year| [date(year, 6, 15), date(year, 12, 31)]).collect();
    let mut first = Vec::new();
    for day in &days {
        let start = Instant::now();
        black_box(register.descendants("210000", *day, Tree::CIVIL).len());
        first.push(start.elapsed().as_secs_f64() * 1e6);
    }
    spread("descendants: the range, first look at each day", &mut first);
    one("memory", "MB", register.bytes() as f64 / 1e6);

    let codes: Vec<String> = register.records().places.iter().map(|place| place.code.clone()).collect();
    let mut pick = Picks(7);
    measure("ancestors", || {
        let (code, day) = (&codes[pick.next(codes.len())], days[pick.next(days.len())]);
        register.ancestors(code, day, Tree::CIVIL).map(|place| place.name.len()).sum()
    });
    measure("descendants: the range", || {
        let (code, day) = (&codes[pick.next(codes.len())], days[pick.next(days.len())]);
        register.descendants(code, day, Tree::STATISTICAL).len()
    });
    let upper: Vec<&String> = codes.iter().filter(|code| code.len() == 6).collect();
    measure("descendants: the range, county and above", || {
        register
            .descendants(upper[pick.next(upper.len())], days[pick.next(days.len())], Tree::STATISTICAL)
            .len()
    });
    measure("descendants: every id of a county read", || {
        let ids = register.descendants("210423", days[pick.next(days.len())], Tree::STATISTICAL).ids();
        ids.iter().map(|id| *id as usize).sum()
    });
    measure("is_within", || {
        let (code, day) = (&codes[pick.next(codes.len())], days[pick.next(days.len())]);
        usize::from(register.is_within(code, "210400", day, Tree::CIVIL))
    });
    measure("find", || {
        usize::from(register.find(&codes[pick.next(codes.len())], days[pick.next(days.len())]).is_some())
    });

    let names = NameTable::new(&register);
    measure("place of issuer", || {
        usize::from(names.place_of_issuer("抚顺市人民政府办公室", date(2020, 6, 1)).is_some())
    });
    let start = Instant::now();
    let table = SearchTable::new(&register);
    one("search table", "ms", start.elapsed().as_secs_f64() * 1e3);
    for text in ["抚顺", "2104", "fss", "qingyuan", "家"] {
        let mut times: Vec<f64> = (0..200)
            .map(|_| {
                let start = Instant::now();
                black_box(table.search(text, date(2026, 9, 30), 10).len());
                start.elapsed().as_secs_f64() * 1e6
            })
            .collect();
        spread(&format!("search {text}"), &mut times);
    }
}

/// A fixed sequence of picks (xorshift), so that every run asks the same.
struct Picks(u64);

impl Picks {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

fn measure(name: &str, mut ask: impl FnMut() -> usize) {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(ask());
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    spread(name, &mut times);
}

fn spread(name: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    let row = serde_json::json!({
        "bench": "places", "measure": name, "unit": "us", "median": round(at(0.5)), "p99": round(at(0.99)), "max": round(at(1.0)), "n": times.len(),
    });
    println!("{row}");
}

fn one(name: &str, unit: &str, value: f64) {
    println!(
        "{}",
        serde_json::json!({ "bench": "places", "measure": name, "unit": unit, "value": round(value) })
    );
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
