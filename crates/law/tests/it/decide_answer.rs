//! What leaves the engine: the line an officer reads, the JSON, what is needed, the schema.

use anye_law::decide::answer::lines;
use anye_law::decide::{Engine, Query, Wishes, decide, reads, schema};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::decide::{answer, book, day, facts, of};

const RULES: &str = "
参数 疫情期 epidemic
  类型 时期
  依据 T1 第一条
  未定 “起止日期未写明”
待遇 吸纳补贴 hiring_subsidy
  英文 “Hiring subsidy”
  需求 T1/01.a
  对象 合同
  受益 合同.单位
  依据 T1 第九条第一款
  有效 2020-01-01 至 2020-12-31
  条件
    ① 合同.单位.规模 属于 {小型, 中型}
    ② 合同.签订日 在 参数.疫情期 内
    ③ 合同.个人.失业
    ④ “合同期限足够” 合同.期限 >= 12 个月 依据 T1 第十条
  金额 1000 元
  月数 合同.期限
  给出 日均 daily = 1000 元 ÷ 50
  材料 “劳动合同”, “花名册”
  疑义 “防控期起止不明”
  另可 别的补贴
待遇 别的补贴 other_subsidy
  对象 单位
  依据 T1 第十一条
  有效 不限
  设 人数 = 计数 单位.合同 满足 合同.期限 >= 6 个月
  条件
    ① 人数 >= 2
    ② 符合(困难者, 取一)
  金额 5 元
认定 困难者 in_need
  对象 个人
  依据 T1 第十二条
  有效 不限
  条件
    ① 个人.残疾
";

fn rules() -> String {
    RULES.replace("    ② 符合(困难者, 取一)\n", "")
}

fn case() -> Value {
    json!({"place": "210400", "persons": {"p1": {"jobless": true}}, "employers": {"e1": {"size": "small"}},
        "contracts": {"c1": {"signed": "2020-03-01", "term": 12, "employer": "e1", "person": "p1"}},
        "parameters": {"epidemic": {"from": "2020-01-25", "to": "2020-06-30"}}})
}

fn line(change: &Value, english: bool) -> String {
    let book = book(&rules());
    let mut case = case();
    for (pointer, value) in change.as_object().unwrap() {
        *case.pointer_mut(pointer).unwrap() = value.clone();
    }
    let facts = facts(&book, "2020-05-01", &case);
    let query = Query { benefit: book.find_rule("T1/01.a"), english, ..Query::default() };
    let answer = decide(&book, &facts, &query).unwrap();
    assert!(lines(&answer, !english).contains("防控期起止不明"));
    answer.decisions[0].text.clone()
}

#[test]
fn an_officer_reads_why() {
    let term = json!({"/contracts/c1/term": 8});
    assert_eq!(
        line(&term, false),
        "不予享受 · 吸纳补贴 · 合同 c1 · 条件④ 合同期限足够：合同期限 8 个月 < 12 个月 · 依据 T1 第十条"
    );
    assert_eq!(
        line(&term, true),
        "refused · Hiring subsidy · contracts c1 · clause ④: the contract's term 8 months < 12 months · basis T1 art. 10"
    );
    assert_eq!(
        line(&json!({}), false),
        "给予 · 吸纳补贴 · 合同 c1 · 1000 元 · 12 个月 · 日均 20 元 · 依据 T1 第九条第一款"
    );
    assert_eq!(
        line(&json!({"/persons/p1/jobless": false, "/contracts/c1/signed": "2020-07-01"}), false),
        "不予享受 · 吸纳补贴 · 合同 c1 · 条件② 合同签订日 2020-07-01 不在 参数疫情期 2020-01-25 至 2020-06-30 内 · 条件③ 合同的个人不满足“失业” · 依据 T1 第九条第一款"
    );
    assert_eq!(
        line(&json!({"/employers/e1/size": "large"}), false),
        "不予享受 · 吸纳补贴 · 合同 c1 · 条件① 合同的单位的规模不是小型、中型（实为：大型） · 依据 T1 第九条第一款"
    );
    assert_eq!(
        line(&json!({"/contracts/c1/term": null, "/parameters": {}}), false),
        "需补充 · 吸纳补贴 · 合同 c1 · 参数.疫情期(起止日期未写明) · 合同 c1.期限(合同约定的期限(月)) · 依据 T1 第九条第一款"
    );
}

#[test]
fn the_json_has_everything() {
    let book = book(&rules());
    let found = serde_json::to_value(answer(&book, "2020-05-01", &case())).unwrap();
    let one = &found["decisions"][0];
    assert_eq!(one["rule"]["id"], "hiring_subsidy");
    assert_eq!(one["rule"]["covers"][0], "T1/01.a");
    assert_eq!(one["subject"], json!({"kind": "contracts", "id": "c1", "name": "合同"}));
    assert_eq!(one["payee"]["id"], "e1");
    assert_eq!((&one["outcome"], &one["eligible"]), (&json!("granted"), &json!(true)));
    assert_eq!((&one["amount_fen"], &one["amount"]), (&json!(100_000), &json!("1000")));
    assert_eq!(one["months"], 12);
    let output = json!({"name": "日均", "id": "daily", "value": 20, "unit": "元", "text": "20 元"});
    assert_eq!(one["outputs"], json!([output]));
    let clause = &one["clauses"][3];
    assert_eq!(clause["text"], "合同.期限 >= 12 个月");
    assert_eq!(clause["values"], json!(["合同.期限 = 12 个月"]));
    assert_eq!((&clause["status"], &clause["basis"][0]["text"]), (&json!("held"), &json!("T1 第十条")));
    assert_eq!(one["interval"], json!({"from": "2020-01-01", "to": "2020-12-31"}));
    assert_eq!(one["instead"][0]["id"], "other_subsidy");
    assert_eq!(one["papers"], json!(["劳动合同", "花名册"]));
    assert_eq!((&found["place"], &found["on"]), (&json!("210400"), &json!("2020-05-01")));
    assert_eq!(of(&answer(&book, "2020-05-01", &case()), "困难者").holds, None);
}

#[test]
fn only_what_would_change_something_is_needed() {
    let book = book(&rules());
    let mut case = case();
    case["contracts"]["c2"] = json!({"employer": "e1"});
    case["contracts"]["c3"] = json!({"employer": "e1", "term": 3});
    let found = answer(&book, "2020-05-01", &case);
    let needs: Vec<_> = of(&found, "别的补贴").why.needs.iter().map(|need| need.text.clone()).collect();
    assert_eq!(needs, ["合同 c2.期限"]);
    // The contract without a person: the relation is what is needed.
    let second = found.decisions.iter().find(|d| d.subject.id == "c2" && d.rule.name == "吸纳补贴").unwrap();
    let needs: Vec<_> = second.why.needs.iter().map(|need| need.text.as_str()).collect();
    assert_eq!(needs, ["合同 c2.签订日", "合同 c2.个人", "合同 c2.期限"]);
}

#[test]
fn a_rule_needs_a_thing_to_be_about() {
    let book = book(&rules());
    let facts = facts(&book, "2020-05-01", &json!({"place": "210400"}));
    let query = Query { benefit: book.find_rule("吸纳补贴"), ..Query::default() };
    let error = decide(&book, &facts, &query).unwrap_err();
    assert_eq!((error.code, error.path.as_str()), ("F030", "contracts"));
    assert!(decide(&book, &facts, &Query::default()).unwrap().decisions.is_empty());
}

#[test]
fn the_schema_says_what_each_rule_reads() {
    let book = book(&rules());
    let schema = schema(&book);
    let rule = &schema["x-anye-rules"][0];
    assert_eq!(rule["parameters"], json!(["epidemic"]));
    let mut fields: Vec<_> = rule["fields"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    fields.sort_unstable();
    let expected = [
        "contracts.employer",
        "contracts.person",
        "contracts.signed",
        "contracts.term",
        "employers.size",
        "persons.jobless",
    ];
    assert_eq!(fields, expected);
    assert_eq!(rule["kinds"], json!(["contracts", "employers", "persons"]));
    assert_eq!(schema["$defs"]["contracts"]["properties"]["term"]["x-unit"], "months");
    assert_eq!(schema["$defs"]["employers"]["properties"]["size"]["x-members"]["small"], "小型");
    assert_eq!(schema["properties"]["parameters"]["properties"]["epidemic"]["x-unset"], "起止日期未写明");
    let found = reads(&book, book.find_rule("别的补贴").unwrap());
    assert_eq!(found.fields.len(), 2, "the term, and the relation the collection is made of: {found:?}");
}

proptest! {
    #[test]
    fn a_run_says_what_each_rule_says_alone_where_no_stage_acts(
        term in proptest::option::of(0_i64..24),
        jobless in proptest::option::of(any::<bool>()),
        disabled in proptest::option::of(any::<bool>()),
        size in proptest::option::of(0_usize..3),
        month in 1_u32..13,
        epidemic in any::<bool>(),
    ) {
        let book = book(&rules());
        let mut case = case();
        case["contracts"]["c1"]["term"] = json!(term);
        case["persons"]["p1"] = json!({"jobless": jobless, "disabled": disabled});
        case["employers"]["e1"]["size"] = json!(size.map(|at| ["大型", "中型", "小型"][at]));
        case["contracts"]["c1"]["signed"] = json!(format!("2020-{month:02}-15"));
        if !epidemic {
            case["parameters"] = json!({});
        }
        let facts = facts(&book, &day("2020-05-01").to_string(), &case);
        let engine = Engine::new(&book);
        let session = engine.session(&facts, None);
        for record in session.run(&session.rules_with_subjects(), &Wishes::default()) {
            prop_assert_eq!(record.verdict(), session.verdict(record.rule, record.row));
            let needs = session.needs(&record);
            prop_assert_eq!(record.outcome == anye_law::decide::Outcome::Needs, !needs.is_empty());
        }
    }
}
