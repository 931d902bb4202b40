//! Accounts as a system administrator meets them.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::house::{CITY, PASSWORD, demos};

async fn version_of(browser: &mut Browser, id: &str) -> String {
    let page = browser.get(&format!("/accounts/{id}")).await;
    page.between("name=\"version\" value=\"", "\"").to_owned()
}

#[tokio::test]
async fn a_one_time_password_is_shown_once() {
    for house in demos().await {
        let mut system = house.signed_in("system").await;
        let empty = system.get("/accounts/new").await;
        assert!(empty.text.contains("<datalist") && empty.text.contains("<option value=\"210400\">甲市"));
        let once = empty.between("name=\"_once\" value=\"", "\"").to_owned();
        let fields = [
            ("login", "New.Clerk"),
            ("name", "王芳"),
            ("person_key", "A-1027"),
            ("kind", "staff"),
            ("place", "甲市"),
            ("_once", &once),
        ];
        let made = system.post("/accounts", &fields).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        let password = made.between("<code id=\"one-time\">", "<").to_owned();
        assert!(made.headers["cache-control"].to_str().unwrap().contains("no-store"));
        // The browser sends the form again: the same account, no second password, and none shown.
        let again = system.post("/accounts", &fields).await;
        assert_eq!(again.status, StatusCode::OK);
        assert!(!again.text.contains(&password) && again.text.contains("一次性口令只显示一次"));
        let list = system.get("/accounts?q=A-1027").await;
        assert_eq!(list.text.matches("new.clerk").count(), 1, "one row");
        assert!(list.text.contains("等首次登录改口令") && list.text.contains("甲市 210400"));
        let mut clerk = house.browser();
        let first = clerk.post("/login", &[("login", "new.clerk"), ("password", &password)]).await;
        assert_eq!(first.location, "/login/password");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_stands_at_its_field() {
    for house in demos().await {
        let mut system = house.signed_in("system").await;
        system.get("/accounts/new").await;
        let tries = [
            ("login", "clerk", StatusCode::CONFLICT, "这个登录名已被使用"),
            ("login", "有空格", StatusCode::UNPROCESSABLE_ENTITY, "登录名须为"),
            ("person_key", "210102199001011234", StatusCode::UNPROCESSABLE_ENTITY, "不能使用身份证号码"),
            ("place", "丙市", StatusCode::UNPROCESSABLE_ENTITY, "没有找到地区“丙市”"),
        ];
        for (field, value, status, words) in tries {
            let mut fields = vec![
                ("login", "fresh1"),
                ("name", "某人"),
                ("person_key", "P-9"),
                ("kind", "staff"),
                ("place", CITY),
            ];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value));
            let answer = system.post("/accounts", &fields).await;
            assert_eq!(answer.status, status, "{field} {value}: {}", answer.text);
            assert!(answer.text.contains(&format!("<a href=\"#account-{field}\">")), "{field}");
            assert_eq!(answer.text.matches(words).count(), 2, "{words}");
            assert!(answer.text.contains("某人"), "what was typed is still there");
            assert!(answer.text.contains("<title>错误："));
        }
    }
}

#[tokio::test]
async fn shutting_an_account_ends_its_sessions_at_once_and_needs_a_reason() {
    for house in demos().await {
        let mut clerk = house.newcomer("helper1", "H-1", "staff", CITY).await;
        assert_eq!(clerk.get("/profile").await.status, StatusCode::OK);
        let mut system = house.signed_in("system").await;
        let list = system.get("/accounts?q=helper1").await;
        let id = list.between("data-href=\"/accounts/", "\"").to_owned();
        let version = version_of(&mut system, &id).await;
        let path = format!("/accounts/{id}/disable");
        let none = system.post(&path, &[("version", &version), ("reason", " ")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.text.contains("href=\"#disable-reason\""));
        let stale = system.post(&path, &[("version", "99"), ("reason", "离职")]).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        let done = system.post(&path, &[("version", &version), ("reason", "离职")]).await;
        assert_eq!(done.location, format!("/accounts/{id}?done=account-disabled"), "{}", done.text);
        assert!(clerk.get("/profile").await.location.starts_with("/login"));
        let refused = house.browser().post("/login", &[("login", "helper1"), ("password", PASSWORD)]).await;
        assert!(refused.text.contains("登录名或口令不正确"), "that it is shut is not said");
        let page = system.get(&done.location).await;
        assert!(page.text.contains("账号已停用。") && page.text.contains("已停用"));
        let version = version_of(&mut system, &id).await;
        let back = system.post(&format!("/accounts/{id}/enable"), &[("version", &version)]).await;
        assert_eq!(back.location, format!("/accounts/{id}?done=account-enabled"));
        house.signed_in_with("helper1", PASSWORD).await;
    }
}

#[tokio::test]
async fn a_reset_password_and_an_ended_wait_let_somebody_back_in() {
    for house in demos().await {
        house.newcomer("helper2", "H-2", "staff", CITY).await;
        let mut lost = house.browser();
        for _ in 0..5 {
            lost.post("/login", &[("login", "helper2"), ("password", "no idea any more")]).await;
        }
        let waiting = lost.post("/login", &[("login", "helper2"), ("password", PASSWORD)]).await;
        assert_eq!(waiting.status, StatusCode::TOO_MANY_REQUESTS);
        let mut system = house.signed_in("system").await;
        let id = system.get("/accounts?q=helper2").await.between("data-href=\"/accounts/", "\"").to_owned();
        let version = version_of(&mut system, &id).await;
        let freed = system.post(&format!("/accounts/{id}/unlock"), &[("version", &version)]).await;
        assert_eq!(freed.location, format!("/accounts/{id}?done=account-unlocked"));
        let reset = system.post(&format!("/accounts/{id}/reset-password"), &[("version", &version)]).await;
        let once = reset.between("<code id=\"one-time\">", "<").to_owned();
        let first = lost.post("/login", &[("login", "helper2"), ("password", &once)]).await;
        assert_eq!(first.location, "/login/password");
    }
}

#[tokio::test]
async fn an_administrator_of_a_city_neither_sees_nor_touches_what_lies_outside() {
    for house in demos().await {
        house.newcomer("citysys", "C-1", "staff", CITY).await;
        house.newcomer("outsider", "O-1", "staff", "210600").await;
        let mut security = house.signed_in("security").await;
        security.get("/grants/new").await;
        let fields = [
            ("account", "citysys"),
            ("role", "system_admin"),
            ("place", CITY),
            ("valid_from", "2026-11-22"),
            ("valid_to", ""),
            ("reason", "任职"),
        ];
        let given = security.post("/grants", &fields).await;
        assert!(given.location.ends_with("done=grant-given"), "{}", given.text);
        let mut system = house.signed_in("system").await;
        let outside =
            system.get("/accounts?q=outsider").await.between("data-href=\"/accounts/", "\"").to_owned();
        let mut city = house.signed_in_with("citysys", PASSWORD).await;
        let list = city.get("/accounts").await;
        assert!(
            list.text.contains("citysys")
                && !list.text.contains("outsider")
                && !list.text.contains(">audit<")
        );
        assert_eq!(city.get(&format!("/accounts/{outside}")).await.status, StatusCode::FORBIDDEN);
        city.get("/accounts").await;
        let act =
            city.post(&format!("/accounts/{outside}/disable"), &[("version", "1"), ("reason", "x")]).await;
        assert_eq!(act.status, StatusCode::FORBIDDEN);
        let fields = [
            ("login", "beyond"),
            ("name", "某人"),
            ("person_key", "B-1"),
            ("kind", "staff"),
            ("place", "乙市"),
        ];
        city.get("/accounts").await;
        assert_eq!(city.post("/accounts", &fields).await.status, StatusCode::FORBIDDEN);
        assert!(!system.get("/accounts?q=beyond").await.text.contains("data-href"));
    }
}
