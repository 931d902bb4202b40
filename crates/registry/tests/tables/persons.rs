//! Tables over persons: displaced workers, graduates, people hard to employ, service in the countryside.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_registry::entry::{self, Change, Mend};
use anye_registry::table::{self, CountAsked};
use anye_testkit::databases;
use serde_json::json;

use crate::ask::{FUSHUN, SHENYANG, as_behind, ask, born, figure, firm, n, on};
use crate::day;
use crate::rooms::{new, opened, people, rooms, unemployed};
use crate::world::Person;

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
