//! Reads the pack's division list (区划表) from CSV, plain or gzip. It must never repair a row: what it cannot read it names by line and column.
//!
//! One row per stretch of time in which a place kept its name and parents:
//! `code,name,level,kind,valid_from,valid_to,statistical_only,civil_code,civil_parent,statistical_parent,english`. Rows of one code that touch
//! and agree are joined, so that a move opens no new version of the place and a rename no new link. Any further column named
//! `<tree>_parent` gives a further tree.

use std::{borrow::Cow, collections::HashMap, io::Read};

use jiff::civil::Date;

use crate::{Kind, Level, LinkRecord, PlaceRecord, Records};

/// Why a division list could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// Line in the file, from 1; 0 where the file as a whole is meant.
    pub line: u64,
    /// Column name; empty where the whole line is meant.
    pub column: String,
    /// One plain sentence.
    pub message: String,
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for LoadError {}

/// Longest unpacked list that is read: far above the whole country's villages, far below what fills a memory.
const LONGEST: u64 = 256 * 1024 * 1024;

/// Reads a division list (区划表), gzip or plain.
///
/// # Errors
/// The first line and column that cannot be read.
pub fn read_divisions(bytes: &[u8]) -> Result<Records, LoadError> {
    let text = unpack(bytes)?;
    let mut reader = csv::Reader::from_reader(&*text);
    let header = reader.headers().map_err(|error| whole(&error.to_string()))?.clone();
    let columns = Columns::of(&header)?;
    let mut records = Records::default();
    let mut last_place: HashMap<String, usize> = HashMap::new();
    let mut last_link: HashMap<(String, usize), usize> = HashMap::new();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            LoadError { line, column: String::new(), message: error.to_string() }
        })?;
        let place = columns.place(&row)?;
        for (tree, (at, name)) in columns.trees.iter().enumerate() {
            let parent = &row[*at];
            if !parent.is_empty() {
                let link = LinkRecord {
                    child: place.code.clone(),
                    parent: parent.to_owned(),
                    tree: name.clone(),
                    valid_from: place.valid_from,
                    valid_to: place.valid_to,
                };
                join_link(
                    &mut records.links,
                    last_link.entry((place.code.clone(), tree)).or_insert(usize::MAX),
                    link,
                );
            }
        }
        let at = last_place.entry(place.code.clone()).or_insert(usize::MAX);
        join_place(&mut records.places, at, place);
    }
    Ok(records)
}

fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, LoadError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut text = Vec::new();
    let mut unpacked = flate2::read::GzDecoder::new(bytes).take(LONGEST + 1);
    unpacked.read_to_end(&mut text).map_err(|error| whole(&format!("not a whole gzip file: {error}")))?;
    if text.len() as u64 > LONGEST {
        return Err(whole("the list is larger than 256 MiB unpacked"));
    }
    Ok(Cow::Owned(text))
}

fn whole(message: &str) -> LoadError {
    LoadError { line: 0, column: String::new(), message: message.to_owned() }
}

fn join_place(places: &mut Vec<PlaceRecord>, at: &mut usize, next: PlaceRecord) {
    if let Some(last) = places.get_mut(*at) {
        let same =
            PlaceRecord { valid_from: next.valid_from, valid_to: next.valid_to, ..last.clone() } == next;
        if same && last.valid_to.is_some() && last.valid_to == next.valid_from {
            last.valid_to = next.valid_to;
            return;
        }
    }
    *at = places.len();
    places.push(next);
}

fn join_link(links: &mut Vec<LinkRecord>, at: &mut usize, next: LinkRecord) {
    if let Some(last) = links.get_mut(*at)
        && last.parent == next.parent
        && last.valid_to.is_some()
        && last.valid_to == next.valid_from
    {
        last.valid_to = next.valid_to;
        return;
    }
    *at = links.len();
    links.push(next);
}

/// Where each column stands.
struct Columns {
    fixed: [usize; 8],
    trees: Vec<(usize, String)>,
    /// The English names may be left out of a list.
    english: Option<usize>,
}

const FIXED: [&str; 8] =
    ["code", "name", "level", "kind", "valid_from", "valid_to", "statistical_only", "civil_code"];

impl Columns {
    fn of(header: &csv::StringRecord) -> Result<Self, LoadError> {
        let mut fixed = [0; 8];
        for (slot, name) in fixed.iter_mut().zip(FIXED) {
            *slot = header.iter().position(|have| have == name).ok_or_else(|| LoadError {
                line: 1,
                column: name.to_owned(),
                message: format!("the column {name} is missing"),
            })?;
        }
        let trees = header.iter().enumerate();
        let trees =
            trees.filter_map(|(at, name)| Some((at, name.strip_suffix("_parent")?.to_owned()))).collect();
        let english = header.iter().position(|name| name == "english");
        Ok(Self { fixed, trees, english })
    }

    fn place(&self, row: &csv::StringRecord) -> Result<PlaceRecord, LoadError> {
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |column: usize| &row[self.fixed[column]];
        let wrong = |column: usize, want: &str| LoadError {
            line,
            column: FIXED[column].to_owned(),
            message: format!("{:?} is not {want}", cell(column)),
        };
        let text = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty());
        let date = |column: usize| match cell(column) {
            "" => Ok(None),
            text => text.parse::<Date>().map(Some).map_err(|_| wrong(column, "a date like 2016-04-30")),
        };
        if cell(0).is_empty() {
            return Err(wrong(0, "a code"));
        }
        Ok(PlaceRecord {
            code: cell(0).to_owned(),
            name: cell(1).to_owned(),
            level: Level::parse(cell(2)).ok_or_else(|| wrong(2, "a level"))?,
            kind: Kind::parse(cell(3)).ok_or_else(|| wrong(3, "a kind"))?,
            valid_from: date(4)?,
            valid_to: date(5)?,
            statistical_only: match cell(6) {
                "" | "0" => false,
                "1" => true,
                _ => return Err(wrong(6, "empty or 1")),
            },
            civil_code: text(cell(7)),
            english: self.english.and_then(|at| text(&row[at])),
        })
    }
}
