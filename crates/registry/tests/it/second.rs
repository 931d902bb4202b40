//! The second person, and the law in use: a reviewer confirms without working on registers; a law that was published is the dictionary at once.

use std::sync::{Arc, Mutex};

use anye_access::Role;
use anye_base::ErrorKind;
use anye_registry::dictionary::{BookDictionary, Dictionary};
use anye_registry::entry::{self, Change};
use anye_registry::fact::{self, NewFact};
use anye_testkit::databases;
use serde_json::json;

use crate::facts::day;
use crate::rooms::{new, opened, person, rooms};
use crate::world::{BOOK, Person};

const PLACE: &str = "210106";

#[tokio::test]
async fn a_reviewer_confirms_and_refuses_but_enters_and_changes_nothing() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, PLACE);
        let reviewer = Person::new("李", Role::Reviewer, "210100");
        let asking = clerk.asking(&rooms.registry);
        let theirs = reviewer.asking(&rooms.registry);
        let waits = rooms.definitions.registers.iter().find(|one| {
            one.confirm
                && one.subject == anye_programmes::SubjectKind::Person
                && one.fields.iter().all(|field| !field.required)
        });
        let register = match waits {
            Some(one) => one.id.clone(),
            None => "hard-to-employ".to_owned(),
        };
        let fields = crate::entries::filled(&rooms, &register, "post-1");
        for (id, name) in [("p1", "王小明"), ("p2", "李芳")] {
            person(&rooms, id, name, PLACE).await;
        }
        let caller = asking.caller(None);
        let made =
            entry::open(&rooms, &caller, &register, new("p1", "2026-03-10", fields.clone())).await.unwrap();
        assert!(made.pending, "{register} waits for a second person");
        // Whoever checks enters nothing and changes nothing.
        let checks = theirs.caller(None);
        let own = entry::open(&rooms, &checks, &register, new("p2", "2026-03-10", fields.clone())).await;
        assert_eq!(own.unwrap_err().kind, ErrorKind::Denied);
        let far = Person::new("远", Role::Reviewer, "210200");
        let nowhere = far.asking(&rooms.registry);
        let fault = entry::confirm(&rooms, &nowhere.caller(None), &made.id, made.version).await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::NotFound);
        let done = entry::confirm(&rooms, &checks, &made.id, made.version).await.unwrap();
        assert_eq!((done.pending, done.confirmed_name.as_deref()), (false, Some("李")));
        let change = Change { to: "ended".into(), reason: "x".into(), ..Change::default() };
        let fault = entry::change(&rooms, &checks, &done.id, done.version, &change).await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::Denied);
        let two = entry::open(&rooms, &caller, &register, new("p2", "2026-03-10", fields)).await.unwrap();
        let no = entry::refuse(&rooms, &checks, &two.id, two.version, "材料不符").await.unwrap();
        assert_eq!((no.state.as_str(), no.is_open), ("refused", false));
        // An analyst reads and decides nothing.
        let auditor = Person::new("审", Role::Analyst, "210100");
        let reads = auditor.asking(&rooms.registry);
        let fault = entry::confirm(&rooms, &reads.caller(None), &made.id, done.version).await.unwrap_err();
        assert!(matches!(fault.kind, ErrorKind::Denied | ErrorKind::NotFound));
    }
}

#[tokio::test]
async fn a_law_that_is_published_is_the_dictionary_without_a_new_start() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        // The law of yesterday does not know a field that today's has.
        let mut before = (**BOOK).clone();
        let persons = before.kinds.iter_mut().find(|kind| kind.id == "persons").unwrap();
        persons.fields.retain(|field| field.id != "disabled");
        let in_use: Arc<Mutex<Arc<dyn Dictionary>>> =
            Arc::new(Mutex::new(Arc::new(BookDictionary::new(Arc::new(before)))));
        let source = Arc::clone(&in_use);
        let rooms = rooms.with_words(Arc::new(move || Arc::clone(&source.lock().unwrap())));
        person(&rooms, "p1", "王小明", PLACE).await;
        let told = NewFact {
            kind: "persons".into(),
            thing: "p1".into(),
            field: "disabled".into(),
            value: json!(true),
            valid_from: day("2026-03-10"),
            valid_to: None,
            source: "残联".into(),
            evidence: String::new(),
        };
        let state = async || {
            let core = rooms.core();
            let actor = anye_base::Actor::system("test");
            let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
            fact::state(&mut tx, &*rooms.dictionary(), std::slice::from_ref(&told)).await?;
            tx.commit(anye_db::audit::Event::new("test.fact", "person", "p1")).await.unwrap();
            Ok::<_, anye_base::Fault>(())
        };
        assert_eq!(state().await.unwrap_err().kind, ErrorKind::Invalid);
        *in_use.lock().unwrap() = Arc::new(BookDictionary::new(Arc::clone(&BOOK)));
        state().await.unwrap();
        let known = fact::known(&mut &test.db, "persons", "p1", day("2026-03-11"), None).await.unwrap();
        assert_eq!(known["disabled"], json!(true));
    }
}

#[tokio::test]
async fn a_case_hears_how_many_of_its_duties_still_wait() {
    for test in databases().await {
        let (rooms, clock, notes) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        person(&rooms, "p1", "王小明", PLACE).await;
        person(&rooms, "p2", "李芳", PLACE).await;
        for id in ["p1", "p2"] {
            opened(&rooms, &clerk, "unemployment", crate::rooms::unemployed(id, "2026-11-10")).await;
        }
        // Both duties of the month stand in one case of the office.
        clock.advance_seconds(20 * 86_400);
        entry::sweep(&rooms).await.unwrap();
        let mut tx = test.db.begin_internal(&rooms.core().world, &clerk.actor).await.unwrap();
        let one_case = anye_db::sql("update entry_duty set case_id = 'case-1' where case_id is not null");
        tx.run(one_case).await.unwrap();
        tx.commit(anye_db::audit::Event::new("test.case", "case", "case-1")).await.unwrap();
        let due = anye_db::Read::all(
            &mut &test.db,
            anye_db::sql("select id from entry_duty where case_id = 'case-1' and subject in ('p1', 'p2')"),
        )
        .await
        .unwrap();
        assert!(due.len() >= 2, "{}", due.len());
        let contact = |id: &str| new(id, "2026-11-20", json!({ "way": "phone", "reached": true }));
        opened(&rooms, &clerk, "contact", contact("p1")).await;
        opened(&rooms, &clerk, "contact", contact("p2")).await;
        let left = notes.1.lock().unwrap().clone();
        assert_eq!(left.last(), Some(&0), "{left:?}");
        assert!(left.first().is_some_and(|n| *n > 0), "{left:?}");
    }
}
