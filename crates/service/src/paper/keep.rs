//! Giving a file, and taking it back while nothing was sent (上传、删除): the same file for the same paper is there once, however often it is sent.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_casework::use_case::flow::Flow;
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::kind::Kind;
use super::model::Paper;
use super::sealed;
use super::see::may_attach;
use crate::Service;
use crate::case::rights::may_apply;
use crate::store;

/// Most files of one application.
const MOST_FILES: usize = 30;
/// Most bytes of all of them.
const MOST_ALL: i64 = 40 * 1024 * 1024;

/// A file as it came.
#[derive(Debug)]
pub struct Attaching<'a> {
    /// The paper of the form that it is.
    pub paper: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The case it is given for, where the application was sent already.
    pub case: Option<&'a str>,
}

/// Keeps a file with an application.
///
/// # Errors
/// Not there, not the caller's turn, no such paper, too many, or what is wrong with the file.
pub async fn attach(
    service: &Service,
    caller: &Caller<'_>,
    id: &str,
    file: &Attaching<'_>,
) -> Result<Paper, Fault> {
    let service = &service.now();
    let kind = Kind::of(file.name, file.bytes)?;
    // Before anything is locked.
    let (digest, body) = sealed::seal(service, file.bytes).await?;
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let nothing = || Fault::not_found("service_application");
    let mut made = store::application::find(&mut tx, id).await?.ok_or_else(nothing)?;
    if !may_attach(&mut tx, caller, &made, file.case).await? {
        return Err(nothing());
    }
    if !asked(service, &made, file.paper) {
        let fault = FieldFault::new("paper", "paper_unknown");
        return Err(Fault::new(ErrorKind::Invalid, "paper_unknown").field(fault));
    }
    let there = store::paper::of(&mut tx, id).await?;
    if let Some(same) = there.iter().find(|one| one.paper == file.paper && one.digest == digest) {
        return Ok(same.clone());
    }
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let all: i64 = there.iter().map(|one| one.size).sum();
    if there.len() >= MOST_FILES || all + size > MOST_ALL {
        let fault = Fault::new(ErrorKind::TooLarge, "paper_many");
        return Err(fault.arg("files", MOST_FILES).arg("most", MOST_ALL / 1024 / 1024));
    }
    let step = match file.case {
        Some(case) => {
            Flow::of(&mut tx, case).await?.and_then(|flow| Some(flow.steps[flow.at()?].step.clone()))
        }
        None => None,
    };
    let world = caller.world;
    let one = Paper {
        id: world.new_id(),
        application: id.to_owned(),
        paper: file.paper.to_owned(),
        step: step.unwrap_or_default(),
        digest,
        kind: kind.word().to_owned(),
        size,
        name: file.name.to_owned(),
        made_by: caller.actor.id.clone(),
        made_name: caller.actor.name.clone(),
        made_at: world.now_ms(),
        original: None,
    };
    store::paper::keep(&mut tx, &one.digest, &body).await?;
    store::paper::insert(&mut tx, &one).await?;
    if made.is_draft() && made.answers.get(file.paper).is_none_or(String::is_empty) {
        let seen = made.row_version;
        made.answers.insert(file.paper.to_owned(), file.name.to_owned());
        made.changed_at = world.now_ms();
        made.row_version += 1;
        store::application::update(&mut tx, &made, seen).await?;
    }
    let detail = json!({ "paper": one.paper, "kind": one.kind, "size": one.size, "digest": one.digest });
    let event = Event::new("service.paper", "service_application", id).at_place(&made.place);
    tx.commit_with(event.detail(&detail), &one).await?;
    Ok(one)
}

/// Whether the form of an application has such a paper.
fn asked(service: &Service, made: &crate::model::Application, key: &str) -> bool {
    let own = |id: &String| service.programme(id);
    key.strip_prefix("p.").is_some_and(|wanted| {
        made.programmes.iter().filter_map(own).any(|one| one.papers.iter().any(|paper| paper.id == wanted))
    })
}

/// Takes a file back as long as nothing was sent.
///
/// # Errors
/// Not there, not the caller's, or sent already.
pub async fn remove(service: &Service, caller: &Caller<'_>, id: &str) -> Result<Paper, Fault> {
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let nothing = || Fault::not_found("service_paper");
    let one = store::paper::find(&mut tx, id).await?.ok_or_else(nothing)?;
    let mut made = store::application::find(&mut tx, &one.application).await?.ok_or_else(nothing)?;
    if !may_apply(caller, &made) {
        return Err(nothing());
    }
    if !made.is_draft() {
        return Err(Fault::new(ErrorKind::Conflict, "service_sent_already"));
    }
    store::paper::remove(&mut tx, id, &caller.actor.id, caller.world.now_ms()).await?;
    if made.answers.get(&one.paper) == Some(&one.name) {
        let seen = made.row_version;
        made.answers.remove(&one.paper);
        made.row_version += 1;
        store::application::update(&mut tx, &made, seen).await?;
    }
    let event = Event::new("service.paper_removed", "service_application", &made.id).at_place(&made.place);
    tx.commit_with(event.detail(&json!({ "paper": one.paper, "digest": one.digest })), &one).await?;
    Ok(one)
}
