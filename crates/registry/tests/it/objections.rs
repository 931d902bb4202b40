//! Objections to what is public: anybody may object in time, what holds is answered before the list empties, found right the entry is withdrawn.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Actor, ErrorKind};
use anye_programmes::{Definitions, Objection, Publicity, Span, SpanUnit};
use anye_registry::Registers;
use anye_registry::entry;
use anye_registry::entry::objection::{self, Objecting};
use anye_registry::entry::public::{PublicRow, public_list};
use anye_testkit::databases;
use serde_json::json;

use crate::entries::known;
use crate::rooms::{changed, opened, person, rooms_with, unemployed};
use crate::world::Person;

fn public(effect: Objection) -> Arc<Definitions> {
    changed(|all| {
        let register = all.registers.iter_mut().find(|one| one.id == "unemployment").unwrap();
        register.publicity = Some(Publicity {
            span: Span { n: 5, unit: SpanUnit::Day },
            fields: vec!["cause".into()],
            objection: effect,
            cite: Vec::new(),
        });
    })
}

async fn shown(rooms: &Registers) -> Vec<PublicRow> {
    public_list(rooms, "unemployment").await.unwrap()
}

fn says(entry: &str, words: &str) -> Objecting {
    Objecting {
        entry: entry.into(), name: "邻居".into(), contact: "13800000000".into(), words: words.into()
    }
}

#[tokio::test]
async fn an_objection_that_holds_keeps_the_list_open_until_it_is_answered() {
    for test in databases().await {
        let (rooms, clock, _) = rooms_with(&test.db, public(Objection::Holds));
        let clerk = Person::new("王", Role::Clerk, "210100");
        let reviewer = Person::new("李", Role::Reviewer, "210100");
        let anybody = Actor::system("visitor");
        for (id, name) in [("p1", "王小明"), ("p2", "李芳")] {
            person(&rooms, id, name, "210106").await;
            opened(&rooms, &clerk, "unemployment", unemployed(id, "2026-11-10")).await;
        }
        clock.advance_seconds(86_400);
        let rows = shown(&rooms).await;
        let id = rows.iter().find(|row| row.name.starts_with('王')).unwrap().id.clone();
        let other = rows.iter().find(|row| row.name.starts_with('李')).unwrap().id.clone();
        let say = async |entry: &str, words: &str| {
            objection::object(&rooms, &anybody, None, "unemployment", &says(entry, words)).await
        };
        assert_eq!(say(&id, " ").await.unwrap_err().fields[0].field, "words");
        assert_eq!(say("nothing", "不实").await.unwrap_err().kind, ErrorKind::NotFound);
        say(&id, "他在厂里上班").await.unwrap();
        // The days are over: the other row leaves, this one stays and says so; it takes further words.
        clock.advance_seconds(5 * 86_400);
        let rows = shown(&rooms).await;
        assert_eq!(
            rows.iter().map(|row| (row.id.as_str(), row.held)).collect::<Vec<_>>(),
            [(id.as_str(), true)]
        );
        assert_eq!(say(&other, "太迟").await.unwrap_err().kind, ErrorKind::NotFound);
        let second = say(&id, "我也见过").await.unwrap();
        // Whoever entered it does not answer; a reviewer does, once, with words.
        let asking = clerk.asking(&rooms.registry);
        let checks = reviewer.asking(&rooms.registry);
        let (own, caller) = (asking.caller(None), checks.caller(None));
        let all = objection::of_entry(&rooms, &id).await.unwrap();
        let first = all[0].id.clone();
        let version = async || entry::show(&rooms, &own, &id).await.unwrap().version;
        let seen = version().await;
        let fault = objection::answer(&rooms, &own, (&id, seen), &first, false, "核实").await.unwrap_err();
        assert_eq!(fault.code, "second_person");
        let fault = objection::answer(&rooms, &caller, (&id, seen), &first, false, "").await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::Invalid);
        let after =
            objection::answer(&rooms, &caller, (&id, seen), &first, false, "单位证明已停产").await.unwrap();
        assert!(after.is_open);
        let fault = objection::answer(&rooms, &caller, (&id, after.version), &first, true, "x").await;
        assert_eq!(fault.unwrap_err().code, "objection_answered");
        assert_eq!(shown(&rooms).await.len(), 1, "another one still waits");
        assert_eq!(known(&rooms, "persons", "p1", "registered_unemployed", "2026-11-28").await, json!(true));
        let gone = objection::answer(&rooms, &caller, (&id, after.version), &second, true, "社保在缴")
            .await
            .unwrap();
        assert_eq!((gone.is_open, gone.state.as_str(), gone.reason.as_str()), (false, "refused", "社保在缴"));
        assert!(shown(&rooms).await.is_empty());
        // What it said is not believed any more.
        assert_ne!(known(&rooms, "persons", "p1", "registered_unemployed", "2026-11-28").await, json!(true));
        let (_, told, _) = entry::history(&rooms, &own, &id).await.unwrap();
        let what: Vec<&str> = told.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(what, ["opened", "objected", "objected", "objection_answered", "withdrawn"]);
    }
}

#[tokio::test]
async fn an_objection_that_is_noted_lets_the_list_end() {
    for test in databases().await {
        let (rooms, clock, _) = rooms_with(&test.db, public(Objection::Noted));
        let clerk = Person::new("王", Role::Clerk, "210100");
        person(&rooms, "p1", "王小明", "210106").await;
        let made = opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-11-10")).await;
        clock.advance_seconds(86_400);
        let anybody = Actor::system("visitor");
        objection::object(&rooms, &anybody, None, "unemployment", &says(&made.id, "不实")).await.unwrap();
        assert_eq!(shown(&rooms).await.len(), 1);
        clock.advance_seconds(5 * 86_400);
        assert!(shown(&rooms).await.is_empty());
        let kept = objection::of_entry(&rooms, &made.id).await.unwrap();
        assert_eq!((kept.len(), kept[0].holds, kept[0].answered.is_none()), (1, false, true));
    }
}
