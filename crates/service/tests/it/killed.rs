//! Killed without warning at every marked point, by a client that keeps its own account: nothing that was acknowledged is lost, nothing is there twice, histories have no
//! gaps, and every grant has its decision and its money once.
//!
//! The test starts this same test binary as a child that works on the parent's database. The child writes down every answer it got in a file of its own before it goes on; at
//! the point it was told it kills itself with signal 9.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anye_access::Role;
use anye_base::World;
use anye_db::{Db, Options, Read as _, sql};
use anye_service::mark::POINTS;
use anye_testkit::{databases, test_world};
use serde_json::{Value, json};

use crate::world::{CITY, COUNTY, Office, Person, answers, entitled};

/// Where the child finds its database, its account and its round; without them the child's test does nothing.
const CHILD: &str = "ANYE_SERVICE_CHILD";
const ACCOUNT: &str = "ANYE_SERVICE_ACCOUNT";
const ROUND: &str = "ANYE_SERVICE_ROUND";

/// Not a test of its own: what the child does. It goes through all rounds so far; what was done answers as then.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_is_killed() {
    let (Ok(address), Ok(account)) = (std::env::var(CHILD), std::env::var(ACCOUNT)) else { return };
    let rounds: usize = std::env::var(ROUND).unwrap().parse().unwrap();
    let db = Db::open(&Options::parse(&address)).await.unwrap();
    let (_, clock) = test_world();
    let (service, people) = Office::over(&db, World::new(clock.clone(), anye_base::world::System));
    let office = Office { service, _store: None, clock, people };
    let work = Work { office: &office, account: PathBuf::from(account) };
    for round in rounds.saturating_sub(1)..=rounds {
        work.round(round).await;
    }
}

struct Work<'a> {
    office: &'a Office,
    account: PathBuf,
}

impl Work<'_> {
    /// Writes down what was acknowledged, durably, before going on.
    fn acknowledged(&self, line: &str) {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.account).unwrap();
        writeln!(file, "{line}").unwrap();
        file.sync_all().unwrap();
    }

    /// One act under a key of its own, in the state it is in now; in a round that is repeated the state says whether it was done.
    async fn act(&self, by: &Person, case: &str, step: &str, act: Value) {
        let path = format!("/api/service/cases/{case}");
        let key = format!("act-{case}-{step}");
        let marker = self.account.with_extension(format!("{case}-{step}"));
        // The client keeps the body it sent: a repeat is the same request.
        let body: Value = match std::fs::read_to_string(&marker) {
            Ok(text) => serde_json::from_str(&text).unwrap(),
            Err(_) => {
                let mut body = act;
                body["version"] = self.office.json(by, &path).await["case"]["row_version"].clone();
                std::fs::write(&marker, body.to_string()).unwrap();
                body
            }
        };
        let (status, text) = self.office.post(by, &path, &key, &body).await;
        assert!(status.is_success(), "{step}: {status} {text}");
        self.acknowledged(&format!("act {case} {step}"));
    }

    async fn round(&self, round: usize) {
        let office = self.office;
        let (clerk, reviewer) =
            (Person::new("clerk", Role::Clerk, COUNTY), Person::new("reviewer", Role::Reviewer, COUNTY));
        let other = Person::new("other", Role::Reviewer, CITY);
        let id = format!("p{round}");
        office.person(&id, "王小明", "", &entitled()).await;
        let begin = json!({ "programmes": ["sample-settling", "sample-travel"], "subject_kind": "person", "subject": id, "channel": "counter" });
        let made =
            office.done(&clerk, "/api/service/applications", &format!("start-{round:04}"), &begin).await;
        self.acknowledged(&format!("application {}", made["id"].as_str().unwrap()));
        let path = format!("/api/service/applications/{}", made["id"].as_str().unwrap());
        let save = json!({ "version": 1, "answers": { "f.rooms": "3" } });
        let saved = office.done(&clerk, &path, &format!("save-{round:04}"), &save).await;
        let mut all = answers();
        all[format!("persons.{id}.disabled")] = json!("no");
        let send = json!({ "version": saved["row_version"], "answers": all });
        let opened = office.done(&clerk, &format!("{path}/send"), &format!("send-{round:04}"), &send).await;
        let cases: Vec<&str> =
            opened["cases"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        for case in &cases {
            self.acknowledged(&format!("case {case}"));
        }
        let (first, second) = (cases[0], cases[1]);
        let decide = |grant: bool, reason: &str| json!({ "act": "decide", "grant": grant, "reason": reason, "amount_fen": null });
        self.act(&clerk, first, "ask", json!({ "act": "ask", "asked": ["p.lease"], "note": "缺页" })).await;
        self.act(&clerk, first, "give", json!({ "act": "give", "answers": { "p.lease": "2026-9" } })).await;
        self.act(&clerk, first, "pass", json!({ "act": "pass", "note": "" })).await;
        self.act(&reviewer, first, "return", json!({ "act": "return", "note": "再核" })).await;
        self.act(&clerk, first, "pass-again", json!({ "act": "pass", "note": "" })).await;
        self.act(&reviewer, first, "propose", decide(false, "存疑")).await;
        self.act(&other, first, "decline", json!({ "act": "decline", "note": "证据不足" })).await;
        self.act(&reviewer, first, "propose-again", decide(false, "仍存疑")).await;
        self.act(&other, first, "confirm-not", json!({ "act": "decline", "note": "不同意" })).await;
        self.act(&reviewer, first, "decide", decide(true, "")).await;
        self.act(&clerk, second, "pass", json!({ "act": "pass", "note": "" })).await;
        self.act(&reviewer, second, "propose", decide(true, "特殊困难")).await;
        self.act(&other, second, "confirm", json!({ "act": "confirm", "note": "" })).await;
        let third = format!("q{round}");
        office
            .person(&third, "李四", "", &[("registered_unemployed", json!(false)), ("disabled", json!(true))])
            .await;
        let begin = json!({ "programmes": ["sample-travel"], "subject_kind": "person", "subject": third, "channel": "counter" });
        let made =
            office.done(&clerk, "/api/service/applications", &format!("start-q-{round:04}"), &begin).await;
        let path = format!("/api/service/applications/{}/send", made["id"].as_str().unwrap());
        let send = json!({ "version": 1, "answers": { "f.bank": "6222" } });
        let opened = office.done(&clerk, &path, &format!("send-q-{round:04}"), &send).await;
        let refused = opened["cases"][0].as_str().unwrap();
        self.act(&clerk, refused, "pass", json!({ "act": "pass", "note": "" })).await;
        self.act(&reviewer, refused, "refuse", decide(false, "")).await;
        office.clock.advance_seconds(10 * 86_400);
        anye_service::publicity::turn(&office.service).await.unwrap();
        self.acknowledged(&format!("granted {first}"));
        self.acknowledged(&format!("done {round}"));
    }
}

fn run(db: &str, account: &Path, round: usize, kill: Option<&str>) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "killed::child_that_is_killed", "--nocapture"]);
    child.env(CHILD, db).env(ACCOUNT, account).env(ROUND, round.to_string()).stdout(Stdio::null());
    match kill {
        Some(point) => child.env("ANYE_SERVICE_KILL_AT", point).stderr(Stdio::null()),
        None => child.env_remove("ANYE_SERVICE_KILL_AT"),
    };
    child.status().unwrap().success()
}

async fn holds(db: &Db, account: &Path) {
    let mut db = db;
    let text = std::fs::read_to_string(account).unwrap_or_default();
    let ids = |what: &str| -> BTreeSet<String> {
        text.lines()
            .filter_map(|line| line.strip_prefix(what)?.split(' ').next().map(str::to_owned))
            .collect()
    };
    let count = async |mut db: &Db, query: &'static str| db.one(sql(query)).await.unwrap().int("n").unwrap();
    for (what, table) in [("application ", "service_application"), ("case ", "service_case")] {
        let key = if table == "service_case" { "case_id" } else { "id" };
        for id in ids(what) {
            let found = db
                .optional(sql(format!("select 1 as n from {table} where {key} = $1")).bind(&id))
                .await
                .unwrap();
            assert!(found.is_some(), "{what} {id} was acknowledged and is gone");
        }
    }
    let doubled = "select count(*) as n from (select application, programme from service_case group by application, programme having count(*) > 1) x";
    assert_eq!(count(db, doubled).await, 0, "a case twice");
    let forked = "select count(*) as n from (select supersedes from law_decision where supersedes is not null group by supersedes having count(*) > 1) x";
    assert_eq!(count(db, forked).await, 0, "a decision superseded twice");
    let gaps = "select count(*) as n from (select case_id from case_event group by case_id having max(seq) <> count(*)) x";
    assert_eq!(count(db, gaps).await, 0, "a history with a gap");
    let pauses = "select count(*) as n from case_pause p join case_file c on c.id = p.case_id where (p.to_at is null) <> (c.paused_at is not null)";
    assert_eq!(count(db, pauses).await, 0, "a pause that is open in one place and not in the other");
    let unpaid = "select count(*) as n from service_case s where s.state = 'granted' and (select count(*) from money_commitment m where m.case_id = s.case_id) <> \
         case when exists (select 1 from service_decision d where d.case_id = s.case_id and d.granted = 1 and d.amount_fen > 0) then 1 else 0 end";
    assert_eq!(count(db, unpaid).await, 0, "a grant without its money, or with it twice");
    let loose = "select count(*) as n from money_commitment m join service_case s on s.case_id = m.case_id where s.state <> 'granted'";
    assert_eq!(count(db, loose).await, 0, "money without a grant");
    let kept = "select count(*) as n from service_decision d where d.decision <> '' and not exists (select 1 from law_decision l where l.id = d.decision)";
    assert_eq!(count(db, kept).await, 0, "a decision that was not kept");
    for id in ids("granted ") {
        let row = db.one(sql("select state from service_case where case_id = $1").bind(&id)).await.unwrap();
        assert_eq!(row.text("state").unwrap(), "granted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_and_nothing_doubled_at_any_point() {
    for store in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let account = folder.path().join("account");
        let address = match &store.options {
            Options::SqliteFile(path) => path.display().to_string(),
            Options::PostgresUrl(url) => url.clone(),
        };
        for (round, point) in POINTS.iter().enumerate() {
            let ended = run(&address, &account, round, Some(point));
            assert!(!ended, "{point} was never passed");
            holds(&store.db, &account).await;
        }
        assert!(run(&address, &account, POINTS.len() - 1, None), "what was cut off is finished afterwards");
        holds(&store.db, &account).await;
        let text = std::fs::read_to_string(&account).unwrap();
        assert!(text.contains(&format!("done {}", POINTS.len() - 1)), "{text}");
    }
}
