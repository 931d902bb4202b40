//! The document number (发文字号) and its canonical form 辽政办发〔2016〕75号.
//!
//! Must never take the number of a cited document for the document's own: only a line that is nothing but a number counts.

use std::sync::LazyLock;

use regex::Regex;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[（(]?(?:(?:发文字号|文件编号|文号|字号)[：:]?)?(?P<agency>[\p{Han}]{1,14}?(?:\[[\p{Han}]+\])?)[〔\[［(（﹝【〈](?P<year>[12]\d{3})年?[〕\]］)）﹞】〉](?:第|字第|年)?(?P<serial>\d{1,5})号[）)]?",
    )
    .ok()
});

static ORDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[（(]?(?P<agency>[\p{Han}]{0,24}(?:令|公告|通告))?第(?P<serial>\d{1,4}|[一二三四五六七八九十百]{1,6})号[）)]?$").ok()
});

/// The canonical number a line consists of, and how many characters of the line it takes.
pub(crate) fn in_line(line: &str) -> Option<(String, usize)> {
    let bare: String = line.chars().filter(|char| !char.is_whitespace()).collect();
    if let Some(found) = NUMBER.as_ref()?.captures(&bare) {
        let whole = found.get(0)?;
        let rest = bare[whole.end()..].chars().count();
        if rest == 0 || bare[whole.end()..].contains("签发") {
            let number = format!(
                "{}〔{}〕{}号",
                &found["agency"],
                &found["year"],
                found["serial"].trim_start_matches('0')
            );
            return Some((number, whole.as_str().chars().count()));
        }
    }
    let found = ORDER.as_ref()?.captures(&bare)?;
    let agency = found.name("agency").map_or("", |part| part.as_str());
    Some((format!("{agency}第{}号", &found["serial"]), bare.chars().count()))
}

/// The canonical form of a number as written anywhere (文号归一): 〔〕 around the year, no spaces, no leading zeros.
///
/// `None` where the text is no document number.
pub fn normalise_number(text: &str) -> Option<String> {
    in_line(text.trim()).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_all_their_brackets() {
        for text in [
            "辽政办发〔2016〕75号",
            "辽政办发[2016]75号",
            "辽政办发（2016）75号",
            "辽政办发﹝2016﹞75号",
            "辽政办发【2016】75号",
            "辽政办发 〔 2016 〕 75 号",
            "辽政办发〔2016〕第75号",
            "（辽政办发〔2016〕075号）",
            "文号：辽政办发〔2016〕75号",
            "辽政办发〔2016〕75号    签发人：张三",
        ] {
            assert_eq!(normalise_number(text).as_deref(), Some("辽政办发〔2016〕75号"), "{text}");
        }
    }

    #[test]
    fn orders_count_without_a_year() {
        assert_eq!(normalise_number("某某省人民政府令第35号").as_deref(), Some("某某省人民政府令第35号"));
        assert_eq!(normalise_number("第 12 号").as_deref(), Some("第12号"));
    }

    #[test]
    fn running_text_is_no_number() {
        for text in [
            "按照国发〔2009〕4号文件要求",
            "第0247号建议的答复",
            "2016年75号",
            "《意见》（辽政发〔2015〕17号）",
            "",
        ] {
            assert_eq!(normalise_number(text), None, "{text}");
        }
    }
}
