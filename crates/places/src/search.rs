//! Finding a place by what a person types (地名检索), for pickers and the command palette: code, name, part of a name, pinyin or its initials.
//! It ranks; it must never decide.

use jiff::civil::Date;
use pinyin::ToPinyinMulti;

use crate::{Level, Place, PlaceId, Register, names::short_form};

/// Why a place was found; better reasons first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The code itself.
    Code,
    /// The whole name, with or without its level word.
    Name,
    /// The name begins so.
    NameStart,
    /// The code begins so.
    CodeStart,
    /// The first letters of the syllables begin so (fs for 抚顺).
    Initials,
    /// The pinyin begins so (fushun).
    Pinyin,
    /// The name holds it.
    Within,
}

/// A place found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit<'a> {
    /// The place on the day asked for.
    pub place: Place<'a>,
    /// Why.
    pub why: Why,
}

/// First letters of each character's readings, as bits; a character without a reading has none.
type Letters = Box<[u32]>;

/// The register's places ready for search.
#[derive(Debug, Clone)]
pub struct SearchTable {
    register: Register,
    /// One entry per version of a place: its number, its name, letters.
    entries: Vec<(PlaceId, Box<str>, Letters)>,
}

impl SearchTable {
    /// Builds the table of a register.
    pub fn new(register: &Register) -> Self {
        let places = register.records().places.iter();
        let entries = places
            .filter_map(|place| {
                Some((register.id(&place.code)?, place.name.as_str().into(), letters(&place.name)))
            })
            .collect();
        Self { register: register.clone(), entries }
    }

    /// Places for a typed text on a day, best first: by reason, then higher levels, then code. At most `limit`.
    pub fn search(&self, text: &str, on: Date, limit: usize) -> Vec<SearchHit<'_>> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Vec::new();
        }
        let query = Query::of(&text);
        let mut hits: Vec<(Why, Level, PlaceId)> = Vec::new();
        for (id, name, letters) in &self.entries {
            if let Some(why) = query.matches(self.register.code(*id), name, letters)
                && let Some(place) = self.register.place(*id, on)
                && *place.name == **name
            {
                hits.push((if query.exact_short(&place) { Why::Name } else { why }, place.level, *id));
            }
        }
        hits.sort_unstable();
        hits.dedup();
        let shown = hits.into_iter().take(limit);
        shown
            .filter_map(|(why, _, id)| Some(SearchHit { place: self.register.place(id, on)?, why }))
            .collect()
    }
}

/// A typed text, by what it can be.
enum Query<'a> {
    Digits(&'a str),
    Latin(&'a str),
    Words(&'a str),
}

impl<'a> Query<'a> {
    fn of(text: &'a str) -> Self {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Digits(text)
        } else if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            Self::Latin(text)
        } else {
            Self::Words(text)
        }
    }

    fn matches(&self, code: &str, name: &str, letters: &[u32]) -> Option<Why> {
        match self {
            Self::Digits(text) if code == *text => Some(Why::Code),
            Self::Digits(text) => code.starts_with(text).then_some(Why::CodeStart),
            Self::Latin(text) if initials_start(letters, text) => Some(Why::Initials),
            Self::Latin(text) => {
                let first = letters.first()?;
                let possible = first & bit(text.as_bytes()[0]) != 0;
                (possible && pinyin_starts(name, text)).then_some(Why::Pinyin)
            }
            Self::Words(text) if name == *text => Some(Why::Name),
            Self::Words(text) if name.starts_with(text) => Some(Why::NameStart),
            Self::Words(text) => name.contains(text).then_some(Why::Within),
        }
    }

    fn exact_short(&self, place: &Place<'_>) -> bool {
        matches!(self, Self::Words(text) if short_form(place.name, place.kind) == Some(text))
    }
}

fn bit(letter: u8) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (letter - b'a') } else { 0 }
}

fn letters(name: &str) -> Letters {
    let of = |character: char| {
        let readings = character.to_pinyin_multi().into_iter().flatten();
        readings
            .filter_map(|reading| reading.plain().bytes().next())
            .fold(0, |bits, letter| bits | bit(letter))
    };
    name.chars().map(of).collect()
}

fn initials_start(letters: &[u32], text: &str) -> bool {
    text.len() <= letters.len()
        && text.len() > 1
        && text.bytes().zip(letters).all(|(letter, have)| have & bit(letter) != 0)
}

/// Whether some reading of the name begins with the text; the last syllable may be unfinished.
fn pinyin_starts(name: &str, text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let mut rest = name.chars();
    let Some(readings) = rest.next().and_then(|character| character.to_pinyin_multi()) else { return false };
    readings.into_iter().any(|reading| {
        let syllable = reading.plain().replace('ü', "v");
        syllable.starts_with(text)
            || text.strip_prefix(&*syllable).is_some_and(|left| pinyin_starts(rest.as_str(), left))
    })
}
