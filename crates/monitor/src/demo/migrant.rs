//! Migrant workers: what townships count each month, and what the employers of five industries report.

use anye_forms::Period;

use super::chance::{Chance, apportion};
use super::province::Province;
use super::sheet::{Value, Values};
use super::totals;

/// Months that the demo holds of both forms.
pub const MONTHS: usize = 13;
/// The form of townships.
pub const RETURNS: &str = "returned-migrants";
/// The form of employers.
pub const EMPLOYERS: &str = "migrant-monthly";
/// Migrant workers at home before the first month that is held.
const AT_HOME: i64 = 1_400_000;

impl Province {
    /// Townships covered, with weight: code and villages.
    fn townships(&self) -> Vec<(&str, f64, f64)> {
        let seats = self.frame.seats.iter();
        seats
            .flat_map(|seat| {
                seat.townships
                    .iter()
                    .map(|(code, villages)| (code.as_str(), f64::from(*villages) + 0.5, seat.blow))
            })
            .collect()
    }

    /// Reports of every township of the province for a month: code and cells. Totals of the province are met exactly.
    #[must_use]
    pub fn returns(&self, period: Period) -> Vec<(String, Values)> {
        let all = self.townships();
        let weights = |question: &str| -> Vec<f64> {
            all.iter()
                .zip(0_u64..)
                .map(|((_, villages, _), at)| {
                    villages * (0.7 + 0.6 * Chance::of(&self.frame.seed, question, at).share())
                })
                .collect()
        };
        let back = i32::try_from(MONTHS - 1).unwrap_or(0);
        let (first, last) = (Period::month(2020, 5).and_then(|one| one.shifted(-back)), period);
        let (coming, going) = (weights("home"), weights("away"));
        let mut home = apportion(AT_HOME, &coming);
        let mut now = (vec![0; all.len()], vec![0; all.len()]);
        let mut at = first;
        while let Some(month) = at.filter(|month| *month <= last) {
            let (returned, leaving) = totals::migrants(month);
            now = (apportion(returned, &coming), apportion(leaving, &going));
            for (place, stock) in home.iter_mut().enumerate() {
                *stock += now.0[place] - now.1[place];
            }
            at = month.next();
        }
        let (year, month) = totals::year_month(period);
        let lost = if year == 2020 && month >= 2 { 0.34 } else { 0.08 };
        let township = |(place, (code, _, blow)): (usize, &(&str, f64, f64))| {
            let returned = now.0[place];
            let without = (returned as f64 * (lost * blow).min(0.95)) as i64;
            let numbers = [
                ("returned", returned),
                ("returned_job_lost", without),
                ("leaving", now.1[place]),
                ("at_home", home[place]),
            ];
            let values = numbers.iter().map(|(id, n)| ((*id).to_owned(), Value::Number(*n))).collect();
            ((*code).to_owned(), values)
        };
        all.iter().enumerate().map(township).collect()
    }

    /// The report of an employer on its migrant workers; `staff` is [`Province::staff`] of it.
    #[must_use]
    pub fn migrant_report(&self, at: usize, month: usize, staff: &[i64]) -> Values {
        let firm = &self.frame.firms[at];
        let part = |staff: i64| staff * firm.kind().migrants / 100;
        let (start, end) = (part(staff[month]), part(staff[month + 1]));
        let period = self.frame.months[month];
        let shaken = period.year() == Some(2020) && period.part() >= 2;
        let number = u64::from(firm.number) * 1_000 + month as u64;
        let share = Chance::of(&self.frame.seed, "migrants", number).share();
        let turnover = (start.min(end) as f64 * (0.01 + 0.03 * share)) as i64;
        let left = turnover + (start - end).max(0);
        let hired = turnover + (end - start).max(0);
        let whereto = if shaken { [24.0, 21.0, 43.0, 12.0] } else { [62.0, 4.0, 20.0, 14.0] };
        let mut values: Values = [("start_migrants", start), ("hired", hired), ("end_migrants", end)]
            .iter()
            .map(|(id, n)| ((*id).to_owned(), Value::Number(*n)))
            .collect();
        for (code, n) in
            ["other_job", "town_unemployed", "home", "unknown"].iter().zip(apportion(left, &whereto))
        {
            values.push((format!("left.{code}"), Value::Number(n)));
        }
        values
    }
}
