//! From sources to the checked rule book: what is declared, names, types and units, the nodes of every rule. It must never decide anything about anybody.

mod between;
mod call;
mod collect;
mod data;
mod expr;
pub mod expression;
pub(crate) mod near;
mod operate;
mod order;
mod rule;
mod scope;
mod shares;
mod table;
mod tree;
mod walk;

use std::collections::HashMap;

pub use call::FUNCTIONS;
use collect::{Names, enter, items};
use order::order;
pub use table::Table;
pub use tree::Tree;

use crate::book::{Book, DocId, DocumentDef, RuleId};
use crate::span::{Diagnostic, Severity, SourceFile};
use crate::syntax::ast::{Item, ScenarioItem};

/// What came of the sources.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// The rules that are sound. Rules with errors are left out, so that the others can be tried; nothing with errors may be published.
    pub book: Book,
    /// Scenarios, as written.
    pub scenarios: Vec<ScenarioItem>,
    /// Everything found, in the order of the sources.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiled {
    /// Whether anything blocks publication.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}

/// Parses and compiles all files of a pack's law.
#[must_use]
pub fn compile(sources: Vec<SourceFile>, tables: &[Table]) -> Compiled {
    let trees: Vec<Tree> =
        sources.iter().enumerate().map(|(at, source)| Tree::parse(at, &source.text)).collect();
    let mut compiled = lower(trees.iter(), tables);
    compiled.book.sources = sources;
    compiled.scenarios = trees.into_iter().flat_map(|tree| tree.file.items).filter_map(scenario).collect();
    compiled
}

/// Compiles files that are parsed already; a tree for each source, in the same order. The scenarios stay in the trees.
#[must_use]
pub fn compile_trees(sources: Vec<SourceFile>, trees: &[&Tree], tables: &[Table]) -> Compiled {
    let mut compiled = lower(trees.iter().copied(), tables);
    compiled.book.sources = sources;
    compiled
}

fn scenario(item: Item) -> Option<ScenarioItem> {
    if let Item::Scenario(it) = item { Some(*it) } else { None }
}

fn lower<'t>(trees: impl Iterator<Item = &'t Tree> + Clone, tables: &[Table]) -> Compiled {
    let mut out: Vec<Diagnostic> = trees.clone().flat_map(|tree| tree.found.iter().cloned()).collect();
    let items = items(trees.map(|tree| &tree.file));
    let mut book = Book::default();
    documents(&mut book, &items, &mut out);
    let mut names = Names::default();
    data::declare(&mut book, &mut names, &items, tables, &mut out);
    let mut places = HashMap::new();
    for (ix, (item, _)) in items.rules.iter().enumerate() {
        let own = collect::names(&item.head, &mut out);
        let id = RuleId(u16::try_from(ix).unwrap_or(u16::MAX));
        enter(&mut names.rules, &mut places, &own, id, item.head.span, &mut out);
        names.subjects.push(item.subject.as_ref().and_then(|name| names.kind(&name.value)));
        if let (Some(name), None) = (&item.subject, names.subjects[ix]) {
            let mut d = Diagnostic::error(
                "L104",
                name.span,
                format!("没有名为“{}”的对象", name.value),
                format!("there is no kind '{}'", name.value),
            );
            d.suggestion = near::nearest(&name.value, names.kinds.keys().map(String::as_str));
            out.push(d);
        }
    }
    for item in &items.exclusives {
        let members: Vec<RuleId> = item.members.iter().filter_map(|name| names.rule(&name.value)).collect();
        for name in item.head.name.iter().chain(&item.head.id) {
            names.groups.insert(name.value.clone(), members.clone());
        }
    }
    let order = order(&items, &names, &mut out);
    rules(&mut book, &names, &items, &order, &mut out);
    out.sort_by_key(|d| d.span);
    Compiled { book, scenarios: Vec::new(), diagnostics: out }
}

fn documents(book: &mut Book, items: &collect::Items<'_>, out: &mut Vec<Diagnostic>) {
    for item in &items.documents {
        let known = item.known.as_ref().map(|day| day.value);
        let parents: Vec<String> = item.parents.iter().map(|name| name.value.clone()).collect();
        if let Some(there) = book.documents.iter_mut().find(|doc| doc.id == item.id.value) {
            there.parents.extend(
                parents.into_iter().filter(|parent| !there.parents.contains(parent)).collect::<Vec<_>>(),
            );
            there.known = there.known.or(known);
            if let Some(place) =
                item.place.as_ref().filter(|place| !there.place.is_empty() && place.value != there.place)
            {
                out.push(Diagnostic::error(
                    "L127",
                    place.span,
                    format!("文件“{}”在别处写的地区不同", item.id.value),
                    format!("document '{}' has another place elsewhere", item.id.value),
                ));
            }
            continue;
        }
        let Some(place) = &item.place else {
            out.push(Diagnostic::error(
                "L128",
                item.span,
                format!("文件“{}”没有写地区", item.id.value),
                format!("document '{}' has no place", item.id.value),
            ));
            continue;
        };
        book.documents.push(DocumentDef {
            id: item.id.value.clone(),
            place: place.value.clone(),
            parents,
            known,
        });
    }
}

/// Makes the rules in this order, then puts them where their ids say. Unsound ones become rules that are never in force.
fn rules(
    book: &mut Book,
    names: &Names,
    items: &collect::Items<'_>,
    order: &[RuleId],
    out: &mut Vec<Diagnostic>,
) {
    let mut made: Vec<Option<crate::book::Rule>> = vec![None; items.rules.len()];
    for id in order {
        let (item, document) = &items.rules[id.ix()];
        let document = document
            .and_then(|name| book.documents.iter().position(|doc| doc.id == name))
            .and_then(|ix| u16::try_from(ix).ok())
            .map(DocId);
        made[id.ix()] = rule::lower(book, names, item, *id, document, out);
    }
    // References are by id: a rule that is left out keeps its place with nothing in it.
    let empty = made.iter().flatten().next().cloned();
    for (ix, rule) in made.into_iter().enumerate() {
        match (rule, &empty) {
            (Some(rule), _) => book.rules.push(rule),
            (None, Some(like)) => book.rules.push(left_out(like, items.rules[ix].0)),
            (None, None) => {}
        }
    }
    book.order = order.to_vec();
    if book.rules.len() == items.rules.len() {
        between::relate(book, names, items, out);
    }
}

/// A rule that is never in force, in the place of one with errors.
fn left_out(like: &crate::book::Rule, item: &crate::syntax::ast::RuleItem) -> crate::book::Rule {
    let mut rule = like.clone();
    rule.name = format!("(有错误){}", item.head.name.as_ref().map(|n| n.value.as_str()).unwrap_or_default());
    rule.id = format!("unsound_{}", item.head.id.as_ref().map(|n| n.value.as_str()).unwrap_or_default());
    rule.place = "999999".to_owned();
    rule.covers.clear();
    rule.locals.clear();
    rule.blocks.clear();
    rule.clauses.clear();
    rule.exceptions.clear();
    rule.times.clear();
    rule.caps.clear();
    rule.order.clear();
    rule.relations.clear();
    rule.instead.clear();
    rule.payee = None;
    (rule.amount, rule.months, rule.starts, rule.ends, rule.at_most, rule.lot) =
        (None, None, None, None, None, None);
    rule.valid = crate::book::Valid::Always;
    rule
}
