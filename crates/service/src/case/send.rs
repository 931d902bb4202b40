//! Sending an application (提交): each programme becomes a case of its own with its own number, steps and deadlines, all in one transaction.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::flow::Flow;
use anye_casework::use_case::open_in;
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_programmes::{Programme, Step, StepAct, StepRole};
use serde_json::json;

use super::draft::{lay, own, programmes};
use super::held::{Held, office};
use super::number;
use super::rights::permission;
use crate::Service;
use crate::due::due;
use crate::form::look;
use crate::mark::mark;
use crate::model::{Answers, Application, Row, Stand};
use crate::store;

/// The kind of cases of programmes.
pub(crate) const KIND: &str = "service";

/// Sends it, with the last answers; ids of its cases. Sending twice with one key has one effect.
///
/// # Errors
/// Something is missing or cannot be read, an open case about the same, sent already, or changed meanwhile.
pub async fn send(
    service: &Service,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    answers: &Answers,
) -> Result<Vec<String>, Fault> {
    service.policy.refresh().await?;
    let service = &service.now();
    let name = {
        let made = own(&mut &service.core.db, caller, id).await?;
        let found = service.subjects.find(&service.core.db, made.kind(), &made.subject).await?;
        found.map(|one| one.shown()).unwrap_or_default()
    };
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut made = own(&mut tx, caller, id).await?;
    if !made.is_draft() {
        return Err(Fault::new(ErrorKind::Conflict, "service_sent_already"));
    }
    if made.row_version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let own = super::rights::mine(caller, &made);
    lay(service, &mut tx, &mut made, answers, own).await?;
    let wanted = programmes(service, &made)?;
    let checked = look(service, &mut tx, &wanted, &made, caller.world.today(), (false, &[])).await?;
    if !checked.troubles.is_empty() {
        let fault = Fault::new(ErrorKind::Invalid, "service_incomplete").arg("n", checked.troubles.len());
        return Err(checked.troubles.iter().fold(fault, |fault, one| {
            fault.field(
                FieldFault::new(one.key.clone(), "service_trouble")
                    .arg("zh", &one.say.zh)
                    .arg("en", &one.say.en),
            )
        }));
    }
    let now = caller.world.now_ms();
    made.state = "sent".to_owned();
    made.sent_at = Some(now);
    made.changed_at = now;
    made.row_version += 1;
    store::application::update(&mut tx, &made, seen).await?;
    mark("send.updated");
    let mut cases = Vec::new();
    for programme in wanted {
        cases.push(open(service, &mut tx, programme, &made, &name, None).await?);
    }
    let event = Event::new("service.send", "service_application", id).at_place(&made.place);
    tx.commit_with(event.detail(&json!({ "cases": cases, "programmes": made.programmes })), &cases).await?;
    Ok(cases)
}

/// Opens the case of one programme.
pub(super) async fn open(
    service: &Service,
    tx: &mut WriteTx<'_>,
    programme: &Programme,
    made: &Application,
    name: &str,
    appeals: Option<&str>,
) -> Result<String, Fault> {
    let (world, actor) = (tx.scope().world, tx.scope().actor);
    let now = world.now_ms();
    let by = (actor.id.as_str(), actor.name.as_str());
    // What is decided about a new thing may be applied for again; what is decided about somebody may not, while it is open.
    let about_new = programme.rules.iter().any(|one| one.thing.is_some()) || appeals.is_some();
    let subject = (made.subject_kind.as_str(), made.subject.as_str());
    if let Some(there) = store::case::open_about(tx, &programme.id, subject).await?.filter(|_| !about_new) {
        return Err(Fault::new(ErrorKind::Conflict, "service_open_already").arg("number", there.number));
    }
    let plan = plan(service, programme, made, name, now, appeals);
    let opened = open_in(tx, by, world.new_id(), now, &plan).await?;
    mark("send.opened");
    let case = opened.case().clone();
    let number = number::next(tx, &made.place, &world.today().to_string()).await?;
    let row = Row {
        case_id: case.id.clone(),
        application: made.id.clone(),
        number,
        programme: programme.id.clone(),
        place: made.place.clone(),
        stand: Stand::Working,
        granted: None,
        proposal: None,
        asked: Vec::new(),
        why: String::new(),
        appeals: appeals.map(str::to_owned),
        promised_at: programme.promise.map(|span| due(span, &service.calendar, now)),
        ended_at: None,
        made_at: now,
        row_version: 1,
    };
    store::case::insert(tx, &row).await?;
    mark("send.inserted");
    let flow = Flow::of(tx, &case.id)
        .await?
        .ok_or_else(|| Fault::internal("a case that was just opened is missing"))?;
    let mut held = Held { row, flow, programme, application: made.clone() };
    let first = programme.steps.first();
    let needs = first.map_or("", |step| permission(step.role).word());
    let answers = first.map_or_else(|| made.place.clone(), |step| office(service, &made.place, step.level));
    held.flow.place_at(tx, &format!("/service/cases/{}", case.id), needs, &answers).await?;
    mark("send.placed");
    super::settle::by_law(service, tx, &mut held).await?;
    // Sending is the applicant's word: a step that asks nothing but that is done by it, as long as no officer did anything.
    while let Some(step) = held.step() {
        let word = step.role == StepRole::Applicant && step.acts.contains(&StepAct::Pass);
        if !word || programme.steps.iter().take_while(|one| one.id != step.id).any(by_officer) {
            break;
        }
        super::settle::go_on(service, tx, &mut held, by, "").await?;
    }
    Ok(case.id)
}

fn by_officer(step: &Step) -> bool {
    matches!(step.role, StepRole::Clerk | StepRole::Reviewer)
}

fn plan(
    service: &Service,
    programme: &Programme,
    made: &Application,
    name: &str,
    now: i64,
    appeals: Option<&str>,
) -> NewCase {
    let mut at = now;
    let steps = programme.steps.iter().map(|step| {
        at = step.within.map_or(at, |span| due(span, &service.calendar, at));
        StepPlan {
            id: step.id.clone(),
            name: Words::new(&step.name.zh, &step.name.en),
            addressee: permission(step.role).word().to_owned(),
            within_ms: at - now,
        }
    });
    let steps: Vec<StepPlan> = steps.collect();
    let title =
        Words::new(format!("{} · {name}", programme.name.zh), format!("{} · {name}", programme.name.en));
    let first = steps.first().map(|step| step.within_ms);
    NewCase {
        kind: KIND.to_owned(),
        subject: (made.subject_kind.clone(), made.subject.clone()),
        place: made.place.clone(),
        title,
        level: String::new(),
        merge_key: format!("{}/{}/{}", programme.id, made.id, appeals.unwrap_or_default()),
        steps,
        acknowledge_ms: first.filter(|ms| *ms > 0),
        detail: json!({ "programme": programme.id, "application": made.id, "channel": made.channel }),
    }
}
