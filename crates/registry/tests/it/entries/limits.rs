//! What there may be once or so many times, however many ask at once.

use anye_access::Role;
use anye_registry::entry::{self, Change, NewQuota};
use anye_testkit::databases;

use super::{SHENYANG, filled};
use crate::rooms::{changed, new, people, rooms, rooms_with};
use crate::world::Person;

// covers: LN2009-6/10.j
#[tokio::test]
async fn a_post_has_one_named_holder_at_a_time_however_many_ask_at_once() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let register = rooms.definitions.registers.iter().find(|one| {
            one.unique
                .iter()
                .any(|unique| unique.open_only && matches!(unique.keys[..], [anye_programmes::Key::Field(_)]))
                && one.subject == anye_programmes::SubjectKind::Person
        });
        let register = register.expect("a register of holders of posts").id.clone();
        let names: Vec<String> = (0..8).map(|n| format!("p{n}")).collect();
        let all: Vec<(&str, &str, &str)> = names.iter().map(|id| (id.as_str(), "某某", SHENYANG)).collect();
        people(&rooms, &all).await;
        let tries = names.iter().map(|id| {
            let (rooms, clerk, register) = (&rooms, &clerk, &register);
            let fields = filled(rooms, register, "post-1");
            async move {
                let asking = clerk.asking(&rooms.registry);
                entry::open(rooms, &asking.caller(None), register, new(id, "2026-03-01", fields)).await
            }
        });
        let outcomes = together(tries).await;
        let won = outcomes.iter().filter(|one| one.is_ok()).count();
        let told =
            outcomes.iter().filter_map(|one| one.as_ref().err()).all(|fault| fault.code == "entry_twice");
        assert!(won == 1 && told, "{outcomes:?}");
    }
}

/// Runs them at once.
async fn together<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|context| {
        let mut waiting = false;
        for (future, done) in &mut all {
            if done.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(output) => *done = Some(output),
                    std::task::Poll::Pending => waiting = true,
                }
            }
        }
        if waiting { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    all.into_iter().filter_map(|(_, done)| done).collect()
}

// A quota is set by two people and never passed, however many ask at once; a place that is freed can be taken again.
#[tokio::test]
async fn a_quota_is_never_passed() {
    for test in databases().await {
        let definitions = changed(|all| {
            let register = all.registers.iter_mut().find(|one| one.id == "support-ledger").unwrap();
            register.limits = vec![anye_programmes::Limit {
                per: vec![anye_programmes::Key::Place("city".into())],
                most: anye_programmes::Most::Quota("places".into()),
                ever: false,
                places: Vec::new(),
                words: anye_forms::Words::new("指标已用完", "the quota is used up"),
                cite: Vec::new(),
            }];
        });
        let (rooms, _, _) = rooms_with(&test.db, definitions);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let names: Vec<String> = (0..12).map(|n| format!("p{n}")).collect();
        let all: Vec<(&str, &str, &str)> = names.iter().map(|id| (id.as_str(), "某某", SHENYANG)).collect();
        people(&rooms, &all).await;
        let fields = || filled(&rooms, "support-ledger", "");
        let none = entry::open(&rooms, &caller, "support-ledger", new("p0", "2026-03-01", fields()))
            .await
            .unwrap_err();
        assert_eq!(none.code, "entry_full", "without a quota there may be none");
        let quota = NewQuota {
            quota: "places".into(),
            place: "210100".into(),
            period: "2026".into(),
            most: 3,
            basis: "2026-1".into(),
        };
        let proposed = entry::propose_quota(&rooms, &caller, "support-ledger", &quota).await.unwrap();
        let own = entry::decide_quota(&rooms, &caller, &proposed.id, true).await.unwrap_err();
        assert_eq!(own.code, "second_person");
        let other = Person::new("李", Role::Clerk, "210000");
        let second = other.asking(&rooms.registry);
        entry::decide_quota(&rooms, &second.caller(None), &proposed.id, true).await.unwrap();
        let tries = names.iter().map(|id| {
            let (rooms, caller, fields) = (&rooms, &caller, fields());
            async move { entry::open(rooms, caller, "support-ledger", new(id, "2026-03-01", fields)).await }
        });
        let outcomes = together(tries).await;
        let won: Vec<_> = outcomes.iter().filter_map(|one| one.as_ref().ok()).collect();
        assert_eq!(won.len(), 3, "{outcomes:?}");
        assert!(outcomes.iter().filter_map(|one| one.as_ref().err()).all(|fault| fault.code == "entry_full"));
        let end = Change { to: "ended".into(), reason: "完成".into(), ..Change::default() };
        entry::change(&rooms, &caller, &won[0].id, 1, &end).await.unwrap();
        entry::open(&rooms, &caller, "support-ledger", new("p11", "2026-04-01", fields())).await.unwrap();
        let full = entry::open(&rooms, &caller, "support-ledger", new("p10", "2026-04-01", fields()))
            .await
            .unwrap_err();
        assert_eq!(full.code, "entry_full");
        // Another city has a quota of its own; moving there needs one.
        let fault = entry::transfer(&rooms, &caller, &won[1].id, 1, "210202", "迁居").await.unwrap_err();
        assert_eq!(fault.code, "entry_full");
    }
}
