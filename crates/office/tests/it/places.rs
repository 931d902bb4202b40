//! Questions about places over the interface: on a day, in a tree, page by page.

use anye_access::Role;
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::app::{App, CITY};

#[tokio::test]
async fn places_as_of_then_and_now_in_either_tree() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    let role = Role::Analyst;
    let cities = app.json(role, "/api/places?level=city&on=2020-06-18").await;
    assert_eq!(cities["items"].as_array().unwrap().len(), 14);
    assert_eq!(app.json(role, "/api/places/210122?on=2010-01-01").await["name"], "辽中县");
    assert_eq!(app.json(role, "/api/places/210115?on=2020-06-18").await["name"], "辽中区");
    let gone = app.get(role, "/api/places/210122?on=2020-06-18").await;
    assert_eq!((gone.status, gone.fault.unwrap().code), (StatusCode::NOT_FOUND, "place_code_retired"));
    let count = async |tree: &str| {
        let below = app.json(role, &format!("/api/places/{CITY}/descendants?tree={tree}&limit=500")).await;
        below["items"].as_array().unwrap().len()
    };
    assert!(count("statistical").await > 100 && count("civil").await > 100);
    let above = app.json(role, "/api/places/210421/ancestors").await;
    let names: Vec<&str> =
        above["items"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names[..2], ["抚顺市", "辽宁省"]);
    let events = app.json(role, "/api/places/210115/events").await;
    assert!(events.as_array().unwrap().iter().any(|event| event["code"] == "210122"), "{events}");
}

#[tokio::test]
async fn a_list_goes_on_by_cursor_without_gap_or_repeat() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    let whole = app.json(Role::Analyst, "/api/places/210400/children?limit=500").await;
    let codes = |page: &serde_json::Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap().to_owned()).collect()
    };
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page =
            app.json(Role::Analyst, &format!("/api/places/210400/children?limit=2&cursor={next}")).await;
        seen.extend(codes(&page));
        match page["next"].as_str() {
            Some(cursor) => next = cursor.to_owned(),
            None => break,
        }
    }
    assert!(seen.len() >= 7);
    assert_eq!(seen, codes(&whole));
}

#[tokio::test]
async fn a_place_is_found_by_name_initials_and_code() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    for typed in ["fs", "fushun", "%E6%8A%9A%E9%A1%BA", "2104", "210400"] {
        let found = app.json(Role::Clerk, &format!("/api/places?q={typed}&level=city")).await;
        assert_eq!(found["items"][0]["code"], CITY, "{typed}");
    }
}

#[tokio::test]
async fn units_stand_at_their_place_under_the_name_of_the_day() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    let unit = app.json(Role::Clerk, "/api/units/hrss@210400").await;
    assert_eq!(
        (unit["name"].as_str(), unit["place"].as_str()),
        (Some("抚顺市人力资源和社会保障局"), Some(CITY))
    );
    let listed = app.json(Role::Clerk, "/api/units?at=210400&function=hrss").await;
    assert_eq!(listed["total"], 1);
    let page = app.get(Role::Clerk, "/units?at=210400&function=labour_security&asof=2005-01-01").await;
    assert!(page.text.contains("抚顺市劳动和社会保障局"));
    let page = app.get(Role::Clerk, "/units?at=210400&function=labour_security&asof=2020-01-01").await;
    assert!(!page.text.contains("抚顺市劳动和社会保障局"));
}

#[tokio::test]
async fn the_page_of_a_place_that_is_gone_names_what_followed() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    let page = app.get(Role::Clerk, "/places/210122?asof=2020-01-01").await;
    assert!(page.text.contains("notice-warning") && page.text.contains("辽中区"), "{}", page.status);
    let compared = app.get(Role::Clerk, "/places/210100/compare?then=2010-01-01&now=2020-01-01").await;
    assert!(compared.text.contains("辽中县") && compared.text.contains("辽中区"));
}
