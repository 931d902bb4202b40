//! Findings changed through the forms: confirmed, corrected, rejected, added, taken back, and two people at once.

use anye_base::Lang;
use anye_documents::keys::in_address;
use anye_documents::pages::finding_form::{locate, words_are_known};
use anye_findings::Span;
use axum::http::StatusCode;

use crate::world::App;

const CORRECT: [(&str, &str); 8] = [
    ("_csrf", "token"),
    ("act", "correct"),
    ("reason", "核对原件"),
    ("words", "320户"),
    ("value", "330"),
    ("unit", "户"),
    ("compare", "at_least"),
    ("subject", "监测企业"),
];

fn with<'a>(form: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [form, more].concat()
}

#[tokio::test]
async fn a_finding_is_corrected_and_the_page_tells_its_history() {
    let (app, first, _) = App::filled().await;
    let path = format!("/documents/{}/articles/1/findings/figure-0", in_address(&first));
    let done = app.post(&path, &with(&CORRECT, &[("version", "1"), ("_once", "form-one-1")])).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.fault);
    assert!(done.location.ends_with("?done=library-finding#a1"), "{}", done.location);
    let page = app.get(Lang::Zh, &path).await.text;
    assert!(page.contains("已更正 · 第 2 版") && page.contains("≥ 330 户") && page.contains("核对原件"));
    let back = [("_csrf", "token"), ("act", "reopen"), ("reason", "改错了"), ("version", "2")];
    assert_eq!(app.post(&path, &back).await.status, StatusCode::SEE_OTHER);
    let page = app.get(Lang::Zh, &path).await.text;
    assert!(page.contains("value=\"320\"") && page.contains("改错了"), "undone, and the history stays");
}

#[tokio::test]
async fn whoever_is_second_sees_both_versions_and_loses_nothing() {
    let (app, first, _) = App::filled().await;
    let path = format!("/documents/{}/articles/1/findings/figure-0", in_address(&first));
    let sent = with(&CORRECT, &[("version", "1"), ("_once", "form-one-1")]);
    assert_eq!(app.post(&path, &sent).await.status, StatusCode::SEE_OTHER);
    let mut mine = with(&CORRECT, &[("version", "1"), ("_once", "form-two-2")]);
    mine[4].1 = "350";
    let page = app.post(&path, &mine).await;
    assert_eq!(page.status, StatusCode::PRECONDITION_FAILED);
    assert!(page.text.contains("<ins>330</ins>") && page.text.contains("<ins>350</ins>"), "{}", page.text);
    assert!(
        page.text.contains("name=\"version\" value=\"2\"")
            && page.text.contains("name=\"value\" value=\"350\"")
    );
    mine[8].1 = "2";
    mine[9].1 = "form-two-3";
    assert_eq!(app.post(&path, &mine).await.status, StatusCode::SEE_OTHER);
    assert!(app.get(Lang::Zh, &path).await.text.contains("≥ 350 户"));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_written_stays() {
    let (app, first, _) = App::filled().await;
    let path = format!("/documents/{}/articles/1/findings/figure-0", in_address(&first));
    let mut wrong = with(&CORRECT, &[("version", "1")]);
    wrong[4].1 = "三百";
    let page = app.post(&path, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("href=\"#field-value\"") && page.text.contains("id=\"error-value\""));
    assert!(page.text.contains("value=\"三百\"") && page.text.contains("value=\"核对原件\""));
    let bare = [("_csrf", "token"), ("act", "reject"), ("version", "1")];
    let page = app.post(&path, &bare).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("href=\"#field-reason\""), "rejecting needs a reason");
}

#[tokio::test]
async fn a_missed_finding_is_added_by_its_words() {
    let (app, first, _) = App::filled().await;
    let path = format!("/documents/{}/articles/2/add", in_address(&first));
    let form = [
        ("_csrf", "token"),
        ("sort", "unit"),
        ("act", "add"),
        ("words", "企业"),
        ("role", "responsible"),
        ("reason", ""),
    ];
    let done = app.post(&path, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.fault);
    let page = app.get(Lang::Zh, &format!("/documents/{}", in_address(&first))).await.text;
    assert!(page.contains("人工补充"));
    let absent = [("_csrf", "token"), ("sort", "unit"), ("words", "没有的字"), ("role", "lead")];
    let refused = app.post(&path, &absent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"error-words\""));
}

#[tokio::test]
async fn a_doubt_is_confirmed_in_the_margin() {
    let (app, first, _) = App::filled().await;
    let path = format!("/documents/{}", in_address(&first));
    let before = app.get(Lang::Zh, &path).await.text;
    let button =
        before.split("name=\"f\" value=\"").nth(1).expect("a doubt to confirm").split('"').next().unwrap();
    let doubts = before.matches("name=\"f\"").count();
    let form = [("_csrf", "token"), ("_once", "page-key-1"), ("f", button)];
    let done = app.post(&format!("{path}/confirm"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.fault);
    let after = app.get(Lang::Zh, &path).await.text;
    assert_eq!(after.matches("name=\"f\"").count(), doubts - 1);
    assert!(after.contains("已确认"));
    assert_eq!(
        app.post(&format!("{path}/confirm"), &form).await.status,
        StatusCode::SEE_OTHER,
        "sent twice, done once"
    );
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let (app, first, _) = App::filled().await;
    let path = format!("/documents/{}/articles/1/findings/figure-0", in_address(&first));
    let plain = app.get(Lang::Zh, &format!("/documents/{}", in_address(&first))).await.text;
    assert!(plain.matches("method=\"post\"").count() <= plain.matches("name=\"_csrf\"").count());
    assert!(app.get(Lang::Zh, &path).await.text.contains("name=\"_csrf\" value=\"token\""));
}

#[test]
fn the_words_on_offer_are_those_of_the_contract() {
    assert!(words_are_known());
}

#[test]
fn of_several_places_the_nearest_is_meant() {
    let near =
        |start| locate("甲局报告,甲局检查", "甲局", Some(Span { start, end: start + 2 })).unwrap().start;
    assert_eq!((near(0), near(6)), (0, 5));
    assert!(locate("甲局", "乙局", None).is_err() && locate("甲局", " ", None).is_err());
}
