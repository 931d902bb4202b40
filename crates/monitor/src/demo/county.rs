//! What counties report each month: registered unemployed and benefit, new urban employment, supply and demand of their market.

use anye_forms::Period;

use super::chance::{Chance, apportion};
use super::province::Province;
use super::sheet::{Sheet, Value, Values};
use super::totals;

/// Forms that counties report.
pub const FORMS: [&str; 3] = ["registered-monthly", "new-employment-monthly", "market-monthly"];

/// Benefit a recipient and month, in fen.
const BENEFIT: i64 = 132_000;

fn put(values: &mut Values, id: &str, value: i64) {
    values.push((id.to_owned(), Value::Number(value)));
}

impl Province {
    /// Weights of the counties for a question: their size and a temper of their own; more where the shock was hard, from February 2020 on.
    fn weights(&self, question: &str, period: Period, harder: f64) -> Vec<f64> {
        let shaken = totals::year_month(period).0 == 2020 && totals::year_month(period).1 >= 2;
        let seats = self.frame.seats.iter().zip(0_u64..);
        seats
            .map(|(seat, at)| {
                let temper = 0.8 + 0.4 * Chance::of(&self.frame.seed, question, at).share();
                seat.weight * temper * if shaken { 1.0 + harder * (seat.blow - 1.0) } else { 1.0 }
            })
            .collect()
    }

    /// Cells of every county of the province for one of [`FORMS`], in the order of the seats; each total of the province is met exactly.
    #[must_use]
    pub fn county_values(&self, form: &str, sheet: &Sheet<'_>, period: Period) -> Vec<Values> {
        match form {
            "registered-monthly" => self.registered(period),
            "new-employment-monthly" => self.new_jobs(period),
            "market-monthly" => self.market(sheet, period),
            _ => Vec::new(),
        }
    }

    fn registered(&self, period: Period) -> Vec<Values> {
        let spread = |question: &str, at: Period, whole: i64, harder| {
            apportion(whole, &self.weights(question, at, harder))
        };
        let before = period.previous().unwrap_or(period);
        let end = spread("registered", period, totals::registered(period), 0.08);
        let start = spread("registered", before, totals::registered(before), 0.08);
        let employed = spread("registered", period, totals::LABOUR - totals::registered(period), 0.0);
        let coming = spread("registered", period, totals::registering(period), 0.3);
        let recipients = spread("benefit", period, totals::recipients(period), 0.25);
        let fresh = spread("benefit", period, totals::recipients(period) / 9, 0.3);
        let county = |at: usize| {
            // Whoever the change of the month asks for has registered.
            let new = coming[at].max(end[at] - start[at]);
            let out = start[at] + new - end[at];
            let reasons = apportion(out, &[68.0, 9.0, 6.0, 17.0]);
            let mut values = Values::with_capacity(14);
            put(&mut values, "registered_start", start[at]);
            put(&mut values, "registered_new", new);
            for (code, n) in ["employed", "retired", "moved", "other"].iter().zip(reasons) {
                put(&mut values, &format!("registered_out.{code}"), n);
            }
            put(&mut values, "registered_end", end[at]);
            put(&mut values, "long_term", end[at] * 29 / 100);
            put(&mut values, "urban_employed", employed[at]);
            put(&mut values, "benefit_new", fresh[at]);
            put(&mut values, "benefit_end", recipients[at]);
            // In fen; a recipient's month, in whole yuan.
            put(&mut values, "benefit_paid", recipients[at] * BENEFIT);
            values
        };
        (0..self.frame.seats.len()).map(county).collect()
    }

    fn new_jobs(&self, period: Period) -> Vec<Values> {
        let (year, month) = totals::year_month(period);
        let of = |part: usize| {
            let at = Period::month(year, i32::try_from(part).unwrap_or(1)).unwrap_or(period);
            apportion(totals::new_jobs(at), &self.weights("jobs", at, -0.12))
        };
        let months: Vec<Vec<i64>> = (1..=month).map(of).collect();
        let county = |at: usize| {
            let now = months.last().map_or(0, |one| one[at]);
            let mut values = Values::with_capacity(4);
            put(&mut values, "new_month", now);
            put(&mut values, "reemployed_month", now * 42 / 100);
            put(&mut values, "hard_month", now * 9 / 100);
            put(&mut values, "new_year", months.iter().map(|one| one[at]).sum());
            values
        };
        (0..self.frame.seats.len()).map(county).collect()
    }

    fn market(&self, sheet: &Sheet<'_>, period: Period) -> Vec<Values> {
        // Half of what was open is carried over; two months back are enough to know it.
        let open = |at: Period| {
            let (posts, seekers) = totals::market(at);
            (
                apportion(posts, &self.weights("posts", at, -0.15)),
                apportion(seekers, &self.weights("seekers", at, 0.1)),
            )
        };
        let before = period.previous().unwrap_or(period);
        let ((posts, seekers), (old_posts, old_seekers)) = (open(period), open(before));
        let splits = |whole: &str| {
            let all = MARKET_SPLITS.iter().filter(|one| one.0 == whole);
            all.map(|one| (sheet.codes(&format!("{}.{}", one.0, one.1)), one.2)).collect::<Vec<_>>()
        };
        let (of_demand, of_seekers) = (splits("demand"), splits("seekers"));
        let county = |at: usize| {
            let (carried, sought) = (old_posts[at] * 38 / 100, old_seekers[at] * 34 / 100);
            let mut values = Values::with_capacity(80);
            put(&mut values, "demand_carried", carried);
            put(&mut values, "demand_new", posts[at]);
            put(&mut values, "seekers_carried", sought);
            put(&mut values, "seekers_new", seekers[at]);
            let (demand, wanting) = (carried + posts[at], sought + seekers[at]);
            for (whole, all) in [(demand, &of_demand), (wanting, &of_seekers)] {
                for (codes, weights) in all {
                    let weights: Vec<f64> = codes
                        .iter()
                        .enumerate()
                        .map(|(n, _)| weights.get(n).copied().unwrap_or(1.0))
                        .collect();
                    for (code, n) in codes.iter().zip(apportion(whole, &weights)) {
                        put(&mut values, code, n);
                    }
                }
            }
            put(&mut values, "placed", demand.min(wanting) * 31 / 100);
            values
        };
        (0..self.frame.seats.len()).map(county).collect()
    }
}

/// Shares of the codes of a disaggregation, in the order of the pack.
const MARKET_SPLITS: [(&str, &str, &[f64]); 8] = [
    ("demand", "occupation", &[3.0, 14.0, 10.0, 38.0, 2.0, 27.0, 6.0]),
    (
        "demand",
        "industry",
        &[
            2.0, 2.0, 31.0, 2.0, 9.0, 15.0, 6.0, 9.0, 5.0, 2.0, 3.0, 4.0, 2.0, 1.0, 5.0, 1.0, 1.0, 1.0, 0.0,
            0.0,
        ],
    ),
    ("demand", "employer", &[11.0, 62.0, 9.0, 13.0, 3.0, 2.0]),
    ("demand", "education", &[22.0, 30.0, 17.0, 11.0, 2.0, 18.0]),
    ("demand", "age", &[22.0, 31.0, 17.0, 6.0, 24.0]),
    ("seekers", "occupation", &[4.0, 17.0, 19.0, 27.0, 2.0, 19.0, 5.0, 7.0]),
    ("seekers", "education", &[27.0, 31.0, 22.0, 17.0, 3.0, 0.0]),
    ("seekers", "kind", &[21.0, 34.0, 15.0, 8.0, 5.0, 12.0, 5.0]),
];
