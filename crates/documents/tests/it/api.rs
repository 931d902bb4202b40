//! The operations over the real router: statuses, versions, keys, pages, and that strangers learn nothing.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, Lang};
use anye_documents::api::{api_routes, openapi};
use anye_testkit::databases;
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{App, FUSHUN, Person, TWO_ARTICLES, notice};

struct Answer {
    status: StatusCode,
    etag: String,
    link: String,
    code: &'static str,
    body: Value,
}

async fn send(
    app: &App,
    person: &Person,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Value,
) -> Answer {
    let visitor = Visitor {
        actor: person.actor.clone(),
        session: None,
        grants: Arc::new(person.grants.clone()),
        by_cookie: false,
        csrf: String::new(),
        texts: app.library.core.texts(Lang::En),
        choices: Arc::new(Choices::default()),
    };
    let add = move |mut request: Request, next: Next| {
        request.extensions_mut().insert(visitor.clone());
        next.run(request)
    };
    let mut request =
        Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let router = api_routes(&app.library).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(body).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let head = |name| {
        response
            .headers()
            .get(name)
            .map_or("", |value: &header::HeaderValue| value.to_str().unwrap())
            .to_owned()
    };
    let (etag, link) = (head(header::ETAG), head(header::LINK));
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Answer { status, etag, link, code: fault.map_or("", |fault| fault.code), body }
}

fn text(serial: u32) -> Value {
    json!({ "name": "notice.txt", "text": notice(serial, TWO_ARTICLES) })
}

#[tokio::test]
async fn a_document_is_imported_read_and_corrected_over_the_api() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let no_key = send(&app, &officer, Method::POST, "/api/documents", &[], text(1)).await;
        assert_eq!(
            (no_key.status, no_key.code),
            (StatusCode::PRECONDITION_REQUIRED, "idempotency_key_missing")
        );
        let key = [("idempotency-key", "first-import")];
        let made = send(&app, &officer, Method::POST, "/api/documents", &key, text(1)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let other = [("idempotency-key", "second-import")];
        let again = send(&app, &officer, Method::POST, "/api/documents", &other, text(1)).await;
        assert_eq!((again.status, &again.body["outcome"]), (StatusCode::OK, &json!("already_there")));
        let path = "/api/documents/%E6%A0%B7%E6%94%BF%E5%8F%91-2026-1";
        let shown = send(&app, &officer, Method::GET, path, &[], Value::Null).await;
        assert_eq!((shown.status, shown.etag.as_str()), (StatusCode::OK, "\"1\""));
        let figure = &shown.body["articles"][0]["figures"][0];
        let mut wanted = figure.clone();
        wanted["sort"] = json!("figure");
        wanted["value"] = json!(321);
        let change = json!({ "finding": wanted, "reason": "核对原文" });
        let at = format!("{path}/articles/1/findings/figure-0");
        let blind = send(&app, &officer, Method::PUT, &at, &[], change.clone()).await;
        assert_eq!((blind.status, blind.code), (StatusCode::PRECONDITION_REQUIRED, "if_match_missing"));
        let version = [("if-match", "\"1\"")];
        let done = send(&app, &officer, Method::PUT, &at, &version, change.clone()).await;
        assert_eq!((done.status, done.etag.as_str()), (StatusCode::OK, "\"2\""), "{}", done.code);
        let late = send(&app, &officer, Method::PUT, &at, &version, change).await;
        assert_eq!((late.status, late.code), (StatusCode::PRECONDITION_FAILED, "finding_changed"));
        let shown = send(&app, &officer, Method::GET, path, &[], Value::Null).await;
        let figure = &shown.body["articles"][0]["figures"][0];
        assert_eq!(
            (&figure["value"], &figure["state"], shown.etag.as_str()),
            (&json!(321), &json!("corrected"), "\"2\"")
        );
        let past = send(&app, &officer, Method::GET, &format!("{at}/history"), &[], Value::Null).await;
        assert_eq!(past.body.as_array().unwrap().len(), 1);
        let article =
            send(&app, &officer, Method::GET, &format!("{path}/articles/2"), &[], Value::Null).await;
        assert_eq!((&article.body["before"], &article.body["after"]), (&json!("1"), &Value::Null));
    }
}

#[tokio::test]
async fn pages_carry_a_link_and_strangers_learn_nothing() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        for serial in 1..=3 {
            app.import(&officer, "a", &notice(serial, TWO_ARTICLES)).await.unwrap();
        }
        let first =
            send(&app, &officer, Method::GET, "/api/documents?year=2026&limit=2", &[], Value::Null).await;
        assert_eq!(first.body["items"].as_array().unwrap().len(), 2);
        let next = first.link.trim_start_matches('<').split('>').next().unwrap();
        let second = send(&app, &officer, Method::GET, next, &[], Value::Null).await;
        assert_eq!((second.body["items"].as_array().unwrap().len(), &second.body["next"]), (1, &Value::Null));
        let found =
            send(&app, &officer, Method::GET, "/api/search?q=%E7%94%A8%E5%B7%A5&limit=2", &[], Value::Null)
                .await;
        assert_eq!(
            (&found.body["total"], found.body["hits"].as_array().unwrap().len()),
            (&json!(6), 2),
            "{}",
            found.code
        );
        let stranger = Person::new("s", Role::PolicyOfficer, FUSHUN);
        let hidden = send(
            &app,
            &stranger,
            Method::GET,
            "/api/documents/%E6%A0%B7%E6%94%BF%E5%8F%91-2026-1",
            &[],
            Value::Null,
        )
        .await;
        let absent = send(&app, &stranger, Method::GET, "/api/documents/nothing", &[], Value::Null).await;
        assert_eq!((hidden.status, hidden.code, hidden.body), (absent.status, absent.code, absent.body));
        let admin = Person::new("a", Role::SystemAdmin, "210000");
        let refused = send(&app, &admin, Method::GET, "/api/documents", &[], Value::Null).await;
        assert_eq!((refused.status, refused.code), (StatusCode::FORBIDDEN, "denied"));
        let bad = send(&app, &officer, Method::GET, "/api/documents?year=abc", &[], Value::Null).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn every_operation_is_described_and_every_description_has_its_route() {
    let app = App::new(anye_testkit::sqlite().await);
    let mut routes: Vec<String> =
        api_routes(&app.library).table.iter().map(|route| route.path.to_owned()).collect();
    routes.sort();
    routes.dedup();
    let mut described: Vec<String> = openapi().paths.paths.keys().cloned().collect();
    described.sort();
    assert_eq!(routes, described);
}
