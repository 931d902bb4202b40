//! Facts with both times: nothing overwritten, no gap, no overlap, what was known then stays readable, and the file that the law reads.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anye_access::Role;
use anye_base::Date;
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_law::day::Day;
use anye_law::decide::Facts;
use anye_registry::dictionary::{BookDictionary, Dictionary as _, Shape};
use anye_registry::fact::{self, NewFact};
use anye_testkit::{databases, sqlite};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::world::{BOOK, Person, registry};

pub static DICTIONARY: LazyLock<BookDictionary> = LazyLock::new(|| BookDictionary::new(BOOK.clone()));

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn new(kind: &str, thing: &str, field: &str, value: Value, from: &str, to: Option<&str>) -> NewFact {
    NewFact {
        kind: kind.into(),
        thing: thing.into(),
        field: field.into(),
        value,
        valid_from: day(from),
        valid_to: to.map(day),
        source: "窗口".into(),
        evidence: "2020-1".into(),
    }
}

async fn keep(tx: WriteTx<'_>) {
    tx.commit(Event::new("fact.state", "fact", "")).await.unwrap();
}

#[test]
fn the_law_is_the_schema() {
    let known = DICTIONARY.field("persons", "registered_unemployed").unwrap();
    assert_eq!((known.name.zh.as_str(), &known.shape), ("登记失业", &Shape::YesNo));
    assert_eq!(DICTIONARY.field("persons", "household").unwrap().target(), Some("households"));
    assert!(DICTIONARY.leading_to("persons").contains(&("contracts", "person")));
    assert!(DICTIONARY.field("persons", "shoe_size").is_none());
    assert!(DICTIONARY.check("contracts", "signed", &json!("2020-06-01")).is_ok());
    let wrong = DICTIONARY.check("contracts", "signed", &json!("2020-02-30")).unwrap_err();
    assert_eq!(wrong.code, "F011");
    assert!(DICTIONARY.check("contracts", "term", &json!(-12)).is_err());
    assert!(DICTIONARY.check("persons", "employment_state", &json!("idle")).is_err());
    assert_eq!(known.worded(&json!(true), anye_base::Lang::Zh), "是");
}

#[tokio::test]
async fn a_correction_two_years_back_leaves_the_old_belief_readable() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let state = async |all: &[NewFact]| {
            let Begin::Fresh(mut tx) = test.db.begin(caller.scope()).await.unwrap() else { panic!() };
            fact::state(&mut tx, &*DICTIONARY, all).await.map(|()| tx)
        };
        let file = [
            new("contracts", "c1", "signed", json!("2018-03-01"), "2018-03-01", None),
            new("contracts", "c1", "term", json!(24), "2018-03-01", None),
            new("contracts", "c1", "person", json!("p1"), "2018-03-01", None),
            new("contracts", "c1", "employer", json!("e1"), "2018-03-01", None),
            new("persons", "p1", "registered_unemployed", json!(true), "2017-01-01", Some("2018-03-01")),
        ];
        keep(state(&file).await.unwrap()).await;
        let then = registry.core.world.now_ms();
        clock.advance_seconds(86_400);
        // Two years later it turns out that the term was twelve months from the beginning.
        keep(state(&[new("contracts", "c1", "term", json!(12), "2018-03-01", None)]).await.unwrap()).await;
        let mut db = &test.db;
        let term = async |known| {
            let mut db = &test.db;
            fact::known(&mut db, "contracts", "c1", day("2019-01-01"), known).await.unwrap()["term"].clone()
        };
        assert_eq!(term(None).await, json!(12));
        assert_eq!(term(Some(then)).await, json!(24), "as known then");
        let history = fact::history(&mut db, "contracts", "c1").await.unwrap();
        assert_eq!(history.iter().filter(|one| one.field == "term").count(), 2);
        assert_eq!(
            fact::changed_since(&mut db, then).await.unwrap(),
            [("contracts".to_owned(), "c1".to_owned(), "term".to_owned())]
        );
        let mut changed = async |at: i64, after: (&str, &str), limit: u32| {
            fact::changed_things(&mut db, at, after, limit).await.unwrap()
        };
        let thing = |kind: &str, id: &str| (kind.to_owned(), id.to_owned());
        assert_eq!(changed(then, ("", ""), 9).await, [thing("contracts", "c1")]);
        assert_eq!(changed(0, ("", ""), 1).await, [thing("contracts", "c1")], "some at a time, each once");
        assert_eq!(changed(0, ("contracts", "c1"), 9).await, [thing("persons", "p1")]);
        // The file is one that the law reads: from the person to the contract and on to the employer.
        let asked = [("persons".to_owned(), "p1".to_owned())];
        let file = fact::things(&mut db, &*DICTIONARY, &asked, day("2018-02-28")).await.unwrap();
        assert_eq!(file["persons"]["p1"]["registered_unemployed"], json!(true));
        assert!(file.get("contracts").is_none(), "not yet signed: {file}");
        let file = fact::things(&mut db, &*DICTIONARY, &asked, day("2018-06-01")).await.unwrap();
        assert_eq!(file["contracts"]["c1"]["term"], json!(12));
        assert_eq!(file["employers"]["e1"], json!({}));
        assert!(file["persons"]["p1"].get("registered_unemployed").is_none());
        let mut file = file;
        file["place"] = json!("210400");
        Facts::read(&BOOK, &file, Day::new(2018, 6, 1).unwrap()).unwrap();
        // What the law does not know, or what does not fit, is refused by name, all at once.
        let bad = [
            new("persons", "p1", "shoe_size", json!(43), "2020-01-01", None),
            new("contracts", "c1", "signed", json!("2020-02-30"), "2020-01-01", None),
            new("persons", "p1", "disabled", json!(true), "2020-01-01", Some("2020-01-01")),
        ];
        let fault = state(&bad).await.map(|_| ()).unwrap_err();
        let fields: Vec<_> = fault.fields.iter().map(|one| (one.field.as_str(), one.code)).collect();
        assert_eq!(
            fields,
            [
                ("persons.shoe_size", "fact_value"),
                ("contracts.signed", "fact_value"),
                ("valid_to", "fact_days")
            ]
        );
        // Said once more, nothing changes.
        let before = fact::history(&mut db, "contracts", "c1").await.unwrap();
        keep(state(&[new("contracts", "c1", "term", json!(12), "2018-03-01", None)]).await.unwrap()).await;
        assert_eq!(fact::history(&mut db, "contracts", "c1").await.unwrap(), before);
    }
}

/// What a careful reader of the statements would believe: day by day, the last statement wins.
fn model(said: &[(u16, u16, Option<u8>)]) -> BTreeMap<u16, u8> {
    let mut all = BTreeMap::new();
    for (from, len, value) in said {
        for at in *from..from + len {
            match value {
                Some(value) => all.insert(at, *value),
                None => all.remove(&at),
            };
        }
    }
    all
}

#[test]
fn history_has_no_gap_and_no_overlap_and_what_was_known_stays() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let one = (0_u16..60, 1_u16..40, prop_oneof![3 => any::<u8>().prop_map(Some), 1 => Just(None)]);
    let all = proptest::collection::vec(one, 1..12);
    runner
        .run(&all, |said| {
            runtime.block_on(async {
                let test = sqlite().await;
                let (registry, clock) = registry(&test.db);
                let clerk = Person::new("王", Role::Clerk, "210100");
                let asking = clerk.asking(&registry);
                let caller = asking.caller(None);
                let base = day("2020-01-01");
                let at = |n: u16| base.checked_add(jiff::Span::new().days(i64::from(n))).unwrap();
                let mut seen = Vec::new();
                for n in 1..=said.len() {
                    clock.advance_seconds(60);
                    let (from, len, value) = said[n - 1];
                    let mut fact = new("contracts", "c1", "term", json!(value), "2020-01-01", None);
                    (fact.valid_from, fact.valid_to) = (at(from), Some(at(from + len)));
                    let Begin::Fresh(mut tx) = test.db.begin(caller.scope()).await.unwrap() else { panic!() };
                    fact::state(&mut tx, &*DICTIONARY, &[fact]).await.unwrap();
                    keep(tx).await;
                    seen.push(registry.core.world.now_ms());
                }
                let mut db = &test.db;
                let history = fact::history(&mut db, "contracts", "c1").await.unwrap();
                for (n, known) in (1..).zip(&seen) {
                    let wanted = model(&said[..n]);
                    for d in 0..100 {
                        let believed: Vec<_> = history
                            .iter()
                            .filter(|one| one.believed(Some(*known)) && one.holds(at(d)))
                            .collect();
                        prop_assert!(believed.len() <= 1, "two values on one day");
                        let value = believed.first().map(|one| one.value.clone());
                        prop_assert_eq!(value, wanted.get(&d).map(|value| json!(value)));
                    }
                }
                Ok(())
            })
        })
        .unwrap();
}

/// What is told of a value at a glance is what the reader of facts files says of it.
#[test]
fn a_glance_says_no_more_than_the_reader() {
    let samples = [
        json!(true),
        json!("是"),
        json!(0),
        json!(12),
        json!(1_000_000_000),
        json!(1_000_000_001),
        json!(-1),
        json!(0.5),
        json!("12%"),
        json!("2020-03-01"),
        json!("2020-3-1"),
        json!("2020-+3-1"),
        json!("2020-02-30"),
        json!("1800-01-01"),
        json!("2020-03"),
        json!("稳定就业"),
        json!("stable_employment"),
        json!(" stable_employment"),
        json!("x".repeat(1_001)),
        json!(""),
        json!([1]),
    ];
    let (mut fits, mut refused) = (0, 0);
    for (kind, _) in DICTIONARY.kinds() {
        for field in DICTIONARY.fields(&kind) {
            // Where a relation leads to is not asked of a single value.
            if matches!(field.shape, Shape::Thing { .. }) {
                continue;
            }
            for value in &samples {
                let file = json!({ "place": "00", kind.as_str(): { "x": { field.field.as_str(): value } } });
                let read = Facts::read(&BOOK, &file, Day::new(2020, 1, 1).unwrap());
                let said = DICTIONARY.check(&kind, &field.field, value);
                assert_eq!(said.is_ok(), read.is_ok(), "{kind}.{} {value}", field.field);
                if said.is_ok() { fits += 1 } else { refused += 1 }
            }
        }
    }
    assert!(fits > 500 && refused > 500, "{fits} {refused}");
}

#[tokio::test]
async fn a_run_over_everybody_begins_with_those_who_have_the_fact() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let state = async |all: &[NewFact]| {
            let Begin::Fresh(mut tx) = test.db.begin(caller.scope()).await.unwrap() else { panic!() };
            fact::state(&mut tx, &*DICTIONARY, all).await.unwrap();
            keep(tx).await;
        };
        let said = |id: &str, value: Value, to| new("persons", id, "graduate", value, "2020-01-01", to);
        state(&[
            said("p1", json!(true), None),
            said("p2", json!(false), None),
            said("p3", json!("是"), None),
            said("p4", json!(true), Some("2020-06-01")),
            said("p5", json!(true), None),
            said("p6", json!("否"), None),
            new("persons", "p7", "disabled", json!(true), "2020-01-01", None),
            new("persons", "p1", "disabled", json!(true), "2020-01-01", None),
            new("persons", "p1", "household", json!("h1"), "2020-01-01", None),
        ])
        .await;
        state(&[said("p5", json!(false), None)]).await;
        let holders = async |yes: bool, after: &'static str, limit: u32| {
            let mut db = &test.db;
            let wanted = ("persons", "graduate", yes);
            fact::holders(&mut db, wanted, day("2020-06-30"), after, limit).await.unwrap()
        };
        assert_eq!(holders(true, "", 10).await, ["p1", "p3"], "no is left out, however it is said");
        assert_eq!(holders(false, "", 10).await, ["p1", "p2", "p3", "p5", "p6"]);
        assert_eq!(holders(false, "p2", 2).await, ["p3", "p5"], "some at a time");
        assert!(fact::by_facts_alone("persons", "graduate") && !fact::by_facts_alone("persons", "sex"));
        // Only what is read, and only where that leads.
        let mut db = &test.db;
        let asked = [("persons".to_owned(), "p1".to_owned())];
        let fields = fact::Fields::from([("persons".to_owned(), ["graduate".to_owned()].into())]);
        let file = fact::things_of_fields(&mut db, &*DICTIONARY, &asked, day("2020-06-30"), &fields).await;
        assert_eq!(file.unwrap(), json!({ "persons": { "p1": { "graduate": true } } }));
    }
}
