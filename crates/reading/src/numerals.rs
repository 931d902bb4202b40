//! Numbers as lists write them: 一、（一）、①、ⅳ. Must not know where a list comes from.

/// How a list writes its numbers; the names are those of Word's `w:numFmt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numeral {
    Decimal,
    DecimalZero,
    /// １２３
    FullWidth,
    /// 一、十、二十一、一百零二
    Chinese,
    /// 一〇二
    ChineseDigits,
    /// 壹、拾、贰拾壹
    ChineseLegal,
    /// 甲乙丙
    Stems,
    /// 子丑寅
    Branches,
    /// ①
    Circled,
    /// ㊀
    ChineseCircled,
    /// ⑴
    Parenthesised,
    /// ⒈
    FullStop,
    UpperLetter,
    LowerLetter,
    UpperRoman,
    LowerRoman,
    /// A bullet or nothing: no label at all.
    None,
}

impl Numeral {
    /// The numeral of a Word number format, if it is known.
    pub(crate) fn of_word(format: &str) -> Option<Self> {
        Some(match format {
            "decimal" | "decimalHalfWidth" => Self::Decimal,
            "decimalZero" => Self::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "koreanCounting" => Self::Chinese,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Self::ChineseDigits,
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Self::ChineseLegal,
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "ideographEnclosedCircle" => Self::ChineseCircled,
            "decimalEnclosedParen" => Self::Parenthesised,
            "decimalEnclosedFullstop" => Self::FullStop,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "bullet" | "none" => Self::None,
            _ => return None,
        })
    }

    /// Writes a number; one past the end of its row of signs is written in digits.
    pub(crate) fn write(self, n: u32) -> String {
        let sign = |first: char, last: u32| {
            let at = n.checked_sub(1).filter(|_| n <= last)?;
            char::from_u32(first as u32 + at).map(String::from)
        };
        let row = |signs: &str| signs.chars().nth(n.checked_sub(1)? as usize).map(String::from);
        let written = match self {
            Self::Decimal => None,
            Self::DecimalZero => Some(format!("{n:02}")),
            Self::FullWidth => Some(n.to_string().chars().map(full_width).collect()),
            Self::Chinese => chinese(n, SMALL, ["", "十", "百", "千"], true),
            Self::ChineseDigits => {
                Some(n.to_string().chars().map(|digit| digit_sign(digit, DIGITS)).collect())
            }
            Self::ChineseLegal => chinese(n, LEGAL, ["", "拾", "佰", "仟"], false),
            Self::Stems => row("甲乙丙丁戊己庚辛壬癸"),
            Self::Branches => row("子丑寅卯辰巳午未申酉戌亥"),
            Self::Circled => sign('①', 20),
            Self::ChineseCircled => sign('㊀', 10),
            Self::Parenthesised => sign('⑴', 20),
            Self::FullStop => sign('⒈', 20),
            Self::UpperLetter => letters(n).map(|word| word.to_uppercase()),
            Self::LowerLetter => letters(n),
            Self::UpperRoman => roman(n),
            Self::LowerRoman => roman(n).map(|word| word.to_lowercase()),
            Self::None => Some(String::new()),
        };
        written.unwrap_or_else(|| n.to_string())
    }
}

const SMALL: &str = "零一二三四五六七八九";
const DIGITS: &str = "〇一二三四五六七八九";
const LEGAL: &str = "零壹贰叁肆伍陆柒捌玖";

fn full_width(digit: char) -> char {
    char::from_u32(digit as u32 + 0xfee0).unwrap_or(digit)
}

fn digit_sign(digit: char, signs: &str) -> char {
    digit.to_digit(10).and_then(|value| signs.chars().nth(value as usize)).unwrap_or(digit)
}

/// Up to 9999, as articles and items are counted; `short_ten` writes 十一, not 一十一.
fn chinese(n: u32, signs: &str, units: [&str; 4], short_ten: bool) -> Option<String> {
    if n == 0 || n > 9999 {
        return None;
    }
    let mut out = String::new();
    let mut gap = false;
    for power in (0..4u32).rev() {
        let digit = n / 10u32.pow(power) % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push_str(signs.get(..3)?);
            gap = false;
        }
        if !(short_ten && power == 1 && digit == 1 && out.is_empty()) {
            out.push(signs.chars().nth(digit as usize)?);
        }
        out.push_str(units[power as usize]);
    }
    Some(out)
}

/// a…z, then aa, bb, as Word does.
fn letters(n: u32) -> Option<String> {
    let at = n.checked_sub(1)?;
    let letter = char::from_u32('a' as u32 + at % 26)?;
    let times = at / 26 + 1;
    (times <= 30).then(|| letter.to_string().repeat(times as usize))
}

fn roman(n: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n == 0 || n > 3999 {
        return None;
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::Numeral::{self, *};

    #[test]
    fn numbers_are_written_as_the_format_says() {
        let cases: &[(Numeral, u32, &str)] = &[
            (Chinese, 1, "一"),
            (Chinese, 10, "十"),
            (Chinese, 11, "十一"),
            (Chinese, 20, "二十"),
            (Chinese, 101, "一百零一"),
            (Chinese, 110, "一百一十"),
            (Chinese, 1001, "一千零一"),
            (Chinese, 1010, "一千零一十"),
            (ChineseDigits, 102, "一〇二"),
            (ChineseLegal, 21, "贰拾壹"),
            (ChineseLegal, 11, "壹拾壹"),
            (FullWidth, 12, "１２"),
            (Circled, 3, "③"),
            (Circled, 21, "21"),
            (ChineseCircled, 2, "㊁"),
            (Stems, 4, "丁"),
            (LowerLetter, 27, "aa"),
            (UpperRoman, 14, "XIV"),
            (None, 5, ""),
        ];
        for (numeral, n, expected) in cases {
            assert_eq!(numeral.write(*n), *expected, "{numeral:?} {n}");
        }
    }
}
