//! Every finding of the checker: an example that it names, and the nearest sound example that it leaves alone.

use anye_law::check::{Library, compile_sources};
use anye_law::compile::Table;
use anye_law::span::{Diagnostic, Severity, SourceFile};

/// Kinds, enums and a sound rule that the examples build on.
pub(super) const WORDS: &str = "
枚举 规模 size
  项 大型 large, 中型 medium, 小型 small
对象 合同 contracts
  签订日 signed 日期
  期限 term 月
  新招用 new_hire 是否
  工资 wage 元
  费率 rate %
  人数 persons 人
  学时 hours 小时
  单位 employer -> 单位.合同
  个人 person -> 个人.合同
对象 单位 employers
  规模 size 规模
  名称 name 文本
对象 个人 persons
  出生日 born 日期
";

pub(super) fn findings(text: &str, tables: &[Table], library: Option<&Library<'_>>) -> Vec<Diagnostic> {
    let source = SourceFile {
        path: "t.law".to_owned(),
        text: format!("文件 T1\n  地区 210000\n{WORDS}\n{text}\n"),
    };
    compile_sources(vec![source], tables, library).diagnostics
}

fn codes(text: &str) -> Vec<&'static str> {
    findings(text, &[], None).iter().map(|found| found.code).collect()
}

/// A rule about contracts with these sections.
pub(super) fn rule(name: &str, sections: &str) -> String {
    let mut text = format!("待遇 {name} {}\n  对象 合同\n  依据 T1 第一条\n", ascii(name));
    if !sections.contains("有效") {
        text.push_str("  有效 不限\n");
    }
    for line in sections.lines().filter(|line| !line.trim().is_empty()) {
        text.push_str("  ");
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn ascii(name: &str) -> String {
    name.chars().map(|c| format!("r{:x}", u32::from(c))).collect()
}

/// The finding is there for the first text and not for the second.
#[track_caller]
pub(super) fn tells(code: &str, bad: &str, good: &str) {
    let found = findings(bad, &[], None);
    let hit = found.iter().find(|one| one.code == code);
    let Some(hit) = hit else { panic!("{code} was not found in\n{bad}\nbut {found:#?}") };
    assert!(!hit.zh.is_empty() && !hit.en.is_empty() && hit.zh != hit.en, "{hit:?}");
    assert!(
        !codes(good).contains(&code),
        "{code} was found in the sound\n{good}\n{:#?}",
        findings(good, &[], None)
    );
}

#[track_caller]
fn tells_rule(code: &str, bad: &str, good: &str) {
    tells(code, &rule("甲", bad), &rule("甲", good));
}

#[test]
fn a_sound_rule_has_no_errors() {
    let text = rule(
        "甲",
        "受益 合同.单位\n条件\n  ① 合同.新招用\n  ② 合同.期限 >= 12 个月\n  ③ 合同.单位.规模 属于 {小型, 中型}\n金额 1000 元/人 × 合同.人数\n最高 20000 元",
    );
    let errors: Vec<_> =
        findings(&text, &[], None).into_iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn what_every_rule_must_say() {
    let good = rule("甲", "金额 1 元");
    tells("L201", "待遇 甲 a\n  对象 合同\n  有效 不限\n", &good);
    tells("L207", "待遇 甲 a\n  依据 T1 第一条\n  有效 不限\n", &good);
    tells("L211", "待遇 甲 a\n  依据 T1 第一条\n  对象 合同\n", &good);
    tells("L201", "参数 甲 a\n  类型 元\n  值 1 元\n", "参数 甲 a\n  类型 元\n  值 1 元\n  依据 T1 第一条\n");
}

#[test]
fn units_and_types_must_go_together() {
    tells_rule("L111", "金额 合同.工资 + 合同.期限", "金额 合同.工资 + 5 元");
    tells_rule("L111", "条件 ① 合同.期限 > 5 日", "条件 ① 合同.期限 > 5 个月");
    tells_rule("L114", "金额 合同.期限", "金额 合同.工资");
    tells_rule("L102", "条件 ① 合同.单位.规模 为 小形", "条件 ① 合同.单位.规模 为 小型");
    tells_rule("L103", "条件 ① 合同.新招", "条件 ① 合同.新招用");
    tells_rule("L112", "起始 合同.签订日 + 5 元", "起始 合同.签订日 + 5 日");
}

#[test]
fn windows_and_orders_have_their_types() {
    tells_rule(
        "L114",
        "次数 每 合同.个人 至多 1 次 在 合同.期限 内",
        "次数 每 合同.个人 至多 1 次 在 2010-01-01 至 2010-12-31 内",
    );
    let ranking = |key: &str| {
        format!("排序 名次 rank_a\n  对象 合同\n  依据 T1 第一条\n  有效 不限\n  次序\n    ① {key} 大者先\n")
    };
    tells("L114", &ranking("合同.单位.名称"), &ranking("合同.期限"));
}

#[test]
fn a_suggestion_is_given_where_a_name_is_near() {
    let found = findings(&rule("甲", "条件 ① 合同.新招甲"), &[], None);
    let hit = found.iter().find(|one| one.code == "L103");
    assert_eq!(hit.and_then(|one| one.suggestion.as_deref()), Some("新招用"));
}

#[test]
fn fractions_of_a_fen_need_a_rounding() {
    tells_rule("L208", "金额 合同.工资 × 合同.费率", "金额 四舍五入到分(合同.工资 × 合同.费率)");
    tells_rule("L208", "金额 合同.工资 ÷ 3", "金额 合同.工资 × 3");
    tells_rule("L208", "金额 1 元\n最高 合同.工资 × 50%", "金额 1 元\n最高 舍去到分(合同.工资 × 50%)");
}

#[test]
fn names_stand_once() {
    let one = rule("甲", "金额 1 元");
    let sound = format!("{one}{}", rule("乙", "金额 1 元"));
    tells("L122", &format!("{one}{one}"), &sound);
    tells(
        "L122",
        &format!("{sound}互斥 甲 group_a\n  成员 甲, 乙\n  每 个人\n  依据 T1 第一条\n"),
        &format!("{sound}互斥 丙 group_a\n  成员 甲, 乙\n  每 个人\n  依据 T1 第一条\n"),
    );
    tells("L123", "对象 个人 persons\n  出生日 birth 日期\n", "对象 个人 persons\n  毕业日 graduated 日期\n");
    tells("L129", "枚举 级别 level\n  项 甲 a, 甲 b\n", "枚举 级别 level\n  项 甲 a, 乙 b\n");
}

#[test]
fn clauses_that_facts_cannot_change() {
    tells_rule("L240", "条件 ① 5 > 3", "条件 ① 合同.期限 > 3 个月");
    tells_rule("L240", "条件 ① 合同.新招用 且 否", "条件 ① 合同.新招用");
    tells_rule("L240", "条件 ① 合同.期限 < 合同.期限", "条件 ① 合同.期限 < 3 个月");
    tells_rule(
        "L240",
        "条件 ① 合同.期限 > 5 个月 且 合同.期限 < 3 个月",
        "条件 ① 合同.期限 > 3 个月 且 合同.期限 < 5 个月",
    );
    tells_rule("L240", "条件 ① (计数 合同.单位.合同) < 0", "条件 ① (计数 合同.单位.合同) > 0");
    tells_rule(
        "L248",
        "条件 ① 合同.单位.规模 属于 {大型, 中型, 小型}",
        "条件 ① 合同.单位.规模 属于 {大型, 中型}",
    );
    tells_rule("L248", "条件 ① 合同.新招用 或 非 合同.新招用", "条件 ① 合同.新招用 或 合同.期限 > 3 个月");
}

#[test]
fn clauses_that_contradict_or_repeat_one_another() {
    tells_rule(
        "L242",
        "条件\n  ① 合同.期限 > 5 个月\n  ② 合同.期限 < 3 个月",
        "条件\n  ① 合同.期限 > 3 个月\n  ② 合同.期限 < 5 个月",
    );
    tells_rule(
        "L242",
        "条件\n  ① 合同.期限 > 5 个月\n  ② 合同.期限 <= 5 个月",
        "条件\n  ① 合同.期限 >= 5 个月\n  ② 合同.期限 <= 5 个月",
    );
    tells_rule(
        "L242",
        "条件\n  ① 合同.单位.规模 为 大型\n  ② 合同.单位.规模 属于 {小型, 中型}",
        "条件 任一\n  ① 合同.单位.规模 为 大型\n  ② 合同.单位.规模 属于 {小型, 中型}",
    );
    tells_rule(
        "L242",
        "条件\n  ① 合同.新招用\n  ② 非 合同.新招用",
        "条件 任一\n  ① 合同.新招用\n  ② 合同.期限 > 3 个月",
    );
    tells_rule(
        "L242",
        "条件\n  ① 合同.签订日 < 2009-01-01\n  ② 合同.签订日 在 2010-01-01 至 2010-12-31 内",
        "条件\n  ① 合同.签订日 < 2010-02-01\n  ② 合同.签订日 在 2010-01-01 至 2010-12-31 内",
    );
    tells_rule(
        "L241",
        "条件\n  ① 合同.期限 > 5 个月\n  ② 5 个月 < 合同.期限",
        "条件\n  ① 合同.期限 > 5 个月\n  ② 合同.新招用",
    );
}

#[test]
fn branches_that_are_never_reached() {
    let amount = |branches: &str| format!("金额 情形 {{ {branches}; 其他: 1 元 }}");
    let good = amount("合同.期限 >= 20 个月: 3 元; 合同.期限 >= 10 个月: 2 元");
    tells_rule("L244", &amount("合同.期限 >= 10 个月: 2 元; 合同.期限 >= 20 个月: 3 元"), &good);
    tells_rule("L244", &amount("合同.新招用: 2 元; 合同.新招用: 3 元"), &good);
    tells_rule("L244", &amount("是: 2 元; 合同.新招用: 3 元"), &good);
    tells_rule("L244", &amount("合同.期限 > 5 个月 且 合同.期限 < 3 个月: 2 元"), &good);
    tells_rule("L243", "金额 四舍五入到分(合同.工资 ÷ (3 - 3))", "金额 四舍五入到分(合同.工资 ÷ 3)");
}

#[test]
fn exceptions_that_clash() {
    let two =
        |a: &str, b: &str| format!("金额 100 元\n例外 金额 当 {a} 取 200 元\n例外 金额 当 {b} 取 300 元");
    tells_rule("L246", &two("合同.新招用", "合同.新招用"), &two("合同.新招用", "非 合同.新招用"));
    tells_rule(
        "L246",
        &two("合同.期限 > 6 个月", "合同.期限 > 12 个月"),
        &two("合同.期限 > 12 个月", "合同.期限 < 6 个月"),
    );
    tells_rule(
        "L245",
        "金额 100 元\n例外 金额 当 1 > 2 取 200 元",
        "金额 100 元\n例外 金额 当 合同.新招用 取 200 元",
    );
    tells_rule(
        "L247",
        "金额 100 元\n例外 月数 当 合同.新招用 取 2 个月",
        "月数 1 个月\n例外 月数 当 合同.新招用 取 2 个月",
    );
}

#[test]
fn nothing_is_left_out_in_silence() {
    let deep =
        (0..9).fold("合同.新招用".to_owned(), |inner, _| format!("存在 全体 合同 满足 ({inner})"));
    tells_rule("L117", &format!("条件 ① {deep}"), "条件 ① 存在 全体 合同 满足 (合同.新招用)");
    tells_rule(
        "L117",
        "金额 1 元\n给出 子 a = 四舍五入(合同.费率, 12)",
        "金额 1 元\n给出 子 a = 四舍五入(合同.费率, 2)",
    );
    // One mistake in a local is said once, and not again wherever the local is used.
    let found = findings(&rule("甲", "设 子 = 合同.无此字段\n设 丑 = 子 + 5 元\n金额 丑"), &[], None);
    let errors: Vec<&str> =
        found.iter().filter(|one| one.severity == Severity::Error).map(|one| one.code).collect();
    assert_eq!(errors, ["L103"]);
}
