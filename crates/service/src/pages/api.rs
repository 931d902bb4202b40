//! Programmes as JSON: the same use cases as the pages.

use anye_base::{Cursor, Fault, Limit};
use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::apply::channel;
use crate::Service;
use crate::automatic::{self, Answer};
use crate::case::{self, Act, Filter, Line, Start, Stats};
use crate::form::{Form, Trouble};
use crate::model::{Answers, Application, Public, Row, Stand, Whole, subject_kind};
use crate::progress::{self, Progress};
use crate::publicity::{self, Objecting};
use crate::store::candidate::Candidate;

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
    let mut application = draft.application;
    // A sealed field is never given back.
    for ask in draft.look.form.asks().filter(|ask| ask.sealed) {
        if let Some(said) = application.answers.get_mut(&ask.key) {
            "****".clone_into(said);
        }
    }
    Ok(Json(Filling { application, form: draft.look.form, troubles: draft.look.troubles, answers }))
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
    cases: Vec<String>,
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

/// What the address of the list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Asked {
    /// One programme only.
    programme: Option<String>,
    /// One state only.
    stand: Option<String>,
    /// A place and all below it.
    place: Option<String>,
    /// Kind of subject, with `subject`.
    subject_kind: Option<String>,
    /// Id of the subject.
    subject: Option<String>,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 500.
    limit: Option<u32>,
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cases {
    /// The latest first.
    items: Vec<Line>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Cases that the caller may read.
#[utoipa::path(get, path = "/api/service/cases", operation_id = "service_cases", tag = "service", params(Asked), responses((status = 200, body = Cases)))]
pub async fn cases(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Cases>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let filter = Filter {
        programme: asked.programme,
        stand: asked.stand.as_deref().and_then(Stand::from_word),
        place: asked.place,
        subject: asked.subject_kind.zip(asked.subject),
        cursor: asked.cursor.as_deref().and_then(Cursor::decode),
        limit: asked.limit.and_then(Limit::new).unwrap_or_default(),
    };
    let found = case::list(&service.core.db, &asking.caller(None), &filter).await?;
    Ok(Json(Cases { items: found.items, next: found.next.map(|cursor| cursor.encode()) }))
}

/// One case with steps, decisions, effects and publicity.
#[utoipa::path(get, path = "/api/service/cases/{id}", operation_id = "service_case", tag = "service", params(("id" = String, Path, description = "Id of the case")),
    responses((status = 200, body = Whole), (status = 404, description = "Not there, or not to be read")))]
pub async fn show(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Whole>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let (mut whole, application) = case::show(&service, &asking.caller(None), &id).await?;
    if case::rights::mine(&asking.caller(None), &application) {
        // Who objected is for the office.
        whole.objections.clear();
    }
    Ok(Json(whole))
}

/// An act on a case.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Do {
    /// The number of the case as seen.
    version: i64,
    /// The act with its values: `{"act": "decide", "grant": true, "reason": "", "amount_fen": null}` …
    #[serde(flatten)]
    #[schema(value_type = Object)]
    act: Act,
}

/// One act on a case.
#[utoipa::path(post, path = "/api/service/cases/{id}", operation_id = "service_act", tag = "service", params(("id" = String, Path, description = "Id of the case")), request_body = Do,
    responses((status = 200, body = Row), (status = 409, description = "Not in this step, or closed"), (status = 412, description = "Somebody else was quicker"), (status = 422, description = "What is wrong with it")))]
pub async fn act(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Do>,
) -> Result<Json<Row>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(case::act(&service, &caller, &id, body.data.version, &body.data.act).await?))
}

/// Why it is appealed or taken back.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Reason {
    /// The number of the case as seen.
    #[serde(default)]
    version: i64,
    /// Why.
    #[serde(default)]
    note: String,
}

/// Appeals against a refusal.
#[utoipa::path(post, path = "/api/service/cases/{id}/appeal", operation_id = "service_appeal", tag = "service", params(("id" = String, Path, description = "Id of the case")), request_body = Reason,
    responses((status = 200, body = Opened), (status = 409, description = "Nothing to appeal against")))]
pub async fn appeal(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Result<Json<Opened>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let made = case::appeal(&service, &caller, &id, &body.data.note).await?;
    Ok(Json(Opened { cases: vec![made] }))
}

/// Takes an application back.
#[utoipa::path(post, path = "/api/service/cases/{id}/withdraw", operation_id = "service_withdraw", tag = "service", params(("id" = String, Path, description = "Id of the case")), request_body = Reason,
    responses((status = 200, body = Row), (status = 409, description = "Final already")))]
pub async fn withdraw(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Reason>,
) -> Result<Json<Row>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    Ok(Json(case::withdraw(&service, &caller, &id, body.data.version, &body.data.note).await?))
}

/// Counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counted {
    /// By programme and place.
    items: Vec<Stats>,
}

/// Statistics by programme and place.
#[utoipa::path(get, path = "/api/service/statistics", operation_id = "service_statistics", tag = "service", responses((status = 200, body = Counted)))]
pub async fn statistics(State(service): State<Service>, visitor: Visitor) -> Result<Json<Counted>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    Ok(Json(Counted { items: case::stats(&service.core.db, &asking.caller(None), None).await? }))
}

/// A number and a name.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NumberName {
    /// Number of the case.
    number: String,
    /// Name of whom it is about.
    name: String,
}

/// How far a case is, without signing in.
#[utoipa::path(post, path = "/api/progress", operation_id = "service_progress", tag = "service", request_body = NumberName,
    responses((status = 200, body = Progress), (status = 404, description = "No case with this number about somebody of this name"), (status = 429, description = "Too many tries")))]
pub async fn progress(
    State(service): State<Service>,
    visitor: Visitor,
    body: Body<NumberName>,
) -> Result<Json<Progress>, Failed> {
    let NumberName { number, name } = &body.data;
    Ok(Json(progress::progress(&service, &visitor.actor, number, name).await?))
}

/// What is public.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lists {
    /// The latest first.
    items: Vec<Public>,
}

/// What is public today.
#[utoipa::path(get, path = "/api/publicity", operation_id = "service_publicity", tag = "service", responses((status = 200, body = Lists)))]
pub async fn publicity(State(service): State<Service>) -> Result<Json<Lists>, Failed> {
    Ok(Json(Lists { items: publicity::current(&service.core.db, &service.core.world).await? }))
}

/// An objection.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Object {
    /// Number of the case.
    number: String,
    /// Who objects.
    name: String,
    /// How to reach them.
    contact: String,
    /// What they say.
    words: String,
}

/// Objects to what is public.
#[utoipa::path(post, path = "/api/publicity", operation_id = "service_object", tag = "service", request_body = Object,
    responses((status = 200, description = "Taken"), (status = 404, description = "Nothing public under this number")))]
pub async fn object(
    State(service): State<Service>,
    visitor: Visitor,
    body: Body<Object>,
) -> Result<Json<serde_json::Value>, Failed> {
    let one = body.data;
    let new = Objecting { name: one.name, contact: one.contact, words: one.words };
    let id = publicity::object(&service, &visitor.actor, body.once.as_ref(), &one.number, &new).await?;
    Ok(Json(serde_json::json!({ "id": id })))
}

/// Offers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offers {
    /// The latest first.
    items: Vec<Candidate>,
}

/// Offers without an application that the caller may answer.
#[utoipa::path(get, path = "/api/service/offers", operation_id = "service_offers", tag = "service", responses((status = 200, body = Offers)))]
pub async fn offers(State(service): State<Service>, visitor: Visitor) -> Result<Json<Offers>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(None);
    let office = visitor.may_at_all(anye_access::Permission::ServiceWork);
    Ok(Json(Offers { items: automatic::offers(&service, &caller, !office).await? }))
}

/// An answer to an offer.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Answering {
    /// yes, no or wrong.
    answer: String,
    /// Why; needed where it is wrong.
    #[serde(default)]
    why: String,
}

/// Answers an offer.
#[utoipa::path(post, path = "/api/service/offers/{id}", operation_id = "service_offer_answer", tag = "service", params(("id" = String, Path, description = "Id of the offer")), request_body = Answering,
    responses((status = 200, description = "The application, where the answer was yes"), (status = 404, description = "Not there, or not yours")))]
pub async fn answer(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Answering>,
) -> Result<Json<serde_json::Value>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let said = Answer::from_word(&body.data.answer).ok_or_else(|| Fault::not_found("service_offer"))?;
    let made = automatic::answer(&service.now(), &caller, &id, said, &body.data.why).await?;
    Ok(Json(serde_json::json!({ "application": made })))
}
