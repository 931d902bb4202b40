//! Forms that units report: who has to, who is missing, what the unit's own list says; by the roster and by what was reported before.

use anye_base::Lang;
use anye_registry::Asking;
use anye_registry::employer;
use anye_reporting::figures;
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::send::{both, send};
use crate::world::{House, Person, new_employer};

const FORM: &str = "project-labour-need";
const ROSTER: &str = "/reporting/panels/units-park-committees";

#[tokio::test]
async fn units_on_the_roster_are_due_missing_and_reminded_until_they_report() {
    let store = sqlite().await;
    let house = House::empty(&store.db);
    let asking = Asking::of(&house.reporting.core, &house.clerk.actor, &house.clerk.grants);
    let made =
        employer::register_many(&house.registry, &asking.caller(None), (0..4).map(new_employer).collect())
            .await
            .unwrap();
    let units: Vec<_> = made.into_iter().map(|one| one.employer).collect();
    let at = format!("?form={FORM}&period=2026Q3&place=210000");
    let (zh, _) = both(&house, &house.other, &format!("/reporting{at}")).await;
    assert!(zh.contains("应报 0 户"), "nobody is on the roster yet: {zh}");
    // The office puts two on the roster; the page of rosters offers no draw.
    let (zh, en) = both(&house, &house.officer, ROSTER).await;
    assert!(zh.contains("填报名录") && en.contains("Roster") && !zh.contains("value=\"draw\""), "{zh}");
    for unit in &units[..2] {
        let enrol = [
            ("_csrf", "token"),
            ("act", "enrol"),
            ("employer", unit.code.as_str()),
            ("day", "2026-07-01"),
            ("reason", "园区管委会"),
        ];
        let done = send(&house, &house.officer, Lang::Zh, ROSTER, &enrol).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    let (zh, en) = both(&house, &house.other, &format!("/reporting{at}")).await;
    assert!(zh.contains("应报 2 户，已报 0 户，未报 2 户") && en.contains("2 due, 0 in, 2 missing"), "{zh}");
    let (zh, _) = both(&house, &house.other, &format!("/reporting/missing{at}")).await;
    assert!(zh.contains("样例企业0") && zh.contains("样例企业1") && !zh.contains("样例企业2"), "{zh}");
    // The unit's own person sees it among what is owed, and late: the 15th of October is over.
    employer::add_contact(&house.registry, &asking.caller(None), &units[0].code, "account-园").await.unwrap();
    let own = Person::new("园", anye_access::Role::Employer, "210000");
    let (zh, _) = both(&house, &own, "/reports").await;
    assert!(zh.contains("入区项目用工需求季报") && zh.contains("2026-10-15"), "{zh}");
    // One of them and one that is on no roster begin; a draft is no report.
    for unit in [&units[0], &units[3]] {
        let start =
            [("_csrf", "token"), ("form", FORM), ("period", "2026Q3"), ("reporter", unit.code.as_str())];
        let begun = send(&house, &house.clerk, Lang::Zh, "/reports", &start).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    }
    let asking = house.other.on(&house);
    let caller = asking.caller(None);
    let key = (FORM, "2026Q3", "210000");
    let limit = anye_base::Limit::default();
    let missing = figures::missing(&house.reporting, &caller, key, None, limit).await.unwrap().items;
    let begun: Vec<bool> = missing.iter().map(|one| one.begun).collect();
    assert_eq!((missing.len(), begun.iter().filter(|one| **one).count()), (2, 1), "{missing:?}");
}

#[tokio::test]
async fn who_reported_before_stays_on_the_list_until_taken_off() {
    let store = sqlite().await;
    let house = House::with(&store.db, 3).await;
    let form = house.reporting.form("labour-wage-quarterly").unwrap();
    let mut db = house.db();
    // Reported the quarter before, on no roster.
    let start = [
        ("_csrf", "token"),
        ("form", "labour-wage-quarterly"),
        ("period", "2026Q2"),
        ("reporter", house.employers[0].code.as_str()),
    ];
    let begun = send(&house, &house.clerk, Lang::Zh, "/reports", &start).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let on = "2026-09-30".parse().unwrap();
    let asked = |period: &'static str| period.parse().unwrap();
    let none = figures::expected(&mut db, form, asked("2026Q3"), "210000", on).await.unwrap();
    assert!(none.is_empty(), "a draft keeps nobody on the list: {none:?}");
    count(&house, "labour-wage-quarterly", "2026Q2").await;
    let one = figures::expected(&mut db, form, asked("2026Q3"), "210000", on).await.unwrap();
    assert_eq!((one.len(), one[0].reported), (1, false), "{one:?}");
    let same = figures::expected(&mut db, form, asked("2026Q2"), "210000", on).await.unwrap();
    assert!(same.len() == 1 && same[0].reported);
    let elsewhere = figures::expected(&mut db, form, asked("2026Q3"), "210000/210400", on).await.unwrap();
    assert!(elsewhere.is_empty(), "it stands in Shenyang: {elsewhere:?}");
    let later = figures::expected(&mut db, form, asked("2027Q3"), "210000", on).await.unwrap();
    assert!(later.is_empty(), "five periods on nobody expects it: {later:?}");
}

/// Counts the reports of a period as submitted, without their checks.
async fn count(house: &House, form: &str, period: &str) {
    let actor = anye_base::Actor::system("test");
    let mut tx = house.db().begin_internal(&house.reporting.core.world, &actor).await.unwrap();
    let update =
        anye_db::sql("update report set counted = 1, state = 'submitted' where form = $1 and period = $2");
    tx.run_one(update.bind(form).bind(period)).await.unwrap();
    tx.commit(anye_db::audit::Event::new("test.count", "report", period)).await.unwrap();
}
