//! Figures brought to their total. The sum must never differ from it, not even in the last bit.

/// `values` (not negative) changed in proportion to `variances` so that they add up to `total`, none below zero, each a multiple of the last bit of `total`.
pub(super) fn share(values: &[f64], variances: &[f64], total: f64) -> Vec<f64> {
    if values.is_empty() {
        return Vec::new();
    }
    let mut shared = values.to_vec();
    let mut free: Vec<usize> = (0..values.len()).collect();
    // Each round either ends or fixes at least one area at zero.
    while !free.is_empty() {
        let missing = total - free.iter().map(|&index| values[index]).sum::<f64>();
        let weight: f64 = free.iter().map(|&index| variances[index]).sum();
        let parts = free.len() as f64;
        for &index in &free {
            let part = if weight > 0.0 { variances[index] / weight } else { 1.0 / parts };
            shared[index] = values[index] + missing * part;
        }
        let before = free.len();
        free.retain(|&index| shared[index] >= 0.0);
        if free.len() == before {
            break;
        }
        shared.iter_mut().for_each(|value| *value = value.max(0.0));
    }
    round_to(&mut shared, variances, total);
    shared
}

/// Rounds to multiples of the last bit of `total`: sums of such numbers up to `total` are exact in doubles, in any order.
fn round_to(shared: &mut [f64], variances: &[f64], total: f64) {
    if total == 0.0 {
        shared.fill(0.0);
        return;
    }
    let bit = f64::from_bits(total.to_bits() + 1) - total;
    // Whole numbers up to 2⁵³: nothing is lost here.
    let whole = |value: f64| (value.clamp(0.0, total) / bit).round() as i128;
    let mut units: Vec<i128> = shared.iter().map(|&value| whole(value)).collect();
    let mut missing = whole(total) - units.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by(|&a, &b| variances[b].total_cmp(&variances[a]));
    for index in order {
        let change = missing.max(-units[index]);
        units[index] += change;
        missing -= change;
    }
    shared.iter_mut().zip(units).for_each(|(value, units)| *value = units as f64 * bit);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shakiest_gives_most() {
        assert_eq!(share(&[10.0, 20.0, 30.0], &[1.0, 2.0, 1.0], 64.0), [11.0, 22.0, 31.0]);
    }

    #[test]
    fn nothing_below_zero_and_still_exact() {
        let shared = share(&[1.0, 50.0, 50.0], &[10.0, 1.0, 1.0], 61.0);
        assert_eq!(shared, [0.0, 30.5, 30.5]);
        assert_eq!(share(&[1.0, 2.0], &[1.0, 1.0], 0.0), [0.0, 0.0]);
        assert_eq!(share(&[0.0, 0.0], &[0.0, 0.0], 7.0), [3.5, 3.5]);
    }

    proptest::proptest! {
        #[test]
        fn the_sum_is_exact_in_any_order(
            areas in proptest::collection::vec((0.0f64..1e6, 0.0f64..1e6), 1..120),
            total in proptest::prop_oneof![0.0f64..1e-3, 0.0f64..1e9, proptest::prelude::Just(0.1), proptest::prelude::Just(1e15), proptest::prelude::Just(1e-300), proptest::prelude::Just(0.0)],
        ) {
            let (values, variances): (Vec<f64>, Vec<f64>) = areas.into_iter().unzip();
            let mut shared = share(&values, &variances, total);
            proptest::prop_assert!(shared.iter().all(|&value| value >= 0.0));
            proptest::prop_assert_eq!(shared.iter().sum::<f64>(), total);
            shared.reverse();
            proptest::prop_assert_eq!(shared.iter().sum::<f64>(), total);
        }
    }
}
