//! False discovery (错误发现率, Benjamini and Hochberg 1995): of many places judged at once, which stand out. It must be given every
//! place judged, also the calm ones.

/// Which of the chances `p` stay when at most the share `q` of what stays may be false.
pub fn false_discovery(p: &[f64], q: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&at| p[at].is_finite()).collect();
    order.sort_unstable_by(|&a, &b| p[a].total_cmp(&p[b]));
    let count = order.len() as f64;
    let last = order.iter().enumerate().rev().find(|(rank, at)| p[**at] <= q * (*rank as f64 + 1.0) / count);
    let mut stays = vec![false; p.len()];
    if let Some((last, _)) = last {
        for &at in &order[..=last] {
            stays[at] = true;
        }
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_up_from_the_largest_that_fits() {
        // 0.011 alone fails at its own rank (2 of 5 × 0.025 = 0.01), but 0.015 fits at rank 3 and takes it along.
        assert_eq!(
            false_discovery(&[0.9, 0.001, 0.011, 0.015, f64::NAN, 0.5], 0.025),
            [false, true, true, true, false, false]
        );
        assert_eq!(false_discovery(&[0.04, 0.5], 0.05), [false, false]);
        assert!(false_discovery(&[], 0.1).is_empty());
    }
}
