//! Fen as yuan, for pages. It must never round.

use anye_web::figure::grouped;

/// Whole yuan in groups of three, with the fen where there are any.
pub fn yuan(fen: i64) -> String {
    let (sign, whole, rest) =
        (if fen < 0 { "-" } else { "" }, fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    grouped(&if rest > 0 { format!("{sign}{whole}.{rest:02}") } else { format!("{sign}{whole}") })
}

#[cfg(test)]
mod tests {
    #[test]
    fn yuan_in_groups() {
        assert_eq!(super::yuan(270_000), "2,700");
        assert_eq!(super::yuan(-123_456_789), "−1,234,567.89");
        assert_eq!(super::yuan(5), "0.05");
    }
}
