//! The little algebra behind the estimates: least squares, order statistics, a search without derivatives. It must never know what a figure means.
//! Own code because the matrices have a dozen columns: a linear-algebra crate would cost more to build than the whole of this one.

mod least_squares;
mod order;
mod simplex;

pub(crate) use least_squares::{Fit, cholesky_solve, least_squares};
pub(crate) use order::{mad, median};
pub(crate) use simplex::{Search, minimise};

/// Dot product in four lanes, which the compiler can keep in one register.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (left_fours, right_fours) = (left.chunks_exact(4), right.chunks_exact(4));
    let rest: f64 = left_fours.remainder().iter().zip(right_fours.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in left_fours.zip(right_fours) {
        for lane in 0..4 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f64>() + rest
}

/// The normal score of an F value (Paulson's approximation): 2.33 is one chance in a hundred, 3.09 one in a thousand.
pub(crate) fn f_score(f: f64, above: usize, below: usize) -> f64 {
    let (a, b) = (2.0 / (9.0 * above.max(1) as f64), 2.0 / (9.0 * below.max(1) as f64));
    let root = f.max(0.0).cbrt();
    ((1.0 - b) * root - (1.0 - a)) / (b * root * root + a).sqrt()
}

/// The two-sided normal quantile for a level: 1.96 for 0.95 (Acklam's rational approximation, error below 1e-8 after one Newton step is not needed here).
pub(crate) fn normal_width(level: f64) -> f64 {
    let p = f64::midpoint(1.0, level.clamp(0.01, 0.9999));
    let tail = |q: f64| {
        let q = (-2.0 * q.ln()).sqrt();
        let above =
            ((((-7.784_894_002_430_293e-3 * q - 0.322_396_458_041_136_4) * q - 2.400_758_277_161_838) * q
                - 2.549_732_539_343_734)
                * q
                + 4.374_664_141_464_968)
                * q
                + 2.938_163_982_698_783;
        let below = (((7.784_695_709_041_462e-3 * q + 0.322_467_129_070_039_8) * q + 2.445_134_137_142_996)
            * q
            + 3.754_408_661_907_416)
            * q
            + 1.0;
        -above / below
    };
    if p > 0.975_75 {
        return tail(1.0 - p);
    }
    let q = p - 0.5;
    let r = q * q;
    let above = (((((-39.696_830_286_653_76 * r + 220.946_098_424_520_5) * r - 275.928_510_446_969) * r
        + 138.357_751_867_269)
        * r
        - 30.664_798_066_147_16)
        * r
        + 2.506_628_277_459_239)
        * q;
    let below = ((((-54.476_098_798_224_06 * r + 161.585_836_858_040_9) * r - 155.698_979_859_886_6) * r
        + 66.801_311_887_719_72)
        * r
        - 13.280_681_552_885_72)
        * r
        + 1.0;
    above / below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_and_scores_of_the_tables() {
        for (level, width) in
            [(0.5, 0.674_489_75), (0.8, 1.281_551_57), (0.95, 1.959_963_98), (0.99, 2.575_829_3)]
        {
            assert!((normal_width(level) - width).abs() < 1e-6, "{level} {}", normal_width(level));
        }
        // F(11, 108) at 0.1 % is 3.19, F(3, 200) at 1 % is 3.88.
        assert!((f_score(3.19, 11, 108) - 3.09).abs() < 0.05);
        assert!((f_score(3.88, 3, 200) - 2.326).abs() < 0.05);
    }

    #[test]
    fn dot_of_odd_lengths() {
        let numbers: Vec<f64> = (1..=7).map(f64::from).collect();
        assert_eq!(dot(&numbers, &numbers), 140.0);
    }
}
