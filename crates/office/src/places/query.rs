//! Which places a question means (区划查询): the item, the filters and the refusal of a code that does not hold on the day. Pages and operations share it.

use anye_base::{Cursor, Date, ErrorKind, Fault, FieldFault, Limit, Page};
use anye_places::{Level, Place, Register, Resolution, Tree};
use anye_web::Visitor;
use anye_web::extract::Paging;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Office, show};

/// A place on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlaceItem {
    /// Statistical code: 6 digits down to the county, 9 for a township, 12 for a village.
    pub code: String,
    /// Code in the civil system, where it differs.
    pub civil_code: Option<String>,
    /// Name.
    pub name: String,
    /// English name, where there is one.
    pub english: Option<String>,
    /// state, province, city, county, township, village.
    pub level: String,
    /// What sort of division it is.
    pub kind: String,
    /// Names from the province down to what it stands under.
    pub path: String,
    /// Code of what it stands under, in the tree asked for.
    pub parent: Option<String>,
    /// First day of this version, where known.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    /// First day that no longer holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// A unit of the statistics only.
    pub statistical_only: bool,
}

impl PlaceItem {
    pub(super) fn of(register: &Register, place: &Place<'_>, on: Date, tree: Tree) -> Self {
        let mut path = register.name_path(place.code, on, tree);
        path.pop();
        Self {
            code: place.code.to_owned(),
            civil_code: place.civil_code.map(str::to_owned),
            name: place.name.to_owned(),
            english: place.english.map(str::to_owned),
            level: place.level.as_str().to_owned(),
            kind: place.kind.as_str().to_owned(),
            path: path.concat(),
            parent: register.parent(place.code, on, tree).map(|above| above.code.to_owned()),
            valid_from: place.valid_from,
            valid_to: place.valid_to,
            statistical_only: place.statistical_only,
        }
    }
}

/// Which places.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct ListQuery {
    /// Name, part of a name, pinyin, initials or code.
    pub(super) q: Option<String>,
    /// Below this place.
    pub(super) parent: Option<String>,
    /// Only of this level.
    pub(super) level: Option<String>,
    /// `civil` (default) or `statistical`.
    pub(super) tree: Option<String>,
    /// On this day, ISO 8601; today unless said.
    pub(super) on: Option<String>,
}

impl ListQuery {
    pub(super) fn words(&self) -> (&str, &str, &str, &str) {
        fn text(value: &Option<String>) -> &str {
            value.as_deref().unwrap_or_default()
        }
        (text(&self.q).trim(), text(&self.parent).trim(), text(&self.level), text(&self.tree))
    }
}

/// The day of a query, or the day the reader looks at.
pub(super) fn day(visitor: &Visitor, office: &Office, on: Option<&str>) -> Result<Date, Fault> {
    match on.filter(|text| !text.is_empty()) {
        None => Ok(visitor.as_of(&office.core)),
        Some(text) => text.parse().map_err(|_| {
            let field = FieldFault::new("on", "office_day").arg("day", text);
            Fault::new(ErrorKind::Invalid, "office_day").arg("day", text).field(field)
        }),
    }
}

/// Most hits of a search by name: what comes later is no match worth reading.
const MOST_HITS: usize = 500;

/// The places that a query means, in the order of codes, or of fit where something was typed.
pub(super) fn listed(
    office: &Office,
    query: &ListQuery,
    on: Date,
    paging: &Paging,
) -> Result<Page<PlaceItem>, Fault> {
    let register = office.core.places();
    let (q, parent, level, _) = query.words();
    let tree = show::tree(&register, query.tree.as_deref()).map_err(|failed| failed.0)?;
    let level = match level {
        "" => None,
        word => Some(Level::parse(word).ok_or_else(|| {
            Fault::new(ErrorKind::Invalid, "level_unknown")
                .arg("level", word)
                .field(FieldFault::new("level", "level_unknown").arg("level", word))
        })?),
    };
    if !parent.is_empty() && register.find(parent, on).is_none() {
        return Err(unusable(&register, "parent", parent, on));
    }
    let fits = |place: &Place<'_>| {
        level.is_none_or(|level| place.level == level)
            && (parent.is_empty()
                || (place.code != parent && register.is_within(place.code, parent, on, tree)))
    };
    let skip: usize = paging.cursor.as_ref().and_then(|cursor| cursor.0.first()?.parse().ok()).unwrap_or(0);
    let take = paging.limit.rows() as usize + 1;
    let items: Vec<PlaceItem> = if !q.is_empty() {
        let table = office.search_table();
        let hits = table.search(q, on, MOST_HITS);
        hits.iter()
            .filter(|hit| fits(&hit.place))
            .skip(skip)
            .take(take)
            .map(|hit| PlaceItem::of(&register, &hit.place, on, tree))
            .collect()
    } else if !parent.is_empty() {
        let below = register.descendants(parent, on, tree);
        below
            .filter(fits)
            .skip(skip)
            .take(take)
            .map(|place| PlaceItem::of(&register, &place, on, tree))
            .collect()
    } else {
        let all = register.all(on).filter(|place| register.in_tree(place.code, on, tree));
        all.filter(fits)
            .skip(skip)
            .take(take)
            .map(|place| PlaceItem::of(&register, &place, on, tree))
            .collect()
    };
    Ok(overfull(items, skip, paging.limit))
}

/// The register of a day does not change while it is read, so that a position is as good a cursor as a key.
pub(super) fn overfull(items: Vec<PlaceItem>, skip: usize, limit: Limit) -> Page<PlaceItem> {
    let next = skip + limit.rows() as usize;
    Page::from_overfull(items, limit, |_| Cursor(vec![next.to_string()]))
}

/// Why a code cannot be used on a day, with what follows it or looks like it.
pub(super) fn unusable(register: &Register, field: &str, code: &str, on: Date) -> Fault {
    let list = |steps: &[anye_places::Step]| {
        steps.iter().map(|step| format!("{} {}", step.code, step.name)).collect::<Vec<_>>().join(", ")
    };
    let (word, instead) = match register.resolve_code(code, on) {
        Resolution::Retired { successors, .. } => ("place_code_retired", list(&successors)),
        Resolution::NotYet { predecessors, .. } => ("place_code_not_yet", list(&predecessors)),
        Resolution::Unknown { suggestions } => ("place_code_unknown", list(&suggestions)),
        Resolution::Found(_) => ("place_code_unknown", String::new()),
    };
    let instead = if instead.is_empty() { "—".to_owned() } else { instead };
    let fault = FieldFault::new(field, word).arg("code", code).arg("day", on).arg("instead", &instead);
    let kind = if field == "place" { ErrorKind::NotFound } else { ErrorKind::Invalid };
    Fault::new(kind, word).arg("code", code).arg("day", on).arg("instead", &instead).field(fault)
}
