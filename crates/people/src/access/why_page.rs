//! Why can, or cannot, somebody see this (为什么能看到).

use anye_access::explain::why;
use anye_access::{Decision, Permission, Reason, Role, rights_of};
use anye_base::Fault;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::ask::Question;
use crate::form::{Choice, answered, for_the_form, title};
use crate::names::find_account;
use crate::{People, show};

/// The answer in words.
struct Answer {
    allowed: bool,
    verdict: String,
    why: String,
    grant: String,
    account: String,
    disabled: bool,
    /// Roles that would give the permission, with how far.
    would: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    frame: Frame,
    permissions: Vec<Choice>,
    place: String,
    account: String,
    offered: Vec<(String, String)>,
    error: Option<(&'static str, String)>,
    answer: Option<Answer>,
}

/// Answers `GET /access/why`.
pub async fn show(
    State(people): State<People>,
    visitor: Visitor,
    Query(question): Query<Question>,
) -> Result<Response, Failed> {
    let (core, texts) = (&people.core, &visitor.texts);
    let found = if question.asked() { Some(asked(&people, &visitor, &question).await) } else { None };
    let fault = match &found {
        Some(Err(fault)) if for_the_form(fault) && fault.code != "denied" => Some(fault.clone()),
        Some(Err(fault)) => return Err(Failed(fault.clone())),
        _ => None,
    };
    let at = |fault: &Fault| if fault.code == "account_unknown" { "why-account" } else { "why-place" };
    let query = [
        ("account", question.account.as_str()),
        ("permission", &question.permission),
        ("place", &question.place),
    ];
    let why = WhyPage {
        frame: Frame::new(
            core,
            &visitor,
            &show::address("/access/why", &query),
            title(texts, "access-why-title", fault.as_ref()),
        ),
        permissions: question.permissions(texts),
        place: question.place_or_own(&people, &visitor),
        account: question.account.clone(),
        offered: show::offered(core, &visitor, Permission::AccessExplain),
        error: fault.as_ref().map(|fault| (at(fault), show::fault(texts, fault))),
        answer: found.and_then(Result::ok),
    };
    Ok(answered(page(&why), fault.as_ref()))
}

async fn asked(people: &People, visitor: &Visitor, question: &Question) -> Result<Answer, Fault> {
    let (core, texts) = (&people.core, &visitor.texts);
    let places = people.places();
    let caller = people.caller(visitor, &places, None);
    let account = find_account(&core.db, &caller, &question.account).await?;
    let (permission, place) = question.understood(people)?;
    let Decision { allowed, because } = why(&core.db, &caller, &account.brief.id, permission, &place).await?;
    let key = if allowed { "access-can" } else { "access-cannot" };
    let values = [
        ("name", format!("{} ({})", account.brief.name, account.brief.login)),
        ("what", show::permission(texts, permission)),
        ("place", show::place(core, &place, visitor.lang())),
    ];
    let grant = match &because {
        Reason::Granted { grant, .. } | Reason::OutOfReach { grant, .. } => grant.id.clone(),
        _ => String::new(),
    };
    let would = Role::ALL.into_iter().filter_map(|role| {
        let right = rights_of(role).iter().find(|right| right.permission == permission)?;
        Some((show::role(texts, role), show::reach(texts, right.reach)))
    });
    Ok(Answer {
        allowed,
        verdict: texts.args(key, &values),
        why: show::reason(core, texts, &because),
        grant,
        disabled: account.disabled,
        account: account.brief.id,
        would: would.collect(),
    })
}
