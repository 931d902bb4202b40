//! Stray spaces: out of Chinese text, kept between Latin words, remembered where they were wide.
//!
//! Must never join two Latin words or two numbers, and never drop anything but spaces and invisible characters.

use crate::letters::{fold_width, is_han, is_invisible, is_latin};
use crate::traced::Traced;

/// A place in the clean text where spaces stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Index of the character behind it.
    pub(crate) at: usize,
    /// How many spaces.
    pub(crate) width: usize,
}

/// One line without stray spaces, trimmed, and where they were. `littered`: the whole text has spaces in the middle of words.
pub(crate) fn clean(line: &Traced, littered: bool) -> (Traced, Vec<Gap>) {
    let (mut clean, mut gaps) = (Traced::default(), Vec::new());
    let mut pending: Option<(u32, usize)> = None;
    let mut quotes = 0_usize;
    for (index, &char) in line.chars().iter().enumerate() {
        if char.is_whitespace() {
            pending = Some(pending.map_or((line.at(index), 1), |(at, width)| (at, width + 1)));
            continue;
        }
        if is_invisible(char) {
            continue;
        }
        let char = fold_width(char);
        if let (Some((at, width)), Some(previous)) = (pending.take(), clean.last()) {
            let halves_of_a_name = quotes > 0 && !littered && is_han(previous) && is_han(char);
            if keeps_words_apart(previous, char) || halves_of_a_name {
                clean.push(' ', at);
            }
            gaps.push(Gap { at: clean.len(), width });
        }
        match char {
            '《' | '“' => quotes += 1,
            '》' | '”' => quotes = quotes.saturating_sub(1),
            _ => {}
        }
        clean.push(char, line.at(index));
    }
    (clean, gaps)
}

fn keeps_words_apart(previous: char, next: char) -> bool {
    let ascii = |char: char| char.is_ascii_graphic();
    (is_latin(previous) && is_latin(next))
        || (ascii(previous) && ascii(next) && (previous.is_ascii_alphabetic() || next.is_ascii_alphabetic()))
}

/// Whether spaces stand in the middle of words all over the text, as a careless copy from a page image leaves them.
pub(crate) fn is_littered(chars: &[char]) -> bool {
    let han = chars.iter().filter(|&&char| is_han(char)).count();
    let stray =
        chars.windows(3).filter(|window| is_han(window[0]) && window[1] == ' ' && is_han(window[2])).count();
    stray >= 5 && stray * 300 >= han
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, littered: bool, expect: &str) {
        assert_eq!(clean(&Traced::of_source(input), littered).0.text(), expect, "{input}");
    }

    #[test]
    fn stray_spaces_go_and_latin_words_stay_apart() {
        check("从 2017 年 1月 1 日起", true, "从2017年1月1日起");
        check("《就业工作 的意见》", true, "《就业工作的意见》");
        check("《深挖潜力 全力保障》提案", false, "《深挖潜力 全力保障》提案");
        check("稳 定 扩 大", false, "稳定扩大");
        check("使用 Open Data 平台", true, "使用Open Data平台");
        check("2018 2019 两年", true, "2018 2019两年");
        check("\u{3000}\u{3000}一、总则\u{a0}", false, "一、总则");
        check("鼓励政策 。", false, "鼓励政策。");
        check("２０２０年Ａ级\u{feff}", false, "2020年A级");
    }

    #[test]
    fn wide_gaps_are_remembered() {
        let (clean, gaps) = clean(&Traced::of_source("某某厅    2016年6月26日"), false);
        assert_eq!(clean.text(), "某某厅2016年6月26日");
        assert_eq!(gaps, vec![Gap { at: 3, width: 4 }]);
    }
}
