//! The first page: one box for a name, pinyin initials, a number or a phone. Words stand in the address, numbers never do.

use anye_base::{ErrorKind, Fault};
use anye_web::extract::{Form as Sent, Paging};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::said::{Line, is_shown, line, problems, with_status};
use crate::Registry;
use crate::person::api::shown;
use crate::person::find::number_like;
use crate::person::number::phone;
use crate::person::picker::{Near, Picked, pick};
use crate::person::sealing::{keys, seal_step};
use crate::person::{self, Filter, Person};
use crate::seal::Secret;

#[derive(Template)]
#[template(path = "persons.html")]
struct ListPage {
    frame: Frame,
    problems: Vec<(String, String)>,
    q: String,
    place: String,
    asked: bool,
    rows: Vec<Line>,
    next: Option<String>,
    /// A number that nobody has, sealed: the way to register its holder.
    absent: Option<String>,
    edits: bool,
}

fn address(filter: &Filter, cursor: Option<&str>) -> String {
    let all = [("q", filter.q.as_str()), ("place", &filter.place), ("cursor", cursor.unwrap_or(""))];
    let kept: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("/persons?{query}"),
        _ => "/persons".to_owned(),
    }
}

/// Answers `GET /persons`.
pub async fn list(
    State(registry): State<Registry>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    if filter.q.trim().is_empty() && filter.place.trim().is_empty() {
        return Ok(made(&registry, &visitor, &filter, None, None, None)?);
    }
    let place = match pick_place(&registry, &visitor, &filter.place) {
        Ok(place) => place,
        Err(fault) => return Ok(made(&registry, &visitor, &filter, None, None, Some(&fault))?),
    };
    let wanted = Filter { q: filter.q.clone(), place };
    match person::search(&registry, &caller, &wanted, paging.cursor.as_ref(), paging.limit).await {
        Ok(found) => {
            let rows = shown(&registry, &found.items).await?;
            let next = found.next.map(|cursor| address(&filter, Some(&cursor.encode())));
            Ok(made(&registry, &visitor, &filter, Some((rows, next)), None, None)?)
        }
        Err(fault) if is_shown(&fault) => {
            // What was typed into the address is not repeated.
            let bare = Filter { q: String::new(), ..filter };
            Ok(made(&registry, &visitor, &bare, None, None, Some(&fault))?)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// A place of the reader's, of any level.
fn pick_place(registry: &Registry, visitor: &Visitor, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let on = registry.core.world.today();
    if text.is_empty() || registry.core.places().find(text, on).is_some() {
        return Ok(text.to_owned());
    }
    let may = |code: &str| visitor.may(&registry.core, anye_access::Permission::PersonsRead, Some(code));
    match pick(registry, text, Near { place: visitor.own_place(&registry.core), may: &may }, on) {
        Picked::One(code) => Ok(code),
        Picked::Several(all) => {
            let names: Vec<String> = all.iter().map(|(code, name)| format!("{name} {code}")).collect();
            let field = anye_base::FieldFault::new("place", "person_place_several");
            Err(Fault::new(ErrorKind::Invalid, "person_invalid").field(field.arg("places", names.join("、"))))
        }
        Picked::Nothing => {
            let field = anye_base::FieldFault::new("place", "person_place");
            Err(Fault::new(ErrorKind::Invalid, "person_invalid").field(field))
        }
    }
}

type Found = (Vec<person::Shown>, Option<String>);

fn made(
    registry: &Registry,
    visitor: &Visitor,
    filter: &Filter,
    found: Option<Found>,
    absent: Option<String>,
    fault: Option<&Fault>,
) -> Result<Response, Fault> {
    let frame = Frame::new(&registry.core, visitor, &address(filter, None), visitor.texts.t("persons-title"));
    let asked = found.is_some();
    let (rows, next) = found.unwrap_or_default();
    let made = ListPage {
        problems: problems(&frame.texts, fault),
        q: filter.q.clone(),
        place: filter.place.clone(),
        asked,
        rows: rows.iter().map(|one| line(registry, &frame, one)).collect(),
        next,
        absent,
        edits: visitor.may_at_all(anye_access::Permission::PersonsEdit),
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// What was typed into the box.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    q: Secret,
    place: String,
}

/// Answers `POST /persons`: a number or a phone leads to its person, words lead to their address.
pub async fn find(
    State(registry): State<Registry>,
    visitor: Visitor,
    sent: Sent<Typed>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let typed = sent.data;
    if !number_like(typed.q.clear()) {
        let filter = Filter { q: typed.q.clear().trim().to_owned(), place: typed.place };
        return Ok(Redirect::to(&address(&filter, None)).into_response());
    }
    let bare = Filter { q: String::new(), place: typed.place.clone() };
    let found: Result<Vec<Person>, Fault> = if phone(typed.q.clear()).is_ok() {
        person::by_phone(&registry, &caller, typed.q.clear()).await
    } else {
        match person::open_by_number(&registry, &caller, typed.q.clear()).await {
            Ok(one) => Ok(vec![one]),
            Err(fault) if fault.kind == ErrorKind::NotFound => Ok(Vec::new()),
            Err(fault) => Err(fault),
        }
    };
    match found {
        Ok(found) => match &found[..] {
            [one] => Ok(Redirect::to(&format!("/persons/{}", one.id)).into_response()),
            all => {
                let rows = shown(&registry, all).await?;
                let own = &caller.actor.id;
                let may = all.is_empty() && phone(typed.q.clear()).is_err();
                let absent = may.then(|| seal_step(keys(&registry)?, caller.world, own, typed.q.clear()));
                Ok(made(&registry, &visitor, &bare, Some((rows, None)), absent.transpose()?, None)?)
            }
        },
        Err(fault) if is_shown(&fault) => Ok(made(&registry, &visitor, &bare, None, None, Some(&fault))?),
        Err(fault) => Err(fault.into()),
    }
}
