//! Counts of programmes: by step, reason and time; every figure opens exactly its cases, and nobody counts what they may not read.

use anye_access::Role;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::poor::offices;
use crate::world::{COUNTY, Office, Person, answers};

const DAY: i64 = 86_400;

/// Four cases: one granted after a return, one refused by the law, one not accepted, one that waits for papers.
async fn fill(office: &Office, clerk: &Person, reviewer: &Person) {
    for (id, facts) in [("p1", true), ("p2", false), ("p3", true), ("p4", true)] {
        let facts = [("registered_unemployed", json!(true)), ("hard_to_employ", json!(facts))];
        office.person(id, "王小明", "", &facts).await;
    }
    let mut cases = Vec::new();
    for id in ["p1", "p2", "p3", "p4"] {
        cases.push(office.apply(clerk, id, "counter", &["sample-settling"], &answers()).await.remove(0));
    }
    office.clock.advance_seconds(7 * DAY);
    let pass = json!({ "act": "pass", "note": "" });
    let decide = |grant: bool| json!({ "act": "decide", "grant": grant, "reason": "", "amount_fen": null });
    office.acts(clerk, &cases[0], pass.clone()).await;
    office.acts(reviewer, &cases[0], json!({ "act": "return", "note": "再看" })).await;
    office.clock.advance_seconds(7 * DAY);
    for case in &cases[..2] {
        office.acts(clerk, case, pass.clone()).await;
    }
    office.acts(reviewer, &cases[0], decide(true)).await;
    office.acts(reviewer, &cases[1], decide(false)).await;
    office.acts(clerk, &cases[2], json!({ "act": "reject", "note": "不齐" })).await;
    office.acts(clerk, &cases[3], json!({ "act": "ask", "asked": ["p.lease"], "note": "缺页" })).await;
    office.clock.advance_seconds(20 * DAY);
    assert_eq!(anye_service::publicity::turn(&office.service).await.unwrap(), 1);
}

#[tokio::test]
async fn counts_follow_from_the_declaration_and_open_their_cases() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    let elsewhere = Person::new("elsewhere", Role::Clerk, "210502");
    for office in offices().await {
        let first = office.service.core.world.today();
        fill(&office, &clerk, &reviewer).await;
        let last = office.service.core.world.today();
        let query = format!("from={first}&to={last}");
        let counts = office.json(&clerk, &format!("/api/service/statistics?{query}")).await;
        let one = &counts["items"][0];
        for (key, n) in [
            ("sent", 4),
            ("decided", 3),
            ("granted", 1),
            ("refused", 2),
            ("with_reason", 2),
            ("open", 1),
            ("late", 0),
            ("paused", 1),
            ("returned", 1),
            ("promised", 3),
            ("false_matches", 0),
        ] {
            assert_eq!(one[key], n, "{key}: {one}");
        }
        // Steps in the order of the declaration: two of the first were done, after two weeks of five working days.
        let step = &one["steps"][0];
        assert_eq!(
            (step["step"].as_str(), &step["done"], &step["open"]),
            (Some("examine"), &json!(2), &json!(1))
        );
        assert_eq!((&step["median_days"], &step["worst_days"]), (&json!(10.0), &json!(10)), "{step}");
        assert_eq!(
            step["done_late"], 2,
            "both after their five days, the one that was sent back after its second five"
        );
        assert_eq!(step["late"], 0, "what waits for papers is not late");
        // Reasons: the condition of the rule that failed, and what was not accepted.
        let reasons = one["reasons"].as_array().unwrap();
        let said: Vec<&str> = reasons.iter().filter_map(|one| one["condition"].as_str()).collect();
        assert!(said.contains(&"就业困难人员") && said.contains(&"rejected"), "{said:?}");
        // Each figure opens as many cases as it says, on the page and in the file.
        for measure in ["sent", "decided", "granted", "refused", "open", "paused", "returned", "escalated"] {
            let path = format!(
                "/service/statistics/cases?{query}&programme=sample-settling&at={COUNTY}&measure={measure}"
            );
            let (status, page) = office.get(&clerk, &path).await;
            assert_eq!(status, StatusCode::OK);
            let rows = page.matches("<tr data-href=\"/service/cases/").count();
            assert_eq!(rows as u64, one[measure].as_u64().unwrap(), "{measure}");
        }
        let (_, csv) = office.get(&clerk, &format!("/service/statistics.csv?{query}")).await;
        assert!(csv.contains("sample-settling") && csv.contains("examine,median_days,10"), "{csv}");
        // Before that time nothing was; elsewhere there is nothing.
        let none = office.json(&clerk, "/api/service/statistics?from=2001-01-01&to=2001-12-31").await;
        assert_eq!(none["items"], json!([]));
        let none = office.json(&elsewhere, &format!("/api/service/statistics?{query}")).await;
        assert_eq!(none["items"], Value::Array(Vec::new()));
        let path = format!("/service/statistics/cases?{query}&measure=sent");
        let (_, page) = office.get(&elsewhere, &path).await;
        assert!(!page.contains("/service/cases/0"), "{page}");
        for lang in [anye_base::Lang::Zh, anye_base::Lang::En] {
            let mut reader = clerk.clone();
            reader.lang = lang;
            let path = format!("/service/statistics?{query}&programme=sample-settling");
            assert_eq!(office.get(&reader, &path).await.0, StatusCode::OK);
        }
    }
}
