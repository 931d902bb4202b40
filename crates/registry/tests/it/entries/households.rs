//! Households: held at zero, joined, split and merged.

use anye_access::Role;
use anye_base::Limit;
use anye_registry::entry::{self, Change, DutyFilter};
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_registry::{Registers, Stage, fact};
use anye_testkit::databases;
use serde_json::{Value, json};

use super::{SHENYANG, known};
use crate::facts::day;
use crate::rooms::{new, people, rooms};
use crate::world::Person;

pub async fn home(rooms: &Registers, clerk: &Person) -> String {
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
