//! Tables over households and those who move: out of poverty, organised moves, the household survey, returned workers.

use anye_access::Role;
use anye_registry::entry::{self, Change};
use anye_registry::table::CountAsked;
use anye_testkit::databases;
use serde_json::json;

use crate::ask::{FUSHUN, SHENYANG, as_behind, ask, figure, home, n, on};
use crate::rooms::{new, opened, people, rooms};
use crate::world::Person;

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

// covers: LN2009-6/42.h
#[tokio::test]
async fn returned_workers_where_each_is_now_and_moves_by_month() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210000");
        people(&rooms, &[("p1", "王小明", "211302"), ("p2", "李芳", "211302")]).await;
        let shenyang = Some(SHENYANG);
        // The return of p2 is entered last, though it was first: what counts is the day of the move, not of the entry.
        for (id, from, direction, to, outside) in [
            ("p1", "2026-01-10", "returned", Some("211302"), ""),
            ("p1", "2026-03-02", "left", shenyang, ""),
            ("p2", "2026-02-14", "left", None, "北京市"),
            ("p2", "2026-01-20", "returned", Some("211302"), ""),
        ] {
            let fields = json!({ "direction": direction, "to": to, "outside": outside });
            let mut fields = fields.as_object().unwrap().clone();
            fields.retain(|_, value| !value.is_null() && value != "");
            opened(&rooms, &clerk, "migrant-move", new(id, from, fields.into())).await;
        }
        let each = async |day: &str| ask(&rooms, &clerk, "migrant-move", "each", &on(day)).await;
        let (before, between, now) =
            (each("2026-02-01").await, each("2026-02-20").await, each("2026-03-05").await);
        for table in [&before, &between, &now] {
            assert_eq!(table.rows.len(), 2, "each person once");
        }
        assert_eq!(n(&before, &["p1", "returned", "211302", ""]), Some(1));
        assert_eq!(n(&before, &["p2", "returned", "211302", ""]), Some(1));
        assert_eq!(
            n(&between, &["p1", "returned", "211302", ""]),
            Some(1),
            "a later move is not known before its day"
        );
        assert_eq!(n(&between, &["p2", "left", "", "北京市"]), Some(1), "out of the province, too");
        assert_eq!(n(&now, &["p1", "left", SHENYANG, ""]), Some(1));
        assert_eq!(n(&now, &["p2", "left", "", "北京市"]), Some(1));
        assert_eq!(now.names.get("p1").map(String::as_str), Some("王小明"));
        as_behind(&rooms, &clerk, "migrant-move", "each", &on("2026-03-05")).await;
        let months = ask(&rooms, &clerk, "migrant-move", "by-month", &on("2026-03-31")).await;
        for (month, direction, many) in
            [("2026-01", "returned", 2), ("2026-02", "left", 1), ("2026-03", "left", 1)]
        {
            assert_eq!(n(&months, &[month, direction]), Some(many), "{month}");
        }
        assert_eq!(months.rows.len(), 3, "no month in which nobody moved");
        // As the monthly report of returned workers asks for it: returned and leaving, by township and month.
        let towns = ask(&rooms, &clerk, "migrant-move", "by-township", &on("2026-03-31")).await;
        for (month, returned, left) in [("2026-01", "2", "0"), ("2026-02", "0", "1"), ("2026-03", "0", "1")] {
            let figures = ["returned", "left"].map(|id| figure(&towns, &["211302", month], id));
            assert_eq!(figures, [returned, left].map(|text| Some(text.to_owned())), "{month}");
        }
    }
}
