//! The operations on decisions that are kept. Facts go out in clear only for a purpose; everything else goes out masked.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_law::day::Day;
use anye_web::extract::{Json as Sent, Paging};
use anye_web::{Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::compare::{Difference, Gist};
use super::model::Kept;
use super::replay::Again;
use super::{Filter, Wish, mask};
use crate::Policy;
use crate::version::Asking;

/// A case to decide and to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// The facts, as the data dictionary says.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
    /// Day of the decision, such as 2020-06-01.
    pub on: String,
    /// As the rule book stood on this day.
    #[serde(default)]
    pub known: Option<String>,
    /// The rule: name, id or requirement row.
    pub benefit: String,
    /// Id of the subject; needed where the rule decides about several.
    #[serde(default)]
    pub subject: Option<String>,
    /// The decision that this one takes the place of.
    #[serde(default)]
    pub supersedes: Option<String>,
    /// Reasons in English instead of Chinese.
    #[serde(default)]
    pub english: bool,
}

/// A decision that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptDecision {
    /// Id.
    pub id: String,
    /// Code of the place.
    pub place: String,
    /// Kind of the subject.
    pub subject_kind: String,
    /// Its id, masked unless the facts are in clear.
    pub subject: String,
    /// Id of the rule.
    pub rule: String,
    /// Day of the decision.
    pub on: String,
    /// As the rule book stood on this day.
    pub known: Option<String>,
    /// granted, refused, not_in_force, excluded, needs, conflict or error.
    pub outcome: String,
    /// Money in fen.
    pub amount_fen: Option<i64>,
    /// SM3 of the sources of the rule book.
    pub book: String,
    /// Content version of the pack it came from.
    pub rule_book: String,
    /// The published version, where the rule book was one.
    pub version_id: Option<String>,
    /// Who decided.
    pub made_by: String,
    /// When, in milliseconds.
    pub made_at: i64,
    /// The decision that it takes the place of.
    pub supersedes: Option<String>,
    /// The decision that takes its place.
    pub superseded_by: Option<String>,
    /// Whether facts and answer are masked.
    pub masked: bool,
    /// The facts; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub facts: Option<serde_json::Value>,
    /// The whole answer; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub answer: Option<serde_json::Value>,
}

impl KeptDecision {
    fn line(one: &Kept) -> Self {
        Self {
            id: one.id.clone(),
            place: one.place.clone(),
            subject_kind: one.subject_kind.clone(),
            subject: mask::name(&one.subject_id),
            rule: one.rule.clone(),
            on: one.on.clone(),
            known: one.known.clone(),
            outcome: one.outcome.clone(),
            amount_fen: one.amount_fen,
            book: one.book.clone(),
            rule_book: one.version.clone(),
            version_id: one.version_id.clone(),
            made_by: one.made_name.clone(),
            made_at: one.made_at,
            supersedes: one.supersedes.clone(),
            superseded_by: one.superseded_by.clone(),
            masked: true,
            facts: None,
            answer: None,
        }
    }

    fn masked(one: &Kept) -> Self {
        Self {
            facts: Some(mask::facts(&one.facts)),
            answer: Some(mask::answer(&one.answer)),
            ..Self::line(one)
        }
    }

    fn clear(one: Kept) -> Self {
        let line = Self::line(&one);
        let (subject, facts, answer) = (one.subject_id, Some(one.facts), Some(one.answer));
        Self { subject, facts, answer, masked: false, ..line }
    }
}

/// Decides a case with the law in use and keeps the decision with its facts.
#[utoipa::path(post, path = "/api/law/decisions", operation_id = "law_decisions_create", tag = "law", request_body = NewDecision,
    params(("Idempotency-Key" = String, Header, description = "The same key again gives the same decision")),
    responses((status = 201, body = KeptDecision), (status = 403, description = "Not at this place"), (status = 422, description = "What is wrong with the facts")))]
pub async fn create(
    State(policy): State<Policy>,
    visitor: Visitor,
    sent: Sent<NewDecision>,
) -> Result<(StatusCode, Json<KeptDecision>), Failed> {
    let case = sent.data;
    let wish = Wish {
        on: day(&case.on, "on")?,
        known: case.known.as_deref().map(|text| day(text, "known")).transpose()?,
        facts: case.facts,
        benefit: case.benefit,
        subject: case.subject,
        supersedes: case.supersedes,
        english: case.english,
    };
    let asking = Asking::new(&policy.core, &visitor);
    let made = super::keep(&policy, &asking.caller(sent.once.as_ref()), &wish).await?;
    Ok((StatusCode::CREATED, Json(KeptDecision::clear(made))))
}

/// Which decisions.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Which {
    /// Of this place and what lies within it.
    pub place: Option<String>,
    /// By this rule (id).
    pub rule: Option<String>,
    /// That came out so.
    pub outcome: Option<String>,
    /// Decided as of this day or later.
    pub from: Option<String>,
    /// Decided as of this day or earlier.
    pub to: Option<String>,
}

/// A page of decisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decisions {
    /// Newest first.
    pub items: Vec<KeptDecision>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Decisions of the places that the caller may see, without facts.
#[utoipa::path(get, path = "/api/law/decisions", operation_id = "law_decisions", tag = "law",
    params(Which, ("limit" = Option<u32>, Query, description = "Rows"), ("cursor" = Option<String>, Query, description = "From the page before")),
    responses((status = 200, body = Decisions)))]
pub async fn list(
    State(policy): State<Policy>,
    visitor: Visitor,
    paging: Paging,
    Query(which): Query<Which>,
) -> Result<Json<Decisions>, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let filter = Filter {
        place: which.place,
        rule: which.rule,
        outcome: which.outcome,
        from: which.from,
        to: which.to,
    };
    let found =
        super::list(&policy, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit).await?;
    let next = found.next.as_ref().map(anye_base::Cursor::encode);
    Ok(Json(Decisions { items: found.items.iter().map(KeptDecision::line).collect(), next }))
}

/// One decision; facts and values are masked. That it was looked at is recorded.
#[utoipa::path(get, path = "/api/law/decisions/{id}", operation_id = "law_decision", tag = "law", params(("id" = String, Path, description = "Id of the decision")),
    responses((status = 200, body = KeptDecision), (status = 404, description = "No such decision, or not for the caller")))]
pub async fn show(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<KeptDecision>, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    Ok(Json(KeptDecision::masked(&super::look(&policy, &asking.caller(None), &id).await?)))
}

/// Why somebody needs the facts.
#[derive(Debug, Deserialize, ToSchema)]
pub struct WhatFor {
    /// In words; kept in the audit log.
    #[serde(default)]
    pub purpose: String,
}

/// One decision with its facts in clear, for a purpose that is recorded.
#[utoipa::path(post, path = "/api/law/decisions/{id}/facts", operation_id = "law_decision_facts", tag = "law", request_body = WhatFor,
    params(("id" = String, Path, description = "Id of the decision"), ("Idempotency-Key" = String, Header, description = "Any")),
    responses((status = 200, body = KeptDecision), (status = 404, description = "No such decision, or not for the caller")))]
pub async fn facts(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<WhatFor>,
) -> Result<Json<KeptDecision>, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let one = super::open(&policy, &asking.caller(None), &id, &sent.data.purpose).await?;
    Ok(Json(KeptDecision::clear(one)))
}

/// A decision worked out again with one rule book.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkedAgain {
    /// Content version of the pack that the rule book came from.
    pub rule_book: String,
    /// Whether everything that counts is the same, to the fen.
    pub same: bool,
    /// Outcome, money and clauses; null when it cannot be decided by this rule book.
    pub gist: Option<Gist>,
    /// Code of why it cannot be decided.
    pub fault: Option<String>,
    /// What differs from the decision as it was kept.
    pub differences: Vec<Difference>,
}

impl From<Again> for WorkedAgain {
    fn from(again: Again) -> Self {
        let same = again.is_same();
        let (gist, fault) = match again.gist {
            Ok(mut gist) => {
                // Whom it is paid to is a name.
                gist.rest.remove("payee");
                (Some(gist), None)
            }
            Err(fault) => (None, Some(fault.code.to_owned())),
        };
        let mut differences = again.differences;
        for one in differences.iter_mut().filter(|one| one.what == "payee") {
            (one.before, one.after) = (mask::name(&one.before), mask::name(&one.after));
        }
        Self { rule_book: again.version, same, gist, fault, differences }
    }
}

/// A decision worked out again, twice.
#[derive(Debug, Serialize, ToSchema)]
pub struct Replayed {
    /// With the rule book that decided it.
    pub then: WorkedAgain,
    /// With the rule book in use, for the same day.
    pub now: WorkedAgain,
}

/// Works a decision out again: with the rule book that decided it and with the one in use.
#[utoipa::path(get, path = "/api/law/decisions/{id}/replay", operation_id = "law_decision_replay", tag = "law", params(("id" = String, Path, description = "Id of the decision")),
    responses((status = 200, body = Replayed), (status = 404, description = "No such decision, or not for the caller")))]
pub async fn replay(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Replayed>, Failed> {
    let asking = Asking::new(&policy.core, &visitor);
    let both = super::replay(&policy, &asking.caller(None), &id).await?;
    Ok(Json(Replayed { then: both.then.into(), now: both.now.into() }))
}

fn day(text: &str, field: &str) -> Result<Day, Fault> {
    let parsed = if text.len() == 10 { Day::parse(text) } else { None };
    parsed.ok_or_else(|| Fault::new(ErrorKind::Invalid, "law_day").field(FieldFault::new(field, "law_day")))
}
