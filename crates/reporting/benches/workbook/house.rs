//! Fifty thousand employers in a panel, a workbook of all of them, and the page that takes it.

use std::sync::Arc;

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Fault, Lang, World};
use anye_db::audit::Event;
use anye_db::{Db, sql};
use anye_forms::{Cell, Cells};
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_reading::ChildCommand;
use anye_registry::employer::{self, NewEmployer};
use anye_registry::{Asking, Registry};
use anye_reporting::import::{self, Accept, ImportOptions, ImportRow};
use anye_reporting::pages::{self, Desk};
use anye_reporting::{Reporting, panel};
use anye_web::Visitor;
use anye_web::choices::Choices;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use rust_xlsxwriter::Workbook;
use tower::ServiceExt as _;

pub const FORM: &str = "enterprise-monthly";
/// Period of the workbook; the one before is there already.
pub const PERIOD: &str = "2020-05";
const BEFORE: &str = "2020-04";
/// Rows of the workbook, one an employer.
pub const ROWS: usize = 50_000;
/// Employers that had reported before.
const EARLIER: usize = 5_000;

/// Everything.
pub struct House {
    pub reporting: Reporting,
    pub employers: Vec<employer::Employer>,
    clerk: (Actor, Grants),
    router: Router,
}

fn person(name: &str, role: Role) -> (Actor, Grants) {
    let id = format!("account-{name}");
    let actor = Actor {
        kind: ActorKind::Person,
        id,
        name: name.into(),
        source: "bench".into(),
        trace: String::new(),
    };
    let grants = Grants::new(&actor.id, vec![Grant { id: "g".into(), role, place: "210000".into() }]);
    (actor, grants)
}

fn core(db: &Db, knowledge: &Knowledge) -> Core {
    let settings = Settings {
        demo: true,
        version: "0.0.0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let world = World::system();
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    let access = [(Lang::Zh, anye_access::messages::ZH), (Lang::En, anye_access::messages::EN)];
    let sources = [
        &anye_web::i18n::MESSAGES[..],
        &anye_registry::MESSAGES[..],
        &anye_reporting::MESSAGES[..],
        &access[..],
    ];
    let words = Arc::new(Catalogue::build(&sources.concat()).unwrap());
    Core::new(db.clone(), world, words, settings, rules, Arc::clone(&knowledge.places), pages::NAV.to_vec())
}

impl House {
    pub async fn new(db: &Db) -> Self {
        let knowledge = Knowledge::load(&Source::Embedded).unwrap();
        let core = core(db, &knowledge);
        let reporting = Reporting::new(core.clone(), Arc::new(knowledge.pack.reporting().0));
        let (clerk, officer) = (person("王", Role::Clerk), person("赵", Role::PolicyOfficer));
        let employers = register(&core, &knowledge, &clerk).await;
        let asking = Asking::of(&core, &officer.0, &officer.1);
        panel::draw(&reporting, &asking.caller(None), "enterprises", "2016-07-01".parse().unwrap(), "bench")
            .await
            .unwrap();
        // All others enter too: a panel of this size is no pack's, a workbook of this size is what is tried.
        let mut tx = core.db.begin_internal(&core.world, &officer.0).await.unwrap();
        tx.run(sql("insert into panel_member (id, panel, subject, place, path, stratum, entered, ended, reason, end_reason, \
             weight_num, weight_den, selection, replaces, tags) select 'm-' || e.id, m.panel, e.id, e.place, m.path, m.stratum, m.entered, m.ended, m.reason, m.end_reason, \
             m.weight_num, m.weight_den, m.selection, m.replaces, m.tags from employer e, (select * from panel_member where panel = 'enterprises' order by id limit 1) m \
             where e.id not in (select subject from panel_member where panel = 'enterprises')"))
            .await
            .unwrap();
        tx.commit(Event::new("bench.panel", "panel", "enterprises")).await.unwrap();
        let visitor = Visitor {
            actor: clerk.0.clone(),
            session: None,
            grants: Arc::new(clerk.1.clone()),
            by_cookie: false,
            csrf: "token".into(),
            texts: core.texts(Lang::Zh),
            choices: Arc::new(Choices::default()),
        };
        let add = move |mut request: Request, next: Next| {
            request.extensions_mut().insert(visitor.clone());
            next.run(request)
        };
        let child = ChildCommand::current_program(&["read-file"]).unwrap();
        let router = pages::routes(&Desk::new(reporting.clone(), child))
            .router
            .layer(middleware::from_fn(add))
            .layer(DefaultBodyLimit::disable());
        let house = Self { reporting, employers, clerk, router };
        house.earlier().await;
        house
    }

    fn cells(&self, at: usize) -> Cells {
        let form = self.reporting.form(FORM).unwrap();
        let mut cells = Cells::empty(form);
        let staff = 200 + (at % 50) as i64;
        let mut set = |id: &str, value: i64| cells.set(form.column(id).unwrap(), Cell::Number(value));
        for (id, value) in [
            ("wages", staff * 450_000),
            ("arrears", 0),
            ("base_staff", 240),
            ("start_staff", staff),
            ("end_staff", staff),
        ] {
            set(id, value);
        }
        for (id, value) in [("end_migrants", 3), ("planned_layoffs", 0)] {
            set(id, value);
        }
        for code in ["expansion", "replacement", "seasonal", "recalled", "other"] {
            set(&format!("hired.{code}"), 1);
        }
        for (number, code) in
            ["closure", "suspension", "layoff", "contract_end", "dissolved", "resigned", "retired", "other"]
                .iter()
                .enumerate()
        {
            set(&format!("left.{code}"), i64::from(number < 5));
        }
        cells.set(form.column("operating").unwrap(), Cell::Choice(0));
        cells
    }

    async fn earlier(&self) {
        let row = |(at, one): (usize, &employer::Employer)| ImportRow {
            row: at as u64 + 1,
            reporter: one.code.clone(),
            period: BEFORE.into(),
            cells: self.cells(at),
            reason: String::new(),
        };
        let rows = self.employers.iter().take(EARLIER).enumerate().map(row).collect();
        let options = ImportOptions {
            form: FORM.into(),
            accept: Accept::All,
            reason: "样例".into(),
            source: "bench".into(),
            replace: false,
        };
        let asking = Asking::of(&self.reporting.core, &self.clerk.0, &self.clerk.1);
        let done = import::import(&self.reporting, &asking.caller(None), &options, rows).await.unwrap();
        assert_eq!(done.counts.created as usize, EARLIER, "{:?}", done.findings.first());
    }

    /// The workbook as the template has it: a column an item, named by its id.
    pub fn workbook(&self) -> Vec<u8> {
        let form = self.reporting.form(FORM).unwrap();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "code").unwrap();
        let sample = self.cells(0);
        let columns: Vec<usize> =
            (0..form.items.len()).filter(|at| *sample.get(*at) != Cell::Missing).collect();
        for (to, at) in (1_u16..).zip(&columns) {
            sheet.write_string(0, to, &form.items[*at].id).unwrap();
        }
        for (line, one) in (1_u32..).zip(&self.employers) {
            sheet.write_string(line, 0, &one.code).unwrap();
            let cells = self.cells(line as usize - 1);
            for (to, at) in (1_u16..).zip(&columns) {
                let text = cells.get(*at).show(&form.items[*at]);
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(line, to, number).unwrap(),
                    Err(_) => sheet.write_string(line, to, text).unwrap(),
                };
            }
        }
        book.save_to_buffer().unwrap()
    }

    pub async fn send(&self, request: Request) -> (StatusCode, String, String) {
        let mut response = self.router.clone().oneshot(request).await.unwrap();
        let fault = response.extensions_mut().remove::<Arc<Fault>>();
        assert!(fault.is_none(), "{fault:?}");
        let status = response.status();
        let to = response
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap().to_owned())
            .unwrap_or_default();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, to, String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn form(&self, fields: &[(&str, &str)], file: Option<&[u8]>) -> (StatusCode, String, String) {
        const EDGE: &str = "edge-of-the-parts";
        let mut body = Vec::new();
        let common = [("_csrf", "token"), ("form", FORM), ("period", PERIOD), ("reason", "样例")];
        for (name, value) in common.iter().chain(fields) {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        if let Some(bytes) = file {
            body.extend(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"五月.xlsx\"\r\n\r\n").bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{EDGE}--\r\n").bytes());
        let request = Request::builder()
            .method("POST")
            .uri("/reporting/files")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"))
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Uploads the workbook, which looks at it; gives what it is held under.
    pub async fn upload(&self, bytes: &[u8]) -> String {
        let (status, _, text) = self.form(&[("act", "check")], Some(bytes)).await;
        let at = text.find("name=\"held\" value=\"").unwrap_or_else(|| panic!("{status} {text}"));
        let rest = &text[at + "name=\"held\" value=\"".len()..];
        rest[..rest.find('"').unwrap()].to_owned()
    }

    /// Takes what was looked at; gives its job.
    pub async fn take(&self, held: &str) -> String {
        let (status, to, text) = self.form(&[("act", "all"), ("held", held)], None).await;
        to.strip_prefix("/jobs/").unwrap_or_else(|| panic!("{status} {text}")).to_owned()
    }
}

async fn register(core: &Core, knowledge: &Knowledge, clerk: &(Actor, Grants)) -> Vec<employer::Employer> {
    let day = "2020-06-01".parse().unwrap();
    let all = knowledge.places.descendants("210000", day, anye_places::Tree::CIVIL);
    let counties: Vec<String> =
        all.filter(|one| one.level == anye_places::Level::County).map(|one| one.code.to_owned()).collect();
    let registry = Registry::new(core.clone());
    let new = |at: usize| NewEmployer {
        code: employer::made_up_code("210100", &format!("{at:08}")),
        name: format!("样例企业{at}"),
        place: counties[at % counties.len()].clone(),
        industry: format!("{}25", char::from(b'A' + (at % 19) as u8)),
        ownership: ["国有", "私营", "外资"][at % 3].into(),
        size: ["large", "medium", "small", "micro"][at % 4].into(),
        staff: Some(300),
        since: "2009-01-01".into(),
        source: "bench".into(),
        ..NewEmployer::default()
    };
    let mut made = Vec::with_capacity(ROWS);
    for lot in (0..ROWS).collect::<Vec<_>>().chunks(5_000) {
        let asking = Asking::of(core, &clerk.0, &clerk.1);
        let new = lot.iter().map(|at| new(*at)).collect();
        let lot = employer::register_many(&registry, &asking.caller(None), new).await.unwrap();
        made.extend(lot.into_iter().map(|one| one.employer));
    }
    made
}
