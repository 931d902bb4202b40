//! Before anybody asks: accounts with sessions, persons, what is known of them, entries of registers and cases, all through the use cases.

use std::collections::BTreeMap;

use anye::app::App;
use anye::start::start;
use anye_access::session::{SignIn, sign_in};
use anye_access::start::{DemoAccount, demo_account, demo_account_id};
use anye_access::{Client, Grant, Grants, Role};
use anye_base::{Actor, ActorKind, Date};
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_monitor::demo::{TODAY, off_to, world_off};
use anye_places::{Level, Tree};
use anye_programmes::{Applicant, SubjectKind};
use anye_registry::entry::{self, NewEntry};
use anye_registry::fact::{self, NewFact};
use anye_registry::person::import::{Importer, RowIn};
use anye_registry::person::{NewNumber, NewPerson};
use anye_service::case::{self, Act, Start};
use anye_testkit::TestDb;
use anye_web::Asking;
use serde_json::{Value, json};

use crate::program::{manner, settings};
use crate::town::{County, Town, User, somebody};
use crate::wanted;

const COUNTIES: usize = 20;
/// Of twenty users so many are of each role; the last is a leader of the province.
const ROLES: [(Role, usize); 4] =
    [(Role::Clerk, 13), (Role::Reviewer, 3), (Role::Jobseeker, 3), (Role::Leader, 1)];
const PASSWORD: &str = "a-long-bench-password-7";
/// Of ten cases so many are only sent, and so many wait for a second person; the rest is done.
const SENT: usize = 5;
const PROPOSED: usize = 2;
/// Persons of a county of whom the law's facts are known, beside those with a case.
const KNOWN: usize = 400;
/// Of ten persons so many are registered as unemployed.
const JOBLESS: usize = 3;
const CHUNK: usize = 20_000;
/// Counties in which applications are made at one time.
const AT_WORK: usize = 6;

/// How far the clock is off: the law of the pack is of 2020.
pub fn off() -> i64 {
    off_to(TODAY.parse().unwrap()).unwrap()
}

/// Somebody with rights at a place.
struct Desk {
    actor: Actor,
    grants: Grants,
}

impl Desk {
    fn of(id: &str, role: Role, place: &str) -> Self {
        let grant = Grant { id: format!("grant-{id}"), role, place: place.to_owned() };
        let actor = Actor {
            kind: ActorKind::Person,
            id: id.to_owned(),
            name: "王敏".into(),
            source: "bench".into(),
            trace: "bench".into(),
        };
        Self { actor, grants: Grants::new(id, vec![grant]) }
    }

    fn on<'a>(&'a self, app: &'a App) -> Asking<'a> {
        Asking::of(&app.core, &self.actor, &self.grants)
    }
}

pub async fn town(store: &TestDb, off: i64) -> Town {
    let config = settings(store.folder(), &store.options);
    let app = start(&config, store.db.clone(), world_off(off), manner()).await;
    let app = app.unwrap_or_else(|_| panic!("the program starts"));
    let codes = codes(&app);
    let many = wanted("ANYE_PERSONS", 100_000);
    persons(&app, &codes, many).await;
    let mut counties = listed(&app, &codes).await;
    let users = users(&app, &codes, &mut counties).await;
    let cases = wanted("ANYE_CASES", 10_000) / codes.len();
    for county in &mut counties {
        let (with, rest) = county.persons.split_at(cases);
        let (known, rest) = rest.split_at(KNOWN);
        let (jobless, free) = rest.split_at(county.persons.len() * JOBLESS / 10);
        facts(&app, with.iter().chain(known)).await;
        spells(&app, jobless).await;
        county.to_apply = known.to_vec().into();
        county.to_register = free.to_vec().into();
    }
    // A few counties beside each other: what waits for the disk or the server in one lets another go on.
    let app: &'static App = Box::leak(Box::new(app));
    let mut made: Vec<(usize, Vec<String>)> = Vec::new();
    let mut at_work = tokio::task::JoinSet::new();
    for (at, county) in counties.iter().enumerate() {
        if at_work.len() >= AT_WORK
            && let Some(done) = at_work.join_next().await
        {
            made.push(done.unwrap());
        }
        let (code, whom) = (county.code.clone(), county.persons[..cases].to_vec());
        at_work.spawn(async move { (at, applied(app, &code, &whom).await) });
    }
    made.extend(at_work.join_all().await);
    for (at, made) in made {
        let county = &mut counties[at];
        for (n, id) in made.iter().enumerate() {
            match n % 10 {
                n if n < SENT => county.to_decide.borrow_mut().push_back(id.clone()),
                n if n < SENT + PROPOSED => county.to_confirm.borrow_mut().push_back(id.clone()),
                _ => {}
            }
        }
        county.cases = made;
    }
    let known = many / codes.len() * codes.len();
    Town { users, counties, known, next: (many.div_ceil(codes.len())).into() }
}

/// Counties all over the province.
fn codes(app: &App) -> Vec<String> {
    let places = app.core.places();
    let all: Vec<String> = places
        .descendants("210000", app.core.world.today(), Tree::CIVIL)
        .filter(|place| place.level == Level::County)
        .map(|place| place.code.to_owned())
        .collect();
    all.iter().step_by(all.len() / COUNTIES).take(COUNTIES).cloned().collect()
}

async fn persons(app: &App, codes: &[String], many: usize) {
    let desk = Desk::of("import", Role::Clerk, "210000");
    let asking = desk.on(app);
    let mut importer =
        Importer::begin(&app.registry, asking.caller(None), "bench", "bench", many).await.unwrap().unwrap();
    for start in (0..many).step_by(CHUNK) {
        let rows = (start..(start + CHUNK).min(many)).map(|n| {
            let (name, number) = somebody(codes, n);
            let place = codes[n % codes.len()].clone();
            let new = NewPerson {
                number: NewNumber { number: number.as_str().into(), ..NewNumber::default() },
                name,
                residence_place: place.clone(),
                place,
                residence_type: "urban".into(),
                phone: format!("139{n:08}").as_str().into(),
                source: "批量导入".into(),
                ..NewPerson::default()
            };
            RowIn { row: (n + 2) as u32, new }
        });
        importer.chunk(rows.collect()).await.unwrap();
    }
    let outcome = importer.finish().await.unwrap();
    assert_eq!(outcome.counts.created, many as i64, "{:?}", outcome.findings.first());
}

async fn listed(app: &App, codes: &[String]) -> Vec<County> {
    let mut counties = Vec::new();
    for code in codes {
        let mut db = &app.core.db;
        let rows =
            db.all(sql("select id from person where county = $1 order by id").bind(code)).await.unwrap();
        let persons = rows.iter().map(|row| row.text("id").unwrap()).collect();
        counties.push(County { code: code.clone(), persons, ..County::default() });
    }
    counties
}

/// Accounts of all roles in all counties, each signed in. Jobseekers' accounts are linked to a person who then leaves the pool.
async fn users(app: &App, codes: &[String], counties: &mut [County]) -> Vec<User> {
    let (core, mut users) = (&app.core, Vec::new());
    let roles: Vec<Role> = ROLES.iter().flat_map(|(role, many)| std::iter::repeat_n(*role, *many)).collect();
    for n in 0..wanted("ANYE_USERS", 1_000) {
        let (role, county) = (roles[n % roles.len()], n / roles.len() % codes.len());
        let place = if role == Role::Leader { "210000" } else { &codes[county] };
        let login: &'static str = format!("bench{n}").leak();
        let account = DemoAccount { login, role, place: place.to_owned() };
        demo_account(&core.db, &core.world, &core.rules, (&account, "王敏"), PASSWORD).await.unwrap();
        let client = Client { source: "127.0.0.1".into(), agent: "bench".into(), ..Client::default() };
        let wish = SignIn { login: login.into(), password: PASSWORD.into(), client };
        let token = sign_in(&core.db, &core.world, &core.rules, wish).await.unwrap().token;
        let mut own = String::new();
        if role == Role::Jobseeker {
            own = counties[county].persons.pop().unwrap();
            let desk = Desk::of("link", Role::Clerk, &codes[county]);
            let asking = desk.on(app);
            let whom = (SubjectKind::Person, own.as_str());
            anye_service::account::link(&app.service, &asking.caller(None), login, whom).await.unwrap();
        }
        assert!(demo_account_id(&core.db, login).await.unwrap().is_some());
        users.push(User {
            role,
            county,
            cookie: token.reveal().to_owned(),
            csrf: token.csrf(),
            own,
            applied: false.into(),
        });
    }
    users
}

/// What is known of those who are out of work, in the law's words.
async fn facts(app: &App, whom: impl Iterator<Item = &String>) {
    let since: Date = "2019-02-01".parse().unwrap();
    let says = |thing: &String, field: &str, value: Value| NewFact {
        kind: "persons".into(),
        thing: thing.clone(),
        field: field.into(),
        value,
        valid_from: since,
        valid_to: None,
        source: "入户调查".into(),
        evidence: String::new(),
    };
    let mut all = Vec::new();
    for thing in whom {
        for field in ["able_to_work", "wants_work", "without_work"] {
            all.push(says(thing, field, json!(true)));
        }
        all.push(says(thing, "retirement_date", json!("2040-01-01")));
    }
    let desk = Desk::of("import", Role::Clerk, "210000");
    let mut tx = app.core.db.begin_internal(&app.core.world, &desk.actor).await.unwrap();
    fact::state(&mut tx, app.service.dictionary().as_ref(), &all).await.unwrap();
    tx.commit(Event::new("fact.state", "fact", "").detail(&json!({ "facts": all.len() }))).await.unwrap();
}

/// Registers many as unemployed in one act.
async fn spells(app: &App, whom: &[String]) {
    let causes = ["other_origin", "large_layoff", "overcapacity", "state_legacy"];
    let one = |(n, subject): (usize, &String)| {
        let fields = json!({ "since": "2020-03-01", "cause": causes[n % 4], "former_employer": "示例单位", "channel": "counter",
            "at": "household", "wishes": ["work"], "mismatch": "total" });
        let Value::Object(fields) = fields else { return NewEntry::default() };
        NewEntry {
            subject: subject.clone(),
            from: format!("2020-04-{:02}", 1 + n % 28),
            fields: fields.into_iter().collect::<BTreeMap<_, _>>(),
            source: "批量导入".into(),
            channel: "import".into(),
            ..NewEntry::default()
        }
    };
    let all = whom.iter().enumerate().map(one).collect();
    let desk = Desk::of("import", Role::Clerk, "210000");
    let register = app.registers.register("unemployment").unwrap();
    let mut tx = app.core.db.begin_internal(&app.core.world, &desk.actor).await.unwrap();
    let made = entry::open_in(&mut tx, &app.registers, register, all).await.unwrap();
    let event = Event::new("entry.open", "register", "unemployment");
    tx.commit(event.detail(&json!({ "entries": made.len() }))).await.unwrap();
}

/// Applications for registration as unemployed: sent, waiting for a second person, or done.
async fn applied(app: &App, county: &str, whom: &[String]) -> Vec<String> {
    let clerk = Desk::of(&format!("clerk-{county}"), Role::Clerk, county);
    let checker = Desk::of(&format!("checker-{county}"), Role::Reviewer, county);
    let (clerk, checker) = (clerk.on(app), checker.on(app));
    let (clerk, checker) = (clerk.caller(None), checker.caller(None));
    let answers = [
        ("f.since", "2020-04-30"),
        ("f.cause", "other_origin"),
        ("f.former_employer", "示例单位"),
        ("f.at", "household"),
        ("f.channel", "counter"),
        ("f.wishes", "work"),
    ];
    let answers = answers.map(|(key, value)| (key.to_owned(), value.to_owned())).into_iter().collect();
    let mut cases = Vec::new();
    for (n, who) in whom.iter().enumerate() {
        let wish = Start {
            programmes: vec!["unemployment-registration".into()],
            matter: String::new(),
            subject: (SubjectKind::Person, who.clone()),
            channel: Applicant::Counter,
        };
        let made = case::start(&app.service, &clerk, &wish).await.unwrap();
        let sent = case::send(&app.service, &clerk, &made.id, made.row_version, &answers).await.unwrap();
        let id = sent[0].clone();
        if n % 10 >= SENT {
            let reason = "在劳动年龄内，材料齐全".to_owned();
            act(app, &clerk, &id, Act::Decide { grant: true, reason, amount_fen: None }).await;
        }
        if n % 10 >= SENT + PROPOSED {
            act(app, &checker, &id, Act::Confirm { note: String::new() }).await;
        }
        cases.push(id);
    }
    cases
}

async fn act(app: &App, caller: &anye_access::Caller<'_>, id: &str, act: Act) {
    let seen = anye_casework::use_case::show(&app.core.db, caller, id).await.unwrap().case.row_version;
    case::act(&app.service, caller, id, seen, &act).await.unwrap();
}
