//! Spreading a sample over strata (样本分配): proportional, Neyman or equal, by largest remainder, never more than there are. Pure.

use anye_forms::Allocation;

/// A stratum as allocation sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Units in the frame.
    pub units: u32,
    /// Sum of the units' tilts, in hundredths: `units × 100` without tilt.
    pub tilted: u64,
    /// Standard deviation of the size of units; only Neyman asks for it.
    pub spread: f64,
}

/// Spreads `n` over strata. Each stratum that holds anybody gets one where there are enough; nobody is asked twice.
#[must_use]
pub fn allocate(method: Allocation, n: u32, strata: &[Share]) -> Vec<u32> {
    let weight = |one: &Share| match method {
        Allocation::Proportional => one.tilted as f64,
        // A stratum whose units are all alike still wants somebody.
        Allocation::Neyman => one.tilted as f64 * one.spread.max(1e-9),
        Allocation::Equal if one.units > 0 => one.tilted as f64 / f64::from(one.units),
        Allocation::Equal => 0.0,
    };
    let weights: Vec<f64> = strata.iter().map(|one| if one.units == 0 { 0.0 } else { weight(one) }).collect();
    let all: u64 = strata.iter().map(|one| u64::from(one.units)).sum();
    let mut left = u64::from(n).min(all);
    let held = strata.iter().filter(|one| one.units > 0).count() as u64;
    let least = u32::from(left >= held);
    let mut given: Vec<u32> = strata.iter().map(|one| one.units.min(least)).collect();
    left -= given.iter().map(|one| u64::from(*one)).sum::<u64>();
    // Each round shares what is left among those who can take more; one round is enough unless somebody is full.
    while left > 0 {
        let open = |at: usize, given: &[u32]| given[at] < strata[at].units;
        let total: f64 = (0..strata.len()).filter(|at| open(*at, &given)).map(|at| weights[at]).sum();
        let aim = f64::from(n);
        let quota: Vec<f64> = (0..strata.len())
            .map(|at| {
                if open(at, &given) && total > 0.0 {
                    share(aim, left, given[at], weights[at] / total)
                } else {
                    0.0
                }
            })
            .collect();
        let sum: f64 = quota.iter().sum();
        let scale = if sum > 0.0 { left as f64 / sum } else { 0.0 };
        let mut rest: Vec<(f64, usize)> = Vec::new();
        let before = left;
        for at in 0..strata.len() {
            let exact = quota[at] * scale;
            let room = strata[at].units - given[at];
            let whole = (exact.floor().max(0.0) as u64).min(u64::from(room)).min(left);
            given[at] += u32::try_from(whole).unwrap_or(0);
            left -= whole;
            if open(at, &given) {
                rest.push((exact - exact.floor(), at));
            }
        }
        rest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut rest = rest.into_iter();
        // The remainders: the largest first, one each.
        let floor_sum: u64 = before - left;
        let due = before - floor_sum;
        for (_, at) in rest.by_ref().take(usize::try_from(due).unwrap_or(usize::MAX)) {
            if left > 0 && open(at, &given) {
                given[at] += 1;
                left -= 1;
            }
        }
    }
    given
}

/// What a stratum lacks of its own share of the whole sample; at least a little, so that every round ends.
fn share(aim: f64, left: u64, given: u32, part: f64) -> f64 {
    (aim * part - f64::from(given)).max(left as f64 * part * 1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(units: u32) -> Share {
        Share { units, tilted: u64::from(units) * 100, spread: 1.0 }
    }

    #[test]
    fn proportional_by_largest_remainder_and_never_more_than_there_are() {
        let strata = [plain(500), plain(300), plain(200)];
        assert_eq!(allocate(Allocation::Proportional, 10, &strata), [5, 3, 2]);
        assert_eq!(allocate(Allocation::Proportional, 11, &strata).iter().sum::<u32>(), 11);
        let small = [plain(1000), plain(2), plain(0)];
        assert_eq!(allocate(Allocation::Equal, 100, &small), [98, 2, 0], "two is all there are");
        assert_eq!(allocate(Allocation::Proportional, 5000, &small), [1000, 2, 0]);
        assert_eq!(allocate(Allocation::Proportional, 3, &[plain(10_000), plain(1), plain(1)]), [1, 1, 1]);
    }

    #[test]
    fn spread_and_tilt_draw_more() {
        let wide = Share { spread: 30.0, ..plain(100) };
        let narrow = Share { spread: 10.0, ..plain(100) };
        assert_eq!(allocate(Allocation::Neyman, 40, &[wide, narrow]), [30, 10]);
        let tilted = Share { tilted: 100 * 150, ..plain(100) };
        assert_eq!(allocate(Allocation::Proportional, 50, &[tilted, plain(100)]), [30, 20]);
    }
}
