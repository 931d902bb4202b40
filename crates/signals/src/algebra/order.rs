//! Order statistics: what a wild value cannot move. They must never see NaN: callers keep it out.

/// The median; 0 of nothing.
pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The quantile by linear interpolation between neighbours; 0 of nothing.
fn quantile(values: &[f64], share: f64) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let mut sorted = values.to_vec();
    let place = share.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let (_, &mut low, above) = sorted.select_nth_unstable_by(below, f64::total_cmp);
    if part == 0.0 {
        return low;
    }
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    low + part * (high - low)
}

/// Spread around zero that agrees with the standard deviation of normal errors: 1.4826 × median of the absolute values.
pub(crate) fn mad(errors: &[f64]) -> f64 {
    let sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    1.4826 * median(&sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_of_even_odd_and_nothing() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(&[]), 0.0);
        assert_eq!(quantile(&[0.0, 10.0], 0.25), 2.5);
    }

    #[test]
    fn one_wild_value_does_not_move_the_spread() {
        let mut errors = vec![1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0];
        errors.push(1e9);
        assert!((mad(&errors) - 1.4826).abs() < 1e-12);
    }
}
