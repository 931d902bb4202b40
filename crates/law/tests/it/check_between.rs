//! Findings about dates, places, money, parameters, groups and scenarios.

use super::check::{findings, rule, tells};
use anye_law::check::{Known, Library};
use anye_law::compile::Table;

#[track_caller]
fn tells_rule(code: &str, bad: &str, good: &str) {
    tells(code, &rule("甲", bad), &rule("甲", good));
}

/// Two rules, the second with these sections.
fn two(first: &str, second: &str) -> String {
    format!("{}{}", rule("甲", first), rule("乙", second))
}

#[test]
fn dates_of_one_rule() {
    tells_rule("L205", "有效 2020-12-31 至 2020-01-01", "有效 2020-01-01 至 2020-12-31");
    tells_rule("L205", "有效 2020-12-31 至 2020-12-31 - 1 日", "有效 2020-12-31 至 2020-12-31");
    tells_rule("L205", "起始 2020-05-01\n终止 2020-04-01", "起始 2020-04-01\n终止 2020-05-01");
    tells_rule(
        "L250",
        "有效 2020-01-01 至 2020-03-31\n月数 12 个月",
        "有效 2020-01-01 至 2020-03-31\n月数 3 个月",
    );
}

#[test]
fn how_rules_stand_to_one_another() {
    let years = |relation: &str, from: &str, to: &str| {
        two("有效 2020-01-01 至 2020-12-31", &format!("有效 {from} 至 {to}\n关系 {relation} 甲"))
    };
    tells("L255", &years("实施", "2020-02-01", "2021-01-31"), &years("实施", "2020-02-01", "2020-12-31"));
    tells("L255", &years("依附", "2019-12-31", "2020-02-01"), &years("补充", "2019-12-31", "2020-02-01"));
    tells("L254", &years("替代", "2021-01-01", "2021-12-31"), &years("替代", "2020-06-01", "2021-12-31"));
    let places = |own: &str| two("地区 210400", &format!("地区 {own}\n关系 替代 甲"));
    tells("L252", &places("210500"), &places("210402"));
    tells("L252", &places("210000"), &places("210400"));
    let twice = |more: &str| two("", &format!("关系 补充 甲\n关系 {more}"));
    tells("L251", &twice("实施 甲"), &two("", "关系 补充 甲"));
    tells(
        "L253",
        &format!("{}待遇 乙 b\n  对象 单位\n  依据 T1 第一条\n  有效 不限\n  关系 替代 甲\n", rule("甲", "")),
        &two("", "关系 替代 甲"),
    );
}

#[test]
fn rules_of_one_topic() {
    let bad = two("事项 补贴", "事项 补贴");
    tells("L256", &bad, &two("事项 补贴", "事项 补贴\n关系 补充 甲"));
    tells("L256", &bad, &two("事项 补贴\n地区 210400", "事项 补贴\n地区 210500"));
    tells("L256", &bad, &two("事项 补贴\n有效 至 2019-12-31", "事项 补贴\n有效 自 2020-01-01"));
    tells("L256", &bad, &format!("{bad}冲突 丙 c\n  成员 甲, 乙\n  处理 并行\n  依据 T1 第一条\n"));
    tells(
        "L257",
        &two("事项 补贴\n有效 至 2019-12-31", "事项 补贴\n有效 自 2020-02-01"),
        &two("事项 补贴\n有效 至 2019-12-31", "事项 补贴\n有效 自 2020-01-01"),
    );
}

#[test]
fn rules_that_ask_one_another_in_a_circle() {
    tells(
        "L218",
        &two("条件 ① 符合(乙, 合同)", "条件 ① 符合(甲, 合同)"),
        &two("条件 ① 符合(乙, 合同)", "条件 ① 合同.新招用"),
    );
    tells_rule("L210", "设 子 = 丑 + 1\n设 丑 = 子 + 1", "设 子 = 丑 + 1\n设 丑 = 1");
}

#[test]
fn groups_and_conflicts() {
    let group = |first: &str, second: &str, members: &str| {
        format!("{}互斥 丙 c\n  成员 {members}\n  每 个人\n  依据 T1 第一条\n", two(first, second))
    };
    let good = group("地区 210400", "地区 210402", "甲, 乙");
    tells("L261", &group("地区 210400", "地区 210500", "甲, 乙"), &good);
    tells("L261", &group("有效 至 2019-12-31", "有效 自 2020-01-01", "甲, 乙"), &good);
    tells("L260", &group("", "", "甲, 乙, 甲"), &good);
    tells("L217", &group("", "", "甲"), &good);
    tells("L215", &good.replace("每 个人", "每 无此对象"), &good);
    let two_ways = "对象 合同 contracts\n  介绍人 introducer -> 个人.介绍\n";
    tells("L216", &format!("{two_ways}{good}"), &good.replace("每 个人", "每 单位"));
    tells("L219", &format!("{good}  选择 谁先来\n"), &format!("{good}  选择 先批者\n"));
    let conflict = |prevails: &str, basis: &str| {
        format!("{}{}冲突 丁 d\n  成员 甲, 乙\n  处理 从 {prevails}\n{basis}", two("", ""), rule("丙", ""))
    };
    tells("L262", &conflict("丙", "  依据 T1 第一条\n"), &conflict("乙", "  依据 T1 第一条\n"));
    tells("L201", &conflict("乙", ""), &conflict("乙", "  依据 T1 第一条\n"));
}

#[test]
fn money_that_does_not_add_up() {
    tells_rule("L272", "金额 500 元/人 × 合同.人数\n最高 300 元", "金额 500 元/人 × 合同.人数\n最高 500 元");
    tells_rule("L272", "金额 500 元\n上限 每 合同.单位 400 元", "金额 500 元\n上限 每 合同.单位 800 元");
    tells_rule("L271", "最高 300 元", "金额 1 元\n最高 300 元");
    tells_rule("L273", "次数 每 合同.个人 至多 0 次", "次数 每 合同.个人 至多 1 次");
    tells_rule("L270", "金额 3 元 - 5 元", "金额 5 元 - 3 元");
    tells_rule("L213", "金额 1 元\n分担 省 40%, 市 40%", "金额 1 元\n分担 省 40%, 市 60%");
    tells_rule("L213", "金额 1 元\n资金 甲金 60%, 乙金 30%", "金额 1 元\n资金 甲金 60%, 乙金 40%");
    tells_rule("L274", "分担 省 40%, 市 60%", "金额 1 元\n分担 省 40%, 市 60%");
}

#[test]
fn values_of_parameters() {
    let param = |lines: &str| {
        let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
        format!("参数 标准 standard\n  类型 元\n  依据 T1 第一条\n{lines}")
    };
    tells("L204", &param("范围 100 元 至 200 元\n值 250 元"), &param("范围 100 元 至 200 元\n值 200 元"));
    tells("L230", &param("范围 200 元 至 100 元\n值 150 元"), &param("范围 100 元 至 200 元\n值 150 元"));
    tells(
        "L203",
        &param("值 1 元 至 2009-06-30\n值 2 元 自 2009-06-30"),
        &param("值 1 元 至 2009-06-30\n值 2 元 自 2009-07-01"),
    );
    tells(
        "L229",
        &param("值 1 元 至 2009-06-30\n值 2 元 自 2009-08-01"),
        &param("值 1 元 至 2009-06-30\n值 2 元 自 2009-07-01"),
    );
    tells("L202", &param(""), &param("未定 “没有写明”"));
    tells("L231", &param("值 1 元\n层级 村"), &param("值 1 元\n层级 市"));
    tells("L232", &param("值 1 元\n层级 市"), &param("值 1 元 地区 210400\n层级 市"));
    tells("L281", &param("值 1 元"), &format!("{}{}", param("值 1 元"), rule("甲", "金额 参数.标准")));
}

#[test]
fn tables_are_read_cell_by_cell() {
    let text =
        "参数 标准 standard\n  类型 元\n  范围 1 元 至 9 元\n  依据 T1 第一条\n  取值表 “data/x.csv”\n";
    let run =
        |csv: &str| findings(text, &[Table { path: "data/x.csv".to_owned(), text: csv.to_owned() }], None);
    let has = |csv: &str, code: &str, part: &str| {
        let found = run(csv);
        assert!(
            found.iter().any(|one| one.code == code && one.zh.contains(part)),
            "{code} {part}: {found:#?}"
        );
    };
    let sound = run("value,place,from,to,basis\n5 元,210400,2009-01-01,,T1 第一条\n");
    assert!(sound.iter().all(|one| one.code == "L281" || one.code == "L280"), "{sound:#?}");
    has("value,place,from,to\n5,,,\n", "L321", "首行");
    has("value,place,from,to,basis\n5,,,,T1 第一条\n五,,,,T1 第一条\n", "L322", "第 3 行");
    has("value,place,from,to,basis\n5,,2009-13-01,,T1 第一条\n", "L322", "from");
    has("value,place,from,to,basis\n5,,,,\n", "L322", "basis");
    has("value,place,from,to,basis\n50,,,,T1 第一条\n", "L204", "范围");
    has("value,place,from,to,basis\n5,,,,第一条\n", "L322", "basis");
    has("value,place,from,to,basis\n,,,,T1 第一条\n", "L322", "value");
    has("value,place,from,to,basis\n# a remark\n5,,,,T1 第一条\n六,,,,T1 第一条\n", "L322", "第 4 行");
    has("value,place,from,until,basis\n5,,,,T1 第一条\n", "L321", "首行");
    assert!(findings(text, &[], None).iter().any(|one| one.code == "L320"));
}

#[test]
fn citations_and_rows_are_held_against_the_library() {
    let articles = |document: &str, article: &str| match (document, article) {
        ("T1", "1" | "") => Known::Yes,
        ("T1", _) => Known::ArticleUnknown,
        _ => Known::DocumentUnknown,
    };
    let requirement = |id: &str| id == "T1/01.a";
    let library = Library { articles: &articles, requirement: &requirement };
    let found = |text: &str| -> Vec<&'static str> {
        findings(text, &[], Some(&library))
            .iter()
            .map(|one| one.code)
            .filter(|code| code.starts_with("L22"))
            .collect()
    };
    let sound = rule("甲", "需求 T1/01.a\n条件 ① 合同.新招用 依据 T1 第一条第二款");
    assert!(found(&sound).is_empty(), "{:?}", found(&sound));
    assert_eq!(found(&sound.replace("依据 T1 第一条\n", "依据 T9 第一条\n")), ["L220"]);
    assert_eq!(found(&sound.replace("第一条第二款", "第三条第二款")), ["L221"]);
    assert_eq!(found(&sound.replace("T1/01.a", "T1/01.z")), ["L222"]);
}

#[test]
fn what_scenarios_leave_out() {
    let base = rule("甲", "条件\n  ① 合同.新招用\n  ② 合同.期限 > 5 个月");
    let with = |name: &str, cases: &str| {
        format!("{base}情景 {name}\n  底稿\n    日期 2020-01-01\n    合同.新招用 = 是\n{cases}")
    };
    let good = with("甲", "  例 给 → 给予\n  例 子 → 不予 ①\n  例 丑 → 不予 ②\n");
    tells("L330", &base, &good);
    tells("L331", &with("甲", "  例 给 → 给予\n  例 子 → 不予 ①\n"), &good);
    tells("L334", &with("甲", "  例 子 → 不予 ①②\n"), &good);
    tells("L332", &with("甲", "  例 子 → 不予 ③\n"), &good);
    tells("L333", &with("甲", "  例 子 → 给予\n  例 子 → 不予 ①\n"), &good);
    tells("L301", &with("乙", "  例 子 → 给予\n"), &good);
}

#[test]
fn place_codes() {
    tells_rule("L233", "地区 21040", "地区 210400");
    tells_rule("L234", "地区 220000", "地区 210402");
    let param =
        |place: &str| format!("参数 标准 standard\n  类型 元\n  依据 T1 第一条\n  值 1 元 地区 {place}\n");
    tells("L234", &param("110000"), &param("210400"));
    tells("L233", &param("2104"), &param("210400"));
}

#[test]
fn locals_that_nothing_uses() {
    tells_rule("L282", "设 子 = 5 元\n金额 3 元", "设 子 = 5 元\n金额 子");
}

#[test]
fn what_no_rule_reads() {
    let reads = "设 子 = 合同.期限\n设 丑 = 合同.新招用\n设 寅 = 合同.工资\n设 卯 = 合同.费率\n设 辰 = 合同.人数\n设 巳 = 合同.学时\n设 午 = 合同.签订日\n设 未 = 合同.单位.规模\n设 申 = 合同.单位.名称\n设 酉 = 合同.个人.出生日";
    tells_rule("L280", "金额 1 元", reads);
    let list = "清单 行业 industries\n  类型 文本\n  依据 T1 第一条\n  项 餐饮, 住宿\n";
    tells("L281", list, &format!("{list}{}", rule("甲", "条件 ① 在清单(行业, 合同.单位.名称)")));
}
