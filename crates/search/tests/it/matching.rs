//! What a query finds and what it does not.

use anye_search::{ArticleEntry, Query};

use crate::samples::{article, finds, index_of, keys};

#[test]
fn a_query_finds() {
    for (text, query) in [
        // Parts of words, without knowing where words begin.
        ("全市在建工程须登记用工", "工程"),
        ("全市在建工程须登记用工", "在建工程"),
        ("全市在建工程须登记用工", "建工"),
        ("全市在建工程须登记用工", "程"),
        ("公益性岗位实名管理", "公益岗位"),
        ("公益性岗位实名管理", "公益性岗位实名"),
        ("阶段性降低失业保险费率", "保险费"),
        ("阶段性降低失业保险费率", "降低保险费率"),
        // Traditional and simplified, both ways.
        ("做好穩就業工作的實施方案", "稳就业"),
        ("做好稳就业工作的实施方案", "穩就業"),
        ("本年度工作計畫", "工作计划"),
        ("本年度工作计划", "計畫"),
        ("職業技能培訓補貼", "职业技能"),
        ("乾部輪訓", "干部"),
        // Width and case.
        ("ＡＰＰ上线２０２０年", "app 2020"),
        ("app上线2020年", "ＡＰＰ　２０２０"),
        ("新办Wi-Fi热点", "WI-FI"),
        ("费率降至０．５％", "0.5%"),
        // Brackets and stray spaces.
        ("参见(一)至(三)项", "（一）至（三）"),
        ("参见〔一〕项", "[一]项"),
        ("现提出如下实 施意见", "实施意见"),
        ("确保就业\n局势稳定", "“就业局势”"),
        // Beginnings of words of letters.
        ("抗击COVID疫情", "cov"),
        ("办理GB50016验收", "gb50"),
        ("编号20205677", "2020*"),
        // A question, not keywords.
        ("高校毕业生可申领求职创业补贴", "高校毕业生的求职补贴"),
        ("失业保险待遇标准另行公布", "失业保险的待遇"),
        ("第9号公告", "第9号"),
        ("2020年就业补贴", "2020年补贴"),
        ("16至60岁人员", "16至60岁"),
    ] {
        assert!(finds(text, query), "{query:?} in {text:?}");
    }
}

#[test]
fn a_query_does_not_find() {
    for (text, query) in [
        ("全市在建工程", "工厂"),
        ("企业、个人均可申请", "业个"),
        ("扩大就业。创业优先", "“就业创业”"),
        ("编号20205677", "2020"),
        ("抗击COVID疫情", "covids"),
        ("失业登记", "失业 补贴"),
        ("失业登记 补贴发放", "“失业补贴”"),
        ("失业补贴", "失业 -补贴"),
        ("失业补贴", "失业 －補貼"),
        ("失业补贴", "-“失业补贴”"),
        ("第19号公告", "“9号”"),
        ("公益性岗位", "公益性 岗亭"),
    ] {
        assert!(!finds(text, query), "{query:?} in {text:?}");
    }
}

#[test]
fn exclusion_leaves_the_others() {
    let index = index_of(&[
        article("甲", "一", "失业补贴按月发放"),
        article("甲", "二", "失业登记当日办结"),
        article("乙", "三", "创业补贴一次发放"),
    ]);
    for (query, expect) in [
        ("补贴 -失业", vec!["三"]),
        ("-补贴", vec!["二"]),
        ("-失业 -创业", vec![]),
        ("失业 -“补贴按月”", vec!["二"]),
        ("失业 - 补贴", vec!["一"]),
    ] {
        assert_eq!(keys(&index.search(&Query::text(query)).unwrap()), expect, "{query}");
    }
}

fn numbered(key: &str, number: &str, text: &str) -> ArticleEntry {
    ArticleEntry { number: number.into(), ..article(key, key, text) }
}

#[test]
fn document_numbers_are_found_exactly_however_typed() {
    let index = index_of(&[
        numbered("本", "辽政发〔2020〕9号", "稳定就业若干措施"),
        numbered("他省", "吉政发〔2020〕9号", "稳定就业若干措施"),
        numbered("十九", "辽政发〔2020〕19号", "另一文件"),
        numbered("九十", "辽政发〔2020〕90号", "另一文件"),
        numbered("旧", "辽政发〔2009〕9号", "另一文件"),
        numbered("引", "抚政发〔2020〕3号", "依据辽政发〔2020〕9 号制定"),
    ]);
    let whole = vec!["本", "引"];
    for typed in [
        "辽政发〔2020〕9号",
        "辽政发[2020]9号",
        "遼政發（２０２０）９號",
        "辽政发 2020 9号",
        "辽政发【2020】09号",
        "“辽政发〔2020〕9号”",
    ] {
        let page = index.search(&Query::text(typed)).unwrap();
        assert_eq!(keys(&page), whole, "{typed}");
    }
    let mut bare = index.search(&Query::text("2020 9号")).unwrap();
    bare.hits.sort_by(|one, other| one.article_key.cmp(&other.article_key));
    assert_eq!(keys(&bare), ["他省", "引", "本"]);
    let with_word = index.search(&Query::text("稳定 辽政发〔2020〕9号")).unwrap();
    assert_eq!(keys(&with_word), ["本"]);
    let without = index.search(&Query::text("辽政发 -辽政发〔2020〕9号")).unwrap();
    assert_eq!(without.total, 3);
}

#[test]
fn better_matches_come_first() {
    let titled = ArticleEntry {
        heading: "稳岗返还".into(), ..article("甲", "条标", "按规定执行并及时公布")
    };
    let index = index_of(&[
        article("甲", "散", "返还的保证金用于稳定岗位,稳岗工作另行通知,以上各项须由各单位分别核定"),
        titled,
        article("乙", "连", "稳岗返还标准提高,及时拨付到参保企业,以上各项须由各单位分别核定后上报"),
    ]);
    let page = index.search(&Query::text("稳岗返还")).unwrap();
    assert_eq!(keys(&page), ["条标", "连", "散"]);
    assert!(page.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
}
