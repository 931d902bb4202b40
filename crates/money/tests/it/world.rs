//! A store with accounts of real people, the pack's funds, a vault, and payments ready to be made.

use std::sync::{Arc, LazyLock};

use anye_access::session::Shown;
use anye_access::{
    AccountBrief, AccountKind, Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules, Session, Stage,
};
use anye_base::{Actor, ActorKind, Fault, World};
use anye_db::audit::Event;
use anye_db::{Db, Once, sql};
use anye_intake::Knowledge;
use anye_money::batch::{self, Batch, Confirmed, MakeInput};
use anye_money::budget::{self, NewBudget, NewCash};
use anye_money::commitment::{self, Commitment, NewCommitment};
use anye_money::fund::{Funds, demo};
use anye_money::ledger::{self, Books, Standing};
use anye_money::payee::{self, NewAccount};
use anye_money::{Money, Vault};
use anye_pack::Source;
use anye_reading::{ChildCommand, Limits, Reader};
use anye_testkit::{TestClock, test_world};
use anye_web::Asking;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
pub static FUNDS: LazyLock<Arc<Funds>> = LazyLock::new(|| {
    let (funds, found) = demo(&KNOWLEDGE.pack, &KNOWLEDGE.pack.law_unchecked().book);
    assert!(found.iter().all(|one| !one.error), "{found:#?}");
    Arc::new(funds)
});
pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let access =
        [(anye_base::Lang::Zh, anye_access::messages::ZH), (anye_base::Lang::En, anye_access::messages::EN)];
    let sources =
        [&anye_web::i18n::MESSAGES[..], &anye_casework::MESSAGES[..], &anye_money::MESSAGES[..], &access[..]]
            .concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

/// A fund that refuses beyond its budget, and a benefit it may pay.
pub const FUND: &str = "employment-subsidy";
pub const BENEFIT: &str = "fs_hiring_by_fees";
/// Paid by province, city and county 4:4:2.
pub const SHARED: (&str, &str) = ("public-finance", "tuition_refunded");
pub const COUNTY: &str = "210411";
pub const CITY: &str = "210400";
pub const YEAR: i64 = 2026;
pub const PASSWORD: &str = "a password of many letters";

/// A password, of accounts without a second factor.
pub fn shown(password: &str) -> Shown<'_> {
    Shown { password, code: "" }
}

/// Keeps numbers by turning them round: enough to see that nothing whole is written.
pub struct TestVault;

impl Vault for TestVault {
    fn seal(&self, _: &World, row: &str, clear: &str) -> Result<String, Fault> {
        Ok(format!("{row}|{}", clear.chars().rev().collect::<String>()))
    }

    fn open(&self, row: &str, sealed: &str) -> Result<String, Fault> {
        let (own, back) = sealed.split_once('|').unwrap();
        if own != row {
            return Err(Fault::internal("sealed for another row"));
        }
        Ok(back.chars().rev().collect())
    }

    fn blind(&self, clear: &str) -> String {
        let hash =
            clear.bytes().fold(7_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
        format!("{hash:016x}")
    }
}

/// The reader of workbooks, whose child stands beside the test: `cargo build -p anye-reading` makes it.
fn reader() -> Reader {
    let program = std::env::current_exe().unwrap().with_file_name("../anye-reading-child");
    Reader::new(ChildCommand { program, arguments: Vec::new() }, Limits::default())
}

/// A person with an account.
#[derive(Clone)]
pub struct Person {
    pub actor: Actor,
    pub grants: Grants,
    pub session: Session,
}

impl Person {
    pub fn on<'a>(&'a self, house: &'a House) -> Asking<'a> {
        Asking::of(&house.money.core, &self.actor, &self.grants)
    }
}

pub struct House {
    pub money: Money,
    pub clock: TestClock,
    pub clerk: Person,
    pub reviewer: Person,
    pub second: Person,
    pub cashier: Person,
    pub other: Person,
}

pub fn person(name: &str, role: Role, place: &str) -> Person {
    let id = format!("account-{name}");
    let actor = Actor {
        kind: ActorKind::Person,
        id: id.clone(),
        name: name.into(),
        source: "test".into(),
        trace: "trace".into(),
    };
    let grant = Grant { id: format!("grant-{name}"), role, place: place.into() };
    let grants = Grants::new(&id, vec![grant]);
    let account = AccountBrief {
        id,
        login: name.into(),
        name: name.into(),
        kind: AccountKind::Staff,
        place: place.into(),
    };
    let session = Session {
        id: format!("session-{name}"),
        account,
        stage: Stage::Full,
        assurance: "password".into(),
        grants: grants.clone(),
        created_at: 0,
        expires_at: i64::MAX,
        idle_at: i64::MAX,
        csrf: "token".into(),
    };
    Person { actor, grants, session }
}

pub fn core(db: &Db, world: World) -> Core {
    let settings = Settings {
        demo: true,
        version: "0.0.0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    Core::new(
        db.clone(),
        world,
        Arc::clone(&WORDS),
        settings,
        rules,
        Arc::clone(&KNOWLEDGE.places),
        Vec::new(),
    )
}

impl House {
    /// With accounts in the store.
    pub async fn new(db: &Db) -> Self {
        let (world, clock) = test_world();
        let house = Self::over(db, world, clock);
        for one in [&house.clerk, &house.reviewer, &house.second, &house.cashier, &house.other] {
            house.account(one, &one.actor.name).await;
        }
        house
    }

    /// Over a store that has them.
    pub fn over(db: &Db, world: World, clock: TestClock) -> Self {
        let money =
            Money::new(core(db, world), Arc::clone(&FUNDS), Arc::new(TestVault)).with_reader(reader());
        Self {
            money,
            clock,
            clerk: person("经办", Role::Clerk, CITY),
            reviewer: person("复核", Role::Reviewer, "210000"),
            second: person("复核二", Role::Reviewer, "210000"),
            cashier: person("出纳", Role::Cashier, "210000"),
            other: person("会计", Role::Cashier, "210000"),
        }
    }

    /// An account of a person with this key.
    pub async fn account(&self, one: &Person, key: &str) {
        let core = &self.money.core;
        let hash = core.rules.hasher.hash(&core.world, PASSWORD).await.unwrap();
        let actor = Actor::system("test");
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        let person =
            sql("insert into account_person (person_key, version) values ($1, 0) on conflict do nothing");
        tx.run(person.bind(key)).await.unwrap();
        let account = sql(
            "insert into account (id, login, name, person_key, kind, place, password_hash, must_change, totp_step, created_at, created_by, version) \
             values ($1, $2, $3, $4, 'staff', $5, $6, 0, 0, 0, 'test', 1)",
        );
        let account = account.bind(&one.actor.id).bind(&one.actor.id).bind(&one.actor.name).bind(key);
        tx.run_one(account.bind(&one.session.account.place).bind(hash)).await.unwrap();
        tx.commit(Event::new("test.account", "account", &one.actor.id)).await.unwrap();
    }

    pub fn db(&self) -> &Db {
        &self.money.core.db
    }

    pub async fn proof(&self, one: &Person) -> Confirmed {
        Confirmed::session(&self.money.core, &one.session, shown(PASSWORD), "test").await.unwrap()
    }

    /// Gives a fund a budget and money.
    pub async fn granted(&self, fund: &str, place: &str, fen: i64) {
        let wish = NewBudget {
            fund: fund.into(),
            place: place.into(),
            year: YEAR,
            amount_fen: fen,
            reason: "年初预算".into(),
        };
        let asking = self.cashier.on(self);
        let made = budget::wish(&self.money, &asking.caller(None), &wish).await.unwrap();
        let asking = self.reviewer.on(self);
        budget::confirm(&self.money, &asking.caller(None), &made.id, made.version).await.unwrap();
        let cash = NewCash {
            fund: fund.into(),
            place: place.into(),
            year: YEAR,
            kind: "income".into(),
            amount_fen: fen,
            reason: "拨款单 1 号".into(),
            ..NewCash::default()
        };
        let asking = self.cashier.on(self);
        budget::receive(&self.money, &asking.caller(None), &cash).await.unwrap();
    }

    pub fn owed(&self, n: usize, fen: i64) -> NewCommitment {
        NewCommitment {
            decision: format!("decision-{n}"),
            payee_kind: "person".into(),
            payee: format!("person-{n}"),
            payee_name: format!("样例{n}"),
            benefit: BENEFIT.into(),
            period: "2026-10".into(),
            amount_fen: fen,
            fund: FUND.into(),
            place: COUNTY.into(),
            year: YEAR,
            ..NewCommitment::default()
        }
    }

    pub async fn commit(&self, new: NewCommitment) -> Result<Commitment, Fault> {
        Ok(self.commit_many(vec![new]).await?.remove(0))
    }

    pub async fn commit_many(&self, all: Vec<NewCommitment>) -> Result<Vec<Commitment>, Fault> {
        let asking = self.clerk.on(self);
        let caller = asking.caller(None);
        let mut tx = self.db().begin_internal(caller.world, caller.actor).await?;
        let made = commitment::commit_many(&mut tx, &self.money.funds, &all).await?;
        tx.commit(Event::new("test.commit", "decision", "d")).await?;
        Ok(made)
    }

    pub async fn pays_to(&self, n: usize, account: &str) {
        let new = NewAccount {
            payee_kind: "person".into(),
            payee: format!("person-{n}"),
            name: format!("样例{n}"),
            bank: "样例银行".into(),
            account: account.into(),
            place: COUNTY.into(),
        };
        let asking = self.clerk.on(self);
        payee::keep(&self.money, &asking.caller(None), &new).await.unwrap();
    }

    /// So many people are owed so much, with accounts.
    pub async fn people(&self, n: usize, fen: i64) -> Vec<Commitment> {
        let made = self.commit_many((0..n).map(|n| self.owed(n, fen)).collect()).await.unwrap();
        for n in 0..n {
            self.pays_to(n, &account(n)).await;
        }
        made
    }

    pub fn input(&self) -> MakeInput {
        MakeInput { place: COUNTY.into(), fund: FUND.into(), year: YEAR, ..MakeInput::default() }
    }

    pub async fn make(&self, one: &Person, once: Option<&Once>) -> Result<Batch, Fault> {
        let asking = one.on(self);
        batch::make(&self.money, &asking.caller(once), &self.input()).await
    }

    pub async fn check(&self, one: &Person, batch: &Batch) -> Result<Batch, Fault> {
        let (asking, proof) = (one.on(self), self.proof(one).await);
        batch::check(&self.money, &asking.caller(None), &proof, &batch.id, (batch.version, &batch.digest))
            .await
    }

    pub async fn pay(&self, one: &Person, batch: &Batch) -> Result<Batch, Fault> {
        let (asking, proof) = (one.on(self), self.proof(one).await);
        batch::pay(&self.money, &asking.caller(None), &proof, &batch.id, (batch.version, &batch.digest)).await
    }

    /// A batch that was made, checked and sent.
    pub async fn sent(&self) -> Batch {
        let made = self.make(&self.clerk, None).await.unwrap();
        let checked = self.check(&self.reviewer, &made).await.unwrap();
        self.pay(&self.cashier, &checked).await.unwrap()
    }

    pub async fn standing(&self, fund: &str, place: &str) -> Standing {
        ledger::standing(&mut self.db(), &Books::new(fund, place, YEAR)).await.unwrap()
    }

    /// The trial balance holds, and lines sum to batches.
    pub async fn must_hold(&self) {
        let asking = self.cashier.on(self);
        let trial = ledger::trial(&mut self.db(), &asking.caller(None), YEAR).await.unwrap();
        assert!(trial.holds(), "{trial:#?}");
        let mut from = self.db();
        let rows = anye_db::Read::all(
            &mut from,
            sql("select b.id, b.total, b.n_lines, cast(coalesce(sum(case when l.state <> 'withdrawn' then l.amount else 0 end), 0) as bigint) as amount, \
                 cast(coalesce(sum(case when l.state <> 'withdrawn' then 1 else 0 end), 0) as bigint) as n from money_batch b \
                 left join money_line l on l.batch_id = b.id where b.state <> 'rejected' group by b.id, b.total, b.n_lines"),
        )
        .await
        .unwrap();
        for row in rows {
            assert_eq!(row.int("total").unwrap(), row.int("amount").unwrap(), "lines sum to the batch");
            assert_eq!(row.int("n_lines").unwrap(), row.int("n").unwrap());
        }
    }
}

pub fn account(n: usize) -> String {
    format!("62220202{n:011}")
}

/// A result file in the general format: outcome word for each line.
pub fn result(batch: &Batch, lines: &[(i64, i64, &str)]) -> String {
    let mut text = String::from("批次号,序号,金额,结果,银行流水号,原因,日期\n");
    let mut sum = 0;
    for (n, fen, word) in lines {
        sum += fen;
        let yuan = anye_money::fen::decimal(*fen);
        text.push_str(&format!("{},{n},{yuan},{word},R{n},,2026-11-22\n", batch.number()));
    }
    text + &format!("合计,{},{}\n", lines.len(), anye_money::fen::decimal(sum))
}
