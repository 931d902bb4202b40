//! Proposing the law of the pack in use for publication (提出版本). What the checker refuses, or a scenario contradicts, cannot be proposed.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_law::span::Severity;

use super::model::{Sources, State, Version};
use super::{must, store, written};
use crate::Policy;
use crate::desk::findings_at;

/// So many obstacles are named one by one.
const NAMED: usize = 20;

/// Proposes.
pub async fn propose(policy: &Policy, caller: &Caller<'_>, note: &str) -> Result<Version, Fault> {
    must(policy, caller, Permission::LawPropose)?;
    let note = written("note", "law_note_missing", note)?;
    // What is proposed is the pack's law, whatever is in use.
    let policy = &policy.as_packed();
    obstacles(policy)?;
    let mut tx = match policy.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let content = policy.pack.version();
    if let Some(there) = store::open(&mut tx, content).await? {
        let fault = Fault::new(ErrorKind::Conflict, "law_version_there");
        return Err(fault.arg("who", there.proposed_name).arg("state", there.state.word()));
    }
    let cases: usize = policy.stand().cases.values().map(Vec::len).sum();
    let count = |n: usize| i64::try_from(n).map_err(Fault::internal);
    let made = Version {
        id: caller.world.new_id(),
        version: content.to_owned(),
        rules: count(policy.book().rules.len())?,
        scenarios: count(cases)?,
        note,
        proposed_by: caller.actor.id.clone(),
        proposed_name: caller.actor.name.clone(),
        proposed_at: caller.world.now_ms(),
        state: State::Proposed,
        decided: None,
        replaces: None,
        row_version: 1,
    };
    store::insert(&mut tx, &made, &Sources::of(&policy.pack)).await?;
    let detail = serde_json::json!({ "version": made.version, "note": made.note, "rules": made.rules });
    let event = Event::new("law.propose", "law_version", &made.id);
    let event = event.at_place(&policy.pack.manifest().place).detail(&detail);
    tx.commit_with(event, &made).await?;
    Ok(made)
}

/// Errors of the checker and cases that come out otherwise, the first of them named.
fn obstacles(policy: &Policy) -> Result<(), Fault> {
    let stand = policy.stand();
    let errors: Vec<_> = stand.findings.iter().filter(|one| one.severity == Severity::Error).collect();
    let failing: Vec<_> = stand.cases.values().flatten().filter(|case| !case.passed()).collect();
    if errors.is_empty() && failing.is_empty() {
        return Ok(());
    }
    let fault = Fault::new(ErrorKind::Invalid, "law_obstacles");
    let fault = fault.arg("errors", errors.len()).arg("failing", failing.len());
    let error = |one: &&anye_law::span::Diagnostic| {
        let field = FieldFault::new("law", "law_obstacle_error").arg("at", findings_at(policy, one));
        field.arg("code", one.code).arg("zh", &one.zh).arg("en", &one.en)
    };
    let case = |one: &&anye_law::scenario::CaseResult| {
        let field = FieldFault::new("law", "law_obstacle_case").arg("rule", &one.rule);
        field.arg("title", &one.title).arg("differs", one.differences.join(" "))
    };
    let named = errors.iter().map(error).chain(failing.iter().map(case)).take(NAMED);
    Err(named.fold(fault, Fault::field))
}
