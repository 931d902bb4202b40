//! Entries from files: sound rows taken, others named by cell, the same file once; a large one measured.

use anye_access::Role;
use anye_base::Limit;
use anye_reading::read_tables;
use anye_registry::entry::import::{self, Finding};
use anye_registry::entry::{self, Filter};
use anye_registry::{fact, table};
use anye_testkit::{databases, sqlite};
use serde_json::json;

use crate::facts::day;
use crate::rooms::{cause, people, rooms};
use crate::world::Person;

fn cells(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|one| format!("{}{} {}", one.column, one.row, one.code)).collect()
}

#[tokio::test]
async fn sound_rows_are_taken_once_and_the_others_named_by_cell() {
    for test in databases().await {
        let (rooms, _, _) = rooms(&test.db);
        let clerk = Person::new("王", Role::Clerk, "210100");
        let asking = clerk.asking(&rooms.registry);
        let caller = asking.caller(None);
        let ids: Vec<String> = (0..4).map(|n| format!("0000000000000000000000000{n}")).collect();
        let all: Vec<(&str, &str, &str)> = ids.iter().map(|id| (id.as_str(), "王小明", "210106")).collect();
        people(&rooms, &all).await;
        people(&rooms, &[("00000000000000000000000009", "连某", "210202")]).await;
        let cause = cause();
        let mut text =
            "说明,,,,,,\nid,姓名,登记日,失业起始日,失业原因,办理渠道,登记地与本人的关系\n".to_owned();
        let mut line = |who: &str, name: &str, from: &str, cause: &str| {
            text.push_str(&format!("{who},{name},{from},2026-01-02,{cause},counter,household\n"));
        };
        line(&ids[0], "王小明", "2026年1月10日", &cause);
        line(&ids[1], "另一个人", "2026-01-10", &cause);
        line(&ids[2], "王小明", "26-1-10", &cause);
        line(&ids[3], "王小明", "2026/1/10", "没有这个原因");
        line(&ids[0], "王小明", "2026-02-10", &cause);
        line("00000000000000000000000009", "连某", "2026-01-10", &cause);
        line("不是编号", "王小明", "2026-01-10", &cause);
        let register = rooms.register("unemployment").unwrap();
        let tables = read_tables(text.as_bytes(), &import::limits().0, &import::limits().1).unwrap();
        let parsed = import::parse(register, &tables);
        let checked = import::check(&rooms, &caller, register, &parsed).await;
        // Numbers of cards want the keys; ids do not. Without keys the row is not guessed at.
        let (checked, parsed) = match checked {
            Ok(checked) => (checked, parsed),
            Err(_) => {
                let text =
                    text.lines().filter(|line| !line.starts_with("不是")).collect::<Vec<_>>().join("\n");
                let tables = read_tables(text.as_bytes(), &import::limits().0, &import::limits().1).unwrap();
                let parsed = import::parse(register, &tables);
                (import::check(&rooms, &caller, register, &parsed).await.unwrap(), parsed)
            }
        };
        assert_eq!(checked.sound, 1, "{:?}", checked.findings);
        let told = cells(&checked.findings);
        assert!(told.contains(&"B4 name_differs".to_owned()), "{told:?}");
        assert!(told.contains(&"C5 day".to_owned()), "{told:?}");
        assert!(told.iter().any(|one| one.starts_with("E6 ")), "{told:?}");
        assert!(
            told.contains(&"A7 entry_twice".to_owned()),
            "the file itself names somebody twice: {told:?}"
        );
        assert!(told.contains(&"A8 entry_subject".to_owned()), "nobody of another city: {told:?}");
        let filter = Filter { register: "unemployment".into(), ..Filter::default() };
        let there =
            async || entry::list(&rooms, &caller, &filter, None, Limit::default()).await.unwrap().items.len();
        assert_eq!(there().await, 0, "a dry run writes nothing");
        let taken = import::take(&rooms, &caller, register, &parsed, ("样例.csv", "digest")).await.unwrap();
        assert_eq!((taken.taken, taken.again), (1, false));
        let again = import::take(&rooms, &caller, register, &parsed, ("样例.csv", "digest")).await.unwrap();
        assert_eq!((again.taken, again.again, there().await), (1, true, 1));
        let known = fact::known(&mut &test.db, "persons", &ids[0], day("2026-03-01"), None).await.unwrap();
        assert_eq!(known["registered_unemployed"], json!(true));
        let book = import::workbook(&tables, &parsed, &checked.findings, anye_base::Lang::Zh).unwrap();
        assert!(book.starts_with(b"PK"));
    }
}

/// A hundred thousand entries: `cargo test --release -- --ignored measured --nocapture`, or fewer by `ANYE_ENTRIES`.
#[tokio::test]
#[ignore = "takes a while: a measurement"]
async fn a_large_file_is_measured() {
    let test = sqlite().await;
    let (rooms, _, _) = rooms(&test.db);
    let clerk = Person::new("王", Role::Clerk, "210000");
    let asking = clerk.asking(&rooms.registry);
    let caller = asking.caller(None);
    let count: usize =
        std::env::var("ANYE_ENTRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let ids: Vec<String> = (0..count).map(|n| format!("{n:026}")).collect();
    for some in ids.chunks(5_000) {
        let all: Vec<(&str, &str, &str)> = some.iter().map(|id| (id.as_str(), "王小明", "210106")).collect();
        people(&rooms, &all).await;
    }
    let cause = cause();
    let mut text = "id,登记日,失业起始日,失业原因,办理渠道,登记地与本人的关系\n".to_owned();
    for id in &ids {
        text.push_str(&format!("{id},2026-01-10,2026-01-02,{cause},counter,household\n"));
    }
    let register = rooms.register("unemployment").unwrap();
    let begun = std::time::Instant::now();
    let tables = read_tables(text.as_bytes(), &import::limits().0, &import::limits().1).unwrap();
    let parsed = import::parse(register, &tables);
    let read = begun.elapsed();
    let taken = import::take(&rooms, &caller, register, &parsed, ("大.csv", "digest")).await.unwrap();
    assert_eq!(taken.taken, count, "{:?}", taken.findings.first());
    eprintln!("{count} entries: read {read:?}, in all {:?}", begun.elapsed());
    let counted = std::time::Instant::now();
    let table =
        table::count(&rooms, &caller, "unemployment", "by-sex", &table::CountAsked::default()).await.unwrap();
    assert_eq!(table.total.n, i64::try_from(count).ok());
    eprintln!("table by a fact of the person: {:?}", counted.elapsed());
}
