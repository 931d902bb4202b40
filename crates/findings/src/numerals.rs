//! Numbers as officials write them: 15.2万, 3,847, １２, 两千三百, 二〇二〇, 两三.
//!
//! Values are scaled in decimal and only then made binary, so that 196.9万 is exactly 1969000. Must never judge what a number means.

use crate::source::Source;

/// A number found at a position.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    /// One past its last character.
    pub end: usize,
    /// Decimal digits before scaling.
    pub mantissa: String,
    /// Power of ten of 百, 千, 万, 亿 behind the digits.
    pub exponent: u32,
    /// 余, 多, 来 behind the digits.
    pub about: bool,
    /// Written in Chinese numerals.
    pub chinese: bool,
    /// 两三: the second number.
    pub second: Option<String>,
    /// 千户, 万名: a scale without digits before it.
    pub bare_scale: bool,
}

impl Number {
    /// The value in base units; `None` only for absurd lengths.
    pub fn value(&self) -> Option<f64> {
        scaled(&self.mantissa, self.exponent)
    }

    /// The value with another number's scale: 3 in 3至5万元.
    pub fn value_scaled(&self, exponent: u32) -> Option<f64> {
        scaled(&self.mantissa, exponent)
    }

    /// The second value of 两三.
    pub fn second_value(&self) -> Option<f64> {
        self.second.as_deref().and_then(|second| scaled(second, self.exponent))
    }
}

fn scaled(mantissa: &str, exponent: u32) -> Option<f64> {
    if mantissa.len() > 24 || exponent > 24 {
        return None;
    }
    format!("{mantissa}e{exponent}").parse().ok()
}

/// Digit of a Chinese numeral.
pub(crate) fn digit(sign: char) -> Option<u64> {
    Some(match sign {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn power(sign: char) -> Option<u32> {
    Some(match sign {
        '十' => 1,
        '百' => 2,
        '千' => 3,
        '万' => 4,
        '亿' => 8,
        _ => return None,
    })
}

/// Whether a sign can stand in a Chinese numeral.
pub(crate) fn is_numeral(sign: char) -> bool {
    digit(sign).is_some() || power(sign).is_some()
}

/// The value of a run of Chinese numerals: 二十五, 三千, 二〇二〇.
pub(crate) fn chinese_integer(run: &[char]) -> Option<u64> {
    if run.is_empty() || run.len() > 16 {
        return None;
    }
    if run.iter().all(|sign| digit(*sign).is_some()) {
        return run.iter().try_fold(0_u64, |value, sign| value.checked_mul(10)?.checked_add(digit(*sign)?));
    }
    let (mut total, mut section, mut current) = (0_u64, 0_u64, None);
    for sign in run {
        if let Some(value) = digit(*sign) {
            current = Some(value);
            continue;
        }
        match power(*sign)? {
            exponent @ (4 | 8) => {
                let low = section + current.unwrap_or(0);
                let low = if low == 0 && total == 0 { 1 } else { low };
                total = match exponent {
                    4 => total.checked_add(low.checked_mul(10_000)?)?,
                    _ => total.checked_add(low)?.checked_mul(100_000_000)?,
                };
                section = 0;
            }
            exponent => section += current.unwrap_or(1) * 10_u64.pow(exponent),
        }
        current = None;
    }
    total.checked_add(section + current.unwrap_or(0))
}

/// The number that begins at this position.
pub(crate) fn number_at(source: &Source, start: usize) -> Option<Number> {
    match source.at(start)? {
        sign if sign.is_ascii_digit() => arabic_at(source, start),
        sign if is_numeral(sign) => chinese_at(source, start),
        _ => None,
    }
}

/// 1，200人: a short number without a unit in front of a wide comma goes on behind it. 300，500人 stays two numbers.
fn misprinted_thousands(source: &Source, start: usize, comma: usize) -> bool {
    let behind = source.at(comma + 4);
    source.chars.get(comma) == Some(&'，')
        && behind.is_some_and(|sign| "人名户家个元亩次场项万亿.%".contains(sign))
        && first_group(source, start) < 3
}

fn digits_end(source: &Source, mut index: usize) -> usize {
    while source.at(index).is_some_and(|sign| sign.is_ascii_digit()) {
        index += 1;
    }
    index
}

fn arabic_at(source: &Source, start: usize) -> Option<Number> {
    let mut end = digits_end(source, start);
    // Thousands are set off by a comma as wide as the digits and whole groups of three; a wide comma between narrow digits separates clauses.
    let wide = source.chars.get(start).is_some_and(|sign| !sign.is_ascii());
    let comma = if wide { '，' } else { ',' };
    while end - start <= 3 + 4 * 6
        && (source.chars.get(end) == Some(&comma) || misprinted_thousands(source, start, end))
        && digits_end(source, end + 1) == end + 4
        && (end - start) % 4 <= 3
        && first_group(source, start) <= 3
    {
        end += 4;
    }
    let mut mantissa: String = source.norm[start..end].iter().filter(|sign| **sign != ',').collect();
    if source.at(end) == Some('.') && source.at(end + 1).is_some_and(|sign| sign.is_ascii_digit()) {
        let fraction = digits_end(source, end + 1);
        mantissa.extend(&source.norm[end..fraction]);
        end = fraction;
    }
    if mantissa.len() > 20 {
        return None;
    }
    let mut number =
        Number { end, mantissa, exponent: 0, about: false, chinese: false, second: None, bare_scale: false };
    scale_behind(source, &mut number);
    Some(number)
}

fn first_group(source: &Source, start: usize) -> usize {
    digits_end(source, start) - start
}

/// Reads 余, 多 and the scales behind the digits.
fn scale_behind(source: &Source, number: &mut Number) {
    let about_here = |at: usize| matches!(source.at(at), Some('余' | '多'));
    let mut at = source.past_space(number.end);
    if about_here(at) && source.at(at + 1).is_some_and(|sign| scale_at(source, at + 1, sign).is_some()) {
        number.about = true;
        at += 1;
    }
    let before_scale = at;
    while let Some(exponent) = source.at(at).and_then(|sign| scale_at(source, at, sign)) {
        number.exponent += exponent;
        at += 1;
    }
    if at > before_scale {
        number.end = at;
    }
    if about_here(number.end) && !source.starts(number.end, "多元") && !source.starts(number.end, "多样")
    {
        number.about = true;
        number.end += 1;
    }
}

/// The power of ten of a scale word, unless it begins a unit such as 千瓦 or 百分点.
fn scale_at(source: &Source, at: usize, sign: char) -> Option<u32> {
    let next = source.at(at + 1);
    match sign {
        '百' if next != Some('分') => Some(2),
        '千' if !matches!(next, Some('瓦' | '米' | '克' | '帕' | '伏' | '卡')) => Some(3),
        '万' => Some(4),
        '亿' => Some(8),
        _ => None,
    }
}

fn chinese_at(source: &Source, start: usize) -> Option<Number> {
    let mut end = start;
    while source.at(end).is_some_and(is_numeral) {
        // 百分之, 千分之 and 三百分之一 are fractions: the run stops before them.
        if end > start && source.starts(end, "百分之") {
            break;
        }
        end += 1;
    }
    let run = &source.norm[start..end];
    let all_digits = run.iter().all(|sign| digit(*sign).is_some());
    let mut number = Number {
        end,
        mantissa: String::new(),
        exponent: 0,
        about: false,
        chinese: true,
        second: None,
        bare_scale: matches!(run[0], '百' | '千' | '万' | '亿'),
    };
    if all_digits && run.len() == 2 && neighbours(run) {
        number.mantissa = digit(run[0])?.to_string();
        number.second = Some(digit(run[1])?.to_string());
    } else {
        number.mantissa = chinese_integer(run)?.to_string();
    }
    if source.at(end) == Some('点') && source.at(end + 1).and_then(digit).is_some() {
        decimals_behind(source, &mut number);
    }
    if matches!(source.at(number.end), Some('余' | '多')) {
        number.about = true;
        number.end += 1;
        if let Some(exponent) = source.at(number.end).and_then(|sign| scale_at(source, number.end, sign)) {
            number.exponent = exponent;
            number.end += 1;
        }
    }
    Some(number)
}

/// 一两, 两三, 三五: an uncertain count, not a numeral of two digits.
fn neighbours(run: &[char]) -> bool {
    match (digit(run[0]), digit(run[1])) {
        (Some(low), Some(high)) => low > 0 && (high == low + 1 || (low, high) == (3, 5)),
        _ => false,
    }
}

fn decimals_behind(source: &Source, number: &mut Number) {
    let mut at = number.end + 1;
    number.mantissa.push('.');
    while let Some(value) = source.at(at).and_then(digit) {
        number.mantissa.push_str(&value.to_string());
        at += 1;
    }
    while let Some(exponent) = source.at(at).and_then(|sign| scale_at(source, at, sign)) {
        number.exponent += exponent;
        at += 1;
    }
    number.end = at;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, value: f64, end: usize) {
        let number = number_at(&Source::new(text), 0).unwrap();
        assert_eq!((number.value(), number.end), (Some(value), end), "{text}");
    }

    #[test]
    fn numbers_are_scaled_exactly() {
        check("15.2万人", 152_000.0, 5);
        check("196.9万名", 1_969_000.0, 6);
        check("109.2亿元", 10_920_000_000.0, 6);
        check("309.6万个", 3_096_000.0, 6);
        check("0.57亿元", 57_000_000.0, 5);
        check("8.15千元", 8150.0, 5);
        check("3,847人", 3847.0, 5);
        check("1,234,567.5元", 1_234_567.5, 11);
        check("１２．５％", 12.5, 4);
        check("3百万元", 3_000_000.0, 3);
        check("84万余次", 840_000.0, 4);
        check("100余万元", 1_000_000.0, 5);
    }

    #[test]
    fn a_clause_comma_does_not_join_numbers() {
        check("300，500人", 300.0, 3);
        check("1,23人", 1.0, 1);
        check("5000,600人", 5000.0, 4);
    }

    #[test]
    fn chinese_numerals_have_their_value() {
        for (text, value) in [
            ("十", 10),
            ("十五", 15),
            ("二十", 20),
            ("一百零五", 105),
            ("三千", 3000),
            ("两千三百", 2300),
            ("两万三千", 23_000),
            ("一千二百万", 12_000_000),
            ("三亿五千万", 350_000_000),
            ("二〇二〇", 2020),
            ("千", 1000),
            ("万", 10_000),
        ] {
            let run: Vec<char> = text.chars().collect();
            assert_eq!(chinese_integer(&run), Some(value), "{text}");
        }
    }

    #[test]
    fn two_neighbouring_digits_are_an_uncertain_count() {
        let number = number_at(&Source::new("两三年"), 0).unwrap();
        assert_eq!((number.value(), number.second_value()), (Some(2.0), Some(3.0)));
        assert!(number_at(&Source::new("三十多家"), 0).unwrap().about);
        assert_eq!(number_at(&Source::new("一点五万"), 0).unwrap().value(), Some(15_000.0));
    }
}
