//! How far off a forecast may be, from one-step errors and how they build up. Widths must never shrink with the horizon.

use crate::algebra::{dot, normal_width};

/// Half-widths, one a step ahead, for errors of spread `spread` that build up by `psi` (ψ₀ = 1 first).
pub(super) fn half_widths(spread: f64, psi: &[f64], level: f64) -> Vec<f64> {
    let mut sum = 0.0;
    let width = normal_width(level) * spread;
    let step = |weight: &f64| {
        sum += weight * weight;
        width * sum.sqrt()
    };
    psi.iter().map(step).collect()
}

/// The spread of errors around zero.
pub(super) fn root_mean_square(errors: &[f64]) -> f64 {
    if errors.is_empty() { 0.0 } else { (dot(errors, errors) / errors.len() as f64).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_walk_widens_by_the_root_of_the_steps() {
        let widths = half_widths(2.0, &[1.0; 9], 0.95);
        assert!((widths[0] - 2.0 * 1.959_964).abs() < 1e-5 && (widths[8] - 3.0 * widths[0]).abs() < 1e-9);
    }
}
