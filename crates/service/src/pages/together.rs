//! Deciding many at once, by exception (批量核准): those without a doubt chosen already, the others with the reason why they are looked at alone.

use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::words::{pair, yuan};
use crate::Service;
use crate::case;

struct Row {
    id: String,
    href: String,
    title: String,
    number: String,
    amount: String,
    why: String,
}

#[derive(Template)]
#[template(path = "service_together.html")]
struct TogetherPage {
    frame: Frame,
    sentence: String,
    clean: Vec<Row>,
    others: Vec<Row>,
}

/// Answers `GET /service/together`.
pub async fn list(State(service): State<Service>, visitor: Visitor) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let all = case::waiting(&service, &asking.caller(None)).await?;
    let frame = Frame::new(&service.core, &visitor, "/service/together", visitor.texts.t("together-title"))
        .under(visitor.texts.t("service-cases"), "/service/cases");
    let row = |one: &case::Waiting| Row {
        id: one.case_id.clone(),
        href: format!("/service/cases/{}", one.case_id),
        title: pair(&frame.texts, &one.title),
        number: one.number.clone(),
        amount: one.amount_fen.map(|fen| yuan(&frame.texts, fen)).unwrap_or_default(),
        why: one
            .exception
            .as_ref()
            .map(|why| frame.t(&format!("together-exception-{}", why.replace('_', "-"))))
            .unwrap_or_default(),
    };
    let clean: Vec<Row> = all.iter().filter(|one| one.exception.is_none()).map(row).collect();
    let others: Vec<Row> = all.iter().filter(|one| one.exception.is_some()).map(row).collect();
    let sentence = frame.t2("together-sentence", "n", clean.len(), "others", others.len());
    Ok(page(&TogetherPage { sentence, clean, others, frame }))
}

/// Answers `POST /service/together`.
pub async fn decide(
    State(service): State<Service>,
    visitor: Visitor,
    form: Form<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let chosen = form.data.iter().filter(|(key, _)| key == "case").map(|(_, value)| value.clone());
    let ids: Vec<String> = chosen.collect();
    case::together(&service, &asking.caller(form.once.as_ref()), &ids).await?;
    Ok(Redirect::to("/tasks?done=tasks-batch").into_response())
}
