//! Document numbers (文号) in one form, so that scans that print the brackets differently still compare equal. Must never guess a missing part.

/// The canonical form of a number: full-width figures and spaces gone, the year in 〔〕. `None` for text that is no document number.
///
/// ```
/// assert_eq!(anye_pack::canonical_number("辽政发 [2020] 9 号").as_deref(), Some("辽政发〔2020〕9号"));
/// ```
#[must_use]
pub fn canonical_number(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(plain_character).collect();
    let (issuer, rest) = plain.split_once('〔')?;
    let (year, rest) = rest.split_once('〕')?;
    let serial = rest.strip_suffix('号')?;
    let serial = serial.strip_prefix('第').unwrap_or(serial);
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if issuer.is_empty() || year.len() != 4 || !digits(year) || !digits(serial) {
        return None;
    }
    let serial = serial.trim_start_matches('0');
    (!serial.is_empty()).then(|| format!("{issuer}〔{year}〕{serial}号"))
}

fn plain_character(character: char) -> char {
    match character {
        '[' | '［' | '(' | '（' | '【' | '﹝' | '{' => '〔',
        ']' | '］' | ')' | '）' | '】' | '﹞' | '}' => '〕',
        '０'..='９' => char::from(b'0' + u8::try_from(character as u32 - '０' as u32).unwrap_or(0)),
        '號' => '号',
        '發' => '发',
        '遼' => '辽',
        '國' => '国',
        '辦' => '办',
        '廳' => '厅',
        other => other,
    }
}

/// A title without spaces, punctuation and line breaks, for comparing.
pub(crate) fn bare_title(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_widths_and_zeros_do_not_matter() {
        for text in
            ["测政发〔2031〕7号", "测政发[2031]7号", "测政发（2031）第７号", " 测政发 〔2031〕 007 號"]
        {
            assert_eq!(canonical_number(text).as_deref(), Some("测政发〔2031〕7号"), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_stays_none() {
        for text in [
            "",
            "第0247号建议",
            "〔2031〕7号",
            "测政发〔31〕7号",
            "测政发〔2031〕号",
            "测政发〔2031〕7",
            "测政发〔2031〕0号",
        ] {
            assert_eq!(canonical_number(text), None, "{text}");
        }
    }
}
