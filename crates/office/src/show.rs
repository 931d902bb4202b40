//! Days, names and places as the pages of this crate show them. It must never decide anything.

use anye_base::Date;
use anye_base::{ErrorKind, Fault, FieldFault, Lang};
use anye_places::{Place, Register, Tree};
use anye_web::{Failed, Frame, Texts};

/// From a day until a day, as people write it. `until` is the first day that no longer holds.
pub fn span(texts: &Texts, from: Option<Date>, until: Option<Date>) -> String {
    let last = until.and_then(|day| day.yesterday().ok());
    match (from, last) {
        (None, None) => texts.t("office-span-always"),
        (Some(from), None) => texts.t1("office-span-since", "from", from),
        (None, Some(last)) => texts.t1("office-span-until", "last", last),
        (Some(from), Some(last)) => texts.t2("office-span-both", "from", from, "last", last),
    }
}

/// A place's name in the directory of places: in the reader's language, the official one always with it.
pub fn place_name(texts: &Texts, place: &Place<'_>) -> String {
    match texts.lang {
        Lang::En => format!("{} {}", place.in_english(), place.name),
        Lang::Zh => place.name.to_owned(),
    }
}

/// The tree that a reader chose: the civil one unless said otherwise.
pub fn tree(register: &Register, name: Option<&str>) -> Result<Tree, Failed> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(Tree::CIVIL) };
    register.tree(name).ok_or_else(|| {
        let field = FieldFault::new("tree", "tree_unknown").arg("tree", name);
        Failed(Fault::new(ErrorKind::Invalid, "tree_unknown").arg("tree", name).field(field))
    })
}

/// The word of a tree.
pub fn tree_word(tree: Tree) -> &'static str {
    if tree == Tree::STATISTICAL { anye_places::STATISTICAL } else { anye_places::CIVIL }
}

/// An address with its query; empty values are left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let kept: Vec<_> = query.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// One choice of a list in a form.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice.
    pub fn new(value: &str, label: String, chosen: &str) -> Self {
        Self { value: value.to_owned(), label, chosen: value == chosen }
    }
}

/// Choices from words whose labels stand in the catalogue under `prefix-word`; the first stands for all.
pub fn choices(frame: &Frame, all: &str, prefix: &str, words: &[&str], chosen: &str) -> Vec<Choice> {
    let first = Choice::new("", frame.t(all), chosen);
    let rest = words.iter().map(|word| Choice::new(word, frame.t(&format!("{prefix}-{word}")), chosen));
    std::iter::once(first).chain(rest).collect()
}
