//! Typical mistakes: which finding, where, and what is suggested; and what survives beside them.

use anye_law::span::FileId;
use anye_law::syntax::ast::Item;
use anye_law::{parse, parse_expression};

/// Code, the text it points at and the suggestion of every finding.
fn findings(text: &str) -> Vec<(&'static str, String, Option<String>)> {
    let (_, found) = parse(FileId(0), text);
    found
        .into_iter()
        .map(|f| (f.code, text[f.span.start as usize..f.span.end as usize].to_owned(), f.suggestion))
        .collect()
}

/// The findings in the body of a rule.
fn rule(body: &str) -> Vec<(&'static str, String, Option<String>)> {
    findings(&format!("待遇 甲 first\n{body}\n  有效 不限\n"))
}

fn one(
    code: &'static str,
    place: &str,
    suggestion: Option<&str>,
) -> Vec<(&'static str, String, Option<String>)> {
    vec![(code, place.to_owned(), suggestion.map(str::to_owned))]
}

#[test]
fn words_and_signs() {
    assert_eq!(rule("  金额 1000 元 ？"), one("L001", "？", None));
    assert_eq!(rule("  说明 “没有写完"), one("L002", "“没有写完", Some("“没有写完”")));
    assert_eq!(rule("  知悉 2020-02-30"), one("L003", "2020-02-30", None));
    assert_eq!(rule("  知悉 2020年13月1日"), one("L003", "2020年13月1日", None));
    assert_eq!(rule("  金额 1234567890123456789012345678901 元").first().map(|f| f.0), Some("L004"));
    assert_eq!(rule("  办理 人社局"), one("L016", "人社局", Some("“人社局”")));
    assert_eq!(rule("  知悉 去年"), vec![("L017", "去年".into(), None)]);
}

#[test]
fn heads_and_sections() {
    assert_eq!(findings("待于 甲 first\n  金额 1 元\n"), one("L005", "待于", Some("待遇")));
    assert_eq!(rule("  金客 1000 元"), one("L006", "金客", Some("金额")));
    assert_eq!(rule("  amout 1000 元"), one("L006", "amout", Some("amount")));
    assert_eq!(rule("  类型 元"), one("L006", "类型", None));
    assert_eq!(rule("  金额 1000 元 最高 500 元"), one("L007", "最高", None));
    assert_eq!(rule("金额 1000 元"), one("L008", "金额", Some("  金额")));
    assert_eq!(rule("  金额 = 1000 元"), one("L009", "=", None));
    assert_eq!(rule("  金额 1000 元\n  金额 2000 元"), one("L020", "金额", None));
    assert_eq!(findings("待遇 甲\n  有效 不限\n"), one("L015", "", None));
    assert_eq!(findings("待遇 甲 First\n  有效 不限\n"), one("L015", "First", None));
}

#[test]
fn expressions() {
    assert_eq!(rule("  金额 "), one("L010", "", None));
    assert_eq!(rule("  金额 较小(甲, 乙"), one("L011", "", Some(")")));
    assert_eq!(rule("  金额 (甲 + 乙))"), one("L012", ")", None));
    assert_eq!(rule("  金额 若 甲 则 1 元"), one("L019", "", Some("否则")));
    assert_eq!(rule("  金额 情形 { 甲: 1 元; 乙: 2 元 }"), one("L023", "情形 { 甲: 1 元; 乙: 2 元 }", None));
    assert_eq!(rule("  金额 12 周 + 3 元"), one("L024", "周", None));
    assert_eq!(rule("  条件\n    ① 1 < 甲 < 5"), one("L022", "<", None));
    assert_eq!(rule("  条件\n    ① 甲 在 2020-01-01 至 2020-12-31"), one("L019", "", Some("内")));
    assert_eq!(rule("  条件\n    甲 为 是"), one("L021", "甲", None));
    assert_eq!(rule("  条件 甲 为 是"), one("L021", "甲", None));
    assert_eq!(rule("  金额 1 元\n    ① 甲"), one("L030", "①", None));
    assert_eq!(rule("  例外 金额 当 甲 1000 元"), one("L019", "1000", Some("取")));
    assert_eq!(rule("  次数 每 甲 1 次"), one("L019", "1", Some("至多")));
}

#[test]
fn citations_parameters_and_kinds() {
    assert_eq!(rule("  依据 第九条"), one("L026", "第九条", None));
    assert_eq!(findings("对象 甲 first\n  字段 field\n"), one("L025", "", None));
    assert_eq!(
        findings("对象 甲 first\n  字段 field -> 乙\n"),
        vec![("L019", String::new(), Some(".".into())), ("L014", String::new(), None)]
    );
    assert_eq!(findings("参数 甲 first\n  范围 1 元\n"), one("L019", "", Some("至")));
}

#[test]
fn scenarios() {
    let case =
        |line: &str| findings(&format!("情景 甲\n  底稿\n    合同.期限 = 1 个月\n{line}\n  例 好 → 给予\n"));
    assert_eq!(case("  例 差 : 合同.期限 = 2 个月"), one("L019", "", Some("→")));
    assert_eq!(case("  例 差 → 給予"), one("L027", "給予", Some("给予")));
    assert_eq!(case("  例 差 : 合同#0.期限 = 1 → 给予"), one("L029", "0", None));
    assert_eq!(case("  例 差 : 合同#9..2.期限 = 1 → 给予"), one("L029", "9..2", None));
    assert_eq!(case("  例 差 : 合同.期限 2 → 给予"), one("L019", "2", Some("=")));
}

#[test]
fn one_mistake_hides_nothing_else() {
    let text = "\
待遇 甲 first
  有效 不限
  金客 1 元
  条件
    ① (甲 为 是
    ② 乙 >= 
  月数 3 个月

待於 乙 second
  金额 1 元

认定 丙 third
  有效 2020-01-01 至 2020-02-31
";
    let (file, found) = parse(FileId(0), text);
    assert_eq!(found.iter().map(|f| f.code).collect::<Vec<_>>(), ["L006", "L011", "L010", "L005", "L003"]);
    assert_eq!(file.items.len(), 2);
    let Item::Rule(first) = &file.items[0] else { panic!("not a rule") };
    assert_eq!(first.blocks[0].clauses.len(), 2);
    assert!(first.months.is_some());
}

#[test]
fn an_open_bracket_is_shown_with_its_beginning() {
    let (_, found) = parse_expression(FileId(0), "(1 + 2");
    assert_eq!(found[0].related.iter().map(|s| (s.start, s.end)).collect::<Vec<_>>(), [(0, 1)]);
}
