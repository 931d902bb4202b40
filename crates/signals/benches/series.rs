//! Forecast and seasonal adjustment of 145 monthly series, beside seasonal naive and the STL of `stlrs`, on one core, one JSON line per measure.
//! It must never let a model see the twelve months it is judged by.
//!
//! Choices (memory of the season, which models to average) were made on the holdouts that begin in October 2013 to 2017; the one of 2018 is the judge.

#![expect(clippy::print_stdout, reason = "a benchmark's output is what it is for")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot load its data has nothing to say")]

use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use anye_signals::adjust::{Note, Options, revisions};
use anye_signals::{Series, adjust, forecast, read_csv};

const AHEAD: usize = 12;
const ROUNDS: usize = 5;
/// Months from January 2000 to September 2018.
const JUDGE: usize = 18 * 12 + 9;

fn main() {
    let start = Instant::now();
    let all = load();
    one("read the series", "ms", start.elapsed().as_secs_f64() * 1e3);
    one("series", "series", all.len() as f64);
    accuracy(&all);
    intervals(&all);
    speed(&all);
    revised(&all);
}

fn accuracy(all: &[(String, Series)]) {
    let naive = |known: &Series| {
        (0..AHEAD).map(|step| value(known, known.len() - 12 + step % 12)).collect::<Vec<_>>()
    };
    let own = |known: &Series| forecast(known, AHEAD, 0.9).expect("twenty years of figures").mean;
    one("seasonal naive: MASE", "ratio", mase(all, JUDGE, naive));
    one("forecast: MASE", "ratio", mase(all, JUDGE, own));
    for year in 13..18 {
        one(
            &format!("forecast: MASE where the choices were made, from October 20{year}"),
            "ratio",
            mase(all, year * 12 + 9, own),
        );
    }
}

/// Mean absolute error of the next twelve months, in units of the mean absolute change on the year before within what was known; mean of all series.
fn mase(all: &[(String, Series)], known: usize, model: impl Fn(&Series) -> Vec<f64>) -> f64 {
    let of = |(_, series): &(String, Series)| {
        let scale = (12..known).map(|at| (value(series, at) - value(series, at - 12)).abs()).sum::<f64>()
            / (known - 12) as f64;
        let ahead = model(&series.first(known));
        let error = ahead
            .iter()
            .enumerate()
            .map(|(step, mean)| (mean - value(series, known + step)).abs())
            .sum::<f64>();
        error / AHEAD as f64 / scale
    };
    all.iter().map(of).sum::<f64>() / all.len() as f64
}

/// How often the truth lay inside, over eleven origins a year apart: the first is the crash of 2008.
fn intervals(all: &[(String, Series)]) {
    for level in [0.8, 0.95] {
        let (mut inside, mut count) = (0, 0);
        for year in 8..=18 {
            let known = year * 12 + 9;
            let mut hits = 0;
            for (_, series) in all {
                let ahead = forecast(&series.first(known), AHEAD, level).expect("eight years of figures");
                let hit = |step: &usize| {
                    (ahead.lower[*step]..=ahead.upper[*step]).contains(&value(series, known + step))
                };
                hits += (0..AHEAD).filter(hit).count();
            }
            let each = all.len() * AHEAD;
            one(
                &format!("interval of {level}: inside, from October {}", 2000 + year),
                "share",
                hits as f64 / each as f64,
            );
            inside += hits;
            count += each;
        }
        one(
            &format!("interval of {level}: inside, all origins"),
            "share",
            f64::from(u32::try_from(inside).expect("few")) / count as f64,
        );
    }
}

fn speed(all: &[(String, Series)]) {
    let known: Vec<Series> = all.iter().map(|(_, series)| series.first(JUDGE)).collect();
    let plain: Vec<Vec<f64>> =
        known.iter().map(|series| series.values.iter().flatten().copied().collect()).collect();
    time("forecast, 12 months, all series", || {
        known.iter().for_each(|series| _ = black_box(forecast(series, AHEAD, 0.9)))
    });
    let adjusting = time("adjust, all series", || {
        known.iter().for_each(|series| _ = black_box(adjust(series, &Options::default())))
    });
    let robust = time("stlrs, robust STL, all series", || {
        plain.iter().for_each(|values| _ = black_box(stlrs::params().robust(true).fit(values, 12)));
    });
    let quick = time("stlrs, STL not robust, all series", || {
        plain.iter().for_each(|values| _ = black_box(stlrs::params().fit(values, 12)))
    });
    one("adjust against robust STL", "ratio", adjusting / robust);
    one("adjust against STL that is not robust", "ratio", adjusting / quick);
}

/// What the adjustment finds, and how far its first word is from its last.
fn revised(all: &[(String, Series)]) {
    let adjusted: Vec<_> = all.iter().map(|(_, series)| adjust(series, &Options::default())).collect();
    one(
        "outliers found",
        "outliers",
        adjusted.iter().map(|answer| answer.outliers.len()).sum::<usize>() as f64,
    );
    let noted = |note: Note| adjusted.iter().filter(|answer| answer.notes.contains(&note)).count() as f64;
    one("series without a season", "series", noted(Note::NotSeasonal));
    let again = all.iter().zip(&adjusted).map(|((_, series), answer)| {
        adjust(&Series::new(series.start, answer.adjusted.clone()), &Options::default())
    });
    let left = again.filter(|answer| !answer.notes.contains(&Note::NotSeasonal)).count();
    one("adjusted series that still show a season", "series", left as f64);
    one("series said to follow Spring Festival (none should)", "series", noted(Note::SpringFestival));
    let sizes: Vec<f64> = all
        .iter()
        .step_by(12)
        .filter_map(|(_, series)| revisions(series, 48, &Options::default()).mean_size)
        .collect();
    one(
        "mean revision, first to last, 48 months",
        "percent",
        100.0 * sizes.iter().sum::<f64>() / sizes.len() as f64,
    );
}

fn value(series: &Series, at: usize) -> f64 {
    series.values[at].expect("complete series")
}

/// Least and median of some rounds; the median is given back, in milliseconds.
fn time(measure: &str, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (least, median) = (times[0], times[ROUNDS / 2]);
    println!(
        "{}",
        serde_json::json!({"bench": "series", "measure": measure, "unit": "ms", "least": least, "median": median})
    );
    median
}

fn one(measure: &str, unit: &str, value: f64) {
    println!("{}", serde_json::json!({"bench": "series", "measure": measure, "unit": unit, "value": value}));
}

/// The file has a row a series and a column a month; the reader wants series, date, value.
fn load() -> Vec<(String, Series)> {
    let packed = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/data/employment.csv.gz"))
        .expect("the data of the benchmark");
    let mut wide = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut wide).expect("gzip of text");
    let mut lines = wide.lines().map(|line| line.split(','));
    let months: Vec<&str> = lines.next().into_iter().flatten().skip(1).collect();
    let mut long = String::from("series,date,value\n");
    for mut cells in lines {
        let name = cells.next().unwrap_or_default();
        for (month, cell) in months.iter().zip(cells) {
            long.push_str(&format!("{name},{month},{cell}\n"));
        }
    }
    read_csv(&long, None).expect("series without problems")
}
