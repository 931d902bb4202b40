//! The search for outliers (离群值识别): every place and shape against what the model did not expect. It must never call the last period a level shift: one figure
//! cannot tell a shift from a slip.

use super::OutlierKind;
use super::airline::Airline;
use super::columns::Column;
use crate::algebra::dot;

const KINDS: [OutlierKind; 3] = [OutlierKind::Ao, OutlierKind::Ls, OutlierKind::Tc];

/// The robust t that the largest of `length` normal errors exceeds once in twenty series (extreme-value limit), raised for three shapes.
pub(crate) fn critical(length: usize) -> f64 {
    let n = (3 * length.max(10)) as f64;
    let root = (2.0 * n.ln()).sqrt();
    let centre = root - (n.ln().ln() + (4.0 * std::f64::consts::PI).ln()) / (2.0 * root);
    let tail = -(-0.5 * 0.95_f64.ln()).ln();
    centre + tail / root
}

/// The responses of the model's errors to each shape, worked out once a model.
pub(crate) struct Scan {
    lost: usize,
    length: usize,
    /// By kind: errors from the begin of the outlier on, for a begin at `lost` or later.
    shapes: [Vec<f64>; 3],
    /// By kind: sums of squares of the first `k` errors.
    squares: [Vec<f64>; 3],
    /// By kind and begin: errors for a begin in the first year, where the model has no full memory yet.
    early: [Vec<Vec<f64>>; 3],
}

impl Scan {
    pub fn new(model: Airline, length: usize) -> Self {
        let lost = model.lost();
        let filtered = |at: usize, kind: OutlierKind| {
            model.errors(&Column::outlier(at, kind, length, model.season).values)
        };
        let shapes = KINDS.map(|kind| if length > lost { filtered(lost, kind) } else { Vec::new() });
        let squares = [0, 1, 2].map(|kind: usize| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(shapes[kind].iter().map(|error| {
                    sum += error * error;
                    sum
                }))
                .collect()
        });
        let early = KINDS.map(|kind| (0..lost.min(length)).map(|at| filtered(at, kind)).collect());
        Self { lost, length, shapes, squares, early }
    }

    /// The place and shape with the largest robust t, other than those taken.
    pub fn largest(
        &self,
        residuals: &[f64],
        spread: f64,
        taken: &[(usize, OutlierKind)],
    ) -> Option<(usize, OutlierKind, f64)> {
        let mut best: Option<(usize, OutlierKind, f64)> = None;
        for (index, kind) in KINDS.into_iter().enumerate() {
            // A shift needs a figure after it, and one before it.
            let places = if kind == OutlierKind::Ao { 0..self.length } else { 1..self.length - 1 };
            for at in places {
                let (product, square) = if at < self.lost {
                    let shape = &self.early[index][at];
                    (dot(residuals, shape), dot(shape, shape))
                } else {
                    let seen = self.length - at;
                    (
                        dot(&residuals[at - self.lost..], &self.shapes[index][..seen]),
                        self.squares[index][seen],
                    )
                };
                if square < 1e-12 {
                    continue;
                }
                let t = product / (spread * square.sqrt());
                if best.is_none_or(|(_, _, other)| t.abs() > other.abs()) && !taken.contains(&(at, kind)) {
                    best = Some((at, kind, t));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_series_need_stronger_proof() {
        // Near the values that statisticians use for 5 % with one shape: 3.0 for a few, 4 for a few hundred.
        assert!(
            critical(36) > 3.4
                && critical(36) < critical(120)
                && critical(120) < critical(600)
                && critical(600) < 4.5
        );
    }

    #[test]
    fn the_shape_and_place_that_was_put_in_is_found() {
        let model = Airline { season: 12, regular: 0.4, seasonal: 0.6 };
        let scan = Scan::new(model, 120);
        for (at, kind) in [
            (5, OutlierKind::Ao),
            (60, OutlierKind::Ls),
            (60, OutlierKind::Tc),
            (119, OutlierKind::Ao),
            (118, OutlierKind::Ls),
        ] {
            let residuals = model.errors(&Column::outlier(at, kind, 120, 12).values);
            let (found_at, found, _) = scan.largest(&residuals, 1.0, &[]).unwrap();
            assert_eq!((found_at, found), (at, kind));
        }
    }
}
