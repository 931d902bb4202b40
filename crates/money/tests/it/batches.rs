//! A batch from decision to bank line and back: paid, failed, unknown, returned, recovered; the same key makes one.

use anye_base::ErrorKind;
use anye_db::Once;
use anye_money::batch::{self, Kind, MakeInput};
use anye_money::commitment::{self, Filter};
use anye_money::recovery;
use anye_testkit::databases;

use crate::world::{COUNTY, FUND, House, account, result};

#[tokio::test]
async fn from_decision_to_bank_line_and_back_to_the_fen() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(4, 100_01).await;
        let asking = house.clerk.on(&house);
        let seen = batch::preview(&house.money, &asking.caller(None), &house.input()).await.unwrap();
        assert_eq!((seen.count, seen.total, seen.needs, seen.without_account), (4, 400_04, 1, 0));
        let sent = house.sent().await;
        assert_eq!((sent.state.as_str(), sent.total), ("sent", 400_04));
        let stands = house.standing(FUND, COUNTY).await;
        assert_eq!(
            (stands.cash, stands.transit, stands.committed, stands.spent),
            (9_599_96, 400_04, 400_04, 0)
        );

        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let (name, file) = batch::bank_file(&house.money, &caller, &sent.id, Kind::Text).await.unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        assert_eq!(name, format!("{COUNTY}-2026-0001.csv"));
        assert!(text.contains(&account(0)) && text.contains("合计,4,400.04"), "{text}");
        assert_eq!(
            batch::bank_file(&house.money, &caller, &sent.id, Kind::Text).await.unwrap().1,
            file,
            "the same to the byte"
        );

        let back = result(
            &sent,
            &[(1, 100_01, "成功"), (2, 100_01, "失败"), (3, 100_01, "处理中"), (4, 100_01, "成功")],
        );
        let made = batch::settle(&house.money, &caller, &sent.id, sent.version, "r1.csv", back.as_bytes())
            .await
            .unwrap();
        assert_eq!((made.paid, made.failed, made.unknown), ((2, 200_02), (1, 100_01), (1, 100_01)));
        assert_eq!((made.open, made.state.as_str()), (1, "sent"), "unknown is not failed");
        let stands = house.standing(FUND, COUNTY).await;
        assert_eq!(
            (stands.paid, stands.transit, stands.spent, stands.committed),
            (200_02, 100_01, 200_02, 200_02)
        );
        let again =
            batch::settle(&house.money, &caller, &sent.id, sent.version + 1, "r1.csv", back.as_bytes())
                .await
                .unwrap_err();
        assert_eq!(again.code, "bank_file_again");
        let late = result(&sent, &[(3, 100_01, "成功")]);
        let made =
            batch::settle(&house.money, &caller, &sent.id, sent.version + 1, "r2.csv", late.as_bytes())
                .await
                .unwrap();
        assert_eq!((made.open, made.state.as_str()), (0, "settled"));

        // What failed is owed as before and can be paid in another batch; what is paid cannot.
        let next = house.make(&house.clerk, None).await.unwrap();
        assert_eq!((next.n_lines, next.seq), (1, 2));
        let lines = batch::lines(&house.money, &caller, &next.id, None, 0).await.unwrap();
        assert_eq!(lines.items[0].payee, "person-1");
        let nothing = house.make(&house.clerk, None).await.unwrap_err();
        assert_eq!((nothing.kind, nothing.code), (ErrorKind::Conflict, "money_nothing_due"));

        // One comes back later; of another, part was too much.
        let whole = batch::show(&house.money, &caller, &sent.id).await.unwrap();
        let line = batch::returned(&house.money, &caller, &sent.id, whole.batch.version, 1, "账户已销户")
            .await
            .unwrap();
        assert_eq!(line.state, "returned");
        let owed = commitment::list(
            &mut house.db(),
            &Filter { payee: Some(("person".into(), "person-0".into())), ..Filter::default() },
        )
        .await
        .unwrap();
        assert_eq!(owed[0].state, "open");
        let more = recovery::establish(&house.money, &caller, &sent.id, 4, 100_02, "多付").await.unwrap_err();
        assert_eq!(more.code, "money_amount");
        let some =
            recovery::establish(&house.money, &caller, &sent.id, 4, 60_00, "停保后仍发放").await.unwrap();
        assert!(!some.case_id.is_empty(), "somebody works on it");
        assert_eq!(house.standing(FUND, COUNTY).await.receivable, 60_00);
        let part = recovery::collect(&house.money, &caller, &some.id, 1, 20_00).await.unwrap();
        assert_eq!((part.collected, part.state.as_str()), (20_00, "open"));
        let done = recovery::collect(&house.money, &caller, &some.id, 2, 40_00).await.unwrap();
        assert_eq!(done.state, "collected");
        assert_eq!(
            recovery::collect(&house.money, &caller, &some.id, 3, 1).await.unwrap_err().code,
            "money_amount"
        );
        let stands = house.standing(FUND, COUNTY).await;
        assert_eq!((stands.receivable, stands.transit), (0, 0));
        assert_eq!(stands.cash + stands.paid, 10_000_00);
        house.must_hold().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_clients_with_one_key_make_one_batch_and_two_batches_never_share_a_line() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(20, 1_00).await;
        let once = Once { key: "one-key-for-five".into(), operation: "make".into(), body_digest: "x".into() };
        let all = futures(&house, &once).await;
        assert!(all.iter().all(|id| *id == all[0]), "{all:?}");
        let asking = house.clerk.on(&house);
        let list = batch::list(&house.money, &asking.caller(None), &batch::Filter::default()).await.unwrap();
        assert_eq!((list.len(), list[0].n_lines), (1, 20));
        let other = Once { body_digest: "y".into(), ..once };
        let reused = house.make(&house.clerk, Some(&other)).await.unwrap_err();
        assert_eq!(reused.code, "idempotency_key_reused");
        house.must_hold().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clerks_who_make_batches_at_once_get_each_their_own_number_and_lines() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        for n in 0..40 {
            let period = format!("2026-{:02}", n % 4 + 1);
            house.commit(commitment::NewCommitment { period, ..house.owed(n, 1_00) }).await.unwrap();
            house.pays_to(n, &account(n)).await;
        }
        let make = |period: &str| {
            let input = MakeInput { period: period.to_owned(), ..house.input() };
            let house = &house;
            async move {
                let asking = house.clerk.on(house);
                batch::make(&house.money, &asking.caller(None), &input).await
            }
        };
        let (a, b, c, d) = tokio::join!(make("2026-01"), make("2026-02"), make("2026-03"), make("2026-04"));
        let made = [a, b, c, d].map(Result::unwrap);
        let mut numbers: Vec<i64> = made.iter().map(|one| one.seq).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert!(made.iter().all(|one| one.n_lines == 10), "{made:?}");
        // All want the same lines: one gets them, the others find nothing.
        house.people(10, 2_00).await;
        let (a, b, c) = tokio::join!(make("2026-10"), make("2026-10"), make("2026-10"));
        let all = [a, b, c];
        assert_eq!(all.iter().flatten().map(|one| one.n_lines).collect::<Vec<_>>(), [10]);
        for fault in all.into_iter().filter_map(Result::err) {
            assert_eq!(fault.code, "money_nothing_due");
        }
        house.must_hold().await;
    }
}

async fn futures(house: &House, once: &Once) -> Vec<String> {
    let ask = || async { house.make(&house.clerk, Some(once)).await.unwrap().id };
    let (a, b, c, d, e) = tokio::join!(ask(), ask(), ask(), ask(), ask());
    vec![a, b, c, d, e]
}

#[tokio::test]
async fn a_batch_that_is_rejected_gives_everything_back() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(3, 1_00).await;
        house.commit(house.owed(9, 5_00)).await.unwrap();
        let asking = house.clerk.on(&house);
        let seen = batch::preview(&house.money, &asking.caller(None), &house.input()).await.unwrap();
        assert_eq!((seen.count, seen.without_account, seen.without_account_total), (3, 1, 5_00));
        let made = house.make(&house.clerk, None).await.unwrap();
        let asking = house.reviewer.on(&house);
        let none =
            batch::reject(&house.money, &asking.caller(None), &made.id, made.version, "").await.unwrap_err();
        assert_eq!(none.code, "money_reason");
        let rejected = batch::reject(&house.money, &asking.caller(None), &made.id, made.version, "附件不全")
            .await
            .unwrap();
        assert_eq!(rejected.state, "rejected");
        let late = house.check(&house.reviewer, &rejected).await.unwrap_err();
        assert_eq!(late.code, "money_batch_state");
        assert_eq!(house.make(&house.clerk, None).await.unwrap().n_lines, 3);
        house.must_hold().await;
    }
}
