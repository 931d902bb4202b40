//! Help (帮助): where to start, accessibility, how programs use the API, what each kind of problem means.

use std::collections::BTreeSet;

use anye_base::{Fault, Lang};
use anye_web::{Core, Failed, Frame, Guard, Routes, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::Office;

pub(crate) fn add(routes: Routes<Office>) -> Routes<Office> {
    routes
        .get("/help", Guard::Public, start)
        .get("/help/accessibility", Guard::Public, accessibility)
        .get("/api", Guard::Public, api)
        .get("/problems", Guard::Public, problems)
        .get("/problems/{code}", Guard::Public, problem)
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "problems.html")]
struct ProblemsPage {
    frame: Frame,
    rows: Vec<(String, String)>,
    /// Of all pages.
    n: usize,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: Frame,
    code: String,
    zh: String,
    en: String,
}

fn frame(office: &Office, visitor: &Visitor, here: &str, key: &str) -> Frame {
    Frame::new(&office.core, visitor, here, visitor.texts.t(key))
}

async fn start(State(office): State<Office>, visitor: Visitor) -> Response {
    page(&HelpPage { frame: frame(&office, &visitor, "/help", "help-title") })
}

async fn accessibility(State(office): State<Office>, visitor: Visitor) -> Response {
    let frame = frame(&office, &visitor, "/help/accessibility", "a11y-title");
    page(&AccessibilityPage { frame: frame.under(visitor.texts.t("help-title"), "/help") })
}

async fn api(State(office): State<Office>, visitor: Visitor) -> Response {
    page(&ApiPage { frame: frame(&office, &visitor, "/api", "api-title") })
}

/// Every stable code that has words, whichever crate brings it.
fn codes(core: &Core) -> BTreeSet<String> {
    let pages = ["title-", "do-", "home", "quote"];
    let errors = core.catalogue.keys(Lang::Zh).iter().filter_map(|key| key.strip_prefix("error-"));
    errors.filter(|code| !pages.iter().any(|own| code.starts_with(own))).map(str::to_owned).collect()
}

/// Codes of one page.
const PAGE: usize = 400;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Pages {
    /// From nought.
    page: usize,
}

async fn problems(State(office): State<Office>, visitor: Visitor, Query(asked): Query<Pages>) -> Response {
    let frame = frame(&office, &visitor, "/problems", "problems-title");
    let words = |code: String| {
        let text = frame.t(&format!("error-{code}"));
        (code, text)
    };
    let all = codes(&office.core);
    let (n, from) = (all.len(), asked.page.saturating_mul(PAGE));
    let rows: Vec<_> = all.into_iter().skip(from).take(PAGE).map(words).collect();
    let next = (n > from.saturating_add(PAGE)).then(|| format!("/problems?page={}", asked.page + 1));
    page(&ProblemsPage { rows, n, next, frame: frame.under(visitor.texts.t("api-title"), "/api") })
}

async fn problem(
    State(office): State<Office>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Failed> {
    if !codes(&office.core).contains(&code) {
        return Err(Failed(Fault::not_found("problem")));
    }
    let words = |lang| office.core.texts(lang).t(&format!("error-{code}"));
    let (zh, en) = (words(Lang::Zh), words(Lang::En));
    let frame = Frame::new(&office.core, &visitor, &format!("/problems/{code}"), code.clone())
        .under(visitor.texts.t("problems-title"), "/problems");
    Ok(page(&ProblemPage { frame, code, zh, en }))
}
