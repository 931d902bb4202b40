//! Entries of the pack's own registers: once, limited, with facts, duties, moves, history; under many writers at once.

use anye_access::Role;
use anye_base::{ErrorKind, Limit};
use anye_registry::entry::{self, Change, CountAsked, DutyFilter, Filter, Mend, NewQuota};
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_registry::{Registers, Stage, fact};
use anye_testkit::databases;
use serde_json::{Value, json};

use crate::facts::day;
use crate::rooms::{cause, changed, choice, new, opened, people, person, rooms, rooms_with, unemployed};
use crate::world::Person;

const SHENYANG: &str = "210106";

async fn known(rooms: &Registers, kind: &str, thing: &str, field: &str, on: &str) -> Value {
    let mut db = &rooms.registry.core.db;
    let mut all = fact::known(&mut db, kind, thing, day(on), None).await.unwrap();
    all.remove(field).unwrap_or(Value::Null)
}

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

/// Something for every field that has to be there.
fn filled(rooms: &Registers, register: &str, entry: &str) -> Value {
    use anye_programmes::FieldKind;
    let register = rooms.definitions.register(register).unwrap();
    let mut fields = serde_json::Map::new();
    for field in register.fields.iter().filter(|field| field.required) {
        let value = match &field.kind {
            FieldKind::Text(_) => json!("样例"),
            FieldKind::Count { least, .. } => json!(least.max(&1)),
            FieldKind::Money => json!(120_000),
            FieldKind::Number(_) | FieldKind::Percent => json!(100),
            FieldKind::Date => json!("2026-02-01"),
            FieldKind::Month => json!("2026-02"),
            FieldKind::YesNo => json!(true),
            FieldKind::Choice(all) => json!(all[0].id),
            FieldKind::Choices(all) => json!([all[0].id]),
            FieldKind::Place => json!(SHENYANG),
            FieldKind::Subject(_) => json!("e1"),
            FieldKind::Entry(_) => json!(entry),
        };
        fields.insert(field.id.clone(), value);
    }
    Value::Object(fields)
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

async fn home(rooms: &Registers, clerk: &Person) -> String {
    people(rooms, &[("h1", "赵一", SHENYANG), ("h2", "钱二", SHENYANG), ("h3", "赵三", SHENYANG)]).await;
    let asking = clerk.asking(&rooms.registry);
    let member = |id: &str, role: &str| NewMember { person: id.into(), role: role.into() };
    let new = NewHousehold {
        place: SHENYANG.into(),
        address: "样例街 1 号".into(),
        members: vec![member("h1", "head"), member("h2", "spouse"), member("h3", "child")],
        since: "2020-01-01".into(),
        source: "户口簿".into(),
        ..NewHousehold::default()
    };
    household::register(rooms, &asking.caller(None), &new).await.unwrap().thing.id
}

// covers: LN2009-6/39.a, LN2016-75/09.e, CY2017/18.a
#[tokio::test]
async fn a_zero_employment_household_is_held_at_zero() {
    for test in databases().await {
        let (rooms, clock, notes) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let home = home(&rooms, &clerk).await;
        let fields = || json!({ "wish": true, "members_able": 2 });
        // The clock of tests stands at 2026-11-22. It is a proposal until a second person has confirmed it.
        let made =
            entry::open(&rooms, &caller, "zero-employment-household", new(&home, "2026-11-22", fields()))
                .await
                .unwrap();
        assert!(made.pending);
        assert_eq!(known(&rooms, "households", &home, "zero_employment", "2026-11-22").await, Value::Null);
        assert_eq!(entry::confirm(&rooms, &caller, &made.id, 1).await.unwrap_err().code, "second_person");
        let other = Person::new("李", Role::Clerk, "210100");
        let second = other.asking(&rooms.registry);
        let made = entry::confirm(&rooms, &second.caller(None), &made.id, 1).await.unwrap();
        assert_eq!(known(&rooms, "households", &home, "zero_employment", "2026-11-22").await, json!(true));
        entry::sweep(&rooms).await.unwrap();
        assert!(notes.0.lock().unwrap().is_empty(), "nothing is due on the first day");
        // 20 days after: 12 December. Seven days before it is called out, the day after it is overdue; each once.
        clock.advance_seconds(13 * 86_400);
        entry::sweep(&rooms).await.unwrap();
        assert_eq!(entry::sweep(&rooms).await.unwrap().soon, 0, "looking twice tells once");
        clock.advance_seconds(7 * 86_400);
        assert_eq!(entry::sweep(&rooms).await.unwrap().overdue, 0, "the last day still counts");
        clock.advance_seconds(86_400);
        entry::sweep(&rooms).await.unwrap();
        entry::sweep(&rooms).await.unwrap();
        let duty = || "offer-in-20-days".to_owned();
        let name = || "赵一".to_owned();
        assert_eq!(
            *notes.0.lock().unwrap(),
            [(duty(), name(), Stage::Soon), (duty(), name(), Stage::Overdue)]
        );
        // An offer fulfils it, late; only somebody at work closes it.
        let offer = Change { to: "offered".into(), reason: "已提供".into(), ..Change::default() };
        let offered = entry::change(&rooms, &caller, &made.id, made.version, &offer).await.unwrap();
        let (_, _, tasks) = entry::history(&rooms, &caller, &made.id).await.unwrap();
        assert_eq!(
            tasks.iter().map(|one| (one.state.as_str(), one.late)).collect::<Vec<_>>(),
            [("done", true)]
        );
        assert_eq!(notes.0.lock().unwrap().last().unwrap().2, Stage::Done, "the case hears of it");
        assert!(offered.is_open, "the task stays open until a member works");
        let work = Change { to: "working".into(), reason: "成员就业".into(), ..Change::default() };
        let closed = entry::change(&rooms, &caller, &made.id, offered.version, &work).await.unwrap();
        assert!(!closed.is_open);
        assert_eq!(known(&rooms, "households", &home, "zero_employment", "2026-12-20").await, json!(false));
        // The work ends: open again, with twenty days anew.
        clock.advance_seconds(10 * 86_400);
        let back = Change { to: "open".into(), reason: "就业中断".into(), ..Change::default() };
        let again = entry::change(&rooms, &caller, &made.id, closed.version, &back).await.unwrap();
        assert!(again.is_open && again.to.is_none());
        let waits =
            entry::duties(&rooms, &caller, &DutyFilter::default(), None, Limit::default()).await.unwrap();
        assert_eq!(waits.items.len(), 1, "{waits:?}");
        assert_eq!(waits.items[0].starts, rooms.registry.core.world.today());
        // The same household twice is refused.
        let twice =
            entry::open(&rooms, &caller, "zero-employment-household", new(&home, "2027-01-01", fields()))
                .await;
        assert_eq!(twice.unwrap_err().code, "entry_twice");
    }
}

// covers: FS2020/19.b
#[tokio::test]
async fn every_month_of_registration_has_its_contact_or_is_on_the_list() {
    for test in databases().await {
        let (rooms, clock, notes) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", SHENYANG)]).await;
        for who in ["p1", "p2"] {
            opened(&rooms, &clerk, "unemployment", unemployed(who, "2026-11-10")).await;
        }
        entry::sweep(&rooms).await.unwrap();
        let contact = |who: &str, on: &str| new(who, on, json!({ "way": "phone", "reached": true }));
        // A contact before the registration, or of somebody else, does not count.
        opened(&rooms, &clerk, "contact", contact("p1", "2026-11-05")).await;
        let waits = async |filter: DutyFilter| {
            entry::duties(&rooms, &caller, &filter, None, Limit::default()).await.unwrap().items
        };
        assert_eq!(waits(DutyFilter::default()).await.len(), 2);
        opened(&rooms, &clerk, "contact", contact("p1", "2026-11-20")).await;
        let left = waits(DutyFilter::default()).await;
        assert_eq!(
            left.iter().map(|one| (one.subject.as_str(), one.period.as_str())).collect::<Vec<_>>(),
            [("p2", "2026-11")]
        );
        // The month ends without one for p2; in December both have a new one.
        clock.advance_seconds(10 * 86_400);
        let swept = entry::sweep(&rooms).await.unwrap();
        assert_eq!((swept.set, swept.overdue), (2, 1));
        assert_eq!(entry::sweep(&rooms).await.unwrap().set, 0);
        let overdue = waits(DutyFilter { state: "overdue".into(), ..DutyFilter::default() }).await;
        assert_eq!(
            overdue.iter().map(|one| (one.subject.as_str(), one.period.as_str())).collect::<Vec<_>>(),
            [("p2", "2026-11")]
        );
        assert!(notes.0.lock().unwrap().iter().any(|one| one.1 == "李芳" && one.2 == Stage::Overdue));
        // A contact in December is one of December: November stays on the list.
        opened(&rooms, &clerk, "contact", contact("p2", "2026-12-02")).await;
        let overdue = waits(DutyFilter { state: "late".into(), ..DutyFilter::default() }).await;
        assert_eq!(overdue.len(), 1);
        let done =
            waits(DutyFilter { state: "done".into(), period: "2026-12".into(), ..DutyFilter::default() })
                .await;
        assert_eq!(done.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), ["p2"]);
    }
}

// covers: LN2016-75/06.a
#[tokio::test]
async fn a_ledger_of_displaced_workers_splits_by_cause_and_leads_back_to_its_rows() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", "210202"), ("p3", "张伟", SHENYANG)])
            .await;
        for who in ["p1", "p2", "p3"] {
            opened(&rooms, &clerk, "unemployment", unemployed(who, "2026-01-10")).await;
        }
        let asked = CountAsked::default();
        let table = entry::count(&rooms, &caller, "unemployment", "by-cause", &asked).await.unwrap();
        assert_eq!(table.total.n, Some(3));
        let of = |place: &str| {
            table.rows.iter().find(|row| row.keys == [place.to_owned(), cause()]).and_then(|row| row.n)
        };
        assert_eq!((of(SHENYANG), of("210202")), (Some(2), Some(1)));
        let rows = entry::count::drill(
            &rooms,
            &caller,
            "unemployment",
            "by-cause",
            &asked,
            &[SHENYANG.to_owned(), cause()],
            100,
        )
        .await
        .unwrap();
        assert_eq!(rows.len(), 2, "the very rows that make the number");
        // As of a day before, nobody; by a fact of the person; strangers see no number that tells of somebody.
        let before = CountAsked { on: Some(day("2026-01-09")), ..CountAsked::default() };
        assert_eq!(
            entry::count(&rooms, &caller, "unemployment", "by-cause", &before).await.unwrap().total.n,
            Some(0)
        );
        let by_sex = entry::count(&rooms, &caller, "unemployment", "by-sex", &asked).await.unwrap();
        assert!(by_sex.rows.iter().all(|row| row.keys[1] == "male"), "{by_sex:?}");
        let public = CountAsked { public: true, ..CountAsked::default() };
        let public = entry::count(&rooms, &caller, "unemployment", "by-cause", &public).await.unwrap();
        assert!(public.rows.iter().all(|row| row.n.is_none()), "{public:?}");
        // One record for each worker and event; a missing field is named.
        let fields = || filled(&rooms, "displaced-worker", "");
        opened(&rooms, &clerk, "displaced-worker", new("p1", "2026-01-05", fields())).await;
        let twice = entry::open(&rooms, &caller, "displaced-worker", new("p1", "2026-02-05", fields()))
            .await
            .unwrap_err();
        assert_eq!(twice.code, "entry_twice");
        let mut bare = fields();
        bare.as_object_mut().unwrap().remove("origin");
        let missing = entry::open(&rooms, &caller, "displaced-worker", new("p2", "2026-02-05", bare))
            .await
            .unwrap_err();
        assert_eq!(
            missing.fields.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["fields.origin"]
        );
        assert!(!choice("displaced-worker", "origin").is_empty());
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

// covers: LN2009-6/38.b
#[tokio::test]
async fn a_certificate_can_be_checked_and_a_forged_one_is_refused() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", SHENYANG)]).await;
        let made = opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-03-10")).await;
        let other = opened(&rooms, &clerk, "unemployment", unemployed("p2", "2026-03-10")).await;
        let (number, code) = (made.number.clone().unwrap(), made.check_code.clone().unwrap());
        assert_ne!(Some(&number), other.number.as_ref());
        let shown = entry::verify(&rooms, &number, &code.to_lowercase()).await.unwrap();
        assert_eq!((shown.name.as_str(), shown.valid), ("王*明", true));
        for (number, code) in [
            (number.as_str(), "AAAAAAAAAA"),
            (number.as_str(), ""),
            (other.number.as_deref().unwrap(), code.as_str()),
            ("2101062026010000999", code.as_str()),
            ("", ""),
        ] {
            assert_eq!(
                entry::verify(&rooms, number, code).await.unwrap_err().kind,
                ErrorKind::NotFound,
                "{number}"
            );
        }
        assert_eq!(known(&rooms, "persons", "p1", "holds_certificate", "2026-06-01").await, json!(true));
        let end = rooms
            .definitions
            .register("unemployment")
            .unwrap()
            .moves
            .iter()
            .find(|act| act.to == "ended")
            .unwrap();
        let end = Change { to: "ended".into(), reason: end.reasons[0].id.clone(), ..Change::default() };
        entry::change(&rooms, &asking.caller(None), &made.id, made.version, &end).await.unwrap();
        assert!(!entry::verify(&rooms, &number, &code).await.unwrap().valid, "no longer in force");
        assert!(entry::qr_svg("https://example.org").starts_with("<svg"));
    }
}

#[tokio::test]
async fn a_list_is_public_for_its_days_and_empties_by_itself() {
    for test in databases().await {
        let definitions = changed(|all| {
            let register = all.registers.iter_mut().find(|one| one.id == "unemployment").unwrap();
            register.publicity = Some(anye_programmes::Publicity {
                span: anye_programmes::Span { n: 5, unit: anye_programmes::SpanUnit::Day },
                fields: vec!["cause".into()],
                objection: anye_programmes::Objection::Noted,
                cite: Vec::new(),
            });
        });
        let (rooms, clock, _) = rooms_with(&test.db, definitions);
        let clerk = Person::new("王", Role::Clerk, "210000");
        person(&rooms, "p1", "王小明", SHENYANG).await;
        opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-11-10")).await;
        let shown = async || entry::public::public_list(&rooms, "unemployment").await.unwrap();
        assert!(shown().await.is_empty(), "from the next day on");
        clock.advance_seconds(86_400);
        let rows = shown().await;
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].name.as_str(), rows[0].fields.len()),
            ("王*明", 1),
            "only what the register names"
        );
        clock.advance_seconds(5 * 86_400);
        assert!(shown().await.is_empty(), "it ends by itself");
        assert_eq!(
            entry::public::public_list(&rooms, "contact").await.unwrap_err().kind,
            ErrorKind::NotFound
        );
    }
}

#[tokio::test]
async fn a_person_is_in_one_household_at_a_time_and_may_move_split_and_merge() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let first = home(&rooms, &clerk).await;
        let names = async |id: &str, on: &str| {
            let found = household::find(&rooms, &caller, id, day(on)).await.unwrap();
            found.members.iter().map(|one| format!("{} {}", one.name, one.role)).collect::<Vec<_>>()
        };
        assert_eq!(names(&first, "2026-11-22").await, ["赵一 head", "钱二 spouse", "赵三 child"]);
        let alone = NewHousehold {
            members: vec![NewMember { person: "h3".into(), role: "head".into() }],
            since: "2026-05-01".into(),
            source: "分户".into(),
            ..NewHousehold::default()
        };
        let second = household::split(&rooms, &caller, &first, &alone).await.unwrap().thing.id;
        assert_eq!(names(&first, "2026-06-01").await, ["赵一 head", "钱二 spouse"]);
        assert_eq!(names(&first, "2026-04-30").await.len(), 3, "as it was before");
        assert_eq!(names(&second, "2026-06-01").await, ["赵三 head"]);
        let back = NewMember { person: "h3".into(), role: "head".into() };
        let fault = household::move_to(&rooms, &caller, &first, &back, day("2026-07-01"), ("户口簿", ""))
            .await
            .unwrap_err();
        assert_eq!(fault.fields[0].code, "household_head", "there is a head");
        household::merge(&rooms, &caller, &second, &first, day("2026-07-01"), ("户口簿", "")).await.unwrap();
        assert_eq!(names(&first, "2026-07-01").await, ["赵一 head", "钱二 spouse", "赵三 other"]);
        assert!(names(&second, "2026-07-01").await.is_empty());
        let gone =
            household::leave(&rooms, &caller, &first, "h2", day("2026-08-01"), ("户口簿", "")).await.unwrap();
        assert_eq!(gone.members.len(), 2);
        let history = fact::history(&mut &test.db, "persons", "h3").await.unwrap();
        assert!(
            history.iter().filter(|one| one.field == "household" && one.superseded_at.is_none()).count() == 3
        );
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
        let file =
            fact::things(&mut db, &*rooms.dictionary, &[("persons".into(), "p1".into())], day("2026-04-01"))
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
