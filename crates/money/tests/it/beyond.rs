//! What is owed and was paid for days after a reason ended: let go of, or recovered, by days worked out by hand.

use anye_money::batch;
use anye_money::commitment::{self, Filter, NewCommitment, Stop};
use anye_money::recovery;
use anye_testkit::databases;

use crate::world::{COUNTY, FUND, House, account, result};

/// Months of one decision for one person.
fn month(house: &House, n: usize, period: &str) -> NewCommitment {
    NewCommitment { decision: "d-stop".into(), period: period.into(), ..house.owed(n, 600_00) }
}

#[tokio::test]
async fn what_is_for_later_days_is_let_go_of_or_recovered_by_the_days() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        // July was paid ahead to one person.
        house.commit(month(&house, 0, "2026-07")).await.unwrap();
        house.pays_to(0, &account(0)).await;
        let sent = house.sent().await;
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let file = result(&sent, &[(1, 600_00, "成功")]);
        batch::settle(&house.money, &caller, &sent.id, sent.version, "r.csv", file.as_bytes()).await.unwrap();
        // June, July and August are owed to another; a month of a third stands in a batch; money for no days, and money for half a year at once, under decisions of their own.
        for period in ["2026-06", "2026-07", "2026-08"] {
            house.commit(month(&house, 1, period)).await.unwrap();
        }
        let once = NewCommitment { decision: "d-once".into(), ..house.owed(3, 600_00) };
        house.commit(NewCommitment { period: "2026-07-01".into(), ..once.clone() }).await.unwrap();
        let half = NewCommitment { decision: "d-half".into(), period: "2026-07-02".into(), ..once };
        house.commit(NewCommitment { amount_fen: 1_840_00, ..half }).await.unwrap();
        let core = &house.money.core;
        let day = |text: &str| text.parse::<anye_base::Date>().unwrap();
        let stop = async |decision: &str, covers, from: &str| {
            let wish =
                Stop { decision: decision.into(), covers, from: day(from), reason: "清退 1 号".into() };
            let mut tx = core.db.begin_internal(caller.world, caller.actor).await.unwrap();
            let made = commitment::stop(&house.money, &mut tx, &wish).await.unwrap();
            tx.commit(anye_db::audit::Event::new("test.stop", "decision", decision)).await.unwrap();
            made
        };
        let made = stop("d-stop", None, "2026-07-10").await;
        // July has 31 days, 22 of them from the 10th on: 600 × 22 ÷ 31 = 425.806, the rest of a fen stays with the payee. August goes as a whole: 600 + 425.80.
        assert_eq!((made.free_fen, made.moving_fen), (1_025_80, 0));
        let back = &made.recoveries[0];
        assert_eq!(
            (made.recoveries.len(), back.amount, back.batch_id.as_str()),
            (1, 425_80, sent.id.as_str())
        );
        assert!(!back.case_id.is_empty(), "somebody works on it");
        let said = &back.reason;
        assert!(said.starts_with("清退 1 号") && said.contains("共 31 日,自 2026-07-10 起 22 日"), "{said}");
        assert!(said.contains("600 × 22 ÷ 31 = 425.80 元(不足一分舍去)"), "{said}");
        let list = async |decision: &str| {
            let of = Filter { decision: Some(decision.into()), ..Filter::default() };
            let mut all: Vec<(String, String, i64)> = commitment::list(&mut house.db(), &of)
                .await
                .unwrap()
                .into_iter()
                .map(|one| (one.period, one.state, one.amount_fen))
                .collect();
            all.sort();
            all
        };
        let rows = |all: &[(&str, &str, i64)]| -> Vec<(String, String, i64)> {
            all.iter().map(|(period, state, fen)| ((*period).into(), (*state).into(), *fen)).collect()
        };
        // June is owed as before, of July the nine days before.
        let wanted = [
            ("2026-06", "open", 600_00),
            ("2026-07", "open", 174_20),
            ("2026-07", "paid", 600_00),
            ("2026-07", "released", 600_00),
            ("2026-08", "released", 600_00),
        ];
        assert_eq!(list("d-stop").await, rows(&wanted));
        assert_eq!(house.standing(FUND, COUNTY).await.receivable, 425_80);
        // Money that is for no days is left alone; half a year at once is counted by its own days: 184, of which 92 from October on.
        assert_eq!(stop("d-once", None, "2026-07-10").await, commitment::Stopped::default());
        let half = stop("d-half", Some((day("2026-07-01"), day("2026-12-31"))), "2026-10-01").await;
        assert_eq!((half.free_fen, half.recoveries.len()), (920_00, 0));
        // What was recovered is not asked for twice, and what stands in a batch cannot be let go of.
        assert!(stop("d-stop", None, "2026-07-10").await.recoveries.is_empty());
        let last =
            NewCommitment { decision: "d-moving".into(), period: "2026-09".into(), ..house.owed(4, 300_00) };
        house.commit(last).await.unwrap();
        house.pays_to(4, &account(4)).await;
        house.make(&house.clerk, None).await.unwrap();
        let moving = stop("d-moving", None, "2026-09-21").await;
        assert_eq!((moving.free_fen, moving.moving_fen), (0, 100_00), "ten of thirty days");
        assert_eq!(recovery::of_batch(&mut house.db(), &sent.id).await.unwrap().len(), 1);
        house.must_hold().await;
    }
}
