//! Where in the sources something stands, and what is wrong there. It must never know what the rules mean.

use serde::Serialize;

/// A file of a rule book, by its index in the list handed to the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Default)]
pub struct FileId(pub u32);

/// A stretch of one file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest stretch that holds both (of the same file).
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Something written, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// One source file of a rule book: its path inside the pack and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path inside the pack, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Blocks publication.
    Error,
    /// To be looked at; does not block.
    Warning,
}

/// What is wrong, where, and what to do, in the officer's words of both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code, `L0xx` syntax, `L1xx` names and types, `L2xx` meaning, `L3xx` scenarios and data.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// One sentence in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What to write instead, when it can be told (a name, a keyword).
    pub suggestion: Option<String>,
    /// Other places that belong to it (the first declaration, the other rule).
    pub related: Vec<Span>,
}

impl Diagnostic {
    /// An error without suggestion.
    pub fn error(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            span,
            zh: zh.into(),
            en: en.into(),
            suggestion: None,
            related: Vec::new(),
        }
    }

    /// A warning without suggestion.
    pub fn warning(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, zh, en) }
    }

    /// With what to write instead.
    #[must_use]
    pub fn suggest(mut self, what: impl Into<String>) -> Self {
        self.suggestion = Some(what.into());
        self
    }

    /// With another place that belongs to it.
    #[must_use]
    pub fn see(mut self, span: Span) -> Self {
        self.related.push(span);
        self
    }
}
