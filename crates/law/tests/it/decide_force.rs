//! In force or not: time, place, what was known, what takes a rule's place; exceptions; the order of outcomes.

use anye_law::decide::{Query, decide};
use serde_json::json;

use crate::decide::{answer, book, day, facts, of, word};

const WINDOW: &str = "
参数 解除日 lifted
  类型 日期
  依据 T1 第一条
  未定 “文件未写明”
待遇 期内 in_window
  知悉 2020-02-01
  对象 个人
  依据 T1 第一条
  有效 2020-01-01 至 参数.解除日 + 3 个月
  条件
    ① 个人.失业
  金额 1 元
";

#[test]
fn a_window_may_end_with_an_event() {
    let book = book(WINDOW);
    let case = |lifted| json!({"place": "210400", "persons": {"p": {"jobless": true}}, "parameters": {"lifted": lifted}});
    for (on, expected) in [
        ("2019-12-31", "not_in_force"),
        ("2020-01-01", "granted 1"),
        ("2020-06-30", "granted 1"),
        ("2020-07-01", "not_in_force"),
    ] {
        assert_eq!(word(of(&answer(&book, on, &case("2020-03-31")), "期内")), expected, "{on}");
    }
    let unset = json!({"place": "210400", "persons": {"p": {"jobless": true}}});
    let found = answer(&book, "2020-05-01", &unset);
    let decision = of(&found, "期内");
    assert_eq!((word(decision).as_str(), decision.eligible), ("needs", Some(true)));
    assert!(decision.why.needs[0].parameter && decision.why.needs[0].help == "文件未写明");
    // Before the first day it does not matter when it ends.
    assert_eq!(word(of(&answer(&book, "2019-05-01", &unset), "期内")), "not_in_force");
    let refused = json!({"place": "210400", "persons": {"p": {"jobless": false}}});
    assert_eq!(word(of(&answer(&book, "2020-05-01", &refused), "期内")), "refused");
}

#[test]
fn place_and_knowledge_come_first() {
    let book = book(WINDOW);
    let case = |place| json!({"place": place, "persons": {"p": {"jobless": true}}, "parameters": {"lifted": "2020-03-31"}});
    let far = answer(&book, "2020-05-01", &case("220100"));
    assert_eq!(of(&far, "期内").why.not_in_force, Some("place"));
    assert_eq!(of(&far, "期内").eligible, Some(true), "clauses are looked at all the same");
    for (known, expected) in [("2020-01-31", "not_in_force"), ("2020-02-01", "granted 1")] {
        let facts = facts(&book, "2020-05-01", &case("210400"));
        let query = Query { known: Some(day(known)), ..Query::default() };
        assert_eq!(word(of(&decide(&book, &facts, &query).unwrap(), "期内")), expected);
    }
}

#[test]
fn a_lower_rule_takes_the_place_of_the_upper_one_where_it_is_in_force() {
    let book = book(
        "
待遇 省规 upper
  对象 个人
  依据 T1 第一条
  有效 不限
  金额 1 元
待遇 市规 lower
  地区 210400
  对象 个人
  依据 T1 第二条
  有效 2020-01-01 至 2020-12-31
  金额 2 元
  关系 替代 省规
待遇 旧规 older
  对象 个人
  依据 T1 第三条
  有效 不限
  金额 3 元
冲突 新旧 newer_or_older
  成员 旧规, 市规
  处理 从 市规
  依据 T1 第四条
",
    );
    let case = |place| json!({"place": place, "persons": {"p": {}}});
    let here = answer(&book, "2020-05-01", &case("210402"));
    assert_eq!(of(&here, "省规").why.replaced_by.as_ref().unwrap().id, "lower");
    assert_eq!(of(&here, "旧规").why.not_in_force, Some("replaced"));
    assert_eq!(word(of(&here, "市规")), "granted 2");
    for (place, on) in [("210500", "2020-05-01"), ("210400", "2021-01-01")] {
        let there = answer(&book, on, &case(place));
        assert_eq!(word(of(&there, "省规")), "granted 1", "{place} {on}");
        assert_eq!(word(of(&there, "旧规")), "granted 3", "{place} {on}");
    }
}

const EXCEPTIONS: &str = "
待遇 例 excepted
  对象 个人
  依据 T1 第一条
  有效 不限
  金额 100 元
  最高 250 元
  例外 金额 当 个人.残疾 取 300 元 依据 T1 第二条
  例外 金额 当 个人.失业 取 200 元 依据 T1 第三条
";

#[test]
fn exceptions_stand_in_for_the_base_and_disagree_loudly() {
    let book = book(EXCEPTIONS);
    let try_it = |disabled: serde_json::Value, jobless: serde_json::Value| {
        let case = json!({"place": "210400", "persons": {"p": {"disabled": disabled, "jobless": jobless}}});
        let found = answer(&book, "2020-05-01", &case);
        let decision = of(&found, "例").clone();
        (
            word(&decision),
            decision.capped,
            decision.why.needs.iter().map(|n| n.field.clone()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(try_it(json!(false), json!(false)), ("granted 100".to_owned(), false, vec![]));
    assert_eq!(try_it(json!(false), json!(true)), ("granted 200".to_owned(), false, vec![]));
    assert_eq!(try_it(json!(true), json!(false)), ("granted 250".to_owned(), true, vec![]));
    assert_eq!(try_it(json!(true), json!(true)).0, "conflict");
    assert_eq!(try_it(json!(null), json!(false)), ("needs".to_owned(), false, vec!["disabled".to_owned()]));
}

#[test]
fn what_cannot_be_computed_is_said_and_never_wrapped() {
    let book = book(
        "
待遇 乘 product
  对象 单位
  依据 T1 第一条
  有效 不限
  条件
    ① 单位.职工数 > 0 人
  金额 四舍五入到元(作元(数值(单位.营业税) × 数值(单位.营业税) × 数值(单位.营业税)))
待遇 负 negative
  对象 单位
  依据 T1 第一条
  有效 不限
  金额 单位.净利润
",
    );
    let case = |tax: i64, staff: i64| json!({"place": "210400", "employers": {"e": {"business_tax": tax, "staff": staff, "净利润": -tax}}});
    let found = answer(&book, "2020-05-01", &case(9_000_000_000_000, 1));
    assert_eq!(of(&found, "乘").why.error.as_ref().unwrap().code, "overflow");
    assert_eq!(of(&found, "负").why.error.as_ref().unwrap().code, "negative");
    let found = answer(&book, "2020-05-01", &case(9_000_000_000_000, 0));
    assert_eq!(word(of(&found, "乘")), "refused", "what is refused need not be computed");
    assert_eq!(word(of(&answer(&book, "2020-05-01", &case(3, 1)), "乘")), "granted 27");
}

#[test]
fn one_of_several_clauses_is_enough() {
    let book = book(
        "
认定 任 any_one
  对象 个人
  依据 T1 第一条
  有效 不限
  条件
    ① 个人.成绩 >= 60
  条件 任一
    ② 个人.残疾
    ③ 个人.失业
",
    );
    let try_it = |score: i64, a: serde_json::Value, b: serde_json::Value| {
        let case =
            json!({"place": "210400", "persons": {"p": {"score": score, "disabled": a, "jobless": b}}});
        let found = answer(&book, "2020-05-01", &case);
        let decision = of(&found, "任").clone();
        (word(&decision), decision.holds, decision.why.failed)
    };
    let (yes, no, unknown) = (json!(true), json!(false), json!(null));
    assert_eq!(try_it(60, yes.clone(), no.clone()), ("granted".to_owned(), Some(true), vec![]));
    assert_eq!(try_it(60, no.clone(), no.clone()), ("refused".to_owned(), Some(false), vec![2, 3]));
    assert_eq!(try_it(59, yes.clone(), no.clone()), ("refused".to_owned(), Some(false), vec![1]));
    assert_eq!(try_it(60, unknown.clone(), yes), ("granted".to_owned(), Some(true), vec![]));
    assert_eq!(try_it(60, unknown, no), ("needs".to_owned(), None, vec![]));
}

#[test]
fn what_is_nested_too_deeply_is_said_and_does_not_overflow_the_stack() {
    let sum = |steps: usize| {
        let mut text =
            "测算 和 total\n  对象 个人\n  依据 T1 第一条\n  有效 不限\n  设 步0 = 个人.成绩\n".to_owned();
        for step in 1..steps {
            text.push_str(&format!("  设 步{step} = 步{} + 1\n", step - 1));
        }
        let book = book(&format!("{text}  给出 值 result = 步{}\n", steps - 1));
        let found = answer(&book, "2020-05-01", &json!({"place": "210400", "persons": {"p": {"score": 2}}}));
        let decision = of(&found, "和").clone();
        (word(&decision), decision.outputs.first().map(|output| output.text.clone()), decision.why.error)
    };
    assert_eq!(sum(100), ("granted".to_owned(), Some("101".to_owned()), None));
    let (outcome, _, error) = sum(1000);
    assert_eq!((outcome.as_str(), error.unwrap().code), ("error", "depth"));
}
