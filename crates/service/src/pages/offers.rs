//! Offers without an application (免申即享): why somebody was found, and yes, no, or “this is wrong”.

use anye_base::Fault;
use anye_law::decide::answer::show;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::words::{chinese, said, yuan};
use crate::Service;
use crate::automatic::{self, Answer};
use crate::model::subject_kind;
use crate::store::candidate::Candidate;

/// One offer on a page.
pub(super) struct Offer {
    pub id: String,
    pub name: String,
    pub whom: String,
    pub amount: String,
    pub reasons: Vec<String>,
    pub until: String,
}

/// An offer in words: the conditions that hold, as the rule has them.
pub(super) async fn offer(service: &Service, texts: &Texts, one: &Candidate) -> Result<Offer, Fault> {
    let book = service.book();
    let rule = book.find_rule(&one.rule).map(|id| book.rule(id));
    let held: Vec<u32> = serde_json::from_value(one.reasons.clone()).unwrap_or_default();
    let mut reasons = Vec::new();
    if let Some(rule) = rule {
        for clause in rule.clauses.iter().filter(|clause| held.contains(&clause.number)) {
            let text = anye_law::decide::answer::source(book, clause.span);
            reasons.push(if clause.label.is_empty() { text } else { clause.label.clone() });
        }
        let basis: Vec<String> = rule.basis.iter().map(|cite| show::cite(cite, chinese(texts))).collect();
        reasons.push(basis.join(" · "));
    }
    let kind = subject_kind(&one.subject_kind);
    let found = match kind {
        Some(kind) => service.subjects.find(&service.core.db, kind, &one.subject).await?,
        None => None,
    };
    Ok(Offer {
        id: one.id.clone(),
        name: service.programme(&one.programme).map(|one| said(texts, &one.name)).unwrap_or_default(),
        whom: found.map(|one| format!("{} {}", one.shown(), one.number)).unwrap_or_default(),
        amount: one.amount_fen.map(|fen| yuan(texts, fen)).unwrap_or_default(),
        reasons,
        until: one.lapses_on.clone(),
    })
}

#[derive(Template)]
#[template(path = "service_offers.html")]
struct OffersPage {
    frame: Frame,
    sentence: String,
    offers: Vec<Offer>,
    counts: Vec<(String, String, i64)>,
    wrong: String,
}

/// Answers `GET /service/offers`.
pub async fn offers(State(service): State<Service>, visitor: Visitor) -> Result<Response, Failed> {
    let service = service.now();
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let frame = Frame::new(core, &visitor, "/service/offers", visitor.texts.t("offers-title"))
        .under(visitor.texts.t("service-title"), "/service");
    let texts = frame.texts.clone();
    let mut all = Vec::new();
    for one in automatic::offers(&service, &asking.caller(None), false).await? {
        all.push(offer(&service, &texts, &one).await?);
    }
    let (counts, run) = automatic::tally(&core.db).await?;
    let sum = |state: &str| counts.iter().filter(|(_, own, _)| own == state).map(|(.., n)| n).sum::<i64>();
    let (wrong, answered) = (sum("wrong"), sum("wrong") + sum("confirmed") + sum("declined"));
    let made = OffersPage {
        sentence: match run {
            Some(run) => texts.args(
                "offers-sentence",
                &[
                    ("day", run.on_day.as_str()),
                    ("n", &run.subjects.to_string()),
                    ("found", &run.found.to_string()),
                    ("fresh", &run.fresh.to_string()),
                ],
            ),
            None => texts.t("offers-no-run"),
        },
        wrong: texts.t2("offers-wrong", "wrong", wrong, "answered", answered),
        counts: counts
            .iter()
            .map(|(id, state, n)| {
                let name = service.programme(id).map_or_else(|| id.clone(), |one| said(&texts, &one.name));
                (name, texts.t(&format!("offer-state-{state}")), *n)
            })
            .collect(),
        offers: all,
        frame,
    };
    Ok(page(&made))
}

/// An answer as posted.
#[derive(Debug, Deserialize)]
pub struct Sent {
    answer: String,
    #[serde(default)]
    why: String,
}

/// Answers `POST /service/offers/{id}`.
pub async fn answer(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let said = Answer::from_word(&form.data.answer).ok_or_else(|| Fault::not_found("service_offer"))?;
    let made = automatic::answer(&service.now(), &caller, &id, said, &form.data.why).await?;
    let office = visitor.may_at_all(anye_access::Permission::ServiceWork);
    let to = match made {
        Some(application) => format!("/service/applications/{application}/check"),
        None if office => "/service/offers".to_owned(),
        None => "/my".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}
