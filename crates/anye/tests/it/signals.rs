//! `anye signals backtest` with the real binary: what it says of good files, and how it answers bad ones.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Ran, run};

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../signals/tests/corpus").join(name)
}

fn backtest(file: &Path, more: &[&str]) -> Ran {
    let mut arguments =
        vec!["signals".into(), "backtest".into(), "--series".into(), file.as_os_str().to_owned()];
    arguments.extend(more.iter().map(Into::into));
    run(arguments)
}

fn report(file: &Path, more: &[&str]) -> Value {
    let ran = backtest(file, &[&["--format", "json"], more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

/// Six series of six years; in the last half year all but one lose a tenth.
fn shocked() -> String {
    let mut text = "series,date,value\n".to_owned();
    let mut state = 20_200_616u64;
    for number in 0..6 {
        for month in 0..72 {
            // A fixed scatter of ±1 %.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let scatter = (state >> 40) as f64 / f64::from(1 << 24) - 0.5;
            let fall = if month >= 66 && number > 0 { 0.9 } else { 1.0 };
            let value = 1_000.0 * fall * (1.0 + 0.02 * scatter);
            let (year, month) = (2014 + month / 12, month % 12 + 1);
            writeln!(text, "s{number},{year}-{month:02},{value:.2}").expect("a string");
        }
    }
    text
}

#[test]
fn a_fall_is_seen_when_it_comes_with_light_reason_and_lead() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, events) = (folder.path().join("series.csv"), folder.path().join("events.csv"));
    std::fs::write(&file, shocked()).expect("written");
    std::fs::write(&events, "series,date,name\n*,2019-08,spring\n").expect("written");
    let events = events.to_str().expect("a name");
    let report = report(&file, &["--worse", "down", "--forecast", "2", "--events", events]);
    assert_eq!(report["format"], "signals-backtest/1");
    assert_eq!(report["scale"], serde_json::json!(["green", "blue", "yellow", "orange", "red"]));
    let line = |series: usize, month: usize| &report["series"][series]["lines"][month];
    let struck = line(1, 66);
    assert_eq!((&struck["date"], &struck["light"]), (&"2019-07".into(), &"red".into()), "{struck}");
    assert!(struck["score"].as_f64().is_some_and(|score| score < -5.0));
    assert_eq!(struck["alarms"][0]["direction"], "down");
    assert!(struck["alarms"][0]["reason_zh"].as_str().is_some_and(|why| why.contains("界限")));
    assert_eq!(struck["forecasts"][1]["date"], "2019-09");
    assert!(line(0, 66)["light"] == "green" || line(0, 66)["light"] == "blue");
    let common = report["together"].as_array().expect("six series").iter();
    let july: Vec<&Value> = common.filter(|one| one["date"] == "2019-07").map(|one| &one["light"]).collect();
    assert_eq!(july, ["red"]);
    let totals = &report["summary"]["totals"];
    assert_eq!((&totals["events"], &totals["hits"]), (&6.into(), &5.into()), "{totals}");
    assert_eq!(totals["lead_median"], 1.0);
    assert_eq!(report["summary"]["forecasts"][1]["ahead"], 2);
    let text = backtest(&file, &["--worse", "down", "--events", events]);
    assert!(text.out.contains("red is worst") && text.out.contains("events seen 5 of 6"), "{}", text.out);
}

#[test]
fn encodings_are_read_and_odd_series_noted() {
    let (utf8, gbk) =
        (report(&corpus("bom-gaps.csv"), &["--adjust"]), report(&corpus("gbk.csv"), &["--adjust"]));
    assert_eq!(utf8, gbk);
    assert_eq!(utf8["series"][0]["series"], "在岗人数");
    assert_eq!(utf8["series"][0]["notes"], serde_json::json!(["gaps"]));
    let odd = report(&corpus("odd-series.csv"), &[]);
    let notes: Vec<&Value> = (0..4).map(|at| &odd["series"][at]["notes"]).collect();
    let expected: Vec<Value> = vec![
        serde_json::json!(["too-short"]),
        serde_json::json!(["constant"]),
        serde_json::json!(["all-zero"]),
        serde_json::json!([]),
    ];
    assert_eq!(notes, expected.iter().collect::<Vec<_>>());
}

#[test]
fn bad_files_are_refused_with_row_field_and_advice() {
    let bad = backtest(&corpus("bad-cells.csv"), &["--format", "json"]);
    assert_eq!(bad.code, Some(1));
    assert!(bad.err.contains("bad-cells.csv:2:3: decorated value \"1,234\""), "{}", bad.err);
    assert!(bad.err.contains("bad-cells.csv:4:2: serial-date date \"43951\""), "{}", bad.err);
    let errors: Value = serde_json::from_str(&bad.out).expect("JSON");
    assert_eq!(errors["errors"][0]["fault"], "decorated");
    assert_eq!(errors["errors"][0]["row"], 2);
    for (name, more, words) in [
        ("empty.csv", &[][..], "empty"),
        ("duplicates.csv", &[], "duplicates.csv:4:2: duplicate date \"2020/1\""),
        ("unknown-columns.csv", &[], "missing-column date"),
        ("quarters.csv", &["--period", "month"], "mixed-frequency date"),
        ("no-such-file.csv", &[], "no-such-file.csv"),
    ] {
        let ran = backtest(&corpus(name), more);
        assert_eq!(ran.code, Some(1), "{name}");
        assert!(ran.err.contains(words) && ran.out.is_empty(), "{name}: {}", ran.err);
    }
    let odd = corpus("odd-series.csv");
    assert_eq!(backtest(&odd, &["--from", "2020Q1"]).code, Some(2));
    assert_eq!(backtest(&odd, &["--period", "week"]).code, Some(2));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("book.csv");
    std::fs::write(&file, b"PK\x03\x04rest").expect("written");
    assert!(backtest(&file, &[]).err.contains("this is a workbook"));
    std::fs::write(&file, b"series,date,value\na,2020-01,\xff\xff5\n").expect("written");
    assert!(backtest(&file, &[]).err.contains("neither UTF-8 (byte 28"), "{}", backtest(&file, &[]).err);
}
