//! What a reading is: the text, where it came from, what was left out, and the limits it was made under.
//! Nothing here may parse.

use serde::{Deserialize, Deserializer, Serialize};

/// The text of one file (读出的正文), one paragraph a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Paragraphs, each ended by a line feed; a line break inside a paragraph is a line feed too.
    pub text: String,
    /// What the bytes were, whatever the file was called.
    pub format: Format,
    /// The character encoding the bytes were in; none where the format fixes it (DOCX, PDF).
    #[serde(deserialize_with = "known_encoding")]
    pub encoding: Option<EncodingName>,
    /// What was left out or repaired, for the person who uploaded the file.
    pub notes: Vec<Note>,
}

/// The name of an encoding, as the decoder writes it: `UTF-8`, `gb18030`, `UTF-16LE`.
// An alias, since a reference written out would make serde borrow it from the pipe.
pub type EncodingName = &'static str;

/// The formats that can be read (文件格式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text (纯文本).
    Text,
    /// A web page (网页).
    Html,
    /// A Word document of 2007 or later (Word 文档).
    Docx,
    /// PDF with a text layer (带文字层的 PDF).
    Pdf,
}

impl Format {
    /// A stable word for logs, tables and message arguments.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}

/// Something a reader of the text should know (提示).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// Control characters were dropped from plain text.
    ControlsDropped {
        /// How many.
        count: u64,
    },
    /// The page declared one encoding and was written in another.
    DeclaredEncodingWrong {
        /// The label in the file.
        declared: String,
    },
    /// Text struck out by tracked changes was left out (修订中删除的内容).
    DeletionsLeftOut {
        /// How many runs of text.
        count: u64,
    },
    /// Text that tracked changes inserted was kept (修订中插入的内容).
    InsertionsKept {
        /// How many insertions.
        count: u64,
    },
    /// Hidden text was left out (隐藏文字).
    HiddenLeftOut {
        /// How many runs of text or elements.
        count: u64,
    },
    /// Footnotes, endnotes or comments are not part of the text (脚注、尾注、批注).
    SideTextLeftOut {
        /// How many references to them.
        count: u64,
    },
    /// A numbering format this crate does not know was written in digits.
    NumberingWrittenAsDigits {
        /// The name of the format in the file.
        format: String,
    },
    /// Some pages hold no text; perhaps they are scans.
    PagesWithoutText {
        /// How many pages.
        pages: u64,
        /// How many pages the file has.
        of: u64,
    },
    /// Lines that only hold a page number were left out (页码).
    PageNumbersLeftOut {
        /// How many.
        count: u64,
    },
    /// Glyphs the file gives no character for; each stands as U+FFFD in the text.
    GlyphsWithoutCharacter {
        /// How many.
        count: u64,
    },
}

impl Note {
    /// A stable word that messages are keyed by.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ControlsDropped { .. } => "controls_dropped",
            Self::DeclaredEncodingWrong { .. } => "declared_encoding_wrong",
            Self::DeletionsLeftOut { .. } => "deletions_left_out",
            Self::InsertionsKept { .. } => "insertions_kept",
            Self::HiddenLeftOut { .. } => "hidden_left_out",
            Self::SideTextLeftOut { .. } => "side_text_left_out",
            Self::NumberingWrittenAsDigits { .. } => "numbering_written_as_digits",
            Self::PagesWithoutText { .. } => "pages_without_text",
            Self::PageNumbersLeftOut { .. } => "page_numbers_left_out",
            Self::GlyphsWithoutCharacter { .. } => "glyphs_without_character",
        }
    }
}

/// How much one file may ask for (读取上限). Units are in the names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The file itself.
    pub file_bytes: u64,
    /// The text that comes out, as UTF-8.
    pub text_bytes: u64,
    /// Everything inflated out of an archive, counted while inflating.
    pub inflated_bytes: u64,
    /// How many times larger than the file the inflated parts may be, once they are large.
    pub inflated_ratio: u64,
    /// Entries in an archive.
    pub entries: usize,
    /// How deep markup may nest.
    pub depth: usize,
    /// Pages in a PDF.
    pub pages: usize,
    /// Address space of the child process.
    pub memory_bytes: u64,
    /// Wall-clock time of the child process; its processor time is limited to the same.
    pub time_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 20 * 1024 * 1024,
            text_bytes: 5 * 1024 * 1024,
            inflated_bytes: 100 * 1024 * 1024,
            inflated_ratio: 100,
            entries: 5_000,
            depth: 256,
            pages: 2_000,
            memory_bytes: 256 * 1024 * 1024,
            time_ms: 20_000,
        }
    }
}

/// Encoding names cross the pipe as words and come back as the static names of the decoder.
fn known_encoding<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'static str>, D::Error> {
    let word = Option::<String>::deserialize(from)?;
    Ok(word.and_then(|word| encoding_rs::Encoding::for_label(word.as_bytes())).map(|known| known.name()))
}
