//! Deciding a case and keeping the decision (作出决定): facts, rule book, answer and audit record in one transaction.

use anye_access::{Caller, Permission, Target, decide};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Scope, WriteTx};
use anye_law::day::Day;
use anye_law::decide::{Answer, Facts, Things as _};
use serde_json::Value;

use super::model::{Kept, canonical};
use super::store;
use super::work::{Asked, work, wrong};
use crate::{Policy, version};

/// Facts of a decision that is kept may be this long.
const LONGEST: usize = 1024 * 1024;

/// A case to decide.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The facts, as the data dictionary says.
    pub facts: Value,
    /// The day of the decision.
    pub on: Day,
    /// As the rule book was known on this day.
    pub known: Option<Day>,
    /// Name or id of the rule.
    pub benefit: String,
    /// Id of the subject; may be left out where there is one only.
    pub subject: Option<String>,
    /// The decision that this one takes the place of.
    pub supersedes: Option<String>,
    /// Reasons in English.
    pub english: bool,
}

/// Decides with the law in use and keeps the decision.
pub async fn keep(policy: &Policy, caller: &Caller<'_>, wish: &Wish) -> Result<Kept, Fault> {
    // What another server published a moment ago decides here too.
    policy.refresh().await?;
    let policy = &policy.now();
    let facts = canonical(&wish.facts);
    let text = facts.to_string();
    if text.len() > LONGEST {
        let field = FieldFault::new("facts", "law_facts_long").arg("most", LONGEST);
        return Err(Fault::new(ErrorKind::Invalid, "law_facts_long").arg("most", LONGEST).field(field));
    }
    let place = place(policy, wish, &facts)?;
    if !decide(caller.grants, Permission::LawDecide, Target::place(&place), caller.places).allowed {
        return Err(Fault::new(ErrorKind::Denied, "denied").arg("permission", Permission::LawDecide.word()));
    }
    let mut tx = match policy.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => {
            let id: String = before.read()?;
            let found = store::find(&mut &policy.core.db, &id).await?;
            return found.ok_or_else(|| Fault::not_found("law_decision"));
        }
    };
    let answer = answer(policy, wish, &facts)?;
    let made = made(policy, &tx.scope(), wish, &place, facts, &answer)?;
    if let Some(old) = &made.supersedes {
        superseding(&mut tx, caller, &made, old).await?;
    }
    version::keep_book(&mut tx, policy.used.kept(&policy.pack)).await?;
    store::insert(&mut tx, &made).await?;
    let event = event(&made);
    tx.commit_with(event, &made.id).await?;
    Ok(made)
}

/// Decides and keeps the decision in the transaction of whoever decides (同一事务): who calls has decided that it may be, has put in use what was published
/// last ([`Policy::refresh`]) before the transaction began, and commits.
///
/// # Errors
/// Facts that cannot be read, no such rule, several subjects, a decision superseded already.
pub async fn keep_in(policy: &Policy, tx: &mut WriteTx<'_>, wish: &Wish) -> Result<Kept, Fault> {
    let policy = &policy.now();
    let facts = canonical(&wish.facts);
    let place = place(policy, wish, &facts)?;
    let answer = answer(policy, wish, &facts)?;
    let made = made(policy, &tx.scope(), wish, &place, facts, &answer)?;
    if let Some(old) = &made.supersedes {
        let found = store::find(tx, old).await?.ok_or_else(|| Fault::not_found("law_decision"))?;
        follows(&found, &made)?;
    }
    version::keep_book(tx, policy.used.kept(&policy.pack)).await?;
    store::insert(tx, &made).await?;
    tx.note(event(&made));
    Ok(made)
}

/// What the law in use says, without keeping anything.
///
/// # Errors
/// Facts that cannot be read, no such rule, several subjects.
pub fn answer(policy: &Policy, wish: &Wish, facts: &Value) -> Result<Answer, Fault> {
    let asked = Asked {
        facts,
        on: wish.on,
        known: wish.known,
        benefit: &wish.benefit,
        subject: wish.subject.as_deref(),
        english: wish.english,
    };
    work(policy.book(), &asked)
}

fn event(made: &Kept) -> Event {
    let detail = serde_json::json!({ "rule": made.rule, "on": made.on, "outcome": made.outcome, "amount_fen": made.amount_fen,
        "book": made.book, "supersedes": made.supersedes });
    Event::new("law.decide", "law_decision", &made.id).at_place(&made.place).detail(&detail)
}

fn place(policy: &Policy, wish: &Wish, facts: &Value) -> Result<String, Fault> {
    let read = Facts::read(policy.book(), facts, wish.on).map_err(|errors| wrong(&errors, wish.english))?;
    Ok(read.place().to_owned())
}

fn made(
    policy: &Policy,
    by: &Scope<'_>,
    wish: &Wish,
    place: &str,
    facts: Value,
    answer: &Answer,
) -> Result<Kept, Fault> {
    let one = answer.decisions.first().ok_or_else(|| Fault::internal("an answer without a decision"))?;
    let book = policy.used.kept(&policy.pack);
    let whole = serde_json::to_value(answer).map_err(Fault::internal)?;
    let outcome = whole["decisions"][0]["outcome"].as_str().unwrap_or_default().to_owned();
    Ok(Kept {
        id: by.world.new_id(),
        place: place.to_owned(),
        subject_kind: one.subject.kind.clone(),
        subject_id: one.subject.id.clone(),
        rule: one.rule.id.clone(),
        rule_name: one.rule.name.clone(),
        on: wish.on.to_string(),
        known: wish.known.map(|day| day.to_string()),
        outcome,
        amount_fen: one.amount_fen,
        book: book.id.clone(),
        version: book.version.clone(),
        version_id: policy.version_in_use().map(|version| version.id.clone()),
        facts,
        answer: whole,
        lang: if wish.english { "en" } else { "zh" }.to_owned(),
        made_by: by.actor.id.clone(),
        made_name: by.actor.name.clone(),
        made_at: by.world.now_ms(),
        supersedes: wish.supersedes.clone(),
        superseded_by: None,
    })
}

/// The old decision must be about the same, of a place where the caller may decide, and not superseded yet.
async fn superseding(tx: &mut WriteTx<'_>, caller: &Caller<'_>, made: &Kept, old: &str) -> Result<(), Fault> {
    let found = store::find(tx, old).await?.filter(|one| {
        decide(caller.grants, Permission::LawDecide, Target::place(&one.place), caller.places).allowed
    });
    let Some(found) = found else { return Err(wrongly("law_supersedes_unknown", ErrorKind::Invalid)) };
    follows(&found, made)
}

fn wrongly(code: &'static str, kind: ErrorKind) -> Fault {
    Fault::new(kind, code).field(FieldFault::new("supersedes", code))
}

fn follows(found: &Kept, made: &Kept) -> Result<(), Fault> {
    let same = |one: &Kept| (one.rule.clone(), one.subject_kind.clone(), one.subject_id.clone());
    if same(found) != same(made) {
        return Err(wrongly("law_supersedes_other", ErrorKind::Invalid));
    }
    if found.superseded_by.is_some() {
        return Err(wrongly("law_superseded_already", ErrorKind::Conflict));
    }
    Ok(())
}
