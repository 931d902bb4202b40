//! Where no rule covers the place and day: what officers find, two of them decide; a benefit is refused, and the page says that its rule does not hold here now.

use anye_access::Role;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::world::{CITY, COUNTY, Office, Person, entitled};

/// The page of the checked answers of a draft, in a language.
async fn checked(office: &Office, clerk: &Person, programme: &str) -> String {
    let begin =
        json!({ "programmes": [programme], "subject_kind": "person", "subject": "p1", "channel": "counter" });
    let made = office.done(clerk, "/api/service/applications", &format!("draft-{programme}-1"), &begin).await;
    let path = format!("/service/applications/{}/check", made["id"].as_str().unwrap());
    let (status, page) = office.get(clerk, &path).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page
}

fn decide(grant: bool, reason: &str) -> Value {
    json!({ "act": "decide", "grant": grant, "reason": reason, "amount_fen": null })
}

#[tokio::test]
async fn no_rule_here_today_leads_to_the_officers_and_not_to_a_refusal() {
    let office = Office::open().await;
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    let other = Person::new("other", Role::Reviewer, CITY);
    office.person("p1", "王小明", "", &entitled()).await;
    let page = checked(&office, &clerk, "sample-old-title").await;
    assert!(page.contains("这里现在没有这项规则：由经办人员决定"), "{page}");
    assert!(page.contains("写明理由决定，另一人确认") && page.contains("tag-doubt"), "{page}");
    assert!(!page.contains("不符合条件"), "{page}");
    // The case says the same, and leads to a reason and a second person, whichever way it goes.
    let case = office.apply(&clerk, "p1", "counter", &["sample-old-title"], &json!({})).await.remove(0);
    office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
    let (_, page) = office.get(&reviewer, &format!("/service/cases/{case}")).await;
    assert!(page.contains("这里现在没有这项规则") && !page.contains("按规则：不符合条件"), "{page}");
    for grant in [true, false] {
        let (_, text) = office.act(&reviewer, &case, decide(grant, "")).await;
        assert!(text.contains("service_reason_missing"), "{text}");
    }
    office.acts(&reviewer, &case, decide(true, "材料齐全")).await;
    assert_eq!(office.json(&reviewer, &format!("/api/service/cases/{case}")).await["row"]["stand"], "second");
    office.acts(&other, &case, json!({ "act": "confirm", "note": "" })).await;
    let shown = office.json(&reviewer, &format!("/api/service/cases/{case}")).await;
    assert_eq!(shown["row"]["stand"], "granted");
    assert_eq!(shown["decided"][0]["by_law"], "not_in_force");
}

#[tokio::test]
async fn a_benefit_whose_rule_does_not_hold_here_now_stays_refused_and_says_so() {
    let office = Office::open().await;
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    office.person("p1", "王小明", "", &entitled()).await;
    let page = checked(&office, &clerk, "sample-old-aid").await;
    assert!(page.contains("按规则：不符合条件") && page.contains("不适用这项规则"), "{page}");
    assert!(!page.contains("由经办人员决定"), "{page}");
    let case = office.apply(&clerk, "p1", "counter", &["sample-old-aid"], &json!({})).await.remove(0);
    office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
    office.acts(&reviewer, &case, decide(false, "")).await;
    let shown = office.json(&reviewer, &format!("/api/service/cases/{case}")).await;
    assert_eq!(
        (shown["row"]["stand"].as_str(), shown["decided"][0]["by_law"].as_str()),
        (Some("refused"), Some("not_in_force"))
    );
}
