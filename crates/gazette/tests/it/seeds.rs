//! The five official documents, read at run time from `../shared/seeds` (or `ANYE_SEEDS`).

use std::collections::BTreeMap;
use std::path::PathBuf;

use anye_findings::NoResolver;
use anye_gazette::{Article, ArticleKind, Document, Gazetteer, Inputs, Kind, read};

/// The folder with the official texts.
fn folder() -> PathBuf {
    std::env::var_os("ANYE_SEEDS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds"),
        PathBuf::from,
    )
}

/// The text of the document whose file name starts with `prefix`; says loudly when it is not there.
pub fn source(prefix: &str) -> Option<String> {
    let entry = std::fs::read_dir(folder())
        .ok()?
        .filter_map(Result::ok)
        .find(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
    let text = entry.and_then(|entry| std::fs::read_to_string(entry.path()).ok());
    if text.is_none() {
        println!(
            "SKIPPED: the official document {prefix} is not at hand; set ANYE_SEEDS to the folder that holds it"
        );
    }
    text
}

pub struct Liaoning;

impl Gazetteer for Liaoning {
    fn place_of_issuer(&self, text: &str) -> Option<String> {
        const CITIES: [(&str, &str); 4] =
            [("抚顺市", "210400"), ("朝阳市", "211300"), ("沈阳市", "210100"), ("大连市", "210200")];
        CITIES
            .iter()
            .find(|(name, _)| text.contains(name))
            .map(|(_, code)| *code)
            .or(text.contains("辽宁省").then_some("210000"))
            .map(str::to_owned)
    }

    fn places_named(&self, text: &str) -> Vec<String> {
        const NAMES: [(&str, &str); 8] = [
            ("辽宁省", "210000"),
            ("沈阳", "210100"),
            ("大连", "210200"),
            ("抚顺", "210400"),
            ("朝阳", "211300"),
            ("凌源市", "211382"),
            ("龙城区", "211303"),
            ("喀左县", "211324"),
        ];
        NAMES.iter().flat_map(|(name, code)| text.matches(name).map(|_| (*code).to_owned())).collect()
    }
}

fn document(prefix: &str) -> Option<Document> {
    Some(read(&source(prefix)?, &Inputs::default(), &Liaoning, &NoResolver))
}

fn numbered(document: &Document) -> Vec<&Article> {
    document.articles.iter().filter(|article| article.kind == ArticleKind::Numbered).collect()
}

/// What stands at the head of a document, in short.
#[track_caller]
fn check_head(
    document: &Document,
    number: Option<&str>,
    issuer: Option<&str>,
    place: &str,
    issued_on: Option<&str>,
    kind: Kind,
) {
    let found = (
        document.number.as_deref(),
        document.issuer.as_deref(),
        document.place.as_deref(),
        document.issued_on.as_deref(),
        document.kind,
    );
    assert_eq!(found, (number, issuer, Some(place), issued_on, kind));
}

#[track_caller]
fn check_articles(document: &Document, chapters: usize, articles: u32) {
    let ordinals: Vec<u32> = numbered(document).iter().map(|article| article.ordinal).collect();
    assert_eq!(ordinals, (1..=articles).collect::<Vec<_>>());
    assert_eq!(document.chapters.len(), chapters);
    assert!(numbered(document).iter().all(|article| (4..=40).contains(&article.heading.chars().count())
        && article.text.starts_with(&article.heading)));
}

fn codes(document: &Document) -> Vec<&str> {
    document.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

#[test]
fn the_provincial_notice_of_2009() {
    let Some(document) = document("004") else { return };
    check_head(&document, Some("辽政发〔2009〕6号"), Some("辽宁省人民政府"), "210000", None, Kind::Notice);
    check_articles(&document, 7, 44);
    assert_eq!(document.title, "辽宁省人民政府关于切实做好稳定就业促进就业工作的通知");
    assert_eq!(document.addressees, ["各市人民政府", "省政府各厅委", "各直属机构"]);
    assert_eq!(document.chapters[6].heading.chars().count(), 21);
    assert_eq!(document.articles[19].heading, "各级政府要统筹协调产业项目特色培训");
    assert_eq!(codes(&document), ["date_missing"]);
}

#[test]
fn the_guideline_of_2016() {
    let Some(document) = document("000") else { return };
    check_head(
        &document,
        Some("辽政办发〔2016〕75号"),
        Some("辽宁省人民政府办公厅"),
        "210000",
        Some("2016-06-26"),
        Kind::Opinion,
    );
    check_articles(&document, 7, 17);
    assert_eq!(document.title, "辽宁省人民政府办公厅关于进一步促进就业再就业工作的指导意见");
    assert_eq!(document.addressees.len(), 3);
    assert_eq!(document.articles[16].heading, "加大政策落实力度");
    assert_eq!(document.furniture.len(), 3);
    assert_eq!((codes(&document), document.closing.text.as_str()), (vec![], ""));
}

#[test]
fn the_answer_to_a_proposal_of_2020() {
    let Some(document) = document("001") else { return };
    let issuer = "辽宁省人力资源和社会保障厅";
    check_head(&document, None, Some(issuer), "210000", Some("2020-06-16"), Kind::Reply);
    assert_eq!(document.published_on.as_deref(), Some("2020-11-02"));
    assert_eq!(document.addressees, ["温雪琼委员"]);
    // The letterhead above a title that stands for itself is the issuer, not a part of the title.
    assert!(document.title.starts_with("省政协") && document.title.ends_with("(第0247号建议)提案的答复"));
    let shape: Vec<(&str, u32)> =
        document.articles.iter().map(|article| (article.chapter.as_str(), article.ordinal)).collect();
    let expect: Vec<(&str, u32)> = [("一", 0)]
        .into_iter()
        .chain((0..=5).map(|ordinal| ("二", ordinal)))
        .chain((0..=7).map(|ordinal| ("三", ordinal)))
        .collect();
    assert_eq!(shape, expect);
    assert!(document.closing.text.starts_with("希望您"));
    assert_eq!(codes(&document), ["number_missing"]);
}

#[test]
fn the_opinions_of_chaoyang_2017() {
    let Some(document) = document("002") else { return };
    check_head(&document, None, None, "211300", None, Kind::Other);
    check_articles(&document, 5, 28);
    assert_eq!(document.title, "");
    assert_eq!(document.articles[9].heading, "突出政策扶持");
    assert!(document.articles.iter().all(|article| !article.text.contains(' ')), "stray spaces");
    assert!(document.articles[2].text.contains("从2017年1月1日起"));
    assert_eq!(
        codes(&document),
        ["place_inferred", "title_missing", "number_missing", "issuer_missing", "date_missing"]
    );
}

#[test]
fn the_plan_of_fushun_2020() {
    let Some(document) = document("003") else { return };
    check_head(&document, None, None, "210400", None, Kind::Plan);
    check_articles(&document, 6, 25);
    assert_eq!(document.title, "关于深入实施就业优先政策进一步做好稳就业工作的实施方案");
    assert!(document.articles[19].text.contains("提供给当地人力资源社会保障部门"));
    assert!(document.articles.iter().all(|article| !article.text.contains(['è', 'ā', '業', '發', '區'])));
    assert!(document.articles[0].original.contains("企業(yè)"));
    assert!(
        document.closing.text.starts_with("各县(区)、各部门")
            && document.articles[24]
                .text
                .ends_with("(责任单位:市委宣传部、市委网信办、市文化旅游和广电局,各县(区)政府)")
    );
    assert_eq!(
        codes(&document),
        [
            "glosses_removed",
            "text_converted",
            "damage_suspected",
            "place_inferred",
            "number_missing",
            "issuer_missing",
            "date_missing"
        ]
    );
}

/// Every article that the requirement tables name is found: the measure is the share of named articles, and it must be whole.
#[test]
fn accuracy() {
    for (prefix, table) in [
        ("000", "articles-2016-75.csv"),
        ("001", "articles-2020-reply.csv"),
        ("002", "articles-chaoyang-2017.csv"),
        ("003", "articles-fushun-2020.csv"),
        ("004", "articles-2009-6.csv"),
    ] {
        let Some(document) = document(prefix) else { continue };
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../requirements").join(table);
        let mut named: Vec<String> = csv::Reader::from_path(path)
            .unwrap()
            .deserialize::<BTreeMap<String, String>>()
            .map(|row| row.unwrap()["article"].clone())
            .filter(|article| article != "0")
            .collect();
        named.sort();
        named.dedup();
        let found: Vec<&String> = named
            .iter()
            .filter(|name| document.articles.iter().any(|article| is_named(&document, article, name)))
            .collect();
        println!("{table}: {} of {} articles found", found.len(), named.len());
        assert_eq!(found.len(), named.len(), "{table}: {named:?} against {found:?}");
    }
}

/// `12` is article 12; `2.0` is the lead of chapter 2, `2.3` its third item; `1` of the reply is its first part, which has no items.
fn is_named(document: &Document, article: &Article, name: &str) -> bool {
    let chapter = document
        .chapters
        .iter()
        .find(|chapter| chapter.number == article.chapter)
        .map_or(0, |chapter| chapter.ordinal);
    match name.split_once('.') {
        Some((part, item)) => part.parse() == Ok(chapter) && item.parse() == Ok(article.ordinal),
        None => name.parse() == Ok(if article.kind == ArticleKind::Lead { chapter } else { article.ordinal }),
    }
}
