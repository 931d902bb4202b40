//! The case that follows (立案): steps, hours and addressees of the pack's plan, resolved for the place. It must never hold a step of its own.

use anye_access::{Caller, Grant, Grants, PlaceScope, Role};
use anye_base::{Actor, Date, Fault};
use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::{self as casework, Opened};
use anye_db::DbError;
use anye_db::audit::Event;
use anye_places::{Level, Tree};
use serde_json::{Value, json};

use super::setting::{Plan, Setting};
use crate::Monitor;

const HOUR: i64 = 3_600_000;

/// What a case is about.
pub struct About {
    /// layoff, risk, incident, contradiction, silent: a plan of the setting.
    pub kind: &'static str,
    /// Kind of subject and its id.
    pub subject: (&'static str, String),
    /// Where.
    pub place: String,
    /// What it says.
    pub title: Words,
    /// The same again meets this key.
    pub key: String,
    /// Evidence: label and value in both languages.
    pub evidence: Vec<(Words, Words)>,
    /// What the kind keeps of its own.
    pub more: Value,
}

/// As casework opens it.
pub fn planned(monitor: &Monitor, setting: &Setting, about: &About) -> NewCase {
    let plan = setting.plan.get(about.kind);
    let evidence = about.evidence.iter().map(|(label, value)| {
        json!({ "label_zh": label.zh, "label_en": label.en, "value_zh": value.zh, "value_en": value.en })
    });
    let mut detail = json!({ "evidence": evidence.collect::<Vec<_>>() });
    if let (Some(all), Value::Object(more)) = (detail.as_object_mut(), &about.more) {
        all.extend(more.clone());
    }
    NewCase {
        kind: about.kind.to_owned(),
        subject: (about.subject.0.to_owned(), about.subject.1.clone()),
        place: about.place.get(..6).unwrap_or(&about.place).to_owned(),
        title: about.title.clone(),
        level: String::new(),
        merge_key: about.key.clone(),
        steps: plan.map(|plan| steps(monitor, plan, &about.place)).unwrap_or_default(),
        acknowledge_ms: plan.map(|plan| plan.acknowledge_hours * HOUR),
        detail,
    }
}

fn steps(monitor: &Monitor, plan: &Plan, place: &str) -> Vec<StepPlan> {
    let today = monitor.core.world.today();
    let step = |one: &super::setting::Step| StepPlan {
        id: one.id.clone(),
        name: one.name.words(),
        addressee: format!("{}{} · {}", at_level(monitor, place, &one.level, today), one.unit, one.cite),
        within_ms: one.within * HOUR,
    };
    plan.step.iter().map(step).collect()
}

/// Name of the place of a level above a place, or of the place itself.
fn at_level(monitor: &Monitor, place: &str, level: &str, on: Date) -> String {
    let register = monitor.core.places();
    let own = place.get(..6).unwrap_or(place);
    let wanted = Level::ALL.into_iter().find(|one| one.as_str() == level);
    let up = [Tree::CIVIL, Tree::STATISTICAL].into_iter().flat_map(|tree| register.ancestors(own, on, tree));
    let found = up.filter(|one| Some(one.level) == wanted).map(|one| one.name.to_owned()).next();
    found.unwrap_or_else(|| monitor.core.place_name(own, on))
}

/// Opens a case in a transaction of its own, by the program itself. Looking again opens nothing twice.
///
/// # Errors
/// The store's own.
pub async fn open(monitor: &Monitor, setting: &Setting, about: &About) -> Result<Opened, DbError> {
    let (world, actor) = (&monitor.core.world, Actor::system("monitor"));
    let mut tx = monitor.core.db.begin_internal(world, &actor).await?;
    let plan = planned(monitor, setting, about);
    let by = (actor.id.as_str(), actor.name.as_str());
    let opened = casework::open_in(&mut tx, by, world.new_id(), world.now_ms(), &plan).await?;
    let event = Event::new("case.open", "case", &opened.case().id).at_place(&plan.place);
    tx.commit(event.detail(&json!({ "kind": about.kind }))).await?;
    Ok(opened)
}

/// Joins two cases on behalf of the program: an employer's account that files may not work on cases.
///
/// # Errors
/// The store's own.
pub async fn join(monitor: &Monitor, from: &str, to: &str, kind: &str) -> Result<(), Fault> {
    let (world, actor) = (&monitor.core.world, Actor::system("monitor"));
    let home = monitor.core.settings.home_place.clone();
    let grant = Grant { id: "monitor".into(), role: Role::Clerk, place: home };
    let grants = Grants::new(&actor.id, vec![grant]);
    let places = monitor.core.scope_on(world.today());
    let places: &dyn PlaceScope = &places;
    let caller = Caller { world, actor: &actor, grants: &grants, places, once: None };
    casework::link(&monitor.core.db, &caller, from, to, kind).await
}
