//! From figures to places on the paper. Must never cut a figure off.

/// A linear scale with steps that people read easily.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    pub(super) steps: Vec<f64>,
}

impl Scale {
    /// Over all these values; `zero` takes zero in, as bars need it.
    pub(super) fn over(values: impl Iterator<Item = f64>, zero: bool, from: f64, to: f64) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            return None;
        }
        if zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low < f64::EPSILON * high.abs().max(1.0) {
            // A constant stands in the middle.
            let half = if high == 0.0 { 1.0 } else { high.abs() * 0.05 };
            (low, high) = (low - half, high + half);
        }
        let step = nice((high - low) / 5.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let steps: Vec<f64> =
            (0..=((last - first) as usize).min(20)).map(|n| (first + n as f64) * step).collect();
        Some(Self { low: first * step, high: last * step, from, to, steps })
    }

    /// Where a value stands.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Digits behind the point that tell the steps apart.
    pub(super) fn digits(&self) -> usize {
        let step = self.steps.get(1).zip(self.steps.first()).map_or(1.0, |(b, a)| b - a);
        // A difference of two steps is a hair above or below what it means.
        let whole = |digits: &usize| {
            let size = step * 10f64.powi(*digits as i32);
            (size - size.round()).abs() < 1e-6
        };
        (0..6).find(whole).unwrap_or(6)
    }
}

/// 1, 2 or 5 times a power of ten, not below the given size.
fn nice(size: f64) -> f64 {
    let power = 10f64.powf(size.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|n| n * power)
        .find(|step| *step >= size * 0.999)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_hold_all_values() {
        let scale = Scale::over([3.1, 4.7, 12.9].into_iter(), false, 200.0, 0.0).unwrap();
        assert_eq!(scale.steps, [2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0]);
        assert!((scale.at(14.0)).abs() < 1e-9 && (scale.at(2.0) - 200.0).abs() < 1e-9);
        assert_eq!(scale.digits(), 0);
        assert_eq!(Scale::over([0.013, 0.021].into_iter(), false, 0.0, 1.0).unwrap().digits(), 3);
        // 0.8 less 0.7 is a hair less than a tenth.
        assert_eq!(Scale::over([0.72, 1.18].into_iter(), false, 0.0, 1.0).unwrap().digits(), 1);
    }

    #[test]
    fn nothing_constant_and_wild_values() {
        assert_eq!(Scale::over([f64::NAN].into_iter(), false, 0.0, 1.0), None);
        for value in [0.0, 5.0, -3.0, 1e15] {
            let scale = Scale::over([value; 3].into_iter(), false, 0.0, 100.0).unwrap();
            let at = scale.at(value);
            assert!((0.0..=100.0).contains(&at), "{value}: {at}");
        }
        assert!(Scale::over([4.0, 5.0].into_iter(), true, 0.0, 1.0).unwrap().steps[0] <= 0.0);
    }
}
