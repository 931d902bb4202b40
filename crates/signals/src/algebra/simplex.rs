//! The search of Nelder and Mead for the lowest point inside a box. It must never depend on chance: same start, same end.

/// Where and how far to look.
pub(crate) struct Search<const N: usize> {
    pub start: [f64; N],
    pub step: [f64; N],
    pub bounds: [(f64, f64); N],
    /// At most so many rounds, of one to N + 2 evaluations each.
    pub rounds: usize,
    /// Stops when the corners' values differ by less than this part of their size.
    pub close: f64,
}

/// The best point found and its cost. A cost of NaN counts as infinite.
pub(crate) fn minimise<const N: usize>(
    search: &Search<N>,
    mut cost: impl FnMut(&[f64; N]) -> f64,
) -> ([f64; N], f64) {
    let inside = |mut point: [f64; N]| {
        for (value, (low, high)) in point.iter_mut().zip(search.bounds) {
            *value = value.clamp(low, high);
        }
        point
    };
    let mut ask = |point: [f64; N]| {
        let value = cost(&point);
        (point, if value.is_nan() { f64::INFINITY } else { value })
    };
    let start = inside(search.start);
    let mut corners = vec![ask(start)];
    for index in 0..N {
        let mut corner = start;
        // A step over the edge of the box would give the start again.
        let there = corner[index] + search.step[index];
        let (low, high) = search.bounds[index];
        corner[index] =
            if (low..=high).contains(&there) { there } else { corner[index] - search.step[index] };
        corners.push(ask(inside(corner)));
    }
    corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    for _ in 0..search.rounds {
        let (best, worst) = (corners[0], corners[N]);
        // Corners on both sides of the bottom may be equally high, so they must have come together as well.
        let is_small = || {
            (0..N).all(|i| {
                corners.iter().all(|corner| (corner.0[i] - best.0[i]).abs() <= 0.1 * search.step[i].abs())
            })
        };
        if (worst.1 - best.1).abs() <= search.close * (best.1.abs() + f64::MIN_POSITIVE) && is_small() {
            break;
        }
        let mut centre = [0.0; N];
        for corner in &corners[..N] {
            centre.iter_mut().zip(corner.0).for_each(|(sum, value)| *sum += value / N as f64);
        }
        let toward =
            |factor: f64| inside(std::array::from_fn(|i| centre[i] + factor * (worst.0[i] - centre[i])));
        let reflected = ask(toward(-1.0));
        let next = if reflected.1 < best.1 {
            let stretched = ask(toward(-2.0));
            if stretched.1 < reflected.1 { stretched } else { reflected }
        } else if reflected.1 < corners[N - 1].1 {
            reflected
        } else {
            ask(toward(if reflected.1 < worst.1 { -0.5 } else { 0.5 }))
        };
        if next.1 < worst.1 {
            corners[N] = next;
        } else {
            for corner in &mut corners[1..] {
                *corner = ask(std::array::from_fn(|i| f64::midpoint(best.0[i], corner.0[i])));
            }
        }
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    }
    corners[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bottom_of_a_bowl_and_the_edge_of_the_box() {
        let search = Search {
            start: [0.5, 0.5],
            step: [0.2, -0.2],
            bounds: [(0.0, 1.0), (0.0, 1.0)],
            rounds: 200,
            close: 1e-14,
        };
        let (inner, _) = minimise(&search, |p| (p[0] - 0.3).powi(2) + (p[1] - 0.7).powi(2) + 1.0);
        assert!((inner[0] - 0.3).abs() < 1e-4 && (inner[1] - 0.7).abs() < 1e-4);
        let (edge, _) = minimise(&search, |p| (p[0] - 2.0).powi(2) + (p[1] + 1.0).powi(2));
        assert!((edge[0] - 1.0).abs() < 1e-3 && edge[1] < 1e-3);
    }

    #[test]
    fn a_cost_without_a_number_is_never_the_best() {
        let search = Search { start: [0.5], step: [0.1], bounds: [(0.0, 1.0)], rounds: 50, close: 1e-9 };
        let (point, cost) = minimise(&search, |p| if p[0] > 0.55 { f64::NAN } else { 1.0 - p[0] });
        assert!(point[0] <= 0.55 && cost.is_finite());
    }
}
