//! The access matrix: every route × every role × own, parent, child and sibling place, asked of the running router.
//!
//! `docs/access-matrix.csv` is the reviewed answer: a route without its row, or a cell that changed, fails here. After a change that
//! is meant, `ANYE_UPDATE=1 cargo test -p anye matrix` writes it anew.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use anye_access::{Grant, Grants, Permission, Role, Target, Token, decide, may_at_all};
use anye_web::{Guard, Route};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use crate::house::{House, PLACES};

/// What the paths name: for each place a document and an account.
struct Targets {
    documents: HashMap<&'static str, String>,
    accounts: HashMap<&'static str, String>,
}

/// Sort of what a path names.
fn named(path: &str) -> Option<&'static str> {
    if path.ends_with("/mentions") {
        // It names a document that need not be here: the answer is the caller's own documents that cite it.
        return None;
    }
    if path.contains("/documents/{") {
        return Some("document");
    }
    if path.contains("{account}") && !path.contains("{link}") {
        return Some("account");
    }
    path.contains("{place}").then_some("place")
}

fn address(route: &Route, place: &str, targets: &Targets) -> String {
    let mut address = String::new();
    let mut rest = route.path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').expect("a closed brace");
        address.push_str(before);
        let value = match (named(route.path), name) {
            (None, "document") | (Some("document"), "document" | "id") => targets.documents[place].as_str(),
            (Some("document"), "article" | "key") => "1",
            (Some("document"), "finding") => "unit-0",
            (Some("account"), "account") => targets.accounts[place].as_str(),
            (Some("place"), "place") => place,
            _ => "none",
        };
        address.push_str(&value.replace('〔', "%E3%80%94"));
        rest = tail;
    }
    address.push_str(rest);
    address
}

/// Asks once. Yes: the request got past every check of rights.
async fn ask(house: &House, route: &Route, place: &str, token: Option<&Token>, targets: &Targets) -> bool {
    let mut request = Request::builder().method(route.method.clone()).uri(address(route, place, targets));
    request = request.header(header::HOST, "anye.test").header("sec-fetch-site", "same-origin");
    let mut body = Body::empty();
    if let Some(token) = token {
        request = request
            .header(header::COOKIE, format!("anye_session={}", token.reveal()))
            .header("x-csrf-token", token.csrf());
    }
    if route.method != Method::GET {
        let csrf = token.map(Token::csrf).unwrap_or_default();
        request = request.header("idempotency-key", house.world.new_id()).header(header::IF_MATCH, "\"0\"");
        if route.is_api() {
            request = request.header(header::CONTENT_TYPE, "application/json");
            body = Body::from(r#"{"reason":"","version":0}"#);
        } else {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            body = Body::from(format!("_csrf={csrf}"));
        }
    }
    let (status, location, text) = house.send(request.body(body).expect("a request")).await;
    assert!(
        !status.is_server_error() || status == StatusCode::SERVICE_UNAVAILABLE,
        "{} {} as {place}: {status} {text}",
        route.method,
        route.path
    );
    let to_sign_in = location.is_some_and(|to| to.starts_with("/login?next"));
    // What must not be known to exist answers like what does not exist.
    let hidden =
        status == StatusCode::NOT_FOUND && named(route.path).is_some() && !route.path.contains("{finding}");
    !(status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN || to_sign_in || hidden)
}

/// Routes that end the session they are asked with, or change the account: each is asked with a session of its own.
fn ends_sessions(path: &str) -> bool {
    ["/logout", "sessions", "password", "/login"].iter().any(|part| path.contains(part))
}

async fn matrix(house: &House) -> String {
    let mut targets = Targets { documents: HashMap::new(), accounts: HashMap::new() };
    for (_, place) in PLACES {
        targets.documents.insert(place, house.document(place).await);
        targets.accounts.insert(place, house.account(place).await);
    }
    let mut routes = house.app.table.clone();
    routes.sort_by_key(|route| (route.path, route.method.to_string()));
    let mut sessions = HashMap::new();
    for role in Role::ALL {
        sessions.insert(role, house.session(role).await);
    }
    let mut renew = false;
    let mut text = String::from("method,path,role,own,parent,child,sibling\n");
    for route in &routes {
        if ends_sessions(route.path) {
            // Ending “all others” ends the one shared below, too.
            renew = true;
        } else if std::mem::take(&mut renew) {
            for role in Role::ALL {
                sessions.insert(role, house.session(role).await);
            }
        }
        for role in [None].into_iter().chain(Role::ALL.map(Some)) {
            let mut cells = Vec::new();
            for (_, place) in PLACES {
                let fresh = match role {
                    Some(role) if ends_sessions(route.path) => Some(house.session(role).await),
                    _ => None,
                };
                let token = fresh.as_ref().or_else(|| role.and_then(|role| sessions.get(&role)));
                cells.push(ask(house, route, place, token, &targets).await);
                if named(route.path).is_none() {
                    // Nothing in the path belongs to a place: one answer for all.
                    cells = vec![cells[0]; 4];
                    break;
                }
            }
            check(house, route, role, &cells);
            let words: Vec<&str> = cells.iter().map(|cell| if *cell { "yes" } else { "no" }).collect();
            let role = role.map_or("(nobody)", Role::word);
            writeln!(text, "{},{},{role},{}", route.method, route.path, words.join(","))
                .expect("a string takes text");
        }
    }
    text
}

/// Holds the cells against the table of rights, which the running router must follow.
fn check(house: &House, route: &Route, role: Option<Role>, cells: &[bool]) {
    let held = role.map(|role| Grant { id: "g".into(), role, place: PLACES[0].1.into() });
    let grants = held.map_or_else(Grants::none, |grant| Grants::new("account", vec![grant]));
    let whom = role.map_or("nobody", Role::word);
    match route.guard {
        Guard::Public => {}
        Guard::SignedIn => assert!(
            role.is_some() || cells.iter().all(|cell| !cell),
            "{} {} lets {whom} in",
            route.method,
            route.path
        ),
        Guard::Needs(permission) => {
            if !may_at_all(&grants, permission) {
                assert!(
                    cells.iter().all(|cell| !cell),
                    "{} {} lets {whom} in without {}",
                    route.method,
                    route.path,
                    permission.word()
                );
            }
            let scope = house.app.core.scope_on(house.world.today());
            for ((relation, place), cell) in PLACES.iter().zip(cells) {
                // Reading documents is decided row by row: the cells are exactly what the table of rights says.
                if permission == Permission::DocumentsRead
                    && named(route.path) == Some("document")
                    && route.method == Method::GET
                    && !route.path.contains("{finding}")
                {
                    let allowed = decide(&grants, permission, Target::place(place), &scope).allowed;
                    assert_eq!(
                        *cell, allowed,
                        "{} {} as {whom} at the {relation} place",
                        route.method, route.path
                    );
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_role_as_reviewed() {
    let house = House::open().await;
    let text = matrix(&house).await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access-matrix.csv");
    if std::env::var("ANYE_UPDATE").is_ok() {
        std::fs::write(&path, &text).expect("the matrix is written");
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    let (now, then): (Vec<_>, Vec<_>) = (text.lines().collect(), reviewed.lines().collect());
    let changed: Vec<_> = now
        .iter()
        .filter(|line| !then.contains(line))
        .chain(then.iter().filter(|line| !now.contains(line)))
        .collect();
    assert!(
        changed.is_empty(),
        "{} rows differ from docs/access-matrix.csv, the first: {:?}",
        changed.len(),
        &changed[..changed.len().min(10)]
    );
}
