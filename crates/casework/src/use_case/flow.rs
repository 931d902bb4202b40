//! Steps of a case whose rules are somebody else's (流转): a feature moves its case on, back, to rest and to its end, inside its own transaction.
//! It must never decide who may: the feature has, and writes the audit record when it commits.

use anye_base::{ErrorKind, Fault};
use anye_db::{DbError, Read, WriteTx};
use serde_json::{Value, json};

use crate::model::{Case, Outcome, State, Step};
use crate::store;

/// A case with its steps, held in a transaction.
#[derive(Debug, Clone)]
pub struct Flow {
    /// The case.
    pub case: Case,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// Who moves it: id and name.
pub type By<'a> = (&'a str, &'a str);

impl Flow {
    /// The case, where there is one.
    ///
    /// # Errors
    /// The store's own.
    pub async fn of(from: &mut impl Read, id: &str) -> Result<Option<Self>, DbError> {
        let Some(case) = store::find(from, id).await? else { return Ok(None) };
        Ok(Some(Self { steps: store::steps(from, id).await?, case }))
    }

    /// The step that is to be done, by its place.
    #[must_use]
    pub fn at(&self) -> Option<usize> {
        self.steps.iter().position(|step| step.state == "pending")
    }

    /// Refuses what is closed, and what was changed since it was seen.
    ///
    /// # Errors
    /// Closed, or another number.
    pub fn is_as_seen(&self, seen: i64) -> Result<(), Fault> {
        if self.case.state == State::Closed {
            return Err(Fault::new(ErrorKind::Conflict, "case_closed"));
        }
        if self.case.row_version != seen {
            return Err(Fault::new(ErrorKind::Stale, "stale"));
        }
        Ok(())
    }

    /// Says where it is worked on, by whom next, and which place answers for it.
    ///
    /// # Errors
    /// Changed meanwhile.
    pub async fn place_at(
        &mut self,
        tx: &mut WriteTx<'_>,
        page: &str,
        needs: &str,
        answers: &str,
    ) -> Result<(), DbError> {
        let seen = self.case.row_version;
        page.clone_into(&mut self.case.page);
        needs.clone_into(&mut self.case.needs);
        answers.clone_into(&mut self.case.answers);
        self.case.row_version += 1;
        store::update(tx, &self.case, seen).await
    }

    /// Writes what happened, without changing a step.
    ///
    /// # Errors
    /// Changed meanwhile.
    pub async fn note(
        &mut self,
        tx: &mut WriteTx<'_>,
        by: By<'_>,
        now: i64,
        what: &str,
        detail: Value,
    ) -> Result<(), DbError> {
        let seen = self.case.row_version;
        self.case.row_version += 1;
        store::update(tx, &self.case, seen).await?;
        store::happened(tx, &self.case.id, by, now, what, &detail).await
    }

    /// Finishes the step that is to be done; the next one is due then, asked of `needs` at `answers`.
    ///
    /// # Errors
    /// No step to be done, or changed meanwhile.
    pub async fn finish(
        &mut self,
        tx: &mut WriteTx<'_>,
        by: By<'_>,
        now: i64,
        note: &str,
        next: &Next<'_>,
    ) -> Result<(), Fault> {
        let at = self.at().ok_or_else(|| Fault::new(ErrorKind::Conflict, "case_step_done"))?;
        let step = &mut self.steps[at];
        step.state = "done".to_owned();
        step.done = Some((by.1.to_owned(), now));
        step.note = Some(note.to_owned());
        store::update_step(tx, &self.case.id, step, by.0).await?;
        let detail = json!({ "step": step.step, "zh": step.name.zh, "en": step.name.en, "note": note, "late": now > step.due_at });
        self.turn(tx, by, next).await?;
        self.case.owner = None;
        self.note(tx, by, now, "step", detail).await?;
        Ok(())
    }

    /// Goes back to an earlier step, which is to be done again.
    ///
    /// # Errors
    /// No such step, or changed meanwhile.
    pub async fn back(
        &mut self,
        tx: &mut WriteTx<'_>,
        by: By<'_>,
        now: i64,
        to: usize,
        note: &str,
        next: &Next<'_>,
    ) -> Result<(), Fault> {
        let Some(step) = self.steps.get(to) else { return Err(Fault::not_found("case_step")) };
        let detail = json!({ "step": step.step, "zh": step.name.zh, "en": step.name.en, "note": note });
        let first = step.seq;
        store::open_steps(tx, &self.case.id, first).await?;
        for step in self.steps.iter_mut().filter(|step| step.seq >= first) {
            "pending".clone_into(&mut step.state);
            step.done = None;
        }
        self.case.returned += 1;
        self.case.owner = None;
        self.turn(tx, by, next).await?;
        self.note(tx, by, now, "returned", detail).await?;
        Ok(())
    }

    /// The next step's deadline and who is asked.
    async fn turn(&mut self, tx: &mut WriteTx<'_>, _: By<'_>, next: &Next<'_>) -> Result<(), DbError> {
        if let Some(at) = self.at() {
            self.steps[at].due_at = next.due_at;
            store::move_due(tx, &self.case.id, self.steps[at].seq, next.due_at).await?;
            self.case.due_at = next.due_at;
            self.case.next_escalation_at = Some(next.due_at);
        } else {
            self.case.next_escalation_at = None;
        }
        next.needs.clone_into(&mut self.case.needs);
        next.answers.clone_into(&mut self.case.answers);
        Ok(())
    }

    /// Lets the clock stand still (中止计时).
    ///
    /// # Errors
    /// It stands still already, or changed meanwhile.
    pub async fn pause(
        &mut self,
        tx: &mut WriteTx<'_>,
        by: By<'_>,
        now: i64,
        why: &str,
    ) -> Result<(), Fault> {
        if self.case.paused_at.is_some() {
            return Err(Fault::new(ErrorKind::Conflict, "case_paused"));
        }
        self.case.paused_at = Some(now);
        self.case.next_escalation_at = None;
        store::pause(tx, &self.case.id, now, why, by).await?;
        self.note(tx, by, now, "paused", json!({ "note": why })).await?;
        Ok(())
    }

    /// Lets it go on (恢复计时), with the deadline that is left.
    ///
    /// # Errors
    /// It does not stand still, or changed meanwhile.
    pub async fn resume(
        &mut self,
        tx: &mut WriteTx<'_>,
        by: By<'_>,
        now: i64,
        due_at: i64,
        why: &str,
    ) -> Result<(), Fault> {
        if self.case.paused_at.take().is_none() {
            return Err(Fault::new(ErrorKind::Conflict, "case_not_paused"));
        }
        store::resume(tx, &self.case.id, now).await?;
        if let Some(at) = self.at() {
            self.steps[at].due_at = due_at;
            store::move_due(tx, &self.case.id, self.steps[at].seq, due_at).await?;
        }
        self.case.due_at = due_at;
        self.case.next_escalation_at = Some(due_at);
        self.note(tx, by, now, "resumed", json!({ "note": why })).await?;
        Ok(())
    }

    /// Ends it; steps that were not done are skipped.
    ///
    /// # Errors
    /// Closed already, or changed meanwhile.
    pub async fn end(
        &mut self,
        tx: &mut WriteTx<'_>,
        by: By<'_>,
        now: i64,
        outcome: Outcome,
        note: &str,
    ) -> Result<(), Fault> {
        if self.case.state == State::Closed {
            return Err(Fault::new(ErrorKind::Conflict, "case_closed"));
        }
        for step in self.steps.iter_mut().filter(|step| step.state == "pending") {
            "skipped".clone_into(&mut step.state);
            store::update_step(tx, &self.case.id, step, by.0).await?;
        }
        if self.case.paused_at.take().is_some() {
            store::resume(tx, &self.case.id, now).await?;
        }
        self.case.state = State::Closed;
        self.case.closed_at = Some(now);
        self.case.next_escalation_at = None;
        self.case.outcome = Some(outcome);
        self.case.outcome_note = Some(note.to_owned());
        self.note(tx, by, now, "closed", json!({ "outcome": outcome.word(), "note": note })).await?;
        Ok(())
    }

    /// Lays a link between two cases.
    ///
    /// # Errors
    /// The store's own.
    pub async fn link(
        tx: &mut WriteTx<'_>,
        from: &str,
        to: &str,
        kind: &str,
        by: (&str, i64),
    ) -> Result<(), DbError> {
        store::link(tx, from, to, kind, by.1, by.0).await.map(drop)
    }

    /// The open cases of a kind: id and key.
    ///
    /// # Errors
    /// The store's own.
    pub async fn open_keys(from: &mut impl Read, kind: &str) -> Result<Vec<(String, String)>, DbError> {
        store::open_keys(from, kind).await
    }

    /// The open cases about something, by its kind and id.
    ///
    /// # Errors
    /// The store's own.
    pub async fn about(from: &mut impl Read, kind: &str, id: &str) -> Result<Vec<Case>, DbError> {
        store::open_about(from, kind, id).await
    }

    /// Who did a step, by its id in the plan; the accounts of all times it was done.
    ///
    /// # Errors
    /// The store's own.
    pub async fn did(from: &mut impl Read, id: &str, step: &str) -> Result<Vec<String>, DbError> {
        store::did(from, id, step).await
    }
}

/// What comes after a step.
#[derive(Debug, Clone, Copy)]
pub struct Next<'a> {
    /// By when.
    pub due_at: i64,
    /// The permission it asks for.
    pub needs: &'a str,
    /// At which place.
    pub answers: &'a str,
}
