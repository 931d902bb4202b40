//! The date of issue or publication in a line of its own: 2016年6月26日, 二〇一六年六月二十六日, 2020-11-02.
//!
//! Must never read a date out of running text: that is a finding, not the document's date.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::numeral::value;

/// A date with where it stands, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) iso: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<year>[12]\d{3}|[一二][〇零○Ｏ0一二三四五六七八九]{3})\s*
        (?: 年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?P<day>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})\s*[日号]
          | [-./－](?P<m>\d{1,2})[-./－](?P<d>\d{1,2}) )",
    )
    .ok()
});

/// The first whole date of a text.
pub(crate) fn find(text: &str) -> Option<Found> {
    let captures = DATE.as_ref()?.captures_iter(text).find_map(|captures| {
        let number = |name: &str| captures.name(name).and_then(|part| number(part.as_str()));
        let year = i16::try_from(number("year")?).ok()?;
        let month = number("month").or_else(|| number("m"))?;
        let day = number("day").or_else(|| number("d"))?;
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some((date, captures.get(0)?.range()))
    });
    let (date, range) = captures?;
    let start = text[..range.start].chars().count();
    Some(Found { iso: date.to_string(), start, end: start + text[range].chars().count() })
}

/// A date that is all the line says, brackets and spaces aside.
pub(crate) fn alone(text: &str) -> Option<String> {
    let bare = text.trim_matches(|char: char| "（）()[]【】 。".contains(char) || char.is_whitespace());
    let found = find(bare)?;
    (found.start == 0 && found.end == bare.chars().count()).then_some(found.iso)
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| value(&text.chars().collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_alone_in_their_line() {
        for (text, expect) in [
            ("2016年6月26日", Some("2016-06-26")),
            ("（二〇一六年六月二十六日）", Some("2016-06-26")),
            ("二○二〇年十二月三十一日", Some("2020-12-31")),
            ("二零一九年十月一日", Some("2019-10-01")),
            ("2020-11-02", Some("2020-11-02")),
            ("2020年2月30日", None),
            ("自2020年1月1日起施行", None),
            ("2020年", None),
        ] {
            assert_eq!(alone(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn a_date_in_a_line_knows_its_place() {
        assert_eq!(find("某某厅2016年6月26日"), Some(Found { iso: "2016-06-26".into(), start: 3, end: 13 }));
    }
}
