//! Applications as JSON: begun, filled in, sent.

use anye_base::Fault;
use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Service;
use crate::case::{self, Start};
use crate::form::{Form, Trouble};
use crate::model::{Answers, Application, subject_kind};
use crate::pages::apply::channel;

/// Programmes as the pack declares them.
#[utoipa::path(get, path = "/api/service/programmes", operation_id = "service_programmes", tag = "service", responses((status = 200, body = Object)))]
pub async fn programmes(State(service): State<Service>) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "items": service.definitions.programmes }))
}

/// An application to begin.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Begin {
    /// Ids of programmes: one form for all of them.
    programmes: Vec<String>,
    /// person, employer …
    subject_kind: String,
    /// Id in the registry.
    subject: String,
    /// itself, counter, employer or office.
    channel: String,
    /// The matter it is begun from.
    #[serde(default)]
    matter: String,
}

/// Begins an application.
#[utoipa::path(post, path = "/api/service/applications", operation_id = "service_start", tag = "service", request_body = Begin,
    responses((status = 200, body = Application), (status = 422, description = "Not open, or not for such a subject")))]
pub async fn start(
    State(service): State<Service>,
    visitor: Visitor,
    body: Body<Begin>,
) -> Result<Json<Application>, Failed> {
    let begin = body.data;
    let kind = subject_kind(&begin.subject_kind).ok_or_else(|| Fault::not_found("service_subject"))?;
    let wish = Start {
        programmes: begin.programmes,
        matter: begin.matter,
        subject: (kind, begin.subject),
        channel: channel(&begin.channel),
    };
    let asking = Asking::new(&service.core, &visitor);
    Ok(Json(case::start(&service.now(), &asking.caller(body.once.as_ref()), &wish).await?))
}

/// An application with its form.
#[derive(Debug, Serialize, ToSchema)]
pub struct Filling {
    /// As kept.
    application: Application,
    /// What is asked and what is known.
    form: Form,
    /// What stops it from being sent.
    troubles: Vec<Trouble>,
    /// What the law would say today: programme, rule, outcome, fen, conditions that fail, what is not known.
    answers: Vec<Said>,
}

/// What the law would say.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = service::Said)]
pub struct Said {
    programme: String,
    rule: String,
    outcome: String,
    amount_fen: Option<i64>,
    failed: Vec<String>,
    needs: Vec<String>,
}

/// Shows an application with its form.
#[utoipa::path(get, path = "/api/service/applications/{id}", operation_id = "service_application", tag = "service", params(("id" = String, Path, description = "Id of the application")),
    responses((status = 200, body = Filling), (status = 404, description = "Not there, or not yours")))]
pub async fn application(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Filling>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let english = visitor.lang() == anye_base::Lang::En;
    let draft = case::draft(&service, &asking.caller(None), &id, english).await?;
    let answers = draft.look.answers.iter().map(|(programme, rule, decision)| {
        let word = decision.as_ref().and_then(|one| serde_json::to_value(one.outcome).ok());
        let one = decision.as_ref();
        Said {
            programme: programme.clone(),
            rule: rule.clone(),
            outcome: word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default(),
            amount_fen: one.and_then(|one| one.amount_fen),
            failed: one
                .map(|one| {
                    one.clauses
                        .iter()
                        .filter(|it| one.why.failed.contains(&it.number))
                        .map(|it| it.reason.clone())
                        .collect()
                })
                .unwrap_or_default(),
            needs: one
                .map(|one| one.why.needs.iter().map(|it| it.text.clone()).collect())
                .unwrap_or_default(),
        }
    });
    let answers = answers.collect();
    Ok(Json(Filling {
        application: draft.application,
        form: draft.look.form,
        troubles: draft.look.troubles,
        answers,
    }))
}

/// Answers to be kept.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Save {
    /// The number of the application as seen.
    version: i64,
    /// Key to text.
    #[serde(default)]
    #[schema(value_type = Object)]
    answers: Answers,
}

/// Keeps answers of a draft.
#[utoipa::path(post, path = "/api/service/applications/{id}", operation_id = "service_save", tag = "service", params(("id" = String, Path, description = "Id of the application")), request_body = Save,
    responses((status = 200, body = Application), (status = 412, description = "Changed meanwhile")))]
pub async fn save(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Save>,
) -> Result<Json<Application>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(case::save(&service, &caller, &id, body.data.version, &body.data.answers).await?))
}

/// Cases that were opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Opened {
    /// Their ids, one for each programme.
    pub(super) cases: Vec<String>,
}

/// Sends an application.
#[utoipa::path(post, path = "/api/service/applications/{id}/send", operation_id = "service_send", tag = "service", params(("id" = String, Path, description = "Id of the application")), request_body = Save,
    responses((status = 200, body = Opened), (status = 422, description = "What is missing or cannot be read")))]
pub async fn send(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Save>,
) -> Result<Json<Opened>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let cases = case::send(&service, &caller, &id, body.data.version, &body.data.answers).await?;
    Ok(Json(Opened { cases }))
}
