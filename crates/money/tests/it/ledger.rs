//! The ledger: whatever is done, in whatever order, the books balance and what runs short is refused.

use anye_base::ErrorKind;
use anye_db::audit::Event;
use anye_money::budget::{self, NewBudget, NewCash};
use anye_money::commitment;
use anye_money::ledger::{self, Books, Legs, Posting, Side, post};
use anye_testkit::databases;

use crate::world::{CITY, COUNTY, FUND, House, SHARED, YEAR};

#[tokio::test]
async fn beyond_the_budget_is_refused_outside_the_use_too_and_a_person_is_owed_once() {
    // covers: FS2020/09.e, FS2020/21.a, CY2017/01.d
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 1_000).await;
        let made = house.commit(house.owed(1, 600)).await.unwrap();
        let stands = house.standing(FUND, COUNTY).await;
        assert_eq!((stands.budget, stands.available, stands.committed), (1_000, 400, 600));
        let beyond = house.commit(house.owed(2, 401)).await.unwrap_err();
        assert_eq!((beyond.kind, beyond.code), (ErrorKind::Conflict, "money_budget_short"));
        let again = house.commit(house.owed(1, 100)).await.unwrap_err();
        assert_eq!(again.code, "money_owed_already");
        let mut outside = house.owed(3, 100);
        outside.benefit = "fs_refund_small".into();
        let fault = house.commit(outside.clone()).await.unwrap_err();
        assert_eq!(fault.code, "money_use");
        let asking = house.clerk.on(&house);
        commitment::note_refusal(house.db(), asking.caller(None).scope(), &outside, &fault).await.unwrap();
        let refused = anye_money::book::refusals(&mut house.db(), &asking.caller(None), FUND).await.unwrap();
        assert_eq!((refused.len(), refused[0].why.as_str()), (1, "use"));
        // The insurance fund goes on; the watch raises an alarm.
        let mut owed = house.owed(4, 700);
        (owed.fund, owed.place, owed.benefit) =
            ("unemployment-insurance".into(), CITY.into(), "fs_unemployment_allowance".into());
        house.commit(owed).await.unwrap();
        assert_eq!(house.standing("unemployment-insurance", CITY).await.available, -700);

        let asking = house.cashier.on(&house);
        commitment::release_as(&house.money, &asking.caller(None), &made.id, "决定撤销").await.unwrap();
        assert_eq!(house.standing(FUND, COUNTY).await.available, 1_000);
        let twice =
            commitment::release_as(&house.money, &asking.caller(None), &made.id, "再撤").await.unwrap_err();
        assert_eq!(twice.code, "money_not_open");
        house.commit(house.owed(1, 1_000)).await.unwrap();
        house.must_hold().await;
    }
}

#[tokio::test]
async fn a_budget_and_its_change_need_two_people() {
    // covers: LN2009-6/43.f
    for test in databases().await {
        let house = House::new(&test.db).await;
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let mut wish = NewBudget {
            fund: FUND.into(),
            place: COUNTY.into(),
            year: YEAR,
            amount_fen: 500,
            reason: "年初预算".into(),
        };
        let made = budget::wish(&house.money, &caller, &wish).await.unwrap();
        assert_eq!(house.standing(FUND, COUNTY).await.budget, 0, "not in the books yet");
        let own = budget::confirm(&house.money, &caller, &made.id, 1).await.unwrap_err();
        assert_eq!((own.kind, own.code), (ErrorKind::Denied, "money_same_person"));
        // A second account of the same person is the same person.
        let twin = crate::world::person("会计甲", anye_access::Role::Reviewer, "210000");
        house.account(&twin, "出纳").await;
        let asking2 = twin.on(&house);
        let own = budget::confirm(&house.money, &asking2.caller(None), &made.id, 1).await.unwrap_err();
        assert_eq!(own.code, "money_same_person");
        let asking2 = house.reviewer.on(&house);
        let confirmed = budget::confirm(&house.money, &asking2.caller(None), &made.id, 1).await.unwrap();
        assert_eq!((confirmed.state.as_str(), house.standing(FUND, COUNTY).await.budget), ("confirmed", 500));
        let twice = budget::confirm(&house.money, &asking2.caller(None), &made.id, 2).await.unwrap_err();
        assert_eq!(twice.code, "money_budget_done");
        // A cut deeper than what is left is refused.
        house.commit(house.owed(1, 400)).await.unwrap();
        wish.amount_fen = -200;
        let cut = budget::wish(&house.money, &caller, &wish).await.unwrap();
        assert_eq!(cut.kind, "adjust");
        let deep = budget::confirm(&house.money, &asking2.caller(None), &cut.id, 1).await.unwrap_err();
        assert_eq!(deep.code, "money_budget_short");
        budget::refuse(&house.money, &asking2.caller(None), &cut.id, 1).await.unwrap();
        // Raised in time, within the year.
        wish.amount_fen = 300;
        let raise = budget::wish(&house.money, &caller, &wish).await.unwrap();
        budget::confirm(&house.money, &asking2.caller(None), &raise.id, 1).await.unwrap();
        assert_eq!(house.standing(FUND, COUNTY).await.available, 400);
        // Levels, places, amounts: all that is wrong at once.
        let bad = NewBudget {
            fund: "risk-reserve".into(),
            place: CITY.into(),
            year: 1,
            amount_fen: 0,
            reason: String::new(),
        };
        let fault = budget::wish(&house.money, &caller, &bad).await.unwrap_err();
        let codes: Vec<_> = fault.fields.iter().map(|field| field.code).collect();
        assert_eq!(codes, ["money_level", "money_year", "money_amount", "money_reason"]);
        house.must_hold().await;
    }
}

#[tokio::test]
async fn shares_of_three_levels_add_up_and_each_level_needs_its_budget() {
    // covers: LN2009-6/12.c, LN2009-6/10.i
    for test in databases().await {
        let house = House::new(&test.db).await;
        let (fund, benefit) = SHARED;
        let shares = house.money.shares(fund, benefit, COUNTY, YEAR, 1_000_003).unwrap();
        let parts: Vec<_> = shares.iter().map(|share| (share.place.as_str(), share.amount_fen)).collect();
        assert_eq!(parts, [("210000", 400_001), ("210400", 400_001), (COUNTY, 200_001)]);
        for place in ["210000", CITY] {
            house.granted(fund, place, 500_000).await;
        }
        let mut owed = house.owed(1, 1_000_003);
        (owed.fund, owed.benefit, owed.shares) = (fund.into(), benefit.into(), shares);
        let short = house.commit(owed.clone()).await.unwrap_err();
        assert_eq!(short.code, "money_budget_short", "the county has none");
        assert_eq!(house.standing(fund, CITY).await.committed, 0, "nothing of it was kept");
        house.granted(fund, COUNTY, 200_001).await;
        house.commit(owed.clone()).await.unwrap();
        assert_eq!(house.standing(fund, COUNTY).await.available, 0);
        assert_eq!(house.standing(fund, "210000").await.committed, 400_001);
        owed.payee = "person-2".into();
        owed.shares[0].amount_fen += 1;
        assert_eq!(house.commit(owed).await.unwrap_err().code, "money_shares");
        house.must_hold().await;
    }
}

#[tokio::test]
async fn a_mistake_is_reversed_once_with_a_reason_and_nothing_is_changed() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let cash = NewCash {
            fund: FUND.into(),
            place: CITY.into(),
            year: YEAR,
            kind: "income".into(),
            amount_fen: 900,
            reason: "拨款单".into(),
            to: COUNTY.into(),
        };
        let entry = budget::receive(&house.money, &caller, &cash).await.unwrap();
        let none = ledger::reverse(&house.money, &caller, &entry.id, " ").await.unwrap_err();
        assert_eq!(none.code, "money_reason");
        let back = ledger::reverse(&house.money, &caller, &entry.id, "金额录错").await.unwrap();
        assert_eq!(back.reverses.as_deref(), Some(entry.id.as_str()));
        let twice = ledger::reverse(&house.money, &caller, &entry.id, "再来").await.unwrap_err();
        assert_eq!(twice.code, "money_reversed");
        assert_eq!(house.standing(FUND, CITY).await.cash, 0);
        // Handed on to a county; what is not there cannot be handed on.
        budget::receive(&house.money, &caller, &cash).await.unwrap();
        budget::transfer(&house.money, &caller, &cash).await.unwrap();
        assert_eq!(
            (house.standing(FUND, CITY).await.transferred, house.standing(FUND, COUNTY).await.cash),
            (900, 900)
        );
        let short = budget::transfer(&house.money, &caller, &cash).await.unwrap_err();
        assert_eq!(short.code, "money_cash_short");
        // A clerk of another city sees no such entry.
        let stranger = crate::world::person("外市", anye_access::Role::Cashier, "210200");
        let asking = stranger.on(&house);
        let hidden = ledger::reverse(&house.money, &asking.caller(None), &entry.id, "x").await.unwrap_err();
        assert_eq!(hidden.kind, ErrorKind::NotFound);
        house.must_hold().await;
    }
}

#[tokio::test]
async fn random_acts_keep_every_book_in_balance_and_agree_with_a_model() {
    use anye_db::Db;
    /// A small generator: the same in every run.
    fn next(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    }
    async fn act(db: &Db, house: &House, legs: Legs, kind: &'static str) -> bool {
        let asking = house.cashier.on(house);
        let caller = asking.caller(None);
        let mut tx = db.begin_internal(caller.world, caller.actor).await.unwrap();
        let posting = Posting { kind, reason: "", about: ("test", "t"), reverses: None, legs, beyond: false };
        match post(&mut tx, posting).await {
            Ok(entry) => {
                tx.commit(Event::new("test.post", "money_entry", &entry.id)).await.unwrap();
                true
            }
            Err(fault) => {
                assert_eq!(fault.kind, ErrorKind::Conflict, "{fault}");
                false
            }
        }
    }
    for test in databases().await {
        let house = House::new(&test.db).await;
        let places = ["210000", CITY, COUNTY];
        let moves = [
            (Side::Budget, Side::Available),
            (Side::Available, Side::Committed),
            (Side::Committed, Side::Spent),
            (Side::Source, Side::Cash),
            (Side::Cash, Side::Transit),
            (Side::Transit, Side::Paid),
            (Side::Transit, Side::Cash),
            (Side::Paid, Side::Cash),
        ];
        let mut model = std::collections::BTreeMap::<(&str, Side), i64>::new();
        let (mut seed, mut refused) = (20_261_123, 0);
        for _ in 0..300 {
            let mut legs = Legs::default();
            let mut wanted = model.clone();
            for _ in 0..=next(&mut seed) % 3 {
                let place = places[(next(&mut seed) % 3) as usize];
                let (from, to) = moves[(next(&mut seed) % 8) as usize];
                let amount = (next(&mut seed) % 1_000 + 1) as i64;
                legs = legs.moved(&Books::new(FUND, place, YEAR), from, to, amount);
                *wanted.entry((place, to)).or_default() += amount;
                *wanted.entry((place, from)).or_default() -= amount;
            }
            let sound = wanted
                .iter()
                .all(|((_, side), balance)| *balance >= 0 || matches!(side, Side::Budget | Side::Source));
            // Only accounts that the entry touches are asked; all others are sound already.
            let nothing = wanted == model;
            let done = act(&test.db, &house, legs, "income").await;
            if nothing {
                continue;
            }
            assert_eq!(done, sound, "{wanted:?}");
            if done {
                model = wanted;
            } else {
                refused += 1;
            }
        }
        assert!(refused > 20, "the refusals are tried, too");
        for place in places {
            let stands = house.standing(FUND, place).await;
            let of = |side| model.get(&(place, side)).copied().unwrap_or(0);
            assert_eq!(
                (stands.available, stands.cash, stands.paid),
                (of(Side::Available), of(Side::Cash), of(Side::Paid))
            );
        }
        house.must_hold().await;
    }
}
