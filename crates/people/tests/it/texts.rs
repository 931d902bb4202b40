//! Every text is there in both languages, and every page renders in both.

use anye_base::Lang;
use axum::http::StatusCode;

use crate::house::{WORDS, demos};

#[test]
fn every_text_that_is_asked_for_is_there_in_both_languages() {
    anye_testkit::check_keys(env!("CARGO_MANIFEST_DIR"), WORDS.keys(Lang::Zh), WORDS.keys(Lang::En));
}

#[tokio::test]
async fn every_page_renders_in_both_languages() {
    for house in demos().await {
        let (mut system, mut security) = (house.signed_in("system").await, house.signed_in("security").await);
        let account = system.get("/accounts?q=clerk").await.between("data-href=\"", "\"").to_owned();
        let grant = security.get("/grants").await.between("data-href=\"", "\"").to_owned();
        for (lang, html) in [("zh", "zh-CN"), ("en", "en")] {
            let by_system = [
                "/profile",
                "/profile/password",
                "/profile/tokens",
                "/accounts",
                "/accounts/new",
                &account,
                "/login/enrol",
            ];
            for page in by_system {
                let answer = system.get(&format!("{page}?lang={lang}")).await;
                assert_eq!(answer.status, StatusCode::OK, "{page}");
                assert!(answer.text.contains(&format!("<html lang=\"{html}\"")), "{page} {lang}");
                assert!(!answer.text.contains("<script>") && !answer.text.contains("onclick"), "{page}");
            }
            let by_security = [
                "/grants",
                "/grants/new",
                &grant,
                "/access/who?permission=documents.read&place=210400",
                "/access/why?permission=documents.read&place=210400&account=clerk",
                "/access/matrix",
            ];
            for page in by_security {
                let joint = if page.contains('?') { '&' } else { '?' };
                let answer = security.get(&format!("{page}{joint}lang={lang}")).await;
                assert_eq!(answer.status, StatusCode::OK, "{page}");
                assert!(answer.text.contains(&format!("<html lang=\"{html}\"")), "{page} {lang}");
            }
            let door = house.browser().get(&format!("/login?lang={lang}")).await;
            assert!(door.text.contains(if lang == "zh" { "登录名" } else { "Sign in" }));
        }
        let english = system
            .post(
                "/accounts",
                &[
                    ("login", "clerk"),
                    ("name", "x"),
                    ("person_key", "q"),
                    ("kind", "staff"),
                    ("place", "210400"),
                ],
            )
            .await;
        assert!(english.text.contains("<title>Error: New account"));
    }
}
