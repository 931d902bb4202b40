//! Tables over enterprises and offices, and every table of the pack asked once.

use anye_access::Role;
use anye_programmes::Definitions;
use anye_registry::entry;
use anye_registry::table::{self, CountAsked};
use anye_testkit::databases;
use serde_json::json;

use crate::ask::{FUSHUN, SHENYANG, ask, figure, firm, n, on};
use crate::day;
use crate::rooms::{new, opened, rooms};
use crate::world::Person;

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
