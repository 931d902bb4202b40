//! Requests through one router, with files and JSON; what was uploaded stays held between them.

use std::sync::Arc;

use anye_base::{Fault, Lang};
use anye_reporting::pages::{Desk, routes};
use anye_web::choices::Choices;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::send::desk;
use crate::world::{House, Person};

/// A person at the counter.
pub struct Through<'a> {
    house: &'a House,
    person: &'a Person,
    desk: Desk,
}

/// What came back.
pub struct Back {
    pub status: StatusCode,
    pub kind: String,
    pub bytes: Vec<u8>,
    pub fault: Option<Arc<Fault>>,
}

impl Back {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("{} {:?} {}", self.status, self.fault, self.text()))
    }
}

impl<'a> Through<'a> {
    pub fn new(house: &'a House, person: &'a Person) -> Self {
        let desk = desk(house);
        Self { house, person, desk }
    }

    /// The same router and what it holds, for somebody else.
    pub fn other(&self, person: &'a Person) -> Self {
        Self { house: self.house, person, desk: self.desk.clone() }
    }

    async fn send(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Back {
        let visitor = Visitor {
            actor: self.person.actor.clone(),
            session: None,
            grants: Arc::new(self.person.grants.clone()),
            by_cookie: false,
            csrf: "token".into(),
            texts: self.house.reporting.core.texts(Lang::Zh),
            choices: Arc::new(Choices { place: Some("210000".into()), ..Choices::default() }),
        };
        let add = move |mut request: Request, next: Next| {
            request.extensions_mut().insert(visitor.clone());
            next.run(request)
        };
        let key = self.house.reporting.core.world.new_id();
        let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, kind);
        let request = request.header("idempotency-key", key).body(Body::from(body)).unwrap();
        let router = routes(&self.desk).router.layer(middleware::from_fn(add));
        let mut response = router.oneshot(request).await.unwrap();
        let fault = response.extensions_mut().remove::<Arc<Fault>>();
        let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
        let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Back { status, kind: kind.unwrap_or_default(), bytes, fault }
    }

    pub async fn get(&self, path: &str) -> Back {
        self.send(Method::GET, path, "text/plain", Vec::new()).await
    }

    pub async fn json(&self, path: &str, body: &Value) -> Back {
        self.send(Method::POST, path, "application/json", body.to_string().into_bytes()).await
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Back {
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// A form with a file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Back {
        let edge = "edge-of-the-parts";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        if let Some((name, bytes)) = file {
            let head = format!(
                "--{edge}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{edge}--\r\n").into_bytes());
        self.send(Method::POST, path, &format!("multipart/form-data; boundary={edge}"), body).await
    }
}
