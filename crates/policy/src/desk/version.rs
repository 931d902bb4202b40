//! One version: what differs from the version published before it, and the form that publishes or refuses it.

use anye_access::Permission;
use anye_base::Fault;
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::versions::{Row, errors, is_shown, with_status};
use crate::Policy;
use crate::version::{self, Asking, Change, State as Stands, Version};

#[derive(Template)]
#[template(path = "law_version.html")]
struct VersionPage {
    frame: Frame,
    sentence: String,
    row: Row,
    content: String,
    /// Added, removed, changed.
    groups: Vec<(String, Vec<Change>)>,
    /// Whether there was a version before to compare with.
    compared: bool,
    /// The form, where the reader may decide.
    may_decide: bool,
    /// The reader proposed it: somebody else has to publish.
    own: bool,
    row_version: i64,
    errors: Vec<String>,
    reason: String,
    /// What a simulation of it says, and where to start one.
    simulated: String,
    simulate: Option<String>,
}

/// The version to compare with: the one published when this was decided, or is now.
async fn before(policy: &Policy, one: &Version) -> Result<Option<Version>, Fault> {
    let mut db = &policy.core.db;
    match (&one.decided, &one.replaces) {
        (None, _) => Ok(version::published(&mut db).await?),
        (Some(_), Some(id)) => Ok(version::find(&mut db, id).await?),
        (Some(_), None) => Ok(None),
    }
}

async fn differences(policy: &Policy, one: &Version, before: &Version) -> Result<Vec<Change>, Fault> {
    let mut db = &policy.core.db;
    let missing = || Fault::not_found("law_version");
    let from = version::sources(&mut db, &before.id).await?.ok_or_else(missing)?;
    let to = version::sources(&mut db, &one.id).await?.ok_or_else(missing)?;
    let tables = from.tables_changed(&to);
    let table = |(path, before, after): (String, Option<String>, Option<String>)| Change {
        id: path.clone(),
        name: path,
        before,
        after,
    };
    let mut all = version::changes(&from.compile(&before.version).book, &to.compile(&one.version).book);
    all.extend(tables.into_iter().map(table));
    Ok(all)
}

/// Answers `GET /law/versions/{id}`.
pub async fn show(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    shown(&policy, &visitor, &id, None).await
}

async fn shown(
    policy: &Policy,
    visitor: &Visitor,
    id: &str,
    sent: Option<(&str, &Fault)>,
) -> Result<Response, Failed> {
    let found = version::find(&mut &policy.core.db, id).await.map_err(Fault::from)?;
    let one = found.ok_or_else(|| Fault::not_found("law_version"))?;
    let before = before(policy, &one).await?;
    let all = match &before {
        Some(before) => differences(policy, &one, before).await?,
        None => Vec::new(),
    };
    let row = Row::of(&visitor.texts, &one);
    let title = visitor.texts.t1("law-version-title", "version", &row.short);
    let frame = Frame::new(&policy.core, visitor, &row.href, title)
        .under(visitor.texts.t("law-desk-title"), "/law")
        .under(visitor.texts.t("law-versions-title"), "/law/versions");
    let mut groups = ["law-version-changed", "law-version-added", "law-version-removed"]
        .map(|key| (frame.t(key), Vec::new()));
    for change in all {
        let group = match (&change.before, &change.after) {
            (None, _) => 1,
            (_, None) => 2,
            _ => 0,
        };
        groups[group].1.push(change);
    }
    let asking = Asking::new(&policy.core, visitor);
    let (simulated, simulate) = simulation(policy, &frame, &one).await?;
    let fault = sent.map(|(_, fault)| fault);
    let made = VersionPage {
        sentence: format!("{} · {}", row.said, row.counts),
        compared: before.is_some(),
        may_decide: one.state == Stands::Proposed
            && version::may(policy, &asking.caller(None), Permission::LawApprove),
        own: one.proposed_by == visitor.actor.id,
        row_version: one.row_version,
        errors: errors(&frame.texts, fault),
        reason: sent.map(|(reason, _)| reason.to_owned()).unwrap_or_default(),
        simulated,
        simulate,
        content: one.version,
        groups: groups.into(),
        row,
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// Whether the change was simulated, and the address of the form that simulates it.
async fn simulation(
    policy: &Policy,
    frame: &Frame,
    one: &Version,
) -> Result<(String, Option<String>), Fault> {
    if one.state != Stands::Proposed {
        return Ok((String::new(), None));
    }
    let word = match version::proof(policy, &one.id).await {
        Ok(proof) if proof.simulated => "law-version-simulated",
        Ok(proof) if proof.same => "law-version-same",
        Ok(_) => "law-version-not-simulated",
        Err(fault) => return Ok((frame.texts.fault(&fault), None)),
    };
    Ok((frame.t(word), Some(format!("/law/simulations?from=in_use&to={}", one.id))))
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Verdict {
    #[serde(default)]
    act: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    version: i64,
}

/// Answers `POST /law/versions/{id}`.
pub async fn decide(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Verdict>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let sent = &form.data;
    // Only the word of the button publishes: anything else is a refusal, which asks for its reason.
    let done = match sent.act.as_str() {
        "publish" => {
            version::approve(&policy, &caller, &id, sent.version, &sent.reason).await.map(|_| "law-published")
        }
        _ => version::refuse(&policy, &caller, &id, sent.version, &sent.reason).await.map(|_| "law-refused"),
    };
    match done {
        Ok(word) => Ok(Redirect::to(&format!("/law/versions?done={word}")).into_response()),
        Err(fault) if is_shown(&fault) => shown(&policy, &visitor, &id, Some((&sent.reason, &fault))).await,
        Err(fault) => Err(fault.into()),
    }
}
