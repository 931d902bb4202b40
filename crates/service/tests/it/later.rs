//! What changes afterwards: facts corrected two years back, holidays that are moved, a clock that was set back. Nothing decided is changed by it, nothing is lost.

use std::sync::Arc;

use anye_access::Role;
use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_forms::Calendar;
use anye_registry::fact::{self, NewFact};
use anye_service::automatic;
use serde_json::{Value, json};

use crate::poor::offices;
use crate::world::{CITY, COUNTY, Office, Person, answers, entitled, granting};

const DAY: i64 = 86_400;

/// States one fact as from a day, as it is found out now.
async fn correct(office: &Office, id: &str, field: &str, value: Value, from: &str) {
    let core = &office.service.core;
    let new = NewFact {
        kind: "persons".into(),
        thing: id.into(),
        field: field.into(),
        value,
        valid_from: from.parse().unwrap(),
        valid_to: None,
        source: "test".into(),
        evidence: "paper 2".into(),
    };
    let actor = Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    fact::state(&mut tx, office.service.dictionary().as_ref(), &[new]).await.unwrap();
    tx.commit(Event::new("test.facts", "person", id)).await.unwrap();
}

async fn decide(office: &Office, clerk: &Person, reviewer: &Person, id: &str, grant: bool) -> String {
    let case = office.apply(clerk, id, "counter", &["sample-settling"], &answers()).await.remove(0);
    office.acts(clerk, &case, json!({ "act": "pass", "note": "" })).await;
    let act = json!({ "act": "decide", "grant": grant, "reason": "", "amount_fen": null });
    office.acts(reviewer, &case, act).await;
    case
}

async fn found(office: &Office) -> Vec<Value> {
    let mut db = office.db();
    let rows = db
        .all(sql("select detail from case_file where kind = 'service_affected' order by id"))
        .await
        .unwrap();
    rows.iter().map(|row| row.json("detail").unwrap()).collect()
}

#[tokio::test]
async fn a_fact_corrected_two_years_back_lists_the_decisions_it_changes_with_the_difference() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    for office in offices().await {
        office.person("p1", "王小明", "", &entitled()).await;
        office.person("p2", "李四", "", &entitled()).await;
        let not = [("registered_unemployed", json!(true)), ("hard_to_employ", json!(false))];
        office.person("p3", "赵五", "", &not).await;
        let granted = decide(&office, &clerk, &reviewer, "p1", true).await;
        let untouched = decide(&office, &clerk, &reviewer, "p2", true).await;
        let refused = decide(&office, &clerk, &reviewer, "p3", false).await;
        let before = office.json(&clerk, &format!("/api/service/cases/{granted}")).await;
        assert_eq!(automatic::changed(&office.service).await.unwrap(), 0, "nothing was corrected yet");
        // Two years later it turns out how it had been all along.
        office.clock.advance_seconds(730 * DAY);
        correct(&office, "p1", "hard_to_employ", json!(false), "2019-01-01").await;
        correct(&office, "p3", "hard_to_employ", json!(true), "2019-01-01").await;
        assert_eq!(automatic::changed(&office.service).await.unwrap(), 2);
        let all = found(&office).await;
        let of = |case: &str| all.iter().find(|one| one["case"] == case).cloned();
        let (over, under) = (of(&granted).unwrap(), of(&refused).unwrap());
        assert_eq!((&over["before"], &over["after"]), (&json!("granted"), &json!("refused")));
        assert_eq!(over["difference_fen"], -100_000, "paid too much");
        assert_eq!(under["difference_fen"], 100_000, "paid too little");
        assert!(of(&untouched).is_none());
        // The decision stays as it was, and the same finding makes no second case.
        let after = office.json(&clerk, &format!("/api/service/cases/{granted}")).await;
        assert_eq!(before["decided"], after["decided"]);
        assert_eq!(automatic::changed(&office.service).await.unwrap(), 0);
        assert_eq!(found(&office).await.len(), 2);
        // A correction that holds only from after the decision changes nothing about it.
        correct(&office, "p2", "hard_to_employ", json!(false), "2028-01-01").await;
        assert_eq!(automatic::changed(&office.service).await.unwrap(), 0);
        // The case of it is on the task list of who may act.
        let tasks = office.json(&reviewer, "/api/tasks?bucket=all&reach=place").await;
        assert!(tasks.to_string().contains("事实更正"), "{tasks}");
    }
}

#[tokio::test]
async fn what_was_told_stays_when_holidays_are_moved_and_what_comes_counts_with_them() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    for mut office in offices().await {
        office.person("p1", "王小明", "", &entitled()).await;
        office.person("p2", "李四", "", &entitled()).await;
        let old = office.apply(&clerk, "p1", "counter", &["sample-settling"], &answers()).await.remove(0);
        let path = format!("/api/service/cases/{old}");
        let before = office.json(&clerk, &path).await;
        // A whole week is made a holiday.
        let today = office.service.core.world.today();
        let day =
            |n: i64| anye_law::day::Day(anye_service::due::law_day(today).0 + i32::try_from(n).unwrap());
        let moved = format!(
            "[[year]]\nyear = {}\nsource = [\"test\"]\nholiday = [{{ zh = \"假\", en = \"Off\", from = \"{}\", to = \"{}\" }}]\nwork = []\n",
            today.year(),
            day(1),
            day(7)
        );
        office.service.calendar = Arc::new(Calendar::from_toml(&moved).unwrap());
        let after = office.json(&clerk, &path).await;
        assert_eq!(before["case"]["due_at"], after["case"]["due_at"], "a deadline that was told is kept");
        assert_eq!(before["row"]["promised_at"], after["row"]["promised_at"]);
        let new = office.apply(&clerk, "p2", "counter", &["sample-settling"], &answers()).await.remove(0);
        let fresh = office.json(&clerk, &format!("/api/service/cases/{new}")).await;
        let due = |of: &Value| of["case"]["due_at"].as_i64().unwrap();
        assert_eq!(due(&fresh) - due(&before), 7 * DAY * 1000, "a week off moves a deadline by a week");
        // The next step of the old case counts with the new days too.
        office.acts(&clerk, &old, json!({ "act": "pass", "note": "" })).await;
        assert_eq!(due(&office.json(&clerk, &path).await), due(&fresh));
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_loses_nothing_and_doubles_nothing() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    let other = Person::new("other", Role::Reviewer, CITY);
    for office in offices().await {
        office.person("p1", "王小明", "", &entitled()).await;
        office.person("p2", "李四", "", &entitled()).await;
        let second = decide(&office, &clerk, &reviewer, "p2", true).await;
        automatic::changed(&office.service).await.unwrap();
        let case = office.apply(&clerk, "p1", "counter", &["sample-settling"], &answers()).await.remove(0);
        let path = format!("/api/service/cases/{case}");
        let version = office.json(&clerk, &path).await["case"]["row_version"].clone();
        office.clock.advance_seconds(-DAY);
        let pass = json!({ "act": "pass", "note": "", "version": version });
        office.done(&clerk, &path, "back-000001", &pass).await;
        office.done(&clerk, &path, "back-000001", &pass).await;
        let grant = granting();
        office.acts(&reviewer, &case, grant).await;
        // What happened stands in its order, however late or early the clock said it was.
        let mut db = office.db();
        let rows = db
            .all(sql("select seq, what from case_event where case_id = $1 order by seq").bind(case.as_str()))
            .await
            .unwrap();
        let order: Vec<i64> = rows.iter().map(|row| row.int("seq").unwrap()).collect();
        assert!(order.windows(2).all(|two| two[0] + 1 == two[1]), "no gap, nothing twice: {order:?}");
        let steps = rows.iter().filter(|row| row.text("what").unwrap() == "step").count();
        assert_eq!(steps, 2, "each step once");
        // Days that went backwards count as none.
        let counts = office.json(&clerk, "/api/service/statistics?to=2099-12-31&from=2000-01-01").await;
        for step in counts["items"][0]["steps"].as_array().unwrap() {
            assert!(step["worst_days"].as_i64().unwrap() >= 0, "{step}");
        }
        // A correction that was recorded under the earlier time is seen all the same.
        correct(&office, "p2", "hard_to_employ", json!(false), "2019-01-01").await;
        assert_eq!(automatic::changed(&office.service).await.unwrap(), 1);
        assert_eq!(found(&office).await[0]["case"], json!(second));
        // Publicity runs its days by the calendar and ends once.
        office.clock.advance_seconds(30 * DAY);
        let ended = anye_service::publicity::turn(&office.service).await.unwrap();
        assert_eq!((ended, anye_service::publicity::turn(&office.service).await.unwrap()), (2, 0));
        let shown = office.json(&other, &path).await;
        assert_eq!(shown["row"]["stand"], "granted");
    }
}
