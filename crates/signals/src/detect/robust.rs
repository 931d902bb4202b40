//! Median and spread that a few wild values cannot move. They must never be asked of figures with gaps: leave the gaps out first.

/// Median (中位数); 0 of nothing. Reorders its input.
pub fn median(values: &mut [f64]) -> f64 {
    let count = values.len();
    if count == 0 {
        return 0.0;
    }
    let (below, &mut middle, _) = values.select_nth_unstable_by(count / 2, f64::total_cmp);
    if count % 2 == 1 {
        return middle;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    f64::midpoint(lower, middle)
}

/// Median and 1.4826 × median absolute deviation (绝对中位差): the standard deviation of a normal sample, untouched by half of it.
pub fn centre_and_spread(values: &[f64]) -> (f64, f64) {
    let mut scratch = values.to_vec();
    let centre = median(&mut scratch);
    for value in &mut scratch {
        *value = (*value - centre).abs();
    }
    let spread = 1.4826 * median(&mut scratch);
    if spread > 0.0 || values.is_empty() {
        return (centre, spread);
    }
    // More than half are the same: the mean deviation, for normal values 0.7979 of the standard deviation.
    (centre, scratch.iter().sum::<f64>() / scratch.len() as f64 / 0.7979)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_value_moves_nothing() {
        let mut values: Vec<f64> = (0..41).map(|n| f64::from(n % 7) - 3.0).collect();
        let calm = centre_and_spread(&values);
        values[5] = 1e9;
        let wild = centre_and_spread(&values);
        assert!((calm.0 - wild.0).abs() < 1.1 && (calm.1 - wild.1).abs() < 1.6, "{calm:?} {wild:?}");
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(centre_and_spread(&[]), (0.0, 0.0));
        assert_eq!(centre_and_spread(&[2.0; 9]), (2.0, 0.0));
    }
}
