//! What lies on the disk: nothing in clear, nothing that can be moved, nothing that other keys open; and a change of keys.

use anye_base::ErrorKind;
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_jobs::{NewJob, Runner, State, enqueue};
use anye_registry::person::rekey::{KIND, RekeyWork};
use anye_registry::person::{self, Correction, Field, Purpose, Wanted, number};
use anye_registry::seal::{Keys, attest};
use anye_testkit::{databases, sqlite};

use crate::world::{clerk, keys, registry, tiexi, with_keys};

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_stolen_database_holds_no_number_in_clear() {
    let test = sqlite().await;
    let (registry, clock) = registry(&test.db);
    let clerk = clerk();
    let asking = clerk.asking(&registry);
    let caller = asking.caller(None);
    let mut clear = Vec::new();
    for order in 900..930 {
        let mut one = tiexi("王芳", "19900307", order);
        one.phone = format!("13900000{order}").as_str().into();
        one.evidence = format!("复印件 {}", one.number.number.clear());
        clear.push(one.number.number.clear().to_owned());
        clear.push(one.phone.clear().to_owned());
        let made = person::register(&registry, &caller, &one).await.unwrap();
        let found = person::find(&registry, &caller, &made.id).await.unwrap();
        let change = Correction {
            field: Field::Phone,
            value: format!("13800000{order}").as_str().into(),
            valid_from: registry.core.world.today(),
            valid_to: None,
            source: format!("来电 13800000{order}"),
            evidence: String::new(),
        };
        clear.push(format!("13800000{order}"));
        person::correct(&registry, &caller, &made.id, found.version, &change).await.unwrap();
        let wanted = Wanted {
            field: "phone".into(),
            purpose: Purpose::Contact,
            note: format!("回电 13800000{order}"),
        };
        person::reveal(&registry, &caller, &made.id, &wanted).await.unwrap();
        clock.advance_seconds(30);
    }
    test.db.close().await;
    let mut looked_at = 0;
    for entry in std::fs::read_dir(test.folder()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        looked_at += bytes.len();
        for text in &clear {
            assert!(!holds(&bytes, text), "a number stands on the disk");
        }
        assert!(bytes.is_empty() || !holds(&bytes, "13900000") && !holds(&bytes, "13800000"));
    }
    assert!(looked_at > 100_000, "the files of the database were read");
}

#[tokio::test]
async fn a_sealed_number_put_into_another_row_does_not_open() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let one = person::register(&registry, &caller, &tiexi("王芳", "19900307", 912)).await.unwrap().id;
        person::register(&registry, &caller, &tiexi("李强", "19910307", 913)).await.unwrap();
        let mut db = &test.db;
        let rows =
            db.all(sql("select id, person_id, sealed from person_number order by person_id")).await.unwrap();
        let (mine, theirs) = match rows[0].text("person_id").unwrap() == one {
            true => (&rows[0], &rows[1]),
            false => (&rows[1], &rows[0]),
        };
        let mut tx = test.db.begin_internal(&registry.core.world, &clerk.actor).await.unwrap();
        let swap =
            sql("update person_number set sealed = $1 where id = $2").bind(theirs.text("sealed").unwrap());
        tx.run(swap.bind(mine.text("id").unwrap())).await.unwrap();
        tx.commit(Event::new("test.swap", "person_number", "")).await.unwrap();
        let wanted =
            Wanted { field: mine.text("id").unwrap(), purpose: Purpose::Identity, note: "核对".into() };
        let fault = person::reveal(&registry, &caller, &one, &wanted).await.unwrap_err();
        assert_eq!((fault.kind, fault.code), (ErrorKind::Unavailable, "seal_broken"));
    }
}

#[tokio::test]
async fn other_keys_than_those_of_the_store_stop_the_start() {
    for test in databases().await {
        let world = anye_testkit::test_world().0;
        attest(&test.db, &world, &keys()).await.unwrap();
        attest(&test.db, &world, &keys()).await.unwrap();
        let renamed = Keys::new(vec![("k1".into(), [8; 16])], vec![("b1".into(), [9; 32])]).unwrap();
        assert_eq!(attest(&test.db, &world, &renamed).await.unwrap_err().code, "seal_other_keys");
        let fresh = Keys::new(vec![("k2".into(), [7; 16])], vec![("b1".into(), [9; 32])]).unwrap();
        assert_eq!(attest(&test.db, &world, &fresh).await.unwrap_err().code, "seal_other_keys");
        let more =
            Keys::new(vec![("k1".into(), [7; 16]), ("k2".into(), [1; 16])], vec![("b1".into(), [9; 32])])
                .unwrap();
        attest(&test.db, &world, &more).await.unwrap();
    }
}

#[tokio::test]
async fn a_change_of_keys_seals_everything_anew_while_everybody_works_on() {
    for test in databases().await {
        let (old, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&old);
        let caller = asking.caller(None);
        let mut one = tiexi("王芳", "19900307", 912);
        one.phone = "13900000912".into();
        let id = person::register(&old, &caller, &one).await.unwrap().id;
        let change = Correction {
            field: Field::Phone,
            value: "13900000913".into(),
            valid_from: old.core.world.today(),
            valid_to: None,
            source: "本人".into(),
            evidence: String::new(),
        };
        person::correct(&old, &caller, &id, 1, &change).await.unwrap();
        let seal =
            |all: &[(&str, u8)]| all.iter().map(|(id, byte)| ((*id).to_owned(), [*byte; 16])).collect();
        let blind =
            |all: &[(&str, u8)]| all.iter().map(|(id, byte)| ((*id).to_owned(), [*byte; 32])).collect();
        let both = Keys::new(seal(&[("k1", 7), ("k2", 1)]), blind(&[("b1", 9), ("b2", 2)])).unwrap();
        let (registry, _) = with_keys(&test.db, both);
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let clear = number::made_up("210106", "19900307", 912);
        assert_eq!(
            person::open_by_number(&registry, &caller, &clear).await.unwrap().id,
            id,
            "found before the job has run"
        );
        let job = NewJob {
            kind: KIND,
            name: "1".into(),
            title: "换密钥".into(),
            input: serde_json::Value::Null,
            account: clerk.actor.id.clone(),
            place: "210000".into(),
        };
        let world = registry.core.world.clone();
        let mut tx = test.db.begin_internal(&world, &clerk.actor).await.unwrap();
        let job = enqueue(&mut tx, &job).await.unwrap();
        tx.commit(Event::new("test.job", "job", &job.id)).await.unwrap();
        let work = std::sync::Arc::new(RekeyWork(registry.clone(), Vec::new()));
        assert!(Runner::new(test.db.clone(), world).with(KIND, work).run_next().await.unwrap());
        let done = anye_jobs::find(&mut &test.db, &job.id).await.unwrap().unwrap();
        assert_eq!(done.state, State::Done, "{}", done.error);
        // The old keys are not needed any more.
        let (after, _) = with_keys(&test.db, Keys::new(seal(&[("k2", 1)]), blind(&[("b2", 2)])).unwrap());
        let asking = clerk.asking(&after);
        let caller = asking.caller(None);
        assert_eq!(person::open_by_number(&after, &caller, &clear).await.unwrap().id, id);
        assert_eq!(person::by_phone(&after, &caller, "13900000913").await.unwrap()[0].id, id);
        let copy = person::copy(&after, &caller, &id, Purpose::Subject, "本人申请").await.unwrap();
        assert!(
            copy["history"].to_string().contains("13900000912")
                && copy["numbers"].to_string().contains(&clear)
        );
    }
}
