//! Who can see this (谁能看到).

use anye_access::explain::who_can;
use anye_access::{Permission, Reason};
use anye_base::Fault;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::ask::Question;
use crate::form::{Choice, answered, for_the_form, title};
use crate::{People, show};

struct Row {
    name: String,
    login: String,
    kind: String,
    why: String,
    grant: String,
    ask: String,
}

#[derive(Template)]
#[template(path = "who.html")]
struct WhoPage {
    frame: Frame,
    sentence: String,
    permissions: Vec<Choice>,
    place: String,
    offered: Vec<(String, String)>,
    asked: bool,
    error: Option<String>,
    rows: Vec<Row>,
}

/// Answers `GET /access/who`.
pub async fn show(
    State(people): State<People>,
    visitor: Visitor,
    Query(question): Query<Question>,
) -> Result<Response, Failed> {
    let (core, texts) = (&people.core, &visitor.texts);
    let found = if question.asked() { Some(answer(&people, &visitor, &question).await) } else { None };
    let fault = match &found {
        Some(Err(fault)) if for_the_form(fault) && fault.code != "denied" => Some(fault.clone()),
        Some(Err(fault)) => return Err(Failed(fault.clone())),
        _ => None,
    };
    let rows = found.and_then(Result::ok);
    let sentence = match &rows {
        Some((place, rows)) => {
            let permission = Permission::from_word(&question.permission);
            let what = permission.map_or_else(String::new, |one| show::permission(texts, one));
            let n = rows.len().to_string();
            texts.args("access-who-state", &[("place", place.clone()), ("what", what), ("n", n)])
        }
        None => texts.t("access-who-ask"),
    };
    let here =
        show::address("/access/who", &[("permission", &question.permission), ("place", &question.place)]);
    let who = WhoPage {
        frame: Frame::new(core, &visitor, &here, title(texts, "access-who-title", fault.as_ref())),
        permissions: question.permissions(texts),
        place: question.place_or_own(&people, &visitor),
        offered: show::offered(core, &visitor, Permission::AccessExplain),
        asked: rows.is_some(),
        error: fault.as_ref().map(|fault| show::fault(texts, fault)),
        rows: rows.map_or_else(Vec::new, |(_, rows)| rows),
        sentence,
    };
    Ok(answered(page(&who), fault.as_ref()))
}

async fn answer(
    people: &People,
    visitor: &Visitor,
    question: &Question,
) -> Result<(String, Vec<Row>), Fault> {
    let (permission, place) = question.understood(people)?;
    let (core, texts) = (&people.core, &visitor.texts);
    let places = people.places();
    let caller = people.caller(visitor, &places, None);
    let holders = who_can(&core.db, &caller, permission, &place).await?;
    let row = |holder: anye_access::explain::Holder| {
        let grant = match &holder.because {
            Reason::Granted { grant, .. } => grant.id.clone(),
            _ => String::new(),
        };
        let query = [
            ("account", holder.account.login.as_str()),
            ("permission", permission.word()),
            ("place", &place),
        ];
        Row {
            why: show::reason(core, texts, &holder.because),
            kind: texts.t(&format!("account-kind-{}", holder.account.kind.word())),
            ask: show::address("/access/why", &query),
            name: holder.account.name,
            login: holder.account.login,
            grant,
        }
    };
    Ok((show::place(core, &place, visitor.lang()), holders.into_iter().map(row).collect()))
}
