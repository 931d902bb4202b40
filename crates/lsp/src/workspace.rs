//! The law of the pack whose file was opened: what is on the disk, and over it what the client has open. It must never write, and never parse a text twice.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anye_law::check::{Known, Library, compile_trees};
use anye_law::compile::{Compiled, Table, Tree};
use anye_law::span::SourceFile;
use anye_pack::{Pack, Source};

/// A file of the law may hold this much.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// A text as it was last parsed, at its place in the list of sources.
struct Parsed {
    at: usize,
    text: String,
    tree: Tree,
}

/// What citations and requirement ids are held against, looked up once.
#[derive(Default)]
struct Shelf {
    /// Articles of each document, as the library numbers them.
    articles: HashMap<String, HashSet<String>>,
    requirements: HashSet<String>,
}

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
    parsed: BTreeMap<String, Parsed>,
    shelf: Shelf,
    /// The law before the last change: taken apart when nobody waits.
    before: Compiled,
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
        let shelf = pack.as_ref().map(Shelf::of).unwrap_or_default();
        let (law, parsed) = (Compiled::default(), BTreeMap::new());
        let before = Compiled::default();
        Self { folder: folder.to_owned(), pack, law, files, tables, parsed, shelf, before }
    }

    /// Compiles everything, with the open texts in place of those on the disk; only what changed is parsed.
    pub(super) fn compile(&mut self, open: &BTreeMap<PathBuf, String>) {
        let mut files: BTreeMap<String, &str> =
            self.files.iter().map(|(name, text)| (name.clone(), text.as_str())).collect();
        for (path, text) in open.iter().filter(|(path, _)| path.parent() == Some(&self.folder)) {
            if let Some(name) = path.file_name() {
                files.insert(name.to_string_lossy().into_owned(), text);
            }
        }
        self.parsed.retain(|name, _| files.contains_key(name));
        for (at, (name, text)) in files.iter().enumerate() {
            if self.parsed.get(name).is_none_or(|there| there.at != at || there.text != *text) {
                let parsed = Parsed { at, text: (*text).to_owned(), tree: Tree::parse(at, text) };
                self.parsed.insert(name.clone(), parsed);
            }
        }
        let sources =
            self.parsed.iter().map(|(path, it)| SourceFile { path: path.clone(), text: it.text.clone() });
        let trees: Vec<&Tree> = self.parsed.values().map(|it| &it.tree).collect();
        let articles = |document: &str, article: &str| self.shelf.known(document, article);
        let requirement = |id: &str| self.shelf.requirements.contains(id);
        let library = Library { articles: &articles, requirement: &requirement };
        let library = self.pack.is_some().then_some(&library);
        let law = compile_trees(sources.collect(), &trees, &self.tables, library);
        self.before = std::mem::replace(&mut self.law, law);
    }

    /// Gives back what the last change left over; called when the answers are out.
    pub(super) fn rest(&mut self) {
        self.before = Compiled::default();
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

impl Shelf {
    fn of(pack: &Pack) -> Self {
        let articles = pack.documents().iter().map(|document| {
            let numbers = document.articles.iter().map(|article| article.number.clone());
            (document.id.clone(), numbers.collect())
        });
        let requirements = pack.requirements().iter().map(|row| row.id.clone());
        Self { articles: articles.collect(), requirements: requirements.collect() }
    }

    fn known(&self, document: &str, article: &str) -> Known {
        match self.articles.get(document) {
            None => Known::DocumentUnknown,
            Some(numbers) if article.is_empty() || numbers.contains(article) => Known::Yes,
            Some(_) => Known::ArticleUnknown,
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

#[cfg(test)]
mod tests {
    use super::*;
    use anye_law::check::compile_sources;

    const WORDS: &str = "文件 T1\n  地区 210000\n对象 合同 contracts\n  期限 term 月\n";
    const RULE: &str = "文件 T1\n  地区 210000\n待遇 甲 first\n  对象 合同\n  依据 T1 第一条\n  有效 不限\n  条件 ① 合同.期限 >= 3 个月\n  金额 1 元\n";

    /// The same folder compiled by one who knows nothing of what was before.
    fn afresh(files: &BTreeMap<String, String>) -> Compiled {
        let sources =
            files.iter().map(|(path, text)| SourceFile { path: path.clone(), text: text.clone() }).collect();
        compile_sources(sources, &[], None)
    }

    #[test]
    fn after_every_change_it_is_as_if_compiled_afresh() {
        let folder = std::env::temp_dir().join(format!("anye-lsp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("m.dictionary.law"), WORDS).unwrap();
        fs::write(folder.join("n.law"), RULE).unwrap();
        let mut workspace = Workspace::open(&folder);
        let mut files: BTreeMap<String, String> =
            [("m.dictionary.law", WORDS), ("n.law", RULE)].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        let mut open = BTreeMap::new();
        let second = RULE.replace("甲 first", "乙 second").replace("期限", "期现");
        let case = "情景 甲\n  底稿\n    日期 2020-01-01\n    地区 210000\n  例 缺 → 不予 ③\n".to_owned();
        let steps: [(&str, Option<String>); 8] = [
            ("n.law", Some(RULE.replace("3 个月", "3 元"))),
            ("n.law", Some(RULE.replace("条件 ①", "条件 (①"))),
            // A file that comes first: all others move on by one.
            ("a.law", Some(second.clone())),
            ("n.law", Some(RULE.to_owned())),
            ("m.dictionary.law", Some(WORDS.replace("期限", "期现"))),
            ("z.case", Some(case)),
            ("a.law", None),
            ("m.dictionary.law", Some(WORDS.to_owned())),
        ];
        for (at, (name, text)) in steps.into_iter().enumerate() {
            match text {
                Some(text) => {
                    files.insert(name.to_owned(), text.clone());
                    open.insert(folder.join(name), text);
                }
                None => {
                    files.remove(name);
                    open.remove(&folder.join(name));
                }
            }
            workspace.compile(&open);
            let whole = afresh(&files);
            assert_eq!(workspace.law.diagnostics, whole.diagnostics, "step {at}");
            assert_eq!(workspace.law.book.sources, whole.book.sources, "step {at}");
            assert_eq!(workspace.law.book.rules.len(), whole.book.rules.len(), "step {at}");
            assert!(!whole.diagnostics.is_empty(), "step {at} shows something");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
