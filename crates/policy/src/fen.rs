//! Fen as yuan, for pages. It must never round.

/// Whole yuan in groups of three, with the fen where there are any.
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "−" } else { "" };
    let (whole, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut text = String::from(sign);
    for (ix, digit) in digits.chars().enumerate() {
        if ix > 0 && (digits.len() - ix).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if rest > 0 {
        text.push_str(&format!(".{rest:02}"));
    }
    text
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
