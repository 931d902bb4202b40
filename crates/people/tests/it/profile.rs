//! One's own account.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::house::{PASSWORD, demos};

#[tokio::test]
async fn a_token_is_shown_once_works_as_far_as_lent_and_ceases_when_taken_back() {
    for house in demos().await {
        let mut officer = house.signed_in("policy").await;
        let page = officer.get("/profile/tokens").await;
        let grant = page.between("name=\"grants\" value=\"", "\"").to_owned();
        assert!(!page.text.contains("profile.own"));
        let none = [("name", "月报"), ("grants", grant.as_str()), ("days", "30")];
        let refused = officer.post("/profile/tokens", &none).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text.contains("href=\"#token-permissions-0\"") && refused.text.contains("value=\"月报\"")
        );
        let good = [
            ("name", "月报"),
            ("grants", grant.as_str()),
            ("permissions", "documents.read"),
            ("permissions", "search.use"),
            ("days", "30"),
        ];
        let issued = officer.post("/profile/tokens", &good).await;
        let secret = issued.between("<pre>", "<").to_owned();
        assert!(secret.starts_with("anye_"));
        assert!(!officer.get("/profile/tokens").await.text.contains(&secret), "shown once");
        assert!(officer.get("/profile").await.text.contains("查看文件、检索"));

        let mut program = house.browser();
        program.bearer = Some(secret);
        let me = program.get("/api/session").await.json();
        assert_eq!(me["permissions"], json!(["documents.read", "search.use"]));
        assert!(me.get("login").is_none());
        for path in ["/api/tokens", "/api/sessions", "/profile"] {
            assert_eq!(program.get(path).await.status, StatusCode::FORBIDDEN, "{path}: for the person alone");
        }
        assert_eq!(program.get("/api/accounts").await.status, StatusCode::FORBIDDEN);

        let list = officer.get("/profile").await;
        let id = list.between("action=\"/profile/tokens/", "/").to_owned();
        let back = officer.post(&format!("/profile/tokens/{id}/revoke"), &[]).await;
        assert_eq!(back.location, "/profile?done=token-revoked");
        assert_eq!(program.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn administrators_lend_nothing() {
    for house in demos().await {
        let mut system = house.signed_in("system").await;
        let page = system.get("/profile/tokens").await;
        assert!(page.text.contains("管理员的权限不能交给程序") && !page.text.contains("id=\"token\""));
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_this_one_goes_on() {
    for house in demos().await {
        let mut here = house.signed_in("clerk").await;
        let mut there = house.signed_in("clerk").await;
        here.get("/profile/password").await;
        let own = "Harbour 58 willow stone";
        let differ = [("old", PASSWORD), ("new", own), ("again", "another one")];
        let answer = here.post("/profile/password", &differ).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("href=\"#renew-again\""));
        let wrong = [("old", "not this one, no"), ("new", own), ("again", own)];
        assert!(here.post("/profile/password", &wrong).await.text.contains("href=\"#renew-old\""));
        let done = here.post("/profile/password", &[("old", PASSWORD), ("new", own), ("again", own)]).await;
        assert_eq!(done.location, "/profile?done=password-changed", "{}", done.text);
        assert!(here.get(&done.location).await.text.contains("口令已修改"));
        assert!(there.get("/profile").await.location.starts_with("/login"));
        house.signed_in_with("clerk", own).await;
    }
}

#[tokio::test]
async fn other_sessions_can_be_ended_one_by_one_or_together() {
    for house in demos().await {
        let mut here = house.signed_in("leader").await;
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(house.signed_in("leader").await);
        }
        let page = here.get("/profile").await;
        assert!(page.text.contains("现有 4 个登录会话") && page.text.contains("Test browser"));
        let id = page.between("action=\"/profile/sessions/", "/").to_owned();
        assert_eq!(
            here.post(&format!("/profile/sessions/{id}/end"), &[]).await.location,
            "/profile?done=session-ended"
        );
        assert!(here.get("/profile").await.text.contains("现有 3 个登录会话"));
        assert_eq!(
            here.post("/profile/sessions/end-others", &[]).await.location,
            "/profile?done=sessions-ended"
        );
        for other in &mut others {
            assert!(other.get("/profile").await.location.starts_with("/login"));
        }
        assert_eq!(here.get("/api/sessions").await.json().as_array().unwrap().len(), 1);
        // Somebody else's session is none of one's own.
        let mut clerk = house.signed_in("clerk").await;
        let foreign = clerk.get("/api/sessions").await.json()[0]["id"].as_str().unwrap().to_owned();
        here.get("/profile").await;
        let answer = here.call(Method::DELETE, &format!("/api/sessions/{foreign}"), None, json!({})).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn one_sees_what_oneself_did_and_what_others_did_to_the_account() {
    for house in demos().await {
        house.browser().post("/login", &[("login", "analyst"), ("password", "a wrong guess here")]).await;
        let mut analyst = house.signed_in("analyst").await;
        let page = analyst.get("/profile").await;
        let about = page.between("别人对我的账号做了什么", "我做了什么");
        assert!(about.contains("登录未成功") && about.contains("未登录者"));
        let mine = page.text.split("我做了什么").nth(1).unwrap();
        assert!(mine.contains("登录") && !mine.contains("登录未成功"));
    }
}

#[tokio::test]
async fn a_second_factor_can_be_set_up_from_the_profile() {
    for house in demos().await {
        let mut clerk = house.signed_in("clerk").await;
        assert!(clerk.get("/profile").await.text.contains("href=\"/login/enrol?next=/profile\""));
        clerk.get("/login/enrol?next=/profile").await;
        let shown = clerk.post("/login/enrol", &[("next", "/profile")]).await;
        let secret = shown.between("<dd><code>", "<").to_owned();
        let code = house.code(&secret);
        let done = clerk.post("/login/enrol/code", &[("code", &code), ("next", "/profile")]).await;
        assert!(done.text.contains("备用码"));
        // The forms around the page belong to the session as it goes on: signing out from here works.
        assert!(clerk.get("/profile").await.text.contains("动态口令已绑定"));
        let first = house.browser().post("/login", &[("login", "clerk"), ("password", PASSWORD)]).await;
        assert_eq!(first.location, "/login/code");
    }
}
