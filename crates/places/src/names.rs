//! Place names in text (地名识别): 抚顺市人民政府办公室 belongs to 210400. It must never choose between two places of one name; it says that
//! there are several.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::{Kind, Level, Place, Register, Tree};

/// A place named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Codes it can mean; one where it is certain.
    pub codes: Vec<String>,
    /// Named without its level word (抚顺).
    pub short: bool,
    /// The name was not in use on the day asked for; the code is of its own time.
    pub former: bool,
}

impl Mention {
    /// The place, where only one can be meant.
    pub fn code(&self) -> Option<&str> {
        match &*self.codes {
            [code] => Some(code),
            _ => None,
        }
    }
}

/// One name of one place, over the time it was in use.
#[derive(Debug, Clone)]
struct Entry {
    name: Vec<char>,
    code: String,
    level: Level,
    from: Date,
    to: Date,
    short: bool,
}

/// The names of a register's provinces, cities and counties, with their short forms, ready for matching.
#[derive(Debug, Clone)]
pub struct NameTable {
    register: Register,
    /// By first character, longest name first.
    entries: HashMap<char, Vec<Entry>>,
}

/// Peoples that stand between the name proper and 自治县 in this country's county names.
const PEOPLES: [&str; 12] = [
    "满族",
    "蒙古族",
    "回族",
    "朝鲜族",
    "锡伯族",
    "土家族",
    "苗族",
    "藏族",
    "维吾尔族",
    "哈萨克族",
    "壮族",
    "侗族",
];

/// Words that make another place's name of a short form before them.
const BEHIND: [char; 9] = ['区', '县', '镇', '乡', '街', '路', '湾', '村', '屯'];

/// The name without its level word: 抚顺市 → 抚顺, 清原满族自治县 → 清原. Districts have none, since theirs are everyday words.
pub(crate) fn short_form(name: &str, kind: Kind) -> Option<&str> {
    let short = match kind {
        Kind::Province => name.strip_suffix('省')?,
        Kind::City | Kind::CountyCity => name.strip_suffix('市')?,
        Kind::Prefecture => name.strip_suffix("地区")?,
        Kind::County => name.strip_suffix('县')?,
        Kind::AutonomousCounty => {
            let mut stem = name.strip_suffix("自治县")?;
            while let Some(rest) = PEOPLES.iter().find_map(|people| stem.strip_suffix(people)) {
                stem = rest;
            }
            stem
        }
        _ => return None,
    };
    (short.chars().count() >= 2).then_some(short)
}

impl NameTable {
    /// Builds the table of a register.
    pub fn new(register: &Register) -> Self {
        let mut entries: HashMap<char, Vec<Entry>> = HashMap::new();
        for place in &register.records().places {
            if !(Level::Province..=Level::County).contains(&place.level) {
                continue;
            }
            let names = [
                Some((place.name.as_str(), false)),
                short_form(&place.name, place.kind).map(|name| (name, true)),
            ];
            for (name, short) in names.into_iter().flatten() {
                let name: Vec<char> = name.chars().collect();
                entries.entry(name[0]).or_default().push(Entry {
                    name,
                    code: place.code.clone(),
                    level: place.level,
                    from: place.valid_from.unwrap_or(Date::MIN),
                    to: place.valid_to.unwrap_or(Date::MAX),
                    short,
                });
            }
        }
        for list in entries.values_mut() {
            list.sort_by(|a, b| {
                b.name.len().cmp(&a.name.len()).then(a.level.cmp(&b.level)).then(a.code.cmp(&b.code))
            });
        }
        Self { register: register.clone(), entries }
    }

    /// The places named in a text, left to right. Names that follow each other without a gap from the top down (辽宁省抚顺市) are one mention
    /// of the lower place. Of several places of one name, one within `context` (or within what `context` lies in) is meant.
    pub fn mentions(&self, text: &str, context: Option<&str>, on: Date) -> Vec<Mention> {
        let chars: Vec<char> = text.chars().collect();
        let mut found: Vec<Mention> = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let above =
                found.last().filter(|last| last.end == at).and_then(|last| last.code().map(str::to_owned));
            let Some(next) = self.at(&chars, at, above.as_deref(), context, on) else {
                at += 1;
                continue;
            };
            at = next.end;
            let below = above.is_some_and(|above| {
                next.code().is_some_and(|code| {
                    code != above && self.register.is_within(code, &above, on, Tree::CIVIL)
                })
            });
            match found.last_mut() {
                Some(last) if below => *last = Mention { start: last.start, ..next },
                _ => found.push(next),
            }
        }
        found
    }

    /// The place at the very beginning of a text, with the number of characters its name takes.
    pub fn leading(&self, text: &str, context: Option<&str>, on: Date) -> Option<Mention> {
        // A name is at most 15 characters long and at most three stand in a chain.
        let head: String = text.chars().take(48).collect();
        self.mentions(&head, context, on).into_iter().next().filter(|mention| mention.start == 0)
    }

    /// The place whose body issued a document (发文机关所在地): of the first place named in it.
    pub fn place_of_issuer(&self, issuer: &str, on: Date) -> Option<String> {
        self.mentions(issuer, None, on).first()?.code().map(str::to_owned)
    }

    /// The place of a name or short name, in full: codes it can mean, best first.
    pub fn named(&self, name: &str, context: Option<&str>, on: Date) -> Vec<String> {
        match self.leading(name, context, on) {
            Some(mention) if mention.end == name.chars().count() => mention.codes,
            _ => Vec::new(),
        }
    }

    fn at(
        &self,
        text: &[char],
        start: usize,
        above: Option<&str>,
        context: Option<&str>,
        on: Date,
    ) -> Option<Mention> {
        let list = self.entries.get(&text[start])?;
        // 朝阳 is not meant in 北京市朝阳区: with such a word behind it, only a full name counts.
        let stands = |entry: &&Entry| {
            let behind = text.get(start + entry.name.len());
            text[start..].starts_with(&entry.name)
                && !(entry.short && behind.is_some_and(|word| BEHIND.contains(word)))
        };
        let longest = list.iter().find(stands)?;
        let length = longest.name.len();
        let same: Vec<&Entry> =
            list.iter().filter(|e| e.name.len() == length && text[start..].starts_with(&e.name)).collect();
        let valid: Vec<&Entry> = same.iter().copied().filter(|e| e.from <= on && on < e.to).collect();
        let former = valid.is_empty();
        let mut meant = if former { same } else { valid };
        // 阜新 is the city before it is the county within it; a full name before a short one.
        if let Some(best) = meant.iter().map(|e| (e.short, e.short.then_some(e.level))).min() {
            meant.retain(|e| (e.short, e.short.then_some(e.level)) == best);
        }
        let mut codes: Vec<String> = meant.iter().map(|e| e.code.clone()).collect();
        codes.dedup();
        if codes.len() > 1 {
            codes = self.nearest(codes, above.or(context), on);
        }
        Some(Mention { start, end: start + length, codes, short: meant[0].short, former })
    }

    /// Of several places of one name, the only one within the nearest place around `context`; all of them where none is nearest.
    fn nearest(&self, codes: Vec<String>, context: Option<&str>, on: Date) -> Vec<String> {
        let Some(context) = context else { return codes };
        let around = std::iter::once(context)
            .chain(self.register.ancestors(context, on, Tree::CIVIL).map(|place: Place<'_>| place.code));
        for place in around {
            let within: Vec<&String> =
                codes.iter().filter(|code| self.register.is_within(code, place, on, Tree::CIVIL)).collect();
            match &*within {
                [] => {}
                [one] => return vec![(*one).clone()],
                _ => break,
            }
        }
        codes
    }
}
