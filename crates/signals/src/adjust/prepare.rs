//! The door of seasonal adjustment: which stretch can be worked on, and on which scale. It must never let a NaN or an infinity in.

use super::{Note, Options};
use crate::algebra::{mad, median};
use crate::series::{Series, usable};

/// Shortest series, in years.
const LEAST_YEARS: usize = 3;
/// Largest share of gaps.
const MOST_GAPS: f64 = 0.25;

/// A stretch without gaps at its ends, gaps inside filled for the time being, on the scale of the work.
pub(crate) struct Prepared {
    /// Place of the first value in the series.
    pub offset: usize,
    /// Logarithms if multiplicative, else values divided by `unit`; gaps filled.
    pub filled: Vec<f64>,
    /// Largest value without its sign; 1 for logarithms.
    pub unit: f64,
    /// Places in `filled` that were gaps.
    pub gaps: Vec<usize>,
    /// Whether `filled` holds logarithms.
    pub multiplicative: bool,
}

/// The stretch, or why there is none.
pub(crate) fn prepare(series: &Series, options: &Options) -> Result<Prepared, Note> {
    let known = |index: &usize| series.values[*index].is_some_and(usable);
    let (Some(first), Some(last)) = ((0..series.len()).find(known), (0..series.len()).rfind(known)) else {
        return Err(Note::NoValue);
    };
    let stretch: Vec<Option<f64>> =
        series.values[first..=last].iter().map(|value| value.filter(|&number| usable(number))).collect();
    let present: Vec<f64> = stretch.iter().flatten().copied().collect();
    if present.iter().all(|&value| value == present[0]) {
        return Err(Note::Constant);
    }
    let season = series.frequency.per_year();
    if stretch.len() < LEAST_YEARS * season {
        return Err(Note::TooShort);
    }
    if (stretch.len() - present.len()) as f64 > MOST_GAPS * stretch.len() as f64 {
        return Err(Note::TooManyGaps);
    }
    let positive = present.iter().all(|&value| value > 0.0);
    let largest = present.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let level: Vec<Option<f64>> = stretch.iter().map(|value| value.map(|number| number / largest)).collect();
    let lined = fill(&level);
    let multiplicative =
        positive && options.multiplicative.unwrap_or_else(|| logarithms_fit_better(&lined, season));
    let gaps: Vec<usize> = (0..stretch.len()).filter(|&at| stretch[at].is_none()).collect();
    let worked =
        if multiplicative { stretch.iter().map(|value| value.map(f64::ln)).collect() } else { level };
    let unit = if multiplicative { 1.0 } else { largest };
    Ok(Prepared { offset: first, filled: fill_by_season(&worked, season), unit, gaps, multiplicative })
}

/// Straight lines across gaps of the figures without their usual season: what stands in a gap until the model knows better.
fn fill_by_season(stretch: &[Option<f64>], season: usize) -> Vec<f64> {
    let lined = fill(stretch);
    if stretch.iter().all(Option::is_some) {
        return lined;
    }
    let year = |at: usize| {
        let around = &lined[at.saturating_sub(season / 2)..(at + season / 2 + 1).min(lined.len())];
        around.iter().sum::<f64>() / around.len() as f64
    };
    let usual: Vec<f64> = (0..season)
        .map(|month| {
            let known = (month..lined.len()).step_by(season).filter(|&at| stretch[at].is_some());
            median(&known.map(|at| lined[at] - year(at)).collect::<Vec<_>>())
        })
        .collect();
    let without: Vec<Option<f64>> = stretch
        .iter()
        .enumerate()
        .map(|(at, value)| value.map(|number| number - usual[at % season]))
        .collect();
    let filled = fill(&without);
    // A known value comes back untouched by the rounding of − and +.
    (0..filled.len()).map(|at| stretch[at].unwrap_or(filled[at] + usual[at % season])).collect()
}

/// Straight lines across gaps; both ends are known.
pub(crate) fn fill(stretch: &[Option<f64>]) -> Vec<f64> {
    let mut filled: Vec<f64> = Vec::with_capacity(stretch.len());
    for &value in stretch {
        let Some(value) = value else {
            // A mark, replaced as soon as the next value is known.
            filled.push(f64::NAN);
            continue;
        };
        let holes = filled.iter().rev().take_while(|number| number.is_nan()).count();
        let begin = filled.len() - holes;
        if begin > 0 {
            let before = filled[begin - 1];
            for step in 0..holes {
                filled[begin + step] = before + (value - before) * (step + 1) as f64 / (holes + 1) as f64;
            }
        }
        filled.push(value);
    }
    filled
}

/// Compares the robust spread of doubly differenced values with that of logarithms, brought to the same unit by the typical size.
/// Logarithms only where they are clearly better (2 %): on a flat series both are alike and plain sums are easier to read.
fn logarithms_fit_better(level: &[f64], season: usize) -> bool {
    let spread = |value: &dyn Fn(usize) -> f64| {
        let changes: Vec<f64> = (season + 1..level.len())
            .map(|t| value(t) - value(t - 1) - value(t - season) + value(t - season - 1))
            .collect();
        mad(&changes)
    };
    let logarithms: Vec<f64> = level.iter().map(|value| value.ln()).collect();
    let typical = median(&logarithms).exp();
    let (plain, logged) = (spread(&|t| level[t]), spread(&|t| logarithms[t]) * typical);
    plain > typical * 1e-9 && logged < 0.98 * plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Period;

    fn monthly(values: Vec<Option<f64>>) -> Series {
        Series::new(Period::month(2010, 1).unwrap(), values)
    }

    #[test]
    fn a_line_over_the_gap_and_no_gap_at_the_ends() {
        let at = |t: i32| 1000.0 + 10.0 * f64::from(t) + if t % 12 < 6 { 300.0 } else { -300.0 };
        let mut values: Vec<Option<f64>> = (0..48).map(|t| Some(at(t))).collect();
        for hole in [0, 17, 18, 47] {
            values[hole] = None;
        }
        let options = Options { multiplicative: Some(false), ..Options::default() };
        let prepared = prepare(&monthly(values), &options).unwrap_or_else(|_| panic!());
        assert_eq!(
            (prepared.offset, prepared.filled.len(), prepared.gaps.as_slice()),
            (1, 46, [16, 17].as_slice())
        );
        // The step of the season lies inside the gap and is filled in on the right side of it, roughly.
        let filled: Vec<f64> = prepared.filled.iter().map(|value| value * prepared.unit).collect();
        assert!((filled[16] - at(17)).abs() < 150.0 && (filled[17] - at(18)).abs() < 150.0, "{filled:?}");
        assert!((fill(&[Some(1.0), None, None, Some(7.0)])[1] - 3.0).abs() < 1e-12);
    }

    #[test]
    fn why_not() {
        let why = |values: Vec<Option<f64>>| prepare(&monthly(values), &Options::default()).err();
        assert_eq!(why(vec![None; 50]), Some(Note::NoValue));
        assert_eq!(why(vec![]), Some(Note::NoValue));
        assert_eq!(why(vec![Some(0.0); 50]), Some(Note::Constant));
        assert_eq!(why((0..35).map(|t| Some(f64::from(t))).collect()), Some(Note::TooShort));
        assert_eq!(
            why((0..60).map(|t| (t % 2 == 0 || t == 59).then(|| f64::from(t))).collect()),
            Some(Note::TooManyGaps)
        );
    }

    #[test]
    fn growth_in_proportion_is_worked_on_in_logarithms() {
        let season = |t: i32| 1.0 + 0.2 * f64::from(t % 12 - 6) / 6.0;
        let wobble = |t: i32| 1.0 + 0.01 * f64::from((t * 7919) % 13 - 6) / 6.0;
        let growing = (0..120).map(|t| Some(100.0 * 1.02_f64.powi(t) * season(t) * wobble(t))).collect();
        let flat =
            (0..120).map(|t| Some(100.0 + 20.0 * f64::from(t % 12) + f64::from((t * 7919) % 13))).collect();
        assert!(prepare(&monthly(growing), &Options::default()).unwrap_or_else(|_| panic!()).multiplicative);
        assert!(!prepare(&monthly(flat), &Options::default()).unwrap_or_else(|_| panic!()).multiplicative);
    }
}
