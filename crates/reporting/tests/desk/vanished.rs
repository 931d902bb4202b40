//! Two files of the corpus: a place that is no more, a member that vanished. Each answer says where (row), what, and what to do; the sound rows are taken.

use anye_base::Lang;
use anye_registry::Asking;
use anye_registry::employer;
use anye_reporting::panel::{self, Exit};
use anye_testkit::sqlite;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::through::Through;
use crate::world::{FORM, House, OCTOBER, PANEL};

const SPLIT: &str = include_str!("../corpus/place-split.csv");
const VANISHED: &str = include_str!("../corpus/member-vanished.csv");

async fn taken(at: &Through<'_>, form: &str, text: &str) -> Value {
    let fields = [("_csrf", "token"), ("form", form), ("period", OCTOBER), ("accept", "sound")];
    let back = at.upload("/api/reporting/files", &fields, Some(("bad.csv", text.as_bytes()))).await;
    assert_eq!(back.status, StatusCode::OK, "{:?}", back.fault);
    back.json()
}

fn errors(told: &Value) -> Vec<(u64, String, String, String)> {
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let all = told["findings"].as_array().unwrap().iter().filter(|one| one["error"] == true);
    all.map(|one| (one["row"].as_u64().unwrap(), text(one, "code"), text(one, "zh"), text(one, "en")))
        .collect()
}

#[tokio::test]
async fn a_report_for_a_place_taken_apart_since_names_what_it_became() {
    let store = sqlite().await;
    let house = House::empty(&store.db);
    let at = Through::new(&house, &house.clerk);
    let told = taken(&at, "registered-monthly", SPLIT).await;
    let found = errors(&told);
    assert_eq!(found.len(), 1, "{told}");
    let (row, code, zh, en) = &found[0];
    assert_eq!((*row, code.as_str()), (3, "report_place_split"), "{told}");
    //普兰店市 became a district of Dalian in 2016.
    assert!(
        zh.contains("210282")
            && zh.contains("210214")
            && zh.contains("普兰店区")
            && zh.contains("请改用现在的区划代码"),
        "{zh}"
    );
    assert!(en.contains("210214") && en.contains("Report under the code it has now"), "{en}");
    assert_eq!((&told["counts"]["created"], &told["counts"]["refused"]), (&json!(1), &json!(1)), "{told}");
}

#[tokio::test]
async fn a_member_that_vanished_is_told_with_day_and_reason() {
    let store = sqlite().await;
    let house = House::with(&store.db, 2).await;
    let asking = Asking::of(&house.reporting.core, &house.officer.actor, &house.officer.grants);
    let caller = asking.caller(None);
    let members = panel::members(&mut house.db(), PANEL, "2026-06-01".parse().unwrap(), "").await.unwrap();
    let gone = members.iter().find(|one| one.subject == house.employers[1].id).unwrap();
    let exit = Exit { day: "2026-08-01".parse().unwrap(), reason: "注销".into() };
    panel::exit(&house.reporting, &caller, &gone.id, &exit).await.unwrap();
    let text = VANISHED
        .replace("MEMBER-THERE", &house.employers[0].code)
        .replace("MEMBER-GONE", &house.employers[1].code);
    let at = Through::new(&house, &house.clerk);
    let told = taken(&at, FORM, &text).await;
    let found = errors(&told);
    let codes: Vec<(u64, &str)> = found.iter().map(|one| (one.0, one.1.as_str())).collect();
    assert_eq!(codes, [(3, "report_member_left"), (4, "reporter_unknown")], "{told}");
    let left = &found[0];
    assert!(
        left.2.contains("样例企业1") && left.2.contains("2026-08-01") && left.2.contains("注销"),
        "{}",
        left.2
    );
    assert!(left.3.contains("left the panel on 2026-08-01"), "{}", left.3);
    assert!(found[1].2.contains("91210100MA0GONE007"), "{}", found[1].2);
    assert_eq!(told["counts"]["created"], 1, "{told}");
    // Its earlier reports stay where they are: July can still be sent.
    let page = crate::send::send(&house, &house.clerk, Lang::Zh, "/reports", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let known = employer::by_code(&mut house.db(), &house.employers[1].code).await.unwrap();
    assert!(known.is_some(), "a member that left keeps its row");
}
