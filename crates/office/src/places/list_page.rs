//! Places as a list: found by name, pinyin, initials or code, or all of a level below a place.

use anye_base::Lang;
use anye_places::Level;
use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::query::{ListQuery, PlaceItem, listed};
use crate::Office;
use crate::show::{self, Choice};

#[derive(Template)]
#[template(path = "place_list.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    q: String,
    parent: String,
    levels: Vec<Choice>,
    trees: Vec<Choice>,
    rows: Vec<(PlaceItem, String, String)>,
    next: Option<String>,
}

/// Answers `GET /places/list`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<ListQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let found = listed(&office, &query, visitor.as_of(core), &paging)?;
    let (q, parent, level, tree) = query.words();
    let day = visitor.as_of(core).to_string();
    let filter = [("q", q), ("parent", parent), ("level", level), ("tree", tree)];
    let here = show::address("/places/list", &[&filter[..], &[("asof", &day)]].concat());
    let frame = Frame::new(core, &visitor, &here, visitor.texts.t("places-list-title"))
        .under(visitor.texts.t("places-title"), "/places");
    let next = found.next.as_ref().map(|cursor| {
        let cursor = cursor.encode();
        show::address("/places/list", &[&filter[..], &[("cursor", &cursor)]].concat())
    });
    let (lang, register) = (visitor.lang(), core.places());
    let within = show::tree(&register, Some(tree))?;
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    let shown = ListPage {
        sentence: frame.t2("places-list-state", "n", found.items.len(), "day", day),
        levels: show::choices(&frame, "places-any-level", "place-level", &levels, level),
        trees: ["civil", "statistical"]
            .iter()
            .map(|word| {
                Choice::new(
                    word,
                    frame.t(&format!("place-tree-{word}")),
                    if tree.is_empty() { "civil" } else { tree },
                )
            })
            .collect(),
        rows: found
            .items
            .into_iter()
            .map(|mut item| {
                if lang == Lang::En {
                    let on = frame.as_of;
                    let named = |code: &str| core.place_in(code, on, lang);
                    let above: Vec<String> = register
                        .ancestors(&item.code, on, within)
                        .filter(|one| one.level != Level::State)
                        .map(|one| named(one.code))
                        .collect();
                    item.path = above.join(", ");
                    item.name = format!("{} {}", named(&item.code), item.name);
                }
                let kind = frame.t(&format!("place-kind-{}", item.kind));
                let span = show::span(&frame.texts, item.valid_from, item.valid_to);
                (item, kind, span)
            })
            .collect(),
        q: q.to_owned(),
        parent: parent.to_owned(),
        next,
        frame,
    };
    Ok(page(&shown))
}
