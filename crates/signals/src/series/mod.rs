//! Series (时间序列): equally spaced figures with gaps, of months or quarters. A missing figure is `None` and must never be read as zero.

mod period;
mod problem;
mod read;

pub use period::{Frequency, Period};
pub use problem::{Fault, Problem};
pub use read::read_csv;
pub(crate) use read::read_date;

use serde::{Deserialize, Serialize};

/// Numbers beyond this cannot be reckoned with: their squares would leave the range in which doubles are exact enough.
pub(crate) const LARGEST: f64 = 1e15;

/// Whether a number can be reckoned with: finite and within ±1e15.
pub(crate) fn usable(number: f64) -> bool {
    number.is_finite() && number.abs() <= LARGEST
}

/// One series (时间序列). `values[i]` belongs to `start.add(i)`; the unit is whatever came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The period of the first value.
    pub start: Period,
    /// Months or quarters; the same as that of `start`.
    pub frequency: Frequency,
    /// One value a period, without a hole in the numbering: a gap is `None`.
    pub values: Vec<Option<f64>>,
}

impl Series {
    /// A series from its first period on. What is not a finite number within ±1e15 becomes a gap.
    pub fn new(start: Period, values: Vec<Option<f64>>) -> Self {
        let values = values.into_iter().map(|value| value.filter(|&number| usable(number))).collect();
        Self { start, frequency: start.frequency(), values }
    }

    /// The number of periods, gaps included.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no period at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The period of `values[index]`.
    pub fn period(&self, index: usize) -> Period {
        self.start.add(i32::try_from(index).unwrap_or(i32::MAX))
    }

    /// The place of a period in `values`.
    pub fn index(&self, period: Period) -> Option<usize> {
        (period.frequency() == self.frequency)
            .then(|| usize::try_from(period.since(self.start)).ok())?
            .filter(|&index| index < self.len())
    }

    /// The value of a period; `None` for a gap and outside the series.
    pub fn at(&self, period: Period) -> Option<f64> {
        self.values[self.index(period)?]
    }

    /// Periods with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Period, Option<f64>)> + '_ {
        self.values.iter().enumerate().map(|(index, &value)| (self.period(index), value))
    }

    /// The same series as it stood when `length` periods were known.
    #[must_use]
    pub fn first(&self, length: usize) -> Self {
        Self {
            start: self.start,
            frequency: self.frequency,
            values: self.values[..length.min(self.len())].to_vec(),
        }
    }

    /// How many values are there (not gaps).
    pub fn present(&self) -> usize {
        self.values.iter().flatten().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_number_is_a_gap_and_not_zero() {
        let series = Series::new(
            Period::month(2020, 1).unwrap(),
            vec![Some(f64::NAN), Some(f64::INFINITY), Some(0.0), None],
        );
        assert_eq!(series.values, [None, None, Some(0.0), None]);
        assert_eq!(series.present(), 1);
    }

    #[test]
    fn a_period_finds_its_value_only_inside() {
        let series = Series::new(Period::month(2019, 12).unwrap(), vec![Some(1.0), Some(2.0)]);
        assert_eq!(series.at(Period::month(2020, 1).unwrap()), Some(2.0));
        assert_eq!(series.at(Period::month(2020, 2).unwrap()), None);
        assert_eq!(series.at(Period::month(2019, 11).unwrap()), None);
        assert_eq!(series.at(Period::quarter(2019, 4).unwrap()), None);
    }
}
