//! What people and sheets write into a cell, and what comes of it.

use anye_forms::entry;

use super::{SMALL, sound};

/// Item, what is written, the cell as shown, the note.
const READ: &[(&str, &str, &str, &str)] = &[
    ("start", "120", "120", ""),
    ("start", "0", "0", ""),
    ("start", "", "", ""),
    ("start", "   ", "", ""),
    ("start", "\u{3000}", "", ""),
    ("start", " 120 ", "120", ""),
    ("start", "１２０", "120", "full_width"),
    ("start", "1,234", "1234", "separators"),
    ("start", "1，234", "1234", "separators"),
    ("start", "1 234 567", "1234567", "separators"),
    ("start", "1\u{a0}234", "1234", "separators"),
    ("start", "1'234", "1234", "separators"),
    ("start", "12,3456", "123456", "separators"),
    ("start", "120人", "120", "unit_word"),
    ("start", "120 人", "120", "unit_word"),
    ("start", "1.2万人", "12000", "unit_word"),
    ("start", "120.0", "120", ""),
    ("start", "120.", "120", ""),
    ("start", "+120", "120", ""),
    ("start", "-5", "-5", "minus"),
    ("start", "−5", "-5", "minus"),
    ("start", "–5", "-5", "minus"),
    ("start", "－５", "-5", "full_width"),
    ("start", "负5", "-5", "minus"),
    ("start", "(5)", "-5", "brackets"),
    ("start", "（5）", "-5", "brackets"),
    ("start", "-0", "0", "minus"),
    ("start", "\u{feff}7", "7", ""),
    ("start", "7\u{200b}", "7", ""),
    ("start", "无", "", "blank_word"),
    ("start", "—", "", "blank_word"),
    ("start", "——", "", "blank_word"),
    ("start", "/", "", "blank_word"),
    ("start", "-", "", "blank_word"),
    ("start", "N/A", "", "blank_word"),
    ("start", "#N/A", "", "blank_word"),
    ("wages", "12.5", "125000.00", ""),
    ("wages", "12.5万元", "125000.00", "unit_word"),
    ("wages", "125000元", "125000.00", "unit_word"),
    ("wages", "¥12.5", "125000.00", ""),
    ("wages", "0.000001", "0.01", ""),
    ("wages", "0.2亿", "20000000.00", "unit_word"),
    ("rate", "12.5", "12.5", ""),
    ("rate", "12.5%", "12.5", ""),
    ("rate", "12.5％", "12.5", ""),
    ("rate", "0.5", "0.5", "share"),
    ("rate", "0", "0.0", ""),
    ("rate", "100", "100.0", ""),
    ("hours", "7.25", "7.25", ""),
    ("hours", ".5", "0.50", ""),
    ("hours", "7。5", "7.50", ""),
    ("state", "open", "open", ""),
    ("state", "停产", "shut", "name"),
    ("state", "SHUT", "shut", "name"),
    ("state", "shut 停产", "shut", "name"),
    ("on", "2020-05-31", "2020-05-31", ""),
    ("on", "2020.5.31", "2020-05-31", "day_form"),
    ("on", "2020/5/31", "2020-05-31", "day_form"),
    ("on", "2020年5月31日", "2020-05-31", "day_form"),
    ("on", "２０２０年５月３１日", "2020-05-31", "day_form"),
    ("on", "20200531", "2020-05-31", "day_form"),
    ("on", "2020-05-31 00:00:00", "2020-05-31", "day_form"),
    ("on", "43982", "2020-05-31", "serial"),
    ("on", "43982.5", "2020-05-31", "serial"),
    ("on", "无", "", "blank_word"),
    ("sick", "是", "yes", ""),
    ("sick", "无", "no", "name"),
    ("sick", "√", "yes", "name"),
    ("sick", "N", "no", "name"),
    ("note", " 停工待料 ", "停工待料", "trimmed"),
    ("note", "=1+1", "=1+1", ""),
    ("note", "无", "无", ""),
];

/// Item, what is written, the error, the suggestion.
const REFUSED: &[(&str, &str, &str, Option<&str>)] = &[
    ("start", "约300", "about", Some("300")),
    ("start", "300左右", "about", Some("300")),
    ("start", "近300人", "about", Some("300")),
    ("start", "300余人", "about", Some("300")),
    ("start", "300-400", "range", None),
    ("start", "三百", "not_a_number", None),
    ("start", "abc", "not_a_number", None),
    ("start", "12.5", "digits", None),
    ("start", "1.234.567", "separators", None),
    ("start", "1,23", "separators", None),
    ("start", "12,34,567", "separators", None),
    ("start", ",123", "separators", None),
    ("start", "1e9", "two_numbers", None),
    ("start", "--5", "not_a_number", None),
    ("start", "99999999999999999999", "too_large", None),
    ("start", "120元", "unit", None),
    ("start", "3人5户", "two_numbers", None),
    ("start", "=SUM(A1:A3)", "formula", None),
    ("start", "12\u{0}", "control", None),
    ("start", "12\u{202e}3", "control", None),
    ("wages", "0.0000001", "digits", None),
    ("wages", "12人", "unit", None),
    ("rate", "12.55", "digits", None),
    ("state", "停厂", "not_a_choice", Some("停产")),
    ("on", "2020-02-30", "not_a_day", None),
    ("on", "2020-05", "not_a_day", None),
    ("on", "05/06/2020", "not_a_day", None),
    ("on", "5月31日", "not_a_day", None),
    ("on", "明天", "not_a_day", None),
    ("on", "20201301", "not_a_day", None),
    ("on", "300", "not_a_day", None),
    ("sick", "也许", "not_yes_no", None),
    ("note", "这是一段超过十个字的说明文字", "too_long", None),
    ("note", "a\u{7}b", "control", None),
];

#[test]
fn what_is_read() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let mut wrong = Vec::new();
    for (id, text, cell, note) in READ {
        let item = &form.items[form.column(id).unwrap()];
        let doubt = matches!(*note, "brackets" | "share" | "serial");
        match entry(item, text) {
            Ok((got, said))
                if got.show(item) == *cell
                    && said.as_ref().map_or("", |said| said.code) == *note
                    && said.as_ref().is_some_and(|said| said.doubt) == doubt => {}
            other => wrong.push(format!("{id} '{text}': {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_refused() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let mut wrong = Vec::new();
    for (id, text, code, suggestion) in REFUSED {
        let item = &form.items[form.column(id).unwrap()];
        match entry(item, text) {
            Err(error) if (error.code, error.suggestion.as_deref()) == (*code, *suggestion) => {
                assert!(!error.say.zh.is_empty() && !error.say.en.is_empty());
            }
            other => wrong.push(format!("{id} '{text}': {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

proptest::proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "\\PC{0,24}", at in 0_usize..12) {
        let catalogue = sound(SMALL);
        let form = catalogue.form("monthly").unwrap();
        let item = &form.items[at % form.items.len()];
        if let Ok((cell, _)) = entry(item, &text) {
            // What was read can be written and read again.
            let shown = cell.show(item);
            if item.unit != "万元" {
                proptest::prop_assert_eq!(entry(item, &shown).unwrap().0, cell);
            }
        }
    }
}
