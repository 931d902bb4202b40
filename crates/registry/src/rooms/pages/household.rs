//! A household on a day: who belongs to it in which role, what is known about it, the registers it stands in.

use anye_access::Permission;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{day, said};
use crate::Registers;
use crate::entry::export::state_name;
use crate::{entry, household as house};

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    on: Option<String>,
}

#[derive(Template)]
#[template(path = "household.html")]
struct HouseholdPage {
    frame: Frame,
    sentence: String,
    address: String,
    members: Vec<(String, String, String, String)>,
    facts: Vec<(String, String)>,
    entries: Vec<(String, String, String, String)>,
    news: Vec<(String, String)>,
}

/// Answers `GET /households/{household}`.
pub async fn household(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(None);
    let on =
        asked.on.as_deref().and_then(|text| text.parse().ok()).unwrap_or_else(|| visitor.as_of(rooms.core()));
    let found = house::find(&rooms, &caller, &id, on).await?;
    let subjects = [id.clone()];
    let entries = entry::of_subject(&rooms, &caller, "household", &subjects).await?;
    let lang = visitor.texts.lang;
    let title = visitor.texts.t1("household-title", "name", &found.thing.name);
    let frame = Frame::new(rooms.core(), &visitor, &format!("/households/{id}"), title);
    let place = rooms.core().place_in(&found.thing.place, frame.as_of, lang);
    let dictionary = rooms.dictionary();
    let named = |register: &str| rooms.definitions.register(register);
    let fact = |(field, value): (&String, &serde_json::Value)| {
        let meaning = dictionary.field(house::KIND, field)?;
        Some((meaning.name.said(lang).to_owned(), meaning.worded(value, lang)))
    };
    let households = rooms
        .definitions
        .registers
        .iter()
        .filter(|one| one.subject == anye_programmes::SubjectKind::Household);
    let news =
        households.map(|one| (format!("/registers/{}/new?subject={id}", one.id), said(&frame, &one.name)));
    Ok(page(&HouseholdPage {
        sentence: frame.t2("household-sentence", "n", found.members.len(), "place", place),
        address: found.address.clone(),
        members: found
            .members
            .iter()
            .map(|one| {
                (
                    format!("/persons/{}", one.person),
                    one.name.clone(),
                    frame.t(&format!("household-role-{}", one.role)),
                    day(one.since, lang),
                )
            })
            .collect(),
        facts: found.facts.iter().filter_map(fact).collect(),
        entries: entries
            .iter()
            .filter_map(|one| {
                let register = named(&one.register)?;
                Some((
                    format!("/registers/{}/entries/{}", one.register, one.id),
                    said(&frame, &register.name),
                    state_name(register, &one.state, lang),
                    day(one.from, lang),
                ))
            })
            .collect(),
        news: if visitor.may_at_all(Permission::RegistersWork) { news.collect() } else { Vec::new() },
        frame,
    }))
}
