//! Whom money is for: an employer is paid for each person it hired, nobody is paid for twice, and what was kept before this was known goes on.

use anye_db::audit::Event;
use anye_db::{Backend, Db, Read as _, migrate, sql};
use anye_money::batch;
use anye_money::commitment::NewCommitment;
use anye_testkit::{TestDb, databases, test_world};

use crate::world::{COUNTY, FUND, House, account};

fn hired(house: &House, firm: usize, person: &str) -> NewCommitment {
    NewCommitment {
        decision: format!("decision-{firm}-{person}"),
        payee_kind: "employer".into(),
        payee: format!("firm-{firm}"),
        payee_name: format!("样例公司{firm}"),
        whom: Some(("person".into(), person.into())),
        ..house.owed(0, 500_00)
    }
}

/// An employer that hired two people is paid for both on one day; one person is paid for once, by whichever employer and after every round with the bank.
/// covers: FS2020/21.a
#[tokio::test]
async fn an_employer_is_paid_for_each_person_hired_and_a_person_is_paid_for_once() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.commit(hired(&house, 1, "person-a")).await.unwrap();
        house.commit(hired(&house, 1, "person-b")).await.unwrap();
        for again in [hired(&house, 1, "person-a"), hired(&house, 2, "person-a")] {
            assert_eq!(house.commit(again).await.unwrap_err().code, "money_owed_already");
        }
        // Who is paid for having hired, and who is hired, are two things: the employer's own is another payment.
        house.commit(NewCommitment { whom: None, ..hired(&house, 1, "") }).await.unwrap();
        let nobody = NewCommitment { whom: Some(("person".into(), " ".into())), ..hired(&house, 1, "") };
        assert_eq!(house.commit(nobody).await.unwrap_err().fields[0].field, "whom");
        firm_account(&house).await;
        let made = house.make(&house.clerk, None).await.unwrap();
        assert_eq!((made.n_lines, made.total), (3, 1_500_00));
        let asking = house.clerk.on(&house);
        let lines = batch::lines(&house.money, &asking.caller(None), &made.id, None, 0).await.unwrap().items;
        let mut whom: Vec<&str> = lines.iter().map(|line| line.whom.as_str()).collect();
        whom.sort_unstable();
        assert_eq!(whom, ["firm-1", "person-a", "person-b"]);
        let whole = batch::show(&house.money, &asking.caller(None), &made.id).await.unwrap();
        let words: Vec<&str> = whole.anomalies.iter().map(|one| one.what.as_str()).collect();
        assert!(!words.contains(&"several-lines"), "three people are nothing unusual: {words:?}");
        // The approval covers whom it is for.
        let swap = "update money_line set whom = 'person-c' where whom = 'person-a'";
        write(&test.db, &[swap.to_owned()]).await;
        assert_eq!(house.check(&house.reviewer, &made).await.unwrap_err().code, "money_batch_altered");
        write(&test.db, &["update money_line set whom = 'person-a' where whom = 'person-c'".to_owned()])
            .await;
        let checked = house.check(&house.reviewer, &made).await.unwrap();
        house.pay(&house.cashier, &checked).await.unwrap();
        house.must_hold().await;
    }
}

async fn firm_account(house: &House) {
    let new = anye_money::payee::NewAccount {
        payee_kind: "employer".into(),
        payee: "firm-1".into(),
        name: "样例公司".into(),
        bank: "样例银行".into(),
        account: account(7),
        place: COUNTY.into(),
    };
    let asking = house.clerk.on(house);
    anye_money::payee::keep(&house.money, &asking.caller(None), &new).await.unwrap();
}

async fn write(db: &Db, statements: &[String]) {
    let (world, _) = test_world();
    let actor = anye_base::Actor::system("test");
    let mut tx = db.begin_internal(&world, &actor).await.unwrap();
    for statement in statements {
        tx.run(sql(statement.clone())).await.unwrap();
    }
    tx.commit(Event::new("test.write", "money_line", "1")).await.unwrap();
}

/// Rows of before are for who was paid, and keep anybody from being paid again for the same.
#[tokio::test]
async fn what_was_kept_before_is_for_who_was_paid() {
    for fresh in databases().await {
        let old = match fresh.db.backend() {
            Backend::Sqlite => TestDb::empty_sqlite().await,
            Backend::Postgres => TestDb::empty_postgres().await.unwrap(),
        };
        migrate::run_until(&old.db, 27).await.unwrap();
        let kept = [
            "insert into money_entry (id, at, on_day, kind, reason, ref_kind, ref_id, by_id, by_name) values ('e1', 1, '2026-10-01', 'commit', '', 'decision', 'd', 'a', 'a')",
            "insert into money_commitment (id, decision, case_id, payee_kind, payee, payee_name, benefit, period, fund, place, year, amount, due_on, state, entry_id, at, by_id, by_name) \
             values ('c1', 'd', '', 'person', 'person-1', '样*', 'fs_hiring_by_fees', '2026-10', 'employment-subsidy', '210411', 2026, 100, '2026-10-01', 'open', 'e1', 1, 'a', 'a')",
        ];
        write(&old.db, &kept.map(str::to_owned)).await;
        migrate::run(&old.db).await.unwrap();
        let mut db = &old.db;
        let row = db.one(sql("select whom_kind, whom from money_commitment where id = 'c1'")).await.unwrap();
        assert_eq!(
            (row.text("whom_kind").unwrap(), row.text("whom").unwrap()),
            ("person".into(), "person-1".into())
        );
        let house = House::new(&old.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        assert_eq!(house.commit(house.owed(1, 100)).await.unwrap_err().code, "money_owed_already");
        house.commit(house.owed(2, 100)).await.unwrap();
    }
}
