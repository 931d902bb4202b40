//! Citations: numbers in every form of bracket, titles, papers that are no documents, roles.

use crate::{check_all, read};
use anye_findings::CitationRole::{self, Amends, Cites, Implements, Repeals};
use anye_findings::accuracy::Kind;

#[test]
fn numbers_are_found_in_every_form() {
    check_all(
        Kind::Citation,
        &[
            ("按照国发〔2018〕39号文件执行。", &["国发〔2018〕39号"]),
            ("按照国发[2018]39号文件执行。", &["国发〔2018〕39号"]),
            ("按照国发［2018］39号文件执行。", &["国发〔2018〕39号"]),
            ("按照国发﹝2018﹞39 号文件执行。", &["国发〔2018〕39号"]),
            ("按照国发【2018】39号文件执行。", &["国发〔2018〕39号"]),
            ("按照国发（2018）39号文件执行。", &["国发〔2018〕39号"]),
            ("按照国发〔２０１８〕３９号文件执行。", &["国发〔2018〕39号"]),
            (
                "享受财税〔2019〕22号、人社部发〔2020〕30号规定的政策。",
                &["财税〔2019〕22号", "人社部发〔2020〕30号"],
            ),
            ("执行“财社〔2017〕164号”规定。", &["财社〔2017〕164号"]),
            ("根据《关于稳岗的通知》(浙人社发〔2020〕10号)规定。", &["浙人社发〔2020〕10号"]),
            ("根据《关于稳岗的通知》（浙人社发〔2020〕10号）规定。", &["浙人社发〔2020〕10号"]),
            (
                "《甲地区稳岗办法》(甲政发〔2019〕5号)、《乙办法实施细则》(甲政办发〔2019〕6号)。",
                &["甲政发〔2019〕5号", "甲政办发〔2019〕6号"],
            ),
            ("依照《就业促进法》规定。", &["就业促进法"]),
            (
                "根据《国务院办公厅转发〈关于促进创业的意见〉的通知》精神。",
                &["国务院办公厅转发〈关于促进创业的意见〉的通知"],
            ),
            ("核发《就业创业证》。", &["就业创业证"]),
            ("依据《保障农民工工资支付条例》(国务院令第724号)。", &["国务院令第724号"]),
            ("(以下简称《意见》)", &[]),
            ("建议第0132号收悉。", &[]),
            ("持《失业登记表》办理。", &["失业登记表"]),
            ("同时废止川府发〔2012〕3号。", &["川府发〔2012〕3号"]),
            ("根据《稳岗意见》(国发〔2019〕28号,以下简称《意见》)精神。", &["国发〔2019〕28号"]),
        ],
    );
}

#[track_caller]
fn roles(text: &str, wanted: &[CitationRole]) {
    let found: Vec<CitationRole> = read(text).citations.into_iter().map(|citation| citation.role).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn the_sentence_tells_what_the_citation_is_for() {
    roles("为贯彻落实《甲意见》和《乙通知》精神,制定本方案。", &[Implements, Implements]);
    roles("根据甲政发〔2019〕5号,现通知如下。", &[Implements]);
    roles("我局印发了《关于某事的通知》。", &[Cites]);
    roles("按照《甲意见》要求,出台了《乙实施细则》。", &[Implements, Cites]);
    roles("《甲暂行办法》(甲政发〔2010〕5号)同时废止。", &[Repeals]);
    roles("对《甲管理办法》作如下修改。", &[Amends]);
    roles("修订完善《甲管理办法》。", &[Amends]);
    roles("享受甲政发〔2019〕5号规定的政策。", &[Cites]);
}

#[test]
fn papers_for_people_are_kept_with_a_doubt() {
    for (text, doubtful) in
        [("持《就业创业证》办理。", true), ("填写《申请表》。", true), ("依照《劳动合同法》。", false)]
    {
        let found = read(text);
        let doubt = found.citations[0].doubt.as_ref().map(|doubt| doubt.code.as_str());
        assert_eq!(doubt == Some("maybe_not_a_document"), doubtful, "{text}");
    }
}
