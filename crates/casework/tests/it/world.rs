//! A store, people with roles, a small tree of places, and a case to work on.

use anye_access::{Caller, Grant, Grants, PlaceScope, Role};
use anye_base::{Actor, ActorKind, World};
use anye_casework::model::{Case, NewCase, StepPlan, Words};
use anye_casework::use_case::{Opened, open_in};
use anye_db::Db;
use anye_db::audit::Event;

/// Codes that begin alike, as divisions do: 210400 lies within 210000.
pub struct Tree;

impl PlaceScope for Tree {
    fn is_within(&self, code: &str, ancestor: &str) -> bool {
        code.starts_with(ancestor.trim_end_matches("00").trim_end_matches("00"))
    }
}

/// The place above.
pub fn above(code: &str) -> Option<String> {
    match code {
        "210000" => None,
        code if code.ends_with("00") => Some("210000".to_owned()),
        code => Some(format!("{}00", &code[..4])),
    }
}

/// A person with a role at a place.
pub struct Person {
    actor: Actor,
    grants: Grants,
}

impl Person {
    pub fn new(name: &str, role: Role, place: &str) -> Self {
        let kind = ActorKind::Person;
        let actor = Actor {
            kind,
            id: format!("account-{name}"),
            name: name.into(),
            source: "test".into(),
            trace: "trace".into(),
        };
        let grant = Grant { id: format!("grant-{name}"), role, place: place.into() };
        Self { grants: Grants::new(&actor.id, vec![grant]), actor }
    }

    pub fn caller<'a>(&'a self, world: &'a World) -> Caller<'a> {
        Caller { world, actor: &self.actor, grants: &self.grants, places: &Tree, once: None }
    }
}

pub const HOUR: i64 = 3_600_000;

/// A warning in a county of Fushun.
pub fn plan(level: &str) -> NewCase {
    let step = |id: &str, zh: &str, hours: i64| StepPlan {
        id: id.into(),
        name: Words::new(zh, id),
        addressee: "市人力资源社会保障局".into(),
        within_ms: hours * HOUR,
    };
    NewCase {
        kind: "signal".into(),
        subject: ("place".into(), "210411".into()),
        place: "210411".into(),
        title: Words::new("岗位流失率越过橙色线", "Job-loss rate over the orange level"),
        level: level.into(),
        merge_key: "210411/job-loss".into(),
        steps: vec![step("verify", "核实", 2), step("assess", "研判", 24), step("act", "处置", 72)],
        acknowledge_ms: Some(HOUR),
        detail: serde_json::json!({ "evidence": [{ "label_zh": "岗位流失率", "label_en": "Job-loss rate", "value_zh": "3.1%", "value_en": "3.1%" }] }),
    }
}

/// Opens it.
pub async fn open(db: &Db, world: &World, plan: &NewCase) -> Opened {
    let actor = Actor::system("test");
    let mut tx = db.begin_internal(world, &actor).await.unwrap();
    let opened =
        open_in(&mut tx, (&actor.id, &actor.name), world.new_id(), world.now_ms(), plan).await.unwrap();
    tx.commit(Event::new("case.open", "case", &opened.case().id)).await.unwrap();
    opened
}

/// Opens it as a new one.
pub async fn fresh(db: &Db, world: &World) -> Case {
    match open(db, world, &plan("orange")).await {
        Opened::New(case) => case,
        Opened::Merged(_) => panic!("it was open already"),
    }
}
