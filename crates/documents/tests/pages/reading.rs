//! Every page in both languages: whole, in words, without inline style or script, with ids that are unique and links that lead somewhere.

use std::collections::BTreeSet;

use anye_access::Role;
use anye_base::Lang;
use anye_documents::keys::in_address;
use axum::http::StatusCode;

use crate::world::{App, Seen};

fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let head = format!(" {attribute}=\"");
    text.match_indices(&head).map(|(at, _)| text[at + head.len()..].split('"').next().unwrap()).collect()
}

fn whole(path: &str, seen: &Seen) {
    assert_eq!(seen.status, StatusCode::OK, "{path}: {}", seen.fault);
    assert!(seen.text.ends_with("</html>") || seen.text.ends_with("</html>\n"), "{path}");
    let missing: Vec<&str> = seen
        .text
        .match_indices('⟦')
        .map(|(at, _)| &seen.text[at..at + 60.min(seen.text.len() - at)])
        .collect();
    assert!(missing.is_empty(), "{path}: {missing:?}");
    for forbidden in [" style=", "<style", " onclick", "javascript:", "<script>"] {
        assert!(!seen.text.contains(forbidden), "{path}: {forbidden}");
    }
    let ids = values(&seen.text, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    let twice: Vec<&&str> =
        ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
    assert!(twice.is_empty(), "{path}: {twice:?}");
    for href in values(&seen.text, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(unique.contains(href), "{path}: #{href} leads nowhere");
    }
    for label in values(&seen.text, "for") {
        assert!(unique.contains(label), "{path}: the label of {label} has no field");
    }
}

fn paths(first: &str, second: &str) -> Vec<String> {
    let (one, two) = (in_address(first), in_address(second));
    let mut paths: Vec<String> = [
        "",
        "?view=original",
        "/print",
        "/print?findings=1",
        "/relations",
        "/relations?depth=2",
        "/implementation",
    ]
    .map(|page| format!("/documents/{one}{page}"))
    .into();
    paths.extend([
        "/documents".into(),
        "/documents?q=%E6%A0%B7%E4%BE%8B&year=2020&kind=notice&doubtful=1".into(),
        "/documents/import".into(),
        "/documents/in-force?on=2020-05-31".into(),
        "/documents/compare".into(),
        format!("/documents/compare?left={one}&right={two}"),
        format!("/documents/compare?left={one}&right={two}&all=1"),
        format!("/documents/{one}/articles/1"),
        format!("/documents/{one}/articles/1/add?sort=unit"),
        format!("/documents/{one}/articles/1/add?sort=measure"),
        format!("/documents/{one}/articles/1/findings/figure-0"),
        format!("/documents/{one}/articles/1/findings/unit-0"),
        "/measures".into(),
        "/search".into(),
        "/search?q=%E8%A1%A5%E8%B4%B4".into(),
        "/search?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E8%AF%8D".into(),
    ]);
    paths
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages() {
    let (app, first, second) = App::filled().await;
    for lang in Lang::ALL {
        for path in paths(&first, &second) {
            let seen = app.get(lang, &path).await;
            whole(&path, &seen);
            assert!(seen.text.contains(&format!("<html lang=\"{}\"", lang.html())), "{path}");
        }
    }
}

#[tokio::test]
async fn an_empty_library_says_what_will_be_here() {
    let app = App::empty().await;
    for path in ["/documents", "/documents/in-force", "/measures", "/documents/compare"] {
        let seen = app.get(Lang::Zh, path).await;
        whole(path, &seen);
        assert!(seen.text.contains("class=\"empty\""), "{path}");
    }
}

#[tokio::test]
async fn the_document_page_shows_text_findings_and_the_way_between_them() {
    let (app, first, second) = App::filled().await;
    let text = app.get(Lang::Zh, &format!("/documents/{}", in_address(&first))).await.text;
    assert!(text.contains("<b>扩大样本</b>"), "the heading is set strong");
    assert!(text.contains("≥ 50 人") && text.contains("320"), "figures stand in the margin");
    assert!(
        text.contains(&format!("href=\"/documents/{}\" data-f=", in_address(&second))),
        "a citation leads to the cited document"
    );
    assert!(text.contains("id=\"a2\"") && text.contains("href=\"#a2\""), "articles have anchors");
    assert!(text.contains("hl-unit") && text.contains("hl-figure") && text.contains("hl-date"));
    let english = app.get(Lang::En, &format!("/documents/{}", in_address(&first))).await.text;
    assert!(english.contains("<div class=\"text\" lang=\"zh-CN\">"), "official text keeps its language");
}

#[tokio::test]
async fn search_marks_what_matched_and_narrows_down() {
    let (app, first, _) = App::filled().await;
    let seen = app.get(Lang::Zh, "/search?q=%E8%A1%A5%E8%B4%B4").await;
    assert!(seen.text.contains("<mark>补贴</mark>"), "{}", seen.text);
    assert!(
        seen.text.contains("/search?q=%E8%A1%A5%E8%B4%B4&amp;kind=notice")
            || seen.text.contains("&#38;kind=notice"),
        "a facet is a link"
    );
    let broken = app.get(Lang::Zh, "/search?q=%E2%80%9C%E8%A1%A5%E8%B4%B4").await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.text.contains("id=\"q-error\""));
    let _ = first;
}

#[tokio::test]
async fn who_may_only_read_is_shown_no_way_to_change() {
    let (app, first, _) = App::filled().await;
    let path = format!("/documents/{}", in_address(&first));
    let seen = app.get_as((Role::Leader, "210000"), &path).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.fault);
    assert!(!seen.text.contains("/findings/") && !seen.text.contains("/add\""));
    let refused = app.get_as((Role::Leader, "210000"), "/documents/import").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_document_of_44_articles_stays_a_light_page() {
    let app = App::empty().await;
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let numeral = |n: usize| match (n / 10, n % 10) {
        (0, ones) => numerals[ones - 1].to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", numerals[ones - 1]),
        (tens, 0) => format!("{}十", numerals[tens - 1]),
        (tens, ones) => format!("{}十{}", numerals[tens - 1], numerals[ones - 1]),
    };
    let body: Vec<String> = (1..=44)
        .map(|n| format!("({})样例事项。对第{n}类样例企业给予补贴,标准为每户{n}00元,当年12月底前完成,不少于{n}户。(牵头单位:市财政局;配合单位:市统计局)", numeral(n)))
        .collect();
    let id = app
        .import(
            "long.txt",
            &crate::world::notice("样政发〔2020〕9号", "关于样例长文的通知", &body.join("\n\n")),
        )
        .await;
    let seen = app.get(Lang::Zh, &format!("/documents/{}", in_address(&id))).await;
    assert!(seen.text.contains("id=\"a44\""));
    assert!(seen.text.len() < 260_000, "{} bytes", seen.text.len());
}
