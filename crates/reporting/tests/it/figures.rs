//! Figures: who has reported, vintages that stay, one query with as-of times, drill-down, kept queries.

use anye_base::Limit;
use anye_reporting::figures::{self, DrillKey, FigureQuery, Reach};
use anye_reporting::report;
use anye_reporting::rollup::Class;
use anye_testkit::databases;

use crate::world::{FORM, House, NOVEMBER, OCTOBER, cells};

#[tokio::test]
async fn completeness_by_place_and_the_names_of_who_is_missing() {
    for test in databases().await {
        let house = House::with(&test.db, 8).await;
        for at in 0..5 {
            house.submitted(at, OCTOBER, &cells(100, 0, 1)).await;
        }
        let asking = house.other.on(&house);
        let caller = asking.caller(None);
        let table = figures::completeness(&house.reporting, &caller, FORM, OCTOBER, "210000").await.unwrap();
        assert_eq!(
            (table.total.due, table.total.submitted, table.total.missing, table.total.late),
            (8, 5, 3, 5)
        );
        assert_eq!(table.total.rate(), Some(6_250));
        assert!(table.is_over);
        let shenyang = table.rows.iter().find(|row| row.place == "210100").unwrap();
        assert_eq!((shenyang.due, shenyang.submitted), (4, 3));
        let page = figures::missing(
            &house.reporting,
            &caller,
            (FORM, OCTOBER, "210000"),
            None,
            Limit::new(2).unwrap(),
        )
        .await
        .unwrap();
        let rest = figures::missing(
            &house.reporting,
            &caller,
            (FORM, OCTOBER, "210000"),
            page.next.as_ref(),
            Limit::new(2).unwrap(),
        )
        .await
        .unwrap();
        let mut names: Vec<_> = page.items.iter().chain(&rest.items).map(|one| one.name.clone()).collect();
        names.sort();
        assert_eq!(names, ["样例企业5", "样例企业6", "样例企业7"]);
        let other = figures::completeness(&house.reporting, &caller, FORM, NOVEMBER, "210000").await.unwrap();
        assert_eq!((other.total.submitted, other.is_over), (0, false));
    }
}

#[tokio::test]
async fn a_vintage_stays_as_it_was_and_the_final_one_locks() {
    for test in databases().await {
        let house = House::with(&test.db, 3).await;
        house.submitted(0, OCTOBER, &cells(100, 0, 1)).await;
        let asking = house.officer.on(&house);
        let caller = asking.caller(None);
        let flash = figures::freeze(&house.reporting, &caller, FORM, OCTOBER, "flash").await.unwrap();
        assert_eq!(flash.reports, 1);
        house.submitted(1, OCTOBER, &cells(50, 0, 2)).await;
        assert_eq!(
            figures::freeze(&house.reporting, &caller, FORM, OCTOBER, "flash").await.unwrap_err().code,
            "figure_frozen"
        );
        figures::freeze(&house.reporting, &caller, FORM, OCTOBER, "final").await.unwrap();
        let back =
            figures::freeze(&house.reporting, &caller, FORM, OCTOBER, "preliminary").await.unwrap_err();
        assert_eq!(back.code, "figure_frozen", "nothing comes before the final one any more");
        let mut db = house.db();
        let flash = figures::frozen(&mut db, FORM, OCTOBER, "flash").await.unwrap().unwrap();
        let last = figures::frozen(&mut db, FORM, OCTOBER, "final").await.unwrap().unwrap();
        assert!(flash.is_sound() && last.is_sound());
        let revisions = figures::revisions(&flash, &last);
        let top = revisions.iter().find(|one| one.place == "210000" && one.dim == "all").unwrap();
        assert_eq!(top.n, (1, 2));
        let mut forged = flash.clone();
        forged.rows[0].n = 9;
        assert!(!forged.is_sound());
        let clerk = house.clerk.on(&house);
        let late =
            report::start(&house.reporting, &clerk.caller(None), FORM, OCTOBER, &house.employers[2].id)
                .await
                .unwrap_err();
        assert_eq!(late.code, "report_locked");
    }
}

#[tokio::test]
async fn one_query_for_every_table() {
    for test in databases().await {
        let house = House::with(&test.db, 8).await;
        for at in 0..8 {
            house.submitted(at, OCTOBER, &cells(190, 0, at as i64)).await;
        }
        let asking = house.other.on(&house);
        let caller = asking.caller(None);
        let asked = FigureQuery {
            form: FORM.into(),
            items: vec!["left".into(), "wages".into()],
            indicators: vec!["gross-job-loss".into()],
            from: OCTOBER.into(),
            reach: Reach::Children,
            ..FigureQuery::default()
        };
        let table = figures::query(&house.reporting, &caller, &asked).await.unwrap();
        let top = table.rows.iter().find(|row| row.place == "210000").unwrap();
        assert_eq!(top.n, 8);
        let at = |id: &str| table.columns.iter().position(|column| column.id == id).unwrap();
        assert_eq!(top.values[at("left")].as_deref(), Some("28"));
        assert_eq!(top.values[at("wages")].as_deref(), Some("6080004.00"));
        // (8 × 10 + 28) ÷ 1600
        assert_eq!(top.values[at("gross-job-loss")].as_deref(), Some("6.75"));
        assert!(top.as_of > 0, "every figure has its as-of time");
        let cities: i64 = table.rows.iter().filter(|row| row.place != "210000").map(|row| row.n).sum();
        assert_eq!(cities, 8);
        let by_size = FigureQuery { dim: "size".into(), reach: Reach::Own, ..asked.clone() };
        let split = figures::query(&house.reporting, &caller, &by_size).await.unwrap();
        assert_eq!(split.rows.iter().map(|row| row.n).sum::<i64>(), 8);
        let large = split.rows.iter().find(|row| row.code == "大型").unwrap();
        let key = DrillKey {
            form: FORM.into(),
            period: OCTOBER.into(),
            place: "210000".into(),
            dim: "size".into(),
            code: "大型".into(),
            class: Class::Submitted,
        };
        let drilled = figures::drill(&house.reporting, &caller, &key, None, Limit::default()).await.unwrap();
        assert_eq!(drilled.items.len() as i64, large.n);
        let unknown = FigureQuery { items: vec!["nonsense".into()], ..asked.clone() };
        let fault = figures::query(&house.reporting, &caller, &unknown).await.unwrap_err();
        assert_eq!(fault.code, "figure_unknown_column");

        let kept =
            figures::save_query(&house.reporting, &caller, "流失", true, (&asked, "map")).await.unwrap();
        let other = house.second.on(&house);
        let seen = figures::saved_queries(&house.reporting, &other.caller(None)).await.unwrap();
        assert_eq!(seen, std::slice::from_ref(&kept));
        let not_own =
            figures::delete_query(&house.reporting, &other.caller(None), &kept.id).await.unwrap_err();
        assert_eq!(not_own.code, "not_found");
        figures::delete_query(&house.reporting, &caller, &kept.id).await.unwrap();
    }
}

/// The values of a table's column by place and code.
fn column(table: &figures::FigureTable, id: &str, period: &str) -> Vec<(String, String, Option<String>)> {
    let at = table.columns.iter().position(|column| column.id == id).unwrap();
    let rows = table.rows.iter().filter(|row| row.period == period);
    rows.map(|row| (row.place.clone(), row.code.clone(), row.values[at].clone())).collect()
}

// covers: LN2009-6/35.a
#[tokio::test]
async fn closures_stoppages_and_layoffs_by_industry_size_and_ownership_and_who_is_missing() {
    for test in databases().await {
        let house = House::with(&test.db, 8).await;
        let closed =
            cells(60, 0, 60).replace("\"normal\"", "\"closed\"").replace("left.layoff", "left.closure");
        let closed = closed.replace("\"end_migrants\":3", "\"end_migrants\":0");
        let stopped = cells(50, 0, 0).replace("\"normal\"", "\"stopped\"");
        // Employers 0, 3, 6 are state-owned; 0 and 5 are of section C, division 25.
        house.submitted(0, OCTOBER, &closed).await;
        house.submitted(1, OCTOBER, &stopped).await;
        house.submitted(3, OCTOBER, &cells(100, 0, 8)).await;
        let asking = house.other.on(&house);
        let caller = asking.caller(None);
        let items = ["closed_firms", "stopped_firms", "left.layoff"].map(str::to_owned).to_vec();
        let asked = FigureQuery { form: FORM.into(), items, from: OCTOBER.into(), ..FigureQuery::default() };
        let by = async |dim: &str| {
            let asked = FigureQuery { dim: dim.into(), ..asked.clone() };
            figures::query(&house.reporting, &caller, &asked).await.unwrap()
        };
        let of = |table: &figures::FigureTable, id: &str, code: &str| {
            column(table, id, OCTOBER)
                .into_iter()
                .find(|(_, own, _)| own == code)
                .and_then(|(_, _, value)| value)
        };
        let ownership = by("ownership").await;
        assert_eq!(of(&ownership, "closed_firms", "国有").as_deref(), Some("1"));
        assert_eq!(of(&ownership, "left.layoff", "国有").as_deref(), Some("8"));
        assert_eq!(of(&ownership, "stopped_firms", "私营").as_deref(), Some("1"));
        let (industry, size) = (by("industry").await, by("size").await);
        assert_eq!(of(&industry, "closed_firms", "C").as_deref(), Some("1"));
        assert_eq!(of(&size, "stopped_firms", "中型").as_deref(), Some("1"));
        // One return an enterprise and month; who sent none is named; the panel lacks what the text asks for.
        let clerk = house.clerk.on(&house);
        let again =
            report::start(&house.reporting, &clerk.caller(None), FORM, OCTOBER, &house.employers[0].id)
                .await
                .unwrap();
        assert_eq!(again.counted, 1, "the same return");
        let at = (FORM, OCTOBER, "210000");
        let missing = figures::missing(&house.reporting, &caller, at, None, Limit::default()).await.unwrap();
        assert_eq!(missing.items.len(), 5);
        let day = "2010-06-01".parse().unwrap();
        let short =
            anye_reporting::panel::shortfall(&house.reporting, &caller, "enterprises", day).await.unwrap();
        assert_eq!((short.planned, short.missing()), (Some(3_000), 3_000));
    }
}

// covers: LN2016-75/01.c
#[tokio::test]
async fn an_incomplete_return_is_not_filed_and_changes_show_from_month_to_month() {
    for test in databases().await {
        let house = House::with(&test.db, 4).await;
        for at in 0..4 {
            house.submitted(at, OCTOBER, &cells(100, 0, at as i64)).await;
        }
        let clerk = house.clerk.on(&house);
        let begun =
            report::start(&house.reporting, &clerk.caller(None), FORM, NOVEMBER, &house.employers[0].id)
                .await
                .unwrap();
        for group in ["operating", "wages", "end_staff"] {
            let mut without: serde_json::Value = serde_json::from_str(&cells(100, 0, 1)).unwrap();
            without.as_object_mut().unwrap().remove(group);
            let fault = house.submit(&begun, &without.to_string()).await.unwrap_err();
            assert_eq!(fault.code, "report_not_sound", "without {group}");
        }
        let asking = house.other.on(&house);
        let caller = asking.caller(None);
        let table = figures::completeness(&house.reporting, &caller, FORM, NOVEMBER, "210000").await.unwrap();
        assert_eq!((table.total.submitted, table.total.missing, table.total.rate()), (0, 4, Some(0)));
        for at in 1..4 {
            house.submitted(at, NOVEMBER, &cells(100 - at as i64, 0, 10)).await;
        }
        let table = figures::completeness(&house.reporting, &caller, FORM, NOVEMBER, "210000").await.unwrap();
        assert_eq!(table.total.rate(), Some(7_500), "the filing rate");
        let asked = FigureQuery {
            form: FORM.into(),
            items: vec!["end_staff".into()],
            from: OCTOBER.into(),
            to: NOVEMBER.into(),
            reach: Reach::Children,
            ..FigureQuery::default()
        };
        let table = figures::query(&house.reporting, &caller, &asked).await.unwrap();
        let top = |period| {
            column(&table, "end_staff", period).into_iter().find(|(place, _, _)| place == "210000").unwrap().2
        };
        assert_eq!((top(OCTOBER).as_deref(), top(NOVEMBER).as_deref()), (Some("394"), Some("264")));
        let city = |period| {
            column(&table, "end_staff", period).into_iter().find(|(place, _, _)| place == "210400").unwrap().2
        };
        assert_eq!((city(OCTOBER).as_deref(), city(NOVEMBER).as_deref()), (Some("195"), Some("175")));
        let industry = FigureQuery { dim: "industry".into(), reach: Reach::Own, ..asked };
        let table = figures::query(&house.reporting, &caller, &industry).await.unwrap();
        let wholesale = |period| {
            column(&table, "end_staff", period).into_iter().find(|(_, code, _)| code == "F").unwrap().2
        };
        assert_eq!((wholesale(OCTOBER).as_deref(), wholesale(NOVEMBER).as_deref()), (Some("98"), Some("88")));
    }
}
