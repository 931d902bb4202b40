//! A version of the law and its sources, as they are kept.

use anye_base::Fault;
use anye_db::audit::hex;
use anye_law::compile::{Compiled, Table, compile};
use anye_law::span::SourceFile;
use anye_pack::Pack;
use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

/// Where a version stands. The words are under `law-version-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待审核: waits for a second person.
    Proposed,
    /// 已发布: the law in use.
    Published,
    /// 已退回: refused, with a reason.
    Refused,
    /// 已被取代: was the law until the next was published.
    Superseded,
}

impl State {
    const ALL: [Self; 4] = [Self::Proposed, Self::Published, Self::Refused, Self::Superseded];

    /// The word stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Published => "published",
            Self::Refused => "refused",
            Self::Superseded => "superseded",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Who published or refused, when, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Account.
    pub by: String,
    /// Name at the time.
    pub name: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Why; empty where it was published without a word.
    pub reason: String,
}

/// A version of the law (规则版本), without its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Id.
    pub id: String,
    /// SM3 of the pack's content.
    pub version: String,
    /// Number of rules.
    pub rules: i64,
    /// Number of cases that were run.
    pub scenarios: i64,
    /// What changed, in the proposer's words.
    pub note: String,
    /// Account of the proposer.
    pub proposed_by: String,
    /// Name at the time.
    pub proposed_name: String,
    /// When, in milliseconds.
    pub proposed_at: i64,
    /// Where it stands.
    pub state: State,
    /// Who decided.
    pub decided: Option<Decided>,
    /// The version that was published when this one was decided about.
    pub replaces: Option<String>,
    /// Rises with every change.
    pub row_version: i64,
}

impl Version {
    /// The first letters of its content's digest.
    #[must_use]
    pub fn short(&self) -> String {
        self.version.chars().take(12).collect()
    }
}

/// A file by path and text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Text {
    path: String,
    text: String,
}

/// All law files and tables of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    files: Vec<Text>,
    tables: Vec<Text>,
}

impl Sources {
    /// Those of a pack.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let (files, tables) = pack.law_sources();
        Self {
            files: files.into_iter().map(|one| Text { path: one.path, text: one.text }).collect(),
            tables: tables.into_iter().map(|one| Text { path: one.path, text: one.text }).collect(),
        }
    }

    /// Compiled as on the day they were proposed.
    #[must_use]
    pub fn compile(self, version: &str) -> Compiled {
        let files = self.files.into_iter().map(|one| SourceFile { path: one.path, text: one.text }).collect();
        let tables: Vec<Table> =
            self.tables.into_iter().map(|one| Table { path: one.path, text: one.text }).collect();
        let mut compiled = compile(files, &tables);
        version.clone_into(&mut compiled.book.version);
        compiled
    }

    /// Whether both say the same law: comments, blank lines and scenarios may differ, nothing else.
    #[must_use]
    pub fn same_law(&self, other: &Self) -> bool {
        self.tables == other.tables && self.words() == other.words()
    }

    /// What differs between the tables, by path: before and after.
    #[must_use]
    pub fn tables_changed(&self, to: &Self) -> Vec<(String, Option<String>, Option<String>)> {
        let find =
            |all: &[Text], path: &str| all.iter().find(|one| one.path == path).map(|one| one.text.clone());
        let came = to.tables.iter().filter(|one| self.tables.iter().all(|old| old.path != one.path));
        let paths = self.tables.iter().chain(came).map(|one| one.path.clone());
        let both = paths.map(|path| (find(&self.tables, &path), find(&to.tables, &path), path));
        both.filter(|(before, after, _)| before != after)
            .map(|(before, after, path)| (path, before, after))
            .collect()
    }

    /// The lines that say something, by file.
    fn words(&self) -> Vec<(&str, Vec<&str>)> {
        let says = |line: &&str| !line.is_empty() && !line.starts_with('#');
        let files = self.files.iter().filter(|file| !file.path.ends_with(".case"));
        files
            .map(|file| (file.path.as_str(), file.text.lines().map(str::trim).filter(says).collect()))
            .collect()
    }
}

/// Sources under their own digest (规则书存底), so that what they once decided can be worked out again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SM3 of the text.
    pub id: String,
    /// SM3 of the content of the pack that they came from.
    pub version: String,
    /// The sources as JSON.
    pub text: String,
}

impl Kept {
    /// Under their digest.
    #[must_use]
    pub fn of(sources: &Sources, version: &str) -> Self {
        // Texts in a list always make JSON.
        Self::read(serde_json::to_string(sources).unwrap_or_default(), version)
    }

    /// From the JSON.
    #[must_use]
    pub fn read(text: String, version: &str) -> Self {
        Self { id: hex(&Sm3::digest(text.as_bytes())), version: version.to_owned(), text }
    }

    /// The sources.
    pub fn sources(&self) -> Result<Sources, Fault> {
        serde_json::from_str(&self.text).map_err(Fault::internal)
    }

    /// Compiled again. Refused where the text is not what its digest says.
    pub fn build(&self) -> Result<Compiled, Fault> {
        if hex(&Sm3::digest(self.text.as_bytes())) != self.id {
            return Err(Fault::internal(format!("the kept rule book {} was altered", self.id)));
        }
        Ok(self.sources()?.compile(&self.version))
    }
}
