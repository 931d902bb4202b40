//! Several programmes in one form: a pilot, only where and while it is switched on.

use anye_access::Role;
use anye_programmes::SubjectKind;
use anye_service::port::Subject;
use axum::http::StatusCode;
use serde_json::json;

use crate::poor::offices;
use crate::world::{COUNTY, Person, entitled};

/// A form of several programmes is begun at the place that is switched on; a county away, after its last day, or for programmes of different matters, it is not.
/// covers: LN2020-R/3.6.d
#[tokio::test]
async fn one_form_for_several_only_where_it_is_switched_on() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let elsewhere = Person::new("elsewhere", Role::Clerk, "210502");
    for office in offices().await {
        office.person("p1", "王小明", "", &entitled()).await;
        let away = Subject {
            kind: SubjectKind::Person,
            id: "p2".into(),
            name: "李四".into(),
            place: "210502".into(),
            number: String::new(),
        };
        office.people.0.lock().unwrap().push((away, String::new()));
        let path = "/api/service/applications";
        let wish = |id: &str, programmes: &[&str]| json!({ "programmes": programmes, "subject_kind": "person", "subject": id, "channel": "counter" });
        let both = ["sample-settling", "sample-travel"];
        let made = office.done(&clerk, path, "pilot-0001", &wish("p1", &both)).await;
        assert_eq!(made["programmes"], json!(both));
        let (status, text) = office.post(&elsewhere, path, "pilot-0002", &wish("p2", &both)).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && text.contains("service_not_bundled"), "{text}");
        office.done(&elsewhere, path, "pilot-0003", &wish("p2", &both[..1])).await;
        let mixed = ["sample-settling", "sample-appeal"];
        let (_, text) = office.post(&clerk, path, "pilot-0004", &wish("p1", &mixed)).await;
        assert!(text.contains("service_not_bundled"), "{text}");
        // The page offers the others only where they can be had.
        let offers = async |by: &Person, id: &str| {
            let page = format!("/service/sample-settling/new?kind=person&id={id}");
            office.get(by, &page).await.1.contains("value=\"sample-travel\"")
        };
        assert!(offers(&clerk, "p1").await && !offers(&elsewhere, "p2").await);
        office.clock.advance_seconds(6 * 366 * 86_400);
        let (_, text) = office.post(&clerk, path, "pilot-0005", &wish("p1", &both)).await;
        assert!(text.contains("service_not_bundled"), "{text}");
        office.done(&clerk, path, "pilot-0006", &wish("p1", &both[..1])).await;
    }
}
