//! Jobs: one's own or everybody's, stopped and tried again by who may.

use anye_access::Role;
use anye_base::{Actor, Lang};
use anye_db::audit::Event;
use anye_jobs::{NewJob, enqueue};
use anye_testkit::databases;
use axum::http::StatusCode;
use serde_json::json;

use crate::app::{App, PROVINCE};

async fn put(app: &App, account: &str) -> String {
    let actor = Actor::console("test");
    let mut tx = app.db.begin_internal(&app.world, &actor).await.unwrap();
    let job = NewJob {
        kind: "test.count",
        name: account.into(),
        title: format!("work of {account}"),
        input: json!({}),
        account: account.into(),
        place: PROVINCE.into(),
    };
    let id = enqueue(&mut tx, &job).await.unwrap().id;
    tx.commit(Event::new("test", "job", &id)).await.unwrap();
    id
}

#[tokio::test]
async fn everybody_sees_own_jobs_and_the_system_administrator_all() {
    for test in databases().await {
        let app = App::over(&test.db);
        let own = put(&app, "policy_officer-210000").await;
        let other = put(&app, "clerk-210000").await;
        let titles = async |role| {
            let all = app.json(role, "/api/jobs").await;
            all["items"].as_array().unwrap().len()
        };
        assert_eq!((titles(Role::PolicyOfficer).await, titles(Role::SystemAdmin).await), (1, 2));
        assert_eq!(app.get(Role::PolicyOfficer, &format!("/jobs/{own}")).await.status, StatusCode::OK);
        assert_eq!(
            app.get(Role::PolicyOfficer, &format!("/jobs/{other}")).await.status,
            StatusCode::NOT_FOUND
        );
        let page = app.get_in(Some((Role::SystemAdmin, PROVINCE)), Lang::En, &format!("/jobs/{other}")).await;
        assert!(page.text.contains(&format!("data-job=\"{other}\"")));
        assert!(app.get(Role::PolicyOfficer, "/").await.text.contains(&own), "it waits on the home page");
    }
}

#[tokio::test]
async fn a_job_is_stopped_and_tried_again_by_who_may() {
    for test in databases().await {
        let app = App::over(&test.db);
        let id = put(&app, "policy_officer-210000").await;
        let (officer, clerk) = ((Role::PolicyOfficer, PROVINCE), (Role::Clerk, PROVINCE));
        let form = "application/x-www-form-urlencoded";
        let cancel = format!("/jobs/{id}/cancel");
        assert_eq!(app.post(clerk, &cancel, form, "job-key-1", "").await.status, StatusCode::FORBIDDEN);
        let done = app.post(officer, &cancel, form, "job-key-2", "").await;
        assert_eq!(done.location, format!("/jobs/{id}?done=job-cancel"));
        assert_eq!(app.json(Role::PolicyOfficer, &format!("/api/jobs/{id}")).await["state"], "cancelled");
        let again =
            app.post(officer, &format!("/api/jobs/{id}/retry"), "application/json", "job-key-3", "{}").await;
        assert!(again.text.contains("\"state\":\"waiting\""), "{:?}", again.fault);
        let twice = app.post(officer, &format!("/jobs/{id}/retry"), form, "job-key-4", "").await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
    }
}
