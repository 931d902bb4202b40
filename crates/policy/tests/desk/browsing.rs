//! A document beside its rules, and a rule by city.

use anye_base::Lang;
use axum::http::StatusCode;

use crate::sending::{open, send};

#[tokio::test]
async fn a_document_stands_beside_its_rules_with_what_is_not_covered() {
    let (desk, _store) = open().await;
    let (status, page) = send(&desk, Lang::Zh, "/law/of/FS2020", None).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("虚构的第一款。") && page.contains("/documents/FS2020#a9"),
        "the library's own text"
    );
    assert!(page.contains("href=\"/law/try/fs_hiring_by_fees\"") && page.contains("?case=0#facts"));
    assert!(page.contains("文件库中没有本条正文"), "articles that the library lacks say so");
    assert!(page.contains("class=\"bare\""), "articles without a rule are marked");
    let (_, page) = send(&desk, Lang::En, "/law/of/CY2017", None).await;
    assert!(page.contains("The library does not hold this document yet"), "{page}");
    let (_, page) = send(&desk, Lang::En, "/law/try/fs_hiring_by_fees", None).await;
    assert!(page.contains("虚构的标题"), "the article that is cited can be read beside the rule");
}

#[tokio::test]
async fn a_rule_by_city_says_where_another_stands_in_its_place() {
    let (desk, _store) = open().await;
    let (_, page) = send(&desk, Lang::Zh, "/rules/r_hiring_subsidy_by_fees", None).await;
    assert_eq!(page.matches("class=\"tile ").count(), 14, "every city has a tile");
    let fushun = page.split("id=\"city-210400\"").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(fushun.contains("另有规定") && fushun.contains("/rules/fs_hiring_by_fees"), "{fushun}");
    let dalian = page.split("id=\"city-210200\"").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(dalian.contains("适用") && !dalian.contains("另有"), "{dalian}");
    assert!(page.contains("示意图") && page.contains("沿革"));
    let (status, table) = send(&desk, Lang::En, "/rules/r_hiring_subsidy_by_fees/cities.csv", None).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(table.lines().count(), 15, "{table}");
    assert!(table.starts_with('\u{feff}') && table.contains("\"210400\""), "{table}");
    assert_eq!(send(&desk, Lang::En, "/rules/none/cities.csv", None).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn english_pages_say_where_chinese_begins() {
    let (desk, _store) = open().await;
    let (_, page) = send(&desk, Lang::En, "/rules/graduate_hiring_insurance_subsidy", None).await;
    for lead in ["Official text (Chinese):", "Note (Chinese):"] {
        let after = page.split(lead).nth(1).unwrap_or_else(|| panic!("{lead} is missing"));
        assert!(after.trim_start().starts_with("</span> <span lang=\"zh-CN\">"), "{lead}");
    }
}
