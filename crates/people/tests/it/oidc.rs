//! The identity provider, as far as the pages go: what it answers is tested where it is understood.

use std::sync::Arc;

use anye_access::oidc::{FetchFailed, HttpFetch, OidcProvider};
use anye_people::Oidc;
use axum::http::{Request, Response, StatusCode};

use crate::house::{demos, router};

/// A provider that is away.
struct Away;

impl HttpFetch for Away {
    fn fetch(&self, _: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, FetchFailed> {
        Err(FetchFailed("away".into()))
    }
}

fn configured() -> Oidc {
    let provider = OidcProvider {
        issuer: "https://id.example".into(),
        client_id: "anye".into(),
        client_secret: None,
        redirect_url: "https://anye.example/login/oidc/callback".into(),
        scopes: Vec::new(),
        strong: Vec::new(),
    };
    Oidc { provider, fetch: Arc::new(Away) }
}

#[tokio::test]
async fn without_a_provider_there_is_no_button_and_no_way() {
    for house in demos().await {
        assert!(!house.browser().get("/login").await.text.contains("/login/oidc"));
        for path in ["/login/oidc", "/login/oidc/callback?state=a&code=b"] {
            assert_eq!(house.browser().get(path).await.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn a_provider_that_is_away_is_said_and_a_made_up_answer_signs_nobody_in() {
    for mut house in demos().await {
        house.router = router(&house.people.clone().with_oidc(Some(configured())));
        let page = house.browser().get("/login?next=/profile").await;
        assert!(page.text.contains("href=\"/login/oidc?next=%2Fprofile\""));
        let away = house.browser().get("/login/oidc").await;
        assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(away.text.contains("暂时连不上统一身份认证服务"));
        let mut browser = house.browser();
        let forged = browser.get("/login/oidc/callback?state=made-up&code=made-up").await;
        assert_eq!(forged.location, "/login?done=oidc-state");
        assert!(!browser.cookies.contains_key("anye_session"));
        assert!(browser.get(&forged.location).await.text.contains("没有登录"));
        assert_eq!(
            browser.get("/login/oidc/callback?error=access_denied").await.location,
            "/login?done=oidc-state"
        );
    }
}

#[tokio::test]
async fn a_system_administrator_links_an_account_to_the_provider() {
    for mut house in demos().await {
        house.router = router(&house.people.clone().with_oidc(Some(configured())));
        let mut system = house.signed_in("system").await;
        let id = system.get("/accounts?q=clerk").await.between("data-href=\"/accounts/", "\"").to_owned();
        let page = system.get(&format!("/accounts/{id}")).await;
        assert!(page.text.contains("value=\"https://id.example\""));
        let fields = [("issuer", "https://id.example"), ("subject", "u-77")];
        let done = system.post(&format!("/accounts/{id}/links"), &fields).await;
        assert_eq!(done.location, format!("/accounts/{id}?done=account-linked"));
        let twice = system.post(&format!("/accounts/{id}/links"), &fields).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        assert!(twice.text.contains("href=\"#link-subject\""));
        assert!(system.get(&format!("/accounts/{id}")).await.text.contains("u-77"));
        let cut = system.post(&format!("/accounts/{id}/links/remove"), &fields).await;
        assert_eq!(cut.location, format!("/accounts/{id}?done=account-unlinked"));
    }
}
