//! The numeral that opens a chapter, an article or an item: 第三条, 一、, （二）, 3., (4), ⑤.
//!
//! Must never decide what the marker means in the document: that takes the whole outline.

use crate::letters::is_han;
use crate::numeral::{is_numeral, value};

/// How a marker is written, from the coarsest to the finest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Style {
    /// 第一部分, 第一编
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第一条
    Article,
    /// 一、
    Numeral,
    /// （一）
    Bracket,
    /// 1. or 1、
    Digit,
    /// （1） or 1）
    DigitBracket,
    /// ①
    Circle,
}

/// A marker at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) style: Style,
    pub(crate) value: u32,
    /// The numeral as printed, without brackets.
    pub(crate) printed: String,
    /// Characters it takes.
    pub(crate) length: usize,
}

/// The marker a text opens with.
pub(crate) fn parse(chars: &[char]) -> Option<Marker> {
    let first = *chars.first()?;
    match first {
        '第' => ordinal(chars),
        '（' | '(' | '〔' | '﹙' => bracketed(chars),
        '①'..='⑳' => circled(chars, u32::from(first) - u32::from('①') + 1, Style::Circle),
        '⑴'..='⒇' => circled(chars, u32::from(first) - u32::from('⑴') + 1, Style::DigitBracket),
        '㈠'..='㈩' => circled(chars, u32::from(first) - u32::from('㈠') + 1, Style::Bracket),
        '⒈'..='⒛' => circled(chars, u32::from(first) - u32::from('⒈') + 1, Style::Digit),
        '0'..='9' => digits(chars),
        _ if is_numeral(first) => numeral(chars),
        _ => None,
    }
}

fn circled(chars: &[char], value: u32, style: Style) -> Option<Marker> {
    let printed = match style {
        Style::Bracket => crate::numeral::numeral(value),
        _ => value.to_string(),
    };
    let mut length = 1;
    if chars.get(1).is_some_and(|char| matches!(char, '、' | '.' | '．')) {
        length = 2;
    }
    (chars.len() > length).then_some(Marker { style, value, printed, length })
}

fn ordinal(chars: &[char]) -> Option<Marker> {
    let inner: Vec<char> =
        chars[1..].iter().copied().take_while(|&char| is_numeral(char) || char.is_ascii_digit()).collect();
    let value = any_value(&inner)?;
    let after = 1 + inner.len();
    let (style, taken) = match (chars.get(after)?, chars.get(after + 1)) {
        ('部', Some('分')) => (Style::Part, 2),
        ('编', _) => (Style::Part, 1),
        ('章', _) => (Style::Chapter, 1),
        ('节', _) => (Style::Section, 1),
        ('条', _) => (Style::Article, 1),
        _ => return None,
    };
    let mut length = after + taken;
    // "第五条规定的", "第三章和第四章": a reference at the start of a wrapped line.
    if chars.get(length).is_some_and(|char| "，、和至及或与款规所中的之第项。；）)》".contains(*char))
    {
        return None;
    }
    if chars.get(length).is_some_and(|char| matches!(char, '：' | ':')) {
        length += 1;
    }
    Some(Marker { style, value, printed: inner.iter().collect(), length })
}

fn any_value(chars: &[char]) -> Option<u32> {
    if !chars.is_empty() && chars.iter().all(char::is_ascii_digit) {
        return chars.iter().collect::<String>().parse().ok().filter(|value| *value < 10_000);
    }
    value(chars)
}

fn bracketed(chars: &[char]) -> Option<Marker> {
    let length = chars.iter().take(8).position(|char| matches!(char, '）' | ')' | '〕' | '﹚'))?;
    let inner = &chars[1..length];
    let value = any_value(inner).filter(|value| (1..1000).contains(value))?;
    let style = if inner[0].is_ascii_digit() { Style::DigitBracket } else { Style::Bracket };
    let mut length = length + 1;
    if chars.get(length).is_some_and(|char| matches!(char, '、' | '.' | '．')) {
        length += 1;
    }
    (chars.len() > length).then(|| Marker { style, value, printed: inner.iter().collect(), length })
}

fn digits(chars: &[char]) -> Option<Marker> {
    let count = chars.iter().take_while(|char| char.is_ascii_digit()).count();
    let value = any_value(&chars[..count]).filter(|value| (1..=200).contains(value))?;
    let style = match chars.get(count)? {
        '.' | '．' | '、' => Style::Digit,
        '）' | ')' => Style::DigitBracket,
        _ => return None,
    };
    // "1.5万人", "2009、2010年": a figure at the start of a wrapped line.
    let next = *chars.get(count + 1)?;
    let is_text = is_han(next) || next.is_ascii_alphabetic() || "“《‘【（(".contains(next);
    is_text.then(|| Marker { style, value, printed: chars[..count].iter().collect(), length: count + 1 })
}

fn numeral(chars: &[char]) -> Option<Marker> {
    let count = chars.iter().take_while(|&&char| is_numeral(char)).count();
    let value = value(&chars[..count]).filter(|value| (1..200).contains(value))?;
    if !matches!(chars.get(count)?, '、' | '.' | '．' | '﹑') {
        return None;
    }
    let rest = &chars[count + 1..];
    // "一、二级医院": a list at the start of a wrapped line.
    let numerals = rest.iter().take_while(|&&char| is_numeral(char)).count();
    // 一、一次性补贴: a list goes up (二、三级医院), so an equal numeral belongs to a word.
    let goes_up = crate::numeral::value(&rest[..numerals]).is_some_and(|next| next > value);
    let is_list =
        goes_up && rest.get(numerals).is_some_and(|char| "、级类等线期次三两所档季产".contains(*char));
    (!rest.is_empty() && !is_list).then(|| Marker {
        style: Style::Numeral,
        value,
        printed: chars[..count].iter().collect(),
        length: count + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expect: Option<(Style, u32, &str, usize)>) {
        let chars: Vec<char> = input.chars().collect();
        let found = parse(&chars);
        let found =
            found.as_ref().map(|found| (found.style, found.value, found.printed.as_str(), found.length));
        assert_eq!(found, expect, "{input}");
    }

    #[test]
    fn markers_of_every_style() {
        check("一、总体要求", Some((Style::Numeral, 1, "一", 2)));
        check("十二．保障措施", Some((Style::Numeral, 12, "十二", 3)));
        check("（四十四）完善", Some((Style::Bracket, 44, "四十四", 5)));
        check("(十)开辟", Some((Style::Bracket, 10, "十", 3)));
        check("（五)混用", Some((Style::Bracket, 5, "五", 3)));
        check("第三条本办法", Some((Style::Article, 3, "三", 3)));
        check("第12条 本办法", Some((Style::Article, 12, "12", 4)));
        check("第一章总则", Some((Style::Chapter, 1, "一", 3)));
        check("第二部分任务", Some((Style::Part, 2, "二", 4)));
        check("1.加强", Some((Style::Digit, 1, "1", 2)));
        check("3、加强", Some((Style::Digit, 3, "3", 2)));
        check("（2）加强", Some((Style::DigitBracket, 2, "2", 3)));
        check("③加强", Some((Style::Circle, 3, "3", 1)));
        check("㈢加强", Some((Style::Bracket, 3, "三", 1)));
    }

    #[test]
    fn text_that_only_looks_like_a_marker() {
        for input in [
            "1.5万人",
            "2009、2010年",
            "第五条规定的情形",
            "第三条、第四条",
            "一、二级医院",
            "（一次性）",
            "一是加强",
            "第一，要",
            "（含县级）",
            "2016年",
            "一",
            "(一)",
            "",
        ] {
            check(input, None);
        }
    }
}
