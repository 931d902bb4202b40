//! A panel that is revised: the comparable series never takes a new member for growth.

use anye_base::ErrorKind;
use anye_registry::employer;
use anye_reporting::panel::{self, Enrolment, Exit, matched};
use anye_reporting::report;
use anye_testkit::databases;

use crate::world::{House, PANEL, cells, new_employer};

/// covers: LN2020-R/3.5.e
#[tokio::test]
async fn who_came_and_who_left_are_dated_and_the_comparable_change_is_of_those_who_stayed() {
    for test in databases().await {
        let mut house = House::with(&test.db, 5).await;
        let asking = house.officer.on(&house);
        let caller = asking.caller(None);
        let clerk = house.clerk.on(&house);
        // Composition and number are revised in September: one leaves, a large one comes.
        let big = employer::register_many(&house.registry, &clerk.caller(None), vec![new_employer(5)]).await;
        let big = big.unwrap().remove(0).employer;
        let members =
            panel::members(&mut house.db(), PANEL, "2026-09-01".parse().unwrap(), "").await.unwrap();
        let gone = members.iter().find(|one| one.subject == house.employers[0].id).unwrap();
        let exit = Exit { day: "2026-09-10".parse().unwrap(), reason: "迁出".into() };
        panel::exit(&house.reporting, &caller, &gone.id, &exit).await.unwrap();
        let enter = Enrolment {
            employer: big.code.clone(),
            day: "2026-09-05".parse().unwrap(),
            reason: "优化样本结构".into(),
        };
        panel::enrol(&house.reporting, &caller, PANEL, &enter).await.unwrap();
        drop((asking, clerk));
        house.employers.push(big);
        for at in 0..5 {
            house.submitted(at, "2026-08", &cells(100, 0, 0)).await;
        }
        for at in 1..5 {
            house.submitted(at, "2026-09", &cells(100, 0, 10)).await;
            house.submitted(at, "2026-10", &cells(90, 0, 0)).await;
        }
        house.submitted(5, "2026-09", &cells(1_000, 0, 0)).await;
        house.submitted(5, "2026-10", &cells(1_000, 90, 0)).await;

        let asking = house.other.on(&house);
        let caller = asking.caller(None);
        let ends = ("2026-08".parse().unwrap(), "2026-10".parse().unwrap());
        let all = matched(&house.reporting, &caller, PANEL, "end_staff", ends).await.unwrap();
        let sums: Vec<i64> = all.iter().map(|one| one.sum).collect();
        assert_eq!(sums, [500, 1_360, 1_450], "as reported, the new member looks like growth");
        let moves: Vec<_> = all.iter().map(|one| (one.members, one.entered, one.left)).collect();
        assert_eq!(moves, [(5, 0, 0), (5, 1, 1), (5, 0, 0)]);
        let linked: Vec<_> = all.iter().map(|one| (one.both, one.change, one.index)).collect();
        // Four stayed in September: 400 → 360. All five in October: 1,360 → 1,450.
        assert_eq!(linked[0], (0, None, Some(10_000)));
        assert_eq!(linked[1], (4, Some(-1_000), Some(9_000)));
        assert_eq!(linked[2], (5, Some(662), Some(9_596)));
        assert!(
            all.iter().all(|one| one.form.starts_with("enterprise-monthly ")),
            "the form in force is named"
        );

        let none = matched(&house.reporting, &caller, PANEL, "operating", ends).await.unwrap_err();
        assert_eq!((none.kind, none.code), (ErrorKind::Invalid, "figure_unknown_column"));
        let long = ("2000-01".parse().unwrap(), "2026-10".parse().unwrap());
        let long = matched(&house.reporting, &caller, PANEL, "end_staff", long).await.unwrap_err();
        assert_eq!(long.kind, ErrorKind::TooLarge);
    }
}

/// covers: LN2020-R/3.5.e
#[tokio::test]
async fn a_series_asked_for_again_is_that_of_the_reports_as_they_are_by_now() {
    for test in databases().await {
        let house = House::with(&test.db, 2).await;
        let mut made = Vec::new();
        for at in 0..2 {
            made.push(house.submitted(at, "2026-08", &cells(100, 0, 0)).await);
            house.submitted(at, "2026-09", &cells(100, 10, 0)).await;
        }
        let asked = async || {
            let asking = house.other.on(&house);
            let ends = ("2026-08".parse().unwrap(), "2026-09".parse().unwrap());
            let caller = asking.caller(None);
            let all = matched(&house.reporting, &caller, PANEL, "end_staff", ends).await.unwrap();
            all.iter().map(|one| (one.sum, one.both_before, one.both_now)).collect::<Vec<_>>()
        };
        let first = [(200, 0, 0), (220, 200, 220)];
        assert_eq!(asked().await, first);
        // Long enough ago that the answer is kept: it stays the same.
        house.clock.advance_seconds(60);
        assert_eq!((asked().await, asked().await), (first.to_vec(), first.to_vec()));
        // One report more, one less: the total stays, who reported what does not.
        for (at, staff) in [(0, 150), (1, 50)] {
            house.submit(&made[at], &cells(staff, 0, 0)).await.unwrap();
        }
        assert_eq!(asked().await, first);
        house.clock.advance_seconds(60);
        house.submit(&made[0].clone(), &cells(1, 0, 0)).await.unwrap_err();
        let now = report::show(&house.reporting, &house.clerk.on(&house).caller(None), &made[0].id).await;
        house.submit(&now.unwrap().report, &cells(160, 0, 0)).await.unwrap();
        assert_eq!(asked().await, [(210, 0, 0), (220, 210, 220)]);
    }
}
