//! The commands about a pack's law on a copy of the pack: each mistake with exit code, place, code and sentence.

use serde_json::Value;

use crate::json_schema::Schema;
use crate::program::{Pack, Ran, run};

fn check(pack: &Pack) -> Ran {
    run([
        "pack".as_ref(),
        "check".as_ref(),
        pack.path().as_os_str(),
        "--warnings".as_ref(),
        "--json".as_ref(),
    ])
}

/// What `pack check` finds after this text was added to a file: code, line behind the start of the text, both sentences.
fn found(text: &str, code: &str) -> (Option<i32>, usize, String, String) {
    let pack = Pack::copied();
    let start = pack.append("FS2020.law", text);
    let ran = check(&pack);
    let list: Vec<Value> = serde_json::from_str(&ran.out).expect("JSON");
    let one = list
        .iter()
        .filter(|one| one["code"] == code)
        .find_map(|one| {
            let at = one["at"].as_str()?.strip_prefix("law/FS2020.law:")?;
            let line: usize = at.split(':').next()?.parse().ok()?;
            (line >= start).then_some((one, line - start))
        })
        .unwrap_or_else(|| panic!("no {code} in {}", ran.out));
    let words = |key: &str| one.0[key].as_str().expect("a sentence").to_owned();
    (ran.code, one.1, words("zh"), words("en"))
}

fn rule(name: &str, id: &str, rest: &str) -> String {
    format!("认定 {name} {id}\n  需求 FS2020/09.a\n  对象 合同\n  依据 FS2020 第九条\n  有效 不限\n{rest}\n")
}

#[test]
fn the_pack_as_it_is_has_no_errors() {
    let pack = Pack::copied();
    let ran = run(["pack".as_ref(), "check".as_ref(), pack.path().as_os_str()]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(ran.out.contains(" 0 errors"), "{}", ran.out);
}

#[test]
fn a_circle_of_rules() {
    let one = rule("甲圈", "circle_one", "  条件\n    ① 符合(乙圈, 合同)\n");
    let two = rule("乙圈", "circle_two", "  条件\n    ① 符合(甲圈, 合同)\n");
    let (code, line, zh, en) = found(&format!("{one}{two}"), "L218");
    assert_eq!(code, Some(1));
    assert!(line < 16, "{line}");
    assert_eq!((zh.as_str(), en.as_str()), ("规则互相引用成环", "rules ask one another in a circle"));
}

const VALUES: &str = "参数 试值 trial_value\n  类型 元\n  依据 FS2020 第九条\n";

#[test]
fn a_gap_between_values() {
    let text = format!(
        "{VALUES}  值 1 元 地区 210400 自 2020-01-01 至 2020-03-31\n  值 2 元 地区 210400 自 2020-05-01 至 2020-12-31\n"
    );
    let (_, line, zh, en) = found(&text, "L229");
    assert!(line <= 4, "{line}");
    assert!(zh.contains("试值") && en.contains("no value after 2020-03-31"), "{zh} {en}");
}

#[test]
fn values_that_overlap() {
    let text = format!(
        "{VALUES}  值 1 元 地区 210400 自 2020-01-01 至 2020-06-30\n  值 2 元 地区 210400 自 2020-06-30 至 2020-12-31\n"
    );
    let (code, _, zh, en) = found(&text, "L203");
    assert_eq!(code, Some(1));
    assert!(zh.contains("试值") && en.contains("'trial_value' overlap"), "{zh} {en}");
}

#[test]
fn a_misspelt_field() {
    let (code, line, zh, en) =
        found(&rule("错字", "misspelt", "  条件\n    ① 合同.签定日 < 2020-03-01\n"), "L103");
    assert_eq!((code, line), (Some(1), 6));
    assert!(zh.contains("签定日") && en.contains("has no field '签定日'"), "{zh} {en}");
}

#[test]
fn a_missing_citation_and_one_of_nothing() {
    let text =
        rule("无据", "without_basis", "  条件\n    ① 合同.新招用\n").replace("  依据 FS2020 第九条\n", "");
    let (code, line, zh, en) = found(&text, "L201");
    assert_eq!((code, line), (Some(1), 0));
    assert!(zh.contains("无据") && en.contains("cites nothing"), "{zh} {en}");
    let text = rule("错据", "wrong_basis", "  条件\n    ① 合同.新招用\n").replace("第九条", "第九十九条");
    let (code, line, _, en) = found(&text, "L221");
    assert_eq!((code, line), (Some(1), 3));
    assert!(en.contains("no article 99"), "{en}");
}

#[test]
fn a_wrong_unit() {
    let (code, line, zh, en) =
        found(&rule("错单位", "wrong_unit", "  条件\n    ① 合同.期限 >= 12 元\n"), "L111");
    assert_eq!((code, line), (Some(1), 6));
    assert!(zh.contains("月") && zh.contains("元") && en.contains("do not go together"), "{zh} {en}");
}

#[test]
fn an_override_of_nothing() {
    let none = rule("空替代", "override_none", "  条件\n    ① 合同.新招用\n  关系 替代 没有的规则\n");
    let (code, line, zh, _) = found(&none, "L104");
    assert_eq!((code, line), (Some(1), 7));
    assert!(zh.contains("没有的规则"), "{zh}");
    let exception =
        rule("空例外", "except_none", "  条件\n    ① 合同.新招用\n  例外 金额 当 合同.新招用 取 1 元\n");
    let (code, line, _, en) = found(&exception, "L247");
    assert_eq!((code, line), (Some(1), 7));
    assert!(en.contains("an exception to nothing"), "{en}");
}

#[test]
fn formatting_is_stable_and_keeps_comments() {
    let pack = Pack::copied();
    let path = pack.file("law/odd.law", "# 开头说明\n文件 ODD # 行尾说明\n  地区   210400\n\n对象 合同 contracts\n  # 字段说明\n  试字段   trial_field 月\n");
    let fmt = |check: bool| {
        let mut arguments = vec!["pack".into(), "fmt".into(), pack.path().as_os_str().to_owned()];
        arguments.extend(check.then(|| "--check".into()));
        run(arguments)
    };
    let before = fmt(true);
    assert_eq!(before.code, Some(1));
    assert!(before.out.contains("odd.law"), "{}", before.out);
    assert!(
        std::fs::read_to_string(&path).expect("a text").contains("地区   210400"),
        "--check changes nothing"
    );
    assert_eq!(fmt(false).code, Some(0));
    let after = std::fs::read_to_string(&path).expect("a text");
    assert_eq!(after.matches("说明").count(), 3, "{after}");
    assert!(after.contains("  试字段 trial_field 月"), "{after}");
    let again = fmt(true);
    assert_eq!((again.code, again.out.trim()), (Some(0), "0 files are not in canonical form"));
    let broken = pack.file("law/odd.law", "待遇 (((\n");
    assert_eq!(fmt(false).code, Some(1));
    assert_eq!(std::fs::read_to_string(broken).expect("a text"), "待遇 (((\n");
}

#[test]
fn formatting_the_pack_changes_no_decision() {
    let pack = Pack::copied();
    let test = || {
        let ran = run(["pack".as_ref(), "test".as_ref(), pack.path().as_os_str()]);
        let sums = ran.out.lines().last().expect("a sum").to_owned();
        (ran.code, sums)
    };
    let before = test();
    assert!(before.1.contains(" cases passed, "), "{}", before.1);
    assert_eq!(run(["pack".as_ref(), "fmt".as_ref(), pack.path().as_os_str()]).code, Some(0));
    assert_eq!(test(), before);
    let again = run(["pack".as_ref(), "fmt".as_ref(), pack.path().as_os_str(), "--check".as_ref()]);
    assert_eq!(again.code, Some(0), "{}", again.out);
}

#[test]
fn differences_are_named() {
    let (old, new) = (Pack::copied(), Pack::copied());
    let law = std::fs::read_to_string(new.law("FS2020.law")).expect("a text");
    let changed = law.replacen("用人单位.恢复有望", "用人单位.恢复有望 且 用人单位.参加失业保险", 1);
    std::fs::write(new.law("FS2020.law"), changed).expect("written");
    new.append("FS2020.law", &rule("新规则", "brand_new", "  条件\n    ① 合同.新招用\n"));
    let ran = run(["pack".as_ref(), "diff".as_ref(), old.path().as_os_str(), new.path().as_os_str()]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("changed 困难企业稳岗返还 (rule fs_refund_difficult)"), "{}", ran.out);
    assert!(ran.out.contains("+ ③ “恢复有望” 用人单位.恢复有望 且 用人单位.参加失业保险"), "{}", ran.out);
    assert!(ran.out.contains("added 新规则 (rule brand_new)"), "{}", ran.out);
    assert!(ran.out.contains("2 differences"), "{}", ran.out);
    let same = run(["pack".as_ref(), "diff".as_ref(), old.path().as_os_str(), old.path().as_os_str()]);
    assert_eq!(same.out.trim(), "0 differences");
}

#[test]
fn the_schema_describes_the_facts() {
    let pack = Pack::copied();
    let ran = run(["pack".as_ref(), "schema".as_ref(), pack.path().as_os_str()]);
    assert_eq!(ran.code, Some(0));
    let schema = Schema(serde_json::from_str(&ran.out).expect("JSON"));
    assert_eq!(schema.0["$schema"], "https://json-schema.org/draft/2020-12/schema");
    schema.well_formed(&schema.0, "");
    let faults = |text: &str| schema.faults(&schema.0, &serde_json::from_str(text).expect("JSON"), "");
    let facts = crate::law::FACTS;
    assert_eq!(faults(facts), Vec::<String>::new());
    assert_eq!(faults(&facts.replace("\"signed\"", "\"签订日\"")), Vec::<String>::new());
    assert_eq!(faults(&facts.replace("\"signed\"", "\"singed\"")), ["/contracts/c1/singed: not allowed"]);
    assert_eq!(faults(&facts.replace("true, \"monthly_fees\"", "\"maybe\", \"monthly_fees\"")).len(), 1);
    assert_eq!(faults(&facts.replace("\"place\": \"210400\",", "")), ["/place: required"]);
}
