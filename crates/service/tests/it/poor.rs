//! Poor networks: drafts saved every few seconds, the same request once however often it comes, two people at one draft or one case.

use anye_access::Role;
use anye_testkit::{databases, test_world};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::world::{COUNTY, Office, Person, answers, entitled};

/// An office over each database there is.
pub async fn offices() -> Vec<Office> {
    let mut all = Vec::new();
    for store in databases().await {
        let (world, clock) = test_world();
        let (service, people) = Office::over(&store.db, world);
        all.push(Office { service, _store: Some(store), clock, people });
    }
    all
}

/// A draft of one person, begun at the counter: its path.
pub async fn draft(office: &Office, clerk: &Person, id: &str) -> String {
    office.person(id, "王小明", "", &entitled()).await;
    let begin = json!({ "programmes": ["sample-settling"], "subject_kind": "person", "subject": id, "channel": "counter" });
    let made = office.done(clerk, "/api/service/applications", &format!("begin-{id}"), &begin).await;
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_draft_is_saved_by_itself_and_two_people_at_it_lose_nothing() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let second = Person::new("second", Role::Clerk, COUNTY);
    let elsewhere = Person::new("elsewhere", Role::Clerk, "210502");
    for office in offices().await {
        let id = draft(&office, &clerk, "p1").await;
        let page = format!("/service/applications/{id}");
        let keep = format!("{page}/draft");
        let (status, text) = office.form(&clerk, &page, &[("version", "0"), ("go", "stay")]).await;
        assert!(status.is_success() || status == StatusCode::SEE_OTHER, "{text}");
        // Saved; sent again under its id, because the answer was lost, it is the same once.
        let first = [
            ("version", "1"),
            ("f.rooms", "3"),
            ("f.bank", ""),
            ("was:f.rooms", ""),
            ("_once", "draft-000001"),
        ];
        let (status, text) = office.form(&second, &keep, &first).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["version"], 2);
        let (_, again) = office.form(&second, &keep, &first).await;
        assert_eq!(again, text);
        // Somebody else had begun before that and wrote in another field: both stay, and they are told.
        let other = [("version", "1"), ("f.rooms", ""), ("f.bank", "6222"), ("was:f.bank", "")];
        let (status, text) = office.form(&clerk, &keep, &other).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let told: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&told["version"], &told["changed"]), (&json!(3), &json!({ "f.rooms": "3" })));
        // In the same field: nothing is written until somebody chooses, with both before their eyes.
        let same = [("version", "2"), ("f.bank", "9558"), ("was:f.bank", ""), ("go", "stay")];
        let (status, text) = office.form(&second, &keep, &same).await;
        assert_eq!(status, StatusCode::PRECONDITION_FAILED, "{text}");
        let (status, text) = office.form(&second, &page, &same).await;
        assert_eq!(status, StatusCode::OK);
        for value in ["value=\"9558\" checked", "value=\"6222\"", "name=\"version\" value=\"3\""] {
            assert!(text.contains(value), "{value}: {text}");
        }
        let chosen = [("version", "3"), ("f.bank", "9558"), ("go", "stay")];
        let (status, text) = office.form(&second, &page, &chosen).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        let shown = office.json(&clerk, &format!("/api/service/applications/{id}")).await;
        let kept = &shown["application"]["answers"];
        assert_eq!((&kept["f.bank"], &kept["f.rooms"]), (&json!("9558"), &json!("3")));
        let (status, _) = office.form(&elsewhere, &keep, &chosen).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "for another place there is none");
    }
}

#[tokio::test]
async fn an_act_that_came_too_late_is_shown_beside_what_happened() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let second = Person::new("second", Role::Clerk, COUNTY);
    for office in offices().await {
        office.person("p1", "王小明", "", &entitled()).await;
        let case = office.apply(&clerk, "p1", "counter", &["sample-settling"], &answers()).await.remove(0);
        let path = format!("/service/cases/{case}");
        let version = office.json(&clerk, &format!("/api{path}")).await["case"]["row_version"].to_string();
        office
            .acts(
                &second,
                &case,
                json!({ "act": "ask", "asked": ["p.lease"], "note": "page two is missing" }),
            )
            .await;
        let late = [
            ("act", "pass"),
            ("note", "seen-by-me"),
            ("version", version.as_str()),
            ("_once", "late-000001"),
        ];
        let (status, text) = office.form(&clerk, &path, &late).await;
        assert_eq!(status, StatusCode::OK);
        assert!(text.contains("data-meanwhile"), "{text}");
        for said in ["seen-by-me", "page two is missing", "待补正"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let shown = office.json(&clerk, &format!("/api{path}")).await;
        assert_eq!(shown["row"]["stand"], "asked", "nothing was done");
        assert_eq!(shown["steps"][0]["state"], "pending");
    }
}

/// Five clients send one application with one key at the same moment.
#[tokio::test]
async fn five_clients_with_one_key_open_one_case() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    for office in offices().await {
        let id = draft(&office, &clerk, "p1").await;
        let path = format!("/api/service/applications/{id}/send");
        let body = json!({ "version": 1, "answers": answers() });
        let one = || office.post(&clerk, &path, "five-000001", &body);
        let (a, b, c, d, e) = tokio::join!(one(), one(), one(), one(), one());
        for (status, text) in [&a, &b, &c, &d, &e] {
            assert!(status.is_success(), "{status} {text}");
            assert_eq!(text, &a.1, "all five are told the same");
        }
        let cases = office.json(&clerk, "/api/service/cases").await;
        assert_eq!(cases["items"].as_array().unwrap().len(), 1);
        // The same key for something else is refused.
        let other = json!({ "version": 1, "answers": {} });
        let (status, _) = office.post(&clerk, &path, "five-000001", &other).await;
        assert!(status.is_client_error());
    }
}
