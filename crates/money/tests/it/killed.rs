//! Killed without warning at every marked point, under load, by a client that keeps its own account: nothing that was acknowledged is lost, nothing is there twice,
//! the ledger balances and lines sum to batches.
//!
//! The test starts this same test binary as a child that works on the parent's database. The child writes down every answer it got in a file of its own before it goes on; at
//! the point it was told it kills itself with signal 9.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anye_base::World;
use anye_db::{Db, Once, Options, Read as _, sql};
use anye_money::budget::{self, NewBudget, NewCash};
use anye_money::commitment::{self, Filter};
use anye_money::mark::POINTS;
use anye_money::{batch, ledger, recovery};
use anye_testkit::{TestDb, databases, test_world};

use crate::world::{COUNTY, FUND, House, YEAR, result};

/// Where the child finds its database and its account; without them the child's test does nothing.
const CHILD: &str = "ANYE_MONEY_CHILD";
const ACCOUNT: &str = "ANYE_MONEY_ACCOUNT";

/// Not a test of its own: what the child does.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_is_killed() {
    let (Ok(address), Ok(account)) = (std::env::var(CHILD), std::env::var(ACCOUNT)) else { return };
    let db = Db::open(&Options::parse(&address)).await.unwrap();
    let (_, clock) = test_world();
    let house = House::over(&db, World::new(clock.clone(), anye_base::world::System), clock);
    Work { house: &house, account: PathBuf::from(account) }.run().await;
}

/// One round of everything, each step under a key of its own, so that it can be asked for again.
struct Work<'a> {
    house: &'a House,
    account: PathBuf,
}

fn once(round: &str, step: &str) -> Once {
    Once { key: format!("round-{round}-{step}"), operation: step.into(), body_digest: step.into() }
}

impl Work<'_> {
    /// Writes down what was acknowledged, durably, before going on.
    fn acknowledged(&self, line: &str) {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.account).unwrap();
        writeln!(file, "{line}").unwrap();
        file.sync_all().unwrap();
    }

    async fn run(&self) {
        let round = std::env::var("ANYE_MONEY_ROUND").unwrap();
        let main = async {
            self.budget(&round).await;
            let (first, paid) = self.pay(&round).await;
            self.after(&round, &first, &paid).await;
            self.acknowledged(&format!("done {round}"));
        };
        tokio::select! {
            () = main => {}
            () = self.load(&round) => {}
        }
    }

    /// Other people's decisions, all the time: commitments of payees without an account, which no batch takes.
    async fn load(&self, round: &str) {
        let run = self.house.money.core.world.new_id();
        for n in 0.. {
            let mut owed = self.house.owed(1_000 + n, 1);
            (owed.payee, owed.decision) =
                (format!("load-{round}-{run}-{n}"), format!("load-{round}-{run}-{n}"));
            let made = self.house.commit(owed).await.unwrap();
            self.acknowledged(&format!("commitment {}", made.id));
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }

    async fn budget(&self, round: &str) {
        let (house, money) = (self.house, &self.house.money);
        let cashier = house.cashier.on(house);
        let reviewer = house.reviewer.on(house);
        let wish = NewBudget {
            fund: FUND.into(),
            place: COUNTY.into(),
            year: YEAR,
            amount_fen: 1_000_00,
            reason: "追加".into(),
        };
        let key = once(round, "wish");
        let made = budget::wish(money, &cashier.caller(Some(&key)), &wish).await.unwrap();
        let key = once(round, "confirm");
        budget::confirm(money, &reviewer.caller(Some(&key)), &made.id, 1).await.unwrap();
        self.acknowledged(&format!("budget {} 100000", made.id));
        for (step, amount) in [("income", 1_000_00), ("mistake", 7_00)] {
            let cash = NewCash {
                fund: FUND.into(),
                place: COUNTY.into(),
                year: YEAR,
                amount_fen: amount,
                reason: "拨款".into(),
                ..NewCash::default()
            };
            let key = once(round, step);
            let entry = budget::receive(money, &cashier.caller(Some(&key)), &cash).await.unwrap();
            self.acknowledged(&format!("entry {}", entry.id));
            if step == "mistake" {
                let key = once(round, "reverse");
                let back =
                    ledger::reverse(money, &cashier.caller(Some(&key)), &entry.id, "录错").await.unwrap();
                self.acknowledged(&format!("entry {}", back.id));
            }
        }
    }

    /// Commits, makes, checks and pays; gives the batch and its version after payment.
    async fn pay(&self, round: &str) -> (batch::Batch, batch::Batch) {
        let (house, money) = (self.house, &self.house.money);
        let clerk = house.clerk.on(house);
        for n in 0..5 {
            let mut owed = house.owed(n, 10_00 + n as i64);
            owed.period = format!("2026-{round}-{n}");
            owed.decision = format!("decision-{round}-{n}");
            // As a decision would: its own key is its id, and one that stands is not made again.
            let filter = Filter { decision: Some(owed.decision.clone()), ..Filter::default() };
            let there = commitment::list(&mut house.db(), &filter).await.unwrap();
            let id = match there.first() {
                Some(one) => one.id.clone(),
                None => house.commit(owed).await.unwrap().id,
            };
            self.acknowledged(&format!("commitment {id}"));
            if n == 4 {
                let cashier = house.cashier.on(house);
                let key = once(round, "release");
                commitment::release_as(money, &cashier.caller(Some(&key)), &id, "撤销").await.unwrap();
                self.acknowledged(&format!("released {id}"));
            }
        }
        let key = once(round, "make");
        let made = batch::make(money, &clerk.caller(Some(&key)), &house.input()).await.unwrap();
        self.acknowledged(&format!("batch {}", made.id));
        let key = once(round, "withdraw");
        let made = batch::withdraw(money, &clerk.caller(Some(&key)), &made.id, made.version, &[1], "补件")
            .await
            .unwrap();
        let reviewer = house.reviewer.on(house);
        let (key, proof) = (once(round, "check"), house.proof(&house.reviewer).await);
        let seen = (made.version, made.digest.as_str());
        let checked =
            batch::check(money, &reviewer.caller(Some(&key)), &proof, &made.id, seen).await.unwrap();
        self.acknowledged(&format!("checked {}", checked.id));
        let cashier = house.cashier.on(house);
        let (key, proof) = (once(round, "pay"), house.proof(&house.cashier).await);
        let seen = (checked.version, checked.digest.as_str());
        let paid = batch::pay(money, &cashier.caller(Some(&key)), &proof, &checked.id, seen).await.unwrap();
        self.acknowledged(&format!("paid {} {}", paid.id, paid.total));
        (made, paid)
    }

    async fn after(&self, round: &str, made: &batch::Batch, paid: &batch::Batch) {
        let (house, money) = (self.house, &self.house.money);
        let cashier = house.cashier.on(house);
        let caller = cashier.caller(None);
        // The lines as they were sent, whatever has become of them since.
        let lines = batch::lines(money, &caller, &made.id, None, 0).await.unwrap().items;
        let sent: Vec<_> = lines
            .iter()
            .filter(|line| line.state != "withdrawn")
            .map(|line| (line.n, line.amount_fen, "成功"))
            .collect();
        let key = once(round, "settle");
        let text = result(paid, &sent);
        let settled = batch::settle(
            money,
            &cashier.caller(Some(&key)),
            &paid.id,
            paid.version,
            "r.csv",
            text.as_bytes(),
        )
        .await
        .unwrap();
        self.acknowledged(&format!("settled {} {}", paid.id, settled.paid.1));
        let key = once(round, "return");
        let (back, kept) = (sent[0].0, sent[1].0);
        batch::returned(money, &cashier.caller(Some(&key)), &paid.id, paid.version + 1, back, "销户")
            .await
            .unwrap();
        self.acknowledged(&format!("returned {} {back}", paid.id));
        let key = once(round, "recover");
        let one = recovery::establish(money, &cashier.caller(Some(&key)), &paid.id, kept, 5_00, "多付")
            .await
            .unwrap();
        self.acknowledged(&format!("recovery {}", one.id));
        let key = once(round, "collect");
        recovery::collect(money, &cashier.caller(Some(&key)), &one.id, 1, 5_00).await.unwrap();
        self.acknowledged(&format!("collected {}", one.id));
    }
}

fn address(test: &TestDb) -> String {
    match &test.options {
        Options::SqliteFile(path) => path.display().to_string(),
        Options::PostgresUrl(url) => url.clone(),
    }
}

/// Runs the child once; whether it was killed.
fn child(test: &TestDb, account: &Path, round: usize, point: Option<&str>) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "killed::child_that_is_killed", "--test-threads=1"])
        .env(CHILD, address(test))
        .env(ACCOUNT, account)
        .env("ANYE_MONEY_ROUND", format!("{round:02}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    match point {
        Some(point) => command.env("ANYE_MONEY_KILL_AT", point),
        None => command.env_remove("ANYE_MONEY_KILL_AT"),
    };
    let ended = command.status().unwrap();
    assert!(ended.code().is_none_or(|code| code == 0), "the child failed by itself: {ended}");
    !ended.success()
}

async fn ids(db: &Db, text: &'static str) -> BTreeSet<String> {
    let mut from = db;
    from.all(sql(text)).await.unwrap().iter().map(|row| row.text("id").unwrap()).collect()
}

/// Everything the client was told must be there, once.
async fn account_holds(house: &House, account: &Path) {
    let text = std::fs::read_to_string(account).unwrap_or_default();
    let db = house.db();
    let entries = ids(db, "select id from money_entry").await;
    let budgets = ids(db, "select id from money_budget where state = 'confirmed'").await;
    let commitments = ids(db, "select id from money_commitment").await;
    let released = ids(db, "select id from money_commitment where state = 'released'").await;
    let batches = ids(db, "select id from money_batch").await;
    let paid = ids(db, "select id from money_batch where state in ('sent', 'settled')").await;
    let settled = ids(db, "select id from money_batch where state = 'settled'").await;
    let returned =
        ids(db, "select batch_id || ' ' || n as id from money_line where state = 'returned'").await;
    let recoveries = ids(db, "select id from money_recovery").await;
    let collected = ids(db, "select id from money_recovery where state = 'collected'").await;
    for line in text.lines() {
        let (what, rest) = line.split_once(' ').unwrap();
        let id = rest.split(' ').next().unwrap();
        let there = match what {
            "entry" => entries.contains(id),
            "budget" => budgets.contains(id),
            "commitment" => commitments.contains(id),
            "released" => released.contains(id),
            "batch" => batches.contains(id),
            "checked" | "paid" => what == "checked" && batches.contains(id) || paid.contains(id),
            "settled" => settled.contains(id),
            "returned" => returned.contains(rest),
            "recovery" => recoveries.contains(id),
            "collected" => collected.contains(id),
            "done" => true,
            other => panic!("{other}"),
        };
        assert!(there, "acknowledged and not there: {line}");
    }
    house.must_hold().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_and_nothing_doubled() {
    if std::env::var(CHILD).is_ok() {
        return;
    }
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        for n in 0..5 {
            house.pays_to(n, &crate::world::account(n)).await;
        }
        let account = test.folder().join("account");
        let mut killed = 0;
        for (round, point) in POINTS.iter().enumerate() {
            if child(&test, &account, round, Some(point)) {
                killed += 1;
            }
            account_holds(&house, &account).await;
            // The same round again, undisturbed: every step gets what it got before, or is done now.
            assert!(!child(&test, &account, round, None));
            account_holds(&house, &account).await;
        }
        assert_eq!(killed, POINTS.len(), "every point was reached and killed at");
        let stands = house.standing(FUND, COUNTY).await;
        let rounds = POINTS.len() as i64;
        assert_eq!(stands.budget, 10_000_00 + rounds * 1_000_00, "each budget once");
        assert_eq!(
            stands.income,
            10_000_00 + rounds * 1_000_00,
            "each income once, each mistake taken back once"
        );
        let mut from = house.db();
        let double = sql(
            "select payee, benefit, period from money_line where state in ('prepared', 'sent', 'unknown', 'paid') group by payee, benefit, period having count(*) > 1",
        );
        assert_eq!(from.all(double).await.unwrap().len(), 0);
        let batches = ids(house.db(), "select id from money_batch").await;
        assert_eq!(batches.len(), POINTS.len(), "one batch a round");
        let recovered = ids(house.db(), "select id from money_recovery").await;
        assert_eq!(recovered.len(), POINTS.len());
        let verdict = anye_db::audit::verify(house.db(), None, |_| {}).await.unwrap();
        assert!(verdict.broken.is_none(), "{verdict:?}");
    }
}
