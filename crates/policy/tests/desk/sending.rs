//! Asking the routes as somebody, in a language.

use std::sync::Arc;

use anye_base::{Fault, Lang};
use anye_policy::{Later, LawLibrary, LibraryArticle, LibraryDocument, Policy, routes};
use anye_web::choices::Choices;
use anye_web::{Core, Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::world::{Person, desk};

/// A library with one invented article of one document of the pack.
pub struct OneArticle;

impl LawLibrary for OneArticle {
    fn document<'a>(
        &'a self,
        _: &'a Core,
        _: &'a Visitor,
        id: &'a str,
    ) -> Later<'a, Option<LibraryDocument>> {
        let article = |key: &str| LibraryArticle {
            key: key.to_owned(),
            number: "九".to_owned(),
            heading: "虚构的标题".to_owned(),
            paragraphs: vec!["虚构的第一款。".to_owned(), "虚构的第二款。".to_owned()],
            href: format!("/documents/{id}#a{key}"),
        };
        let found = (id == "FS2020").then(|| LibraryDocument {
            title: "虚构的文件".to_owned(),
            href: format!("/documents/{id}"),
            articles: vec![article("9")],
        });
        Box::pin(async move { Ok(found) })
    }
}

/// A desk over a fresh store, with a library.
pub async fn open() -> (Policy, anye_testkit::TestDb) {
    let store = anye_testkit::sqlite().await;
    let desk = desk(&store.db).with_library(Arc::new(OneArticle));
    (desk, store)
}

/// Asks for a page, or sends a form.
pub async fn send(
    desk: &Policy,
    lang: Lang,
    path: &str,
    form: Option<&[(&str, &str)]>,
) -> (StatusCode, String) {
    let person = Person::officer("王");
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
    let method = if form.is_none() { Method::GET } else { Method::POST };
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let sent = [&[("_csrf", "token")], form.unwrap_or_default()].concat();
    let pairs: Vec<String> = sent.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let router = routes(desk).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(Body::from(pairs.join("&"))).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    (status, text)
}

/// What a browser would send for the form of a page: names and values of its fields as they stand.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let form = page.split("id=\"facts\"").nth(1).unwrap().split("</form>").next().unwrap();
    let mut all = Vec::new();
    for part in form.split('<').skip(1) {
        let value = |of: &str| {
            let after = part.split(&format!("{of}=\"")).nth(1)?;
            Some(after.split('"').next()?.to_owned())
        };
        if part.starts_with("input ") && !part.contains("type=\"checkbox\"") {
            all.extend(value("name").filter(|name| name != "_csrf").zip(value("value")));
        } else if part.starts_with("select ") {
            all.extend(value("name").zip(Some(String::new())));
        } else if part.starts_with("option ") && part.contains(" selected") {
            all.last_mut().unwrap().1 = value("value").unwrap();
        }
    }
    all
}
