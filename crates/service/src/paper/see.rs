//! Reading files (查看附件): by who fills in the application or may see the case; for anybody else it is as if there were none. And the mark that the original was seen.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Read};
use anye_programmes::SubjectKind;
use anye_registry::person;
use serde_json::json;

use super::kind::Kind;
use super::model::Paper;
use super::sealed;
use crate::Service;
use crate::case::rights::{denied, may, may_apply, may_read, mine};
use crate::model::{Application, Stand};
use crate::store;

/// Whether the caller may give a file now: a draft's own writer; later the applicant while something is asked, or the office while it works on the case.
pub(crate) async fn may_attach(
    from: &mut impl Read,
    caller: &Caller<'_>,
    made: &Application,
    case: Option<&str>,
) -> Result<bool, Fault> {
    let Some(case) = case else { return Ok(made.is_draft() && may_apply(caller, made)) };
    let Some(row) = store::case::find(from, case).await?.filter(|row| row.application == made.id) else {
        return Ok(false);
    };
    if row.stand.is_final() {
        return Ok(false);
    }
    let office = may(caller, Permission::ServiceWork, &made.place) && !mine(caller, made);
    Ok(office || (row.stand == Stand::Asked && may_apply(caller, made)))
}

fn may_see(caller: &Caller<'_>, made: &Application) -> bool {
    may_apply(caller, made) || (!made.is_draft() && may_read(caller, made, &made.place))
}

/// The files of an application, in the order they were given.
///
/// # Errors
/// Not there, or not to be seen by the caller: the answer is the same.
pub async fn list(service: &Service, caller: &Caller<'_>, id: &str) -> Result<Vec<Paper>, Fault> {
    let mut from = &service.core.db;
    let made = store::application::find(&mut from, id).await?;
    made.filter(|made| may_see(caller, made)).ok_or_else(|| Fault::not_found("service_application"))?;
    Ok(store::paper::of(&mut from, id).await?)
}

/// A file to be handed out.
#[derive(Debug)]
pub struct Content {
    /// The file.
    pub paper: Paper,
    /// What it holds.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The bytes of a file, held against their digest.
///
/// # Errors
/// Not there, not to be seen, or damaged.
pub async fn content(service: &Service, caller: &Caller<'_>, id: &str) -> Result<Content, Fault> {
    let mut from = &service.core.db;
    let nothing = || Fault::not_found("service_paper");
    let paper = store::paper::find(&mut from, id).await?.ok_or_else(nothing)?;
    let made = store::application::find(&mut from, &paper.application).await?.ok_or_else(nothing)?;
    if !may_see(caller, &made) {
        return Err(nothing());
    }
    let body = store::paper::body(&mut from, &paper.digest).await?.ok_or_else(nothing)?;
    let bytes = sealed::open(service, &paper.digest, body).await?;
    let damaged = || Fault::internal("a file is not what was sent");
    let kind = Kind::from_word(&paper.kind).ok_or_else(damaged)?;
    recorded(service, caller, &made, &paper).await?;
    Ok(Content { paper, kind, bytes })
}

/// Records that a file was opened. About a person, by somebody else, it stands among the looks that the person may ask for.
async fn recorded(
    service: &Service,
    caller: &Caller<'_>,
    made: &Application,
    paper: &Paper,
) -> Result<(), Fault> {
    let mut tx = service.core.db.begin_internal(caller.world, caller.actor).await?;
    if made.kind() == SubjectKind::Person && !mine(caller, made) {
        person::at_paper(&mut tx, caller, &made.subject).await?;
    }
    let event = Event::new("service.paper_read", "service_application", &made.id).at_place(&made.place);
    Ok(tx.commit(event.detail(&json!({ "paper": paper.paper, "digest": paper.digest }))).await?)
}

/// Marks that an officer saw the original of a paper (已核原件).
///
/// # Errors
/// Not there, not sent yet, one's own application, or marked already.
pub async fn seen(service: &Service, caller: &Caller<'_>, id: &str) -> Result<Paper, Fault> {
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let nothing = || Fault::not_found("service_paper");
    let mut one = store::paper::find(&mut tx, id).await?.ok_or_else(nothing)?;
    let made = store::application::find(&mut tx, &one.application).await?.ok_or_else(nothing)?;
    if !may_see(caller, &made) {
        return Err(nothing());
    }
    if mine(caller, &made) {
        return Err(Fault::new(ErrorKind::Denied, "service_own_case"));
    }
    if !may(caller, Permission::ServiceWork, &made.place) {
        return Err(denied(Permission::ServiceWork));
    }
    if made.is_draft() && made.channel != "counter" {
        return Err(Fault::new(ErrorKind::Conflict, "service_no_step"));
    }
    if one.original.is_none() {
        let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
        store::paper::seen(&mut tx, id, by, caller.world.now_ms()).await?;
        one.original = Some((caller.actor.name.clone(), caller.world.now_ms()));
    }
    let event = Event::new("service.paper_seen", "service_application", &made.id).at_place(&made.place);
    tx.commit_with(event.detail(&json!({ "paper": one.paper, "digest": one.digest })), &one).await?;
    Ok(one)
}
