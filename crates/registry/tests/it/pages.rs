//! The pages and operations through the router: the list, an employer with its doubts and history, both languages.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, Lang};
use anye_registry::{Registry, employer, routes};
use anye_testkit::sqlite;
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::world::{Person, new, registry};

async fn send(
    registry: &Registry,
    person: &Person,
    lang: Lang,
    path: &str,
    body: Option<(&str, i64)>,
) -> (StatusCode, String) {
    let visitor = Visitor {
        actor: person.actor.clone(),
        session: None,
        grants: Arc::new(person.grants.clone()),
        by_cookie: false,
        csrf: "token".into(),
        texts: registry.core.texts(lang),
        choices: Arc::new(Choices::default()),
    };
    let add = move |mut request: Request, next: Next| {
        request.extensions_mut().insert(visitor.clone());
        next.run(request)
    };
    let mut request = Request::builder().uri(path).header(header::CONTENT_TYPE, "application/json");
    let mut sent = Body::empty();
    if let Some((text, version)) = body {
        request = request
            .method(Method::POST)
            .header("idempotency-key", registry.core.world.new_id())
            .header("if-match", version);
        sent = Body::from(text.to_owned());
    }
    let router = routes(registry).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(sent).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    (status, text)
}

#[tokio::test]
async fn the_list_and_one_employer_in_both_languages() {
    let test = sqlite().await;
    let (registry, _) = registry(&test.db);
    let clerk = Person::new("王", Role::Clerk, "210100");
    let asking = clerk.asking(&registry);
    employer::register(&registry, &asking.caller(None), new(1, "沈阳样例机械厂", "210106")).await.unwrap();
    let sent = r#"{"code":"9121O100MA0000001X","name":"沈阳样例轴承厂","place":"210106","industry":"C34","since":"2012-05-01","source":"年报"}"#;
    let (status, text) = send(&registry, &clerk, Lang::Zh, "/api/employers", Some((sent, 0))).await;
    assert_eq!(status, StatusCode::CREATED, "{text}");
    let made: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(made["doubts"][0]["doubt"], "letter");
    let (_, page) = send(&registry, &clerk, Lang::Zh, "/employers", None).await;
    assert!(
        page.contains("沈阳样例机械厂") && page.contains("代码存疑") && page.contains("铁西区"),
        "{page}"
    );
    let (_, page) = send(&registry, &clerk, Lang::En, "/employers?q=nothing", None).await;
    assert!(page.contains("No such employer"), "{page}");

    let one = format!("/api/employers/{}", made["employer"]["id"].as_str().unwrap());
    let fact =
        r#"{"field":"staff","value":"88","valid_from":"2020-01-01","source":"社保","evidence":"2020-3"}"#;
    let (status, text) = send(&registry, &clerk, Lang::En, &format!("{one}/facts"), Some((fact, 1))).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let (_, page) = send(&registry, &clerk, Lang::En, one.strip_prefix("/api").unwrap(), None).await;
    assert!(
        page.contains("The code is doubtful")
            && page.contains("社保 2020-3")
            && page.contains("Manufacturing"),
        "{page}"
    );
    let leader = Person::new("别", Role::Analyst, "210200");
    let (status, _) = send(&registry, &leader, Lang::En, &one, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let job_seeker = Person::new("众", Role::Jobseeker, "210100");
    assert_eq!(send(&registry, &job_seeker, Lang::En, "/employers", None).await.0, StatusCode::FORBIDDEN);
}
