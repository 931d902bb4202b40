//! Documents out of web pages, letters, traditional text, and texts that are no documents.

use crate::check::{check, document};

#[test]
fn a_government_page_with_table_and_navigation() {
    check(
        "网站首页 | 政务公开 | 互动交流\n当前位置：首页 > 政府信息公开 > 政策文件\n索 引 号：\t0001/2022-3\n发文机关：\t某江省人民政府办公厅\n成文日期：\t2022年04月08日\n标    题：\t某江省人民政府办公厅关于稳岗的通知\n发文字号：\t某江政办发【2022】9号\n发布日期：\t2022年04月12日\n字体：【大 中 小】  打印  分享到：\n某江省人民政府办公厅关于稳岗的通知\n各市人民政府：\n经省政府同意，现通知如下：\n一、缓缴社保费。缓缴期限不超过6个月。\n二、返还失业保险费。返还比例提高到90%。\n某江省人民政府办公厅\n2022年4月8日\n【打印】 【关闭窗口】\n上一篇：某通知\n下一篇：某通知\n主办：某江省人民政府办公厅  网站标识码：0000\n某ICP备000号",
        "title: 某江省人民政府办公厅关于稳岗的通知
        kind: Notice
        number: 某江政办发〔2022〕9号
        issuer: 某江省人民政府办公厅
        to: 各市人民政府
        issued: 2022-04-08
        published: 2022-04-12
        preamble: 经省政府同意，现通知如下：
        article: /一 [缓缴社保费] 缓缴社保费。缓缴期限不超过6个月。
        article: /二 [返还失业保险费] 返还失业保险费。返还比例提高到90%。",
    );
}

#[test]
fn a_page_that_repeats_the_title_and_puts_the_number_beside_it() {
    check(
        "首页 / 政策文件\n某州市人社局关于发放补贴的公告\n2022-05-06 09:30  来源：市人社局  浏览：35\n某州市人社局关于发放补贴的公告    某人社告〔2022〕6号\n符合条件的单位可以申领补贴。\n一、申领条件。连续参保12个月以上。\n二、申领方式。网上申领。\n某州市人社局\n2022年5月6日\n主办：某州市人社局",
        "title: 某州市人社局关于发放补贴的公告
        kind: Announcement
        number: 某人社告〔2022〕6号
        issuer: 某州市人社局
        issued: 2022-05-06
        published: 2022-05-06
        preamble: 符合条件的单位可以申领补贴。
        article: /一 [申领条件] 申领条件。连续参保12个月以上。
        article: /二 [申领方式] 申领方式。网上申领。",
    );
}

#[test]
fn a_letter_that_answers_a_proposal() {
    check(
        "某江省教育厅\n关于省政协第3号提案的答复\n\n李某某、王某委员：\r\n\r\n您提出的《关于加强实习的提案》收悉。现答复如下：\r\n\r\n一、基本情况\r\n\r\n去年组织实习3.2万人次。\r\n\r\n二、下步打算\r\n\r\n（一）扩大规模。增加基地20家。\r\n\r\n（二）加强监管。按季检查。\r\n\r\n感谢您对教育工作的关心。\r\n\r\n某江省教育厅\r\n\r\n2021年8月2日",
        "title: 某江省教育厅关于省政协第3号提案的答复
        kind: Reply
        issuer: 某江省教育厅
        to: 李某某 | 王某委员
        issued: 2021-08-02
        preamble: 您提出的《关于加强实习的提案》收悉。现答复如下：
        chapter: 一 基本情况
        chapter: 二 下步打算
        article: 一/lead [] 去年组织实习3.2万人次。
        article: 二/一 [扩大规模] 扩大规模。增加基地20家。
        article: 二/二 [加强监管] 加强监管。按季检查。
        closing: 感谢您对教育工作的关心。
        warning: number_missing",
    );
}

#[test]
fn articles_may_start_anew_in_each_chapter() {
    let found = document(
        "关于某事的复函\n某市人民政府：\n来函收悉，现函复如下：\n一、原则\n（一）依法。依法办理。\n（二）公开。公开办理。\n二、程序\n（一）受理。当日受理。\n（二）办结。3日办结。\n此复。",
    );
    let numbers: Vec<(String, u32)> =
        found.articles.iter().map(|article| (article.chapter.clone(), article.ordinal)).collect();
    assert_eq!(
        numbers,
        [("一", 1), ("一", 2), ("二", 1), ("二", 2)].map(|(chapter, ordinal)| (chapter.to_owned(), ordinal))
    );
    assert!(
        found.warnings.iter().all(|warning| !warning.code.starts_with("article")),
        "{:?}",
        found.warnings
    );
    assert_eq!(found.closing.text, "此复。");
}

#[test]
fn traditional_text_with_glosses() {
    let source = "關于促進就業(yè)的實施方案\n爲貫徹國(guó)家部署，制定本方案。\n一、穩(wěn)定崗位\n(一)援企穩(wěn)崗。對不裁員企業(yè)給予補貼。(責任單位:市財政局,各縣(區(qū))政府)\n(二)擴大招聘。在當?shù)厝肆Y源市場招聘，人力資源市場數(shù)據(jù)按月報送。(責任單位:市人社局)\n各單位要本著負責的態(tài)度抓好落實。";
    check(
        source,
        "title: 关于促进就业的实施方案
        kind: Plan
        preamble: 为贯彻国家部署，制定本方案。
        chapter: 一 稳定岗位
        article: 一/一 [援企稳岗] 援企稳岗。对不裁员企业给予补贴。(责任单位:市财政局,各县(区)政府)
        article: 一/二 [扩大招聘] 扩大招聘。在当地人力资源市场招聘，人力资源市场数据按月报送。(责任单位:市人社局)
        closing: 各单位要本着负责的态度抓好落实。
        warning: glosses_removed 9
        warning: text_converted
        warning: damage_suspected 當?shù)厝肆Y源市場
        warning: number_missing
        warning: issuer_missing
        warning: date_missing",
    );
    let found = document(source);
    let (article, chars) = (&found.articles[0], source.chars().collect::<Vec<_>>());
    assert!(article.original.starts_with("(一)援企穩(wěn)崗。"));
    let [clean, at, _] = article.origin[1];
    assert_eq!((article.text.chars().nth(clean as usize), chars[at as usize]), (Some('岗'), '崗'));
}

#[test]
fn texts_that_are_no_documents() {
    for (source, codes) in [
        ("", vec!["empty"]),
        (" \n\u{3000}\n", vec!["empty"]),
        ("就业", vec!["title_missing", "number_missing", "issuer_missing", "date_missing", "no_articles"]),
        (
            "今天天气很好。我们去公园。",
            vec!["title_missing", "number_missing", "issuer_missing", "date_missing", "no_articles"],
        ),
    ] {
        let found = document(source);
        let seen: Vec<&str> = found
            .warnings
            .iter()
            .map(|warning| warning.code.as_str())
            .filter(|code| *code != "place_missing")
            .collect();
        assert_eq!(seen, codes, "{source}");
    }
    let plain = document("今天天气很好。\n我们去公园。");
    assert_eq!(plain.preamble.text, "今天天气很好。\n我们去公园。");
}
