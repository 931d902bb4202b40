//! One's own side (我的): what one may apply for, what is offered, applications and messages. Phone first, plain words.

use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::offers::{Offer, offer};
use super::words::{day, said, stand};
use crate::Service;
use crate::automatic;
use crate::store;

/// So many applications and messages at most.
const MOST: u32 = 50;

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

struct Row {
    href: String,
    name: String,
    number: String,
    stand: (String, &'static str),
    sent: String,
    next: String,
}

#[derive(Template)]
#[template(path = "service_my.html")]
struct MyPage {
    frame: Frame,
    sentence: String,
    subjects: Vec<(String, String)>,
    offers: Vec<Offer>,
    drafts: Vec<(String, String, String)>,
    rows: Vec<Row>,
    messages: Vec<(String, String, String)>,
}

/// Answers `GET /my`.
pub async fn my(
    State(service): State<Service>,
    visitor: Visitor,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let frame = Frame::new(core, &visitor, "/my", visitor.texts.t("my-title")).notice(done.done.as_deref());
    let texts = frame.texts.clone();
    let account = caller.grants.account().to_owned();
    let mut from = &core.db;
    let own = service.own(&account).await?;
    let mut offers = Vec::new();
    for one in automatic::offers(&service, &caller, true).await? {
        offers.push(offer(&service, &texts, &one).await?);
    }
    let (mut drafts, mut rows) = (Vec::new(), Vec::new());
    for application in store::application::of_account(&mut from, &account, MOST).await? {
        let names = application.programmes.iter().filter_map(|id| service.programme(id));
        let names = names.map(|one| said(&texts, &one.name)).collect::<Vec<_>>().join(" · ");
        if application.is_draft() {
            let href = format!("/service/applications/{}", application.id);
            drafts.push((href, names, day(application.changed_at)));
            continue;
        }
        for row in store::case::of_application(&mut from, &application.id).await? {
            let flow = anye_casework::use_case::flow::Flow::of(&mut from, &row.case_id)
                .await
                .map_err(anye_base::Fault::from)?;
            let next = flow.as_ref().and_then(|flow| flow.at().map(|at| &flow.steps[at]));
            let next = next.map(|step| texts.lang.pick(&step.name.zh, &step.name.en).to_owned());
            let programme = service.programme(&row.programme);
            rows.push(Row {
                href: format!("/service/cases/{}", row.case_id),
                name: programme.map(|one| said(&texts, &one.name)).unwrap_or_default(),
                stand: stand(&texts, row.stand),
                sent: day(row.made_at),
                next: if row.stand.is_final() { String::new() } else { next.unwrap_or_default() },
                number: row.number,
            });
        }
    }
    let messages = store::issued::messages(&mut from, &account, MOST).await?;
    let messages = messages.into_iter().map(|one| {
        let said = texts.lang.pick(&one.zh, &one.en).to_owned();
        (day(one.at), said, format!("/service/cases/{}", one.case_id))
    });
    let made = MyPage {
        sentence: texts.t2("my-sentence", "n", rows.len(), "offers", offers.len()),
        subjects: own
            .into_iter()
            .map(|one| {
                (
                    format!("{} {}", one.name, one.number).trim().to_owned(),
                    format!("/service?kind={}&id={}", one.kind.word(), one.id),
                )
            })
            .collect(),
        offers,
        drafts,
        rows,
        messages: messages.collect(),
        frame,
    };
    Ok(page(&made))
}
