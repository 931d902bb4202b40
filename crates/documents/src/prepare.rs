//! From a document as read to the rows of the library: place, names, days. Pure: nothing is written here.
//!
//! Must never put another place in the stead of the one that text or person names.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault};
use anye_gazette::{Article, ArticleKind, Document, Passage, Warning};
use anye_intake::{Knowledge, Taken, kind_word};
use anye_pack::DocumentMeta;
use anye_places::{Register, Resolution};

use crate::keys::{self, article_keys, title_key};
use crate::mentioned;
use crate::model::{Record, Relation};
use crate::rights;
use crate::store::{article, document};
use crate::view::TextKind;
use crate::{overlay, validity};

/// How a file is to be taken in.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct ImportOptions {
    /// The importer's own place: taken where neither text nor pack nor person names one.
    pub own_place: String,
    /// The place, where the person names it.
    pub place: Option<String>,
    /// Takes a text with a number that the library has as another edition (版本) under this name.
    pub edition: Option<String>,
    /// A sample of the demo.
    pub sample: bool,
}

/// A text of a document, ready to be written.
#[derive(Debug, Clone)]
pub struct PreparedText {
    /// Key of the article.
    pub key: String,
    /// What kind of text.
    pub kind: TextKind,
    /// The numeral as printed.
    pub number: String,
    /// Its value.
    pub ordinal: i64,
    /// The chapter's numeral.
    pub chapter: String,
    /// 条标
    pub heading: String,
    /// The clean text.
    pub text: String,
    /// What the row keeps as JSON.
    pub body: article::Body,
    /// Findings with a doubt.
    pub doubts: i64,
}

impl PreparedText {
    /// An article, numbered or lead; not the text before or after the articles.
    fn is_article(&self) -> bool {
        matches!(self.kind, TextKind::Numbered | TextKind::Lead)
    }
}

/// A document, ready to be written.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// Its record.
    pub record: Record,
    /// Its title in the form in which titles are compared.
    pub title_key: String,
    /// Day by which lists are sorted.
    pub sort_on: String,
    /// The text it was read from.
    pub source: String,
    /// What the row keeps as JSON.
    pub body: document::Body,
    /// Its texts.
    pub texts: Vec<PreparedText>,
    /// What it mentions.
    pub relations: Vec<Relation>,
}

/// Makes the rows of a document, and refuses where the caller may not import at its place.
pub fn prepare(
    knowledge: &Knowledge,
    register: &Register,
    caller: &Caller<'_>,
    taken: Taken,
    options: &ImportOptions,
) -> Result<Prepared, Fault> {
    let mut document = taken.document;
    let known = knowledge.pack.document(&document.id);
    let issued_on = day(&document.issued_on);
    let today = caller.world.today();
    let place = place_of(register, &mut document, options, issued_on.unwrap_or(today))?;
    rights::must(caller, Permission::DocumentsImport, &place)?;
    let id = id_of(&document, options)?;
    let keys = article_keys(&document, known);
    let texts = texts(&mut document, keys);
    let title = match known {
        Some(known) if document.title.is_empty() => known.title.zh.clone(),
        _ => document.title.clone(),
    };
    let (in_force_from, in_force_to) = in_force(&texts, known, issued_on);
    let published_on = day(&document.published_on);
    let record = Record {
        year: year_of(&document, issued_on.or(published_on)),
        kind: kind_word(document.kind),
        number: document.number.clone(),
        issuer: document.issuer.clone(),
        sample: options.sample || title.starts_with("【样例】"),
        article_count: texts.iter().filter(|text| text.is_article()).count() as i64,
        doubts: texts.iter().map(|text| text.doubts).sum(),
        edition: options.edition.clone().unwrap_or_default(),
        content_hash: taken.content_hash,
        file_name: taken.file_name,
        format: taken.format,
        imported_by: caller.actor.id.clone(),
        imported_name: caller.actor.name.clone(),
        imported_at: caller.world.now_ms(),
        repealed_on: None,
        repealed_by: None,
        withdrawn: None,
        version: 1,
        id,
        title,
        place,
        issued_on,
        published_on,
        in_force_from,
        in_force_to,
    };
    let sort_on = issued_on.or(published_on).or_else(|| year_day(record.year)).unwrap_or(today).to_string();
    let relations = mentioned::relations(&record.id, record.number.as_deref(), &texts, known);
    let body = document::Body {
        addressees: document.addressees,
        chapters: document.chapters,
        furniture: document.furniture,
        warnings: document.warnings,
    };
    Ok(Prepared {
        title_key: title_key(&record.title),
        record,
        sort_on,
        source: taken.source,
        body,
        texts,
        relations,
    })
}

fn day(text: &Option<String>) -> Option<Date> {
    text.as_deref()?.parse().ok()
}

fn year_day(year: Option<i64>) -> Option<Date> {
    Date::new(i16::try_from(year?).ok()?, 1, 1).ok()
}

/// The year in the number, else of the day.
fn year_of(document: &Document, day: Option<Date>) -> Option<i64> {
    let number = document.number.as_deref().and_then(|number| {
        let year: String = number.split_once('〔')?.1.chars().take(4).collect();
        year.parse().ok()
    });
    number.or_else(|| day.map(|day| i64::from(day.year())))
}

const LONGEST_EDITION: usize = 20;

fn id_of(document: &Document, options: &ImportOptions) -> Result<String, Fault> {
    let Some(edition) = options.edition.as_deref().map(str::trim).filter(|name| !name.is_empty()) else {
        return Ok(document.id.clone());
    };
    let plain = edition.chars().all(|c| c.is_alphanumeric() || c == '-');
    if !plain || edition.chars().count() > LONGEST_EDITION {
        return Err(Fault::new(ErrorKind::Invalid, "document_edition_name").arg("most", LONGEST_EDITION));
    }
    Ok(format!("{}~{edition}", document.id))
}

/// The place: what the person says, else the text or the pack, else the importer's own with a warning.
fn place_of(
    register: &Register,
    document: &mut Document,
    options: &ImportOptions,
    on: Date,
) -> Result<String, Fault> {
    let named = options.place.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let code = named.or(document.place.as_deref()).unwrap_or(&options.own_place).to_owned();
    let resolution = register.resolve_code(&code, on);
    let list = |steps: &[anye_places::Step]| {
        steps.iter().map(|step| format!("{} {}", step.code, step.name)).collect::<Vec<_>>().join("、")
    };
    let fault = |code| Fault::new(ErrorKind::Invalid, code);
    match resolution {
        Resolution::Found(place) => {
            if named.is_none() && document.place.is_none() {
                let message = "The text names no place; the importer's own was taken.".to_owned();
                let code = "place_from_importer".to_owned();
                document.warnings.push(Warning { code, about: place.code.to_owned(), line: None, message });
            }
            Ok(place.code.to_owned())
        }
        Resolution::Retired { on: ended, name, successors } => Err(fault("document_place_retired")
            .arg("code", &code)
            .arg("name", name)
            .arg("on", ended)
            .arg("successors", list(&successors))),
        Resolution::NotYet { from, name, predecessors } => Err(fault("document_place_not_yet")
            .arg("code", &code)
            .arg("name", name)
            .arg("from", from)
            .arg("predecessors", list(&predecessors))),
        Resolution::Unknown { suggestions } => {
            Err(fault("document_place_unknown").arg("code", &code).arg("near", list(&suggestions)))
        }
    }
}

/// All texts in order: what stands before the articles, the articles, what stands after.
fn texts(document: &mut Document, keys: Vec<String>) -> Vec<PreparedText> {
    let mut texts = Vec::with_capacity(document.articles.len() + 2);
    let preamble = std::mem::take(&mut document.preamble);
    texts.extend(passage(preamble, keys::PREAMBLE, TextKind::Preamble));
    for (article, key) in std::mem::take(&mut document.articles).into_iter().zip(keys) {
        texts.push(numbered(article, key));
    }
    let closing = std::mem::take(&mut document.closing);
    texts.extend(passage(closing, keys::CLOSING, TextKind::Closing));
    texts
}

fn passage(passage: Passage, key: &str, kind: TextKind) -> Option<PreparedText> {
    let Passage { text, origin, findings } = passage;
    (!text.is_empty()).then(|| PreparedText {
        key: key.to_owned(),
        kind,
        number: String::new(),
        ordinal: 0,
        chapter: String::new(),
        heading: String::new(),
        doubts: overlay::doubts_as_read(&findings),
        body: article::Body { original: String::new(), source_start: 0, origin, findings },
        text,
    })
}

fn numbered(article: Article, key: String) -> PreparedText {
    let Article { number, ordinal, chapter, heading, text, original, source_start, origin, kind, findings } =
        article;
    let kind = if kind == ArticleKind::Lead { TextKind::Lead } else { TextKind::Numbered };
    let doubts = overlay::doubts_as_read(&findings);
    let body = article::Body { original, source_start, origin, findings };
    PreparedText { key, kind, number, ordinal: i64::from(ordinal), chapter, heading, text, body, doubts }
}

/// What the pack says of the days in force, else what the text says of itself.
fn in_force(
    texts: &[PreparedText],
    known: Option<&DocumentMeta>,
    issued_on: Option<Date>,
) -> (Option<Date>, Option<Date>) {
    let read = validity::read(texts.iter().map(|text| text.text.as_str()), issued_on);
    let known = known.map(|meta| &meta.in_force);
    let from = known.and_then(|days| day(&days.from)).or(read.from);
    let to = known.and_then(|days| day(&days.to)).or(read.to);
    // A last day before the first is a slip of the reader: then nothing is known.
    if from.zip(to).is_some_and(|(from, to)| to < from) { (from, None) } else { (from, to) }
}
