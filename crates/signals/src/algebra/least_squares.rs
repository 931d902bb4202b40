//! Least squares with few columns, by normal equations with scaled columns. Columns that depend on earlier ones get the coefficient 0 and no error: the fit must never fail.

use super::dot;

/// A fit.
pub(crate) struct Fit {
    /// One a column.
    pub coefficients: Vec<f64>,
    /// Variance of each coefficient for errors of variance 1; infinite for a dropped column.
    pub unit_variance: Vec<f64>,
    /// What is left.
    pub residuals: Vec<f64>,
    /// Sum of squares of it.
    pub sum_of_squares: f64,
}

/// Regresses `target` on `columns`, all of the same length.
pub(crate) fn least_squares(columns: &[&[f64]], target: &[f64]) -> Fit {
    let width = columns.len();
    let lengths: Vec<f64> = columns.iter().map(|column| dot(column, column).sqrt()).collect();
    let scale = |index: usize| if lengths[index] > 0.0 { 1.0 / lengths[index] } else { 0.0 };
    let mut matrix = vec![0.0; width * width];
    let mut right = vec![0.0; width];
    for i in 0..width {
        for j in 0..=i {
            matrix[i * width + j] = dot(columns[i], columns[j]) * scale(i) * scale(j);
        }
        right[i] = dot(columns[i], target) * scale(i);
    }
    let alive = factor(&mut matrix, width);
    let solution = solve(&matrix, width, &alive, &right);
    let mut unit_variance = vec![f64::INFINITY; width];
    for i in (0..width).filter(|&i| alive[i]) {
        let mut unit = vec![0.0; width];
        unit[i] = 1.0;
        unit_variance[i] = solve(&matrix, width, &alive, &unit)[i] * scale(i) * scale(i);
    }
    let coefficients: Vec<f64> = solution.iter().enumerate().map(|(i, value)| value * scale(i)).collect();
    let mut residuals = target.to_vec();
    for (column, &coefficient) in columns.iter().zip(&coefficients) {
        if coefficient != 0.0 {
            residuals.iter_mut().zip(*column).for_each(|(residual, value)| *residual -= coefficient * value);
        }
    }
    let sum_of_squares = dot(&residuals, &residuals);
    Fit { coefficients, unit_variance, residuals, sum_of_squares }
}

/// Lower Cholesky factor in place; columns without a pivot of their own are left out.
fn factor(matrix: &mut [f64], width: usize) -> Vec<bool> {
    let mut alive = vec![false; width];
    for i in 0..width {
        for j in 0..=i {
            let mut sum = matrix[i * width + j];
            for k in (0..j).filter(|&k| alive[k]) {
                sum -= matrix[i * width + k] * matrix[j * width + k];
            }
            if i == j {
                alive[i] = sum > 1e-9;
                matrix[i * width + i] = if alive[i] { sum.sqrt() } else { 0.0 };
            } else {
                matrix[i * width + j] = if alive[j] { sum / matrix[j * width + j] } else { 0.0 };
            }
        }
    }
    alive
}

fn solve(factor: &[f64], width: usize, alive: &[bool], right: &[f64]) -> Vec<f64> {
    let mut solution = vec![0.0; width];
    for i in (0..width).filter(|&i| alive[i]) {
        let known: f64 = (0..i).map(|k| factor[i * width + k] * solution[k]).sum();
        solution[i] = (right[i] - known) / factor[i * width + i];
    }
    for i in (0..width).rev().filter(|&i| alive[i]) {
        let known: f64 =
            (i + 1..width).filter(|&k| alive[k]).map(|k| factor[k * width + i] * solution[k]).sum();
        solution[i] = (solution[i] - known) / factor[i * width + i];
    }
    solution
}

/// Solves a symmetric positive system given by rows; directions without weight get 0.
pub(crate) fn cholesky_solve(matrix: &[f64], right: &[f64]) -> Vec<f64> {
    let width = right.len();
    let scale: Vec<f64> = (0..width)
        .map(|i| matrix[i * width + i])
        .map(|d| if d > 0.0 { 1.0 / d.sqrt() } else { 0.0 })
        .collect();
    let mut scaled: Vec<f64> =
        (0..width * width).map(|at| matrix[at] * scale[at / width] * scale[at % width]).collect();
    let alive = factor(&mut scaled, width);
    let right: Vec<f64> = right.iter().zip(&scale).map(|(value, scale)| value * scale).collect();
    solve(&scaled, width, &alive, &right).iter().zip(&scale).map(|(value, scale)| value * scale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_points() {
        let (ones, x) = ([1.0; 5], [0.0, 1.0, 2.0, 3.0, 4.0]);
        let fit = least_squares(&[&ones, &x], &[1.0, 3.0, 5.0, 7.0, 9.0]);
        assert!((fit.coefficients[0] - 1.0).abs() < 1e-12 && (fit.coefficients[1] - 2.0).abs() < 1e-12);
        assert!(fit.sum_of_squares < 1e-20);
        // Variance of the slope: 1 / sum of squared deviations = 1 / 10.
        assert!((fit.unit_variance[1] - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_column_twice_and_an_empty_one_are_left_out() {
        let (ones, x, none) = ([1.0; 4], [1.0, 2.0, 4.0, 8.0], [0.0; 4]);
        let fit = least_squares(&[&ones, &x, &x, &none], &[3.0, 5.0, 9.0, 17.0]);
        assert!(
            (fit.coefficients[1] - 2.0).abs() < 1e-9
                && fit.coefficients[2] == 0.0
                && fit.coefficients[3] == 0.0
        );
        assert!(fit.unit_variance[2].is_infinite());
    }

    #[test]
    fn a_symmetric_system() {
        let solution = cholesky_solve(&[4.0, 2.0, 2.0, 3.0], &[10.0, 9.0]);
        assert!((solution[0] - 1.5).abs() < 1e-12 && (solution[1] - 2.0).abs() < 1e-12);
    }
}
