//! The units that the pack declares, spelt out for places on a day (单位目录). It must never invent a unit: a function stands at the places of
//! the levels for which the pack gives it a name.

use anye_base::Date;
use anye_pack::{Function, Group, Pack, Unit};
use anye_places::{Level, Place, Register, Tree};

/// A unit on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// `function@place`, `group@place` or a single unit's id.
    pub id: String,
    /// Function id, where it is one.
    pub function: Option<String>,
    /// Full name.
    pub name: String,
    /// In English.
    pub english: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Code of its place.
    pub place: String,
    /// department, government, …; `group` for bodies addressed as one.
    pub kind: String,
    /// First day, ISO 8601.
    pub valid_from: Option<String>,
    /// Last day, ISO 8601.
    pub valid_to: Option<String>,
    /// Unit or function that took over.
    pub succeeded_by: Option<String>,
}

/// Which units.
#[derive(Debug, Clone, Default)]
pub struct UnitFilter {
    /// With this function.
    pub function: Option<String>,
    /// At this place.
    pub place: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Whose name, other name or English name holds this.
    pub text: Option<String>,
}

/// The kinds that units have.
pub const KINDS: [&str; 9] = [
    "department",
    "government",
    "leading_group",
    "party",
    "mass",
    "vertical",
    "institution",
    "enterprise",
    "group",
];

/// The directory on a day.
pub struct Directory<'a> {
    pack: &'a Pack,
    register: &'a Register,
    on: Date,
}

impl<'a> Directory<'a> {
    /// The pack's units over a register on a day.
    pub fn new(pack: &'a Pack, register: &'a Register, on: Date) -> Self {
        Self { pack, register, on }
    }

    /// The units at a place that are in use on the day.
    pub fn at(&self, place: &Place<'_>) -> Vec<UnitView> {
        let units = self.pack.units();
        let singles = units.units.iter().filter(|unit| unit.place == place.code).map(single);
        let functions = units.functions.iter().filter_map(|function| named(function, place));
        let groups =
            units.groups.iter().filter(|group| group.place == place.code).map(|g| grouped(g, place.code));
        singles.chain(functions).chain(groups).filter(|unit| in_use(unit, self.on)).collect()
    }

    /// The units that a filter means, by place, then in the pack's order.
    pub fn filtered(&self, filter: &UnitFilter) -> Vec<UnitView> {
        let text = filter.text.as_deref().map(str::to_lowercase).unwrap_or_default();
        let fits = |unit: &UnitView| {
            filter.function.as_ref().is_none_or(|function| unit.function.as_ref() == Some(function))
                && filter.kind.as_ref().is_none_or(|kind| unit.kind == *kind)
                && (text.is_empty() || holds(unit, &text))
        };
        let places: Vec<Place<'_>> = match &filter.place {
            Some(code) => self.register.find(code, self.on).into_iter().collect(),
            None => self.places_with_units(),
        };
        places.iter().flat_map(|place| self.at(place)).filter(fits).collect()
    }

    /// A unit by its id, in use or not.
    pub fn find(&self, id: &str) -> Option<UnitView> {
        let units = self.pack.units();
        let Some((base, code)) = id.split_once('@') else {
            return units.units.iter().find(|unit| unit.id == id).map(single);
        };
        let place = self.register.find(code, self.on)?;
        let function = units.functions.iter().find(|function| function.id == base);
        let group =
            units.groups.iter().find(|group| group.id == base && (group.place == code || group.place == "*"));
        function
            .and_then(|function| named(function, &place))
            .or_else(|| group.map(|group| grouped(group, code)))
    }

    fn places_with_units(&self) -> Vec<Place<'_>> {
        let mut places: Vec<Place<'_>> =
            self.register.all(self.on).filter(|place| place.level <= Level::County).collect();
        places.retain(|place| {
            place.level < Level::County || self.register.in_tree(place.code, self.on, Tree::CIVIL)
        });
        places.sort_by_key(|place| (place.level, place.code));
        places
    }
}

fn in_use(unit: &UnitView, on: Date) -> bool {
    // ISO days compare as texts.
    let on = on.to_string();
    unit.valid_from.as_ref().is_none_or(|from| *from <= on)
        && unit.valid_to.as_ref().is_none_or(|to| on <= *to)
}

fn holds(unit: &UnitView, text: &str) -> bool {
    let names = [&unit.name, &unit.english, &unit.id];
    names.into_iter().chain(&unit.aliases).any(|name| name.to_lowercase().contains(text))
}

fn single(unit: &Unit) -> UnitView {
    UnitView {
        id: unit.id.clone(),
        function: None,
        name: unit.name.clone(),
        english: unit.en.clone(),
        aliases: unit.aliases.clone(),
        place: unit.place.clone(),
        kind: unit.kind.clone(),
        valid_from: unit.valid_from.clone(),
        valid_to: unit.valid_to.clone(),
        succeeded_by: unit.succeeded_by.clone(),
    }
}

fn grouped(group: &Group, place: &str) -> UnitView {
    UnitView {
        id: format!("{}@{place}", group.id),
        function: None,
        name: group.name.clone(),
        english: group.en.clone(),
        aliases: group.aliases.clone(),
        place: place.to_owned(),
        kind: "group".to_owned(),
        valid_from: None,
        valid_to: None,
        succeeded_by: None,
    }
}

/// The function as it is called at a place; `None` where the pack gives it no name at that level.
fn named(function: &Function, place: &Place<'_>) -> Option<UnitView> {
    let level = match place.level {
        Level::Province => anye_pack::Level::Province,
        Level::City => anye_pack::Level::City,
        Level::County => anye_pack::Level::County,
        Level::State | Level::Township | Level::Village => return None,
    };
    let mut names = function.patterns(level).iter().map(|pattern| spelt(pattern, place));
    let name = names.next()?;
    let english = match place.english {
        Some(place) => format!("{}, {place}", function.en),
        None => function.en.clone(),
    };
    Some(UnitView {
        id: format!("{}@{}", function.id, place.code),
        function: Some(function.id.clone()),
        name,
        english,
        aliases: names.collect(),
        place: place.code.to_owned(),
        kind: function.kind.clone(),
        valid_from: function.valid_from.clone(),
        valid_to: function.valid_to.clone(),
        succeeded_by: function.succeeded_by.clone(),
    })
}

/// A name pattern with the place's name in it.
fn spelt(pattern: &str, place: &Place<'_>) -> String {
    if !pattern.contains('{') {
        return format!("{}{pattern}", place.name);
    }
    let word = place.name.chars().next_back().unwrap_or_default().to_string();
    let short =
        ["省", "市", "县", "区"].iter().find_map(|word| place.name.strip_suffix(word)).unwrap_or(place.name);
    pattern.replace("{place}", place.name).replace("{short}", short).replace("{level}", &word)
}
