//! The facts file read strictly: every mistake named with its place, nothing ignored, never a panic.

use anye_law::book::{Book, ParamId, Val};
use anye_law::decide::{FactError, Facts, Things};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::decide::{book, day};

const RULES: &str = "
参数 标准 rate
  类型 元/月
  范围 100 元/月 至 200 元/月
  未定 “由市确定”
  依据 T1 第一条
参数 疫情期 epidemic
  类型 时期
  未定 “未写明”
  依据 T1 第一条
待遇 赠 gift
  对象 合同
  依据 T1 第一条
  有效 不限
  金额 1 元
待遇 赠二 gift_two
  对象 合同
  依据 T1 第一条
  有效 不限
  金额 2 元
互斥 二选一 one_of
  成员 赠, 赠二
  每 合同
  跨期 是
  选择 申请人
  依据 T1 第一条
";

fn read(json: &Value) -> Vec<FactError> {
    parse(&json.to_string())
}

fn parse(text: &str) -> Vec<FactError> {
    Facts::parse(&book(RULES), text, day("2020-01-01")).err().unwrap_or_default()
}

/// Codes and paths of the mistakes.
fn codes(errors: &[FactError]) -> Vec<(&str, &str)> {
    errors.iter().map(|error| (error.code, error.path.as_str())).collect()
}

/// One wrong case: what is added to sound facts, and the mistake with its place.
fn wrong(more: &Value, code: &str, path: &str) {
    let mut case = json!({"place": "210400", "persons": {"p1": {}}, "employers": {"e1": {}}, "contracts": {"c1": {"person": "p1"}}});
    merge(&mut case, more);
    let errors = read(&case);
    assert_eq!(codes(&errors), [(code, path)], "{more}: {errors:#?}");
    assert!(!errors[0].zh.is_empty() && !errors[0].en.is_empty());
}

fn merge(into: &mut Value, more: &Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (key, value) in more {
                merge(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, more) => *into = more.clone(),
    }
}

#[test]
fn names_and_values_in_either_language() {
    let book = book(RULES);
    let text = json!({"地区": "210400", "合同": {"c1": {"期限": "1年", "签订日": "2020年3月1日", "月薪": "0.3万元/月", "课时": "40课时",
        "单位": "e1"}}, "employers": {"e1": {"size": "小型", "staff": "20人", "share": "12%", "净利润": -5}},
        "个人": {"p1": {"失业": "是", "graduated": "2020-06"}},
        "parameters": {"标准": 150, "epidemic": "2020-01-25至2020-06-30"},
        "台账": [{"待遇": "gift", "对象": {"合同": "c1"}, "日期": "2019/3/1", "金额": "10万元", "月数": "3个月", "状态": "待批"}],
        "选择": {"二选一": "gift"}, "资金": {"赠": "某资金"}})
    .to_string();
    let facts = Facts::parse(&book, &text, day("2020-01-01")).unwrap();
    let value = |kind: &str, field: &str| {
        let kind = book.find_kind(kind).unwrap();
        facts.get(kind, 0, book.kind(kind).find_field(field).unwrap())
    };
    let number = |n, d| Val::Num(anye_law::num::Num::ratio(n, d).unwrap());
    assert_eq!(value("contracts", "期限"), number(12, 1));
    assert_eq!(value("contracts", "signed"), Val::Date(day("2020-03-01")));
    assert_eq!(value("contracts", "pay"), number(300_000, 1));
    assert_eq!(value("contracts", "employer"), Val::Thing(0));
    assert_eq!(value("employers", "size"), Val::Enum(2));
    assert_eq!(value("employers", "share"), number(3, 25));
    assert_eq!(value("employers", "net_profit"), number(-500, 1));
    assert_eq!(value("persons", "jobless"), Val::Bool(true));
    assert_eq!(value("persons", "disabled"), Val::Unknown);
    assert_eq!(facts.param(ParamId(0), day("1999-01-01")), number(15_000, 1));
    assert_eq!(facts.param(ParamId(1), day("2020-01-01")), Val::Window(day("2020-01-25"), day("2020-06-30")));
    let entry = &facts.entries()[0];
    assert_eq!((entry.fen, entry.months, entry.pending), (10_000_000, 3, true));
    assert_eq!((facts.choices().len(), facts.funds()[0].1.as_str()), (1, "某资金"));
    let employers = book.find_kind("employers").unwrap();
    assert_eq!(facts.members(employers, 0, 0), [0]);
}

#[test]
fn a_place_written_under_its_code_has_that_code() {
    let text = "文件 T1\n  地区 210000\n对象 地区 places\n  编码 code 文本\n对象 个人 persons\n  地区 place -> 地区.人员\n";
    let source = anye_law::span::SourceFile { path: "t.law".to_owned(), text: text.to_owned() };
    let book = anye_law::compile::compile(vec![source], &[]).book;
    let places = book.find_kind("places").unwrap();
    let code = |case: Value, id: &str| {
        let facts = Facts::parse(&book, &case.to_string(), day("2020-01-01")).unwrap();
        facts.get(places, facts.row(places, id).unwrap(), 0)
    };
    let known = |text: &str| Val::Text(text.into());
    let under = |id: &str, fields: Value| json!({"place": "210400", "places": {id: fields}});
    assert_eq!(code(under("210400", json!({})), "210400"), known("210400"));
    assert_eq!(code(under("210402001000", json!({})), "210402001000"), known("210402001000"));
    // What is said counts, and a name is no code.
    assert_eq!(code(under("210400", json!({"code": "420000"})), "210400"), known("420000"));
    assert_eq!(code(under("210400", json!({"编码": null})), "210400"), Val::Unknown);
    assert_eq!(code(under("fushun", json!({})), "fushun"), Val::Unknown);
    assert_eq!(code(under("21040", json!({})), "21040"), Val::Unknown);
}

#[test]
fn wrong_values() {
    let field = |name: &str, value: Value| json!({"contracts": {"c1": {name: value}}});
    wrong(&field("term", json!("很久")), "F011", "contracts.c1.term");
    wrong(&field("term", json!(true)), "F011", "contracts.c1.term");
    wrong(&field("term", json!(-1)), "F016", "contracts.c1.term");
    wrong(&field("term", json!("12元")), "F013", "contracts.c1.term");
    wrong(&field("signed", json!("2020-02-30")), "F011", "contracts.c1.signed");
    wrong(&field("signed", json!("2020-02")), "F017", "contracts.c1.signed");
    wrong(&field("signed", json!(20_200_201)), "F011", "contracts.c1.signed");
    wrong(&json!({"employers": {"e1": {"business_tax": 1e18}}}), "F015", "employers.e1.business_tax");
    wrong(&json!({"employers": {"e1": {"business_tax": "1e18"}}}), "F013", "employers.e1.business_tax");
    wrong(
        &json!({"employers": {"e1": {"business_tax": "10000000000001元"}}}),
        "F015",
        "employers.e1.business_tax",
    );
    wrong(&json!({"employers": {"e1": {"business_tax": 0.001}}}), "F014", "employers.e1.business_tax");
    wrong(&json!({"employers": {"e1": {"staff": -3}}}), "F016", "employers.e1.staff");
    wrong(&json!({"employers": {"e1": {"size": "巨型"}}}), "F012", "employers.e1.size");
    wrong(&json!({"persons": {"p1": {"jobless": 1}}}), "F011", "persons.p1.jobless");
    wrong(&json!({"persons": {"p1": {"graduated": "六月"}}}), "F011", "persons.p1.graduated");
    wrong(&json!({"persons": {"p1": {"name": 3}}}), "F011", "persons.p1.name");
    let days = json!({"contracts": {"c1": {"signed": "2020-03-02", "ends": "2020-03-01"}}});
    wrong(&days, "F023", "contracts.c1.ends");
}

#[test]
fn wrong_names_come_with_what_was_meant() {
    let meant = |more: &Value| {
        let mut case = json!({"place": "210400", "persons": {"p1": {}}, "contracts": {"c1": {}}});
        merge(&mut case, more);
        let errors = read(&case);
        assert_eq!(errors.len(), 1, "{errors:#?}");
        (errors[0].code, errors[0].suggestion.clone().unwrap_or_else(|| errors[0].en.clone()))
    };
    let pair = |code, text: &str| (code, text.to_owned());
    assert_eq!(meant(&json!({"contracts": {"c1": {"trem": 1}}})), pair("F010", "term"));
    assert_eq!(meant(&json!({"contracts": {"c1": {"签定日": null}}})), pair("F010", "签订日"));
    assert_eq!(meant(&json!({"contrcts": {}})), pair("F010", "contracts"));
    assert_eq!(meant(&json!({"parameters": {"rat": 1}})), pair("F010", "rate"));
    assert_eq!(meant(&json!({"choices": {"one_off": "gift"}})), pair("F010", "one_of"));
    assert_eq!(meant(&json!({"funds": {"gfit": "x"}})), pair("F010", "gift"));
    assert_eq!(meant(&json!({"contracts": {"c1": {"person": "p2"}}})), pair("F020", "p1"));
    assert!(meant(&json!({"contracts": {"c1": {"jobless": true}}})).1.contains("“persons” has"));
    let wrong_side = meant(&json!({"persons": {"p1": {"合同": ["c1"]}}}));
    assert!(
        wrong_side.0 == "F021" && wrong_side.1.contains("\"person\" of each under “contracts”"),
        "{wrong_side:?}"
    );
}

#[test]
fn wrong_shapes() {
    wrong(&json!({"place": "21040"}), "F006", "place");
    wrong(&json!({"place": 210_400}), "F006", "place");
    wrong(&json!({"on": "2020-01-01"}), "F010", "on");
    wrong(&json!({"employers": []}), "F011", "employers");
    wrong(&json!({"employers": {"e2": 3}}), "F011", "employers.e2");
    wrong(&json!({"contracts": {"c1": {"employer": ["e1"]}}}), "F024", "contracts.c1.employer");
    wrong(&json!({"contracts": {"c1": {"employer": {"size": "small"}}}}), "F011", "contracts.c1.employer");
    wrong(&json!({"contracts": {"c1": {"term": 1, "期限": 1}}}), "F003", "contracts.c1.期限");
    wrong(&json!({"合同": {"c2": {}}}), "F003", "合同");
    wrong(&json!({"parameters": {"rate": 201}}), "F022", "parameters.rate");
    wrong(&json!({"parameters": {"rate": 99.99}}), "F022", "parameters.rate");
    let backwards = json!({"parameters": {"epidemic": {"from": "2020-02-01", "to": "2020-01-01"}}});
    wrong(&backwards, "F019", "parameters.epidemic");
    wrong(&json!({"choices": {"one_of": "赠三"}}), "F010", "choices.one_of");
    assert_eq!(codes(&parse("[]")), [("F011", "")]);
    assert_eq!(codes(&parse("{\"place\":")), [("F002", "")]);
    assert_eq!(codes(&parse("{}")), [("F005", "place")]);
    let twice = "{\"place\": \"210400\", \"persons\": {\"p1\": {}, \"p1\": {}}}";
    assert_eq!(codes(&parse(twice)), [("F003", "persons.p1")]);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(codes(&parse(&deep)), [("F002", "")]);
}

#[test]
fn nobody_belongs_to_two() {
    let case = json!({"place": "210400", "contracts": {"c1": {}},
        "persons": {"p1": {"合同": ["c1"]}, "p2": {"合同": ["c1"]}}});
    assert_eq!(codes(&read(&case)), [("F021", "persons.p1.合同"), ("F025", "persons.p2.合同")]);
}

#[test]
fn wrong_ledger_entries() {
    let entry = |more: &Value| {
        let mut one = json!({"benefit": "gift", "subject": {"persons": "p1"}, "date": "2019-01-01"});
        merge(&mut one, more);
        json!({"ledger": [one]})
    };
    wrong(&entry(&json!({"benefit": "gifts"})), "F010", "ledger.0.benefit");
    wrong(&entry(&json!({"subject": {"persons": "p9"}})), "F020", "ledger.0.subject.persons");
    wrong(&entry(&json!({"subject": {"people": "p1"}})), "F010", "ledger.0.subject.people");
    wrong(&entry(&json!({"date": null})), "F026", "ledger.0");
    wrong(&entry(&json!({"amount": -1})), "F016", "ledger.0.amount");
    wrong(&entry(&json!({"months": 1.5})), "F011", "ledger.0.months");
    wrong(&entry(&json!({"status": "maybe"})), "F011", "ledger.0.status");
    wrong(&entry(&json!({"to": "2018-12-31"})), "F019", "ledger.0");
    wrong(&entry(&json!({"ammount": 1})), "F010", "ledger.0.ammount");
    wrong(&json!({"ledger": {}}), "F011", "ledger");
}

#[test]
fn all_mistakes_are_named_at_once() {
    let case = json!({"place": "x", "persons": {"p1": {"a": 1, "jobless": 3}}, "nothing": 1});
    assert_eq!(read(&case).len(), 4);
}

/// Any JSON, with keys that the dictionary knows more often than not.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[-0-9.万亿元个月%年/ ]{0,12}".prop_map(Value::from),
        "(210400|p1|c1|小型|是|gift|2020-0[0-9]-[0-3][0-9]|granted)".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop_oneof![
        "(place|地区|persons|contracts|employers|个人|合同|单位|parameters|ledger|choices|funds|rate|epidemic|one_of|gift)",
        "(p1|c1|e1|term|期限|signed|ends|pay|employer|person|size|staff|benefit|subject|date|amount|months|status|from|to)",
        any::<String>(),
    ];
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..8)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

thread_local! {
    static BOOK: Book = book(RULES);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_json_is_read_or_refused(json in any_json(), text in any::<String>()) {
        BOOK.with(|book| {
            let on = day("2020-01-01");
            for read in [Facts::read(book, &json, on), Facts::parse(book, &text, on)] {
                match read {
                    Ok(facts) => {
                        let answer = anye_law::decide::decide(book, &facts, &anye_law::decide::Query::default());
                        assert!(answer.is_ok());
                    }
                    Err(errors) => assert!(!errors.is_empty()),
                }
            }
        });
    }
}
