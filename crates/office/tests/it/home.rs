//! The start page: slots of features, the first hour, and nothing of it for strangers.

use std::sync::Arc;

use anye_access::Role;
use anye_base::Lang;
use anye_office::{FirstHour, HomeEntry, HomeGroup, HomeSource, home};
use anye_testkit::sqlite;
use anye_web::{Core, Visitor};

use crate::app::{App, PROVINCE};

struct Waiting;

impl HomeSource for Waiting {
    fn groups<'a>(&'a self, _: &'a Core, _: &'a Visitor) -> home::Later<'a, Vec<HomeGroup>> {
        let entry = HomeEntry {
            title: "Seven to confirm".into(),
            hint: String::new(),
            href: "/documents?doubtful".into(),
            count: Some(7),
            by: String::new(),
            late: false,
        };
        Box::pin(async { Ok(vec![HomeGroup { title: "Findings".into(), entries: vec![entry], all: None }]) })
    }

    fn first_hour<'a>(&'a self, _: &'a Core, _: &'a Visitor) -> home::Later<'a, Option<FirstHour>> {
        let step = |href: &str, done| home::Step { href: href.into(), done };
        let hour = FirstHour {
            import: step("/documents/import", true),
            correct: step("/documents/1", false),
            search: step("/search", false),
            follow: step("/documents/1#a2", false),
        };
        Box::pin(async { Ok(Some(hour)) })
    }

    fn public_search(&self) -> Option<&str> {
        Some("/public/search")
    }
}

#[tokio::test]
async fn what_features_say_stands_on_the_start_page() {
    let test = sqlite().await;
    let mut app = App::over(&test.db);
    app.office = app.office.clone().with_home(Arc::new(Waiting));
    let page = app.get(Role::PolicyOfficer, "/").await.text;
    assert!(page.contains("Seven to confirm") && page.contains("first-hour"));
    assert_eq!(page.matches("<li class=\"done\">").count(), 1, "one step is done");
    let clerk = app.get(Role::Clerk, "/").await.text;
    assert!(!clerk.contains("first-hour"), "who cannot import is not told to");
    let stranger = app.get_in(None, Lang::En, "/").await.text;
    assert!(stranger.contains("/public/search") && !stranger.contains("Seven to confirm"));
    assert!(
        app.get_in(Some((Role::AuditAdmin, PROVINCE)), Lang::En, "/").await.text.contains("href=\"/audit\"")
    );
}

#[test]
fn the_description_of_the_interface_has_every_operation() {
    let api = serde_json::to_value(anye_office::openapi()).unwrap();
    let paths = api["paths"].as_object().unwrap();
    for path in [
        "/api/places",
        "/api/places/events",
        "/api/units/{unit}",
        "/api/jobs/{job}/cancel",
        "/api/audit/{record}",
        "/api/pack",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
}

#[tokio::test]
async fn each_route_of_the_interface_is_described() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    let api = serde_json::to_value(anye_office::openapi()).unwrap();
    for route in anye_office::routes(&app.office).table.iter().filter(|route| route.is_api()) {
        let method = route.method.as_str().to_lowercase();
        assert!(api["paths"][route.path][&method].is_object(), "{method} {}", route.path);
    }
}
