//! The parser never panics, hangs or misplaces a finding, whatever it is given.

use anye_law::span::FileId;
use anye_law::{format, parse, parse_expression};
use proptest::prelude::*;

use crate::syntax::{examples, pack_files};
use crate::syntax_format::bare;

/// Parses, formats when it is clean, and holds the findings to the text.
fn survives(text: &str) {
    let (tree, found) = parse(FileId(0), text);
    for finding in &found {
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        assert!(start <= end && text.get(start..end).is_some(), "{finding:?} in {text:?}");
        assert!(!finding.zh.is_empty() && !finding.en.is_empty());
    }
    let new = format(&tree, text);
    if found.is_empty() {
        let (again, found) = parse(FileId(0), &new);
        assert_eq!(found, vec![], "{text}\n--\n{new}");
        assert_eq!(bare(&tree), bare(&again), "{text}\n--\n{new}");
        assert_eq!(format(&again, &new), new, "{text}");
    }
    let _ = parse_expression(FileId(0), text);
}

/// Words and signs that rules are made of.
const PIECES: &[&str] = &[
    "待遇",
    "认定",
    "对象",
    "情景",
    "参数",
    "清单",
    "枚举",
    "互斥",
    "冲突",
    "排序",
    "文件",
    "条件",
    "任一",
    "①",
    "②",
    "(1)",
    "金额",
    "有效",
    "依据",
    "需求",
    "例",
    "底稿",
    "次序",
    "次数",
    "上限",
    "分担",
    "资金",
    "例外",
    "给出",
    "设",
    "值",
    "范围",
    "项",
    "甲",
    "乙.丙",
    "first",
    "LN2009-6/00.a",
    "第九条第一款",
    "2.1",
    "若",
    "则",
    "否则",
    "情形",
    "{",
    "}",
    "(",
    ")",
    "其他",
    ":",
    ";",
    ",",
    "→",
    "->",
    "且",
    "或",
    "非",
    "=",
    ">=",
    "<",
    "属于",
    "不属于",
    "在",
    "内",
    "至",
    "自",
    "计数",
    "合计",
    "满足",
    "取",
    "当",
    "每",
    "至多",
    "全体",
    "+",
    "-",
    "×",
    "/",
    "%",
    "12 个月",
    "1000元",
    "10 万元/人",
    "2020-12-31",
    "2020-13-01",
    "2020年3月",
    "“话”",
    "“",
    "”",
    "\"",
    "#1",
    "#1..5",
    "# 注",
    "另#1",
    "本",
    "台账",
    "给予",
    "不予",
    "排除",
    "需补充",
    "第3名",
    "是",
    "否",
    "未知",
    "\n",
    "\n  ",
    "\n    ",
    "\n",
    "\t",
    "\r\n",
    "　",
    "？",
    "😀",
    "不限",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        survives(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_soup(parts in prop::collection::vec((0..PIECES.len(), any::<bool>()), 0..120)) {
        let text: String = parts.iter().flat_map(|(n, space)| [PIECES[*n], if *space { " " } else { "" }]).collect();
        survives(&text);
    }

    #[test]
    fn any_rule_body(parts in prop::collection::vec((0..PIECES.len(), any::<bool>()), 0..60)) {
        let body: String = parts.iter().flat_map(|(n, space)| [PIECES[*n], if *space { " " } else { "" }]).collect();
        survives(&format!("待遇 甲 first\n  金额 {body}\n"));
    }
}

#[test]
fn truncated_files() {
    let files = pack_files().into_iter().map(|(_, text)| text).chain(examples());
    for text in files {
        let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for at in cuts.iter().step_by((cuts.len() / 12).max(1)) {
            let (_, _) = parse(FileId(0), &text[..*at]);
            let (_, _) = parse(FileId(0), &text[*at..]);
        }
    }
}

#[test]
fn endless_nesting_is_an_error_and_not_a_full_stack() {
    for (open, close) in [
        ("(", ")"),
        ("非 ", ""),
        ("-", ""),
        ("若 是 则 ", ""),
        ("f(", ")"),
        ("计数 甲 满足 ", ""),
        ("情形 { ", ""),
    ] {
        let text = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        let (_, found) = parse_expression(FileId(0), &text);
        assert!(found.iter().any(|f| f.code == "L013"), "{open}");
        assert!(found.len() < 200, "{open}: {} findings", found.len());
    }
    for link in [" + 1", " × 1", ".甲", " 或 是"] {
        let text = format!("甲{}", link.repeat(20_000));
        let (_, found) = parse_expression(FileId(0), &text);
        assert_eq!(found.iter().map(|f| f.code).collect::<Vec<_>>(), ["L013"], "{link}");
    }
    let (_, found) = parse_expression(FileId(0), &vec!["1"; 100].join(" + "));
    assert_eq!(found, vec![]);
}

#[test]
fn long_input_takes_time_in_proportion() {
    // Each of these took minutes if any step looked at the whole line or file again for every piece.
    for piece in [
        "甲 ",
        "“甲” ",
        "\"甲\"",
        "““",
        "(",
        "① 甲 ",
        "# 注\n",
        "例 甲 → 给予\n",
        "  ① 甲\n",
        "甲\n",
        "1 + ",
        "非",
    ] {
        let text = format!("待遇 甲 first\n  条件\n{}\n待遇 乙 second\n", piece.repeat(40_000));
        let (tree, _) = parse(FileId(0), &text);
        let _ = format(&tree, &text);
    }
}
