//! The funds of a pack with its law, and what the demonstration lays over them.

use anye_casework::model::Words;
use anye_forms::Finding;
use anye_law::book::Book;
use anye_pack::Pack;

use super::model::Funds;
use super::read::read;
use super::reading::Known;

/// The file of a pack.
const FILE: &str = "funds.toml";
/// What the demonstration lays over it (演示取值).
const DEMO: &str = include_str!("../../../../packs/liaoning-demo/funds.toml");

/// The funds of a pack; a pack without the file has none.
pub fn load(pack: &Pack, law: &Book) -> (Funds, Vec<Finding>) {
    with(pack, law, None)
}

/// The same with the values of the demonstration, which say of themselves that they are such.
pub fn demo(pack: &Pack, law: &Book) -> (Funds, Vec<Finding>) {
    with(pack, law, Some(DEMO))
}

fn with(pack: &Pack, law: &Book, over: Option<&str>) -> (Funds, Vec<Finding>) {
    let Some(text) = pack.file(FILE).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return (Funds::default(), Vec::new());
    };
    let paid_from: Vec<(String, String)> = law
        .rules
        .iter()
        .flat_map(|rule| rule.funds.iter().map(|(name, _)| (name.clone(), rule.id.clone())))
        .collect();
    let known = Known {
        article: &|document, article| {
            pack.document(document).is_some_and(|meta| {
                article.is_empty() || meta.articles.iter().any(|one| one.number == article)
            })
        },
        benefit: &|id| law.rules.iter().any(|rule| rule.id == id),
        paid_from: &paid_from,
    };
    let mut files = vec![(FILE, text)];
    files.extend(over.map(|text| ("liaoning-demo/funds.toml", text)));
    let (mut made, found) = read(&files, &known);
    let english = |rule: &anye_law::book::Rule| {
        if rule.english.is_empty() { rule.name.clone() } else { rule.english.clone() }
    };
    made.names = law
        .rules
        .iter()
        .map(|rule| (rule.id.clone(), Words::new(rule.name.clone(), english(rule))))
        .collect();
    (made, found)
}
