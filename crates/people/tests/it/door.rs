//! What strangers and other sites try.

use axum::http::StatusCode;

use crate::house::{LOGINS, PASSWORD, demos, offices};

#[tokio::test]
async fn a_sign_in_form_from_another_site_is_refused() {
    for house in demos().await {
        for site in ["cross-site", "same-site"] {
            let mut browser = house.browser();
            browser.site = site;
            let answer = browser.post("/login", &[("login", "clerk"), ("password", PASSWORD)]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{site}");
            assert!(!browser.cookies.contains_key("anye_session"));
        }
    }
}

#[tokio::test]
async fn forms_of_other_sites_and_forms_without_token_change_nothing() {
    for house in demos().await {
        let mut browser = house.signed_in("system").await;
        browser.get("/accounts/new").await;
        let good = browser.csrf.clone();
        let fields = [
            ("login", "planted"),
            ("name", "某人"),
            ("person_key", "P-1"),
            ("kind", "staff"),
            ("place", "210400"),
        ];
        for (site, csrf) in [("cross-site", good.as_str()), ("same-origin", ""), ("same-origin", "0123")] {
            browser.site = site;
            browser.csrf = csrf.to_owned();
            for path in ["/accounts", "/logout", "/profile/sessions/end-others"] {
                let answer = browser.post(path, &fields).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{site} {csrf} {path}");
                browser.csrf = csrf.to_owned();
            }
            let answer = browser
                .call(axum::http::Method::DELETE, "/api/sessions/x", None, serde_json::json!({}))
                .await;
            if csrf != good {
                assert_eq!(answer.status, StatusCode::FORBIDDEN);
            }
        }
        assert!(!browser.get("/accounts").await.text.contains("planted"));
    }
}

#[tokio::test]
async fn the_way_on_after_sign_in_never_leads_to_another_site() {
    for house in demos().await {
        for next in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/login/code"]
        {
            let mut browser = house.browser();
            let answer =
                browser.post("/login", &[("login", "clerk"), ("password", PASSWORD), ("next", next)]).await;
            assert_eq!(answer.location, "/", "{next:?}");
            // Signed in already, the sign-in page itself sends on: by the same rule.
            assert_eq!(browser.get("/login?next=https%3A%2F%2Fevil.example").await.location, "/");
            assert_eq!(browser.get("/login?next=%2F%09%2Fevil.example").await.location, "/");
        }
    }
}

#[tokio::test]
async fn demo_accounts_stand_on_the_sign_in_page_of_a_demo_only() {
    for house in demos().await {
        let answer = house.browser().get("/login").await;
        assert!(answer.text.contains("演示账号") && answer.text.contains(PASSWORD));
        for (login, _) in LOGINS {
            assert!(answer.text.contains(&format!("name=\"login\" value=\"{login}\"")), "{login}");
        }
        let filled = house.browser().get("/login?login=clerk").await;
        assert!(filled.text.contains(&format!("type=\"password\" value=\"{PASSWORD}\"")));
    }
    for mut house in offices().await {
        let demo = anye_people::DemoLogin {
            login: "system".into(),
            role: anye_access::Role::SystemAdmin,
            place: "210000".into(),
            password: PASSWORD.into(),
        };
        house.router = crate::house::router(&house.people.clone().with_demo(vec![demo]));
        let answer = house.browser().get("/login?login=system").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.text.contains("演示账号") && !answer.text.contains(PASSWORD));
    }
}

#[tokio::test]
async fn pages_of_other_roles_are_refused() {
    for house in demos().await {
        let pages: [(&str, &[&str]); 8] = [
            ("/accounts", &["system", "security"]),
            ("/accounts/new", &["system"]),
            ("/api/accounts", &["system", "security"]),
            ("/grants", &["security"]),
            ("/grants/new", &["security"]),
            ("/api/grants", &["security"]),
            ("/access/who", &["security"]),
            ("/access/why", &["security"]),
        ];
        for (login, _) in LOGINS {
            let mut browser = house.signed_in(login).await;
            for (page, allowed) in pages {
                let status = browser.get(page).await.status;
                let wanted = if allowed.contains(&login) { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(status, wanted, "{login} {page}");
            }
            for page in ["/profile", "/profile/password", "/profile/tokens", "/access/matrix", "/api/session"]
            {
                assert_eq!(browser.get(page).await.status, StatusCode::OK, "{login} {page}");
            }
        }
        for page in ["/profile", "/accounts", "/grants/new", "/access/matrix"] {
            assert!(house.browser().get(page).await.location.starts_with("/login?next="), "{page}");
        }
        assert_eq!(house.browser().get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    }
}
