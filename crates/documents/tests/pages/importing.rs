//! Importing through the pages: tried first, kept on wish, and what to do where it does not fit.

use anye_base::Lang;
use axum::http::StatusCode;

use crate::world::{App, BODY, OTHER, notice};

#[tokio::test]
async fn a_file_is_tried_seen_and_kept() {
    let app = App::empty().await;
    let text = notice("样政发〔2020〕1号", "关于样例监测工作的通知", BODY);
    let sent = app.upload("/documents/import", &[("样例.txt", &text)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.fault);
    let result = app.get(Lang::Zh, &sent.location).await;
    assert!(
        result.text.contains("样政发〔2020〕1号") && result.text.contains("value=\"commit\""),
        "{}",
        result.text
    );
    assert!(app.get(Lang::Zh, "/documents").await.text.contains("class=\"empty\""), "trying keeps nothing");
    let form = [("_csrf", "token"), ("_once", "import-once"), ("id", "0"), ("act", "commit")];
    let kept = app.post(&sent.location, &form).await;
    assert!(
        kept.location.starts_with("/documents/") && kept.location.ends_with("?done=library-imported"),
        "{} {}",
        kept.location,
        kept.fault
    );
    assert!(app.get(Lang::Zh, "/documents").await.text.contains("样政发〔2020〕1号"));
    assert_eq!(
        app.get(Lang::Zh, &sent.location).await.status,
        StatusCode::NOT_FOUND,
        "what was kept no longer waits"
    );
}

#[tokio::test]
async fn a_number_that_is_taken_is_offered_as_another_edition() {
    let (app, _, _) = App::filled().await;
    let revised = notice("样政发〔2020〕1号", "关于样例监测工作的通知", OTHER);
    let sent = app.upload("/documents/import", &[("revised.txt", &revised)]).await;
    let result = app.get(Lang::Zh, &sent.location).await.text;
    assert!(result.contains("name=\"edition-0\"") && !result.contains("value=\"commit\""), "{result}");
    let again =
        app.post(&sent.location, &[("_csrf", "token"), ("edition-0", "2020修订"), ("act", "again")]).await;
    assert_eq!(again.location, sent.location);
    let result = app.get(Lang::Zh, &sent.location).await.text;
    assert!(result.contains("value=\"commit\""), "{result}");
    let form = [("_csrf", "token"), ("id", "0"), ("edition-0", "2020修订"), ("act", "commit")];
    assert!(app.post(&sent.location, &form).await.location.contains("done=library-imported"));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why_and_the_others_go_on() {
    let (app, _, _) = App::filled().await;
    let same = notice("样政发〔2020〕1号", "关于样例监测工作的通知", BODY);
    let fresh = notice("样政发〔2020〕5号", "关于样例考核的通知", OTHER);
    let sent = app
        .upload("/documents/import", &[("empty.txt", ""), ("same.txt", &same), ("fresh.txt", &fresh)])
        .await;
    let result = app.get(Lang::Zh, &sent.location).await;
    assert_eq!(result.status, StatusCode::OK, "{}", result.fault);
    assert_eq!(result.text.matches("class=\"bad\"").count(), 2, "{}", result.text);
    assert!(result.text.contains("库里已有，内容逐字相同"));
    assert!(!result.text.contains('⟦'));
}

#[tokio::test]
async fn no_file_and_an_unknown_place_are_said_in_words() {
    let app = App::empty().await;
    let none = app.upload("/documents/import", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("href=\"#files\""));
    let text = notice("样政发〔2020〕1号", "关于样例监测工作的通知", BODY);
    let sent = app.upload("/documents/import", &[("a.txt", &text)]).await;
    app.post(&sent.location, &[("_csrf", "token"), ("place-0", "999999"), ("act", "again")]).await;
    let result = app.get(Lang::Zh, &sent.location).await.text;
    assert!(
        result.contains("name=\"place-0\" value=\"999999\"") && result.contains("class=\"bad\""),
        "{result}"
    );
}
