//! The auditor's pages: reading is recorded, places bound what is read, breaks are found.

use anye_access::Role;
use anye_base::Actor;
use anye_db::audit::Event;
use anye_testkit::databases;
use axum::http::StatusCode;

use crate::app::{App, CITY, PROVINCE};

async fn note(app: &App, action: &str, place: &str) {
    let actor = Actor::console("test");
    let event = Event::new(action, "thing", "1").at_place(place);
    app.db.record(&app.world, &actor, event).await.unwrap();
}

#[tokio::test]
async fn reading_the_log_is_itself_recorded() {
    for test in databases().await {
        let app = App::over(&test.db);
        note(&app, "test.done", CITY).await;
        let first = app.json(Role::AuditAdmin, "/api/audit").await;
        assert_eq!(first["items"].as_array().unwrap().len(), 1);
        let page = app.get(Role::AuditAdmin, "/audit").await;
        assert!(page.text.contains("查看审计日志") && page.text.contains("test.done"));
        let one = app.json(Role::AuditAdmin, "/api/audit/1").await;
        assert_eq!((one["action"].as_str(), one["prev"].as_str()), (Some("test.done"), Some("")));
        assert!(app.get(Role::AuditAdmin, "/audit/1").await.text.contains(one["hash"].as_str().unwrap()));
        let reads = app.json(Role::AuditAdmin, "/api/audit?what=audit.").await;
        assert_eq!(reads["items"].as_array().unwrap().len(), 4, "each look before this one");
    }
}

#[tokio::test]
async fn an_auditor_reads_only_what_lies_below() {
    for test in databases().await {
        let app = App::over(&test.db);
        note(&app, "test.city", "210404").await;
        note(&app, "test.foreign", "210102").await;
        let auditor = Some((Role::AuditAdmin, CITY));
        let page = app.get_in(auditor, anye_base::Lang::Zh, "/audit").await;
        assert!(page.text.contains("test.city") && !page.text.contains("test.foreign"));
        assert_eq!(app.get_in(auditor, anye_base::Lang::Zh, "/audit/2").await.status, StatusCode::NOT_FOUND);
        let foreign = app.get_in(auditor, anye_base::Lang::Zh, "/audit?at=210102").await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        let export = app.get_in(auditor, anye_base::Lang::Zh, "/audit/export").await;
        assert!(export.kind.starts_with("text/csv") && !export.text.contains("test.foreign"));
    }
}

#[tokio::test]
async fn verifying_says_intact_and_finds_an_edit() {
    for test in databases().await {
        let app = App::over(&test.db);
        for _ in 0..5 {
            note(&app, "test.done", CITY).await;
        }
        let auditor = (Role::AuditAdmin, PROVINCE);
        let send =
            async |key: &str| app.post(auditor, "/api/audit/verify", "application/json", key, "{}").await;
        let verdict: serde_json::Value = serde_json::from_str(&send("verify-key-1").await.text).unwrap();
        assert_eq!((verdict["intact"].as_bool(), verdict["records"].as_i64()), (Some(true), Some(5)));
        let actor = Actor::console("intruder");
        let mut tx = test.db.begin_internal(&app.world, &actor).await.unwrap();
        tx.run(anye_db::sql("update audit_record set detail = 'forged' where seq = 3")).await.unwrap();
        tx.commit(Event::new("test.after", "thing", "1")).await.unwrap();
        let verdict: serde_json::Value = serde_json::from_str(&send("verify-key-2").await.text).unwrap();
        assert_eq!(
            (verdict["broken"]["how"].as_str(), verdict["broken"]["record"].as_i64()),
            (Some("edited"), Some(3))
        );
        let page =
            app.post(auditor, "/audit/verify", "application/x-www-form-urlencoded", "verify-key-3", "").await;
        assert!(page.text.contains("notice-error"), "{:?}", page.fault);
    }
}
