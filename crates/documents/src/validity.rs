//! From when to when a document is in force, where its text says so (施行日期与有效期). Pure.
//!
//! Must never guess: a text that says nothing gives nothing, and only sentences about the document itself count.

use std::sync::LazyLock;

use anye_base::Date;
use jiff::ToSpan as _;
use regex::Regex;

/// First and last day in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// The document speaks of itself: 本通知, 本办法, 本实施方案 …
static SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"本(?:实施)?(?:通知|意见|办法|细则|规定|方案|条例|公告|通告|决定|计划|文件|政策)[^。\n]*")
        .ok()
});
static FROM_ISSUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"自(?:印发|发布|公布|下发|发文|颁布)之日起(?:正式)?(?:施行|实施|执行|生效|起?有效)?").ok()
});
static FROM_DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:正式)?(?:施行|实施|执行|生效)").ok());
static YEARS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"有效期(?:限)?(?:为)?(\d{1,2}|[一二两三四五六七八九十])年").ok());
static UNTIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:有效期|执行期限|实施期限)?(?:限)?至(\d{4})年(\d{1,2})月(\d{1,2})日").ok()
});

/// Reads the sentences in which the document speaks of itself.
pub fn read<'a>(texts: impl Iterator<Item = &'a str>, issued_on: Option<Date>) -> Validity {
    let mut found = Validity::default();
    let Some(sentence) = SENTENCE.as_ref() else { return found };
    for text in texts {
        for part in sentence.find_iter(text) {
            let part = part.as_str();
            if found.from.is_none() {
                found.from = day(FROM_DAY.as_ref(), part)
                    .or_else(|| FROM_ISSUE.as_ref()?.is_match(part).then_some(issued_on)?);
            }
            if found.to.is_none() {
                found.to = day(UNTIL.as_ref(), part).or_else(|| after_years(part, found.from?));
            }
        }
    }
    found
}

fn day(pattern: Option<&Regex>, text: &str) -> Option<Date> {
    let found = pattern?.captures(text)?;
    let number = |index: usize| found.get(index)?.as_str().parse::<i16>().ok();
    let (month, day) = (i8::try_from(number(2)?).ok()?, i8::try_from(number(3)?).ok()?);
    Date::new(number(1)?, month, day).ok()
}

fn after_years(text: &str, from: Date) -> Option<Date> {
    let found = YEARS.as_ref()?.captures(text)?;
    let word = found.get(1)?.as_str();
    let years = match "一二三四五六七八九十".chars().position(|numeral| word == numeral.to_string())
    {
        Some(place) => place as i64 + 1,
        None if word == "两" => 2,
        None => word.parse().ok()?,
    };
    from.checked_add(years.years()).ok()?.yesterday().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, from: Option<&str>, to: Option<&str>) {
        let found = read(std::iter::once(text), "2026-01-15".parse().ok());
        let texts = (found.from.map(|day| day.to_string()), found.to.map(|day| day.to_string()));
        assert_eq!((texts.0.as_deref(), texts.1.as_deref()), (from, to), "{text}");
    }

    #[test]
    fn only_sentences_about_the_document_itself_count() {
        check("本通知自印发之日起施行，有效期2年。", Some("2026-01-15"), Some("2028-01-14"));
        check("本办法自2026年3月1日起施行，有效期至2027年12月31日。", Some("2026-03-01"), Some("2027-12-31"));
        check("本实施方案自发布之日起施行，有效期三年。", Some("2026-01-15"), Some("2029-01-14"));
        check("补贴自2026年1月1日起执行，至2027年12月31日止。", None, None);
        check("本通知由市人社局负责解释。补贴有效期2年。", None, None);
    }
}
