//! A sealed field of a register: kept encrypted, covered everywhere, opened with a purpose that stays on record. The canary is looked for in every table.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{ErrorKind, Limit};
use anye_db::audit::Event;
use anye_db::{Db, Read as _, sql};
use anye_programmes::{Definitions, Field, FieldKind};
use anye_registry::Registers;
use anye_registry::entry::{self, Filter, Mend, NewEntry};
use anye_registry::person::{Purpose, Wanted};
use anye_testkit::databases;
use serde_json::json;

use crate::facts::day;
use crate::rooms::{changed, opened, person, rooms_with, unemployed};
use crate::world::{Person, keys};

const PLACE: &str = "210106";
const CANARY: &str = "Kanarienvogel-4711";
const OTHER: &str = "Kanarienvogel-0815";

fn with_sealed() -> Arc<Definitions> {
    changed(|all| {
        let register = all.registers.iter_mut().find(|one| one.id == "unemployment").unwrap();
        let words = anye_forms::Words { zh: "紧急联系人".into(), en: "Emergency contact".into() };
        register.fields.push(Field {
            id: "reach".into(),
            name: words,
            help: anye_forms::Words::default(),
            unit: String::new(),
            kind: FieldKind::Text(60),
            required: false,
            when: None,
            sealed: true,
            fact: None,
            cite: Vec::new(),
        });
        register.columns.push(register.fields.len() - 1);
    })
}

fn with(value: &str) -> NewEntry {
    let mut new = unemployed("p1", "2026-03-10");
    new.fields.insert("reach".into(), json!(value));
    new
}

/// Everything that the tables about entries, looks, audit and repeated keys hold, as text.
async fn stored(db: &Db) -> String {
    let mut all = String::new();
    for (table, columns) in [
        ("entry", "fields, source, evidence, reason"),
        ("entry_event", "detail"),
        ("entry_key", "key_text"),
        ("fact", "value, evidence"),
        ("person_look", "what, note"),
        ("audit_record", "detail"),
        ("idempotency_key", "outcome"),
    ] {
        let names: Vec<&str> = columns.split(", ").collect();
        for row in (&mut &*db).all(sql(format!("select {columns} from {table}"))).await.unwrap() {
            for name in &names {
                all.push_str(&row.opt_text(name).unwrap().unwrap_or_default());
                all.push('\n');
            }
        }
    }
    all
}

async fn reach(rooms: &Registers, who: &Person, id: &str, note: &str) -> Result<String, anye_base::Fault> {
    let asking = who.asking(&rooms.registry);
    let wanted = Wanted { field: "reach".into(), purpose: Purpose::Contact, note: note.into() };
    entry::reveal(rooms, &asking.caller(None), id, &wanted).await.map(|one| one.value)
}

#[tokio::test]
async fn a_sealed_field_is_nowhere_in_clear_and_opened_with_a_purpose_only() {
    for test in databases().await {
        let (rooms, ..) = rooms_with(&test.db, with_sealed());
        let clerk = Person::new("王", Role::Clerk, "210100");
        person(&rooms, "p1", "王小明", PLACE).await;
        let asking = clerk.asking(&rooms.registry);
        let once = anye_db::Once { key: "k-1".into(), operation: "open".into(), body_digest: "same".into() };
        let caller = asking.caller(Some(&once));
        let made = entry::open(&rooms, &caller, "unemployment", with(CANARY)).await.unwrap();
        // The same key again gets the same entry, covered too.
        let again = entry::open(&rooms, &caller, "unemployment", with(CANARY)).await.unwrap();
        assert_eq!(again.id, made.id);
        let caller = asking.caller(None);
        let found = entry::show(&rooms, &caller, &made.id).await.unwrap();
        assert_eq!(serde_json::to_value(&found).unwrap()["fields"]["reach"], json!("****"));
        let filter = Filter { register: "unemployment".into(), ..Filter::default() };
        let page = entry::list(&rooms, &caller, &filter, None, Limit::default()).await.unwrap();
        assert!(!format!("{:?}", serde_json::to_string(&page.items)).contains(CANARY));
        let rows = entry::export::rows(&rooms, &caller, &filter, anye_base::Lang::En).await.unwrap();
        assert!(rows.iter().flatten().any(|cell| cell == "****") && !format!("{rows:?}").contains(CANARY));
        // What was shown covered may come back so: nothing changes. Another value is sealed again.
        let mend = |value: &str| Mend {
            fields: [("reach".to_owned(), json!(value))].into(),
            reason: "更正".into(),
            ..Mend::default()
        };
        let same = entry::correct(&rooms, &caller, &made.id, made.version, &mend("****")).await.unwrap();
        assert_eq!(reach(&rooms, &clerk, &made.id, "联系本人").await.unwrap(), CANARY);
        let long = "长".repeat(61);
        let fault = entry::correct(&rooms, &caller, &made.id, same.version, &mend(&long)).await.unwrap_err();
        assert_eq!(fault.fields[0].field, "fields.reach");
        entry::correct(&rooms, &caller, &made.id, same.version, &mend(OTHER)).await.unwrap();
        assert_eq!(reach(&rooms, &clerk, &made.id, "联系本人").await.unwrap(), OTHER);
        let everything = stored(&test.db).await;
        assert!(everything.contains("\"sealed\":\"k1:"), "{everything}");
        assert!(!everything.contains(CANARY) && !everything.contains(OTHER), "in clear");
        // Without a purpose in words, or somewhere else, nothing is shown; the person can see who looked.
        assert_eq!(reach(&rooms, &clerk, &made.id, "").await.unwrap_err().code, "person_reveal_note");
        let far = Person::new("李", Role::Clerk, "210200");
        assert_eq!(reach(&rooms, &far, &made.id, "联系本人").await.unwrap_err().kind, ErrorKind::NotFound);
        let auditor = Person::new("审", Role::Analyst, "210100");
        assert!(reach(&rooms, &auditor, &made.id, "联系本人").await.is_err());
        let looks = anye_registry::person::looks(&rooms.registry, &caller, "p1", None, Limit::default());
        let looks = looks.await.unwrap().items;
        assert_eq!(looks.iter().filter(|one| one.what == "entry" && one.account_name == "王").count(), 2);
        // Facts of the entry are as before, and the sealed text does not open at another entry.
        assert_eq!(found.from, day("2026-03-10"));
        let two = person(&rooms, "p2", "李芳", PLACE).await;
        let theirs = opened(&rooms, &clerk, "unemployment", unemployed(&two, "2026-03-11")).await;
        let stolen =
            sql("update entry set fields = (select o.fields from entry o where o.id = $1) where id = $2");
        let mut tx = test.db.begin_internal(&rooms.core().world, &clerk.actor).await.unwrap();
        tx.run(stolen.bind(&made.id).bind(&theirs.id)).await.unwrap();
        tx.commit(Event::new("test.swap", "entry", &theirs.id)).await.unwrap();
        assert_eq!(reach(&rooms, &clerk, &theirs.id, "联系本人").await.unwrap_err().code, "seal_broken");
    }
}

#[tokio::test]
async fn a_new_key_seals_old_entries_anew() {
    for test in databases().await {
        let (rooms, ..) = rooms_with(&test.db, with_sealed());
        let clerk = Person::new("王", Role::Clerk, "210100");
        person(&rooms, "p1", "王小明", PLACE).await;
        let made = opened(&rooms, &clerk, "unemployment", with(CANARY)).await;
        let (mut newer, ..) = rooms_with(&test.db, with_sealed());
        newer.registry = newer.registry.clone().with_keys(Arc::new(keys(&["k1", "k2"])));
        let work = anye_registry::person::rekey::RekeyWork(newer.registry.clone(), Vec::new());
        let done =
            crate::rooms::job(&newer.registry, anye_registry::person::rekey::KIND, Arc::new(work)).await;
        assert_eq!(done.state, anye_jobs::State::Done, "{}", done.error);
        assert!(stored(&test.db).await.contains("\"sealed\":\"k2:"));
        assert_eq!(reach(&newer, &clerk, &made.id, "联系本人").await.unwrap(), CANARY);
    }
}
