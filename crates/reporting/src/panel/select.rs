//! Who is drawn (抽样): permanent random numbers from the seed and each unit's code, so that a draw can be repeated and later draws stay
//! close to earlier ones. Pure.

use sm3::{Digest as _, Sm3};

/// A unit's permanent random number.
#[must_use]
pub fn number(seed: &str, code: &str) -> u64 {
    let digest = Sm3::digest(format!("{seed}:{code}").as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(bytes)
}

/// The order in which units are taken: the number divided by the tilt (sequential Poisson sampling), then the code.
#[must_use]
pub fn rank(seed: &str, code: &str, tilt: u32) -> (u128, String) {
    let scaled = u128::from(number(seed, code)) * 100_000 / u128::from(tilt.max(1));
    (scaled, code.to_owned())
}

/// The places of those drawn among units of one stratum (code and tilt).
#[must_use]
pub fn selected(seed: &str, units: &[(&str, u32)], n: usize) -> Vec<usize> {
    let mut order: Vec<(u128, String, usize)> = units
        .iter()
        .enumerate()
        .map(|(at, (code, tilt))| {
            let (scaled, code) = rank(seed, code, *tilt);
            (scaled, code, at)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().take(n).map(|(_, _, at)| at).collect()
}

/// The design weight as a fraction: how many units of the frame one member stands for, at least itself.
#[must_use]
pub fn weight(n: u32, tilted: u64, tilt: u32) -> (i64, i64) {
    let num = i64::try_from(tilted).unwrap_or(i64::MAX);
    let den = i64::from(n) * i64::from(tilt.max(1));
    let (num, den) = if den == 0 || num < den { (1, 1) } else { (num, den) };
    let shared = gcd(num, den);
    (num / shared, den / shared)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_another_seed_others() {
        let codes: Vec<String> = (0..1000).map(|n| format!("code{n}")).collect();
        let units: Vec<(&str, u32)> = codes.iter().map(|code| (code.as_str(), 100)).collect();
        let drawn = selected("a", &units, 100);
        assert_eq!(drawn, selected("a", &units, 100));
        assert_ne!(drawn, selected("b", &units, 100));
        // A larger sample holds the smaller one, and a unit that comes does not upset the others.
        let larger = selected("a", &units, 150);
        assert!(drawn.iter().all(|at| larger.contains(at)));
        let fewer = selected("a", &units[..990], 100);
        let kept = fewer.iter().filter(|at| drawn.contains(at)).count();
        assert!(kept >= 95, "{kept}");
    }

    #[test]
    fn a_tilt_draws_more_often_and_weighs_less() {
        let codes: Vec<String> = (0..10_000).map(|n| format!("u{n}")).collect();
        let units: Vec<(&str, u32)> = codes
            .iter()
            .enumerate()
            .map(|(at, code)| (code.as_str(), if at < 5_000 { 200 } else { 100 }))
            .collect();
        let drawn = selected("seed", &units, 1_500);
        let tilted = drawn.iter().filter(|at| **at < 5_000).count();
        assert!((930..=1_070).contains(&tilted), "{tilted} of 1000 expected");
        assert_eq!(weight(1_500, 5_000 * 300, 200), (5, 1));
        assert_eq!(weight(1_500, 5_000 * 300, 100), (10, 1));
        assert_eq!(weight(3, 200, 100), (1, 1), "nobody stands for less than itself");
    }
}
