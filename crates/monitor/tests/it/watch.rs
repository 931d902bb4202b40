//! The watch over four objects: the province and the city see the same items in the same state.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_casework::model::{Case, NewCase, StepPlan, Words};
use anye_casework::use_case::{Opened, StepDone, acknowledge, finish_step, open_in};
use anye_db::audit::Event;
use anye_db::sql;
use anye_monitor::cockpit::watch::{self, OBJECTS, Watch as Seen};
use anye_testkit::databases;

use crate::notice_world::Person;
use crate::warning_world::{Watch, by};

async fn opened(room: &Watch, kind: &str, place: &str, level: &str) -> Case {
    let core = &room.monitor.core;
    let step = StepPlan {
        id: "verify".into(),
        name: Words::new("核实", "verify"),
        addressee: "市局".into(),
        within_ms: 3_600_000,
    };
    let plan = NewCase {
        kind: kind.into(),
        subject: ("place".into(), place.into()),
        place: place.into(),
        title: Words::new(format!("{kind} {place}"), format!("{kind} {place}")),
        level: level.into(),
        merge_key: format!("{kind}/{place}/{level}"),
        steps: vec![step],
        acknowledge_ms: None,
        detail: serde_json::json!({}),
    };
    let by = by();
    let mut tx = core.db.begin_internal(&core.world, &by).await.unwrap();
    let made =
        open_in(&mut tx, ("test", "test"), core.world.new_id(), core.world.now_ms(), &plan).await.unwrap();
    tx.commit(Event::new("case.open", "case", &made.case().id)).await.unwrap();
    let Opened::New(case) = made else { panic!("a new case") };
    case
}

async fn seen(room: &Watch, who: &Person, place: &str) -> Seen {
    let asking = who.asking(&room.monitor);
    watch::read(&room.monitor, &asking.caller(None), place).await.unwrap()
}

/// Items of a place as somebody sees them: object and case with its whole state.
fn of(seen: &Seen, below: &str) -> Vec<(&'static str, Case)> {
    let own = seen.items.iter().filter(|one| one.case.place.starts_with(below));
    own.map(|one| (one.object, one.case.clone())).collect()
}

/// covers: LN2020-R/3.5.b
#[tokio::test]
async fn each_item_of_the_four_objects_is_seen_by_province_and_city_in_the_same_state() {
    for test in databases().await {
        let room = Watch::set(&test.db);
        let province = Person::new("省", Role::Analyst, "210000");
        let city = Person::new("抚顺", Role::Analyst, "210400");
        let other = Person::new("沈阳", Role::Analyst, "210100");
        opened(&room, "risk", "210402", "").await;
        opened(&room, "incident", "210402", "").await;
        let area = opened(&room, "signal", "210403", "orange").await;
        let group = opened(&room, "signal", "210402", "red").await;
        opened(&room, "layoff", "210102", "").await;
        opened(&room, "followup", "210402", "").await;
        // A light of a key group of the pack brought the last one about.
        let warning = sql(
            "insert into warning (id, form, place, industry, rule, indicator, level, value, threshold, period, last_period, run, plan, plan_of_place, case_id, raised_at) \
             values ('w', 'f', '210402', '', 'returns', 'x', 'red', '1', '1', '2026-10', '2026-10', 'r', 'p', '', $1, 0)",
        );
        let core = &room.monitor.core;
        let by = by();
        let mut tx = core.db.begin_internal(&core.world, &by).await.unwrap();
        tx.run(warning.bind(&group.id)).await.unwrap();
        tx.commit(Event::new("test.warning", "warning", "w")).await.unwrap();

        let (above, below) = (seen(&room, &province, "210000").await, seen(&room, &city, "210400").await);
        assert_eq!(of(&above, "2104"), of(&below, ""), "both levels hold the same items in the same state");
        let mut objects: Vec<_> = of(&below, "").into_iter().map(|(object, _)| object).collect();
        objects.sort_unstable();
        assert_eq!(objects, ["areas", "emergencies", "enterprises", "groups"]);
        assert_eq!(below.items[0].case.id, group.id, "the worst comes first");
        let fushun = above.rows.iter().find(|(code, _)| code == "210400").unwrap();
        let open: Vec<_> = fushun.1.iter().map(|count| count.open).collect();
        assert_eq!((open, OBJECTS.len()), (vec![1, 1, 1, 1], 4));
        assert_eq!(fushun.1[1].worst, "red");
        assert_eq!(of(&seen(&room, &other, "210100").await, "").len(), 1, "another city sees its own only");
        let asking = other.asking(&room.monitor);
        let denied = watch::read(&room.monitor, &asking.caller(None), "210400").await.unwrap_err();
        assert_eq!(denied.kind, ErrorKind::Denied);

        // What the city does is the province's state at once.
        let asking = city.asking(&room.monitor);
        let caller = asking.caller(None);
        let taken = acknowledge(&core.db, &caller, &area.id, area.row_version).await.unwrap();
        let done = StepDone { seq: 1, happened_on: None, note: "已核实".into() };
        finish_step(&core.db, &caller, &area.id, taken.row_version, &done).await.unwrap();
        let (above, below) = (seen(&room, &province, "210000").await, seen(&room, &city, "210400").await);
        assert_eq!(of(&above, "2104"), of(&below, ""));
        let now = above.items.iter().find(|one| one.case.id == area.id).unwrap();
        assert_eq!(now.case.owner.as_ref().unwrap().1, "抚顺");
        let fushun = above.rows.iter().find(|(code, _)| code == "210400").unwrap();
        assert_eq!(fushun.1[2].unclaimed, 0);
    }
}
