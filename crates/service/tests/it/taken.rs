//! What a grant takes over into a register: answers, what was not asked because it is known, and never what ends with it.

use std::sync::Arc;

use anye_access::Role;
use serde_json::{Value, json};

use crate::deferral::{Entered, firm};
use crate::poor::offices;
use crate::world::{COUNTY, Office, Person, granting};

/// Begins an application of a person; its path, and the questions of the form by key.
async fn begun(office: &Office, clerk: &Person, programme: &str, id: &str) -> (String, Value, Vec<Value>) {
    let path = "/api/service/applications";
    let begin =
        json!({ "programmes": [programme], "subject_kind": "person", "subject": id, "channel": "counter" });
    let made = office.done(clerk, path, &format!("taken-{programme}-{id}"), &begin).await;
    let path = format!("{path}/{}", made["id"].as_str().unwrap());
    let filling = office.json(clerk, &path).await;
    let sheets = filling["form"]["sheets"].as_array().unwrap();
    let asks = sheets.iter().flat_map(|sheet| sheet["asks"].as_array().unwrap()).cloned().collect();
    (path, made["row_version"].clone(), asks)
}

fn ask<'a>(asks: &'a [Value], key: &str) -> &'a Value {
    asks.iter().find(|one| one["key"] == key).unwrap_or_else(|| panic!("{key} is not asked: {asks:?}"))
}

async fn sent(office: &Office, clerk: &Person, path: &str, version: &Value, answers: Value) -> String {
    let send = json!({ "version": version, "answers": answers });
    let opened = office.done(clerk, &format!("{path}/send"), &format!("send-{path}"), &send).await;
    opened["cases"][0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_the_registry_knows_is_not_asked_and_stands_in_the_entry_all_the_same() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    for mut office in offices().await {
        let entered = Entered::default();
        office.service.entries = Arc::new(entered.clone());
        office.person("p1", "林小雨", "account-lin", &[("residence_type", json!("urban"))]).await;
        let (path, version, asks) = begun(&office, &clerk, "graduate-in-difficulty", "p1").await;
        assert_eq!(ask(&asks, "f.residence")["known"]["value"], "urban");
        let kind = ask(&asks, "f.difficulty")["input"]["choice"]["members"][0][0].clone();
        let case = sent(&office, &clerk, &path, &version, json!({ "f.difficulty": kind })).await;
        office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
        office.acts(&reviewer, &case, granting()).await;
        let all = entered.all();
        let value =
            |id: &str| all[0].values.iter().find(|(own, _)| own == id).map(|(_, value)| value.clone());
        assert_eq!((value("residence"), value("difficulty")), (Some(json!("urban")), Some(kind)));
    }
}

#[tokio::test]
async fn a_state_that_ends_with_the_act_is_asked_anew() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    for mut office in offices().await {
        let entered = Entered::default();
        office.service.entries = Arc::new(entered.clone());
        office.person("p2", "何秀英", "account-he", &[("employment_state", json!("unemployed"))]).await;
        let (path, version, asks) = begun(&office, &clerk, "employment-registration", "p2").await;
        let state = ask(&asks, "f.state");
        assert_eq!((&state["known"], &state["required"]), (&Value::Null, &json!(true)), "{state}");
        let answers =
            json!({ "f.form": "own_business", "f.state": "self_employment", "f.channel": "counter" });
        let form = ask(&asks, "f.form")["input"]["choice"]["members"].clone();
        let known = form.as_array().unwrap().iter().any(|one| one[0] == "own_business");
        let answers = if known { answers } else { panic!("{form}") };
        let case = sent(&office, &clerk, &path, &version, answers).await;
        office.acts(&clerk, &case, granting()).await;
        let all = entered.all();
        let state = all[0].values.iter().find(|(own, _)| own == "state").map(|(_, value)| value.clone());
        assert_eq!(state, Some(json!("self_employment")));
    }
}

/// Several choices are boxes, sent under a beginning of their own with one that is empty, so that none of them is an answer, too.
#[tokio::test]
async fn several_choices_are_boxes_to_tick() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    for office in offices().await {
        office.person("p3", "周倩", "account-zhou", &[]).await;
        let (path, version, asks) = begun(&office, &clerk, "displaced-worker", "p3").await;
        let members = ask(&asks, "f.wishes")["input"]["choices"]["members"].clone();
        let ids: Vec<&str> = members.as_array().unwrap().iter().map(|one| one[0].as_str().unwrap()).collect();
        let page = path.trim_start_matches("/api").to_owned();
        let (_, shown) = office.get(&clerk, &page).await;
        assert_eq!(shown.matches("type=\"checkbox\" name=\"many:f.wishes\"").count(), ids.len());
        let version = version.to_string();
        let ticked = [
            ("version", version.as_str()),
            ("_once", "tick-0001"),
            ("many:f.wishes", ""),
            ("many:f.wishes", ids[0]),
            ("many:f.wishes", ids[1]),
        ];
        office.form(&clerk, &page, &ticked).await;
        let kept = office.json(&clerk, &path).await;
        assert_eq!(kept["application"]["answers"]["f.wishes"], format!("{}、{}", ids[0], ids[1]));
        let (_, shown) = office.get(&clerk, &page).await;
        assert_eq!(shown.matches(" checked><span>").count(), 2);
        let version = kept["application"]["row_version"].to_string();
        let none = [("version", version.as_str()), ("_once", "tick-0002"), ("many:f.wishes", "")];
        office.form(&clerk, &page, &none).await;
        let kept = office.json(&clerk, &path).await;
        assert_eq!(kept["application"]["answers"]["f.wishes"].as_str().unwrap_or_default(), "");
    }
}

/// The months come from the law's answer: where it does not grant, a grant would enter nothing, and says so before a second person is asked.
#[tokio::test]
async fn what_only_the_law_gives_is_not_granted_against_it() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    for office in offices().await {
        firm(&office, "e9");
        let case = crate::deferral::applied(&office, &clerk, "e9", "no").await;
        let act = json!({ "act": "decide", "grant": true, "reason": "另有规定", "amount_fen": null });
        let (status, text) = office.act(&reviewer, &case, act).await;
        assert_eq!(status.as_u16(), 409, "{text}");
        assert!(text.contains("service_law_gives"), "{text}");
    }
}
