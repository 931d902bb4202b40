//! Registering at the counter: first the number, then what the number does not say. Enter moves on; what is known is filled in.

use anye_access::Permission;
use anye_base::{Date, ErrorKind, Fault, FieldFault, Lang};
use anye_places::Level;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page, place_said};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::said::{Choice, is_shown, problems, with_status};
use crate::Registry;
use crate::person::check::read_number;
use crate::person::model::{NewNumber, NewPerson, RESIDENCE_TYPES};
use crate::person::number::{Kind, Number, masked};
use crate::person::picker::{Near, Picked, pick};
use crate::person::register::MoveIn;
use crate::person::scope::counties;
use crate::person::sealing::{keys, open_step, seal_step};
use crate::person::{self, Sex};
use crate::seal::Secret;

/// What was sent, of either step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Entered {
    act: String,
    number: Secret,
    sealed: String,
    kind: String,
    issuer: String,
    paper: String,
    name: String,
    sex: String,
    birth_date: String,
    place: String,
    residence_place: String,
    residence_type: String,
    phone: Secret,
    source: String,
    evidence: String,
}

#[derive(Template)]
#[template(path = "person_new.html")]
struct NewPage {
    frame: Frame,
    problems: Vec<(String, String)>,
    first: bool,
    entered: Entered,
    phone: String,
    kinds: Vec<Choice>,
    paper_wanted: bool,
    shown: String,
    kind_name: String,
    says: String,
    sexes: Vec<Choice>,
    types: Vec<Choice>,
    places: Vec<(String, String)>,
    asks_sex: bool,
    elsewhere: bool,
}

/// Answers `GET /persons/new`.
pub async fn new(State(registry): State<Registry>, visitor: Visitor) -> Result<Response, Failed> {
    Ok(first(&registry, &visitor, &Entered::default(), None))
}

fn frame(registry: &Registry, visitor: &Visitor) -> Frame {
    Frame::new(&registry.core, visitor, "/persons/new", visitor.texts.t("person-new-title"))
        .under(visitor.texts.t("persons-title"), "/persons")
}

fn kinds(frame: &Frame, chosen: &str) -> Vec<Choice> {
    let mut all = vec![Choice::new("", frame.t("number-kind-auto"), chosen)];
    all.extend(
        Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind.word(), frame.t(&format!("number-kind-{}", kind.word())), chosen)),
    );
    all
}

fn empty(frame: Frame, fault: Option<&Fault>) -> NewPage {
    NewPage {
        problems: problems(&frame.texts, fault),
        first: true,
        entered: Entered::default(),
        phone: String::new(),
        kinds: Vec::new(),
        paper_wanted: false,
        shown: String::new(),
        kind_name: String::new(),
        says: String::new(),
        sexes: Vec::new(),
        types: Vec::new(),
        places: Vec::new(),
        asks_sex: true,
        elsewhere: false,
        frame,
    }
}

/// The first step: the number. What was typed is typed again after a fault, so that it stands on no page.
fn first(registry: &Registry, visitor: &Visitor, entered: &Entered, fault: Option<&Fault>) -> Response {
    let frame = frame(registry, visitor);
    let check =
        fault.is_some_and(|fault| fault.fields.iter().any(|field| field.code == "person_number_check"));
    let made = NewPage {
        kinds: kinds(&frame, &entered.kind),
        paper_wanted: check || !entered.paper.is_empty(),
        entered: Entered { number: Secret::default(), ..entered.clone() },
        ..empty(frame, fault)
    };
    with_status(page(&made), fault)
}

/// The second step: the rest.
fn second(
    registry: &Registry,
    visitor: &Visitor,
    entered: &Entered,
    number: Option<&Number>,
    fault: Option<&Fault>,
) -> Result<Response, Fault> {
    let frame = frame(registry, visitor);
    let mut entered = entered.clone();
    let said = number.map(|number| says(registry, &frame, number)).unwrap_or_default();
    if let Some(number) = number {
        let own = &visitor.actor.id;
        entered.sealed = seal_step(keys(registry)?, &registry.core.world, own, number.text.clear())?;
        number.kind.word().clone_into(&mut entered.kind);
    }
    let asks_sex = number.is_none_or(|number| number.sex.is_none());
    let choose = |word: &str, key: &str, chosen: &str| Choice::new(word, frame.t(key), chosen);
    let sexes = vec![
        choose("", "person-unknown", &entered.sex),
        choose("female", "sex-female", &entered.sex),
        choose("male", "sex-male", &entered.sex),
    ];
    let mut types = vec![choose("", "person-unknown", &entered.residence_type)];
    types.extend(
        RESIDENCE_TYPES
            .iter()
            .map(|word| choose(word, &format!("residence-{word}"), &entered.residence_type)),
    );
    let elsewhere = fault.is_some_and(|fault| matches!(fault.code, "person_elsewhere" | "person_no_match"));
    let made = NewPage {
        first: false,
        shown: number.map(|number| masked(number.text.clear())).unwrap_or_default(),
        kind_name: number
            .map(|number| frame.t(&format!("number-kind-{}", number.kind.word())))
            .unwrap_or_default(),
        says: said,
        sexes,
        types,
        places: offered(registry, visitor),
        asks_sex,
        elsewhere,
        phone: entered.phone.clear().to_owned(),
        entered: Entered { number: Secret::default(), ..entered },
        ..empty(frame, fault)
    };
    Ok(with_status(page(&made), fault))
}

/// What a number says, in words: sex and month of birth.
fn says(registry: &Registry, frame: &Frame, number: &Number) -> String {
    let mut parts = Vec::new();
    if let Some(sex) = number.sex.filter(|sex| *sex != Sex::Unknown) {
        parts.push(frame.t(&format!("sex-{}", sex.word())));
    }
    parts.extend(number.birth_date.map(person::shown::month));
    parts.extend(number.area.as_deref().and_then(|area| area_name(registry, frame.texts.lang, area)));
    parts.join(" · ")
}

fn area_name(registry: &Registry, lang: Lang, area: &str) -> Option<String> {
    let places = registry.core.places();
    let today = registry.core.world.today();
    places
        .find(area, today)
        .or_else(|| places.history_of(area).last().copied())
        .map(|found| place_said(&found, lang).into_owned())
}

/// Places that a list suggests: the counties of the caller's scope, and what lies below their own county.
fn offered(registry: &Registry, visitor: &Visitor) -> Vec<(String, String)> {
    let asking = Asking::new(&registry.core, visitor);
    let caller = asking.caller(None);
    let today = registry.core.world.today();
    let register = registry.core.places();
    let mut codes = counties(registry, &caller, Permission::PersonsEdit, "");
    let own = visitor.own_place(&registry.core);
    if own.len() >= 6 && register.find(own, today).is_some_and(|found| found.level >= Level::County) {
        let below = register.children(own, today, anye_places::Tree::STATISTICAL);
        codes.extend(below.iter().map(|found| found.code.to_owned()));
    }
    let named = codes.iter().filter_map(|code| {
        let found = register.find(code, today)?;
        Some((code.clone(), place_said(&found, visitor.lang()).into_owned()))
    });
    named.take(300).collect()
}

/// Where the clerk works, or what the number says: filled in, to be changed where it is not so.
fn defaults(registry: &Registry, visitor: &Visitor, entered: &mut Entered, number: Option<&Number>) {
    let today: Date = registry.core.world.today();
    let register = registry.core.places();
    let own = visitor.own_place(&registry.core);
    let named = |code: &str| match register.find(code, today) {
        Some(found) => format!("{} {}", found.code, place_said(&found, visitor.lang())),
        None => code.to_owned(),
    };
    let area = number.and_then(|number| number.area.as_deref());
    let of_number = area.map(|area| crate::rights::standing(registry, area)).filter(|all| all.len() == 1);
    let asking = Asking::new(&registry.core, visitor);
    let within = counties(registry, &asking.caller(None), Permission::PersonsEdit, "");
    let standing: Vec<&String> = within.iter().filter(|code| register.find(code, today).is_some()).collect();
    if register.find(own, today).is_some_and(|found| found.level >= Level::County) {
        entered.place = named(own);
    } else if let [only] = standing[..] {
        entered.place = named(only);
    } else if let Some([code]) = of_number.as_deref()
        && crate::rights::may(&asking.caller(None), Permission::PersonsEdit, code)
        && code.len() >= 6
        && !code.ends_with("00")
    {
        entered.place = named(code);
    }
    if let Some(area) = area.filter(|area| !area.starts_with('8')) {
        entered.residence_place = named(area);
    }
    entered.source = registry.core.texts(visitor.lang()).t("person-source-counter");
}

/// Answers `POST /persons/new`, both steps.
pub async fn enter(
    State(registry): State<Registry>,
    visitor: Visitor,
    sent: Sent<Entered>,
) -> Result<Response, Failed> {
    let mut entered = sent.data;
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    if entered.act == "none" {
        defaults(&registry, &visitor, &mut entered, None);
        return Ok(second(&registry, &visitor, &entered, None, None)?);
    }
    let number = match number(&registry, &visitor, &entered) {
        Ok(number) => number,
        Err(fault) if is_shown(&fault) => return Ok(first(&registry, &visitor, &entered, Some(&fault))),
        Err(fault) => return Err(fault.into()),
    };
    if entered.act == "number" {
        let Some(number) = &number else {
            let field = FieldFault::new("number", "person_number_empty");
            let fault = Fault::new(ErrorKind::Invalid, "person_invalid").field(field);
            return Ok(first(&registry, &visitor, &entered, Some(&fault)));
        };
        return match person::open_by_number(&registry, &caller, number.text.clear()).await {
            Ok(found) => {
                Ok(Redirect::to(&format!("/persons/{}?done=person-there", found.id)).into_response())
            }
            Err(fault) if fault.kind == ErrorKind::NotFound => {
                defaults(&registry, &visitor, &mut entered, Some(number));
                Ok(second(&registry, &visitor, &entered, Some(number), None)?)
            }
            Err(fault) if is_shown(&fault) => Ok(first(&registry, &visitor, &entered, Some(&fault))),
            Err(fault) => Err(fault.into()),
        };
    }
    match save(&registry, &caller, &entered, number.as_ref(), visitor.own_place(&registry.core)).await {
        Ok((id, done)) => Ok(Redirect::to(&format!("/persons/{id}?done={done}")).into_response()),
        Err(fault) if is_shown(&fault) => {
            Ok(second(&registry, &visitor, &entered, number.as_ref(), Some(&fault))?)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The number of either step: typed, or sealed between them.
fn number(registry: &Registry, visitor: &Visitor, entered: &Entered) -> Result<Option<Number>, Fault> {
    let new = new_number(registry, &visitor.actor.id, entered)?;
    if new.number.is_empty() {
        return Ok(None);
    }
    let read = read_number(&new, registry.core.world.today());
    read.map(Some).map_err(|field| Fault::new(ErrorKind::Invalid, "person_invalid").field(field))
}

fn new_number(registry: &Registry, account: &str, entered: &Entered) -> Result<NewNumber, Fault> {
    let clear = if entered.sealed.is_empty() {
        entered.number.clone()
    } else {
        Secret::new(open_step(keys(registry)?, account, &entered.sealed)?)
    };
    Ok(NewNumber {
        number: clear,
        kind: Kind::from_word(&entered.kind),
        issuer: entered.issuer.clone(),
        paper: entered.paper.clone(),
    })
}

async fn save(
    registry: &Registry,
    caller: &anye_access::Caller<'_>,
    entered: &Entered,
    number: Option<&Number>,
    near: &str,
) -> Result<(String, &'static str), Fault> {
    let today = registry.core.world.today();
    let may = |code: &str| crate::rights::may(caller, Permission::PersonsEdit, code);
    let near = Near { place: near, may: &may };
    let code = |text: &str, field: &'static str| match pick(registry, text, near, today) {
        Picked::One(code) => Ok(code),
        Picked::Several(all) => {
            let names: Vec<String> = all.iter().map(|(code, name)| format!("{name} {code}")).collect();
            Err(FieldFault::new(field, "person_place_several").arg("places", names.join("、")))
        }
        Picked::Nothing => Err(FieldFault::new(field, "person_place")),
    };
    let invalid = |field: FieldFault| Fault::new(ErrorKind::Invalid, "person_invalid").field(field);
    let place = code(&entered.place, "place").map_err(invalid)?;
    let residence = entered.residence_place.trim();
    let residence_place = match code(residence, "residence_place") {
        Ok(code) if !residence.is_empty() => code,
        _ => residence.split(' ').next().unwrap_or_default().to_owned(),
    };
    if entered.act == "move" {
        let wanted = MoveIn {
            number: number.map(|number| number.text.clone()).unwrap_or_default(),
            name: entered.name.clone(),
            place,
            source: entered.source.clone(),
        };
        return Ok((person::move_in(registry, caller, &wanted).await?, "person-moved"));
    }
    let new = NewPerson {
        number: new_number(registry, &caller.actor.id, entered)?,
        name: entered.name.clone(),
        sex: entered.sex.clone(),
        birth_date: entered.birth_date.clone(),
        place,
        residence_place,
        residence_type: entered.residence_type.clone(),
        phone: entered.phone.clone(),
        source: entered.source.clone(),
        evidence: entered.evidence.clone(),
    };
    let made = person::register(registry, caller, &new).await?;
    let done = if made.likely > 0 { "person-registered-likely" } else { "person-registered" };
    Ok((made.id, done))
}
