//! What somebody at work does next, one request at a time: what follows from the page before them, else what their role does most.

use std::sync::atomic::{AtomicU64, Ordering};

use anye_access::Role;
use serde_json::json;

use crate::town::{Chance, Town, User, somebody};
use crate::wire::{Answer, Ask};

/// What is before somebody.
#[derive(Debug, Clone, Default)]
pub enum Before {
    /// Nothing that waits.
    #[default]
    Nothing,
    /// An application that was begun: its id and number as seen; how far it is.
    Form { id: String, version: String, step: usize },
    /// A case that was looked at, to be decided or confirmed.
    Case { id: String, version: String, act: &'static str },
}

/// A request on its way.
pub struct Step {
    pub kind: &'static str,
    pub writes: bool,
    pub ask: Ask,
    expects: u16,
    then: Then,
}

enum Then {
    Nothing,
    Begun,
    Shown { id: String, step: usize },
    Kept { id: String },
    Sent,
    Looked { id: String, act: &'static str },
    Decided { id: String, act: &'static str },
}

/// Somebody at work.
pub struct Hand<'t> {
    pub town: &'t Town,
    pub user: &'t User,
    pub chance: Chance,
    pub before: Before,
    /// A jobseeker applies once, and may look at the case afterwards.
    own_case: Option<String>,
}

static ONCE: AtomicU64 = AtomicU64::new(0);

fn once() -> String {
    format!("bench-{:08}", ONCE.fetch_add(1, Ordering::Relaxed))
}

fn read(kind: &'static str, path: String) -> Step {
    let ask = Ask { method: "GET", path, body: None, once: String::new(), plain: false };
    Step { kind, writes: false, ask, expects: 200, then: Then::Nothing }
}

/// A form or JSON that is sent, and what answers it.
fn sent(kind: &'static str, path: String, (body, json): (String, bool), expects: u16, then: Then) -> Step {
    let ask = Ask { method: "POST", path, body: Some((body, json)), once: once(), plain: true };
    Step { kind, writes: true, ask, expects, then }
}

/// The value of the first field of a page with this name.
fn field(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

const ANSWERS: &str = "f.since=2020-04-30&f.cause=other_origin&f.former_employer=%E7%A4%BA%E4%BE%8B%E5%8D%95%E4%BD%8D&f.at=household&f.channel=counter&f.wishes=work";
const REASON: &str =
    "%E5%9C%A8%E5%8A%B3%E5%8A%A8%E5%B9%B4%E9%BE%84%E5%86%85%EF%BC%8C%E6%9D%90%E6%96%99%E9%BD%90%E5%85%A8";

impl<'t> Hand<'t> {
    pub fn new(town: &'t Town, at: usize) -> Self {
        let chance = Chance(at as u64 + 1);
        Self { town, user: &town.users[at], chance, before: Before::Nothing, own_case: None }
    }

    /// What they do next.
    pub fn next(&mut self) -> Step {
        match std::mem::take(&mut self.before) {
            Before::Form { id, version, step } => self.form(id, &version, step),
            Before::Case { id, version, act } => self.decision(id, &version, act),
            Before::Nothing => match self.user.role {
                Role::Clerk => self.clerk(),
                Role::Reviewer => self.reviewer(),
                Role::Leader => self.leader(),
                _ => self.jobseeker(),
            },
        }
    }

    fn clerk(&mut self) -> Step {
        let county = &self.town.counties[self.user.county];
        match self.chance.below(100) {
            0..18 => self.by_number(),
            18..36 => self.by_name(),
            36..52 => {
                let at = self.chance.below(county.persons.len());
                read("person page", format!("/persons/{}", county.persons[at]))
            }
            52..64 => read("task list", "/tasks".into()),
            64..74 => self.case_page(),
            74..79 => self.register(),
            79..84 => self.entry(),
            84..90 => self.begin(),
            90..97 => self.waiting("grant"),
            _ => read("statistics of programmes", "/service/statistics".into()),
        }
    }

    fn reviewer(&mut self) -> Step {
        match self.chance.below(100) {
            0..30 => read("task list", "/tasks".into()),
            30..50 => self.case_page(),
            50..85 => self.waiting("confirm"),
            85..95 => self.by_name(),
            _ => read("statistics of programmes", "/service/statistics".into()),
        }
    }

    fn leader(&mut self) -> Step {
        match self.chance.below(100) {
            0..40 => read("statistics of programmes", "/service/statistics".into()),
            40..80 => read("table of a register", "/registers/unemployment/counts/by-cause".into()),
            _ => read("task list", "/tasks".into()),
        }
    }

    fn jobseeker(&mut self) -> Step {
        match (self.chance.below(100), &self.own_case) {
            (0..30, Some(case)) => read("case page", format!("/service/cases/{case}")),
            (30..45, _) => read("what is on offer", "/service".into()),
            (45..60, _) if !self.user.applied.replace(true) => self.start(&self.user.own, "itself"),
            _ => read("own page", "/my".into()),
        }
    }

    fn by_number(&mut self) -> Step {
        let codes: Vec<String> = self.town.counties.iter().map(|one| one.code.clone()).collect();
        let n = self.chance.below(self.town.known / codes.len()) * codes.len() + self.user.county;
        let body = format!("q={}&_csrf={}", somebody(&codes, n).1, self.user.csrf);
        let step = sent("person by number", "/persons".into(), (body, false), 303, Then::Nothing);
        Step { writes: false, ..step }
    }

    fn by_name(&mut self) -> Step {
        let codes: Vec<String> = self.town.counties.iter().map(|one| one.code.clone()).collect();
        let n = self.chance.below(self.town.known / codes.len()) * codes.len() + self.user.county;
        let name: String = somebody(&codes, n).0.bytes().map(|byte| format!("%{byte:02X}")).collect();
        read("persons by name", format!("/persons?q={name}&place={}", codes[self.user.county]))
    }

    fn case_page(&mut self) -> Step {
        let all = &self.town.counties[self.user.county].cases;
        let at = self.chance.below(all.len());
        read("case page", format!("/service/cases/{}", all[at]))
    }

    fn register(&mut self) -> Step {
        let codes: Vec<String> = self.town.counties.iter().map(|one| one.code.clone()).collect();
        let n = self.town.next.get();
        self.town.next.set(n + 1);
        let n = n * codes.len() + self.user.county;
        let (name, number) = somebody(&codes, n);
        let place = &codes[self.user.county];
        let body = json!({ "number": { "number": number }, "name": name, "place": place, "residence_place": place, "residence_type": "urban",
            "phone": format!("138{:08}", n % 100_000_000), "source": "窗口" });
        sent("person registered", "/api/persons".into(), (body.to_string(), true), 201, Then::Nothing)
    }

    fn entry(&mut self) -> Step {
        let Some(who) = self.town.counties[self.user.county].to_register.borrow_mut().pop() else {
            return self.by_name();
        };
        let body = json!({ "subject": who, "from": "2020-06-22", "source": "窗口",
            "fields": { "since": "2020-05-30", "cause": "other_origin", "former_employer": "示例单位", "channel": "counter", "at": "household", "wishes": ["work"] } });
        let path = "/api/registers/unemployment/entries".into();
        sent("unemployment registered", path, (body.to_string(), true), 201, Then::Nothing)
    }

    fn begin(&mut self) -> Step {
        match self.town.counties[self.user.county].to_apply.borrow_mut().pop() {
            Some(who) => self.start(&who, "counter"),
            None => self.by_name(),
        }
    }

    fn start(&self, who: &str, channel: &str) -> Step {
        let body = format!(
            "_csrf={}&_once={}&kind=person&id={who}&channel={channel}&programme=unemployment-registration",
            self.user.csrf,
            once()
        );
        sent("application begun", "/service/start".into(), (body, false), 303, Then::Begun)
    }

    fn form(&self, id: String, version: &str, step: usize) -> Step {
        let path = format!("/service/applications/{id}");
        let head = format!("_csrf={}&_once={}&version={version}", self.user.csrf, once());
        match step {
            0 => {
                let mut step = read("form of an application", path);
                step.ask.plain = true;
                step.then = Then::Shown { id, step: 1 };
                step
            }
            1 => {
                let body = (format!("{head}&{ANSWERS}"), false);
                sent("draft saved", format!("{path}/draft"), body, 200, Then::Kept { id })
            }
            2 => {
                let mut step = read("answers checked", format!("{path}/check"));
                step.ask.plain = true;
                step.then = Then::Shown { id, step: 3 };
                step
            }
            _ => sent("application sent", format!("{path}/send"), (head, false), 303, Then::Sent),
        }
    }

    /// A case that waits is opened; deciding comes next.
    fn waiting(&mut self, act: &'static str) -> Step {
        let county = &self.town.counties[self.user.county];
        let queue = if act == "grant" { &county.to_decide } else { &county.to_confirm };
        let Some(id) = queue.borrow_mut().pop_front() else { return self.case_page() };
        let mut step = read("case page", format!("/service/cases/{id}"));
        step.ask.plain = true;
        step.then = Then::Looked { id, act };
        step
    }

    fn decision(&self, id: String, version: &str, act: &'static str) -> Step {
        let kind = if act == "grant" { "decision proposed" } else { "decision confirmed" };
        let body =
            format!("_csrf={}&_once={}&version={version}&act={act}&note={REASON}", self.user.csrf, once());
        sent(kind, format!("/service/cases/{id}"), (body, false), 303, Then::Decided { id, act })
    }

    /// Takes an answer; what is wrong with it, in words.
    pub fn take(&mut self, step: Step, answer: &Answer) -> Result<(), String> {
        let said = |what: &str| {
            let body: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
            let (status, to) = (answer.status, &answer.location);
            Err(format!("{what}: {} {} answered {status} {to} {body}", step.ask.method, step.ask.path))
        };
        if answer.status != step.expects || answer.location.starts_with("/login") {
            return said(step.kind);
        }
        let page = || String::from_utf8_lossy(&answer.body);
        match &step.then {
            Then::Nothing => {}
            Then::Begun => {
                let Some(id) = answer.location.rsplit('/').next() else { return said("no id") };
                self.before = Before::Form { id: id.to_owned(), version: String::new(), step: 0 };
            }
            Then::Shown { id, step: next } => {
                let Some(version) = field(&page(), "version") else { return said("no number") };
                self.before = Before::Form { id: id.clone(), version, step: *next };
            }
            Then::Kept { id } => {
                let kept: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                self.before = Before::Form { id: id.clone(), version: kept["version"].to_string(), step: 2 };
            }
            Then::Sent => {
                let path = answer.location.split('?').next().unwrap_or_default();
                let Some(id) = path.strip_prefix("/service/cases/") else { return said("no case") };
                if self.user.role == Role::Jobseeker {
                    self.own_case = Some(id.to_owned());
                }
                self.town.counties[self.user.county].to_decide.borrow_mut().push_back(id.to_owned());
            }
            Then::Looked { id, act } => {
                let Some(version) = field(&page(), "version") else { return said("no act") };
                self.before = Before::Case { id: id.clone(), version, act };
            }
            Then::Decided { id, act } => {
                if *act == "grant" {
                    self.town.counties[self.user.county].to_confirm.borrow_mut().push_back(id.clone());
                }
            }
        }
        Ok(())
    }
}
