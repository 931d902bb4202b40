//! What ties entries to others, on the pack's own registers: who lacks a registration, a file that is not done while anybody on its list waits, three plans a case,
//! credit records for who knows number and name, the ledger of support.

use anye_access::Role;
use anye_base::{Actor, ErrorKind, Limit};
use anye_registry::Registers;
use anye_registry::entry::lookup::{self, Asked};
use anye_registry::entry::{self, Change, Filter, NewEntry};
use anye_registry::person::{self, NewNumber, NewPerson, number};
use anye_registry::seal::Secret;
use anye_registry::{employer, table};
use anye_testkit::databases;
use serde_json::json;

use crate::entries::filled;
use crate::facts::day;
use crate::rooms::{choice, new, opened, people, person, rooms, unemployed};
use crate::world::{self, Person};

const PLACE: &str = "210106";

async fn lacking(rooms: &Registers, who: &Person, register: &str, need: &str) -> Vec<String> {
    let asking = who.asking(&rooms.registry);
    let filter = Filter { register: register.into(), lacks: need.into(), ..Filter::default() };
    let page = entry::list(rooms, &asking.caller(None), &filter, None, Limit::default()).await.unwrap();
    let mut all: Vec<String> = page.items.into_iter().map(|one| one.subject).collect();
    all.sort();
    all
}

/// An employer of the county, by its id.
async fn firm(rooms: &Registers, clerk: &Person, n: u32, name: &str) -> (String, String) {
    let asking = clerk.asking(&rooms.registry);
    let new = world::new(n, name, PLACE);
    let code = new.code.clone();
    (employer::register(&rooms.registry, &asking.caller(None), new).await.unwrap().employer.id, code)
}

// covers: LN2016-75/06.b
#[tokio::test]
async fn displaced_workers_without_a_registration_are_listed_until_they_have_one() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        people(&rooms, &[("p1", "王小明", PLACE), ("p2", "李芳", PLACE), ("p3", "张强", PLACE)]).await;
        let (e1, _) = firm(&rooms, &clerk, 1, "某钢厂").await;
        let mut fields = filled(&rooms, "displaced-worker", "");
        fields["employer"] = json!(e1);
        for id in ["p1", "p2", "p3"] {
            opened(&rooms, &clerk, "displaced-worker", new(id, "2026-02-01", fields.clone())).await;
        }
        let without = async || lacking(&rooms, &clerk, "displaced-worker", "registration").await;
        assert_eq!(without().await, ["p1", "p2", "p3"]);
        // A registration of unemployment, or of work, links them; one that ended does not.
        let spell = opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-02-02")).await;
        let mut work = filled(&rooms, "employment", "");
        if work.get("employer").is_some() {
            work["employer"] = json!(e1);
        }
        opened(&rooms, &clerk, "employment", new("p2", "2026-02-03", work)).await;
        assert_eq!(without().await, ["p3"]);
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let filter =
            Filter { register: "displaced-worker".into(), subject: "p1".into(), ..Filter::default() };
        let page = entry::list(&rooms, &caller, &filter, None, Limit::default()).await.unwrap();
        let register = rooms.definitions.register("displaced-worker").unwrap();
        let met = entry::bond::needs(&rooms, register, &page.items[0]).await.unwrap();
        assert_eq!(met[0].1.as_ref().map(|one| one.id.as_str()), Some(spell.id.as_str()), "linked");
        let moves = &rooms.definitions.register("unemployment").unwrap().moves;
        let reason = moves.iter().find(|one| one.to == "ended").unwrap().reasons[0].id.clone();
        let end = Change { to: "ended".into(), reason, ..Change::default() };
        entry::change(&rooms, &caller, &spell.id, spell.version, &end).await.unwrap();
        assert_eq!(without().await, ["p1", "p3"]);
        // The same list goes out as a file; a need that there is none of is refused.
        let asked = Filter { subject: String::new(), lacks: "registration".into(), ..filter };
        let rows = entry::export::rows(&rooms, &caller, &asked, anye_base::Lang::Zh).await.unwrap();
        assert_eq!(rows.len(), 3);
        let none = Filter { lacks: "nothing".into(), ..asked };
        assert!(entry::list(&rooms, &caller, &none, None, Limit::default()).await.is_err());
    }
}

// covers: LN2009-6/09.a
#[tokio::test]
async fn a_file_before_bankruptcy_is_done_when_everybody_on_its_list_is_settled() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let reviewer = Person::new("李", Role::Reviewer, "210100");
        people(&rooms, &[("p1", "王小明", PLACE), ("p2", "李芳", PLACE)]).await;
        let (e1, _) = firm(&rooms, &clerk, 1, "某纺织厂").await;
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let file = |planned: &str| {
            let fields = json!({ "staff": 2, "bankrupt_on": planned, "plan": "两人转岗", "measures": ["retraining", "one_to_one"] });
            new(&e1, "2026-06-01", fields)
        };
        let late = entry::open(&rooms, &caller, "early-intervention", file("2026-05-31")).await.unwrap_err();
        assert_eq!(late.fields[0].field, "fields.bankrupt_on");
        let made = entry::open(&rooms, &caller, "early-intervention", file("2026-09-30")).await.unwrap();
        let listed = |id: &str| new(id, "2026-06-02", json!({ "file": made.id, "measure": "retraining" }));
        let one = opened(&rooms, &clerk, "settlement-list", listed("p1")).await;
        let two = opened(&rooms, &clerk, "settlement-list", listed("p2")).await;
        let again = entry::open(&rooms, &caller, "settlement-list", listed("p1")).await.unwrap_err();
        assert_eq!(again.code, "entry_twice");
        // The case file shows its list; it is not done while anybody on it waits.
        let list = entry::bond::naming(&rooms, &caller, &made).await.unwrap();
        assert_eq!(list.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), ["p1", "p2"]);
        let to = |state: &str, reason: &str| Change {
            to: state.into(),
            reason: reason.into(),
            ..Change::default()
        };
        let going = entry::change(&rooms, &caller, &made.id, 1, &to("settling", "落实")).await.unwrap();
        let done = to("done", "办结");
        let early = entry::change(&rooms, &caller, &made.id, going.version, &done).await.unwrap_err();
        assert_eq!((early.code, early.kind), ("entry_after", ErrorKind::Conflict));
        entry::change(&rooms, &caller, &one.id, one.version, &to("settled", "hired")).await.unwrap();
        assert!(entry::change(&rooms, &caller, &made.id, going.version, &done).await.is_err());
        entry::change(&rooms, &caller, &two.id, two.version, &to("settled", "own_business")).await.unwrap();
        let asked = entry::change(&rooms, &caller, &made.id, going.version, &done).await.unwrap();
        // Somebody comes onto the list before the second person agrees: it waits again.
        person(&rooms, "p3", "张强", PLACE).await;
        let three = opened(&rooms, &clerk, "settlement-list", listed("p3")).await;
        let checks = reviewer.asking(&rooms.registry);
        let fault = entry::decide_wish(&rooms, &checks.caller(None), &made.id, asked.version, true).await;
        assert_eq!(fault.unwrap_err().code, "entry_after");
        entry::change(&rooms, &caller, &three.id, three.version, &to("settled", "retired")).await.unwrap();
        let ended =
            entry::decide_wish(&rooms, &checks.caller(None), &made.id, asked.version, true).await.unwrap();
        assert_eq!((ended.state.as_str(), ended.is_open), ("done", false));
    }
}

// covers: LN2020-R/2.5.h
#[tokio::test]
async fn each_case_of_workers_cut_has_three_plans_and_the_advice_given() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        person(&rooms, "p1", "王小明", PLACE).await;
        let (e1, _) = firm(&rooms, &clerk, 1, "某煤矿").await;
        let (e2, _) = firm(&rooms, &clerk, 2, "某水泥厂").await;
        for id in [&e1, &e2] {
            let fields = filled(&rooms, "overcapacity-enterprise", "");
            opened(&rooms, &clerk, "overcapacity-enterprise", new(id, "2026-03-01", fields)).await;
        }
        let without = async || lacking(&rooms, &clerk, "overcapacity-enterprise", "plans").await;
        assert_eq!(without().await.len(), 2);
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        // Two of three are not enough.
        let all = json!({ "help": "转岗培训", "insurance": "接续养老", "disputes": "驻厂调解" });
        for one in ["help", "insurance", "disputes"] {
            let mut short = all.clone();
            short.as_object_mut().unwrap().remove(one);
            let fault = entry::open(&rooms, &caller, "help-plan", new(&e1, "2026-03-02", short)).await;
            assert_eq!(fault.unwrap_err().fields[0].field, format!("fields.{one}"));
        }
        let plan = opened(&rooms, &clerk, "help-plan", new(&e1, "2026-03-02", all)).await;
        assert_eq!(without().await, [e2.as_str()]);
        let advice = json!({ "plan": plan.id, "topic": "insurance", "advice": "转灵活就业参保" });
        opened(&rooms, &clerk, "advice-given", new("p1", "2026-03-05", advice)).await;
        let given = entry::bond::naming(&rooms, &caller, &plan).await.unwrap();
        assert_eq!((given.len(), given[0].subject.as_str(), given[0].from), (1, "p1", day("2026-03-05")));
        assert_eq!(given[0].fields["topic"], json!("insurance"));
    }
}

fn asks(number: &str, name: &str) -> Asked {
    Asked { number: Secret::new(number), name: name.into() }
}

// covers: LN2020-R/2.2.b, FS2020/04.b
#[tokio::test]
async fn a_client_who_knows_number_and_name_reads_the_credit_records() {
    for test in databases().await {
        let (rooms, clock, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let card = number::made_up("210106", "19900307", 912);
        let who = NewPerson {
            number: NewNumber { number: card.as_str().into(), ..NewNumber::default() },
            name: "李芳".into(),
            place: PLACE.into(),
            source: "窗口登记".into(),
            ..NewPerson::default()
        };
        let id = person::register(&rooms.registry, &caller, &who).await.unwrap().id;
        let (firm, code) = firm(&rooms, &clerk, 1, "某家政公司").await;
        let record = |kind: &str| json!({ "kind": kind, "content": "已核实", "source": "市场监管局" });
        for kind in ["identity", "training", "complaint", "praise"] {
            let mut fields = record(kind);
            fields["company"] = json!(firm);
            opened(&rooms, &clerk, "domestic-worker", new(&id, "2026-03-10", fields)).await;
        }
        for kind in ["identity", "training", "complaint", "check"] {
            opened(&rooms, &clerk, "domestic-company", new(&firm, "2026-04-10", record(kind))).await;
        }
        // A record without a source is refused.
        let blank = json!({ "kind": "praise", "content": "好" });
        let fault = entry::open(&rooms, &caller, "domestic-worker", new(&id, "2026-03-11", blank)).await;
        assert_eq!(fault.unwrap_err().fields[0].field, "fields.source");
        let mut client = Actor::system("client");
        client.source = "203.0.113.7".into();
        let look =
            async |register: &str, asked: Asked| lookup::lookup(&rooms, &client, register, &asked).await;
        let worker = look("domestic-worker", asks(&card, "李芳")).await.unwrap();
        assert_eq!(worker.len(), 4);
        let shown: Vec<&str> = worker[0].fields.iter().map(|(id, ..)| id.as_str()).collect();
        assert_eq!((shown, worker[0].day), (vec!["kind", "content", "source"], day("2026-03-10")));
        assert_eq!(look("domestic-company", asks(&code, "某家政公司")).await.unwrap().len(), 4);
        // One answer for an unknown number and a wrong name; nothing of registers that let nothing out.
        let other = number::made_up("210106", "19900307", 914);
        for (number, name) in [(other.as_str(), "李芳"), (card.as_str(), "李"), (card.as_str(), "")] {
            let fault = look("domestic-worker", asks(number, name)).await.unwrap_err();
            assert_eq!(fault.kind, ErrorKind::NotFound, "{name}");
        }
        assert!(look("unemployment", asks(&card, "李芳")).await.is_err());
        // The person can see that somebody asked, and going through numbers is slowed down.
        let looks = person::looks(&rooms.registry, &caller, &id, None, Limit::default()).await.unwrap();
        assert_eq!(looks.items.iter().filter(|one| one.what == "client").count(), 1);
        let mut slowed = false;
        for _ in 0..25 {
            slowed |=
                look("domestic-worker", asks(&other, "李芳")).await.unwrap_err().kind == ErrorKind::TooMany;
        }
        assert!(slowed);
        clock.advance_seconds(61);
        assert_eq!(look("domestic-worker", asks(&card, "李芳")).await.unwrap().len(), 4);
    }
}

/// What an entry of the ledger needs.
fn support(item: &str, policy: &str, on: &str, who: &str) -> NewEntry {
    let fields = json!({ "item": item, "content": "发放资金", "policy": policy, "amount": 60_000 });
    new(who, on, fields)
}

// covers: LN2016-75/17.a
#[tokio::test]
async fn every_support_stands_in_the_ledger_with_item_content_and_time() {
    for test in databases().await {
        let (rooms, ..) = rooms(&test.db);
        // Every programme that gives a person money or a benefit writes it when it is decided.
        let paid = rooms.definitions.programmes.iter().filter(|one| {
            one.subject == anye_programmes::SubjectKind::Person
                && one.effects.iter().any(|effect| matches!(effect, anye_programmes::Effect::Pay { .. }))
        });
        let mut n = 0;
        for one in paid {
            n += 1;
            let writes = one.effects.iter().any(|effect| {
                matches!(effect, anye_programmes::Effect::Register { register, set } if register == "support-ledger"
                    && ["item", "content"].iter().all(|id| set.iter().any(|(into, _)| into == id)))
            });
            assert!(writes, "{} gives and does not write it down", one.id);
        }
        assert!(n >= 10, "{n}");
        let clerk = Person::new("王", Role::Clerk, "210100");
        people(&rooms, &[("p1", "王小明", PLACE), ("p2", "李芳", PLACE)]).await;
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        // None of the three may be missing.
        for field in ["item", "content"] {
            let mut short = support("岗位补贴", "post_aid", "2026-03-01", "p1");
            short.fields.remove(field);
            let fault = entry::open(&rooms, &caller, "support-ledger", short).await.unwrap_err();
            assert_eq!(fault.fields[0].field, format!("fields.{field}"));
        }
        let timeless = support("岗位补贴", "post_aid", "", "p1");
        assert_eq!(
            entry::open(&rooms, &caller, "support-ledger", timeless).await.unwrap_err().fields[0].field,
            "from"
        );
        for (item, on, who) in [
            ("岗位补贴", "2026-03-01", "p1"),
            ("社保补贴", "2026-04-01", "p1"),
            ("岗位补贴", "2026-03-09", "p2"),
        ] {
            opened(&rooms, &clerk, "support-ledger", support(item, "post_aid", on, who)).await;
        }
        // The history of a worker, and the beneficiaries of an item in a month.
        let subjects = ["p1".to_owned()];
        let own = entry::of_subject(&rooms, &caller, "person", &subjects).await.unwrap();
        let items: Vec<&str> = own.iter().filter_map(|one| one.fields["item"].as_str()).collect();
        assert_eq!(items, ["岗位补贴", "社保补贴"]);
        let asked = table::CountAsked::default();
        let table = table::count(&rooms, &caller, "support-ledger", "by-item", &asked).await.unwrap();
        let shown = serde_json::to_value(&table).unwrap().to_string();
        assert!(
            shown.contains("岗位补贴") && shown.contains("2026-03") && shown.contains("2026-04"),
            "{shown}"
        );
        assert!(!choice("support-ledger", "policy").is_empty());
    }
}
