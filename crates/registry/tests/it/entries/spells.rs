//! Entries over their time: one open spell a person, corrected, moved, confirmed by a second person; several categories at once.

use anye_access::Role;
use anye_base::{ErrorKind, Limit};
use anye_registry::entry::{self, Change, Filter, Mend};
use anye_registry::fact;
use anye_testkit::databases;
use serde_json::{Value, json};

use super::households::home;
use super::{SHENYANG, filled, known};
use crate::facts::day;
use crate::rooms::{new, opened, person, rooms, unemployed};
use crate::world::Person;

// covers: LN2009-6/38.a, LN2020-R/2.4.b
#[tokio::test]
async fn one_open_spell_of_unemployment_a_person_with_its_facts_and_history() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let who = person(&rooms, "p1", "王小明", SHENYANG).await;
        let made =
            entry::open(&rooms, &caller, "unemployment", unemployed(&who, "2026-01-10")).await.unwrap();
        assert_eq!((made.state.as_str(), made.is_open, made.place.as_str()), ("registered", true, SHENYANG));
        assert_eq!(known(&rooms, "persons", &who, "registered_unemployed", "2026-01-09").await, Value::Null);
        assert_eq!(known(&rooms, "persons", &who, "registered_unemployed", "2026-06-01").await, json!(true));
        assert_eq!(
            known(&rooms, "persons", &who, "unemployment_registered_on", "2026-06-01").await,
            json!("2026-01-10")
        );
        // A second one is refused in the words of the pack.
        let fault =
            entry::open(&rooms, &caller, "unemployment", unemployed(&who, "2026-03-01")).await.unwrap_err();
        assert_eq!((fault.kind, fault.code), (ErrorKind::Conflict, "entry_twice"));
        assert!(
            fault.fields[0].args.iter().any(|(name, text)| *name == "zh" && text.contains("失业登记")),
            "{fault:?}"
        );
        // Ended for a reason; then another is possible, and the days between are a "no".
        let no_reason = Change { to: "ended".into(), day: "2026-04-01".into(), ..Change::default() };
        let fault = entry::change(&rooms, &caller, &made.id, made.version, &no_reason).await.unwrap_err();
        assert_eq!(fault.fields[0].code, "entry_reason");
        let end = rooms
            .definitions
            .register("unemployment")
            .unwrap()
            .moves
            .iter()
            .find(|act| act.to == "ended")
            .unwrap();
        let end = Change { reason: end.reasons[0].id.clone(), ..no_reason };
        let ended = entry::change(&rooms, &caller, &made.id, made.version, &end).await.unwrap();
        assert_eq!((ended.is_open, ended.to), (false, Some(day("2026-03-31"))));
        assert_eq!(known(&rooms, "persons", &who, "registered_unemployed", "2026-03-31").await, json!(true));
        assert_eq!(known(&rooms, "persons", &who, "registered_unemployed", "2026-04-01").await, json!(false));
        assert_eq!(known(&rooms, "persons", &who, "unemployed_since", "2026-04-01").await, Value::Null);
        let again =
            entry::open(&rooms, &caller, "unemployment", unemployed(&who, "2026-06-01")).await.unwrap();
        assert_eq!(known(&rooms, "persons", &who, "registered_unemployed", "2026-05-01").await, json!(false));
        assert_eq!(known(&rooms, "persons", &who, "registered_unemployed", "2026-06-01").await, json!(true));
        // Through the portal too, and the channel is kept; never for a register that is not open there.
        assert_eq!(again.channel, "counter");
        let mut online = unemployed("p2", "2026-06-02");
        online.channel = "portal".into();
        person(&rooms, "p2", "李芳", SHENYANG).await;
        let online = entry::open(&rooms, &caller, "unemployment", online).await.unwrap();
        assert_eq!(online.channel, "portal");
        let mut contact = new("p2", "2026-06-02", json!({ "way": "phone", "reached": true }));
        contact.channel = "portal".into();
        assert_eq!(
            entry::open(&rooms, &caller, "contact", contact).await.unwrap_err().fields[0].code,
            "entry_channel"
        );
        // The history says all of it; nobody else's city sees any of it.
        let (_, happened, _) = entry::history(&rooms, &caller, &made.id).await.unwrap();
        assert_eq!(happened.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["opened", "ended"]);
        let other = Person::new("李", Role::Clerk, "210200");
        let asking = other.asking(&rooms.registry);
        let fault = entry::show(&rooms, &asking.caller(None), &made.id).await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::NotFound);
        let filter = Filter { register: "unemployment".into(), ..Filter::default() };
        let seen = entry::list(&rooms, &asking.caller(None), &filter, None, Limit::default()).await.unwrap();
        assert!(seen.items.is_empty());
        let fault =
            entry::open(&rooms, &asking.caller(None), "unemployment", unemployed("p2", "2026-07-01")).await;
        assert!(fault.is_err(), "not in somebody else's county");
    }
}

#[tokio::test]
async fn a_correction_and_a_second_person_and_a_move_of_place() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        person(&rooms, "p1", "王小明", SHENYANG).await;
        let made = opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-03-10")).await;
        // It was two months earlier: the facts follow, and what was believed before stays readable.
        let mend = Mend {
            from: Some("2026-01-10".into()),
            reason: "录入有误".into(),
            evidence: "登记表".into(),
            ..Mend::default()
        };
        let after = entry::correct(&rooms, &caller, &made.id, made.version, &mend).await.unwrap();
        assert_eq!(known(&rooms, "persons", "p1", "registered_unemployed", "2026-02-01").await, json!(true));
        assert_eq!(
            known(&rooms, "persons", "p1", "unemployment_registered_on", "2026-04-01").await,
            json!("2026-01-10")
        );
        let stale = entry::correct(&rooms, &caller, &made.id, made.version, &mend).await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        let later =
            Mend { from: Some("2026-02-01".into()), reason: "再次更正".into(), ..Mend::default() };
        let after = entry::correct(&rooms, &caller, &made.id, after.version, &later).await.unwrap();
        assert_eq!(known(&rooms, "persons", "p1", "registered_unemployed", "2026-01-20").await, Value::Null);
        // To another county: its list has it, the history says whence.
        let moved =
            entry::transfer(&rooms, &caller, &made.id, after.version, "210202", "迁居").await.unwrap();
        assert_eq!((moved.place.as_str(), moved.county.as_str()), ("210202", "210202"));
        let dalian = Person::new("连", Role::Clerk, "210200");
        let theirs = dalian.asking(&rooms.registry);
        let (_, happened, _) = entry::history(&rooms, &theirs.caller(None), &made.id).await.unwrap();
        assert_eq!(happened.last().unwrap().detail["before"], json!(SHENYANG));
        // A move that wants a second person waits for one.
        let household = home(&rooms, &clerk).await;
        let zero = opened(
            &rooms,
            &clerk,
            "zero-employment-household",
            new(&household, "2026-11-01", json!({ "wish": true, "members_able": 1 })),
        )
        .await;
        let off = Change { to: "left".into(), reason: "no_wish".into(), ..Change::default() };
        let asked = entry::change(&rooms, &caller, &zero.id, zero.version, &off).await.unwrap();
        assert!(asked.is_open && asked.wish.is_some());
        let own = entry::decide_wish(&rooms, &caller, &zero.id, asked.version, true).await.unwrap_err();
        assert_eq!(own.code, "second_person");
        let other = Person::new("李", Role::Clerk, "210000");
        let second = other.asking(&rooms.registry);
        let gone =
            entry::decide_wish(&rooms, &second.caller(None), &zero.id, asked.version, true).await.unwrap();
        assert!(!gone.is_open);
    }
}

// covers: LN2009-6/03.g
#[tokio::test]
async fn a_person_carries_several_categories_each_with_its_days_and_evidence() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&rooms.registry);
        person(&rooms, "p1", "王小明", SHENYANG).await;
        let register = rooms
            .definitions
            .registers
            .iter()
            .find(|one| one.facts.iter().any(|fact| fact.fact == "hardship_records.category"));
        let register = register.expect("the register of categories").clone();
        let category = register.fields.iter().find(|field| field.id == "category").unwrap();
        let anye_programmes::FieldKind::Choice(all) = &category.kind else { panic!("{category:?}") };
        let mut fields = filled(&rooms, &register.id, "");
        let mut made = Vec::new();
        for (at, from) in [(0, "2026-01-10"), (1, "2026-03-10")] {
            fields["category"] = json!(all[at].id);
            made.push(opened(&rooms, &clerk, &register.id, new("p1", from, fields.clone())).await);
        }
        let twice =
            entry::open(&rooms, &asking.caller(None), &register.id, new("p1", "2026-05-01", fields.clone()))
                .await;
        assert_eq!(twice.unwrap_err().code, "entry_twice", "each category once at a time");
        // Each is a thing of its own that the law reads, with category, first day and person.
        let mut db = &test.db;
        let file = fact::things(
            &mut db,
            &*rooms.dictionary(),
            &[("persons".into(), "p1".into())],
            day("2026-04-01"),
        )
        .await
        .unwrap();
        let records = file["hardship_records"].as_object().unwrap();
        assert_eq!(records.len(), 2, "{file}");
        assert_eq!(records[&made[1].id]["category"], json!(all[1].id));
        assert_eq!(records[&made[1].id]["from_day"], json!("2026-03-10"));
        // One ends: the person stays hard to employ by the other; when both have, no longer.
        let second = Person::new("李", Role::Clerk, "210100");
        let second = second.asking(&rooms.registry);
        for (n, (entry, on)) in made.iter().zip(["2026-06-01", "2026-08-01"]).enumerate() {
            let act = register.moves.iter().find(|act| !register.is_open(&act.to)).unwrap();
            let change = Change {
                to: act.to.clone(),
                day: on.into(),
                reason: act.reasons[0].id.clone(),
                ..Change::default()
            };
            let asked =
                entry::change(&rooms, &asking.caller(None), &entry.id, entry.version, &change).await.unwrap();
            let ended = entry::decide_wish(&rooms, &second.caller(None), &entry.id, asked.version, true)
                .await
                .unwrap();
            assert!(!ended.is_open);
            assert_eq!(
                known(&rooms, "persons", "p1", "hard_to_employ", on).await,
                json!(n == 0),
                "after {on}"
            );
        }
        assert_eq!(known(&rooms, "persons", "p1", "hard_to_employ", "2026-07-31").await, json!(true));
    }
}
