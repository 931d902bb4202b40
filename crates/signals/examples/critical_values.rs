//! Makes the tables of `detect::critical` again and prints them as Rust. It must use nothing but the detectors themselves.
//!
//! `cargo run --release -p anye-signals --example critical_values`

#![expect(clippy::print_stdout, reason = "printing the tables is what it is for")]

use anye_signals::detect::{STATED_RATES, Tails, Trial, simulate};

const PERIODS: usize = 240;

fn main() {
    let mut strength = String::new();
    let mut together = String::new();
    for tails in Tails::ALL {
        let trial =
            Trial { freedom: tails.freedom(), paths: 4_000, periods: PERIODS, history: 60, seed: 20_200_616 };
        let mut seen: [Vec<f64>; 4] = Default::default();
        simulate(trial, |_, reading| {
            for (list, strength) in seen.iter_mut().zip(reading.strength) {
                list.push(strength);
            }
        });
        let rows: Vec<Vec<f64>> = seen.iter().map(|list| invert(list)).collect();
        let combined: Vec<f64> = (0..seen[0].len())
            .map(|at| {
                (0..4)
                    .map(|detector| minus_log_rate(&rows[detector], seen[detector][at]))
                    .fold(f64::MIN, f64::max)
            })
            .collect();
        strength.push_str("    [\n");
        for row in &rows {
            strength.push_str(&format!("        {},\n", show(row)));
        }
        strength.push_str("    ],\n");
        together.push_str(&format!("    {},\n", show(&invert(&combined))));
    }
    println!("const STRENGTH: [[Row; 4]; 4] = [\n{strength}];\nconst TOGETHER: [Row; 4] = [\n{together}];");
}

/// The strengths at which alarms begin at the stated rates: bisection on simulated paths.
fn invert(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // From the rarest down: below some strength alarms no longer end, and fewer begin again.
    let mut ranks: Vec<usize> = std::iter::successors(Some(1.0f64), |above| Some(above * 1.25))
        .map(|above| above as usize)
        .take_while(|&above| above < sorted.len() / 2)
        .collect();
    ranks.dedup();
    STATED_RATES
        .iter()
        .map(|&rate| {
            let enough = ranks.iter().position(|&above| begun(values, sorted[sorted.len() - above]) >= rate);
            let Some(at) = enough else { return f64::NAN };
            let (mut many, mut few) = (sorted.len() - ranks[at], sorted.len() - ranks[at.saturating_sub(1)]);
            while few - many > 1 {
                let middle = many.midpoint(few);
                if begun(values, sorted[middle]) > rate { many = middle } else { few = middle }
            }
            sorted[few.max(many)]
        })
        .collect()
}

fn begun(values: &[f64], threshold: f64) -> f64 {
    let mut count = 0u32;
    for path in values.chunks(PERIODS) {
        let mut calm = usize::MAX;
        for &value in path {
            if value < threshold {
                calm = calm.saturating_add(1);
            } else {
                count += u32::from(calm >= 2);
                calm = 0;
            }
        }
    }
    f64::from(count) / values.len() as f64
}

/// As `detect` reads its tables: straight lines through the points, and straight on.
fn minus_log_rate(row: &[f64], strength: f64) -> f64 {
    let right = row.iter().position(|&x| strength < x).unwrap_or(row.len() - 1).max(1);
    let (x0, x1) = (row[right - 1], row[right]);
    let (y0, y1) = (-STATED_RATES[right - 1].ln(), -STATED_RATES[right].ln());
    (if x1 > x0 { y0 + (y1 - y0) * (strength - x0) / (x1 - x0) } else { y1 }).max(0.0)
}

fn show(row: &[f64]) -> String {
    let words: Vec<String> = row.iter().map(|value| format!("{value:.3}")).collect();
    format!("[{}]", words.join(", "))
}
