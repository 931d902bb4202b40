//! Figures: who has reported, vintages that stay, one query with as-of times, drill-down, kept queries.

use anye_base::Limit;
use anye_reporting::figures::{self, DrillKey, FigureQuery, Reach};
use anye_reporting::report;
use anye_reporting::rollup::Class;
use anye_testkit::databases;

use crate::world::{FORM, House, NOVEMBER, OCTOBER, cells};

// covers: LN2009-6/35.a
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

        let kept = figures::save_query(&house.reporting, &caller, "流失", true, &asked).await.unwrap();
        let other = house.second.on(&house);
        let seen = figures::saved_queries(&house.reporting, &other.caller(None)).await.unwrap();
        assert_eq!(seen, std::slice::from_ref(&kept));
        let not_own =
            figures::delete_query(&house.reporting, &other.caller(None), &kept.id).await.unwrap_err();
        assert_eq!(not_own.code, "not_found");
        figures::delete_query(&house.reporting, &caller, &kept.id).await.unwrap();
    }
}
