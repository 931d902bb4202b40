//! Amounts in whole fen (分): read from what people write, shown as yuan. It must never round, and never hold a fraction.

use anye_web::figure::grouped;

/// The largest amount that is taken in at once: ten trillion yuan. Sums of many such stay far from the end of the numbers.
pub const MOST: i64 = 1_000_000_000_000_000;

/// Yuan in groups of three, with the fen where there are any: `1,234.56`.
pub fn yuan(fen: i64) -> String {
    grouped(&plain(fen))
}

/// Yuan without groups, two digits after the point: `1234.56`, for files.
pub fn decimal(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

fn plain(fen: i64) -> String {
    let text = decimal(fen);
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

/// What a person or a bank wrote in yuan: `1,234.5`, `￥300`. Nothing where it is no amount, has a third digit after the point, or is too large.
pub fn parse(text: &str) -> Option<i64> {
    let text: String = text
        .trim()
        .trim_start_matches(['￥', '¥'])
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .collect();
    let (sign, bare) = match text.strip_prefix(['-', '−']) {
        Some(bare) => (-1, bare),
        None => (1, text.as_str()),
    };
    let (whole, rest) = bare.split_once('.').unwrap_or((bare, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    let yuan: i64 = whole.parse().ok()?;
    let fen: i64 = format!("{rest:0<2}").parse().ok()?;
    let all = yuan.checked_mul(100)?.checked_add(fen)?;
    (all <= MOST).then_some(sign * all)
}

/// The sum, or nothing where it does not fit.
pub fn sum(all: impl IntoIterator<Item = i64>) -> Option<i64> {
    all.into_iter().try_fold(0_i64, i64::checked_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_write_is_read_exactly_or_not_at_all() {
        let pairs = [("1,234.5", 123_450), ("￥300", 30_000), ("0.01", 1), ("-2.50", -250), ("１", 0)];
        for (text, fen) in &pairs[..4] {
            assert_eq!(parse(text), Some(*fen), "{text}");
        }
        for text in ["", "1.005", "1e9", "一百", "1.2.3", "99999999999999999", ".5", "１"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(
            (yuan(123_456_789), yuan(500), decimal(-5)),
            ("1,234,567.89".into(), "5".into(), "-0.05".into())
        );
    }

    proptest! {
        #[test]
        fn an_amount_reads_back(fen in -MOST..=MOST) {
            prop_assert_eq!(parse(&decimal(fen)), Some(fen));
            prop_assert_eq!(parse(&yuan(fen)), Some(fen));
        }
    }
}
