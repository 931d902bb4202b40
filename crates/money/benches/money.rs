//! A batch of 100,000 lines: made, checked, approved by a second one, paid, settled. Prints the seconds of each step, beside the database alone copying the same rows, on SQLite and, where `ANYE_TEST_POSTGRES` names a scratch database, on PostgreSQL.
//! `cargo bench -p anye-money --bench money`; `ANYE_MONEY_LINES` sets another size.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops where something is not as it should be"
)]
#![expect(clippy::inconsistent_digit_grouping, reason = "yuan and fen: 100_01 is a hundred yuan and one fen")]
#![expect(dead_code, reason = "the world of the tests holds more than a benchmark needs")]

use std::time::Instant;

use anye_db::audit::Event;
use anye_db::sql;
use anye_money::payee::{self, NewAccount};
use anye_money::{batch, commitment};
use anye_testkit::databases;

#[path = "../tests/it/world.rs"]
mod world;

use world::{BENEFIT, COUNTY, FUND, House, account};

fn now() -> Instant {
    Instant::now()
}

#[tokio::main]
async fn main() {
    let lines: usize =
        std::env::var("ANYE_MONEY_LINES").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    for test in databases().await {
        println!("{:?}, {lines} lines", test.db.backend());
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 100_000_000_00).await;
        let begun = now();
        owed(&house, lines).await;
        println!(
            "  commitments and accounts  {:6.2} s (not part of the figure)",
            begun.elapsed().as_secs_f64()
        );
        let all = now();
        let step =
            |what: &str, begun: Instant| println!("  {what:<25} {:6.2} s", begun.elapsed().as_secs_f64());
        let begun = now();
        let made = house.make(&house.clerk, None).await.unwrap();
        step("make", begun);
        assert_eq!(made.n_lines, lines as i64);
        let begun = now();
        let made = house.check(&house.reviewer, &made).await.unwrap();
        let made = if made.needs > 1 { house.check(&house.second, &made).await.unwrap() } else { made };
        step("check, twice", begun);
        let begun = now();
        let paid = house.pay(&house.cashier, &made).await.unwrap();
        step("pay (bank file, ledger)", begun);
        let posted = all.elapsed().as_secs_f64();
        println!("  checked, approved, posted {posted:6.2} s, making included (budget 30 s)");
        let bare = bare(&house).await;
        println!("  bare copy of the rows     {bare:6.2} s: {:.1} times that", posted / bare);
        let asking = house.cashier.on(&house);
        let caller = asking.caller(None);
        let wish = batch::ask_file(&house.money, &caller, &paid.id, "送银行").await.unwrap();
        let (other, proof) = (house.reviewer.on(&house), house.proof(&house.reviewer).await);
        let whom = (paid.id.as_str(), wish.id.as_str());
        batch::answer_file(&house.money, &other.caller(None), &proof, whom, true).await.unwrap();
        let (_, file) = batch::bank_file(&house.money, &caller, &paid.id, batch::Kind::Text).await.unwrap();
        println!("  bank file                 {:6.1} MB", file.len() as f64 / 1e6);
        let text = world::result(&paid, &(1..=lines as i64).map(|n| (n, 100_00, "成功")).collect::<Vec<_>>());
        let begun = now();
        let settled = batch::settle(&house.money, &caller, &paid.id, paid.version, "r.csv", text.as_bytes())
            .await
            .unwrap();
        step("result file", begun);
        assert_eq!((settled.paid.0, settled.state.as_str()), (lines as i64, "settled"));
        house.must_hold().await;
    }
}

/// What a batch writes at least: its lines, and each commitment once anew, copied by the database alone into the same columns with the same indices.
async fn bare(house: &House) -> f64 {
    let asking = house.clerk.on(house);
    let caller = asking.caller(None);
    let mut tx = house.db().begin_internal(caller.world, caller.actor).await.unwrap();
    let keys = [
        "create table bare_line as select * from money_line where n < 0",
        "create unique index bare_line_key on bare_line (batch_id, n)",
        "create unique index bare_line_once on bare_line (whom, benefit, period, whom_kind) where state in ('prepared', 'sent', 'unknown', 'paid')",
        "create index bare_line_commitment on bare_line (commitment_id)",
        "create index bare_line_payee on bare_line (payee_kind, payee)",
        "create table bare_commitment as select * from money_commitment where amount < 0",
        "create unique index bare_key on bare_commitment (id)",
        "create unique index bare_once on bare_commitment (whom, benefit, period, whom_kind) where state <> 'released'",
        "create index bare_due on bare_commitment (fund, year, state, due_on)",
        "create index bare_place on bare_commitment (place, benefit, state)",
        "create index bare_batch on bare_commitment (batch_id)",
        "create index bare_decision on bare_commitment (decision)",
    ];
    for statement in keys {
        tx.run(sql(statement)).await.unwrap();
    }
    tx.commit(Event::new("bench.bare", "money_line", "")).await.unwrap();
    let begun = now();
    let mut tx = house.db().begin_internal(caller.world, caller.actor).await.unwrap();
    tx.run(sql("insert into bare_line select * from money_line")).await.unwrap();
    tx.run(sql("insert into bare_commitment select * from money_commitment")).await.unwrap();
    tx.commit(Event::new("bench.bare", "money_line", "")).await.unwrap();
    begun.elapsed().as_secs_f64()
}

async fn owed(house: &House, lines: usize) {
    let asking = house.clerk.on(house);
    let caller = asking.caller(None);
    for part in (0..lines).collect::<Vec<_>>().chunks(5_000) {
        let mut tx = house.db().begin_internal(caller.world, caller.actor).await.unwrap();
        let all: Vec<_> = part.iter().map(|n| house.owed(*n, 100_00)).collect();
        commitment::commit_many(&mut tx, &house.money.funds, &all).await.unwrap();
        for n in part {
            let new = NewAccount {
                payee_kind: "person".into(),
                payee: format!("person-{n}"),
                name: format!("样例{n}"),
                bank: "样例银行".into(),
                account: account(*n),
                place: COUNTY.into(),
            };
            payee::put(&house.money, &mut tx, &new, &account(*n)).await.unwrap();
        }
        tx.commit(Event::new("bench.commit", "decision", BENEFIT)).await.unwrap();
    }
}
