//! Rules in plain language: golden texts of an invented rule, and every rule of the pack in both languages.

use anye_law::book::{Book, RuleId};
use anye_law::compile::{Table, compile};
use anye_law::explain;
use anye_law::span::SourceFile;

const SAMPLE: &str = r#"文件 SAMPLE
  地区 210400

枚举 企业规模 size
  项 大型 large, 小型 small_firm

对象 用人单位 employers
  规模 size 企业规模
  困难 in_difficulty 是否 人工认定

对象 合同 contracts
  签订日 signed 日期
  期限 term 月
  人数 hired 人
  用人单位 employer -> 用人单位.合同

参数 补贴标准 subsidy_rate
  类型 元/人
  范围 100 元/人 至 200 元/人
  层级 市
  依据 SAMPLE 第六条
  值 150 元/人 地区 210400 自 2020-01-01 至 2020-12-31

参数 解除日 lifted_on
  类型 日期
  依据 SAMPLE 第六条
  未定 “文件未写明”

待遇 招用补贴 hiring_subsidy
  对象 合同
  受益 合同.用人单位
  依据 SAMPLE 第一条第一款
  有效 2020-01-01 至 参数.解除日 + 3 个月
  基准日 合同.签订日
  设 满期 = 合同.期限 >= 12 个月
  条件
    ① “期限” 合同.期限 >= 12 个月 且 非 (合同.签订日 < 2020-03-01)
    ② 合同.用人单位.规模 属于 {大型, 小型} 或 合同.用人单位.困难
    ③ (计数 合同.用人单位.合同 满足 合同.期限 < 6 个月) <= 3
    ④ 存在 合同.用人单位.合同 满足 满期
  金额 四舍五入到分(参数.补贴标准 × 合同.人数)
  最高 10 万元
  例外 金额 当 非 合同.用人单位.困难 取 1000 元
  次数 每 合同.用人单位 至多 2 次 每年
  上限 每 合同.用人单位 每年 8000 元
  资金 就业补助资金 60%, 失业保险基金 40%
  分担 省 2/3, 市 余
  疑义 “期限怎样算没有写”
  材料 “合同”
  办理 “窗口”
  英文 “Hiring subsidy”
"#;

fn book(text: &str) -> Book {
    let compiled = compile(vec![SourceFile { path: "law/s.law".into(), text: text.into() }], &[]);
    assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
    compiled.book
}

fn said(book: &Book, key: &str, chinese: bool) -> String {
    let id = book.find_rule("hiring_subsidy").unwrap();
    let all = explain::rule(book, id, chinese);
    all.sections.iter().find(|section| section.key == key).unwrap().lines.join("\n")
}

#[test]
fn conditions_are_sentences() {
    let book = book(SAMPLE);
    assert_eq!(
        said(&book, "conditions", true),
        "“满期”指:“合同的期限不少于 12 个月”是否成立。\n以下各项都必须符合:\n\
         ① 期限:合同的期限不少于 12 个月,且合同的签订日不早于 2020年3月1日。\n\
         ② 合同的用人单位的规模为大型、小型之一,或合同的用人单位满足“困难”。\n\
         ③ 合同的用人单位的合同中满足“所计的合同的期限少于 6 个月”的个数不超过 3。\n\
         ④ 合同的用人单位的合同中至少有一项满足“‘满期’成立”。"
    );
    assert_eq!(
        said(&book, "conditions", false),
        "figure A is whether the contract's term is at least 12 months.\nAll of these must hold:\n\
         ① the contract's term is at least 12 months and the contract's “signed” date is on or after 1 March 2020.\n\
         ② the contract's employer's size is large or small firm or the contract's employer meets “in difficulty”.\n\
         ③ the number of those of the contract's employer's contracts for which the contract counted's term is less than 6 months is at most 3.\n\
         ④ for at least one of the contract's employer's contracts, figure A holds."
    );
}

#[test]
fn what_follows_is_said_in_words() {
    let book = book(SAMPLE);
    let gold = [
        ("validity", false, "In force from 1 January 2020 to 3 months after the “lifted on”, both included."),
        ("validity", true, "有效期:2020年1月1日至“解除日”之后 3 个月(含首尾两日)。"),
        ("about", true, "由合同的用人单位享受。"),
        ("grants", true, "金额:“补贴标准”乘以合同的人数,四舍五入到分。"),
        (
            "grants",
            false,
            "Exception: where the contract's employer does not meet “in difficulty”, the amount is 1000 yuan.",
        ),
        ("limits", true, "每个用人单位(合同的用人单位)每年至多 2 次。"),
        (
            "limits",
            false,
            "In all at most 8000 yuan a year for each employer (the contract's employer); what goes beyond is not paid.",
        ),
        ("money", true, "分担:“省” 2/3、“市” 其余。"),
        ("parameters", false, "“lifted on”: no value yet “文件未写明”."),
        (
            "parameters",
            true,
            "“补贴标准”:150 元/人(地区 210400,2020年1月1日至 2020年12月31日);应在 100 元/人至 200 元/人之间;由市级确定。",
        ),
        ("doubts", true, "“期限怎样算没有写”"),
        ("practice", false, "Papers: “合同”."),
        (
            "reads",
            false,
            "employer: size (large or small firm), in difficulty (yes or no, found by a person).",
        ),
        ("basis", false, "SAMPLE art. 1 para. 1."),
    ];
    for (key, chinese, line) in gold {
        let all = said(&book, key, chinese);
        assert!(all.lines().any(|own| own == line), "{key}: no {line:?} in\n{all}");
    }
}

fn pack() -> Book {
    let law = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning/law");
    let mut paths: Vec<_> = std::fs::read_dir(&law).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let sources = paths.iter().filter(|path| path.extension().is_some_and(|e| e == "law"));
    let sources = sources.map(|path| SourceFile {
        path: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).unwrap(),
    });
    let tables = std::fs::read_dir(law.join("data")).into_iter().flatten().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Table { path: format!("data/{name}"), text: std::fs::read_to_string(path).unwrap() }
    });
    compile(sources.collect(), &tables.collect::<Vec<_>>()).book
}

/// The text without what it quotes.
fn unquoted(text: &str) -> String {
    let mut depth = 0;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '“' if depth == 0 => {
                out.push('Q');
                depth = 1;
            }
            '“' | '‘' => depth += 1,
            '”' | '’' if depth > 0 => depth -= 1,
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn every_rule_of_the_pack_explains_in_both_languages() {
    let book = pack();
    assert!(book.rules.len() > 300);
    for ix in 0..book.rules.len() {
        let id = RuleId(u16::try_from(ix).unwrap());
        for chinese in [true, false] {
            let all = explain::rule(&book, id, chinese);
            for section in &all.sections {
                for line in &section.lines {
                    let bare = unquoted(line);
                    for sign in ['_', '{', '}', '[', '#'] {
                        assert!(!bare.contains(sign), "{}: {line}", all.id);
                    }
                    assert!(!line.is_empty() && !bare.contains("  "), "{}: {line:?}", all.id);
                    if chinese {
                        let words = bare.split(|c: char| !c.is_ascii_lowercase()).filter(|w| w.len() > 1);
                        assert_eq!(words.collect::<Vec<_>>(), Vec::<&str>::new(), "{}: {line}", all.id);
                    } else {
                        let han = bare.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                        assert!(!han, "{}: {line}", all.id);
                    }
                }
            }
        }
    }
}
