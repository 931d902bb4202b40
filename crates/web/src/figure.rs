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

/// A unit as a language writes it; one that is not known stays as the pack writes it.
pub fn unit(lang: anye_base::Lang, unit: &str) -> &str {
    match (lang, unit) {
        (anye_base::Lang::En, "人") => "people",
        (anye_base::Lang::En, "户") => "firms",
        (anye_base::Lang::En, "元") => "yuan",
        (anye_base::Lang::En, "万元") => "10,000 yuan",
        (anye_base::Lang::En, "亿元") => "100 million yuan",
        (anye_base::Lang::En, "元/人") => "yuan each",
        (anye_base::Lang::En, "人/户") => "people each",
        (anye_base::Lang::En, "人次") => "times",
        (anye_base::Lang::En, "个百分点") => "points",
        (anye_base::Lang::En, "件" | "个" | "项" | "倍") => "",
        (anye_base::Lang::En, "天") => "days",
        (anye_base::Lang::En, "月") => "months",
        (_, unit) => unit,
    }
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
