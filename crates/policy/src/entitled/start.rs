//! Who asks, where, for which day, and what it is about: the first form.

use anye_base::Date;
use anye_places::Tree;
use anye_web::{Core, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::answers::{Answers, askers, situations};
use crate::Policy;
use crate::choice::Choice;

/// A kind that a question can be about.
pub struct About {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub note: String,
    /// Whether it is ticked.
    pub chosen: bool,
}

/// One who can ask.
pub struct Asker {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// What it can be about.
    pub about: Vec<About>,
}

#[derive(Template)]
#[template(path = "entitled.html")]
struct StartPage {
    frame: Frame,
    askers: Vec<Asker>,
    places: Vec<(String, Vec<Choice>)>,
    on: String,
    errors: Vec<(&'static str, String)>,
}

/// Answers `GET /entitlements`.
pub async fn start(State(policy): State<Policy>, visitor: Visitor) -> Response {
    let on = visitor.as_of(&policy.core).to_string();
    form(&policy, &visitor, &Answers { who: "persons".to_owned(), on, ..Answers::default() }, false)
}

/// The first form, again when something is missing.
pub fn form(policy: &Policy, visitor: &Visitor, answers: &Answers, again: bool) -> Response {
    let book = policy.book();
    let frame = Frame::new(&policy.core, visitor, "/entitlements", visitor.texts.t("law-entitled-title"));
    let chinese = visitor.lang() == anye_base::Lang::Zh;
    let about = |kind: anye_law::book::KindId| {
        let def = book.kind(kind);
        let name = if chinese { def.name.clone() } else { crate::plain::spaced(&def.id) };
        let note = if chinese { def.note.clone() } else { def.english.clone() };
        About { id: def.id.clone(), name, note, chosen: answers.about.contains(&def.id) }
    };
    let asker = |kind: &anye_law::book::KindId| Asker {
        id: book.kind(*kind).id.clone(),
        name: frame.t(if book.kind(*kind).id == "employers" {
            "law-asker-employers"
        } else {
            "law-asker-persons"
        }),
        chosen: answers.who == book.kind(*kind).id,
        about: situations(book, *kind).into_iter().map(about).collect(),
    };
    let mut errors = Vec::new();
    if again && answers.day().is_none() {
        errors.push(("on", frame.t("error-law_day")));
    }
    if again && answers.place.len() != 6 {
        errors.push(("place", frame.t("law-place-missing")));
    }
    page(&StartPage {
        askers: askers(book).iter().map(asker).collect(),
        places: places(&policy.core, &answers.place, frame.as_of, frame.texts.lang),
        on: answers.on.clone(),
        errors,
        frame,
    })
}

/// Each city with its counties.
fn places(core: &Core, chosen: &str, on: Date, lang: anye_base::Lang) -> Vec<(String, Vec<Choice>)> {
    let register = core.places();
    let of_city = |city: anye_places::Place<'_>| {
        let name = core.place_in(city.code, on, lang);
        let mut all = vec![Choice::new(city.code, name.clone(), chosen)];
        let counties = register.children(city.code, on, Tree::CIVIL);
        all.extend(
            counties
                .into_iter()
                .map(|county| Choice::new(county.code, core.place_in(county.code, on, lang), chosen)),
        );
        (name, all)
    };
    register.children(&core.settings.home_place, on, Tree::CIVIL).into_iter().map(of_city).collect()
}
