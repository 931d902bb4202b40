//! The pages of versions in both languages: empty, a form with mistakes, published, and every text that is asked for.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, Lang};
use anye_policy::{Policy, routes};
use anye_testkit::sqlite;
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::world::{Person, WORDS, desk};

pub async fn send(
    desk: &Policy,
    person: &Person,
    lang: Lang,
    path: &str,
    form: &[(&str, &str)],
) -> (StatusCode, String) {
    let visitor = Visitor {
        actor: person.actor.clone(),
        session: None,
        grants: Arc::new(person.grants.clone()),
        by_cookie: false,
        csrf: "token".into(),
        texts: desk.core.texts(lang),
        choices: Arc::new(Choices::default()),
    };
    let add = move |mut request: Request, next: Next| {
        request.extensions_mut().insert(visitor.clone());
        next.run(request)
    };
    let method = if form.is_empty() { Method::GET } else { Method::POST };
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let router = routes(desk).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(Body::from(pairs.join("&"))).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    (status, text)
}

#[tokio::test]
async fn from_the_empty_page_to_the_published_version() {
    let store = sqlite().await;
    let desk = desk(&store.db);
    let (wang, li) = (Person::officer("王"), Person::officer("李"));
    let all = "/law/versions";
    let (_, page) = send(&desk, &wang, Lang::Zh, all, &[]).await;
    assert!(page.contains("还没有提出过版本") && page.contains("提出发布"), "{page}");
    let clerk = Person::new("张", Role::Clerk, "210000");
    let (_, page) = send(&desk, &clerk, Lang::En, all, &[]).await;
    assert!(page.contains("No version was proposed yet") && !page.contains("<form class=\"form\""), "{page}");
    let (status, page) = send(&desk, &wang, Lang::Zh, all, &[("_csrf", "token"), ("note", "")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("请写明变化说明"), "{page}");
    let form = [("_csrf", "token"), ("_once", "form-0001"), ("note", "first")];
    assert_eq!(send(&desk, &clerk, Lang::Zh, all, &form).await.0, StatusCode::FORBIDDEN);
    assert_eq!(send(&desk, &wang, Lang::Zh, all, &form).await.0, StatusCode::SEE_OTHER);
    let (_, page) = send(&desk, &wang, Lang::Zh, all, &[]).await;
    assert!(page.contains("待审核") && page.contains("王 于 2026-11-22"), "{page}");

    let one = page.split("/law/versions/").nth(1).unwrap().split('"').next().unwrap();
    let one = format!("/law/versions/{one}");
    let (_, page) = send(&desk, &wang, Lang::Zh, &one, &[]).await;
    assert!(page.contains("须由另一人发布") && !page.contains("value=\"publish\""), "{page}");
    let publish = [
        ("_csrf", "token"),
        ("_once", "form-0002"),
        ("act", "publish"),
        ("version", "1"),
        ("reason", "no+change"),
    ];
    assert_eq!(send(&desk, &wang, Lang::Zh, &one, &publish).await.0, StatusCode::FORBIDDEN);
    let stale = [("_csrf", "token"), ("act", "publish"), ("version", "7")];
    assert_eq!(send(&desk, &li, Lang::En, &one, &stale).await.0, StatusCode::PRECONDITION_FAILED);
    let bare = [("_csrf", "token"), ("act", "refuse"), ("version", "1")];
    let (status, page) = send(&desk, &li, Lang::En, &one, &bare).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Say why you refuse") && page.contains("value=\"publish\""), "{page}");
    assert_eq!(send(&desk, &li, Lang::En, &one, &publish).await.0, StatusCode::SEE_OTHER);
    let (_, page) = send(&desk, &li, Lang::En, &one, &[]).await;
    assert!(page.contains("Published by 李") && page.contains("nothing to compare with"), "{page}");
    let (status, _) = send(&desk, &li, Lang::En, "/law/versions/none", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[test]
fn every_text_is_there_in_both_languages() {
    anye_testkit::check_keys(env!("CARGO_MANIFEST_DIR"), WORDS.keys(Lang::Zh), WORDS.keys(Lang::En));
}
