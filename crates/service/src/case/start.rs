//! Beginning an application (新建申请): which programmes, about whom, through which channel. It must never begin one that is not open, nor for somebody else.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault, World};
use anye_db::audit::Event;
use anye_db::{Begin, Read};
use anye_programmes::{Applicant, Programme, SubjectKind};
use serde_json::json;

use super::rights::{denied, may, may_apply};
use crate::Service;
use crate::form::slots;
use crate::mark::mark;
use crate::model::{Answers, Application, channel};
use crate::port::Subject;
use crate::store;

/// So many programmes in one form at most.
const MOST: usize = 12;

/// What is begun.
#[derive(Debug, Clone)]
pub struct Start {
    /// Ids of programmes: one form for all of them.
    pub programmes: Vec<String>,
    /// The matter it was begun from.
    pub matter: String,
    /// Whom it is about.
    pub subject: (SubjectKind, String),
    /// Through which channel.
    pub channel: Applicant,
}

/// Begins it. The same key gives the same application.
///
/// # Errors
/// No such programme, not open here today, not for such a subject or channel, not allowed.
pub async fn start(service: &Service, caller: &Caller<'_>, wish: &Start) -> Result<Application, Fault> {
    let subject = subject(service, caller, wish).await?;
    let programmes = programmes(service, caller, wish, &subject)?;
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let world = caller.world;
    let portal = matches!(wish.channel, Applicant::Itself | Applicant::Employer);
    let mut made = Application {
        id: world.new_id(),
        programmes: programmes.iter().map(|one| one.id.clone()).collect(),
        matter: wish.matter.clone(),
        place: subject.place.clone(),
        subject_kind: subject.kind.word().to_owned(),
        subject: subject.id.clone(),
        channel: channel(wish.channel).to_owned(),
        account: if portal { caller.grants.account().to_owned() } else { String::new() },
        answers: Answers::new(),
        things: std::collections::BTreeMap::new(),
        state: "draft".to_owned(),
        made_by: caller.actor.id.clone(),
        made_name: caller.actor.name.clone(),
        made_at: world.now_ms(),
        changed_at: world.now_ms(),
        sent_at: None,
        row_version: 1,
    };
    if !may_apply(caller, &made) {
        return Err(denied(Permission::ServiceApply));
    }
    things(service, &mut tx, world, &programmes, &mut made).await?;
    store::application::insert(&mut tx, &made).await?;
    mark("start.inserted");
    let detail = json!({ "programmes": made.programmes, "channel": made.channel });
    let event = Event::new("service.start", "service_application", &made.id).at_place(&made.place);
    tx.commit_with(event.detail(&detail), &made).await?;
    Ok(made)
}

/// Gives ids to things that come into being with the application, until none is missing.
pub(super) async fn things(
    service: &Service,
    from: &mut impl Read,
    world: &World,
    programmes: &[&Programme],
    made: &mut Application,
) -> Result<(), Fault> {
    for _ in 0..8 {
        let found = slots(service, from, programmes, made, world.today()).await?;
        if found.missing.is_empty() {
            return Ok(());
        }
        for kind in found.missing {
            made.things.insert(kind, world.new_id());
        }
    }
    Err(Fault::internal("things of an application lead to ever more things"))
}

async fn subject(service: &Service, caller: &Caller<'_>, wish: &Start) -> Result<Subject, Fault> {
    let db = &service.core.db;
    let nobody = || Fault::not_found("service_subject");
    let (kind, id) = (wish.subject.0, wish.subject.1.as_str());
    match wish.channel {
        Applicant::Itself | Applicant::Employer => {
            let own = service.own(caller.grants.account()).await?;
            let named = own.iter().find(|one| one.kind == kind && one.id == id).cloned();
            if named.is_some() || wish.channel == Applicant::Itself {
                return named.ok_or_else(nobody);
            }
            // An employer applies for somebody who works there: the case is about them.
            let is_employer = own.iter().any(|one| one.kind == SubjectKind::Employer);
            let found = service.subjects.find(db, kind, id).await?;
            found.filter(|_| is_employer).ok_or_else(nobody)
        }
        Applicant::Counter | Applicant::Office => {
            let found = service.subjects.find(db, kind, id).await?;
            found.filter(|one| may(caller, Permission::ServiceApply, &one.place)).ok_or_else(nobody)
        }
    }
}

fn programmes<'s>(
    service: &'s Service,
    caller: &Caller<'_>,
    wish: &Start,
    subject: &Subject,
) -> Result<Vec<&'s Programme>, Fault> {
    let wrong = |code: &'static str| {
        Fault::new(ErrorKind::Invalid, code).arg("most", MOST).field(FieldFault::new("programmes", code))
    };
    let mut all: Vec<&Programme> = Vec::new();
    for id in &wish.programmes {
        let found = service.programme(id).ok_or_else(|| Fault::not_found("programme"))?;
        if all.iter().all(|one| one.id != found.id) {
            all.push(found);
        }
    }
    if all.is_empty() || all.len() > MOST {
        return Err(wrong("service_programmes"));
    }
    if all.len() > 1 && !is_bundled(service, caller, &all, &subject.place) {
        return Err(wrong("service_not_bundled"));
    }
    for one in &all {
        if one.subject != subject.kind {
            return Err(wrong("service_other_subject"));
        }
        if !one.applicants.contains(&wish.channel) {
            return Err(wrong("service_other_channel"));
        }
        if !is_open(service, caller, one, &subject.place) {
            return Err(wrong("service_not_open"));
        }
    }
    Ok(all)
}

/// Whether programmes may be applied for in one form at a place today (“打包”办理试点): they belong to one matter, and it is switched on there.
pub(crate) fn is_bundled(
    service: &Service,
    caller: &Caller<'_>,
    programmes: &[&Programme],
    place: &str,
) -> bool {
    let Some(matter) = programmes.first().and_then(|one| one.matter.as_ref()) else { return false };
    let declared = service.definitions.matters.iter().find(|one| one.id == *matter);
    programmes.iter().all(|one| one.matter.as_ref() == Some(matter))
        && declared.is_some_and(|one| {
            in_time(&one.open, &service.core.world.today().to_string())
                && one.pilot.iter().any(|code| caller.places.is_within(place, code))
        })
}

fn in_time((first, last): &(Option<String>, Option<String>), today: &str) -> bool {
    first.as_ref().is_none_or(|day| day.as_str() <= today)
        && last.as_ref().is_none_or(|day| today <= day.as_str())
}

/// Whether a programme is open at a place today.
pub(crate) fn is_open(service: &Service, caller: &Caller<'_>, programme: &Programme, place: &str) -> bool {
    let today = service.core.world.today().to_string();
    let here = programme.places.is_empty()
        || programme.places.iter().any(|code| caller.places.is_within(place, code));
    in_time(&programme.open, &today) && here
}
