//! Working a kept decision out again (复核): with the rule book that decided it, which must give the same to the fen; and with the one in use, to see what a
//! change of the law means for it. Nothing is changed by it.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_law::book::Book;
use anye_law::day::Day;

use super::compare::{Difference, Gist};
use super::look::readable;
use super::model::Kept;
use super::work::{Asked, work};
use crate::{Policy, version};

/// The outcome with one rule book.
#[derive(Debug, Clone)]
pub struct Again {
    /// SM3 of the content of the pack it came from.
    pub version: String,
    /// What came out, or why it cannot be decided.
    pub gist: Result<Gist, Fault>,
    /// What differs from the decision as it was kept.
    pub differences: Vec<Difference>,
}

impl Again {
    /// Whether it is the same in everything that counts.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.gist.is_ok() && self.differences.is_empty()
    }
}

/// Both.
#[derive(Debug, Clone)]
pub struct Replay {
    /// The decision.
    pub kept: Kept,
    /// What counts of it.
    pub gist: Gist,
    /// With the rule book that decided it.
    pub then: Again,
    /// With the rule book in use, for the same day.
    pub now: Again,
}

/// Works it out twice. That somebody did is recorded.
pub async fn replay(policy: &Policy, caller: &Caller<'_>, id: &str) -> Result<Replay, Fault> {
    let (core, policy) = (policy.core.clone(), policy.now());
    let kept = readable(&policy, caller, id).await?;
    let book = version::book(&mut &policy.core.db, &kept.book).await?;
    let book = book.ok_or_else(|| Fault::internal("the rule book of a decision is not kept"))?;
    let again = move || {
        let gist = Gist::of(&kept.answer);
        let then = if book.id == policy.used.kept(&policy.pack).id {
            with(&kept, &gist, policy.book())
        } else {
            let built = book.build()?;
            with(&kept, &gist, &built.book)
        };
        let now = with(&kept, &gist, policy.book());
        Ok::<_, Fault>(Replay { kept, gist, then, now })
    };
    let both = tokio::task::spawn_blocking(again).await.map_err(Fault::internal)??;
    let detail = serde_json::json!({ "same": both.then.is_same(), "same_now": both.now.is_same() });
    let event = Event::new("law.replay", "law_decision", id).at_place(&both.kept.place).detail(&detail);
    core.db.record(caller.world, caller.actor, event).await?;
    Ok(both)
}

fn with(kept: &Kept, gist: &Gist, book: &Book) -> Again {
    let again = worked(kept, book);
    let differences = again.as_ref().map(|again| gist.against(again)).unwrap_or_default();
    Again { version: book.version.clone(), gist: again, differences }
}

fn worked(kept: &Kept, book: &Book) -> Result<Gist, Fault> {
    let day = |text: &str| Day::parse(text).ok_or_else(|| Fault::internal("a kept day is no day"));
    if book.find_rule(&kept.rule).is_none() {
        return Err(Fault::new(ErrorKind::NotFound, "law_rule_gone"));
    }
    let asked = Asked {
        facts: &kept.facts,
        on: day(&kept.on)?,
        known: kept.known.as_deref().map(day).transpose()?,
        benefit: &kept.rule,
        subject: Some(&kept.subject_id),
        english: kept.lang == "en",
    };
    let answer = work(book, &asked)?;
    Ok(Gist::of(&serde_json::to_value(&answer).map_err(Fault::internal)?))
}
