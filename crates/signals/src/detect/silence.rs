//! A source that went silent (来源中断) is itself a signal. It must never be read as nobody working there.

/// How probable `months` of silence in a row are for a reporter that reported in `reported` of `expected` months before.
///
/// One success and one failure are added (Laplace), so that a perfect record does not make the first silence impossible.
pub fn silence(reported: u32, expected: u32, months: u32) -> f64 {
    let response = (f64::from(reported.min(expected)) + 1.0) / (f64::from(expected) + 2.0);
    (1.0 - response).powi(i32::try_from(months).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_of_a_faithful_reporter_says_more() {
        assert!(silence(36, 36, 1) < 0.03 && silence(36, 36, 2) < 0.001);
        assert!(silence(18, 36, 2) > 0.2);
        assert_eq!(silence(0, 0, 0), 1.0);
    }
}
