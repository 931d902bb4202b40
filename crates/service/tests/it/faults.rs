//! Offers without an application, and facts corrected afterwards.

use anye_access::Role;
use anye_db::{Read as _, sql};
use anye_jobs::Runner;
use anye_service::automatic::{KIND, RunWork, enqueue_daily};
use serde_json::json;

use crate::world::{COUNTY, Office, Person, answers, entitled, granting};

async fn night(office: &Office) {
    enqueue_daily(&office.service).await.unwrap();
    let core = &office.service.core;
    let runner = Runner::new(core.db.clone(), core.world.clone())
        .with(KIND, std::sync::Arc::new(RunWork(office.service.clone())));
    while runner.run_next().await.unwrap() {}
}

#[tokio::test]
async fn who_is_entitled_is_found_once_and_nothing_is_given_without_a_yes() {
    let office = Office::open().await;
    let asker = Person::new("asker", Role::Jobseeker, COUNTY);
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    office.person("p1", "王小明", "account-asker", &entitled()).await;
    office
        .person("p2", "李四", "", &[("registered_unemployed", json!(true)), ("hard_to_employ", json!(false))])
        .await;
    office.person("p3", "赵五", "", &entitled()).await;
    office.person("p4", "钱六", "", &entitled()).await;
    // Who applied already is not offered it.
    office.apply(&clerk, "p4", "counter", &["sample-settling"], &answers()).await;
    night(&office).await;
    let offers = office.json(&clerk, "/api/service/offers").await;
    let mut whom: Vec<&str> = offers["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["programme"] == "sample-settling")
        .map(|one| one["subject"].as_str().unwrap())
        .collect();
    whom.sort_unstable();
    assert_eq!(whom, ["p1", "p3"]);
    let mut db = office.db();
    let none = db.one(sql("select count(*) as n from money_commitment")).await.unwrap().int("n").unwrap();
    assert_eq!(none, 0);
    // The same night again, and the next: nobody is offered it twice.
    office.clock.advance_seconds(86_400);
    night(&office).await;
    let again = db
        .one(sql("select count(*) as n from service_candidate where programme = 'sample-settling'"))
        .await
        .unwrap();
    assert_eq!(again.int("n").unwrap(), 2);
    let own = office.json(&asker, "/api/service/offers").await;
    let items = own["items"].as_array().unwrap();
    let mine: Vec<_> = items.iter().filter(|one| one["programme"] == "sample-settling").collect();
    assert_eq!(mine.len(), 1, "one sees one's own");
    let id = mine[0]["id"].as_str().unwrap();
    let yes = office
        .done(&asker, &format!("/api/service/offers/{id}"), "offer-yes-1", &json!({ "answer": "yes" }))
        .await;
    assert!(yes["application"].is_string());
    let other = office.json(&clerk, "/api/service/offers").await;
    let id =
        other["items"].as_array().unwrap().iter().find(|one| one["programme"] == "sample-settling").unwrap()
            ["id"]
            .as_str()
            .unwrap()
            .to_owned();
    office
        .done(
            &clerk,
            &format!("/api/service/offers/{id}"),
            "offer-wrong-1",
            &json!({ "answer": "wrong", "why": "已经搬走" }),
        )
        .await;
    let (_, page) = office.get(&clerk, "/service/offers").await;
    assert!(page.contains("误报 1 个"), "{page}");
}

#[tokio::test]
async fn a_fact_corrected_afterwards_lists_the_decision_with_the_difference() {
    let office = Office::open().await;
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    office
        .person("p1", "王小明", "", &[("registered_unemployed", json!(true)), ("disabled", json!(true))])
        .await;
    let case = office
        .apply(&clerk, "p1", "counter", &["sample-travel"], &json!({ "f.bank": "6222" }))
        .await
        .remove(0);
    office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
    office.acts(&reviewer, &case, granting()).await;
    office.clock.advance_seconds(3_600);
    assert_eq!(anye_service::automatic::changed(&office.service).await.unwrap(), 0, "nothing differs yet");
    office.know("p1", &[("disabled", json!(false))]).await;
    assert_eq!(anye_service::automatic::changed(&office.service).await.unwrap(), 1);
    assert_eq!(anye_service::automatic::changed(&office.service).await.unwrap(), 0, "told once");
    let mut db = office.db();
    let told =
        db.one(sql("select detail, page from case_file where kind = 'service_affected'")).await.unwrap();
    let detail: serde_json::Value = told.json("detail").unwrap();
    assert_eq!((detail["before"].as_str(), detail["after"].as_str()), (Some("granted"), Some("refused")));
    assert_eq!(detail["difference_fen"], -30_000);
    let shown = office.json(&reviewer, &format!("/api/service/cases/{case}")).await;
    assert_eq!(shown["row"]["stand"], "granted", "no decision is changed by it");
}
