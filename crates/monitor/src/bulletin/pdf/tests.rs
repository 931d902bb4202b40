//! What a file must hold, read back from its bytes.

use super::*;
use crate::bulletin::model::{Chart, Content, Head, Line, Piece, Section, State, Table};
use crate::bulletin::template::Both;

fn both(zh: &str, en: &str) -> Both {
    Both { zh: zh.to_owned(), en: en.to_owned() }
}

fn sample(rows: usize) -> Bulletin {
    let row = |at: usize| Line {
        name: both(&format!("样例{at}县"), &format!("Sample county {at}")),
        href: String::new(),
        values: vec![Some("12345".to_owned()), (!at.is_multiple_of(3)).then(|| "-1.25".to_owned())],
    };
    let piece = |zh: &str, en: &str| Piece { text: both(zh, en), bound: None, href: None, missing: false };
    let points = (1..=12).map(|at| (format!("2020-{at:02}"), (at != 4).then(|| format!("{}.5", at % 5))));
    let section = Section {
        title: both("一、总体情况", "1. Overall"),
        paragraphs: vec![vec![
            piece("样例全省净减少", "The sample lost "),
            piece("5678", "5678"),
            piece("人。", " posts."),
        ]],
        tables: vec![Table {
            title: both("表1 各县", "Table 1 Counties"),
            columns: vec![
                Head { name: both("职工", "Staff"), unit: "人".to_owned() },
                Head { name: both("变化", "Change"), unit: "%".to_owned() },
            ],
            rows: (0..rows).map(row).collect(),
        }],
        charts: vec![Chart {
            title: both("图1", "Chart 1"),
            unit: "%".to_owned(),
            digits: 1,
            points: points.collect(),
        }],
    };
    let content = Content {
        name: both("样例月报", "sample bulletin"),
        issuer: both("样例机关", "Sample office"),
        period: both("2020年5月", "May 2020"),
        place: both("样例省", "Sample"),
        sections: vec![section],
        method: both("样例方法", "Sample method"),
        as_of: 0,
    };
    Bulletin {
        id: "b".to_owned(),
        template: "t".to_owned(),
        period: "2020-05".to_owned(),
        place: "210000".to_owned(),
        state: State::Draft,
        content,
        digest: "d1".to_owned(),
        judgement: "样例研判（括号）".to_owned(),
        causes: Vec::new(),
        drafted: (String::new(), String::new(), 0),
        signed: None,
        embargo_at: None,
        published_at: None,
        row_version: 1,
    }
}

/// Whether a text stands in the file, as it is coded there.
fn holds(file: &[u8], text: &str) -> bool {
    let coded: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02X}")).collect() };
    let has = |wanted: &[u8]| file.windows(wanted.len()).any(|here| here.eq_ignore_ascii_case(wanted));
    has(&coded) || has(hex(&coded).as_bytes()) || has(hex(text.as_bytes()).as_bytes()) || has(text.as_bytes())
}

/// Where texts begin: points from the left and from the foot.
fn places(file: &[u8]) -> Vec<(f32, f32)> {
    let text = String::from_utf8_lossy(file);
    let of = |line: &str| {
        let mut parts = line.strip_suffix(" Td")?.split(' ');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    text.lines().filter_map(of).collect()
}

#[test]
fn the_file_says_what_the_bulletin_says_in_either_language() {
    let one = sample(3);
    let zh = pdf(&one, &["样例原因".to_owned()], true);
    assert!(zh.starts_with(b"%PDF-"));
    for text in [
        "样例全省净减少",
        "5678",
        "12,345",
        "1.25",
        "样例研判",
        "样例原因",
        "样例方法",
        "2020-04",
        "STFangsong-Light",
    ] {
        assert!(holds(&zh, text), "{text}");
    }
    assert!(!holds(&zh, "Sample office"));
    let en = pdf(&one, &[], false);
    assert!(holds(&en, "Sample office") && holds(&en, "Sample county 2") && !holds(&en, "样例机关"));
}

#[test]
fn the_same_bulletin_gives_the_same_bytes() {
    assert_eq!(pdf(&sample(5), &[], true), pdf(&sample(5), &[], true));
}

#[test]
fn a_long_table_goes_on_with_its_head_and_nothing_leaves_the_type_area() {
    let file = pdf(&sample(120), &[], true);
    let pages = String::from_utf8_lossy(&file).matches("/MediaBox").count();
    assert!(pages > 3, "{pages}");
    let coded: Vec<u8> = "职工".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hex: String = coded.iter().map(|byte| format!("{byte:02X}")).collect();
    let raw = file.windows(coded.len()).filter(|here| *here == coded).count();
    let written = String::from_utf8_lossy(&file).to_uppercase().matches(&hex).count();
    assert!(raw.max(written) > 2, "the head stands on each page");
    let places = places(&file);
    assert!(places.len() > 300, "{}", places.len());
    for (x, y) in places {
        assert!((sheet::LEFT - 0.1..=sheet::LEFT + WIDE).contains(&x), "{x}");
        assert!((sheet::BOTTOM - 50.0..=sheet::PAGE.1 - sheet::TOP).contains(&y), "{y}");
    }
}
