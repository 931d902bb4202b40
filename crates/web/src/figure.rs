//! Figures as text for people (数字的写法): thousands apart, a true minus sign. It must never round and never change a digit.

/// A decimal text such as `-1969000.50` as a yearbook sets it: `−1,969,000.50`. Anything that is no decimal stays as it is.
pub fn grouped(decimal: &str) -> String {
    let (sign, bare) = decimal.strip_prefix('-').map_or(("", decimal), |bare| ("−", bare));
    let (whole, rest) = bare.split_once('.').map_or((bare, None), |(whole, rest)| (whole, Some(rest)));
    if whole.is_empty()
        || !whole.bytes().chain(rest.unwrap_or_default().bytes()).all(|byte| byte.is_ascii_digit())
    {
        return decimal.to_owned();
    }
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart_and_no_digit_changes() {
        assert_eq!(grouped("1969000"), "1,969,000");
        assert_eq!(grouped("-1234.50"), "−1,234.50");
        assert_eq!(grouped("-12"), "−12");
        assert_eq!(grouped("0.00"), "0.00");
        assert_eq!(grouped("999"), "999");
        for text in ["", "-", "—", "2020-05", "1e9", "1,000"] {
            assert_eq!(grouped(text), text);
        }
    }
}
