//! A table over very many entries is added up in the store; `ANYE_ENTRIES=1000000` measures it.

use anye_access::Role;
use anye_db::audit::Event;
use anye_db::sql;
use anye_registry::table::{self, CountAsked};
use anye_testkit::databases;

use crate::day;
use crate::rooms::rooms;
use crate::world::Person;

#[tokio::test]
async fn very_many_entries_are_added_up_by_the_store() {
    let many: i64 = std::env::var("ANYE_ENTRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(6_000);
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let core = &rooms.registry.core;
        let actor = anye_base::Actor::system("test");
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        let numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < $1)";
        let persons = format!(
            "insert into person (id, name, name_key, initials, sex, birth_date, place, county, residence_place, residence_type, phone_sealed, state, since, source, \
             evidence, created_at, created_by, created_name, version) {numbers} select 'p' || cast(i as text), '某某', '某某', '', case i % 2 when 0 then 'female' else \
             'male' end, cast(1965 + i % 40 as text) || '-05-01', '210106', '210106', '210106', 'urban', '', 'active', '2000-01-01', 'test', '', 0, 'test', 'test', 1 from n"
        );
        tx.run(sql(persons).bind(many)).await.unwrap();
        let entries = format!(
            "insert into entry (id, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, fields, course, channel, source, \
             evidence, reason, recorded_at, recorded_by, recorded_name, version) {numbers} select 'e' || cast(i as text), 'displaced-worker', 'person', \
             'p' || cast(i as text), '某某', case i % 3 when 0 then '210402' else '210106' end, case i % 3 when 0 then '210402' else '210106' end, 'followed', 1, 0, \
             '2026-01-05', '{{\"origin\":\"' || case i % 4 when 0 then 'overcapacity' else 'other_origin' end || '\",\"left_on\":\"2026-01-04\",\"wishes\":[\"work\"]}}', \
             '[{{\"day\":\"2026-01-05\",\"state\":\"followed\"}}]', 'import', 'test', '', '', 0, 'test', 'test', 1 from n"
        );
        tx.run(sql(entries).bind(many)).await.unwrap();
        tx.commit(Event::new("test.entries", "entry", "")).await.unwrap();
        let clerk = Person::new("王", Role::Clerk, "210000");
        let asking = clerk.asking(&rooms.registry);
        let asked = CountAsked { on: Some(day("2026-03-01")), ..CountAsked::default() };
        for (id, rows) in [("by-origin", 4), ("by-wish", 2), ("by-age", 10), ("unregistered", 4)] {
            let begun = std::time::Instant::now();
            let table =
                table::count(&rooms, &asking.caller(None), "displaced-worker", id, &asked).await.unwrap();
            eprintln!("{many} entries, {id}: {:?}", begun.elapsed());
            assert_eq!((table.total.n, table.rows.len()), (Some(many), rows), "{id}");
            assert_eq!(table.rows.iter().filter_map(|row| row.n).sum::<i64>(), many);
        }
        let begun = std::time::Instant::now();
        let keys = ["210402".to_owned(), "overcapacity".to_owned()];
        let behind =
            table::drill(&rooms, &asking.caller(None), "displaced-worker", "by-origin", &asked, &keys, 50)
                .await;
        assert_eq!(behind.unwrap().len(), 50);
        eprintln!("the entries behind a figure: {:?}", begun.elapsed());
    }
}
