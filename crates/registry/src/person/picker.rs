//! A place as people type it (地点录入): its code, its name, a part of the name, the pinyin or its first letters. It must never guess between two places.

use std::sync::{Arc, Mutex, PoisonError};

use anye_base::Date;
use anye_places::{Level, Register, SearchTable, Tree};

use crate::Registry;

/// Places that are offered where the text fits several.
const OFFERED: usize = 8;

/// The table of the register as it stands, made once.
#[derive(Clone, Default)]
pub struct Picker(Arc<Mutex<Option<Made>>>);

type Made = (Arc<Register>, Arc<SearchTable>);
/// Code, name and level.
type Hit = (String, String, Level);
/// Whether a place is still meant.
type Holds<'a> = &'a dyn Fn(&Hit) -> bool;

/// What a text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// This place.
    One(String),
    /// One of these: code and name.
    Several(Vec<(String, String)>),
    /// None that is known.
    Nothing,
}

impl Picker {
    fn table(&self, register: &Arc<Register>) -> Arc<SearchTable> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some((of, table)) if Arc::ptr_eq(of, register) => Arc::clone(table),
            _ => {
                let table = Arc::new(SearchTable::new(register));
                *held = Some((Arc::clone(register), Arc::clone(&table)));
                table
            }
        }
    }
}

/// Which of several places of one name is meant: the one at `near`, below it, in the same city, or the only one where the reader may work.
#[derive(Clone, Copy)]
pub struct Near<'a> {
    /// Where the reader works.
    pub place: &'a str,
    /// Whether they may work there.
    pub may: &'a (dyn Fn(&str) -> bool + Sync),
}

/// The county or lower that a text stands for.
pub fn pick(registry: &Registry, text: &str, near: Near<'_>, on: Date) -> Picked {
    let text = text.trim();
    let register = registry.core.places();
    if let Some(found) = register.find(text, on).filter(|found| found.level >= Level::County) {
        return Picked::One(found.code.to_owned());
    }
    // `210106 铁西区` is what a list of suggestions fills in.
    if let Some((code, _)) = text.split_once(' ')
        && register.find(code, on).is_some_and(|found| found.level >= Level::County)
    {
        return Picked::One(code.to_owned());
    }
    let table = registry.picker.table(&register);
    let hits: Vec<Hit> = table
        .search(text, on, 200)
        .into_iter()
        .filter(|hit| hit.place.level >= Level::County)
        .map(|hit| (hit.place.code.to_owned(), hit.place.name.to_owned(), hit.place.level))
        .collect();
    let exact: Vec<_> = hits.iter().filter(|(_, name, _)| name == text).cloned().collect();
    let all = if exact.is_empty() { hits } else { exact };
    let within = |code: &str| {
        let below = [Tree::CIVIL, Tree::STATISTICAL].into_iter();
        code == near.place || below.into_iter().any(|tree| register.is_within(code, near.place, on, tree))
    };
    let city =
        |code: &str| near.place.get(..4).is_some_and(|city| !city.ends_with("00") && code.starts_with(city));
    // From the whole to the narrower, as long as one is left alone.
    let narrower: [Holds<'_>; 5] = [
        &|_| true,
        &|(code, ..)| (near.may)(code),
        &|(code, ..)| within(code),
        &|(code, ..)| city(code),
        &|(code, _, level)| within(code) && *level == Level::County,
    ];
    for holds in narrower {
        let mut left = all.iter().filter(|hit| holds(hit));
        if let (Some((code, ..)), None) = (left.next(), left.next()) {
            return Picked::One(code.clone());
        }
    }
    if all.is_empty() {
        return Picked::Nothing;
    }
    Picked::Several(all.into_iter().take(OFFERED).map(|(code, name, _)| (code, name)).collect())
}
