//! Units in English: the same figures as with the Chinese words, in rules, types, parameters and cases.

use anye_law::book::{Dim, Node, Ty, Val};
use anye_law::compile::compile;
use anye_law::num::Num;
use anye_law::scenario;
use anye_law::span::{FileId, SourceFile};
use anye_law::syntax::ast;
use anye_law::{format, parse, parse_expression};

const ENGLISH: &str = "document T1
  place 210000

kind contracts contracts
  signed signed date
  term term months
  pay pay yuan/month
  share share percent
  people people persons

parameter rate rate
  type yuan/month/person
  range 100 yuan/month/person to 200 yuan/month/person
  basis T1 第一条
  value 150 yuan/month/person

benefit subsidy subsidy
  subject contracts
  basis T1 第一条
  valid always
  when
    ① contracts.term at_least 1 year
    ② contracts.pay less_than 1 thousand yuan/month
    ③ contracts.share at_least 12.5 percent
    ④ contracts.signed + 90 days not_more_than 2020-12-31
  amount parameter.rate × 2 months × contracts.people + 5 jiao
  months 6 months

scenario subsidy
  base
    date 2020-06-01
    place 210400
    contracts.signed = 2020-03-01
    contracts.term = 12 months
    contracts.pay = 999 yuan/month
    contracts.share = 12.5 percent
    contracts.people = 2 persons
  case granted → granted 600.5 yuan 6 months
  case short : contracts.term = 11 months → refused ①
  case paid : contracts.pay = 1 thousand yuan/month → refused ②
  case share : contracts.share = 12 percent → refused ③
  case late : contracts.signed = 2020-10-03 → refused ④
";

fn number(text: &str) -> (Num, Vec<String>) {
    let (found, wrong) = parse_expression(FileId(0), text);
    assert!(wrong.is_empty(), "{text}: {wrong:?}");
    match *found.node {
        ast::Node::Number { value, unit } => (value, unit),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn english_units_are_the_chinese_ones() {
    for (english, chinese) in [
        ("1000 yuan", "1000 元"),
        ("10 thousand yuan", "1 万元"),
        ("3 million usd", "300 万美元"),
        ("5 jiao", "5 角"),
        ("3 fen", "3 分"),
        ("12 months", "12 个月"),
        ("1 month", "1 月"),
        ("3 years", "3 年"),
        ("1 Year", "1 年"),
        ("30 days", "30 日"),
        ("40 hours", "40 学时"),
        ("5 persons", "5 人"),
        ("1 person", "1 人"),
        ("10 yuan/hour", "10 元/小时"),
        ("150 yuan/person/month", "150 元/人/月"),
        ("12.5 percent", "12.5%"),
        ("2 times", "2 次"),
        ("3 households", "3 户"),
    ] {
        assert_eq!(number(english), number(chinese), "{english} is {chinese}");
    }
}

#[test]
fn a_rule_all_in_english_compiles_decides_and_keeps_its_words() {
    let compiled = compile(vec![SourceFile { path: "t.law".to_owned(), text: ENGLISH.to_owned() }], &[]);
    assert!(compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics);
    let fields = &compiled.book.kinds[0].fields;
    let pay = Dim::MONEY.per(Dim::MONTH).unwrap();
    assert_eq!(
        fields.iter().map(|field| field.ty).collect::<Vec<_>>(),
        [Ty::Date, Ty::Num(Dim::MONTH), Ty::Num(pay), Ty::Num(Dim::NUMBER), Ty::Num(Dim::PERSON)]
    );
    let thousand = Node::Const(Val::Num(Num::int(100_000)));
    assert!(compiled.book.nodes.contains(&thousand), "a thousand yuan are 100,000 fen");
    let run = |it| scenario::run(&compiled.book, it).unwrap_or_default();
    let results: Vec<_> = compiled.scenarios.iter().flat_map(run).collect();
    assert_eq!(results.len(), 5);
    for result in &results {
        assert!(result.differences.is_empty(), "{}: {:?}", result.title, result.differences);
    }
    let (tree, _) = parse(FileId(0), ENGLISH);
    let pretty = format(&tree, ENGLISH);
    assert!(pretty.contains("150 yuan/month/person") && pretty.contains("12.5 percent"), "{pretty}");
}

#[test]
fn a_type_month_is_still_a_calendar_month() {
    let text =
        "document T1\n  place 210000\nkind contracts contracts\n  paid paid month\n  term term months\n";
    let compiled = compile(vec![SourceFile { path: "t.law".to_owned(), text: text.to_owned() }], &[]);
    assert!(compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics);
    let fields = &compiled.book.kinds[0].fields;
    assert_eq!((fields[0].ty, fields[1].ty), (Ty::Month, Ty::Num(Dim::MONTH)));
}
