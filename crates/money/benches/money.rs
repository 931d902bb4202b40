//! A batch of 100,000 lines: made, checked, approved by a second one, paid, settled. Prints the seconds of each step, on SQLite and, where `ANYE_TEST_POSTGRES` names a scratch database, on PostgreSQL.
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
        println!(
            "  checked, approved, posted {:6.2} s, making included (budget 30 s)",
            all.elapsed().as_secs_f64()
        );
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
        println!("  from making to settled    {:6.2} s", all.elapsed().as_secs_f64());
        house.must_hold().await;
    }
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
