//! Files the pack's records under every name they go by (名录索引). It must never decide between two units of one name.

use super::{
    FunctionRecord, GroupRecord, UnitRecord,
    body::{LEVEL_WORDS, canonical, tidy},
    register::{Days, Known, Pattern, UnitRegister},
};
use crate::{Level, names::short_form};

impl UnitRegister {
    pub(super) fn add_function(&mut self, function: &FunctionRecord) {
        let days = Days { from: function.valid_from, last: function.last_day };
        let known = Known { id: function.id.clone(), place: None, days, group: false };
        let levels = [
            (Level::Province, &function.province),
            (Level::City, &function.city),
            (Level::County, &function.county),
        ];
        for (level, names) in levels {
            for name in names {
                let name = tidy(name);
                if let (Some(open), Some(close)) = (name.find('{'), name.find('}')) {
                    let (before, after) = (canonical(&name[..open]), canonical(&name[close + 1..]));
                    self.patterns.push(Pattern { before, after, level, known: known.clone() });
                } else {
                    self.functions.entry((level, canonical(&name))).or_default().push(known.clone());
                }
            }
        }
        if let Some(next) = &function.succeeded_by {
            self.followers.insert(function.id.clone(), (next.clone(), function.last_day));
        }
    }

    pub(super) fn add_unit(&mut self, unit: &UnitRecord) {
        let days = Days { from: unit.valid_from, last: unit.last_day };
        let own = std::iter::once((unit.name.as_str(), days));
        let others = unit.aliases.iter().map(|alias| {
            let from = alias.valid_from.or(unit.valid_from);
            (alias.name.as_str(), Days { from, last: alias.last_day.or(unit.last_day) })
        });
        for (name, days) in own.chain(others) {
            let known = Known { id: unit.id.clone(), place: Some(unit.place.clone()), days, group: false };
            let name = tidy(name);
            for body in self.bodies(&name, &unit.place) {
                self.placed.entry((unit.place.clone(), canonical(&body))).or_default().push(known.clone());
            }
            // A name that begins with a level word is one only where that word points to its place.
            if !LEVEL_WORDS.iter().any(|(word, _)| name.starts_with(word)) {
                self.whole.entry(canonical(&name)).or_default().push(known);
            }
        }
        if let Some(next) = &unit.succeeded_by {
            self.followers.insert(unit.id.clone(), (next.clone(), unit.last_day));
        }
    }

    /// A unit's name as it follows its place's name, short name or level word, and as it stands.
    fn bodies(&self, name: &str, place: &str) -> Vec<String> {
        let mut bodies = vec![name.to_owned()];
        for version in self.register.history_of(place) {
            let names = [Some(version.name), short_form(version.name, version.kind)];
            bodies.extend(
                names.into_iter().flatten().filter_map(|prefix| name.strip_prefix(prefix)).map(str::to_owned),
            );
            let words = LEVEL_WORDS.iter().filter(|(_, level)| *level == version.level);
            bodies.extend(words.filter_map(|(word, _)| name.strip_prefix(word)).map(str::to_owned));
        }
        bodies.retain(|body| body.chars().count() > 1);
        bodies.dedup();
        bodies
    }

    pub(super) fn add_group(&mut self, group: &GroupRecord) {
        let own = std::iter::once((group.name.as_str(), Days { from: None, last: None }));
        let others =
            group.aliases.iter().map(|a| (a.name.as_str(), Days { from: a.valid_from, last: a.last_day }));
        for (name, days) in own.chain(others) {
            let place = Some(group.place.clone()).filter(|place| place != "*");
            let known = Known { id: group.id.clone(), place, days, group: true };
            self.whole.entry(canonical(name)).or_default().push(known);
        }
    }
}
