//! A request as a person sends it.

use std::sync::Arc;

use anye_base::{Fault, Lang};
use anye_reading::ChildCommand;
use anye_reporting::pages::{Desk, routes};
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

use crate::world::{House, Person};

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub text: String,
}

pub fn desk(house: &House) -> Desk {
    let program = std::env::current_exe().unwrap();
    let beside = program.parent().unwrap().parent().unwrap().join("anye-reading-child");
    Desk::new(house.reporting.clone(), ChildCommand { program: beside, arguments: Vec::new() })
}

/// Sends a form, or asks for a page where there are no fields.
pub async fn send(house: &House, person: &Person, lang: Lang, path: &str, form: &[(&str, &str)]) -> Answer {
    let visitor = Visitor {
        actor: person.actor.clone(),
        session: None,
        grants: Arc::new(person.grants.clone()),
        by_cookie: false,
        csrf: "token".into(),
        texts: house.reporting.core.texts(lang),
        choices: Arc::new(Choices {
            place: person.grants.held().first().map(|grant| grant.place.clone()),
            ..Choices::default()
        }),
    };
    let add = move |mut request: Request, next: Next| {
        request.extensions_mut().insert(visitor.clone());
        next.run(request)
    };
    let method = if form.is_empty() { Method::GET } else { Method::POST };
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = serde_urlencoded::to_string(form).unwrap();
    let router = routes(&desk(house)).router.layer(middleware::from_fn(add));
    let mut response = router.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let fault = response.extensions_mut().remove::<Arc<Fault>>();
    let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
    if let Some(fault) = fault {
        return Answer { status, to: to.unwrap_or_default(), text: format!("{fault:?}") };
    }
    Answer { status, to: to.unwrap_or_default(), text }
}

/// Asks for a page in both languages.
pub async fn both(house: &House, person: &Person, path: &str) -> (String, String) {
    let zh = send(house, person, Lang::Zh, path, &[]).await;
    let en = send(house, person, Lang::En, path, &[]).await;
    assert_eq!((zh.status, en.status), (StatusCode::OK, StatusCode::OK), "{path}: {} {}", zh.text, en.text);
    (zh.text, en.text)
}
