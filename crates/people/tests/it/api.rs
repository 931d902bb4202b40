//! The operations for programs and scripts.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::house::{CITY, demos};

#[tokio::test]
async fn accounts_are_made_read_changed_by_version_and_listed_page_by_page() {
    for house in demos().await {
        let mut system = house.signed_in("system").await;
        system.get("/accounts").await;
        let wish = json!({ "login": "api.one", "name": "某人", "person_key": "X-1", "kind": "staff", "place": CITY });
        let made = system.call(Method::POST, "/api/accounts", None, wish.clone()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let (id, once) =
            (made.json()["id"].as_str().unwrap().to_owned(), made.json()["one_time_password"].clone());
        assert!(once.is_string());
        let taken = system.call(Method::POST, "/api/accounts", None, wish).await;
        assert_eq!(
            (taken.status, taken.json()["code"].clone()),
            (StatusCode::CONFLICT, json!("login_taken"))
        );

        let path = format!("/api/accounts/{id}");
        let read = system.get(&path).await;
        assert_eq!(read.headers["etag"], "\"1\"");
        assert!(
            read.json().get("one_time_password").is_none() && !read.text.contains(once.as_str().unwrap())
        );
        let disable = format!("{path}/disable");
        let bare = system.call(Method::POST, &disable, None, json!({ "reason": "x" })).await;
        assert_eq!(bare.status, StatusCode::PRECONDITION_REQUIRED);
        let stale = system.call(Method::POST, &disable, Some(7), json!({ "reason": "x" })).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        let done = system.call(Method::POST, &disable, Some(1), json!({ "reason": "x" })).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text);
        assert_eq!(system.get(&path).await.headers["etag"], "\"2\"");

        let mut logins = Vec::new();
        let mut next = String::new();
        loop {
            let page = system.get(&format!("/api/accounts?limit=3&cursor={next}")).await.json();
            logins.extend(
                page["items"].as_array().unwrap().iter().map(|one| one["login"].as_str().unwrap().to_owned()),
            );
            match page["next"].as_str() {
                Some(cursor) => next = cursor.to_owned(),
                None => break,
            }
        }
        let mut sorted = logins.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((logins.len(), &logins), (12, &sorted), "each once, in order");
        let shut = system.get("/api/accounts?state=disabled").await.json();
        assert_eq!(shut["items"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_same_key_makes_one_grant() {
    for house in demos().await {
        let mut security = house.signed_in("security").await;
        security.get("/grants").await;
        let account = security.get("/api/accounts?q=analyst").await.json()["items"][0]["id"].clone();
        let wish = json!({ "account": account, "role": "leader", "place": CITY, "valid_from": "2026-11-22", "valid_to": null, "reason": "任职" });
        let mut twin = house.browser();
        twin.cookies = security.cookies.clone();
        twin.csrf = security.csrf.clone();
        let first = security.call(Method::POST, "/api/grants", None, wish.clone()).await;
        let second = twin.call(Method::POST, "/api/grants", None, wish).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        assert_eq!(first.text, second.text);
        let id = first.json()["id"].as_str().unwrap().to_owned();
        let all = security.get("/api/grants?role=leader").await.json();
        assert_eq!(all["items"].as_array().unwrap().len(), 2, "the demo's own and this one");
        let revoke = format!("/api/grants/{id}/revoke");
        let done = security.call(Method::POST, &revoke, Some(1), json!({ "reason": "误授" })).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text);
        assert_eq!(security.get(&format!("/api/grants/{id}")).await.json()["state"], "revoked");
        let bad = security.get("/api/grants?role=emperor").await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[test]
fn every_operation_is_described_and_every_description_has_a_route() {
    let described = serde_json::to_value(anye_people::openapi()).unwrap();
    let mut described: Vec<String> = described["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    described.sort();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let table = runtime.block_on(async {
        let houses = demos().await;
        anye_people::routes(&houses[0].people).table
    });
    let mut routed: Vec<String> = table
        .iter()
        .filter(|route| route.is_api())
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    routed.sort();
    assert_eq!(described, routed);
}
