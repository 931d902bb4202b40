//! `anye pack diff`: rules and parameters that came, went or changed, by their text.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anye_law::book::Book;
use anye_law::span::Span;
use anye_pack::Pack;

use super::super::Failure;
use crate::say::say;

/// Compares.
pub(super) fn run(from: &Pack, to: &Pack, json: bool) -> Result<ExitCode, Failure> {
    let (a, b) = (texts(&from.law_unchecked().book), texts(&to.law_unchecked().book));
    let mut list = Vec::new();
    for (id, (name, text)) in &a {
        match b.get(id) {
            None => list.push((id, "removed", name, text.as_str(), "")),
            Some((_, other)) if other != text => {
                list.push((id, "changed", name, text.as_str(), other.as_str()))
            }
            Some(_) => {}
        }
    }
    for (id, (name, text)) in b.iter().filter(|(id, _)| !a.contains_key(*id)) {
        list.push((id, "added", name, "", text.as_str()));
    }
    if json {
        let all: Vec<_> =
            list.iter().map(|(id, what, name, before, after)| serde_json::json!({ "id": id, "change": what, "name": name, "before": before, "after": after })).collect();
        say!("{}", serde_json::to_string_pretty(&all).map_err(Failure::new)?);
    } else {
        for (id, what, name, before, after) in &list {
            say!("{what} {name} ({id})");
            let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
            old.iter().filter(|line| !new.contains(line)).for_each(|line| say!("  - {}", line.trim()));
            new.iter().filter(|line| !old.contains(line)).for_each(|line| say!("  + {}", line.trim()));
        }
        say!("{} differences", list.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// Name and text of every rule, parameter and list, by sort and id.
fn texts(book: &Book) -> BTreeMap<String, (String, String)> {
    let text = |span: Span| -> String {
        let source = usize::try_from(span.file.0).ok().and_then(|ix| book.sources.get(ix));
        source
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    };
    let rules = book.rules.iter().map(|it| (format!("rule {}", it.id), (it.name.clone(), text(it.span))));
    let params =
        book.params.iter().map(|it| (format!("parameter {}", it.id), (it.name.clone(), text(it.span))));
    let lists = book.lists.iter().map(|it| (format!("list {}", it.id), (it.name.clone(), text(it.span))));
    rules.chain(params).chain(lists).collect()
}
