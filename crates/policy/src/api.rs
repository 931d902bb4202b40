//! The operations on the law. They parse, call the engine and answer; nothing is kept.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_law::day::Day;
use anye_law::decide::{Facts, Query as Asked, decide as decide_case, schema as dictionary};
use anye_web::{Failed, Visitor};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Policy;
use crate::decision::wrong;

/// A rule in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleItem {
    /// Id, as in addresses.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub english: String,
    /// benefit, category, calculation or ranking.
    pub kind: String,
    /// Its document.
    pub document: String,
    /// Code of the place it reaches.
    pub place: String,
    /// Kind of thing that it decides about.
    pub subject: String,
    /// Requirement rows it carries out.
    pub covers: Vec<String>,
    /// Its text in the pack.
    pub text: String,
}

fn item(policy: &Policy, rule: &anye_law::book::Rule) -> RuleItem {
    let book = policy.book();
    RuleItem {
        id: rule.id.clone(),
        name: rule.name.clone(),
        english: rule.english.clone(),
        kind: format!("{:?}", rule.kind).to_lowercase(),
        document: book.documents[rule.document.ix()].id.clone(),
        place: rule.place.clone(),
        subject: book.kind(rule.subject).id.clone(),
        covers: rule.covers.clone(),
        text: anye_law::decide::answer::source(book, rule.span),
    }
}

/// All rules of the pack.
#[utoipa::path(get, path = "/api/law/rules", operation_id = "law_rules", tag = "law", responses((status = 200, body = [RuleItem])))]
pub async fn rules(State(policy): State<Policy>) -> Json<Vec<RuleItem>> {
    Json(policy.book().rules.iter().map(|rule| item(&policy, rule)).collect())
}

/// One rule.
#[utoipa::path(get, path = "/api/law/rules/{rule}", operation_id = "law_rule", tag = "law", params(("rule" = String, Path, description = "Id of the rule")),
    responses((status = 200, body = RuleItem), (status = 404, description = "No such rule")))]
pub async fn rule(State(policy): State<Policy>, Path(id): Path<String>) -> Result<Json<RuleItem>, Failed> {
    let rule = policy.rule(&id).ok_or_else(|| Fault::not_found("rule"))?;
    Ok(Json(item(&policy, policy.book().rule(rule))))
}

/// The data dictionary: JSON Schema of the facts, with what each rule reads.
#[utoipa::path(get, path = "/api/law/schema", operation_id = "law_schema", tag = "law", responses((status = 200, description = "JSON Schema")))]
pub async fn schema(State(policy): State<Policy>) -> Json<serde_json::Value> {
    Json(dictionary(policy.book()))
}

/// A case to decide.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = policy::Case)]
pub struct Case {
    /// The facts, as the data dictionary says.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
    /// Day of the decision, such as 2020-06-01.
    pub on: String,
    /// As the rule book stood on this day.
    #[serde(default)]
    pub known: Option<String>,
    /// Only this rule: name or id.
    #[serde(default)]
    pub benefit: Option<String>,
    /// Reasons in English instead of Chinese.
    #[serde(default)]
    pub english: bool,
}

/// Decides a case, with reasons. Nothing is kept.
#[utoipa::path(post, path = "/api/law/decide", operation_id = "law_decide", tag = "law", request_body = Case,
    responses((status = 200, description = "The decisions"), (status = 422, description = "What is wrong with the facts")))]
pub async fn decide(
    State(policy): State<Policy>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Json<serde_json::Value>, Failed> {
    // Nothing is written, so no idempotency key is asked for.
    let case: Case = serde_json::from_slice(&body).map_err(|cause| {
        let field = FieldFault::new("", "json_at").arg("line", cause.line()).arg("column", cause.column());
        Fault::new(ErrorKind::Invalid, "json").field(field).log(cause)
    })?;
    let book = policy.book();
    let on = day(&case.on, "on")?;
    let known = case.known.as_deref().map(|text| day(text, "known")).transpose()?;
    let benefit = match &case.benefit {
        Some(name) => Some(book.find_rule(name).ok_or_else(|| Fault::not_found("rule"))?),
        None => None,
    };
    let english = case.english || visitor.lang() == anye_base::Lang::En;
    let facts = Facts::read(book, &case.facts, on).map_err(|errors| wrong(&errors, english))?;
    let query = Asked { benefit, known, english, undecided: false };
    let answer = decide_case(book, &facts, &query).map_err(|error| wrong(&[error], english))?;
    Ok(Json(serde_json::to_value(answer).map_err(Fault::internal)?))
}

fn day(text: &str, field: &str) -> Result<Day, Failed> {
    let parsed = if text.len() == 10 { Day::parse(text) } else { None };
    Ok(parsed
        .ok_or_else(|| Fault::new(ErrorKind::Invalid, "law_day").field(FieldFault::new(field, "law_day")))?)
}
