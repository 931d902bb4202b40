//! What holds for every input: no panic, exact spans, order, and time that grows with the text.

use anye_findings::{Context, Findings, Level, NoResolver, Span, extract};
use proptest::prelude::*;

fn assert_exact(text: &str, found: &Findings) {
    let chars: Vec<char> = text.chars().collect();
    let words = |span: Span| -> String { chars[span.start..span.end].iter().collect() };
    for unit in &found.units {
        assert_eq!(words(unit.span), unit.name);
    }
    for figure in &found.figures {
        assert_eq!(words(figure.span), figure.text);
    }
    for date in &found.dates {
        assert_eq!(words(date.span), date.text);
    }
    for citation in &found.citations {
        assert_eq!(words(citation.span), citation.text);
    }
    for measure in &found.measures {
        assert_eq!(words(measure.span), measure.what);
        assert!(measure.figures.iter().all(|index| *index < found.figures.len()));
    }
    let ordered = |starts: Vec<usize>| starts.is_sorted();
    assert!(ordered(found.figures.iter().map(|figure| figure.span.start).collect()));
    assert!(ordered(found.dates.iter().map(|date| date.span.start).collect()));
    assert!(ordered(found.citations.iter().map(|citation| citation.span.start).collect()));
    assert!(ordered(found.units.iter().map(|unit| unit.span.start).collect()));
}

fn context() -> Context<'static> {
    Context { year: Some(2021), place_level: Some(Level::Province), resolver: &NoResolver }
}

/// Pieces that official texts are made of, so that random texts reach the rules.
const PIECES: &[&str] = &[
    "市财政局",
    "省人社厅",
    "各县(市)区人民政府",
    "责任单位:",
    "牵头单位:",
    "配合",
    "等部门",
    "(",
    ")",
    "（",
    "）",
    "、",
    ",",
    "，",
    ";",
    "。",
    "\n",
    "和",
    "由",
    "会同",
    "要",
    "不少于",
    "最高不超过",
    "超过",
    "以上",
    "左右",
    "每",
    "每人每月",
    "5000",
    "１２",
    "3.6",
    "万",
    "亿",
    "千",
    "户",
    "人",
    "元",
    "%",
    "个月",
    "年",
    "月",
    "日",
    "2021年",
    "6月底前",
    "至",
    "-",
    "—",
    "~",
    ":",
    "∶",
    "/",
    "三分之二",
    "百分之五",
    "两三",
    "半年",
    "减半",
    "第",
    "位",
    "号",
    "《",
    "》",
    "〔",
    "〕",
    "国发〔2018〕39号",
    "“",
    "”",
    "疫情解除后",
    "期间",
    " ",
    "十",
    "百",
    "零",
    "〇",
    "一次",
    "今年",
    "前五个月",
    "自",
    "起",
    "废止",
    "根据",
    "0",
    "9",
    "99999999999999999999999",
    "1.2.3",
    "/人·月",
    "各",
    "市",
    "县",
    "区",
    "\u{3000}",
    "🙂",
    "a",
    "+",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_exact_for_any_text(text in "\\PC{0,120}") {
        assert_exact(&text, &extract(&text, &context()));
    }

    #[test]
    fn spans_are_exact_for_official_pieces(picks in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = picks.iter().map(|index| PIECES[*index]).collect();
        assert_exact(&text, &extract(&text, &context()));
    }

    #[test]
    fn control_characters_and_line_ends_do_no_harm(text in "[\\x00-\\x7f\u{4e00}-\u{4e20}(（)）\r\n]{0,80}") {
        assert_exact(&text, &extract(&text, &context()));
    }
}

#[test]
fn hostile_texts_are_read() {
    for text in [
        "(".repeat(20_000),
        "《".repeat(20_000),
        "9".repeat(50_000),
        "一".repeat(20_000),
        "1、".repeat(20_000),
        "各市、".repeat(10_000),
        "每".repeat(20_000),
        "由".repeat(20_000),
        "不少于".repeat(10_000),
        "责任单位:".repeat(5_000),
        "2020年至".repeat(10_000),
        "号〔2020〕1".repeat(5_000),
        "和".repeat(20_000),
        "等".repeat(20_000),
    ] {
        assert_exact(&text, &extract(&text, &context()));
    }
}
