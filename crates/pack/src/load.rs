//! Reads a pack's files into memory. Every file that cannot be read is reported, not only the first. Must never look at meaning: see the checks.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use sm3::{Digest, Sm3};

use crate::document::{Article, DocumentMeta};
use crate::fault::{PackError, Problem};
use crate::manifest::Manifest;
use crate::mark::Mark;
use crate::raw::RawDocument;
use crate::requirement::Requirement;
use crate::source::{Files, Source};
use crate::unit::Units;

/// A pack (辖区包) in memory.
#[derive(Debug, Clone)]
pub struct Pack {
    pub(crate) manifest: Manifest,
    pub(crate) units: Units,
    pub(crate) documents: Vec<DocumentMeta>,
    pub(crate) requirements: Vec<Requirement>,
    files: Files,
    version: String,
}

impl Pack {
    /// Reads a pack. Errors name file, line and column.
    ///
    /// # Errors
    /// Everything in the files that keeps them from being read; a pack that loads may still fail [`Pack::check`].
    pub fn load(source: &Source) -> Result<Self, Vec<PackError>> {
        let files = source.read().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let manifest = parse::<Manifest>(&files, "pack.toml", &mut errors);
        let units = parse::<Units>(&files, "units.toml", &mut errors).unwrap_or_default();
        let singles: Vec<String> = units.units.iter().map(|unit| unit.id.clone()).collect();
        let mut documents = Vec::new();
        for id in manifest.iter().flat_map(|manifest| &manifest.documents) {
            let file = format!("documents/{id}.toml");
            if let Some(raw) = parse::<RawDocument>(&files, &file, &mut errors) {
                documents.push(raw.into_meta(&file, text(&files, &file).unwrap_or_default(), &singles));
            }
        }
        let requirements = requirements(&files, &mut errors);
        match manifest {
            Some(manifest) if errors.is_empty() => {
                let version = content_hash(&files);
                Ok(Self { manifest, units, documents, requirements, files, version })
            }
            _ => Err(errors),
        }
    }

    /// All files by path.
    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// The head of the pack.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Responsible units.
    #[must_use]
    pub fn units(&self) -> &Units {
        &self.units
    }

    /// Documents in the order of `pack.toml`.
    #[must_use]
    pub fn documents(&self) -> &[DocumentMeta] {
        &self.documents
    }

    /// The document with this id.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&DocumentMeta> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// All requirement rows.
    #[must_use]
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// Whether a claim names a row there is. A pack that brings no tables along, such as a copy of another, claims what cannot be looked up here.
    #[must_use]
    pub fn knows_requirement(&self, id: &str) -> bool {
        self.requirements.is_empty() || self.requirements.iter().any(|row| row.id == id)
    }

    /// The requirement rows of one article.
    pub fn requirements_of<'a>(
        &'a self,
        document: &'a str,
        article: &'a str,
    ) -> impl Iterator<Item = &'a Requirement> {
        self.requirements.iter().filter(move |row| row.document() == document && row.article == article)
    }

    /// Articles of a document that no requirement row belongs to.
    pub fn articles_without_requirement<'a>(
        &'a self,
        document: &'a str,
    ) -> impl Iterator<Item = &'a Article> {
        let articles = self.document(document).into_iter().flat_map(|meta| &meta.articles);
        articles.filter(move |article| self.requirements_of(document, &article.number).next().is_none())
    }

    /// A file of the pack as it is: `places/divisions.csv.gz`, a sample notice.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| bytes.as_ref())
    }

    /// Paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Version: SM3 over all files, in hexadecimal. The same files give the same version, wherever they come from.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn content_hash(files: &BTreeMap<String, std::borrow::Cow<'static, [u8]>>) -> String {
    let mut hash = Sm3::new();
    for (path, bytes) in files {
        // Lengths keep a byte moved from one file to the next from giving the same hash.
        hash.update((path.len() as u64).to_be_bytes());
        hash.update(path.as_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text<'a>(files: &'a Files, path: &str) -> Option<&'a str> {
    files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
}

fn parse<T: DeserializeOwned>(files: &Files, path: &str, errors: &mut Vec<PackError>) -> Option<T> {
    let mut fail = |mark, problem| {
        errors.push(PackError::new(path, mark, problem));
        None
    };
    let Some(bytes) = files.get(path) else { return fail(Mark::default(), Problem::MissingFile) };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            return fail(Mark::at(&before, before.len()), Problem::NotUtf8);
        }
    };
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let mark = error.span().map_or_else(Mark::default, |span| Mark::at(text, span.start));
            fail(mark, Problem::Syntax { detail: error.message().to_owned() })
        }
    }
}

fn requirements(files: &Files, errors: &mut Vec<PackError>) -> Vec<Requirement> {
    let tables = files.iter().filter(|(path, _)| path.starts_with("requirements/") && path.ends_with(".csv"));
    let mut rows = Vec::new();
    for (path, bytes) in tables {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut reader = csv::Reader::from_reader(bytes);
        let headers = reader.headers().cloned().unwrap_or_default();
        for record in reader.into_records() {
            let line = |position: Option<&csv::Position>| {
                let line = position.map_or(1, csv::Position::line);
                Mark { line: u32::try_from(line).unwrap_or(u32::MAX), column: 1 }
            };
            let row = record.and_then(|record| {
                let mark = line(record.position());
                record.deserialize::<Requirement>(Some(&headers)).map(|row| Requirement {
                    file: path.clone(),
                    mark,
                    ..row
                })
            });
            match row {
                Ok(row) => rows.push(row),
                Err(error) => {
                    let problem = Problem::Syntax { detail: error.to_string() };
                    errors.push(PackError::new(path, line(error.position()), problem));
                }
            }
        }
    }
    rows
}
