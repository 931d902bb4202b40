//! Other sources: schemas, files with bad rows, versions kept, series beside macro-economic ones, headcount against the insured.

use anye_access::Role;
use anye_base::Lang;
use anye_monitor::market::setting::{Say, Tolerance};
use anye_monitor::market::source::{Read, Source, compare, dry_run, imports, points, read, take};
use anye_reading::{Limits, TableLimits, read_tables};
use anye_testkit::databases;

use crate::market_pages::{SUPPLY, cells, desk, send, setting, submitted};
use crate::notice_world::{KNOWLEDGE, Person, Room};

fn source(id: &str) -> Source {
    Source::all(&KNOWLEDGE.pack).unwrap().into_iter().find(|one| one.id == id).unwrap()
}

fn of(source: &Source, csv: &str) -> Read {
    let tables = read_tables(csv.as_bytes(), &Limits::default(), &TableLimits::default()).unwrap();
    read(source, &tables, &|code| matches!(code, "210000" | "210400"))
}

#[test]
fn every_source_of_the_pack_says_what_it_covers_and_what_not() {
    let all = Source::all(&KNOWLEDGE.pack).unwrap();
    let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "business-registration",
            "insured-headcount",
            "macro-monthly",
            "mobility-monthly",
            "recruitment-monthly"
        ]
    );
    assert!(
        all.iter().all(|one| !one.limits.is_empty() && !one.coverage.zh.is_empty() && one.digest.len() == 64)
    );
    let text = "id = \"x\"\nversion = \"1\"\nsubject = \"place\"\nperiod = \"fortnight\"\ncite = []\nlimits = []\ncolumn = []";
    assert!(Source::parse(text).is_err());
}

#[test]
fn bad_rows_are_told_and_never_guessed() {
    let macros = source("macro-monthly");
    let csv = "地区代码,月份,工业用电量(万千瓦时),备注\n210000,2020年5月,\"1,234.5\",x\n210000,202006,12.34,\n219999,2020-05,1,\n210400,2020-05,−3,\n210400,2020-13,3,\n210000,2020-05,9,\n210400,2020-04,,\n";
    let found = of(&macros, csv);
    assert_eq!(found.rows, 1);
    assert_eq!((found.values[0].period.as_str(), found.values[0].value), ("2020-05", 12_345));
    let codes: Vec<(u32, &str)> = found.findings.iter().map(|one| (one.row, one.code)).collect();
    assert_eq!(
        codes,
        [
            (3, "market-bad-number"),
            (4, "market-bad-place"),
            (5, "market-bad-number"),
            (6, "market-bad-period"),
            (7, "market-bad-twice"),
            (8, "market-bad-nothing")
        ]
    );
    assert_eq!(found.unknown, ["备注"], "a column that is not declared is left out");
    let none = of(&macros, "甲,乙\n1,2\n");
    assert!(none.is_fatal());
    assert_eq!(none.findings[0].code, "market-bad-header");
    let insured = source("insured-headcount");
    let damaged = of(&insured, "code,period,persons\n91210400000000100,2020-05,9\n");
    assert_eq!(damaged.findings[0].code, "market-bad-code", "a code that lost its end");
}

// covers: CY2017/28.b, CY2017/28.c
#[tokio::test]
async fn versions_are_kept_and_series_stand_beside_each_other() {
    for test in databases().await {
        let room = Room::over(&test.db);
        let officer = Person::new("赵", Role::PolicyOfficer, "210000");
        let asking = officer.on(&room);
        let caller = asking.caller(None);
        let macros = source("macro-monthly");
        let first = of(&macros, "place,period,industrial_power\n210000,2026-09,100\n210000,2026-10,120\n");
        let monitor = &room.monitor;
        let effect = dry_run(monitor, &macros, &first).await.unwrap();
        assert_eq!((effect.new, effect.changed), (2, 0));
        assert!(imports(monitor, "macro-monthly").await.unwrap().is_empty(), "a dry run writes nothing");
        let clerk = room.clerk.on(&room);
        let refused = take(monitor, &clerk.caller(None), &macros, &first, ("a.csv", "")).await.unwrap_err();
        assert_eq!(refused.kind, anye_base::ErrorKind::Denied);
        let one = take(monitor, &caller, &macros, &first, ("a.csv", "初值")).await.unwrap();
        assert!(!one.again);
        assert!(
            take(monitor, &caller, &macros, &first, ("b.csv", "")).await.unwrap().again,
            "the same values once"
        );
        let second = of(&macros, "place,period,industrial_power\n210000,2026-10,125.5\n");
        assert_eq!(dry_run(monitor, &macros, &second).await.unwrap().changed, 1);
        let two = take(monitor, &caller, &macros, &second, ("c.csv", "修订")).await.unwrap();
        let held = points(monitor, "macro-monthly", "industrial_power", "210000").await.unwrap();
        assert_eq!(held["2026-09"], (1_000, one.import.id.clone()), "each value with its version");
        assert_eq!(held["2026-10"], (1_255, two.import.id.clone()));

        submitted(&room, SUPPLY, "2026-09", "210402", &cells((60, 20), (30, 60, 10))).await;
        submitted(&room, SUPPLY, "2026-10", "210402", &cells((50, 10), (30, 60, 10))).await;
        for lang in [Lang::Zh, Lang::En] {
            let (_, page) = send(
                &desk(&room),
                &officer,
                lang,
                "/market/sources/macro-monthly?place=210000&period=2026-10",
                &[],
            )
            .await;
            for text in ["<svg", "125.5", &two.import.id, "修订"] {
                assert!(page.contains(text), "{text}: {page}");
            }
        }
        let (_, page) = send(
            &desk(&room),
            &officer,
            Lang::Zh,
            "/market/sources/macro-monthly?place=210000&period=2026-10",
            &[],
        )
        .await;
        assert!(page.contains("36 期中有 1 期走势相背"), "demand fell while power rose");
        assert!(page.contains("已知局限") && page.contains("覆盖"));
        let (_, page) = send(&desk(&room), &officer, Lang::En, "/market/sources", &[]).await;
        assert!(page.contains("Transport and telecom aggregates"));
    }
}

#[tokio::test]
async fn headcount_beyond_the_tolerance_becomes_one_follow_up() {
    for test in databases().await {
        let room = Room::over(&test.db);
        let officer = Person::new("赵", Role::PolicyOfficer, "210000");
        let asking = officer.on(&room);
        let (near, far, alone) =
            (room.firm(1, Some(100)).await, room.firm(2, Some(100)).await, room.firm(3, Some(100)).await);
        for firm in [&near, &far, &alone] {
            room.report(firm, "2026-10", r#"{"end_staff":100}"#).await;
        }
        let insured = source("insured-headcount");
        let csv = format!("code,period,persons\n{},2026-10,104\n{},2026-10,60\n", near.code, far.code);
        take(&room.monitor, &asking.caller(None), &insured, &of(&insured, &csv), ("i.csv", ""))
            .await
            .unwrap();
        let mut setting = setting(&room).compare.unwrap();
        let none = compare(&room.monitor, &setting, "2026-10").await.unwrap();
        assert!(!none.is_set && none.differences.is_empty(), "no tolerance, no comparison");
        setting.tolerance =
            Some(Tolerance {
                percent: 10, least: 5, by: Say { zh: "省厅".into(), en: "the office".into() }
            });
        let made = compare(&room.monitor, &setting, "2026-10").await.unwrap();
        assert_eq!((made.both, made.only_reported, made.opened), (2, 1, 1));
        assert_eq!(
            (made.differences[0].employer.as_str(), made.differences[0].reported, made.differences[0].other),
            (far.id.as_str(), 100, 60)
        );
        let again = compare(&room.monitor, &setting, "2026-10").await.unwrap();
        assert_eq!((again.opened, &again.differences[0].case), (0, &made.differences[0].case), "merged");
    }
}
