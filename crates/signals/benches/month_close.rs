//! Speed of the month close: a province and a nation of made-up employers, every place and industry estimated, adjusted, watched and lit.
//! One JSON line per measure. Making the figures must not count.
//!
//! `ANYE_THREADS` (default 2), `ANYE_SCALE` (`province` or `nation`; both when left out).

#![expect(clippy::print_stdout, reason = "a benchmark's output is what it is for")]
#![expect(clippy::expect_used, reason = "a benchmark whose figures are not sound has nothing to say")]

#[path = "../tests/it/panel.rs"]
mod panel;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anye_signals::close::{CellSeries, Domain, Judging, MonthClose, judge, month_close, roll_up};
use anye_signals::lights::{Light, Steps};
use panel::{City, Making};

/// Cities, counties in each, industries, employers of the panel in each, months.
struct Scale {
    name: &'static str,
    cities: usize,
    places: u32,
    industries: u16,
    units: usize,
    months: usize,
}

const PROVINCE: Scale = Scale {
    name: "province: 5,464 employers, 36 months",
    cities: 14,
    places: 7,
    industries: 20,
    units: 391,
    months: 36,
};
const NATION: Scale = Scale {
    name: "nation: 500,000 employers, 60 months",
    cities: 340,
    places: 8,
    industries: 20,
    units: 1_471,
    months: 60,
};

fn main() {
    let threads = std::env::var("ANYE_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let only = std::env::var("ANYE_SCALE").ok();
    for scale in [PROVINCE, NATION] {
        if only.as_ref().is_none_or(|only| scale.name.starts_with(only.as_str())) {
            for _ in 0..3 {
                close(&scale, threads);
            }
        }
    }
}

struct Sums {
    cells: Vec<CellSeries>,
    judged: usize,
    lit: usize,
    busy: Duration,
}

fn close(scale: &Scale, threads: usize) {
    let loss = Some(Steps { blue: 0.03, yellow: 0.05, orange: 0.08, red: 0.10 });
    let settings = MonthClose { judging: Judging { loss, ..Judging::default() }, ..MonthClose::default() };
    let next = AtomicUsize::new(0);
    let sums = Mutex::new(Sums { cells: Vec::new(), judged: 0, lit: 0, busy: Duration::ZERO });
    let work = || {
        let mut busy = Duration::ZERO;
        loop {
            let city = next.fetch_add(1, Ordering::Relaxed);
            if city >= scale.cities {
                break;
            }
            let made = City::make(Making {
                seed: city as u64,
                first_place: 100 * (city as u32 + 1),
                places: scale.places,
                industries: scale.industries,
                units: scale.units,
                months: scale.months,
                silent: 0.08,
                shock: None,
            });
            let partition = made.partition();
            let start = Instant::now();
            let closed = month_close(&partition, &settings).expect("sound figures");
            // What goes up is the city's own sum by industry, so that the nation needs no county in memory.
            let upward = roll_up(&closed.cells, &|cell| vec![Domain::Industry(cell.industry)]);
            busy += start.elapsed();
            let mut sums = sums.lock().expect("no thread died");
            sums.judged += closed.judged.iter().filter(|judged| judged.light.is_some()).count();
            sums.lit += closed.judged.iter().filter(|judged| judged.light >= Some(Light::Yellow)).count();
            for (domain, series) in upward {
                let Domain::Industry(industry) = domain else { continue };
                let (start, months) = (series.start, series.months);
                sums.cells.push(CellSeries { place: city as u32, industry, start, months });
            }
        }
        sums.lock().expect("no thread died").busy += busy;
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut sums = sums.into_inner().expect("no thread died");
    let start = Instant::now();
    let above = roll_up(&sums.cells, &|cell| vec![Domain::Industry(cell.industry), Domain::All]);
    sums.judged += above.len();
    for (domain, series) in &above {
        let judged = judge(*domain, &series.months, series.start, &settings.judging);
        assert!(judged.light.is_some(), "the whole has a light");
    }
    let top = start.elapsed();
    let wall = sums.busy.as_secs_f64() / threads as f64 + top.as_secs_f64();
    println!(
        "{{\"measure\":\"month close, {}\",\"threads\":{threads},\"unit\":\"s\",\"value\":{wall:.3},\"domains\":{},\"lit\":{}}}",
        scale.name, sums.judged, sums.lit
    );
}
