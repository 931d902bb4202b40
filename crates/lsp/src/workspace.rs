//! The law of the pack whose file was opened: what is on the disk, and over it what the client has open. It must never write.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anye_law::check::{Known, Library, compile_sources};
use anye_law::compile::{Compiled, Table};
use anye_law::span::SourceFile;
use anye_pack::{Pack, Source};

/// A file of the law may hold this much.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// One folder with law files.
pub(super) struct Workspace {
    /// The folder.
    pub(super) folder: PathBuf,
    /// The pack round it, when there is one: for titles of articles and rows of the requirement table.
    pub(super) pack: Option<Pack>,
    /// The compiled law.
    pub(super) law: Compiled,
    files: BTreeMap<String, String>,
    tables: Vec<Table>,
}

impl Workspace {
    /// Reads a folder.
    pub(super) fn open(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut tables = Vec::new();
        for (name, text) in texts(folder, &["law", "case"]) {
            files.insert(name, text);
        }
        for (name, text) in texts(&folder.join("data"), &["csv"]) {
            tables.push(Table { path: format!("data/{name}"), text });
        }
        let root = folder.parent().filter(|root| root.join("pack.toml").is_file());
        let pack = root.and_then(|root| Pack::load(&Source::Folder(root.to_owned())).ok());
        Self { folder: folder.to_owned(), pack, law: Compiled::default(), files, tables }
    }

    /// Compiles everything, with the open texts in place of those on the disk.
    pub(super) fn compile(&mut self, open: &BTreeMap<PathBuf, String>) {
        let mut files = self.files.clone();
        for (path, text) in open.iter().filter(|(path, _)| path.parent() == Some(&self.folder)) {
            if let Some(name) = path.file_name() {
                files.insert(name.to_string_lossy().into_owned(), text.clone());
            }
        }
        let sources = files.into_iter().map(|(path, text)| SourceFile { path, text }).collect();
        let pack = self.pack.as_ref();
        let articles = |document: &str, article: &str| match pack.and_then(|pack| pack.document(document)) {
            None => Known::DocumentUnknown,
            Some(meta) if article.is_empty() || meta.article(article).is_some() => Known::Yes,
            Some(_) => Known::ArticleUnknown,
        };
        let requirement =
            |id: &str| pack.is_some_and(|pack| pack.requirements().iter().any(|row| row.id == id));
        let library = Library { articles: &articles, requirement: &requirement };
        self.law = compile_sources(sources, &self.tables, pack.map(|_| &library));
    }

    /// Path of a source on the disk.
    pub(super) fn path(&self, source: usize) -> Option<PathBuf> {
        self.law.book.sources.get(source).map(|source| self.folder.join(&source.path))
    }

    /// Which source a path is.
    pub(super) fn source(&self, path: &Path) -> Option<usize> {
        let name = path.file_name()?.to_string_lossy();
        self.law.book.sources.iter().position(|source| source.path == name)
    }

    /// Takes in what was saved to the disk.
    pub(super) fn reread(&mut self, path: &Path) {
        if let (Some(name), Some(text)) = (path.file_name(), text(path)) {
            self.files.insert(name.to_string_lossy().into_owned(), text);
        }
    }
}

fn text(path: &Path) -> Option<String> {
    let small = fs::metadata(path).ok().is_some_and(|meta| meta.is_file() && meta.len() <= MOST_BYTES);
    small.then(|| fs::read(path).ok()).flatten().and_then(|bytes| String::from_utf8(bytes).ok())
}

fn texts(folder: &Path, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let fits = path.extension().is_some_and(|own| endings.iter().any(|ending| own == *ending));
        if let (true, Some(name), Some(text)) = (fits, path.file_name(), text(&path)) {
            found.push((name.to_string_lossy().into_owned(), text));
        }
    }
    found.sort();
    found
}
