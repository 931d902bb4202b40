//! The tree of places (区划树) on a day: the place at the top, what lies below it two levels deep, and the number of places of each level.

use anye_places::{Level, Place, Register, Tree};
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::{Office, show};
use anye_base::{Date, Fault};

#[derive(Deserialize)]
pub struct TreeQuery {
    tree: Option<String>,
    root: Option<String>,
}

/// Numbers of places below another, by level.
#[derive(Default, Clone, Copy)]
pub struct Below {
    pub cities: usize,
    pub counties: usize,
    pub townships: usize,
    pub villages: usize,
}

impl Below {
    /// Counts what lies below.
    pub fn of(register: &Register, code: &str, on: Date, tree: Tree) -> Self {
        let mut below = Self::default();
        for place in register.descendants(code, on, tree) {
            match place.level {
                Level::City => below.cities += 1,
                Level::County => below.counties += 1,
                Level::Township => below.townships += 1,
                Level::Village => below.villages += 1,
                Level::State | Level::Province => {}
            }
        }
        below
    }

    fn all(self) -> usize {
        self.cities + self.counties + self.townships + self.villages
    }
}

struct Node {
    name: String,
    code: String,
    href: String,
    figures: String,
    children: Vec<Node>,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "places.html")]
struct TreePage {
    frame: Frame,
    sentence: String,
    tree: &'static str,
    root: String,
    top: Option<Node>,
    counts: Vec<(String, usize, String)>,
    may_import: bool,
}

/// Answers `GET /places`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(query): Query<TreeQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let register = core.places();
    let tree = show::tree(&register, query.tree.as_deref())?;
    let word = show::tree_word(tree);
    let on = visitor.as_of(core);
    let root = query.root.filter(|code| !code.is_empty()).unwrap_or_else(|| core.settings.home_place.clone());
    let found = register.find(&root, on);
    if found.is_none() && root != core.settings.home_place {
        return Err(Failed(Fault::not_found("place")));
    }
    let day = on.to_string();
    let here = show::address("/places", &[("tree", word), ("root", &root), ("asof", &day)]);
    let frame = Frame::new(core, &visitor, &here, visitor.texts.t("places-title"));
    let below = Below::of(&register, &root, on, tree);
    let name = found.map_or_else(|| root.clone(), |place| show::place_name(&frame.texts, &place));
    let count = |level: Level, n: usize| {
        let list = [("parent", root.as_str()), ("level", level.as_str()), ("tree", word)];
        (frame.t(&format!("place-level-{}", level.as_str())), n, show::address("/places/list", &list))
    };
    let counts = vec![
        count(Level::City, below.cities),
        count(Level::County, below.counties),
        count(Level::Township, below.townships),
        count(Level::Village, below.villages),
    ];
    let values = [
        ("place", name),
        ("day", day),
        ("tree", frame.t(&format!("place-tree-{word}"))),
        ("n", below.all().to_string()),
    ];
    let page_of = TreePage {
        sentence: frame.texts.args("places-state", &values),
        tree: word,
        top: found.map(|place| node(&frame, &register, &place, on, tree, 2)),
        counts: counts.into_iter().filter(|(_, n, _)| *n > 0).collect(),
        may_import: visitor.may_at_all(anye_access::Permission::PlacesImport),
        root,
        frame,
    };
    Ok(page(&page_of))
}

fn node(frame: &Frame, register: &Register, place: &Place<'_>, on: Date, tree: Tree, depth: u8) -> Node {
    let word = show::tree_word(tree);
    let children = register.children(place.code, on, tree);
    let below = Below::of(register, place.code, on, tree);
    let levels = [("county", below.counties), ("township", below.townships), ("village", below.villages)];
    let figures: Vec<String> = levels
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| frame.t1(&format!("place-count-{level}"), "n", n))
        .collect();
    let deeper = depth > 0;
    let more = (!deeper && !children.is_empty())
        .then(|| show::address("/places", &[("tree", word), ("root", place.code)]));
    Node {
        name: show::place_name(&frame.texts, place),
        code: place.code.to_owned(),
        href: show::address(&format!("/places/{}", place.code), &[("tree", word)]),
        figures: figures.join(" · "),
        children: if deeper {
            children.iter().map(|child| node(frame, register, child, on, tree, depth - 1)).collect()
        } else {
            Vec::new()
        },
        more,
    }
}
