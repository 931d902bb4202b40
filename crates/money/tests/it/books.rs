//! Who received what, when, by which decision, out of which fund; a year month by month; the audit pack.

use anye_base::Lang;
use anye_money::audit_pack::audit_pack;
use anye_money::book::{self, Asked};
use anye_money::commitment::NewCommitment;
use anye_money::ledger::Books;
use anye_money::{batch, budget};
use anye_testkit::databases;

use crate::world::{CITY, COUNTY, FUND, House, YEAR, account, result};

async fn paid(house: &House) -> batch::Batch {
    house.granted(FUND, COUNTY, 10_000_00).await;
    house.people(3, 100_00).await;
    let sent = house.sent().await;
    let asking = house.cashier.on(house);
    let back = result(&sent, &[(1, 100_00, "成功"), (2, 100_00, "成功"), (3, 100_00, "失败")]);
    batch::settle(&house.money, &asking.caller(None), &sent.id, sent.version, "r.csv", back.as_bytes())
        .await
        .unwrap();
    sent
}

#[tokio::test]
async fn every_payment_leads_back_to_its_decision_and_forward_to_fund_and_bank_line() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        paid(&house).await;
        let asking = house.clerk.on(&house);
        let caller = asking.caller(None);
        let asked = Asked {
            year: YEAR,
            fund: FUND.into(),
            place: CITY.into(),
            state: "paid".into(),
            ..Asked::default()
        };
        let lines = book::book(&house.money, &caller, &asked, 100).await.unwrap();
        assert_eq!(lines.len(), 2);
        let one = &lines[0];
        assert_eq!(
            (one.decision.as_str(), one.benefit.as_str(), one.fund.as_str()),
            ("decision-0", "fs_hiring_by_fees", FUND)
        );
        assert_eq!((one.bank_ref.as_deref(), one.settled_on.as_deref()), (Some("R1"), Some("2026-11-22")));
        assert!(!one.entry_id.is_empty() && !one.account.contains(&account(0)));
        let texts = house.money.core.texts(Lang::Zh);
        let csv = String::from_utf8(book::csv_of(&house.money.funds, &texts, &lines).unwrap()).unwrap();
        assert!(csv.contains("样*0") && !csv.contains("样例0") && !csv.contains(&account(0)), "{csv}");
        let name = house.money.funds.benefit_name("fs_hiring_by_fees", true);
        assert!(csv.contains(&name) && csv.contains(&house.money.funds.fund(FUND).unwrap().name.zh), "{csv}");
        // Who received what: by the name as people know it.
        let who = Asked { payee: "样例0".into(), ..asked.clone() };
        let own = book::book(&house.money, &caller, &who, 100).await.unwrap();
        assert_eq!(own.iter().map(|one| one.payee.as_str()).collect::<Vec<_>>(), ["person-0"]);
        assert!(book::workbook(&house.money.funds, &texts, &lines).unwrap().starts_with(b"PK"));
        // Somebody of another city reads nothing of it.
        let stranger = crate::world::person("外市", anye_access::Role::Analyst, "210200");
        let asking = stranger.on(&house);
        assert!(book::book(&house.money, &asking.caller(None), &asked, 100).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_year_goes_month_by_month() {
    // covers: LN2020-R/3.2.b
    for test in databases().await {
        let house = House::new(&test.db).await;
        paid(&house).await;
        let books = Books::new(FUND, COUNTY, YEAR);
        let year = budget::execution(&mut house.db(), &books, "2026-11-22").await.unwrap();
        assert_eq!(year.months.len(), 11, "months that began, those without anything as well");
        let last = year.months.last().unwrap();
        assert_eq!(
            (last.month.as_str(), last.income, last.committed, last.paid),
            ("2026-11", 10_000_00, 300_00, 200_00)
        );
        assert_eq!((last.cash, last.paid_so_far), (9_800_00, 200_00));
        assert_eq!((year.forecast, year.months[0].cash), (None, 0), "no month with anything is over");
        let next = budget::execution(&mut house.db(), &books, "2026-12-03").await.unwrap();
        let forecast = next.forecast.unwrap();
        assert_eq!((forecast.monthly, forecast.months, forecast.runs_out), (100_00, 3, None));
        let asking = house.clerk.on(&house);
        let all = budget::overview(&mut house.db(), &asking.caller(None), YEAR, CITY).await.unwrap();
        assert_eq!((all.len(), all[0].standing.available), (1, 9_700_00));
    }
}

#[tokio::test]
async fn the_audit_pack_holds_everything_and_says_what_it_holds() {
    // covers: LN2020-R/3.2.c
    for test in databases().await {
        let house = House::new(&test.db).await;
        let sent = paid(&house).await;
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let texts = house.money.core.texts(Lang::Zh);
        let asked = Asked { year: YEAR, fund: FUND.into(), ..Asked::default() };
        let files = audit_pack(&house.money, &caller, &texts, &asked).await.unwrap();
        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names.len(), 9);
        let text = |name: &str| {
            let file = files.iter().find(|file| file.name == name).unwrap();
            String::from_utf8(file.bytes.clone()).unwrap()
        };
        assert!(text("batches.csv").contains(&sent.digest) && text("batches.csv").contains("复核"));
        assert!(text("ledger.csv").contains("settle") && text("trial.csv").contains("200.00"));
        assert!(text("budgets.csv").contains("出纳") && text("budgets.csv").contains("复核"));
        let manifest: serde_json::Value = serde_json::from_str(&text("manifest.json")).unwrap();
        assert_eq!((manifest["lines"].as_i64(), manifest["paid_fen"].as_i64()), (Some(3), Some(200_00)));
        for file in &files {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            assert!(!text.contains(&account(0)) && !text.contains(&account(1)), "{}", file.name);
        }
        // Extracts by payee and by place.
        let one = Asked { payee: "person-1".into(), place: CITY.into(), ..asked.clone() };
        let files = audit_pack(&house.money, &caller, &texts, &one).await.unwrap();
        let book = files.iter().find(|file| file.name == "book.csv").unwrap();
        assert_eq!(String::from_utf8_lossy(&book.bytes).lines().count(), 2);
    }
}

#[tokio::test]
async fn one_cost_is_not_paid_twice_whatever_the_fund() {
    // covers: CY2017/10.b
    for test in databases().await {
        let house = House::new(&test.db).await;
        for fund in [FUND, "restructuring"] {
            house.granted(fund, CITY, 1_000_00).await;
        }
        let to_a_park = |fund: &str, benefit: &str, period: &str| NewCommitment {
            decision: format!("decision-{fund}-{period}"),
            payee_kind: "provider".into(),
            payee: "park-1".into(),
            payee_name: "样例孵化园".into(),
            benefit: benefit.into(),
            period: period.into(),
            amount_fen: 100_00,
            fund: fund.into(),
            place: CITY.into(),
            year: YEAR,
            ..NewCommitment::default()
        };
        house.commit(to_a_park(FUND, "fs_agency_service", "2026")).await.unwrap();
        let again = house.commit(to_a_park("restructuring", "fs_agency_service", "2026")).await.unwrap_err();
        assert_eq!(again.code, "money_owed_already", "another fund, the same cost");
        house.commit(to_a_park("restructuring", "fs_agency_service", "2027")).await.unwrap();
        let filter = anye_money::commitment::Filter {
            payee: Some(("provider".into(), "park-1".into())),
            ..anye_money::commitment::Filter::default()
        };
        let all = anye_money::commitment::list(&mut house.db(), &filter).await.unwrap();
        let shown: Vec<_> =
            all.iter().map(|one| (one.fund.as_str(), one.benefit.as_str(), one.period.as_str())).collect();
        assert_eq!(shown.len(), 2, "by payee, purpose and year: {shown:?}");
    }
}

#[tokio::test]
async fn the_money_of_the_north_west_has_an_account_of_its_own() {
    // covers: LN2009-6/23.f
    for test in databases().await {
        let house = House::new(&test.db).await;
        let (fund, province) = ("north-west", "210000");
        house.granted(fund, province, 2_000_00).await;
        let mut owed = house.owed(1, 2_000_00);
        (owed.fund, owed.benefit) = (fund.into(), "north_west_tuition_subsidy".into());
        owed.shares = house.money.shares(fund, &owed.benefit, COUNTY, YEAR, owed.amount_fen).unwrap();
        assert_eq!(owed.shares[0].place, province, "the province bears it, wherever the school is");
        house.commit(owed).await.unwrap();
        // The same benefit from any other fund is refused.
        house.granted("ex-soldiers", CITY, 2_000_00).await;
        let mut other = house.owed(2, 1_00);
        (other.fund, other.benefit, other.place) =
            ("ex-soldiers".into(), "north_west_tuition_subsidy".into(), CITY.into());
        assert_eq!(house.commit(other).await.unwrap_err().code, "money_use");
        house.pays_to(1, &account(1)).await;
        let input = batch::MakeInput {
            place: COUNTY.into(),
            fund: fund.into(),
            year: YEAR,
            ..batch::MakeInput::default()
        };
        let asking = house.clerk.on(&house);
        let made = batch::make(&house.money, &asking.caller(None), &input).await.unwrap();
        let checked = house.check(&house.reviewer, &made).await.unwrap();
        let sent = house.pay(&house.cashier, &checked).await.unwrap();
        let asking = house.cashier.on(&house);
        let back = result(&sent, &[(1, 2_000_00, "成功")]);
        batch::settle(&house.money, &asking.caller(None), &sent.id, sent.version, "r.csv", back.as_bytes())
            .await
            .unwrap();
        let stands = house.standing(fund, province).await;
        assert_eq!(
            (stands.income, stands.paid, stands.cash),
            (2_000_00, 2_000_00, 0),
            "raised, paid, balance"
        );
        let asked = Asked { year: YEAR, fund: fund.into(), ..Asked::default() };
        let lines = book::book(&house.money, &asking.caller(None), &asked, 10).await.unwrap();
        assert_eq!((lines.len(), lines[0].place.as_str()), (1, COUNTY), "payments per place");
        house.must_hold().await;
    }
}

#[tokio::test]
async fn a_countys_reserve_is_for_sudden_and_mass_unemployment_and_nobody_must_have_one() {
    // covers: FS2020/21.b
    for test in databases().await {
        let house = House::new(&test.db).await;
        let fund = "risk-reserve";
        house.granted(fund, COUNTY, 1_000_00).await;
        let mut owed = house.owed(1, 400_00);
        (owed.fund, owed.benefit) = (fund.into(), "fs_reserve_use".into());
        house.commit(owed.clone()).await.unwrap();
        (owed.payee, owed.benefit) = ("person-2".into(), crate::world::BENEFIT.into());
        assert_eq!(house.commit(owed).await.unwrap_err().code, "money_use");
        let stands = house.standing(fund, COUNTY).await;
        assert_eq!((stands.income, stands.committed, stands.available), (1_000_00, 400_00, 600_00));
        anye_money::watch::watch(&house.money).await.unwrap();
        let alarms = anye_money::watch::open(&mut house.db(), YEAR).await.unwrap();
        assert!(
            alarms.iter().all(|one| one.place == COUNTY),
            "a county without one is not in default: {alarms:?}"
        );
    }
}
