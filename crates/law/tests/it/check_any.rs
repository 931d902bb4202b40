//! Whatever is written, the checker answers with findings: mangled rules never make it stop, and what is left of the book can still be asked.

use super::check::WORDS;
use anye_law::check::compile_sources;
use anye_law::compile::Table;
use anye_law::scenario;
use anye_law::span::SourceFile;
use proptest::prelude::*;

const RULES: &str = "
清单 行业 industries
  类型 文本
  依据 T1 第一条
  项 餐饮, 住宿
  取值表 “data/x.csv”
参数 标准 standard
  类型 元/人
  范围 100 元/人 至 200 元/人
  层级 市
  依据 T1 第一条
  值 150 元/人 地区 210400 自 2009-03-01 至 2009-12-31
认定 困难单位 hard
  对象 单位
  依据 T1 第二条
  有效 2009-01-01 至 2010-12-31
  条件
    ① 单位.规模 属于 {小型, 中型}
    ② (计数 单位.合同 满足 合同.新招用) > 2
  给出 总工资 wages = 合计 单位.合同 满足 合同.期限 >= 3 个月 取 合同.工资
待遇 补贴 subsidy
  对象 合同
  受益 合同.单位
  依据 T1 第三条
  有效 自 2009-01-01
  基准日 合同.签订日
  事项 社保
  设 倍数 = 若 合同.新招用 则 2 否则 1
  条件
    ① 符合(困难单位, 合同.单位)
    ② 合同.签订日 在 2009-01-01 至 2010-06-30 内 依据 T1 第四条
  条件 任一
    ③ 在清单(行业, 合同.单位.名称)
    ④ 结果(困难单位, 合同.单位, 总工资) > 500 元
  金额 四舍五入到分(参数.标准 × 合同.人数 × 倍数 × 合同.费率)
  最高 较小(5000 元, 合同.工资 × 3)
  月数 较小(整月数(合同.签订日, 当日), 6 个月 - 已享受月数(补贴, 合同.个人))
  例外 金额 当 合同.单位.规模 为 小型 取 情形 { 合同.期限 > 12 个月: 3000 元; 合同.期限 > 6 个月: 2000 元; 其他: 1000 元 }
  次数 每 合同.个人 至多 1 次 每年
  上限 每 合同.单位 每年 20000 元
  分担 省 40%, 市 余
  给出 一半 half = 合同.期限 ÷ 2
排序 名次 ranking
  对象 个人
  依据 T1 第五条
  有效 不限
  次序
    ① 年龄(个人.出生日, 当日) 大者先
待遇 另补 other
  对象 合同
  依据 T1 第三条
  有效 不限
  关系 补充 补贴
  金额 10 元
互斥 两补 both
  成员 补贴, 另补
  每 个人
  选择 申请人
  依据 T1 第六条
情景 补贴
  底稿
    日期 2010-03-01
    地区 210400
    合同.签订日 = 2010-01-31
    合同.单位.规模 = 小型
    合同.单位.名称 = 餐饮
    合同.单位.合同#1..4.新招用 = 是
    合同.单位.合同#1..4.工资 = 900 元
    合同.期限 = 8 个月
    参数.标准 = 120 元/人
  例 一 → 给予 2000 元
  例 二 : 合同.签订日 = 2012-01-01 → 不予 ②
  例 三 : 台账 另补 合同.个人 2009-02-01 100 元 → 需补充 合同.人数
";

fn judge(text: &str, csv: &str) {
    let source = SourceFile { path: "t.law".to_owned(), text: text.to_owned() };
    let table = Table { path: "data/x.csv".to_owned(), text: csv.to_owned() };
    let compiled = compile_sources(vec![source], &[table], None);
    for found in &compiled.diagnostics {
        assert!(!found.zh.is_empty() && !found.en.is_empty());
    }
    for item in &compiled.scenarios {
        let _ = scenario::run(&compiled.book, item);
    }
}

fn whole() -> String {
    format!("文件 T1\n  地区 210000\n{WORDS}{RULES}")
}

#[test]
fn the_sample_is_sound() {
    let compiled = compile_sources(
        vec![SourceFile { path: "t.law".to_owned(), text: whole() }],
        &[Table { path: "data/x.csv".to_owned(), text: "item,basis\n零售,T1 第一条\n".to_owned() }],
        None,
    );
    assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Words of the sample in each other's place, doubled or left out.
    #[test]
    fn mangled_rules_give_findings(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u8..4), 1..8)) {
        let text = whole();
        let mut words: Vec<String> = text.split_inclusive(|c: char| " \n.,(){}".contains(c)).map(str::to_owned).collect();
        for (a, b, how) in edits {
            let (a, b) = (a.index(words.len()), b.index(words.len()));
            match how {
                0 => words.swap(a, b),
                1 => words[a] = words[b].clone(),
                2 => { let word = words[b].clone(); words.insert(a, word); }
                _ => { words.remove(a); }
            }
        }
        judge(&words.concat(), "item,basis\n零售,T1 第一条\n");
    }

    /// Whole lines moved about.
    #[test]
    fn shuffled_lines_give_findings(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..12), csv in "[a-z,\n0-9甲\"]{0,60}") {
        let text = whole();
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        for (a, b) in edits {
            let line = lines.remove(a.index(lines.len()));
            lines.insert(b.index(lines.len()), line);
        }
        judge(&lines.concat(), &csv);
    }
}

#[test]
fn a_book_without_a_sound_rule_can_still_be_asked() {
    judge(&whole().replace("依据 T1 第", "依据 T1 第 x"), "");
    judge(&whole().replace("  有效", "  有 效"), "");
}

#[test]
fn long_expressions_do_not_exhaust_the_stack() {
    for operator in [" 且 ", " 或 ", " + "] {
        let long = vec!["合同.新招用"; 50_000].join(operator);
        judge(
            &format!(
                "文件 T1\n  地区 210000\n{WORDS}待遇 甲 a\n  对象 合同\n  依据 T1 第一条\n  有效 不限\n  条件 ① {long}\n"
            ),
            "",
        );
    }
    let deep = format!("{}合同.新招用{}", "(".repeat(20_000), ")".repeat(20_000));
    judge(
        &format!(
            "文件 T1\n  地区 210000\n{WORDS}待遇 甲 a\n  对象 合同\n  依据 T1 第一条\n  有效 不限\n  条件 ① {deep}\n"
        ),
        "",
    );
}
