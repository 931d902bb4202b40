//! Values as people write them at a counter, kept as JSON, shown again, and as the law's facts files write them.

use anye_forms::{Choice, Words};
use anye_programmes::{Field, FieldKind};
use serde_json::{Value, json};

fn field(kind: FieldKind, unit: &str) -> Field {
    Field {
        id: "x".to_owned(),
        name: Words::new("项", "item"),
        help: Words::default(),
        unit: unit.to_owned(),
        kind,
        required: false,
        when: None,
        sealed: false,
        fact: None,
        cite: Vec::new(),
    }
}

fn colours() -> Vec<Choice> {
    [("red", "红", "red"), ("blue", "蓝", "blue")]
        .map(|(id, zh, en)| Choice { id: id.to_owned(), name: Words::new(zh, en) })
        .to_vec()
}

fn count(least: i64, most: i64) -> Field {
    field(FieldKind::Count { least, most }, "人")
}

#[test]
fn what_people_write_is_read() {
    let money = field(FieldKind::Money, "元");
    let date = field(FieldKind::Date, "");
    let yes_no = field(FieldKind::YesNo, "");
    for (field, text, value) in [
        (&count(0, 99_999), "１,２３４", json!(1234)),
        (&count(0, 99_999), "12人", json!(12)),
        (&count(0, 99_999), "", Value::Null),
        (&money, "1500", json!(150_000)),
        (&money, "1.5万元", json!(1_500_000)),
        (&money, "¥0.05", json!(5)),
        (&field(FieldKind::Money, "万元"), "3", json!(3_000_000)),
        (&field(FieldKind::Money, "元/月"), "1010.50元", json!(101_050)),
        (&field(FieldKind::Percent, "%"), "12.5%", json!(1250)),
        (&field(FieldKind::Number(1), ""), "2.5", json!(25)),
        (&date, "2020-05-31", json!("2020-05-31")),
        (&date, "2020年5月1日", json!("2020-05-01")),
        (&date, "２０２０.５.１", json!("2020-05-01")),
        (&field(FieldKind::Month, ""), "2020年5月", json!("2020-05")),
        (&field(FieldKind::Month, ""), "202012", json!("2020-12")),
        (&yes_no, "是", json!(true)),
        (&yes_no, "×", json!(false)),
        (&field(FieldKind::Choice(colours()), ""), "红", json!("red")),
        (&field(FieldKind::Choices(colours()), ""), "红、blue、红", json!(["red", "blue"])),
        (&field(FieldKind::Text(5), ""), " 沈阳 ", json!("沈阳")),
        (&field(FieldKind::Place, ""), "２１０１００", json!("210100")),
    ] {
        assert_eq!(field.parse(text), Ok(value), "{text}");
    }
}

#[test]
fn what_can_mean_two_things_is_refused_with_what_was_probably_meant() {
    let date = field(FieldKind::Date, "");
    let serial = date.parse("43952").unwrap_err();
    assert_eq!((serial.code, serial.suggestion.as_deref()), ("serial", Some("2020-05-01")));
    let share = field(FieldKind::Percent, "%").parse("0.12").unwrap_err();
    assert_eq!(share.code, "doubt");
    for (field, text, code) in [
        (&date, "5/6/2020", "not_a_day"),
        (&date, "2020-02-30", "not_a_day"),
        (&count(0, 9), "约5", "about"),
        (&count(0, 9), "12", "bounds"),
        (&count(1, 9), "0", "bounds"),
        (&count(0, 9), "=1+1", "formula"),
        (&count(0, 9), "1.5", "digits"),
        (&field(FieldKind::Money, "元"), "-5", "bounds"),
        (&field(FieldKind::YesNo, ""), "也许", "not_yes_no"),
        (&field(FieldKind::Choice(colours()), ""), "绿", "not_a_choice"),
        (&field(FieldKind::Choices(colours()), ""), "红、绿", "not_a_choice"),
        (&field(FieldKind::Month, ""), "2020-13", "not_a_month"),
        (&field(FieldKind::Place, ""), "2101", "not_a_place"),
        (&field(FieldKind::Text(2), ""), "三个字", "too_long"),
        (&field(FieldKind::Text(9), ""), "a\u{202e}b", "control"),
    ] {
        let error = field.parse(text).unwrap_err();
        assert_eq!(error.code, code, "{text}");
        assert!(!error.say.zh.is_empty() && !error.say.en.is_empty(), "{text}");
    }
}

#[test]
fn values_are_shown_in_both_languages() {
    for (field, value, zh, en) in [
        (
            &field(FieldKind::Money, "元/月"),
            json!(123_456_789),
            "1,234,567.89 元/月",
            "1,234,567.89 yuan a month",
        ),
        (&count(0, 9), json!(1234), "1,234 人", "1,234 persons"),
        (&field(FieldKind::Percent, "%"), json!(1250), "12.50%", "12.50%"),
        (&field(FieldKind::Date, ""), json!("2020-05-01"), "2020 年 5 月 1 日", "2020-05-01"),
        (&field(FieldKind::Month, ""), json!("2020-05"), "2020 年 5 月", "2020-05"),
        (&field(FieldKind::YesNo, ""), json!(false), "否", "no"),
        (&field(FieldKind::Choices(colours()), ""), json!(["red", "blue"]), "红、蓝", "red, blue"),
        (&field(FieldKind::Text(9), ""), Value::Null, "", ""),
    ] {
        assert_eq!((field.show(&value, true).as_str(), field.show(&value, false).as_str()), (zh, en));
    }
}

#[test]
fn facts_of_the_law_and_back_lose_no_fen() {
    for (field, kept, fact) in [
        (field(FieldKind::Money, "元"), json!(150_001), json!("1500.01")),
        (field(FieldKind::Percent, "%"), json!(1250), json!("12.50%")),
        (field(FieldKind::Number(1), ""), json!(25), json!("2.5")),
        (count(0, 99), json!(12), json!(12)),
        (field(FieldKind::YesNo, ""), json!(true), json!(true)),
        (field(FieldKind::Date, ""), json!("2020-05-01"), json!("2020-05-01")),
    ] {
        assert_eq!(field.to_fact(&kept), fact);
        assert_eq!(field.of_fact(&fact), Some(kept));
    }
    let money = field(FieldKind::Money, "元");
    assert_eq!(money.of_fact(&json!("10万元")), Some(json!(10_000_000)));
    assert_eq!(money.of_fact(&json!(900)), Some(json!(90_000)));
    assert_eq!(money.of_fact(&json!("0.005")), None);
    assert_eq!(money.of_fact(&json!(true)), None);
    assert_eq!(field(FieldKind::Percent, "%").of_fact(&json!(0.12)), Some(json!(1200)));
}
