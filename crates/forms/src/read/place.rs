//! A file and places in it: where findings go, and where a text stands. It must never know what a key means.

use std::cell::RefCell;

use crate::finding::{Finding, Library, Mark};
use crate::near::nearest;

/// One file, and where its findings go.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its path inside the pack.
    pub path: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Where findings go.
    pub found: &'a RefCell<Vec<Finding>>,
    /// What the pack knows besides.
    pub library: Option<&'a Library<'a>>,
}

impl File<'_> {
    /// Tells an error.
    pub fn error(&self, at: usize, code: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        self.tell(at, code, true, zh.into(), en.into(), None);
    }

    /// Tells an error or a warning, with what was probably meant.
    pub fn tell(
        &self,
        at: usize,
        code: &'static str,
        error: bool,
        zh: String,
        en: String,
        suggestion: Option<String>,
    ) {
        let mark = Mark::at(self.text, at);
        self.found.borrow_mut().push(Finding {
            file: self.path.to_owned(),
            mark,
            code,
            error,
            zh,
            en,
            suggestion,
        });
    }

    /// A word that is not one of those allowed.
    pub fn not_one_of(&self, at: usize, word: &str, allowed: &[&str]) {
        let list = allowed.join(", ");
        let near = nearest(word, allowed.iter().copied());
        self.tell(
            at,
            "R010",
            true,
            format!("此处不能写“{word}”;可用:{list}"),
            format!("'{word}' is not allowed here; allowed: {list}"),
            near,
        );
    }
}

/// A text and where it stands.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// What it says.
    pub value: &'a str,
    /// First byte in the file.
    pub at: usize,
    /// One past the last.
    pub end: usize,
}

impl Text<'_> {
    /// Where a byte of the value stands in the file.
    pub fn inside(&self, file: &File<'_>, byte: usize) -> usize {
        let raw = file.text.get(self.at..self.end).unwrap_or_default();
        // Escapes move what follows; then the start of the text must do.
        raw.find(self.value).map_or(self.at, |from| self.at + from + byte)
    }
}

/// A value in whatever form it was written.
pub struct Shown {
    /// The value.
    pub value: String,
    /// First byte in the file.
    pub at: usize,
    pub(super) end: usize,
}

impl Shown {
    /// Its key, at its place.
    pub fn key<'k>(&self, key: &'k str) -> Text<'k> {
        Text { value: key, at: self.at, end: self.end }
    }
}
