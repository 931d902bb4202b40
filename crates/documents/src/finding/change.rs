//! The write behind every change of a finding: checked against the text, versioned, recorded with old and new.
//!
//! Two people at the same finding: the first is kept, the second learns what the first did and decides again.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::library::Library;
use crate::model::{Action, Edit, Finding, Record, State};
use crate::overlay::{self, Standing};
use crate::store::article::Stored;
use crate::{mentioned, resolving, rights, store};

/// Which finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingAt {
    /// The document.
    pub document: String,
    /// The article.
    pub article: String,
    /// The finding.
    pub finding: String,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Edited {
    /// The finding.
    pub id: String,
    /// Where it stands now.
    pub state: State,
    /// Its version now.
    pub version: i64,
    /// The document's version now.
    pub document_version: i64,
    /// The finding as it is now.
    #[schema(value_type = Object)]
    pub finding: Finding,
}

/// A change that is wanted.
pub(super) struct Wanted<'a> {
    pub action: Action,
    pub version: i64,
    pub body: Option<Finding>,
    pub reason: &'a str,
}

const LONGEST_REASON: usize = 500;

pub(super) async fn change(
    library: &Library,
    caller: &Caller<'_>,
    at: &FindingAt,
    wanted: Wanted<'_>,
) -> Result<Edited, Fault> {
    let db = &library.core.db;
    let record = rights::readable(&mut &*db, caller, &at.document).await?;
    rights::must(caller, Permission::DocumentsCorrect, &record.place)?;
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let article = store::article::find(&mut tx, &at.document, &at.article).await?;
    let article = article.ok_or_else(|| Fault::not_found("article"))?;
    let edits = store::edit::of_finding(&mut tx, &at.document, &at.article, &at.finding).await?;
    let read = overlay::read_finding(&article.1, &at.finding);
    let before = overlay::standing(read.as_ref(), &edits.iter().collect::<Vec<_>>());
    check(&record, &article, before.as_ref(), edits.last(), &wanted)?;
    let edit = Edit {
        article_key: at.article.clone(),
        finding_key: at.finding.clone(),
        version: wanted.version + 1,
        action: wanted.action,
        body: wanted.body.clone(),
        reason: wanted.reason.trim().to_owned(),
        account: caller.actor.id.clone(),
        account_name: caller.actor.name.clone(),
        at: caller.world.now_ms(),
    };
    let after = overlay::standing(read.as_ref(), &edits.iter().chain([&edit]).collect::<Vec<_>>());
    let after = after.ok_or_else(|| Fault::internal("an edited finding has no state"))?;
    let document_version = write(&mut tx, at, &edit, before.as_ref(), &after).await?;
    let Standing { state, version, finding } = after;
    let edited = Edited { id: at.finding.clone(), state, version, document_version, finding };
    tx.commit_with(event(&record, at, &edit, before.as_ref(), &edited), &edited).await?;
    Ok(edited)
}

fn check(
    record: &Record,
    article: &Stored,
    before: Option<&Standing>,
    last: Option<&Edit>,
    wanted: &Wanted<'_>,
) -> Result<(), Fault> {
    if record.withdrawn.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "document_withdrawn"));
    }
    if wanted.reason.chars().count() > LONGEST_REASON {
        return Err(field("reason", "reason_too_long").arg("most", LONGEST_REASON));
    }
    let must_explain = matches!(wanted.action, Action::Correct | Action::Reject | Action::Reopen);
    if must_explain && wanted.reason.trim().is_empty() {
        return Err(field("reason", "reason_missing"));
    }
    match before {
        None if wanted.action != Action::Add => return Err(Fault::not_found("finding")),
        Some(now) if now.version != wanted.version => return Err(changed_by(last)),
        _ => {}
    }
    let Some(body) = &wanted.body else { return Ok(()) };
    if before.is_some_and(|now| now.finding.sort() != body.sort()) {
        return Err(field("sort", "finding_sort"));
    }
    let span = body.span();
    let length = article.0.text.chars().count();
    if span.start >= span.end || span.end > length {
        return Err(field("span", "finding_span").arg("length", length));
    }
    Ok(())
}

fn field(name: &str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(name, code))
}

/// Somebody was quicker: says who, what and when.
fn changed_by(last: Option<&Edit>) -> Fault {
    match last {
        None => Fault::new(ErrorKind::Stale, "stale"),
        Some(edit) => Fault::new(ErrorKind::Stale, "finding_changed")
            .arg("who", &edit.account_name)
            .arg("action", edit.action.word())
            .arg("at", anye_base::world::china_minute(edit.at))
            .arg("version", edit.version)
            .arg("reason", &edit.reason),
    }
}

async fn write(
    tx: &mut WriteTx<'_>,
    at: &FindingAt,
    edit: &Edit,
    before: Option<&Standing>,
    after: &Standing,
) -> Result<i64, DbError> {
    store::edit::insert(tx, &at.document, edit).await?;
    let open = |standing: &Standing| i64::from(standing.state == State::Doubtful);
    let doubts = open(after) - before.map_or(0, open);
    store::article::edited(tx, &at.document, &at.article, doubts).await?;
    let kept = after.state != State::Rejected;
    match &after.finding {
        Finding::Citation(citation) => {
            let mut mention = mentioned::of_citation(&at.document, &at.article, &at.finding, citation);
            mention.to_document = resolving::target_of(tx, &mention).await?;
            store::relation::replace(tx, &at.document, &at.article, &at.finding, kept.then_some(&mention))
                .await?;
        }
        Finding::Unit(unit) => {
            store::unit::replace(tx, &at.document, &at.article, &at.finding, kept.then_some(unit)).await?;
        }
        _ => {}
    }
    store::document::edited(tx, &at.document, doubts).await
}

fn event(record: &Record, at: &FindingAt, edit: &Edit, before: Option<&Standing>, after: &Edited) -> Event {
    let old = before.map(|standing| json!({ "state": standing.state.word(), "finding": standing.finding }));
    Event::new(format!("documents.{}", edit.action.word()), "document", &record.id)
        .at_place(&record.place)
        .detail(&json!({
            "article": at.article,
            "finding": at.finding,
            "version": edit.version,
            "reason": edit.reason,
            "old": old,
            "new": { "state": after.state.word(), "finding": after.finding },
        }))
}
