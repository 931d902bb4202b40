//! What differs between two rule books: rules, parameters and lists that came, went or changed, by their text.

use std::collections::BTreeMap;

use anye_law::book::Book;
use anye_law::span::Span;

/// One that came, went or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its text before; none: it came.
    pub before: Option<String>,
    /// Its text now; none: it went.
    pub after: Option<String>,
}

/// The differences, by id.
#[must_use]
pub fn changes(from: &Book, to: &Book) -> Vec<Change> {
    let (old, mut new) = (texts(from), texts(to));
    let mut all = Vec::new();
    for (key, (name, before)) in old {
        let after = new.remove(&key);
        if after.as_ref().is_some_and(|(_, after)| *after == before) {
            continue;
        }
        let after = after.map(|(_, after)| after);
        all.push(Change { id: key.1, name, before: Some(before), after });
    }
    let came = |(key, (name, after)): (Key, (String, String))| Change {
        id: key.1,
        name,
        before: None,
        after: Some(after),
    };
    all.extend(new.into_iter().map(came));
    all
}

/// Sort and id: a rule and a parameter may bear the same.
type Key = (u8, String);

fn texts(book: &Book) -> BTreeMap<Key, (String, String)> {
    let text = |span: Span| {
        let file = book.sources.get(span.file.0 as usize);
        let text = file.and_then(|file| file.text.get(span.start as usize..span.end as usize));
        text.unwrap_or_default().trim_end().to_owned()
    };
    let rules = book.rules.iter().map(|it| ((0, it.id.clone()), (it.name.clone(), text(it.span))));
    let params = book.params.iter().map(|it| ((1, it.id.clone()), (it.name.clone(), text(it.span))));
    let lists = book.lists.iter().map(|it| ((2, it.id.clone()), (it.name.clone(), text(it.span))));
    rules.chain(params).chain(lists).collect()
}
