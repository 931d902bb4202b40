//! Document numbers (文号): 辽政发〔2020〕9号 however it is typed: other brackets, spaces, 年, no issuer's code.
//!
//! Must never take another number for this one: 19号 and 90号 are not 9号.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::fold::fold;

/// A document number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The issuer's code (发文机关代字), folded; empty where it was left out.
    pub code: String,
    /// The year.
    pub year: String,
    /// The running number, without leading zeros.
    pub serial: String,
}

// Brackets of every kind, a space or 年 part the year from the serial; without one of them 20209号 could be anything.
static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?P<code>\p{Han}{0,16})\s*[〔\[(【〖{<〈]?\s*(?P<year>(?:19|20)[0-9]{2})(?:\s*[〕\])】〗}>〉]\s*|\s*年\s*|\s+)第?\s*(?P<serial>[0-9]{1,5})\s*号",
    )
    .ok()
});

impl Number {
    /// The term of the whole number.
    pub fn whole(&self) -> String {
        format!("{}{}-{}", self.code, self.year, self.serial)
    }

    /// The term of the number without the issuer's code.
    pub fn tail(&self) -> String {
        format!("{}-{}", self.year, self.serial)
    }

    /// The number as it is cited in texts.
    pub fn cited(&self) -> String {
        format!("{}〔{}〕{}号", self.code, self.year, self.serial)
    }

    fn read(found: &Captures<'_>) -> Self {
        let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
        let serial = part("serial").trim_start_matches('0');
        Self { code: part("code").to_owned(), year: part("year").to_owned(), serial: serial.to_owned() }
    }
}

/// All document numbers in a text, with the characters of the text they take.
pub fn numbers(text: &str) -> Vec<(Range<usize>, Number)> {
    let folded = fold(text);
    let flat: String = folded.chars.iter().collect();
    let Some(pattern) = PATTERN.as_ref() else { return Vec::new() };
    let chars_before = |byte: usize| flat[..byte].chars().count();
    let read = pattern.captures_iter(&flat).filter_map(|found| {
        let whole = found.get(0)?;
        let (start, end) = (chars_before(whole.start()), chars_before(whole.end()));
        // Digits right before the year mean it is the tail of a longer figure.
        let longer = start > 0
            && folded.chars[start - 1].is_ascii_digit()
            && folded.chars.get(start).is_some_and(char::is_ascii_digit);
        let span = folded.origin[start] as usize..folded.origin[end - 1] as usize + 1;
        (!longer).then(|| (span, Number::read(&found)))
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let found: Vec<_> = numbers(text).into_iter().map(|(_, number)| number.whole()).collect();
        found.join(" ")
    }

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        for typed in [
            "辽政发〔2020〕9号",
            "辽政发[2020]9号",
            "辽政发［２０２０］９号",
            "辽政发（2020）9号",
            "遼政發〔2020〕9號",
            "辽政发【2020】 9 号",
            "辽政发 2020 9号",
            "辽政发〔2020〕第09号",
            "辽政发2020年9号",
            "辽政发〔 2020 〕9号",
        ] {
            assert_eq!(shown(typed), "辽政发2020-9", "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_left_alone() {
        for (text, expect) in [
            ("2020 9号", "2020-9"),
            ("20209号", ""),
            ("12020 9号", ""),
            ("2020年", ""),
            ("第9号", ""),
            ("甲发〔2019〕1号 乙发〔2020〕2号", "甲发2019-1 乙发2020-2"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn the_span_covers_the_number_as_typed() {
        let text = "依据 辽政发 〔2020〕 9号 执行";
        let (span, number) = numbers(text).remove(0);
        assert_eq!(text.chars().skip(span.start).take(span.len()).collect::<String>(), "辽政发 〔2020〕 9号");
        assert_eq!(number.cited(), "辽政发〔2020〕9号");
    }
}
