//! Deciding (决定): as the law says, by whoever the step asks; otherwise than the law says only with a reason and a second person. The decision is kept with
//! rule book, facts and reasons in the same transaction.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::WriteTx;
use anye_law::decide::Outcome;
use anye_policy::decision::{Kept, keep_in};
use anye_programmes::{Effect, Programme, StepAct, ValueFrom};
use serde_json::json;

use super::held::Held;
use super::pass::at_work;
use super::rights::{denied, may};
use super::settle;
use crate::Service;
use crate::form::{look, subject};
use crate::mark::mark;
use crate::model::{Decided, Proposal, Stand};
use crate::store;

/// Most that a decision may give by hand: a hundred million yuan.
const MOST_FEN: i64 = 10_000_000_000;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub grant: bool,
    pub reason: &'a str,
    pub amount_fen: Option<i64>,
}

/// What the law says about a case, with the decisions kept.
pub(super) struct Kepts {
    pub all: Vec<(String, Option<Kept>)>,
    /// Granted, refused, or not known.
    pub by_law: Option<bool>,
}

/// Decides it.
pub(super) async fn decide(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    wanted: Wanted<'_>,
) -> Result<(), Fault> {
    at_work(held)?;
    held.must(service, tx, caller, StepAct::Decide).await?;
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    let by_law = law(service, tx, held).await?;
    let free = held.programme.rules.is_empty();
    if free || by_law == Some(wanted.grant) && wanted.amount_fen.is_none() {
        if !wanted.grant && free && wanted.reason.is_empty() {
            return Err(reason_missing());
        }
        let kept = keep(service, tx, held).await?;
        mark("decide.kept");
        record(tx, held, &kept, wanted, by, None, now).await?;
        return settle::decided(service, tx, held, by, wanted.grant, wanted.reason).await;
    }
    if wanted.reason.is_empty() {
        return Err(reason_missing());
    }
    if wanted.grant {
        given_by_the_law(service, held.programme)?;
    }
    if wanted.amount_fen.is_some_and(|fen| !(1..=MOST_FEN).contains(&fen)) {
        return Err(Fault::new(ErrorKind::Invalid, "service_amount")
            .field(FieldFault::new("amount", "service_amount")));
    }
    held.row.proposal = Some(Proposal {
        grant: wanted.grant,
        reason: wanted.reason.to_owned(),
        amount_fen: wanted.amount_fen,
        by: by.0.to_owned(),
        name: by.1.to_owned(),
        at: now,
    });
    held.row.stand = Stand::Second;
    let law = by_law.map_or("unknown", |yes| if yes { "granted" } else { "refused" });
    let detail = json!({ "note": wanted.reason, "grant": wanted.grant, "law": law });
    held.flow.case.needs = Permission::ServiceCheck.word().to_owned();
    held.flow.note(tx, by, now, "proposed", detail).await?;
    mark("propose.noted");
    held.keep(tx).await
}

/// What a grant enters out of the law's answer is not there where the law does not grant: then facts have to be corrected, not the answer.
fn given_by_the_law(service: &Service, programme: &Programme) -> Result<(), Fault> {
    for effect in &programme.effects {
        let Effect::Register { register, set } = effect else { continue };
        let Some(register) = service.definitions.register(register) else { continue };
        let of_law = |from: &ValueFrom| matches!(from, ValueFrom::Output(name) if name != "amount");
        let mut needed = set.iter().filter(|(_, from)| of_law(from));
        let field = needed
            .find_map(|(into, _)| register.fields.iter().find(|field| field.id == *into && field.required));
        if let Some(field) = field {
            return Err(Fault::new(ErrorKind::Conflict, "service_law_gives")
                .arg("what", format!("{} {}", field.name.zh, field.name.en)));
        }
    }
    Ok(())
}

fn reason_missing() -> Fault {
    let code = "service_reason_missing";
    Fault::new(ErrorKind::Invalid, code).field(FieldFault::new("reason", code))
}

/// A second person agrees.
pub(super) async fn confirm(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    note: &str,
) -> Result<(), Fault> {
    let proposal = second(service, tx, caller, held).await?;
    let (now, second) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    let kept = keep(service, tx, held).await?;
    let wanted = Wanted { grant: proposal.grant, reason: &proposal.reason, amount_fen: proposal.amount_fen };
    let by = (proposal.by.as_str(), proposal.name.as_str());
    record(tx, held, &kept, wanted, by, Some(second), now).await?;
    held.row.proposal = None;
    held.row.stand = Stand::Working;
    held.flow
        .note(tx, second, now, "confirmed", json!({ "note": note.trim(), "wished_by": proposal.name }))
        .await?;
    mark("confirm.noted");
    settle::decided(service, tx, held, by, proposal.grant, &proposal.reason).await
}

/// A second person does not agree: it is decided anew.
pub(super) async fn decline(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    note: &str,
) -> Result<(), Fault> {
    let proposal = second(service, tx, caller, held).await?;
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    held.row.proposal = None;
    held.row.stand = Stand::Working;
    held.row.why = note.to_owned();
    let at = held.flow.at().unwrap_or_default();
    held.flow.case.needs = held.next_at(service, at, now).1.to_owned();
    held.flow.note(tx, by, now, "declined", json!({ "note": note, "wished_by": proposal.name })).await?;
    held.keep(tx).await
}

async fn second(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &Held<'_>,
) -> Result<Proposal, Fault> {
    let none = || Fault::new(ErrorKind::Conflict, "service_nothing_proposed");
    let proposal = held.row.proposal.clone().filter(|_| held.row.stand == Stand::Second).ok_or_else(none)?;
    if !may(caller, Permission::ServiceCheck, &held.office(service)) {
        return Err(denied(Permission::ServiceCheck));
    }
    if proposal.by == caller.actor.id {
        return Err(Fault::new(ErrorKind::Denied, "service_same_person").arg("step", "decide"));
    }
    if let Some(step) = held.step() {
        held.four_eyes(tx, caller, step).await?;
    }
    Ok(proposal)
}

/// What the law says now, without keeping anything: what somebody only wants is no decision yet.
pub(super) async fn law(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
) -> Result<Option<bool>, Fault> {
    let today = tx.scope().world.today();
    let before = store::case::decisions(tx, &held.row.case_id).await?;
    let own: Vec<String> = before.into_iter().map(|one| one.decision).collect();
    let seen = look(service, tx, &[held.programme], &held.application, today, (false, &own)).await?;
    Ok(seen.outcome(held.programme))
}

/// Asks the law and keeps what it says, in this transaction; what it said before is superseded.
pub(super) async fn keep(service: &Service, tx: &mut WriteTx<'_>, held: &Held<'_>) -> Result<Kepts, Fault> {
    let today = tx.scope().world.today();
    let programmes = [held.programme];
    let before = store::case::decisions(tx, &held.row.case_id).await?;
    let own: Vec<String> = before.iter().map(|one| one.decision.clone()).collect();
    let before = store::case::newest(before);
    let seen = look(service, tx, &programmes, &held.application, today, (false, &own)).await?;
    let mut all = Vec::new();
    for used in &held.programme.rules {
        let Some(subject) = subject(service.book(), used, &seen.slots) else {
            all.push((used.rule.clone(), None));
            continue;
        };
        let old = before.iter().find(|one| one.rule == used.rule && !one.decision.is_empty());
        let mut wish = crate::form::wish(&used.rule, subject, &seen.facts, today, false);
        wish.supersedes = old.map(|one| one.decision.clone());
        all.push((used.rule.clone(), Some(keep_in(&service.policy, tx, &wish).await?)));
    }
    let of = |rule: &str| {
        let kept = all.iter().find(|(own, _)| own == rule).and_then(|(_, kept)| kept.as_ref())?;
        Some(outcome(&kept.outcome))
    };
    let by_officers = crate::form::by_officers(service.book(), held.programme);
    let by_law = crate::form::granted(held.programme, by_officers, &of);
    Ok(Kepts { all, by_law })
}

/// Reads the word of an outcome; a word of a later program is not known here.
fn outcome(word: &str) -> Outcome {
    match word {
        "granted" => Outcome::Granted,
        "refused" => Outcome::Refused,
        "not_in_force" => Outcome::NotInForce,
        "excluded" => Outcome::Excluded,
        "needs" => Outcome::Needs,
        "conflict" => Outcome::Conflict,
        _ => Outcome::Error,
    }
}

/// Writes one row for each rule, or one where no rule decides.
pub(super) async fn record(
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    kept: &Kepts,
    wanted: Wanted<'_>,
    by: (&str, &str),
    second: Option<(&str, &str)>,
    now: i64,
) -> Result<(), Fault> {
    let mut seq = store::case::decisions(tx, &held.row.case_id).await?.last().map_or(0, |one| one.seq);
    let against = second.is_some();
    let mut row = |rule: &str, kept: Option<&Kept>| {
        seq += 1;
        let by_law = kept.map(|kept| kept.outcome.clone()).unwrap_or_default();
        // As the law says, each rule gives its own decision; against it, what two people decided holds for all.
        let granted = if against || kept.is_none() { wanted.grant } else { by_law == "granted" };
        Decided {
            seq,
            rule: rule.to_owned(),
            decision: kept.map(|kept| kept.id.clone()).unwrap_or_default(),
            granted,
            amount_fen: if granted {
                wanted.amount_fen.or(kept.and_then(|kept| kept.amount_fen))
            } else {
                None
            },
            by_law,
            reason: wanted.reason.to_owned(),
            by: by.0.to_owned(),
            name: by.1.to_owned(),
            second: second.map(|(id, name)| (id.to_owned(), name.to_owned())),
            made_at: now,
        }
    };
    let mut rows: Vec<Decided> = kept.all.iter().map(|(rule, kept)| row(rule, kept.as_ref())).collect();
    if rows.is_empty() {
        rows.push(row("", None));
    }
    for one in &rows {
        store::case::decide(tx, &held.row.case_id, one).await?;
        mark("decide.recorded");
    }
    Ok(())
}
