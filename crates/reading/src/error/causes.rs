//! The words inside refusals: which format, which trap, which part. Each is stable: messages are keyed by them.
//! Must not hold sentences for users other than the plain English of `Display`.

use serde::{Deserialize, Serialize};

/// Formats we recognise in order to say what to do about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsupported {
    /// Word 97–2003 `.doc` (also under the name `.docx`).
    OldWord,
    /// Excel, any age.
    Spreadsheet,
    /// PowerPoint, any age.
    Presentation,
    /// Another file of the old Office container.
    OldOffice,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument text (`.odt`).
    OpenDocument,
    /// OFD, GB/T 33190 (版式文件).
    Ofd,
    /// A picture.
    Image,
    /// A web page saved as one MIME file.
    Mhtml,
    /// XML that is no web page.
    Xml,
    /// A ZIP without a document in it, or another archive.
    Archive,
    /// A program.
    Program,
}

impl Unsupported {
    /// The stable word for facts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OldWord => "old_word",
            Self::Spreadsheet => "spreadsheet",
            Self::Presentation => "presentation",
            Self::OldOffice => "old_office",
            Self::Rtf => "rtf",
            Self::OpenDocument => "open_document",
            Self::Ofd => "ofd",
            Self::Image => "image",
            Self::Mhtml => "mhtml",
            Self::Xml => "xml",
            Self::Archive => "archive",
            Self::Program => "program",
        }
    }

    /// The stable code: each kind has its own, since each has its own way out.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OldWord => "format_old_word",
            Self::Spreadsheet => "format_spreadsheet",
            Self::Presentation => "format_presentation",
            Self::OldOffice => "format_old_office",
            Self::Rtf => "format_rtf",
            Self::OpenDocument => "format_open_document",
            Self::Ofd => "format_ofd",
            Self::Image => "format_image",
            Self::Mhtml => "format_mhtml",
            Self::Xml => "format_xml",
            Self::Archive => "format_archive",
            Self::Program => "format_program",
        }
    }

    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::OldWord => "this is a Word 97-2003 document, whatever its name says",
            Self::Spreadsheet => "this is a spreadsheet",
            Self::Presentation => "this is a presentation",
            Self::OldOffice => "this is an old Office file",
            Self::Rtf => "this is a rich text (RTF) file",
            Self::OpenDocument => "this is an OpenDocument file",
            Self::Ofd => "this is an OFD file",
            Self::Image => "this is a picture",
            Self::Mhtml => "this is a web page saved as a single MIME file",
            Self::Xml => "this is an XML file",
            Self::Archive => "this is an archive without a Word document in it",
            Self::Program => "this is a program",
        }
    }

    pub(super) const fn todo(self) -> &'static str {
        match self {
            Self::OldWord | Self::OldOffice | Self::Rtf | Self::OpenDocument => {
                "open it in Word or WPS and save it as DOCX"
            }
            Self::Spreadsheet | Self::Presentation => "copy its text into a DOCX or text file",
            Self::Ofd => "export it as PDF or DOCX",
            Self::Image => "use the document itself, or text recognition first",
            Self::Mhtml => "save the page again as HTML",
            Self::Xml => "export it as DOCX, HTML or text",
            Self::Archive => "unpack it and choose the document",
            Self::Program => "choose the document instead",
        }
    }
}

/// What gave an attack away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bomb {
    /// Inflates to far more than the file, or past the cap.
    Inflation,
    /// More entries than a document has.
    Entries,
    /// An entry that points out of the archive.
    EntryName,
    /// A document type declaration, where entities hide.
    Dtd,
    /// Markup nested past the cap.
    Depth,
    /// More pages than the cap.
    Pages,
    /// More rows than the cap.
    Rows,
    /// More columns than the cap.
    Columns,
    /// More cells than the cap.
    Cells,
}

impl Bomb {
    /// The stable word for facts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inflation => "inflation",
            Self::Entries => "entries",
            Self::EntryName => "entry_name",
            Self::Dtd => "dtd",
            Self::Depth => "depth",
            Self::Pages => "pages",
            Self::Rows => "rows",
            Self::Columns => "columns",
            Self::Cells => "cells",
        }
    }
}

/// The part of a file that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The ZIP container.
    Zip,
    /// The relationships of a DOCX.
    Relationships,
    /// The document part of a DOCX.
    Document,
    /// The numbering part of a DOCX.
    Numbering,
    /// The styles part of a DOCX.
    Styles,
    /// The list of sheets of a workbook.
    Workbook,
    /// The shared texts of a workbook.
    SharedTexts,
    /// A sheet of a workbook.
    Sheet,
    /// A table in plain text.
    Csv,
    /// A PDF.
    Pdf,
    /// The parser itself broke down on the file.
    Parser,
}

impl Part {
    /// The stable word for facts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Relationships => "relationships",
            Self::Document => "document",
            Self::Numbering => "numbering",
            Self::Styles => "styles",
            Self::Workbook => "workbook",
            Self::SharedTexts => "shared_texts",
            Self::Sheet => "sheet",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
            Self::Parser => "parser",
        }
    }
}
