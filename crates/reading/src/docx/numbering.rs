//! Automatic numbering (自动编号): the labels Word shows before paragraphs, such as 第一章, 一、 and （一）, which
//! stand nowhere in the text of the file. They are counted here the way Word counts them.

use super::styles::NumberingRef;
use crate::numerals::Numeral;
use crate::package::Package;
use crate::package::xml::{Attributes, Said, Space};
use crate::{Part, ReadError};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Levels a list has, by the format.
const LEVELS: usize = 9;

/// How one level of a list is labelled.
#[derive(Debug, Clone, Default)]
struct Level {
    /// The first number; the format says 0 where it is left out.
    start: Option<u32>,
    format: Option<String>,
    /// The label, with `%1` for the number of the first level.
    text: String,
    /// All numbers in digits, whatever their levels say.
    legal: bool,
    /// The level (counted from 1) whose numbers restart this one; 0 for none.
    restart: Option<u32>,
    /// The paragraph style this level belongs to.
    style: Option<String>,
    /// Nothing between label and text.
    joined: bool,
}

#[derive(Debug, Default)]
struct Abstract {
    levels: [Level; LEVELS],
    /// The list style that this entry only points to.
    link: Option<String>,
    /// The list style that this entry defines.
    defines: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// All lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    definitions: HashMap<u32, Abstract>,
    lists: HashMap<u32, List>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    started: HashSet<(u32, usize)>,
    /// Formats that were written in digits for want of a better way.
    pub(crate) unknown: BTreeSet<String>,
}

impl Numbering {
    /// The level that a paragraph style has in a list.
    pub(crate) fn level_of_style(&self, list: u32, style: &str) -> Option<u32> {
        let definition = self.definition(list)?;
        let levels = &self.definitions.get(&definition)?.levels;
        levels.iter().position(|level| level.style.as_deref() == Some(style)).map(|at| at as u32)
    }

    /// Counts one paragraph and gives its label, with what parts it from the text.
    pub(crate) fn label(&mut self, wanted: &NumberingRef) -> Option<String> {
        let list_id = wanted.list.filter(|&id| id != 0)?;
        let at = wanted.level.unwrap_or(0) as usize;
        if at >= LEVELS {
            return None;
        }
        let definition = self.definition(list_id)?;
        let list = self.lists.get(&list_id)?;
        let shared = &self.definitions.get(&definition)?.levels;
        let levels: Vec<&Level> = (0..LEVELS).map(|at| list.levels.get(&at).unwrap_or(&shared[at])).collect();
        let start = |at: usize| levels[at].start.unwrap_or(0);

        let counters = self.counters.entry(definition).or_default();
        let restarted = list.starts.get(&at).filter(|_| self.started.insert((list_id, at)));
        counters[at] = Some(match (restarted, counters[at]) {
            (Some(&from), _) => from,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => start(at),
        });
        for deeper in at + 1..LEVELS {
            let restarts = levels[deeper].restart.is_none_or(|level| level as usize > at);
            if restarts {
                counters[deeper] = None;
            }
        }
        let level = levels[at];
        let mut label = String::new();
        let mut signs = level.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let shown =
                signs.peek().and_then(|next| next.to_digit(10)).filter(|digit| (1..=9).contains(digit));
            let (Some(digit), '%') = (shown, sign) else {
                label.push(sign);
                continue;
            };
            signs.next();
            let of = digit as usize - 1;
            let count = counters[of].unwrap_or_else(|| start(of));
            let format = levels[of].format.as_deref().unwrap_or("decimal");
            let numeral = if level.legal { Numeral::Decimal } else { numeral(format, &mut self.unknown) };
            label.push_str(&numeral.write(count));
        }
        if matches!(level.format.as_deref(), Some("bullet")) || label.trim().is_empty() {
            return None;
        }
        // 一、 and （一） part themselves from the text; 第一条 and 1. need a space.
        if !level.joined && !label.ends_with(['、', '）', '．', '。', '，', '：', ' ', '\u{3000}']) {
            label.push(' ');
        }
        Some(label)
    }

    /// The definition of a list, through the list style it may point to.
    fn definition(&self, list: u32) -> Option<u32> {
        let id = self.lists.get(&list)?.definition;
        let link = self.definitions.get(&id)?.link.as_deref();
        let linked = link.and_then(|style| {
            self.definitions
                .iter()
                .find(|(_, other)| other.defines.as_deref() == Some(style))
                .map(|(id, _)| *id)
        });
        Some(linked.unwrap_or(id))
    }
}

fn numeral(format: &str, unknown: &mut BTreeSet<String>) -> Numeral {
    Numeral::of_word(format).unwrap_or_else(|| {
        // A name out of a hostile file goes into a note: keep it short and few.
        if unknown.len() < 8 {
            unknown.insert(format.chars().take(40).collect());
        }
        Numeral::Decimal
    })
}

/// Where in the part the reading is.
#[derive(Default)]
struct Place {
    definition: Option<(u32, Abstract)>,
    list: Option<(u32, List)>,
    level: Option<(usize, Level)>,
    start_of: Option<usize>,
}

/// Reads the numbering part; a document may have none.
pub(crate) fn read(package: &mut Package<'_>, name: &str) -> Result<Numbering, ReadError> {
    let mut numbering = Numbering::default();
    let Some(mut xml) = package.part(name, Part::Numbering)? else { return Ok(numbering) };
    let mut place = Place::default();
    loop {
        match xml.next()? {
            Said::Start(Space::Word, name, attributes) => place.start(&name, &attributes),
            Said::End(Space::Word, name) => place.end(&name, &mut numbering),
            Said::Over => return Ok(numbering),
            _ => {}
        }
    }
}

impl Place {
    fn start(&mut self, name: &str, attributes: &Attributes) {
        let id = |key: &str| attributes.get(key).and_then(|value| value.trim().parse().ok());
        let value = || attributes.get("val").map(str::to_owned);
        match name {
            "abstractNum" => self.definition = Some((id("abstractNumId").unwrap_or(0), Abstract::default())),
            "num" => self.list = Some((id("numId").unwrap_or(0), List::default())),
            "lvlOverride" => self.start_of = id("ilvl").map(|at: u32| at as usize),
            "lvl" => self.level = Some((id("ilvl").unwrap_or(0) as usize, Level::default())),
            _ => {}
        }
        if let Some((_, level)) = &mut self.level {
            match name {
                "start" => level.start = attributes.number(),
                "numFmt" => level.format = value(),
                "lvlText" => level.text = value().unwrap_or_default(),
                "isLgl" => level.legal = attributes.is_on(),
                "lvlRestart" => level.restart = attributes.number(),
                "pStyle" => level.style = value(),
                "suff" => level.joined = attributes.get("val") == Some("nothing"),
                _ => {}
            }
        } else if let Some((_, definition)) = &mut self.definition {
            match name {
                "numStyleLink" => definition.link = value(),
                "styleLink" => definition.defines = value(),
                _ => {}
            }
        } else if let Some((_, list)) = &mut self.list {
            match name {
                "abstractNumId" => list.definition = attributes.number().unwrap_or(0),
                "startOverride" => {
                    if let (Some(at), Some(from)) = (self.start_of, attributes.number()) {
                        list.starts.insert(at, from);
                    }
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, name: &str, numbering: &mut Numbering) {
        match name {
            "lvl" => {
                let Some((at, level)) = self.level.take() else { return };
                if let Some((_, definition)) = &mut self.definition
                    && let Some(place) = definition.levels.get_mut(at)
                {
                    *place = level;
                } else if let Some((_, list)) = &mut self.list {
                    list.levels.insert(at, level);
                }
            }
            "abstractNum" => {
                if let Some((id, definition)) = self.definition.take() {
                    numbering.definitions.insert(id, definition);
                }
            }
            "num" => {
                if let Some((id, list)) = self.list.take() {
                    numbering.lists.insert(id, list);
                }
            }
            _ => {}
        }
    }
}
