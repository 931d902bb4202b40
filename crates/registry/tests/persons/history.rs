//! Corrections, other numbers, what was known when; who looked.

use anye_base::{Date, ErrorKind, Limit};
use anye_registry::fact;
use anye_registry::person::{self, Correction, Field, NewNumber, NumberChange, Purpose, Wanted, number};
use anye_testkit::databases;

use crate::world::{clerk, registry, tiexi};

fn correction(field: Field, value: &str, from: &str, to: Option<&str>) -> Correction {
    Correction {
        field,
        value: value.into(),
        valid_from: from.parse().unwrap(),
        valid_to: to.map(|day| day.parse().unwrap()),
        source: "本人申报".into(),
        evidence: "户口簿".into(),
    }
}

#[tokio::test]
async fn a_correction_overwrites_nothing_and_every_day_has_its_value() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = crate::world::Worker::new("市", anye_access::Role::Clerk, "210100");
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let today = registry.core.world.today();
        let mut one = tiexi("王芳", "19900307", 932);
        one.residence_type = "rural".into();
        one.phone = "13900000932".into();
        let id = person::register(&registry, &caller, &one).await.unwrap().id;
        let before = registry.core.world.now_ms();
        clock.advance_seconds(60);
        let moved = correction(Field::Place, "210102", &today.to_string(), None);
        assert_eq!(person::correct(&registry, &caller, &id, 1, &moved).await.unwrap(), 2);
        let stale = person::correct(&registry, &caller, &id, 1, &moved).await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        let urban = correction(Field::ResidenceType, "urban", &today.to_string(), None);
        person::correct(&registry, &caller, &id, 2, &urban).await.unwrap();
        let phone = correction(Field::Phone, "13900000933", &today.to_string(), None);
        person::correct(&registry, &caller, &id, 3, &phone).await.unwrap();
        let found = person::find(&registry, &caller, &id).await.unwrap();
        assert_eq!((found.place.as_str(), found.version), ("210102", 4));
        clock.advance_seconds(120);
        assert_eq!(person::by_phone(&registry, &caller, "13900000933").await.unwrap()[0].id, id);
        assert!(person::by_phone(&registry, &caller, "13900000932").await.unwrap().is_empty());
        let mut db = &registry.core.db;
        let now = person::facts(&mut db, &id, today, None).await.unwrap();
        let then = person::facts(&mut db, &id, today, Some(before)).await.unwrap();
        assert_eq!((&now["residence_type"], &then["residence_type"]), (&"urban".into(), &"rural".into()));
        assert_eq!(now["birth_date"], "1990-03-07");
        // The law's facts say the same.
        let law = fact::known(&mut db, "persons", &id, today, None).await.unwrap();
        assert_eq!(
            (&law["residence_type"], &law["birth_date"]),
            (&now["residence_type"], &now["birth_date"])
        );
        let law = fact::known(&mut db, "persons", &id, today, Some(before)).await.unwrap();
        assert_eq!(law["residence_type"], then["residence_type"]);
        let told = person::timeline(&registry, &caller, &found).await.unwrap();
        assert!(told.iter().any(|entry| entry.zh.contains("210102")), "{told:?}");
        assert!(told.iter().all(|entry| !entry.zh.contains("13900000933")), "{told:?}");
        let fixed = correction(Field::BirthDate, "1991-01-01", &today.to_string(), None);
        let fault = person::correct(&registry, &caller, &id, 4, &fixed).await.unwrap_err();
        assert_eq!(fault.fields[0].code, "person_fixed_by_number");
    }
}

#[tokio::test]
async fn a_person_with_two_numbers_is_found_by_both() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let id = person::register(&registry, &caller, &tiexi("王芳", "19550307", 934)).await.unwrap().id;
        let full = tiexi("", "19550307", 934).number.number.clear().to_owned();
        let old = format!("{}{}", &full[..6], &full[8..17]);
        let change = |number: &str, replaces: Option<&str>, was: &str| NumberChange {
            number: NewNumber { number: number.into(), ..NewNumber::default() },
            replaces: replaces.map(str::to_owned),
            was: was.into(),
            evidence: "户籍证明".into(),
        };
        let version = person::add_number(&registry, &caller, &id, 1, &change(&old, None, "")).await.unwrap();
        // The number was changed: the old one leads here too and is marked as former.
        let first = shown(&registry, &id).await.numbers;
        let held = first.iter().find(|one| one.kind == number::Kind::Resident).unwrap().id.clone();
        let new = number::made_up("210106", "19550307", 936);
        let version =
            person::add_number(&registry, &caller, &id, version, &change(&new, Some(&held), "former"))
                .await
                .unwrap();
        clock.advance_seconds(61);
        for number in [&full, &old, &new] {
            assert_eq!(person::open_by_number(&registry, &caller, number).await.unwrap().id, id);
        }
        let after = shown(&registry, &id).await.numbers;
        assert_eq!(after.iter().find(|one| one.id == held).unwrap().state, "former");
        // A number that was never theirs is free for whom it belongs to.
        let wrong =
            after.iter().find(|one| one.state == "current" && one.kind == number::Kind::Resident).unwrap();
        let right = number::made_up("210106", "19550308", 938);
        let fix = change(&right, Some(&wrong.id), "wrong");
        person::add_number(&registry, &caller, &id, version, &fix).await.unwrap();
        let mut other = tiexi("李强", "19550307", 936);
        other.number.number = new.as_str().into();
        let other = person::register(&registry, &caller, &other).await.unwrap().id;
        assert_eq!(person::open_by_number(&registry, &caller, &new).await.unwrap().id, other);
        let birth = person::find(&registry, &caller, &id).await.unwrap().birth_date;
        assert_eq!(birth, Some(Date::constant(1955, 3, 8)), "the birthday follows the right number");
        let taken =
            person::add_number(&registry, &caller, &other, 1, &change(&right, None, "")).await.unwrap_err();
        assert_eq!(taken.code, "person_number_taken");
    }
}

async fn shown(registry: &anye_registry::Registry, id: &str) -> person::Shown {
    let mut db = &registry.core.db;
    let person = person::by_id(&mut db, id).await.unwrap().unwrap();
    let numbers = person::numbers_of(&mut db, std::slice::from_ref(&person)).await.unwrap();
    person::masked(registry.seal_keys().unwrap(), &person, &numbers, registry.core.world.today()).unwrap()
}

#[tokio::test]
async fn a_look_needs_a_purpose_leaves_a_trace_and_raises_an_alarm() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let id = person::register(&registry, &caller, &tiexi("王芳", "19900307", 940)).await.unwrap().id;
        let number = shown(&registry, &id).await.numbers[0].id.clone();
        let wanted =
            |note: &str| Wanted { field: number.clone(), purpose: Purpose::Service, note: note.into() };
        let fault = person::reveal(&registry, &caller, &id, &wanted(" ")).await.unwrap_err();
        assert_eq!(fault.code, "person_reveal_note");
        let seen =
            person::reveal(&registry, &caller, &id, &wanted("办理失业登记，电话13900000940")).await.unwrap();
        assert_eq!(seen.value, tiexi("", "19900307", 940).number.number.clear());
        let looks = person::looks(&registry, &caller, &id, None, Limit::default()).await.unwrap().items;
        assert_eq!(
            (looks.len(), looks[0].what.as_str(), looks[0].purpose.as_str()),
            (1, "number", "service")
        );
        assert!(!looks[0].note.contains("13900000940"), "{}", looks[0].note);
        let leader = crate::world::Worker::new("领导", anye_access::Role::Leader, "210100");
        let asking = leader.asking(&registry);
        assert!(person::reveal(&registry, &asking.caller(None), &id, &wanted("看看")).await.is_err());
        for n in 2..=person::DAILY + 1 {
            assert_eq!(person::reveal(&registry, &caller, &id, &wanted("核对")).await.unwrap().today, n);
        }
        let mut db = &registry.core.db;
        let filter =
            anye_db::audit::Filter { action: Some("person.reveal_alarm".into()), ..Default::default() };
        let alarms = anye_db::audit::list(&mut db, &filter, None, Limit::default()).await.unwrap().items;
        assert_eq!(alarms.len(), 1, "the 51st of the day");
        assert_eq!(alarms[0].object_id, clerk.actor.id);
    }
}
