//! Tables of the pack's own registers: as of any day and as far as was known, by facts, joined over registers, compared, covered for strangers; each figure with the entries behind it.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_db::audit::Event;
use anye_programmes::Definitions;
use anye_registry::entry::{self, Change, Mend};
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_registry::table::{self, CountAsked, Table};
use anye_registry::{Registers, employer};
use anye_testkit::databases;
use serde_json::json;

use crate::day;
use crate::rooms::{new, opened, people, rooms, unemployed};
use crate::world::{self, Person};

const SHENYANG: &str = "210106";
const FUSHUN: &str = "210402";

/// Number of the row with these keys.
fn n(table: &Table, keys: &[&str]) -> Option<i64> {
    table.rows.iter().find(|row| row.keys == keys).and_then(|row| row.n)
}

/// A column of the row with these keys.
fn figure(table: &Table, keys: &[&str], id: &str) -> Option<String> {
    let at = table.columns.iter().position(|one| one.id == id).unwrap();
    table.rows.iter().find(|row| row.keys == keys).and_then(|row| row.figures[at].clone())
}

fn on(text: &str) -> CountAsked {
    CountAsked { on: Some(day(text)), ..CountAsked::default() }
}

async fn ask(rooms: &Registers, clerk: &Person, register: &str, id: &str, asked: &CountAsked) -> Table {
    let asking = clerk.asking(&rooms.registry);
    table::count(rooms, &asking.caller(None), register, id, asked).await.unwrap()
}

/// As many entries as the drill-down of each row has.
async fn as_behind(rooms: &Registers, clerk: &Person, register: &str, id: &str, asked: &CountAsked) {
    let table = ask(rooms, clerk, register, id, asked).await;
    let asking = clerk.asking(&rooms.registry);
    assert!(!table.rows.is_empty());
    for row in &table.rows {
        let behind =
            table::drill(rooms, &asking.caller(None), register, id, asked, &row.keys, 1_000).await.unwrap();
        assert_eq!(row.n, Some(i64::try_from(behind.len()).unwrap()), "{register} {id} {row:?}");
    }
}

/// Sets the days of birth and the sexes of people.
async fn born(rooms: &Registers, all: &[(&str, &str, &str)]) {
    let core = &rooms.registry.core;
    let actor = anye_base::Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    for (id, sex, date) in all {
        let query = anye_db::sql("update person set ")
            .push_bind("sex = {}", *sex)
            .push_bind(", birth_date = {}", *date);
        tx.run(query.push_bind(" where id = {}", *id)).await.unwrap();
    }
    tx.commit(Event::new("test.persons", "person", "")).await.unwrap();
}

async fn firm(rooms: &Registers, clerk: &Person, number: u32, place: &str) -> String {
    let asking = clerk.asking(&rooms.registry);
    let made =
        employer::register(&rooms.registry, &asking.caller(None), world::new(number, "某厂", place)).await;
    made.unwrap().employer.id
}

async fn home(rooms: &Registers, clerk: &Person, address: &str, place: &str, members: &[&str]) -> String {
    let asking = clerk.asking(&rooms.registry);
    let member = |(at, person): (usize, &&str)| NewMember {
        person: (*person).into(),
        role: if at == 0 { "head" } else { "other" }.into(),
    };
    let new = NewHousehold {
        address: address.into(),
        place: place.into(),
        since: "2015-01-01".into(),
        source: "入户".into(),
        members: members.iter().enumerate().map(member).collect(),
        ..NewHousehold::default()
    };
    household::register(rooms, &asking.caller(None), &new).await.unwrap().thing.id
}

// covers: LN2016-75/06.d, LN2016-75/00.b
#[tokio::test]
async fn displaced_workers_by_origin_structure_place_and_wish_as_of_any_day() {
    for test in databases().await {
        let (rooms, clock, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", SHENYANG), ("p3", "张伟", FUSHUN)]).await;
        born(
            &rooms,
            &[("p1", "male", "1985-03-02"), ("p2", "female", "1971-03-02"), ("p3", "male", "1966-03-01")],
        )
        .await;
        let firm = firm(&rooms, &clerk, 1, SHENYANG).await;
        let lost = |from: &str, origin: &str, wishes: &[&str], mismatch: &str, skill: &str| json!({ "origin": origin, "employer": firm, "left_on": from, "wishes": wishes, "mismatch": mismatch, "skill": skill });
        let register = "displaced-worker";
        let first = new(
            "p1",
            "2026-01-05",
            lost("2026-01-04", "overcapacity", &["work", "training"], "structural", "senior"),
        );
        let first = opened(&rooms, &clerk, register, first).await;
        let other = lost("2026-01-31", "overcapacity", &["business"], "total", "none");
        opened(&rooms, &clerk, register, new("p2", "2026-02-01", other)).await;
        let third = lost("2026-02-10", "large_layoff", &["work"], "total", "none");
        opened(&rooms, &clerk, register, new("p3", "2026-02-11", third)).await;

        // By origin and place, as of three days; the cause and the mismatch split every figure.
        let by_origin = async |day: &str| ask(&rooms, &clerk, register, "by-origin", &on(day)).await;
        let (before, january, now) =
            (by_origin("2026-01-04").await, by_origin("2026-01-31").await, by_origin("2026-03-01").await);
        assert_eq!((before.total.n, january.total.n, now.total.n), (Some(0), Some(1), Some(3)));
        assert_eq!(n(&now, &[SHENYANG, "overcapacity"]), Some(2));
        assert_eq!(n(&now, &[FUSHUN, "large_layoff"]), Some(1));
        let mismatch = ask(&rooms, &clerk, register, "by-mismatch", &on("2026-03-01")).await;
        assert_eq!(n(&mismatch, &["overcapacity", "structural"]), Some(1));
        assert_eq!(n(&mismatch, &["overcapacity", "total"]), Some(1));
        // By wish: who has two is in two columns and once in the total.
        let wish = ask(&rooms, &clerk, register, "by-wish", &on("2026-03-01")).await;
        assert_eq!(n(&wish, &["overcapacity", "work"]), Some(1));
        assert_eq!(n(&wish, &["overcapacity", "training"]), Some(1));
        assert_eq!(n(&wish, &["overcapacity", "business"]), Some(1));
        assert_eq!((wish.rows.len(), wish.total.n), (4, Some(3)));
        // Structure: age on the day, sex, skill. One birthday later somebody is in the next band.
        let age = async |day: &str| ask(&rooms, &clerk, register, "by-age", &on(day)).await;
        let (early, late) = (age("2026-03-01").await, age("2026-03-03").await);
        assert_eq!(n(&early, &["35", "male"]), Some(1));
        assert_eq!(n(&early, &["55", "male"]), Some(1));
        assert_eq!(n(&early, &["55", "female"]), None, "55 only the day after");
        assert_eq!(n(&late, &["55", "female"]), Some(1));
        let skill = ask(&rooms, &clerk, register, "by-skill", &on("2026-03-01")).await;
        assert_eq!(n(&skill, &["none", "overcapacity"]), Some(1));
        for id in ["by-origin", "by-wish", "by-age", "by-skill", "by-mismatch"] {
            as_behind(&rooms, &clerk, register, id, &on("2026-03-03")).await;
        }

        // Who is not registered as unemployed: joined over the two registers by the person, on that day.
        opened(&rooms, &clerk, "unemployment", unemployed("p2", "2026-02-20")).await;
        let without = async |day: &str| ask(&rooms, &clerk, register, "unregistered", &on(day)).await;
        assert_eq!(without("2026-02-19").await.total.n, Some(3));
        let without = without("2026-02-20").await;
        assert_eq!((without.total.n, n(&without, &[SHENYANG, "overcapacity"])), (Some(2), Some(1)));

        // Settled and out of work again: on the days between nobody is followed.
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let turn = |to: &str, day: &str, reason: &str| Change {
            to: to.into(),
            day: day.into(),
            reason: reason.into(),
            ..Change::default()
        };
        let settled =
            entry::change(&rooms, &caller, &first.id, first.version, &turn("settled", "2026-03-01", "hired"))
                .await
                .unwrap();
        entry::change(&rooms, &caller, &first.id, settled.version, &turn("followed", "2026-04-01", "又失业"))
            .await
            .unwrap();
        for (day, number) in [("2026-02-28", 3), ("2026-03-15", 2), ("2026-04-02", 3)] {
            assert_eq!(
                ask(&rooms, &clerk, register, "by-origin", &on(day)).await.total.n,
                Some(number),
                "{day}"
            );
        }
        // What was entered wrongly is corrected a week later; as known before, the old figure stands, with the entries behind it.
        let known = rooms.registry.core.world.today();
        clock.advance_seconds(7 * 86_400);
        let seen = entry::show(&rooms, &caller, &first.id).await.unwrap();
        let mend = Mend {
            fields: [("origin".to_owned(), json!("state_legacy"))].into(),
            reason: "填错".into(),
            ..Mend::default()
        };
        entry::correct(&rooms, &caller, &first.id, seen.version, &mend).await.unwrap();
        let asked = on("2026-04-02");
        let then = CountAsked { known: Some(known), ..asked.clone() };
        let (now, then_table) = (
            ask(&rooms, &clerk, register, "by-origin", &asked).await,
            ask(&rooms, &clerk, register, "by-origin", &then).await,
        );
        assert_eq!(
            (n(&now, &[SHENYANG, "state_legacy"]), n(&now, &[SHENYANG, "overcapacity"])),
            (Some(1), Some(1))
        );
        assert_eq!(
            (n(&then_table, &[SHENYANG, "state_legacy"]), n(&then_table, &[SHENYANG, "overcapacity"])),
            (None, Some(2))
        );
        as_behind(&rooms, &clerk, register, "by-origin", &then).await;
    }
}

// covers: LN2016-75/12.h
#[tokio::test]
async fn graduates_who_stay_by_school_city_and_class_against_the_class_before() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let ids: Vec<String> = (0..9).map(|at| format!("p{at}")).collect();
        let all: Vec<(&str, &str, &str)> = ids.iter().map(|id| (id.as_str(), "某某", SHENYANG)).collect();
        people(&rooms, &all).await;
        // 2024: one of four stayed; 2025: three of five, one of them with a business.
        let went = [
            (2024, "local_work"),
            (2024, "elsewhere"),
            (2024, "looking"),
            (2024, "study"),
            (2025, "local_work"),
            (2025, "local_work"),
            (2025, "local_business"),
            (2025, "elsewhere"),
            (2025, "army"),
        ];
        for (id, (year, went)) in ids.iter().zip(went) {
            let fields = json!({ "school": "甲大学", "year": year, "went": went });
            opened(&rooms, &clerk, "graduate-destination", new(id, "2026-01-05", fields)).await;
        }
        let table = ask(&rooms, &clerk, "graduate-destination", "local", &on("2026-03-01")).await;
        let row = |year: &'static str| ["甲大学", "210100", year];
        assert_eq!((n(&table, &row("2024")), n(&table, &row("2025"))), (Some(4), Some(5)));
        assert_eq!(figure(&table, &row("2024"), "stayed").as_deref(), Some("1"));
        assert_eq!(figure(&table, &row("2024"), "share").as_deref(), Some("25.0"));
        assert_eq!(figure(&table, &row("2025"), "share").as_deref(), Some("60.0"));
        let changes = |year| table.rows.iter().find(|one| one.keys == row(year)).unwrap().changes.clone();
        assert_eq!(changes("2025"), [Some("1".to_owned()), Some("2".to_owned()), Some("35.0".to_owned())]);
        assert_eq!(changes("2024"), [None, None, None], "there is no class before");
        as_behind(&rooms, &clerk, "graduate-destination", "local", &on("2026-03-01")).await;

        // Anybody sees the public table, without what few make; an analyst may not see people, nor what is behind.
        let public =
            table::count_public(&rooms, "graduate-destination", "local", &on("2026-03-01")).await.unwrap();
        assert_eq!((n(&public, &row("2024")), public.covered), (None, true));
        assert!(
            public.rows.iter().all(|row| row.n.is_none() && row.figures.iter().all(Option::is_none)),
            "{public:?}"
        );
        assert_eq!(public.total.n, Some(9));
        let hidden = table::count_public(&rooms, "graduate-destination", "by-city", &on("2026-03-01"))
            .await
            .unwrap_err();
        assert_eq!(hidden.kind, ErrorKind::NotFound, "only what the pack makes public");
        let analyst = Person::new("析", Role::Analyst, "210000");
        let seen = ask(&rooms, &analyst, "graduate-destination", "by-city", &on("2026-03-01")).await;
        assert!(seen.covered && n(&seen, &["210100", "2024"]).is_none());
        let asking = analyst.asking(&rooms.registry);
        let keys = seen.rows[0].keys.clone();
        let fault = table::drill(
            &rooms,
            &asking.caller(None),
            "graduate-destination",
            "by-city",
            &on("2026-03-01"),
            &keys,
            10,
        )
        .await;
        assert_eq!(fault.unwrap_err().code, "count_behind");
    }
}

// covers: CY2017/15.c
#[tokio::test]
async fn a_household_out_of_poverty_by_the_work_of_one_of_its_members() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(
            &rooms,
            &[
                ("p1", "王小明", "211302"),
                ("p2", "李芳", "211302"),
                ("p3", "张伟", "211302"),
                ("p4", "赵云", "211302"),
            ],
        )
        .await;
        let one = home(&rooms, &clerk, "甲户", "211302", &["p1"]).await;
        let two = home(&rooms, &clerk, "乙户", "211302", &["p2", "p3"]).await;
        let still = home(&rooms, &clerk, "丙户", "211302", &["p4"]).await;
        let mut entries = Vec::new();
        for id in [&one, &two, &still] {
            entries.push(
                opened(&rooms, &clerk, "poor-household", new(id, "2025-01-01", json!({ "members": 3 })))
                    .await,
            );
        }
        let work =
            |member: &str, how: &str, income: i64| json!({ "member": member, "how": how, "income": income });
        opened(&rooms, &clerk, "household-work", new(&one, "2025-03-01", work("p1", "work", 250_000))).await;
        opened(&rooms, &clerk, "household-work", new(&two, "2025-03-01", work("p2", "work", 200_000))).await;
        opened(&rooms, &clerk, "household-work", new(&two, "2025-04-01", work("p3", "business", 300_000)))
            .await;
        let without = ask(&rooms, &clerk, "poor-household", "without-work", &on("2025-06-01")).await;
        assert_eq!(without.total.n, Some(1), "the third has nobody at work");
        let asking = clerk.asking(&rooms.registry);
        for made in &entries[..2] {
            let lifted = Change {
                to: "lifted".into(),
                day: "2025-12-01".into(),
                reason: "work".into(),
                ..Change::default()
            };
            entry::change(&rooms, &asking.caller(None), &made.id, made.version, &lifted).await.unwrap();
        }
        let exits = ask(&rooms, &clerk, "poor-household", "exits", &CountAsked::default()).await;
        let row = ["211302", "2025"];
        assert_eq!((n(&exits, &row), figure(&exits, &row, "by-work").as_deref()), (Some(2), Some("2")));
        assert_eq!(figure(&exits, &row, "by-one").as_deref(), Some("1"), "the other had two at work");
        assert_eq!(figure(&exits, &row, "share").as_deref(), Some("50.0"));
        let income = ask(&rooms, &clerk, "household-work", "income", &on("2025-06-01")).await;
        assert_eq!(figure(&income, &["211302", "work"], "income").as_deref(), Some("2250.00"));
        as_behind(&rooms, &clerk, "poor-household", "exits", &CountAsked::default()).await;
    }
}

// covers: CY2017/19.d
#[tokio::test]
async fn organised_moves_of_rural_workers_with_income_and_poverty() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", "211302"), ("p2", "李芳", "211302"), ("p3", "张伟", "211302")])
            .await;
        let moved = |before: i64, after: Option<i64>, poor: bool, lifted: Option<&str>| {
            let mut fields = json!({ "organiser": "县劳务公司", "destination": "outside", "before": before, "poor": poor });
            let all = fields.as_object_mut().unwrap();
            after.map(|after| all.insert("after".into(), json!(after)));
            lifted.map(|day| all.insert("lifted_on".into(), json!(day)));
            fields
        };
        for (id, fields) in [
            ("p1", moved(100_000, Some(350_000), true, Some("2025-11-30"))),
            ("p2", moved(200_000, Some(300_000), true, None)),
            // What is earned now is not known: that is no zero.
            ("p3", moved(900_000, None, false, None)),
        ] {
            opened(&rooms, &clerk, "organised-export", new(id, "2025-03-01", fields)).await;
        }
        let table = ask(&rooms, &clerk, "organised-export", "moved", &on("2026-01-31")).await;
        let row = ["211302", "outside"];
        assert_eq!(n(&table, &row), Some(3));
        assert_eq!(figure(&table, &row, "before").as_deref(), Some("4000.00"));
        assert_eq!(figure(&table, &row, "after").as_deref(), Some("3250.00"));
        assert_eq!(
            figure(&table, &row, "gain").as_deref(),
            Some("1750.00"),
            "of those of whom both are known"
        );
        let lifted = ask(&rooms, &clerk, "organised-export", "lifted", &on("2026-01-31")).await;
        assert_eq!((n(&lifted, &["211302", "2025"]), n(&lifted, &["211302", ""])), (Some(1), Some(1)));
    }
}

// covers: LN2009-6/36.a
#[tokio::test]
async fn the_household_survey_by_place_class_and_town_or_country() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", SHENYANG), ("p2", "李芳", FUSHUN)]).await;
        let (town, country) = (
            home(&rooms, &clerk, "甲户", SHENYANG, &["p1"]).await,
            home(&rooms, &clerk, "乙户", FUSHUN, &["p2"]).await,
        );
        let sheet = |area: &str, classes: [u32; 5]| {
            let [town, rural, migrant, unemployed, studying] = classes;
            json!({ "area": area, "members": 6, "labour": classes.iter().sum::<u32>(), "town_employed": town, "rural_employed": rural, "migrant": migrant, "unemployed": unemployed, "studying": studying })
        };
        let survey = "household-survey";
        opened(&rooms, &clerk, survey, new(&town, "2025-06-01", sheet("urban", [2, 0, 0, 1, 0]))).await;
        opened(&rooms, &clerk, survey, new(&country, "2025-06-02", sheet("rural", [0, 2, 1, 0, 1]))).await;
        // Asked again half a year later: the last sheet counts, on each day.
        opened(&rooms, &clerk, survey, new(&town, "2025-12-01", sheet("urban", [3, 0, 0, 0, 0]))).await;
        for (day, employed, unemployed) in [("2025-06-30", "2", "1"), ("2025-12-31", "3", "0")] {
            let table = ask(&rooms, &clerk, survey, "resources", &on(day)).await;
            let row = ["210100", "urban"];
            assert_eq!((n(&table, &row), table.total.n), (Some(1), Some(2)), "households, each once");
            assert_eq!(figure(&table, &row, "labour").as_deref(), Some("3"));
            assert_eq!(figure(&table, &row, "town-employed").as_deref(), Some(employed));
            assert_eq!(figure(&table, &row, "unemployed").as_deref(), Some(unemployed));
            assert_eq!(figure(&table, &["210400", "rural"], "migrant").as_deref(), Some("1"));
        }
        let sources = ask(&rooms, &clerk, survey, "sources", &on("2025-12-31")).await;
        assert_eq!(sources.rows.len(), 2, "the list the sample is drawn from");
        assert_eq!(
            sources.names.get(&town).map(String::as_str),
            Some("王小明"),
            "a household is called by its head"
        );
        as_behind(&rooms, &clerk, survey, "resources", &on("2025-12-31")).await;
    }
}

// covers: LN2016-75/11.a, LN2020-R/2.5.a
#[tokio::test]
async fn enterprises_that_cut_staff_and_who_is_not_placed_yet() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let (mine, zombie) = (firm(&rooms, &clerk, 1, FUSHUN).await, firm(&rooms, &clerk, 2, FUSHUN).await);
        for (id, kind, cut) in [(&mine, "overcapacity", 300), (&zombie, "zombie", 40)] {
            let fields = json!({ "kind": kind, "cut": cut, "plan": "分流安置" });
            opened(&rooms, &clerk, "overcapacity-enterprise", new(id, "2025-03-01", fields)).await;
        }
        for (channel, persons, from) in [
            ("inner_potential", 120, "2025-04-01"),
            ("training", 60, "2025-05-01"),
            ("welfare_post", 20, "2025-08-01"),
        ] {
            let fields = json!({ "channel": channel, "persons": persons });
            opened(&rooms, &clerk, "surplus-worker", new(&mine, from, fields)).await;
        }
        for (day, placed, left) in [("2025-05-31", "180", "120"), ("2025-12-31", "200", "100")] {
            let table = ask(&rooms, &clerk, "overcapacity-enterprise", "unplaced", &on(day)).await;
            assert_eq!(table.rows.len(), 1, "coal and steel only");
            assert_eq!(figure(&table, &[&mine], "cut").as_deref(), Some("300"));
            assert_eq!(figure(&table, &[&mine], "placed").as_deref(), Some(placed));
            assert_eq!(figure(&table, &[&mine], "left").as_deref(), Some(left));
        }
        let channels = ask(&rooms, &clerk, "surplus-worker", "by-enterprise", &on("2025-12-31")).await;
        assert_eq!(n(&channels, &[&mine, "training"]), Some(60));
        // The authority for state assets reads the same figures by kind and progress, and changes nothing.
        let assets = Person::new("国资", Role::Analyst, "210000");
        let table = ask(&rooms, &assets, "overcapacity-enterprise", "progress", &on("2025-12-31")).await;
        assert_eq!(figure(&table, &["210400", "zombie", "planned"], "left").as_deref(), Some("40"));
        assert_eq!(figure(&table, &["210400", "overcapacity", "planned"], "left").as_deref(), Some("100"));
        assert!(!table.covered, "enterprises are no people");
        let asking = assets.asking(&rooms.registry);
        let fields = json!({ "channel": "training", "persons": 1 });
        let refused =
            entry::open(&rooms, &asking.caller(None), "surplus-worker", new(&mine, "2025-09-01", fields))
                .await;
        assert!(refused.is_err());
    }
}

// covers: CY2017/18.e
#[tokio::test]
async fn days_from_detection_to_inclusion() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", "211302"), ("p2", "李芳", "211302"), ("p3", "张伟", "211302")])
            .await;
        let found = |day: Option<&str>| {
            let mut fields = json!({ "category": "long_unemployed", "evidence": "证明", "by": "rule" });
            day.map(|day| fields.as_object_mut().unwrap().insert("detected".into(), json!(day)));
            fields
        };
        // Over the end of a leap February, and over a year's end.
        for (id, detected, from) in [
            ("p1", Some("2024-02-27"), "2024-03-01"),
            ("p2", Some("2023-12-25"), "2024-01-09"),
            ("p3", None, "2024-03-05"),
        ] {
            opened(&rooms, &clerk, "hard-to-employ", new(id, from, found(detected))).await;
        }
        let asked = CountAsked {
            from: Some(day("2024-01-01")),
            to: Some(day("2024-12-31")),
            ..CountAsked::default()
        };
        let table = ask(&rooms, &clerk, "hard-to-employ", "inclusion", &asked).await;
        let row = ["211302", "long_unemployed"];
        assert_eq!(n(&table, &row), Some(3));
        assert_eq!(figure(&table, &row, "mean").as_deref(), Some("9.0"), "3 and 15 days");
        assert_eq!(figure(&table, &row, "longest").as_deref(), Some("15"));
    }
}

// covers: LN2009-6/42.h
#[tokio::test]
async fn returned_workers_where_each_is_now_and_moves_by_month() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", "211302"), ("p2", "李芳", "211302")]).await;
        for (id, from, direction) in
            [("p1", "2026-01-10", "returned"), ("p1", "2026-03-02", "left"), ("p2", "2026-01-20", "returned")]
        {
            let fields = json!({ "direction": direction, "to": if direction == "left" { SHENYANG } else { "211302" } });
            opened(&rooms, &clerk, "migrant-move", new(id, from, fields)).await;
        }
        let each = async |day: &str| ask(&rooms, &clerk, "migrant-move", "each", &on(day)).await;
        let (before, now) = (each("2026-02-01").await, each("2026-03-05").await);
        assert_eq!((before.rows.len(), now.rows.len()), (2, 2), "each person once");
        assert_eq!(n(&before, &["p1", "returned", "211302", ""]), Some(1));
        assert_eq!(n(&now, &["p1", "left", SHENYANG, ""]), Some(1));
        assert_eq!(now.names.get("p1").map(String::as_str), Some("王小明"));
        let months = ask(&rooms, &clerk, "migrant-move", "by-month", &on("2026-03-31")).await;
        assert_eq!(
            (n(&months, &["2026-01", "returned"]), n(&months, &["2026-03", "left"])),
            (Some(2), Some(1))
        );
        let towns = ask(&rooms, &clerk, "migrant-move", "by-township", &on("2026-03-31")).await;
        assert_eq!(figure(&towns, &["211302", "2026-01"], "returned").as_deref(), Some("2"));
    }
}

// covers: LN2009-6/06.e
#[tokio::test]
async fn liaison_offices_and_the_workers_each_handled_in_a_quarter() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let office = |name: &str, region: &str| {
            let fields = json!({ "name": name, "region": region, "place_code": "310000", "led_by": "省人力资源社会保障厅", "market_bodies": "某劳务公司", "opened_on": "2009-03-01" });
            entry::NewEntry { place: SHENYANG.into(), ..new("", "2009-03-01", fields) }
        };
        let one = opened(&rooms, &clerk, "liaison-office", office("驻沪办事处", "yangtze_delta")).await;
        let other = opened(&rooms, &clerk, "liaison-office", office("驻京办事处", "beijing_tianjin")).await;
        let bare = json!({ "name": "无人牵头", "region": "elsewhere", "place_code": "110000", "opened_on": "2009-03-01" });
        let asking = clerk.asking(&rooms.registry);
        let refused = entry::NewEntry { place: SHENYANG.into(), ..new("", "2009-03-01", bare) };
        let refused = entry::open(&rooms, &asking.caller(None), "liaison-office", refused).await.unwrap_err();
        let missing: Vec<&str> = refused.fields.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(missing, ["fields.led_by", "fields.market_bodies"], "who leads it and who takes part");
        for (id, from, workers) in
            [(&one.id, "2026-01-31", 30), (&one.id, "2026-02-28", 12), (&other.id, "2026-01-31", 7)]
        {
            let fields = json!({ "office": id, "workers": workers });
            let new = entry::NewEntry { place: SHENYANG.into(), ..new("", from, fields) };
            opened(&rooms, &clerk, "liaison-handled", new).await;
        }
        let table = ask(&rooms, &clerk, "liaison-handled", "by-office", &on("2026-03-31")).await;
        assert_eq!(n(&table, &["yangtze_delta", &one.id, "2026-Q1"]), Some(42));
        assert_eq!(n(&table, &["beijing_tianjin", &other.id, "2026-Q1"]), Some(7));
        assert_eq!(table.names.get(&one.id).map(String::as_str), Some("驻沪办事处"));
        let offices = ask(&rooms, &clerk, "liaison-office", "by-region", &on("2026-03-31")).await;
        assert_eq!(n(&offices, &["yangtze_delta"]), Some(1));
    }
}

// covers: LN2009-6/12.e
#[tokio::test]
async fn rural_service_added_up_with_the_days_of_two_and_four_full_years() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", "211302"), ("p2", "李芳", "211302"), ("p3", "张伟", "211302")])
            .await;
        let served =
            |under: bool| json!({ "under_county": under, "employer": "乡政府", "service_place": "211302" });
        let spell = |from: &str, to: &str, who: &str, under: bool| entry::NewEntry {
            to: to.into(),
            ..new(who, from, served(under))
        };
        for one in [
            spell("2015-09-01", "", "p1", true),
            spell("2019-01-01", "2020-06-30", "p2", true),
            // A street office of a city district does not count, a second township does.
            spell("2020-07-01", "2021-06-30", "p2", false),
            spell("2022-01-01", "2022-12-31", "p2", true),
            spell("2025-09-01", "", "p3", true),
        ] {
            opened(&rooms, &clerk, "township-service", one).await;
        }
        let asking = clerk.asking(&rooms.registry);
        let list = async |asked: CountAsked| {
            table::served(&rooms, &asking.caller(None), "township-service", "served", &asked).await.unwrap()
        };
        let all = list(on("2026-01-31")).await;
        let of = |who: &str| {
            let one = all.iter().find(|one| one.subject == who).unwrap();
            (one.months, one.marks.iter().map(|mark| mark.day.map(|day| day.to_string())).collect::<Vec<_>>())
        };
        assert_eq!(of("p1"), (125, vec![Some("2017-08-31".into()), Some("2019-08-31".into())]));
        assert_eq!(of("p2"), (30, vec![Some("2022-06-30".into()), None]), "18 months, then 6 more");
        assert_eq!(of("p3"), (5, vec![None, None]));
        let period =
            CountAsked { from: Some(day("2022-01-01")), to: Some(day("2022-12-31")), ..on("2026-01-31") };
        assert_eq!(list(period).await.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["李芳"]);
    }
}

/// The pack's tables all run, on both databases, empty and with a stranger's eyes.
#[tokio::test]
async fn every_table_of_the_pack_can_be_asked() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        let definitions: &Definitions = &rooms.definitions;
        for register in &definitions.registers {
            for one in &register.counts {
                let known = CountAsked { known: Some(day("2026-01-01")), ..CountAsked::default() };
                for asked in [CountAsked::default(), known] {
                    let table =
                        table::count(&rooms, &asking.caller(None), &register.id, &one.id, &asked).await;
                    let table = table.unwrap_or_else(|fault| panic!("{} {}: {fault:?}", register.id, one.id));
                    assert_eq!(table.rows.len(), 0);
                }
            }
        }
    }
}
