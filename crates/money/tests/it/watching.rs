//! The daily look: what is not as it should be becomes a case once, stays while it lasts, and ends.

use anye_money::budget::{self, NewFigure};
use anye_money::watch::{against_floors, open, watch};
use anye_testkit::databases;

use crate::world::{CITY, COUNTY, FUND, House, YEAR};

#[tokio::test]
async fn less_than_a_share_of_last_years_revenue_opens_a_case_until_it_is_raised() {
    // covers: LN2009-6/43.e, LN2009-6/43.f
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, CITY, 140_000_00).await;
        assert_eq!(
            watch(&house.money).await.unwrap().0,
            1,
            "income and nothing spent: low use of the demonstration"
        );
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let figure = NewFigure {
            figure: "general-revenue".into(),
            place: CITY.into(),
            year: YEAR - 1,
            amount_fen: 10_000_000_00,
            source: "上年决算".into(),
        };
        budget::record(&house.money, &caller, &figure).await.unwrap();
        assert_eq!(watch(&house.money).await.unwrap(), (1, 0));
        assert_eq!(watch(&house.money).await.unwrap(), (0, 0), "looking twice does nothing twice");
        // Whoever enters budgets sees it beside them, also of places whose revenue nobody entered.
        let places = [CITY.to_owned(), "210500".to_owned(), COUNTY.to_owned()];
        let shown = against_floors(&house.money, &caller, YEAR, &places).await.unwrap();
        let seen: Vec<(&str, i64, Option<i64>, &str)> =
            shown.iter().map(|one| (one.place.as_str(), one.budget, one.needed, one.state)).collect();
        assert_eq!(
            seen,
            [(CITY, 140_000_00, Some(150_000_00), "short"), ("210500", 0, None, "unknown")],
            "a county is not asked for it"
        );
        let alarms = open(&mut house.db(), YEAR).await.unwrap();
        let floor = alarms.iter().find(|one| one.rule == "revenue-floor").unwrap();
        assert_eq!(
            (floor.place.as_str(), floor.figure.as_str(), floor.bound.as_str()),
            (CITY, "140,000", "150,000")
        );
        let analyst = crate::world::person("分析", anye_access::Role::Analyst, CITY);
        let asking = analyst.on(&house);
        let case =
            anye_casework::use_case::show(house.db(), &asking.caller(None), &floor.case_id).await.unwrap();
        assert_eq!(case.case.kind, "fund-alarm");
        house.granted(FUND, CITY, 10_000_00).await;
        assert_eq!(watch(&house.money).await.unwrap(), (0, 1));
        assert!(open(&mut house.db(), YEAR).await.unwrap().iter().all(|one| one.rule != "revenue-floor"));
    }
}

#[tokio::test]
async fn overdue_overcommitted_out_of_balance_and_without_top_up_are_seen() {
    // covers: CY2017/18.c, CY2017/09.g, LN2020-R/3.2.c, LN2009-6/43.g
    for test in databases().await {
        let house = House::new(&test.db).await;
        let mut owed = house.owed(1, 500_00);
        (owed.fund, owed.place, owed.benefit, owed.due_on) = (
            "unemployment-insurance".into(),
            CITY.into(),
            "fs_unemployment_allowance".into(),
            "2026-11-20".into(),
        );
        house.commit(owed).await.unwrap();
        // A guarantee fund with what was left of the year before, and no more.
        let carried = budget::NewCash {
            fund: "venture-guarantee".into(),
            place: CITY.into(),
            year: YEAR,
            kind: "carry".into(),
            amount_fen: 1_000_00,
            reason: "上年结转".into(),
            ..budget::NewCash::default()
        };
        let asking = house.cashier.on(&house);
        budget::receive(&house.money, &asking.caller(None), &carried).await.unwrap();
        watch(&house.money).await.unwrap();
        let alarms = open(&mut house.db(), YEAR).await.unwrap();
        let mut rules: Vec<_> = alarms.iter().map(|one| (one.fund.as_str(), one.rule.as_str())).collect();
        rules.sort_unstable();
        assert_eq!(
            rules,
            [
                ("unemployment-insurance", "in-place"),
                ("unemployment-insurance", "payment-overdue"),
                ("unemployment-insurance", "raise-in-time"),
                ("venture-guarantee", "guarantee-top-up"),
            ]
        );
        let topped = budget::NewCash { kind: "income".into(), ..carried };
        budget::receive(&house.money, &asking.caller(None), &topped).await.unwrap();
        assert_eq!(watch(&house.money).await.unwrap(), (0, 1));
    }
}

#[tokio::test]
async fn what_was_paid_outside_its_use_is_listed_by_the_pack_as_it_is_now() {
    // covers: LN2020-R/3.2.c, FS2020/21.a
    let test = anye_testkit::sqlite().await;
    let mut house = House::new(&test.db).await;
    house.granted(FUND, COUNTY, 10_000_00).await;
    house.people(2, 100_00).await;
    house.sent().await;
    assert!(anye_money::watch::outside_use(&house.money, YEAR).await.unwrap().is_empty());
    let mut funds = (*house.money.funds).clone();
    for fund in &mut funds.funds {
        fund.benefits.remove(crate::world::BENEFIT);
    }
    house.money.funds = std::sync::Arc::new(funds);
    let found = anye_money::watch::outside_use(&house.money, YEAR).await.unwrap();
    assert_eq!((found[0].n, found[0].amount, found[0].fund.as_str()), (2, 200_00, FUND));
    watch(&house.money).await.unwrap();
    let alarms = open(&mut house.db(), YEAR).await.unwrap();
    assert!(alarms.iter().any(|one| one.rule == "permitted-use"));
}
