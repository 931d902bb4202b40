//! Tables over entries, and the rows behind them.

use anye_access::Role;
use anye_registry::entry;
use anye_registry::table::{self, CountAsked};
use anye_testkit::databases;

use super::{SHENYANG, filled};
use crate::facts::day;
use crate::rooms::{cause, choice, new, opened, people, rooms, unemployed};
use crate::world::Person;

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
        let table = table::count(&rooms, &caller, "unemployment", "by-cause", &asked).await.unwrap();
        assert_eq!(table.total.n, Some(3));
        let of = |place: &str| {
            table.rows.iter().find(|row| row.keys == [place.to_owned(), cause()]).and_then(|row| row.n)
        };
        assert_eq!((of(SHENYANG), of("210202")), (Some(2), Some(1)));
        let rows = table::drill(
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
            table::count(&rooms, &caller, "unemployment", "by-cause", &before).await.unwrap().total.n,
            Some(0)
        );
        let by_sex = table::count(&rooms, &caller, "unemployment", "by-sex", &asked).await.unwrap();
        assert!(by_sex.rows.iter().all(|row| row.keys[1] == "male"), "{by_sex:?}");
        let public = CountAsked { public: true, ..CountAsked::default() };
        let public = table::count(&rooms, &caller, "unemployment", "by-cause", &public).await.unwrap();
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
