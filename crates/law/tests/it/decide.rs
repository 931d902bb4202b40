//! What the tests of the engine share: a small rule book written in the language, facts as JSON, the answer. It must never hide an error of either.

use anye_law::book::Book;
use anye_law::compile::compile;
use anye_law::day::Day;
use anye_law::decide::{Answer, Decision, Facts, Query, decide};
use anye_law::span::SourceFile;
use serde_json::Value;

/// Kinds that all tests use.
pub const KINDS: &str = "
枚举 规模 size
  项 大型 large, 中型 medium, 小型 small
对象 个人 persons
  姓名 name 文本
  生日 birth 日期
  毕业月 graduated 年月
  失业 jobless 是否
  残疾 disabled 是否
  住址 residence 文本
  成绩 score 数
  抽签号 lot 数
对象 单位 employers
  规模 size 规模
  营业税 business_tax 元
  职工数 staff 人
  净利润 net_profit 元
  比例 share %
对象 合同 contracts
  签订日 signed 日期
  期满日 ends 日期
  期限 term 月 “合同约定的期限(月)”
  月薪 pay 元/月
  课时 hours 小时
  单位 employer -> 单位.合同
  个人 person -> 个人.合同
";

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Compiles rules over the common kinds; panics with the findings when there are errors.
pub fn book(rules: &str) -> Book {
    let text = format!("文件 T1\n  地区 210000\n{KINDS}\n{rules}\n");
    let compiled = compile(vec![SourceFile { path: "t.law".to_owned(), text }], &[]);
    assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
    compiled.book
}

pub fn facts(book: &Book, on: &str, json: &Value) -> Facts {
    Facts::parse(book, &json.to_string(), day(on)).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

pub fn answer(book: &Book, on: &str, json: &Value) -> Answer {
    decide(book, &facts(book, on, json), &Query::default()).unwrap()
}

/// The only decision of a rule.
pub fn of<'a>(answer: &'a Answer, rule: &str) -> &'a Decision {
    let mut found = answer.decisions.iter().filter(|decision| decision.rule.name == rule);
    let first = found.next().unwrap_or_else(|| panic!("no decision of {rule}"));
    assert!(found.next().is_none(), "several decisions of {rule}");
    first
}

/// Outcomes of a rule by subject.
pub fn outcomes(answer: &Answer, rule: &str) -> Vec<(String, String)> {
    answer
        .decisions
        .iter()
        .filter(|decision| decision.rule.name == rule)
        .map(|decision| (decision.subject.id.clone(), word(decision)))
        .collect()
}

pub fn word(decision: &Decision) -> String {
    let json = serde_json::to_value(decision.outcome).unwrap();
    let word = json.as_str().unwrap().to_owned();
    match &decision.amount {
        Some(amount) => format!("{word} {amount}"),
        None => word,
    }
}
