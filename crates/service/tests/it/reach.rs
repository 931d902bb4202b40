//! The directory of small and micro enterprises (小微企业名录): what each can have, whom they employ, and how many programmes reached them.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Actor, Lang};
use anye_db::Val;
use anye_db::audit::Event;
use anye_registry::fact::{self, NewFact};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::deferral::{Entered, deferred, firm};
use crate::poor::offices;
use crate::world::{COUNTY, Office, Person};

const REGISTER: &str = "small-firm-directory";

/// An employer in the directory: id, size, staff.
async fn listed(office: &Office, id: &str, size: &str, staff: i64) {
    firm(office, id);
    let core = &office.service.core;
    let actor = Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    let texts = |all: &[&str]| all.iter().map(|text| Val::from(*text)).collect::<Vec<_>>();
    let mut row = texts(&[id, id, "示例工厂", COUNTY, "C", "private", size]);
    row.extend([Val::from(0_i64), Val::from(1_i64), Val::from(0_i64), Val::from(staff), Val::from("active")]);
    row.extend([Val::from(0_i64), Val::from(1_i64)]);
    let columns = "id, code, name, place, industry, ownership, size, above_scale, labour_intensive, hard_hit, staff, state, created_at, version";
    tx.insert("employer", columns, vec![row]).await.unwrap();
    let entry = format!("entry-{id}");
    let mut row = texts(&[&entry, REGISTER, "employer", id, "示例工厂", COUNTY, COUNTY, ""]);
    row.extend([Val::from(1_i64), Val::from(0_i64)]);
    row.extend(texts(&["2020-01-01", "{}", "[]", "office", "test", "paper 1", ""]));
    row.extend([Val::from(0_i64), Val::from("test"), Val::from("test"), Val::from(1_i64)]);
    let columns = "id, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, fields, course, channel, source, evidence, reason, \
         recorded_at, recorded_by, recorded_name, version";
    tx.insert("entry", columns, vec![row]).await.unwrap();
    let new = |(field, value): (&str, Value)| NewFact {
        kind: "employers".into(),
        thing: id.into(),
        field: field.into(),
        value,
        valid_from: "2019-01-01".parse().unwrap(),
        valid_to: None,
        source: "test".into(),
        evidence: "paper 1".into(),
    };
    let facts = [
        ("size", json!(size)),
        ("no_or_few_layoffs", json!(true)),
        ("unemployment_fees_employer", json!("3000")),
        ("unemployment_fees_staff", json!("2000.55")),
    ];
    let facts: Vec<NewFact> = facts.into_iter().map(new).collect();
    fact::state(&mut tx, office.service.dictionary().as_ref(), &facts).await.unwrap();
    tx.commit(Event::new("test.firm", "employer", id)).await.unwrap();
}

/// The part of a page under a heading.
fn under<'t>(text: &'t str, heading: &str) -> &'t str {
    let from = text.find(&format!("<h2>{heading}</h2>")).unwrap_or_else(|| panic!("no {heading}: {text}"));
    let rest = &text[from + 4..];
    &rest[..rest.find("<h2>").unwrap_or(rest.len())]
}

// covers: LN2016-75/03.e
#[tokio::test]
async fn who_is_in_the_directory_sees_what_it_can_have_and_how_many_programmes_reached_them_is_counted() {
    let mut clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    let elsewhere = Person::new("elsewhere", Role::Clerk, "210502");
    for mut office in offices().await {
        office.service.entries = Arc::new(Entered::default());
        listed(&office, "e1", "small", 30).await;
        listed(&office, "e2", "large", 900).await;
        // What each can have: by what is known the small one gets all its fees back, the large one does not.
        let (status, text) = office.get(&clerk, "/service?kind=employer&id=e1").await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let can = under(&text, "按已登记的情况，现在能享受");
        assert!(can.contains("中小微企业全额返还") && can.contains("5,000.55"), "{can}");
        let (_, text) = office.get(&clerk, "/service?kind=employer&id=e2").await;
        assert!(under(&text, "按已登记的情况，不符合条件").contains("中小微企业全额返还"), "{text}");
        // Nobody elsewhere learns anything about it.
        let (_, text) = office.get(&elsewhere, "/service?kind=employer&id=e1").await;
        assert!(!text.contains("现在能享受"), "{text}");
        // How many programmes reached them: none, then one.
        let page = format!("/service/reach?register={REGISTER}");
        let (_, text) = office.get(&clerk, &page).await;
        assert!(text.contains("在册 2，用工 930 人；其中 0 享受到政策，共 0 项次"), "{text}");
        let case = deferred(&office, &clerk, &reviewer, "e1").await;
        let (_, text) = office.get(&clerk, &page).await;
        assert!(text.contains("在册 2，用工 930 人；其中 1 享受到政策，共 1 项次"), "{text}");
        let (_, text) = office.get(&clerk, &format!("{page}&at={COUNTY}")).await;
        assert!(text.contains(&format!("/service/cases/{case}")), "{text}");
        let (_, text) = office.get(&clerk, "/service?kind=employer&id=e1").await;
        assert!(text.contains(&format!("/service/cases/{case}")), "{text}");
        let (_, text) = office.get(&elsewhere, &page).await;
        assert!(!text.contains("930"), "{text}");
        let (status, _) = office.get(&elsewhere, &format!("{page}&at={COUNTY}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        clerk.lang = Lang::En;
        for path in ["/service?kind=employer&id=e2", "/service/reach", page.as_str()] {
            let (status, text) = office.get(&clerk, path).await;
            assert_eq!(status, StatusCode::OK, "{text}");
        }
        clerk.lang = Lang::Zh;
    }
}
