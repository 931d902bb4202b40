//! Resolving a unit's name (单位名称解析). Tried in order: a name known as a whole, a place's name before a body's, a level word before it
//! (市人社局), the body alone at the document's place, then at the state. It must never resolve a name to a place that the name does not fit.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    FunctionRecord, GroupRecord, UnitRecord,
    body::{LEVEL_WORDS, canonical, tidy},
};
use crate::{Level, NameTable, Register, Tree};

/// How a name was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By the whole name of a single unit or group.
    Whole,
    /// By a place's name before it: 抚顺市人社局.
    PlaceName,
    /// By a level word before it: 市人社局.
    LevelWord,
    /// By the body's name alone, at the document's place.
    Alone,
}

/// The unit that a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMatch {
    /// `function@place`, `group@place`, or a single unit's id.
    pub id: String,
    /// Code of the place it belongs to.
    pub place: String,
    /// How it was matched.
    pub how: How,
    /// The name was not in use on that day by the dates the pack gives; worth a look.
    pub outside_dates: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) from: Option<Date>,
    pub(super) last: Option<Date>,
}

impl Days {
    fn hold(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// A name under which something is known.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: String,
    /// `None` for a function (any place of its level) or a group that stands at the document's place.
    pub(super) place: Option<String>,
    pub(super) days: Days,
    pub(super) group: bool,
}

/// A function's name with a place's name inside it: 国家税务总局{place}税务局.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) before: String,
    pub(super) after: String,
    pub(super) level: Level,
    pub(super) known: Known,
}

/// The register of responsible units (责任单位名录), ready for matching.
#[derive(Debug, Clone)]
pub struct UnitRegister {
    pub(super) register: Register,
    pub(super) names: NameTable,
    /// Canonical whole names of single units and groups.
    pub(super) whole: HashMap<String, Vec<Known>>,
    /// Canonical bodies of single units, by place.
    pub(super) placed: HashMap<(String, String), Vec<Known>>,
    /// Canonical bodies of functions, by level.
    pub(super) functions: HashMap<(Level, String), Vec<Known>>,
    pub(super) patterns: Vec<Pattern>,
    /// What took over, by id of function or unit, with the last day of the old one.
    pub(super) followers: HashMap<String, (String, Option<Date>)>,
}

impl UnitRegister {
    /// Builds the register from the pack's records.
    pub fn new(
        register: &Register,
        units: &[UnitRecord],
        functions: &[FunctionRecord],
        groups: &[GroupRecord],
    ) -> Self {
        let mut made = Self {
            register: register.clone(),
            names: NameTable::new(register),
            whole: HashMap::new(),
            placed: HashMap::new(),
            functions: HashMap::new(),
            patterns: Vec::new(),
            followers: HashMap::new(),
        };
        functions.iter().for_each(|function| made.add_function(function));
        units.iter().for_each(|unit| made.add_unit(unit));
        groups.iter().for_each(|group| made.add_group(group));
        made
    }

    /// The unit that a name means, seen from a place on a day: its id.
    pub fn resolve(&self, name: &str, place: &str, on: Date) -> Option<String> {
        self.resolve_match(name, place, on).map(|found| found.id)
    }

    /// As [`Self::resolve`], with how it was matched. Where only names out of use on that day fit, they are given and marked.
    pub fn resolve_match(&self, name: &str, place: &str, on: Date) -> Option<UnitMatch> {
        let name = tidy(name);
        if name.is_empty() {
            return None;
        }
        let found: Vec<UnitMatch> = [
            self.by_whole(&name, place, on, false),
            self.by_place_name(&name, place, on),
            self.by_pattern(&name, place, on),
            self.by_level_word(&name, place, on),
            // After the level word: 市政府 is the city's government in a city, and all cities' governments in the province.
            self.by_whole(&name, place, on, true),
            self.at(place, &name, on, How::Alone),
            self.top(place, on).and_then(|top| self.at(&top, &name, on, How::Alone)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let best = found.iter().position(|found| !found.outside_dates).unwrap_or(0);
        found.into_iter().nth(best)
    }

    /// The unit that goes on the work of another on a day (职能承接): 劳动保障 → 人力资源社会保障.
    pub fn in_force(&self, id: &str, on: Date) -> String {
        let (mut base, place) = id.split_once('@').map_or((id, None), |(base, place)| (base, Some(place)));
        for _ in 0..16 {
            match self.followers.get(base) {
                Some((next, Some(last))) if *last < on => base = next,
                _ => break,
            }
        }
        place.map_or_else(|| base.to_owned(), |place| format!("{base}@{place}"))
    }

    fn by_whole(&self, name: &str, place: &str, on: Date, group: bool) -> Option<UnitMatch> {
        let known: Vec<&Known> =
            self.whole.get(&canonical(name))?.iter().filter(|known| known.group == group).collect();
        // A group of this very place before one of another.
        let near: Vec<&Known> = known.iter().copied().filter(|k| k.place.as_deref() == Some(place)).collect();
        let open: Vec<&Known> = known.iter().copied().filter(|k| k.place.is_none()).collect();
        let list = if !near.is_empty() {
            near
        } else if !open.is_empty() {
            open
        } else {
            known
        };
        pick(&list, place, on, How::Whole)
    }

    fn by_place_name(&self, name: &str, place: &str, on: Date) -> Option<UnitMatch> {
        let mention = self.names.leading(name, Some(place), on)?;
        let code = mention.code()?.to_owned();
        let body: String = name.chars().skip(mention.end).collect();
        self.at(&code, &body, on, How::PlaceName)
    }

    fn by_pattern(&self, name: &str, place: &str, on: Date) -> Option<UnitMatch> {
        let form = canonical(name);
        self.patterns.iter().find_map(|pattern| {
            let middle = form.strip_prefix(&pattern.before)?.strip_suffix(&pattern.after)?;
            let target = match self.names.named(middle, Some(place), on).as_slice() {
                [code] => code.clone(),
                _ => {
                    let word = LEVEL_WORDS.iter().find(|(word, _)| *word == middle).map(|(_, level)| *level);
                    self.around(place, word.or(middle.is_empty().then_some(pattern.level))?, on)?
                }
            };
            (self.register.find(&target, on)?.level == pattern.level).then_some(())?;
            pick(&[&pattern.known], &target, on, How::PlaceName)
        })
    }

    fn by_level_word(&self, name: &str, place: &str, on: Date) -> Option<UnitMatch> {
        let name = ["本", "我", "全"].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
        LEVEL_WORDS.iter().find_map(|(word, level)| {
            let body = name.strip_prefix(word)?;
            self.at(&self.around(place, *level, on)?, body, on, How::LevelWord)
        })
    }

    /// The place itself or the one around it, of a level.
    fn around(&self, place: &str, level: Level, on: Date) -> Option<String> {
        let own = self.register.find(place, on).into_iter();
        own.chain(self.register.ancestors(place, on, Tree::CIVIL))
            .find(|p| p.level == level)
            .map(|p| p.code.to_owned())
    }

    fn top(&self, place: &str, on: Date) -> Option<String> {
        self.around(place, Level::State, on)
    }

    /// A body at a place: a single unit there, else a function of its level.
    fn at(&self, place: &str, body: &str, on: Date, how: How) -> Option<UnitMatch> {
        let body = canonical(body);
        let level = self.register.find(place, on)?.level;
        let single = self.placed.get(&(place.to_owned(), body.clone()));
        let function = self.functions.get(&(level, body));
        let list: Vec<&Known> = single.into_iter().flatten().chain(function.into_iter().flatten()).collect();
        pick(&list, place, on, how)
    }
}

/// The first that was in use on the day, else the first.
fn pick(list: &[&Known], place: &str, on: Date, how: How) -> Option<UnitMatch> {
    let known = list.iter().find(|known| known.days.hold(on)).or(list.first())?;
    let place = known.place.as_deref().unwrap_or(place);
    let single = known.place.is_some() && !known.group;
    let id = if single { known.id.clone() } else { format!("{}@{place}", known.id) };
    Some(UnitMatch { id, place: place.to_owned(), how, outside_dates: !known.days.hold(on) })
}
