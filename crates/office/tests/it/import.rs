//! Importing changes: tried, applied, refused row by row, all or nothing, once under one key.

use anye_access::Role;
use anye_base::{ErrorKind, Lang};
use anye_db::audit::{self, Filter};
use anye_office::places::load;
use anye_testkit::databases;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use jiff::civil::date;

use crate::app::{Answer, App, CITY, PROVINCE};

const OFFICER: (Role, &str) = (Role::PolicyOfficer, PROVINCE);
const HEAD: &str = "date,kind,code,name,new_code,new_name,parent,new_parent,source\n";
const RENAME: &str = "2027-01-01,rename,210404,望花区,,望河区,,,test\n";

async fn send(app: &App, role: (Role, &str), dry: bool, key: &str, rows: &str) -> Answer {
    let path = format!("/api/places/events?dry_run={dry}");
    app.post(role, &path, "text/csv", key, &format!("{HEAD}{rows}")).await
}

#[tokio::test]
async fn a_change_is_tried_then_applied_then_known() {
    for test in databases().await {
        let app = App::seeded(&test.db).await;
        let name =
            |app: &App, on| app.office.core.places().find("210404", on).map(|place| place.name.to_owned());
        let (then, later) = (date(2026, 1, 1), date(2027, 6, 1));
        let tried = send(&app, OFFICER, true, "import-key-1", RENAME).await;
        assert_eq!(tried.status, StatusCode::OK, "{:?}", tried.fault);
        assert!(
            tried.text.contains("\"dry_run\":true") && tried.text.contains("\"applied\":1"),
            "{}",
            tried.text
        );
        assert_eq!(name(&app, later).as_deref(), Some("望花区"), "a trial changes nothing");
        let done = send(&app, OFFICER, false, "import-key-1", RENAME).await;
        assert_eq!(done.status, StatusCode::OK, "{:?}", done.fault);
        assert_eq!(name(&app, later).as_deref(), Some("望河区"));
        assert_eq!(name(&app, then).as_deref(), Some("望花区"), "as of then");
        let stored = load(&mut &test.db).await.unwrap().unwrap();
        assert_eq!(stored.find("210404", later).unwrap().name, "望河区");
        assert_eq!(stored.find("210404", then).unwrap().name, "望花区");
        let again = send(&app, OFFICER, false, "import-key-1", RENAME).await;
        assert_eq!(again.text, done.text, "the same key gives the same answer");
        let known = send(&app, OFFICER, false, "import-key-2", RENAME).await;
        assert!(
            known.text.contains("\"applied\":0") && known.text.contains("\"unchanged\":1"),
            "{}",
            known.text
        );
        let filter = Filter { action: Some("places.import".into()), ..Filter::default() };
        let records = audit::list(&mut &test.db, &filter, None, anye_base::Limit::default()).await.unwrap();
        assert_eq!(records.items.len(), 1, "one import, one record");
    }
}

#[tokio::test]
async fn one_wrong_row_stops_the_whole_file_and_says_where() {
    for test in databases().await {
        let app = App::seeded(&test.db).await;
        let bad = "2027-01-01,rename,210122,辽中县,,辽中,,,test\n";
        let refused = send(&app, OFFICER, false, "import-key-3", &format!("{RENAME}{bad}")).await;
        let fault = refused.fault.unwrap();
        assert_eq!((fault.kind, fault.code), (ErrorKind::Invalid, "place_rows_bad"));
        let field = &fault.fields[0];
        assert_eq!(
            (field.row, field.column.as_deref(), field.code),
            (Some(3), Some("code"), "place_retired")
        );
        let stored = load(&mut &test.db).await.unwrap().unwrap();
        assert_eq!(stored.find("210404", date(2027, 6, 1)).unwrap().name, "望花区", "nothing is half stored");
        let unreadable =
            send(&app, OFFICER, false, "import-key-4", "2027-13-01,vanish,,,,,,,\n").await.fault.unwrap();
        let codes: Vec<_> = unreadable.fields.iter().map(|field| (field.row, field.code)).collect();
        assert_eq!(codes, [(Some(2), "place_bad_date"), (Some(2), "place_bad_kind")]);
    }
}

#[tokio::test]
async fn an_office_changes_only_what_lies_below_it() {
    for test in databases().await {
        let app = App::seeded(&test.db).await;
        let city = (Role::PolicyOfficer, CITY);
        assert_eq!(send(&app, city, false, "import-key-5", RENAME).await.status, StatusCode::OK);
        let foreign = "2027-01-01,rename,210102,和平区,,和合区,,,test\n";
        let fault = send(&app, city, false, "import-key-6", foreign).await.fault.unwrap();
        assert_eq!((fault.kind, fault.fields[0].row), (ErrorKind::Denied, Some(2)));
        assert_eq!(
            send(&app, (Role::Clerk, CITY), true, "import-key-7", RENAME).await.status,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test]
async fn json_rows_are_read_as_the_file_is() {
    for test in databases().await {
        let app = App::seeded(&test.db).await;
        let body =
            r#"{"events":[{"date":"2027-01-01","kind":"rename","code":"210404","new_name":"望河区"}]}"#;
        let path = "/api/places/events?dry_run=true";
        let answer = app.post(OFFICER, path, "application/json", "import-key-8", body).await;
        assert!(answer.text.contains("\"applied\":1"), "{:?}", answer.fault);
        let broken = app.post(OFFICER, path, "application/json", "import-key-9", "{").await.fault.unwrap();
        assert_eq!(broken.code, "json");
    }
}

async fn form(app: &App, act: &str, rows: &str) -> Answer {
    let part = |name: &str, value: &str| {
        format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body =
        format!("{}{}{}--edge--\r\n", part("act", act), part("_once", "form-key-1"), part("csv", rows));
    let request =
        Request::post("/places/import").header("content-type", "multipart/form-data; boundary=edge");
    app.send(app.visitor(Some(OFFICER), Lang::Zh), request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn the_page_tries_shows_errors_at_rows_and_applies() {
    for test in databases().await {
        let app = App::seeded(&test.db).await;
        let rows = format!("{HEAD}{RENAME}");
        let tried = form(&app, "check", &rows).await;
        assert_eq!(tried.status, StatusCode::OK);
        assert!(tried.text.contains("value=\"apply\"") && tried.text.contains("望河区"), "{}", tried.text);
        let wrong = form(&app, "check", &format!("{HEAD}2027-01-01,rename,219999,,,甲县,,,test\n")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            wrong.text.contains("error-summary")
                && wrong.text.contains("place_retired")
                && wrong.text.contains("甲县")
        );
        assert_eq!(form(&app, "check", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = form(&app, "apply", &rows).await;
        assert_eq!(
            (done.status, done.location.as_str()),
            (StatusCode::SEE_OTHER, "/places/import?done=places")
        );
        assert_eq!(app.office.core.places().find("210404", date(2027, 6, 1)).unwrap().name, "望河区");
    }
}
