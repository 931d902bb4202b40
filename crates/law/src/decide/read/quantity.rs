//! Numbers and days as people write them: `10万元`, `12个月`, `12%`, `2020年3月1日`. It must never guess a unit or round.

use crate::book::Dim;
use crate::day::Day;
use crate::num::Num;

/// Why a number cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// Not a number.
    Shape,
    /// Another unit than the field's.
    Unit,
    /// Too large.
    Large,
    /// A fraction of a fen.
    Fen,
}

/// Words after a number that mean nothing.
const PLAIN: &[&str] = &[
    "次", "个", "户", "家", "岁", "周岁", "项", "所", "名次", "倍", "篇", "处", "分数", "分", "件", "间",
    "亩",
];

/// A JSON number, exactly as printed.
///
/// # Errors
/// When it is no finite number or too large.
pub fn from_json(number: &serde_json::Number) -> Result<Num, Bad> {
    if let Some(whole) = number.as_i64() {
        return Ok(Num::int(whole));
    }
    let text = number.to_string();
    if number.as_f64().is_none_or(|double| double.abs() >= 1e17) {
        return Err(Bad::Large);
    }
    let (digits, power) = match text.split_once(['e', 'E']) {
        Some((digits, power)) => (digits, power.parse::<i32>().map_err(|_| Bad::Shape)?),
        None => (text.as_str(), 0),
    };
    let scale = 10_i128.checked_pow(power.unsigned_abs()).ok_or(Bad::Shape)?;
    let scale = if power < 0 { Num::ratio(1, scale) } else { Num::ratio(scale, 1) };
    Num::parse(digits).and_then(|n| n.times(scale?)).ok_or(Bad::Shape)
}

/// A number in text, with or without its unit, in units of the dimension (money still in yuan).
///
/// # Errors
/// When it is no number, or the unit is another one.
pub fn from_text(text: &str, dim: Dim) -> Result<Num, Bad> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '\u{ff0c}')).collect();
    let text = text.strip_prefix(['\u{a5}', '\u{ffe5}']).unwrap_or(&text);
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    let mut number = Num::parse(&text[..at]).ok_or(if at > 24 { Bad::Large } else { Bad::Shape })?;
    let mut unit = &text[at..];
    for (word, by) in [("万", 10_000), ("亿", 100_000_000), ("%", 0), ("\u{ff05}", 0), ("percent", 0)] {
        if let Some(rest) = unit.strip_prefix(word) {
            if by == 0 && dim != Dim::NUMBER {
                return Err(Bad::Unit);
            }
            let by = if by == 0 { Num::ratio(1, 100) } else { Some(Num::int(by)) };
            number = by.and_then(|by| number.times(by)).ok_or(Bad::Large)?;
            unit = rest;
        }
    }
    if unit.is_empty() {
        return Ok(number);
    }
    let (found, factor) = dimension(unit).ok_or(Bad::Unit)?;
    if found != dim {
        return Err(Bad::Unit);
    }
    number.times(Num::int(factor)).ok_or(Bad::Large)
}

/// The dimension of unit words between `/`, and the factor of the first (`年` is 12 months).
fn dimension(unit: &str) -> Option<(Dim, i64)> {
    let (mut dim, mut factor) = (Dim::NUMBER, 1);
    for (ix, word) in unit.split(['/', '\u{ff0f}', '每']).enumerate() {
        let (one, by) = match word {
            "年" | "years" | "year" if ix == 0 => (Dim::MONTH, 12),
            "个月" => (Dim::MONTH, 1),
            "名" | "位" => (Dim::PERSON, 1),
            "天" => (Dim::DAY, 1),
            "人民币" | "圆" | "rmb" | "RMB" | "CNY" => (Dim::MONEY, 1),
            "USD" => (Dim::DOLLAR, 1),
            _ if PLAIN.contains(&word) => (Dim::NUMBER, 1),
            _ => (Dim::of_word(word)?, 1),
        };
        dim = if ix == 0 { one } else { dim.per(one)? };
        factor = if ix == 0 { by } else { factor };
    }
    Some((dim, factor))
}

/// Yuan to fen, as far as the dimension has money.
///
/// # Errors
/// When plain money has a fraction of a fen, or it does not fit.
pub fn in_fen(n: Num, dim: Dim) -> Result<Num, Bad> {
    let mut n = n;
    for _ in 0..dim.0[0].unsigned_abs() {
        let next = if dim.0[0] > 0 { n.times(Num::int(100)) } else { n.over(Num::int(100)) };
        n = next.ok_or(Bad::Large)?;
    }
    if dim == Dim::MONEY && !n.is_whole() { Err(Bad::Fen) } else { Ok(n) }
}

/// A day: `2020-03-01`, `2020/3/1`, `2020.3.1`, `2020年3月1日`; or, for a month, also without the day. Whether the day was given.
#[must_use]
pub fn day(text: &str) -> Option<(Day, bool)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.strip_suffix(['日', '号', '月']).unwrap_or(&text);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    if parts.len() < 2 || parts.len() > 3 || parts[0].len() != 4 {
        return None;
    }
    let mut numbers = [1_u32; 3];
    for (slot, part) in numbers.iter_mut().zip(&parts) {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *slot = part.parse().ok()?;
    }
    let year = i32::try_from(numbers[0]).ok()?;
    Day::new(year, numbers[1], numbers[2]).map(|day| (day, parts.len() == 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!(from_text("10万元", Dim::MONEY), Ok(Num::int(100_000)));
        assert_eq!(from_text(" 1,234.50 元", Dim::MONEY), Ok(Num::ratio(2469, 2).unwrap()));
        assert_eq!(from_text("3年", Dim::MONTH), Ok(Num::int(36)));
        assert_eq!(from_text("12个月", Dim::MONTH), Ok(Num::int(12)));
        assert_eq!(from_text("12%", Dim::NUMBER), Ok(Num::ratio(3, 25).unwrap()));
        assert_eq!(from_text("10元/学时", Dim::MONEY.per(Dim::HOUR).unwrap()), Ok(Num::int(10)));
        assert_eq!(from_text("12个月", Dim::MONEY), Err(Bad::Unit));
        assert_eq!(from_text("abc", Dim::MONEY), Err(Bad::Shape));
        assert_eq!(in_fen(Num::ratio(1, 1000).unwrap(), Dim::MONEY), Err(Bad::Fen));
    }

    #[test]
    fn days_as_people_write_them() {
        let first = Day::parse("2020-03-01").unwrap();
        for text in ["2020-03-01", "2020/3/1", "2020年3月1日", "2020.03.01"] {
            assert_eq!(day(text), Some((first, true)), "{text}");
        }
        assert_eq!(day("2020-03"), Some((first, false)));
        assert_eq!(day("2020年3月"), Some((first, false)));
        for text in ["2020-02-30", "20-03-01", "2020", "", "2020-1-1-1", "年月日"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
