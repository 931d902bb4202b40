//! What follows a step (流转): the next one, the law's own step, the publicity, the end. It must never end a case without telling the applicant why.

use anye_base::Fault;
use anye_casework::model::Outcome;
use anye_db::WriteTx;
use anye_programmes::{Effect, StepAct, StepRole};
use serde_json::json;

use super::decide::{Wanted, keep, law, record};
use super::held::{Held, next};
use crate::Service;
use crate::mark::mark;
use crate::model::Stand;
use crate::publicity;
use crate::store;
use crate::store::issued::Message;

/// Who acts where the law decides by itself.
const LAW: (&str, &str) = ("system", "规则");

/// A decision was made in this step.
pub(super) async fn decided(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &mut Held<'_>,
    by: (&str, &str),
    grant: bool,
    reason: &str,
) -> Result<(), Fault> {
    held.row.granted = Some(grant);
    held.row.why = if grant { String::new() } else { reason.to_owned() };
    go_on(service, tx, held, by, reason).await
}

/// Finishes the step and comes to the next.
pub(super) async fn go_on(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &mut Held<'_>,
    by: (&str, &str),
    note: &str,
) -> Result<(), Fault> {
    let now = tx.scope().world.now_ms();
    let at = held.flow.at().unwrap_or_default();
    let after = held.next_at(service, at + 1, now);
    held.flow.finish(tx, by, now, note, &next(&after)).await?;
    mark("pass.finished");
    by_law(service, tx, held).await
}

/// Does the law's own steps as far as it knows, and ends what has no step left.
pub(super) async fn by_law(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &mut Held<'_>,
) -> Result<(), Fault> {
    let now = tx.scope().world.now_ms();
    while let Some(step) = held.step() {
        if step.role != StepRole::Law {
            return held.keep(tx).await;
        }
        if step.acts.contains(&StepAct::Decide) {
            let Some(grant) = law(service, tx, held).await? else {
                // The law does not know: a person is asked, and finds the step waiting.
                held.flow.note(tx, LAW, now, "law_asks", json!({})).await?;
                return held.keep(tx).await;
            };
            let kept = keep(service, tx, held).await?;
            let wanted = Wanted { grant, reason: "", amount_fen: None };
            record(tx, held, &kept, wanted, LAW, None, now).await?;
            held.row.granted = Some(grant);
        }
        let at = held.flow.at().unwrap_or_default();
        let after = held.next_at(service, at + 1, now);
        held.flow.finish(tx, LAW, now, "", &next(&after)).await?;
    }
    end(service, tx, held).await
}

/// All steps are done: refused, made public, or given.
async fn end(service: &Service, tx: &mut WriteTx<'_>, held: &mut Held<'_>) -> Result<(), Fault> {
    if held.row.granted == Some(false) {
        return refused(tx, held).await;
    }
    match &held.programme.publicity {
        Some(public) if !held.programme.rules.is_empty() || held.row.granted == Some(true) => {
            publicity::begin(service, tx, held, public).await
        }
        _ => granted(service, tx, held).await,
    }
}

async fn refused(tx: &mut WriteTx<'_>, held: &mut Held<'_>) -> Result<(), Fault> {
    let (world, actor) = (tx.scope().world, tx.scope().actor);
    let (now, by) = (world.now_ms(), (actor.id.as_str(), actor.name.as_str()));
    held.row.stand = Stand::Refused;
    held.row.ended_at = Some(now);
    let why = held.row.why.clone();
    held.flow.end(tx, by, now, Outcome::Refused, &why).await?;
    mark("refuse.ended");
    held.keep(tx).await?;
    tell(tx, held, ("不予批准", "Refused"), &why).await
}

/// Gives it: all effects in this transaction, then the end.
pub(crate) async fn granted(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &mut Held<'_>,
) -> Result<(), Fault> {
    let (world, actor) = (tx.scope().world, tx.scope().actor);
    let (now, by) = (world.now_ms(), (actor.id.as_str(), actor.name.as_str()));
    super::effects_of(service, tx, held).await?;
    super::checked::settle(tx, held).await?;
    held.row.stand = Stand::Granted;
    held.row.granted = Some(true);
    held.row.ended_at = Some(now);
    held.flow.end(tx, by, now, Outcome::Granted, "").await?;
    mark("grant.ended");
    held.keep(tx).await?;
    let told = held.programme.effects.iter().any(|effect| matches!(effect, Effect::Message(_)));
    if told { Ok(()) } else { tell(tx, held, ("已批准", "Granted"), "").await }
}

/// A message to who applied, where they have an account.
pub(crate) async fn tell(
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    words: (&str, &str),
    why: &str,
) -> Result<(), Fault> {
    if held.application.account.is_empty() {
        return Ok(());
    }
    let world = tx.scope().world;
    let (name, number) = (&held.programme.name, &held.row.number);
    let (zh_why, en_why) = if why.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("：{why}"), format!(": {why}"))
    };
    let message = Message {
        id: world.new_id(),
        case_id: held.row.case_id.clone(),
        zh: format!("{}（{number}）{}{zh_why}", name.zh, words.0),
        en: format!("{} ({number}): {}{en_why}", name.en, words.1),
        at: world.now_ms(),
    };
    Ok(store::issued::tell(tx, &held.application.account, &message).await?)
}
