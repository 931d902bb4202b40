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

/// The county or lower that a text stands for. Among several, one below `near` is meant, where there is exactly one.
pub fn pick(registry: &Registry, text: &str, near: &str, on: Date) -> Picked {
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
    let hits: Vec<_> =
        table.search(text, on, 200).into_iter().filter(|hit| hit.place.level >= Level::County).collect();
    let exact: Vec<_> = hits.iter().filter(|hit| hit.place.name == text).collect();
    let all: Vec<_> = if exact.is_empty() { hits.iter().collect() } else { exact };
    let within = |code: &str| {
        [Tree::CIVIL, Tree::STATISTICAL].into_iter().any(|tree| register.is_within(code, near, on, tree))
    };
    let below: Vec<_> = all.iter().filter(|hit| within(hit.place.code)).collect();
    let counties: Vec<_> = below.iter().filter(|hit| hit.place.level == Level::County).collect();
    match (&all[..], &below[..], &counties[..]) {
        ([], ..) => Picked::Nothing,
        ([one], ..) => Picked::One(one.place.code.to_owned()),
        (_, [one], _) => Picked::One(one.place.code.to_owned()),
        (_, _, [one]) => Picked::One(one.place.code.to_owned()),
        (all, ..) => {
            let offered = all.iter().take(OFFERED);
            Picked::Several(offered.map(|hit| (hit.place.code.to_owned(), hit.place.name.to_owned())).collect())
        }
    }
}
