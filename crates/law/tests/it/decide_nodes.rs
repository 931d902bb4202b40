//! Every kind of expression: a table of expressions and what they come to for one contract.

use serde_json::{Value, json};

use crate::decide::{answer, book, of};

fn facts() -> Value {
    json!({"place": "210400",
        "个人": {"p1": {"姓名": "张三 李四", "birth": "1957-06-30", "毕业月": "2020-06", "jobless": true, "residence": "210402", "score": 80},
            "p2": {"jobless": false}, "p3": {}},
        "employers": {"e1": {"size": "小型", "business_tax": 1234.56, "staff": 20, "share": "12%"}},
        "contracts": {
            "a": {"signed": "2020-01-31", "term": 12, "pay": "3000元/月", "hours": 40, "employer": "e1", "person": "p1"},
            "b": {"signed": "2020-03-01", "term": 8, "pay": 1000.5, "employer": "e1", "person": "p2"},
            "c": {"employer": "e1", "person": "p3"}},
        "ledger": [
            {"benefit": "赠", "subject": {"contracts": "a", "persons": "p1"}, "date": "2019-05-01", "amount": 300, "months": 2},
            {"benefit": "赠", "subject": {"persons": "p1"}, "date": "2019-07-01", "to": "2019-09-30", "amount": "1.5元", "months": 3},
            {"benefit": "赠", "subject": {"persons": "p1"}, "date": "2019-08-01", "amount": 5, "months": 1, "status": "pending"}]})
}

const RULES: &str = "
清单 行业 sectors
  类型 文本
  依据 T1 第一条
  项 旅游, 住宿
  开放 是
清单 封闭行业 closed_sectors
  类型 文本
  依据 T1 第一条
  项 旅游, 住宿
参数 标准 rate
  类型 元/月
  依据 T1 第一条
  值 100 元/月 地区 210000 自 2020-01-01 至 2020-12-31 依据 T1 第一条
  值 150 元/月 地区 210400 自 2020-02-01 至 2020-12-31 依据 T1 第一条
  值 90 元/月 地区 210000 自 2019-01-01 至 2019-12-31 依据 T1 第一条
待遇 赠 gift
  对象 合同
  依据 T1 第一条
  有效 不限
  条件
    ① 合同.期限 >= 12 个月
  金额 合同.月薪 × 合同.期限
认定 失业者 jobless_one
  对象 个人
  依据 T1 第一条
  有效 不限
  条件
    ① 个人.失业
";

/// Each expression with what it comes to, as the answer prints it; `?` is unknown.
const TABLE: &[(&str, &str)] = &[
    ("合同.期限 + 3 个月", "15 个月"),
    ("1 年 - 合同.期限", "0 个月"),
    ("合同.月薪 × 2 个月", "6000 元"),
    ("合同.月薪 ÷ 4", "750 元/月"),
    ("合同.期限 / (合同.期限 - 12 个月)", "?"),
    ("-合同.个人.成绩", "-80"),
    ("绝对值(-合同.个人.成绩)", "80"),
    ("合同.签订日 + 1 个月", "2020-02-29"),
    ("合同.签订日 + 30 日", "2020-03-01"),
    ("当日 - 合同.签订日", "152 日"),
    ("合同.期限 大于 8 个月 且 非 合同.个人.残疾", "?"),
    ("合同.期限 > 20 个月 且 合同.个人.残疾", "否"),
    ("合同.期限 > 8 个月 或 合同.个人.残疾", "是"),
    ("非 合同.个人.失业", "否"),
    ("合同.单位.规模 属于 {小型, 中型}", "是"),
    ("合同.单位.规模 不属于 {小型, 中型}", "否"),
    ("合同.单位.规模 为 大型", "否"),
    ("合同.单位.规模 不为 大型", "是"),
    ("合同.签订日 在 2020-01-31 至 2020-02-01 内", "是"),
    ("合同.签订日 在 2020-02-01 至 2020-03-01 内", "否"),
    ("合同.签订日 在 2020-02-01 至 合同.期满日 内", "否"),
    ("合同.签订日 在 2020-01-01 至 合同.期满日 内", "?"),
    ("若 合同.期限 = 12 个月 则 1 元 否则 2 元", "1 元"),
    ("若 合同.个人.残疾 则 1 元 否则 2 元", "?"),
    ("情形 { 合同.期限 < 6 个月: 1; 合同.期限 < 24 个月: 2; 其他: 3 }", "2"),
    ("计数 合同.单位.合同", "3"),
    ("计数 合同.单位.合同 满足 合同.期限 >= 8 个月", "?"),
    ("计人 合同.单位.合同 满足 合同.个人 为 合同.个人", "3 人"),
    ("合计 合同.单位.合同 满足 已知(合同.月薪) 取 合同.月薪", "4000.5 元/月"),
    ("最大 合同.单位.合同 满足 已知(合同.期限) 取 合同.期限", "12 个月"),
    ("最小 合同.单位.合同 满足 已知(合同.签订日) 取 合同.签订日", "2020-01-31"),
    ("最大 合同.单位.合同 满足 合同.期限 > 99 个月 取 合同.期限", "?"),
    ("存在 合同.单位.合同 满足 合同.期限 >= 12 个月", "是"),
    ("存在 合同.单位.合同 满足 合同.期限 > 12 个月", "?"),
    ("全部 合同.单位.合同 满足 合同.期限 >= 12 个月", "否"),
    ("全部 合同.单位.合同 满足 合同.期限 >= 8 个月", "?"),
    ("计数 全体 个人 满足 缺省(个人.失业, 否)", "1"),
    ("计数 某人 在 全体 个人 满足 已知(某人.失业)", "2"),
    ("较小(合同.期限, 6 个月, 9 个月)", "6 个月"),
    ("较大(合同.签订日, 2020-05-01)", "2020-05-01"),
    ("四舍五入到分(1 元 ÷ 3)", "0.33 元"),
    ("进位到分(1 元 ÷ 3)", "0.34 元"),
    ("舍去到分(2 元 ÷ 3)", "0.66 元"),
    ("四舍五入到元(合同.单位.营业税)", "1235 元"),
    ("取整(7 ÷ 2)", "3"),
    ("进一(7 ÷ 2)", "4"),
    ("四舍五入(2 ÷ 3, 2)", "0.67"),
    ("数值(合同.单位.营业税)", "1234.56"),
    ("作元(3)", "3 元"),
    ("作月(3)", "3 个月"),
    ("作人(3)", "3 人"),
    ("作日(3)", "3 日"),
    ("年龄(合同.个人.生日, 2007-06-30)", "50"),
    ("年龄(合同.个人.生日, 2007-06-29)", "49"),
    ("整月数(合同.签订日, 2020-02-29)", "1 个月"),
    ("月初(合同.签订日)", "2020-01-01"),
    ("月末(合同.签订日 + 1 个月)", "2020-02-29"),
    ("年份(合同.签订日)", "2020"),
    ("月份(合同.签订日)", "1"),
    ("已知(合同.个人.残疾)", "否"),
    ("缺省(合同.个人.残疾, 否)", "否"),
    ("缺省(合同.期限, 1 个月)", "12 个月"),
    ("在清单(行业, “旅游”)", "是"),
    ("在清单(行业, “采矿”)", "?"),
    ("在清单(封闭行业, “采矿”)", "否"),
    ("属于地区(合同.个人.住址, “210400”)", "是"),
    ("属于地区(合同.个人.住址, “210500”)", "否"),
    ("字数(合同.个人.姓名)", "4"),
    ("出现次数(“哈哈哈”, “哈”)", "3"),
    ("包含(合同.个人.姓名, “李”)", "是"),
    ("参数.标准", "150 元/月"),
    ("参数.标准 于 2020-01-15", "100 元/月"),
    ("参数.标准 于 2018-01-15", "?"),
    ("参数.标准 于 合同.期满日", "?"),
    ("符合(赠, 合同)", "是"),
    ("计数 合同.单位.合同 满足 符合(赠, 合同)", "?"),
    ("符合(失业者, 合同.个人)", "是"),
    ("结果(赠, 合同, 金额)", "36000 元"),
    ("已享受次数(赠, 合同.个人)", "2"),
    ("已享受月数(赠, 合同.个人)", "5 个月"),
    ("已领金额(赠, 合同.个人)", "301.5 元"),
    ("最近享受日(赠, 合同.个人)", "2019-09-30"),
    ("已享受次数(赠)", "1"),
    ("合同.单位.比例 × 100", "12"),
    ("合同.个人.毕业月 <= 2020-06", "是"),
    ("12.5%", "0.125"),
    ("未知 或 是", "是"),
];

#[test]
fn every_expression_comes_to_what_the_reference_says() {
    let mut wrong = Vec::new();
    for (expression, expected) in TABLE {
        let book = book(&format!(
            "{RULES}\n测算 试 trial\n  对象 合同\n  依据 T1 第二条\n  有效 不限\n  给出 值 result = {expression}\n"
        ));
        let answer = answer(&book, "2020-07-01", &facts());
        let decision = answer
            .decisions
            .iter()
            .find(|decision| decision.rule.name == "试" && decision.subject.id == "a")
            .unwrap();
        let unknown = serde_json::to_value(decision.outcome).unwrap() == "needs";
        let found = if unknown { "?" } else { decision.outputs[0].text.as_str() };
        if found != *expected {
            wrong.push(format!("{expression}: {found} instead of {expected} ({})", decision.text));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn three_valued_logic_is_kleenes() {
    let values = [("是", Some(true)), ("否", Some(false)), ("未知", None)];
    for (a_word, a) in values {
        for (b_word, b) in values {
            let and = match (a, b) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            let or = match (a, b) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            };
            let fact = |value: Option<bool>| value.map_or(Value::Null, Value::from);
            for (operator, expected) in [("且", and), ("或", or)] {
                let book = book(&format!(
                    "测算 试 trial\n  对象 个人\n  依据 T1 第二条\n  有效 不限\n  给出 值 result = 个人.失业 {operator} 个人.残疾"
                ));
                let case =
                    json!({"place": "210000", "persons": {"p": {"jobless": fact(a), "disabled": fact(b)}}});
                let answer = answer(&book, "2020-01-01", &case);
                let decision = of(&answer, "试");
                let found = decision.outputs.first().and_then(|output| output.value.as_bool());
                assert_eq!(found, expected, "{a_word} {operator} {b_word}");
            }
        }
    }
}
