//! `anye law decide` and `anye law explain` with the real binary: the answers, and what a stranger may do wrong.

use std::ffi::OsString;

use serde_json::Value;

use crate::program::{Pack, Ran, run};

/// A hiring in Fushun; what the documentation walks through.
pub const FACTS: &str = r#"{
  "place": "210400",
  "contracts": {
    "c1": {"signed": "2020-06-01", "term": 12, "contributions_paid": true, "monthly_fees": 900, "person": "p1", "employer": "e1"}
  },
  "persons": {"p1": {"registered_unemployed": true, "unemployment_registered_on": "2019-11-01"}},
  "employers": {"e1": {}}
}"#;

fn decide_on(day: &str, facts: impl AsRef<[u8]>, more: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("facts.json");
    std::fs::write(&path, facts).expect("written");
    let mut arguments: Vec<OsString> = ["law", "decide", "--on", day, "--facts"].map(Into::into).to_vec();
    arguments.push(path.into());
    arguments.extend(more.iter().map(Into::into));
    run(arguments)
}

fn decide(facts: impl AsRef<[u8]>) -> Ran {
    decide_on("2020-08-01", facts, &["--benefit", "抚顺失业或毕业生吸纳补贴", "--json"])
}

fn decision(facts: &str) -> Value {
    let ran = decide(facts);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
    answer["decisions"][0].clone()
}

#[test]
fn granted_with_amount_fund_and_citation() {
    let one = decision(FACTS);
    assert_eq!(one["outcome"], "granted");
    assert_eq!(one["amount_fen"], 270_000);
    assert_eq!(one["fund"], "就业补助资金");
    assert_eq!(one["payee"]["id"], "e1");
    let text = decide_on("2020-08-01", FACTS, &["--benefit", "FS2020/09.d"]).out;
    assert!(text.contains("给予 · 抚顺失业或毕业生吸纳补贴 · 合同 c1 · 2700 元"), "{text}");
    assert!(text.contains("FS2020 第九条第二款"), "{text}");
    let english = decide_on("2020-08-01", FACTS, &["--benefit", "fs_hiring_by_fees", "--lang", "en"]).out;
    assert!(english.contains("granted · Hiring subsidy of three months' fees"), "{english}");
    assert!(english.contains("FS2020 art. 9 para. 2"), "{english}");
}

#[test]
fn refused_with_the_clause() {
    let one = decision(&FACTS.replace("\"term\": 12", "\"term\": 11"));
    assert_eq!(one["outcome"], "refused");
    assert_eq!(one["amount_fen"], Value::Null);
    let clauses = one["clauses"].as_array().expect("clauses");
    let failed: Vec<&Value> = clauses
        .iter()
        .filter(|it| it["any"] == false && it["status"] == "failed")
        .map(|it| &it["number"])
        .collect();
    assert_eq!(failed, [&Value::from(3)]);
}

#[test]
fn needs_what_is_missing() {
    let one = decision(&FACTS.replace("\"term\": 12, ", ""));
    assert_eq!(one["outcome"], "needs");
    assert!(one["why"]["needs"].to_string().contains("期限"), "{one}");
}

#[test]
fn not_in_force_after_the_last_day() {
    assert_eq!(decision(&FACTS.replace("2020-06-01", "2020-12-31"))["outcome"], "granted");
    assert_eq!(decision(&FACTS.replace("2020-06-01", "2021-01-01"))["outcome"], "not_in_force");
}

/// Facts that are refused: exit code 1, this code and these words, and no decision.
fn wrong(facts: impl AsRef<[u8]>, code: &str, words: &[&str]) {
    let ran = decide(facts);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "no {word:?} in {}", ran.err);
    }
    assert!(!ran.out.contains("decisions"), "{}", ran.out);
    if !code.is_empty() {
        assert!(ran.err.starts_with(code), "{}", ran.err);
        let errors: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(errors["errors"][0]["code"], code);
    }
}

#[test]
fn wrong_facts_are_named_with_their_place() {
    let contract = |inner: &str| format!(r#"{{"place": "210400", "contracts": {{"c1": {{{inner}}}}}}}"#);
    wrong(contract(r#""singed": "2020-06-01""#), "F010", &["contracts.c1.singed", "是否为“signed”"]);
    wrong(contract(r#""signed": "2020-02-30""#), "F011", &["contracts.c1.signed", "2020-02-30"]);
    wrong(contract(r#""monthly_fees": 1e18"#), "F015", &["太大"]);
    wrong(contract(r#""monthly_fees": "1000000000000000000元/月""#), "", &["contracts.c1.monthly_fees"]);
    wrong(contract(r#""term": -12"#), "F016", &["不能为负"]);
    wrong(contract(r#""term": true"#), "F011", &["应为数(月)"]);
    wrong(contract(r#""signed": 5"#), "F011", &["应为日期"]);
    wrong(contract(r#""term": 12, "term": 13"#), "F003", &["写了两次"]);
    wrong(contract(r#""term": 12, "期限": 13"#), "F003", &["同一字段"]);
    wrong(contract(r#""person": "p9""#), "F020", &["p9"]);
    wrong("", "F002", &["JSON"]);
    wrong("[]", "F011", &[]);
    wrong(b"\xff\xfe{", "", &["not UTF-8"]);
}

#[test]
fn wrong_use_is_told_apart() {
    let unknown = decide_on("2020-08-01", FACTS, &["--benefit", "抚顺失业或毕业生吸纳补"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("did you mean '抚顺失业或毕业生吸纳补贴'?"), "{}", unknown.err);
    for day in ["2020-13-01", "2020-2-1", "yesterday", "1020-01-01"] {
        let ran = decide_on(day, FACTS, &[]);
        assert_eq!(ran.code, Some(2), "{day}");
        assert!(ran.err.contains(day), "{}", ran.err);
    }
    let nowhere = run(["law", "decide", "--facts", "no/such/file.json", "--on", "2020-08-01"]);
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.err.contains("no/such/file.json"), "{}", nowhere.err);
}

#[test]
fn a_law_with_errors_decides_nothing() {
    let pack = Pack::copied();
    pack.append("FS2020.law", "待遇 (((\n");
    let folder = pack.path().to_str().expect("a path").to_owned();
    let ran = decide_on("2020-08-01", FACTS, &["--pack", &folder]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("the law of the pack has errors") && ran.out.is_empty(), "{}", ran.err);
}

#[test]
fn explain_says_the_rule_in_both_languages() {
    let zh = run(["law", "explain", "抚顺失业或毕业生吸纳补贴"]);
    assert_eq!(zh.code, Some(0));
    assert!(zh.out.contains("合同的期限不少于 12 个月"), "{}", zh.out);
    let en = run(["law", "explain", "fs_hiring_by_fees", "--lang", "en"]);
    assert!(en.out.contains("the contract's term is at least 12 months"), "{}", en.out);
    let row = run(["law", "explain", "FS2020/09.e", "--format", "json"]);
    let all: Value = serde_json::from_str(&row.out).expect("JSON");
    assert!(all.as_array().expect("a list").len() >= 2, "every rule of the row");
    let none = run(["law", "explain", "没有这条"]);
    assert_eq!(none.code, Some(2));
}

#[test]
fn the_walk_through_of_the_documentation_is_what_happens() {
    let page = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/law/facts.md"),
    )
    .expect("the page");
    let blocks = |kind: &str| -> Vec<String> {
        let fence = format!("```{kind}\n");
        let parts = page.split(&fence).skip(1);
        parts.map(|part| part.split("```").next().unwrap_or_default().to_owned()).collect()
    };
    let (json, shown) = (blocks("json"), blocks("console").concat());
    let facts = &json[0];
    let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(read(facts), read(FACTS));
    let ledger = facts.replacen("{\n", &format!("{{\n{},\n", json[1].trim()), 1);
    let other = ledger.replace(
        "\"fs_hiring_by_fees\", \"subject\": {\"persons\": \"p1\"}",
        "\"fs_epidemic_hiring\", \"subject\": {\"contracts\": \"c1\"}",
    );
    let cases = [
        facts.clone(),
        facts.replace("\"term\": 12", "\"term\": 11"),
        facts.replace("\"term\": 12,", ""),
        ledger,
        other.clone(),
    ];
    for case in cases {
        let said = decide_on("2020-08-01", &case, &["--benefit", "fs_hiring_by_fees"]).out;
        let line = said.lines().next().expect("an answer");
        assert!(shown.contains(line), "the page does not show {line}");
    }
    let allowed = other.replacen("{\n", "{\n\"parameters\": {\"两项吸纳补贴可兼得\": true},\n", 1);
    assert_eq!(decision(&allowed)["outcome"], "granted");
}
