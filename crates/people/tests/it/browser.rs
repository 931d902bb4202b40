//! A browser: keeps cookies, sends back the tokens of the forms it saw, and says where its posts come from.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use tower::ServiceExt as _;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub text: String,
    pub location: String,
    pub headers: HeaderMap,
}

impl Answer {
    /// What stands between two texts, the first time.
    pub fn between(&self, before: &str, after: &str) -> &str {
        let at =
            self.text.find(before).unwrap_or_else(|| panic!("no {before} in {}", self.text)) + before.len();
        self.text[at..].split(after).next().unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn cookies(&self) -> Vec<String> {
        let all = self.headers.get_all(header::SET_COOKIE).iter();
        all.map(|value| value.to_str().unwrap().to_owned()).collect()
    }
}

/// A browser.
pub struct Browser {
    pub router: Router,
    pub cookies: BTreeMap<String, String>,
    /// The token of the forms on the last page.
    pub csrf: String,
    /// What the browser says about where its posts come from.
    pub site: &'static str,
    pub bearer: Option<String>,
    pub keys: u32,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Sends a form, with the token of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = fields.to_vec();
        let csrf = self.csrf.clone();
        all.push(("_csrf", &csrf));
        let body = encoded(&all);
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", self.site)
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Calls an operation of the API as a page's script would.
    pub async fn call(
        &mut self,
        method: Method,
        path: &str,
        version: Option<i64>,
        body: serde_json::Value,
    ) -> Answer {
        self.keys += 1;
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", format!("key-{:08}", self.keys))
            .header("x-csrf-token", &self.csrf);
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.insert(header::HOST, "anye.example".parse().unwrap());
        headers.insert(header::USER_AGENT, "Test browser".parse().unwrap());
        if let Some(token) = &self.bearer {
            headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !line.is_empty() {
            headers.insert(header::COOKIE, line.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains('⟦'), "a text is missing: {}", text.split('⟦').nth(1).unwrap_or_default());
        assert!(!text.contains(" style="), "inline styles are shut out by the policy");
        let location =
            parts.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned();
        let answer = Answer { status: parts.status, text, location, headers: parts.headers };
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if answer.text.contains("data-csrf=\"") {
            self.csrf = answer.between("data-csrf=\"", "\"").to_owned();
        }
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", one(name), one(value))).collect();
    pairs.join("&")
}
