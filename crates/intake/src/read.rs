//! Text to document: read once to learn place and day, recognise it in the pack, read again with what the pack knows.

use anye_base::{Date, ErrorKind, Fault};
use anye_findings::NoResolver;
use anye_gazette::{Document, Inputs, Kind};
use anye_pack::{Clues, DocumentMeta};
use anye_reading::{Fact, ReadError, Reading};
use sm3::{Digest as _, Sm3};

use super::Knowledge;
use super::gazetteer::{PlacesIn, UnitsIn};

/// A document as taken in, before it is stored.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The document.
    pub document: Document,
    /// The text it was read from, character for character.
    pub source: String,
    /// SM3 of the text: the same text twice is the same document.
    pub content_hash: String,
    /// File format and encoding, as far as known.
    pub format: String,
    /// Name of the file it came in.
    pub file_name: String,
}

/// Why a file gives no document.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(#[from] ReadError),
    /// It was read, but is no document: no articles, no chapters.
    #[error("no articles and no chapters were found: is this the text of an official document?")]
    NoArticles,
}

impl From<IntakeError> for Fault {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::NoArticles => Self::new(ErrorKind::Invalid, "document_no_articles"),
            IntakeError::Unreadable(cause) => {
                let kind = if cause.code() == "too_large" { ErrorKind::TooLarge } else { ErrorKind::Invalid };
                // The codes in the catalogues are the reader's own, led by `file_`.
                let fault = Self::new(kind, file_code(cause.code()));
                cause.facts().into_iter().fold(fault, |fault, (name, value)| match value {
                    Fact::Number(number) => fault.arg(name, number),
                    Fact::Word(word) => fault.arg(name, word),
                })
            }
        }
    }
}

macro_rules! file_codes {
    ($($code:literal),* $(,)?) => {
        /// The code of a reading error in the catalogues: `file_` and the reader's own code.
        fn file_code(code: &str) -> &'static str {
            match code {
                $($code => concat!("file_", $code),)*
                _ => "file_unreadable",
            }
        }
    };
}

file_codes![
    "empty",
    "binary",
    "too_large",
    "text_too_large",
    "wrong_encoding",
    "bomb_suspected",
    "no_text_layer",
    "unreadable_fonts",
    "damaged",
    "encrypted",
    "timeout",
    "out_of_memory",
    "no_reader",
    "format_old_word",
    "format_spreadsheet",
    "format_presentation",
    "format_old_office",
    "format_rtf",
    "format_open_document",
    "format_ofd",
    "format_image",
    "format_mhtml",
    "format_xml",
    "format_archive",
    "format_program",
];

/// Makes a document of a text that was read from a file.
pub fn take(
    knowledge: &Knowledge,
    reading: Reading,
    file_name: &str,
    today: Date,
) -> Result<Taken, IntakeError> {
    let source = reading.text;
    let content_hash =
        Sm3::digest(source.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let document = read_document(knowledge, &source, &content_hash, today);
    if document.articles.is_empty() && document.chapters.is_empty() {
        return Err(IntakeError::NoArticles);
    }
    let format = match reading.encoding {
        Some(encoding) => format!("{} {encoding}", reading.format.as_str()),
        None => reading.format.as_str().to_owned(),
    };
    Ok(Taken { document, source, content_hash, format, file_name: file_name.to_owned() })
}

fn read_document(knowledge: &Knowledge, source: &str, hash: &str, today: Date) -> Document {
    let gazetteer = PlacesIn { knowledge, on: today };
    let first = anye_gazette::read(source, &Inputs::default(), &gazetteer, &NoResolver);
    let known = recognised(knowledge, &first, hash);
    let inputs = known.map_or_else(Inputs::default, inputs_of);
    let day = inputs
        .issued_on
        .as_ref()
        .or(first.issued_on.as_ref())
        .and_then(|day| day.parse().ok())
        .unwrap_or(today);
    let place = inputs.place.clone().or_else(|| first.place.clone());
    let place = place.unwrap_or_else(|| knowledge.pack.manifest().place.clone());
    let units = UnitsIn { knowledge, place: &place, on: day };
    anye_gazette::read(source, &inputs, &PlacesIn { knowledge, on: day }, &units)
}

/// The document of the pack that this is.
fn recognised<'a>(knowledge: &'a Knowledge, document: &Document, hash: &str) -> Option<&'a DocumentMeta> {
    let basis: Vec<String> =
        document.preamble.findings.citations.iter().filter_map(|citation| citation.number.clone()).collect();
    let kind = kind_word(document.kind);
    let clues = Clues {
        number: document.number.as_deref(),
        title: Some(document.title.as_str()).filter(|title| !title.is_empty()),
        place: document.place.as_deref(),
        kind: Some(kind.as_str()),
        basis_numbers: &basis,
        article_count: u32::try_from(document.articles.iter().filter(|article| article.ordinal > 0).count())
            .ok(),
        content_hash: Some(hash),
    };
    knowledge.pack.document(&knowledge.pack.recognise(&clues)?.id)
}

/// The word of a kind of document.
pub fn kind_word(kind: Kind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What the pack knows better than the text. The text's own title stays where it has one.
fn inputs_of(known: &DocumentMeta) -> Inputs {
    Inputs {
        id: Some(known.id.clone()),
        number: known.number.clone(),
        title: None,
        issuer: None,
        place: Some(known.place.clone()),
        issued_on: known.issued_on.clone(),
        published_on: known.published_on.clone(),
        kind: None,
    }
}
