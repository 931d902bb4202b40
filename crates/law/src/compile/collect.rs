//! The first pass: what is declared, by whom. It must never look inside an expression.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::book::{KindId, ListId, ParamId, RuleId, Ty};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{
    self, ConflictItem, Document, EnumItem, ExclusiveItem, File, Head, Item, KindItem, ListItem,
    ParameterItem, RuleItem,
};

/// An output of a rule: Chinese name, id, local, type.
type Output = (String, String, u16, Ty);

/// Names of everything, Chinese and ASCII.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub kinds: HashMap<String, KindId>,
    pub params: HashMap<String, ParamId>,
    pub lists: HashMap<String, ListId>,
    pub rules: HashMap<String, RuleId>,
    pub groups: HashMap<String, Vec<RuleId>>,
    /// Subject of each rule.
    pub subjects: Vec<Option<KindId>>,
    /// Outputs of the rules already made.
    pub outputs: RefCell<HashMap<RuleId, Vec<Output>>>,
}

impl Names {
    pub(super) fn kind(&self, name: &str) -> Option<KindId> {
        self.kinds.get(name).copied()
    }
    pub(super) fn param(&self, name: &str) -> Option<ParamId> {
        self.params.get(name).copied()
    }
    pub(super) fn list(&self, name: &str) -> Option<ListId> {
        self.lists.get(name).copied()
    }
    pub(super) fn rule(&self, name: &str) -> Option<RuleId> {
        self.rules.get(name).copied()
    }
    pub(super) fn group(&self, name: &str) -> Option<Vec<RuleId>> {
        self.groups.get(name).cloned()
    }
    /// All names of one sort, to suggest from.
    pub(super) fn all(&self, sort: &str) -> Vec<String> {
        match sort {
            "kind" => self.kinds.keys().cloned().collect(),
            "parameter" => self.params.keys().cloned().collect(),
            "list" => self.lists.keys().cloned().collect(),
            "rule" => self.rules.keys().cloned().chain(self.groups.keys().cloned()).collect(),
            _ => Vec::new(),
        }
    }
}

/// All items but scenarios, sorted by sort, each with its document. Lent by the trees, which a language server keeps.
#[derive(Default)]
pub(super) struct Items<'t> {
    pub documents: Vec<&'t Document>,
    pub enums: Vec<&'t EnumItem>,
    pub kinds: Vec<&'t KindItem>,
    pub params: Vec<(&'t ParameterItem, Option<&'t str>)>,
    pub lists: Vec<(&'t ListItem, Option<&'t str>)>,
    pub rules: Vec<(&'t RuleItem, Option<&'t str>)>,
    pub exclusives: Vec<&'t ExclusiveItem>,
    pub conflicts: Vec<&'t ConflictItem>,
}

/// Sorts the items of all files; a file's items belong to the document it opens with.
pub(super) fn items<'t>(files: impl IntoIterator<Item = &'t File>) -> Items<'t> {
    let mut out = Items::default();
    for file in files {
        let mut document: Option<&str> = None;
        for item in &file.items {
            match item {
                Item::Document(it) => {
                    document = Some(&it.id.value);
                    out.documents.push(it);
                }
                Item::Enum(it) => out.enums.push(it),
                Item::Kind(it) => out.kinds.push(it),
                Item::Parameter(it) => out.params.push((it, document)),
                Item::List(it) => out.lists.push((it, document)),
                Item::Rule(it) => out.rules.push((it, document)),
                Item::Exclusive(it) => out.exclusives.push(it),
                Item::Conflict(it) => out.conflicts.push(it),
                Item::Scenario(_) => {}
            }
        }
    }
    out
}

/// The two names of a head; an error when one is missing.
pub(super) fn names(head: &Head, diagnostics: &mut Vec<Diagnostic>) -> (String, String) {
    let name = head.name.as_ref().map(|n| n.value.clone()).unwrap_or_default();
    if name.is_empty() {
        diagnostics.push(Diagnostic::error("L120", head.span, "缺少名称", "a name is missing"));
    }
    let id = match &head.id {
        Some(id) => id.value.clone(),
        None => {
            diagnostics.push(Diagnostic::error(
                "L121",
                head.span,
                format!("“{name}”缺少英文标识(小写字母、数字、下划线)"),
                format!("'{name}' has no ASCII id"),
            ));
            name.clone()
        }
    };
    (name, id)
}

/// Enters both names; an error when one is taken.
pub(super) fn enter<T: Copy>(
    map: &mut HashMap<String, T>,
    places: &mut HashMap<String, Span>,
    names: &(String, String),
    it: T,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Where the id is the name, there is only one.
    for name in std::iter::once(&names.0).chain(Some(&names.1).filter(|id| **id != names.0)) {
        if map.contains_key(name) {
            let mut d = Diagnostic::error(
                "L122",
                span,
                format!("名称“{name}”已被使用"),
                format!("the name '{name}' is taken"),
            );
            if let Some(first) = places.get(name) {
                d = d.see(*first);
            }
            diagnostics.push(d);
            continue;
        }
        map.insert(name.clone(), it);
        places.insert(name.clone(), span);
    }
}

/// A citation is obligatory.
pub(super) fn cited(head: &Head, what: &str, diagnostics: &mut Vec<Diagnostic>) {
    if head.basis.is_empty() {
        let name = head.name.as_ref().map(|n| n.value.as_str()).unwrap_or_default();
        diagnostics.push(Diagnostic::error(
            "L201",
            head.span,
            format!("{what}“{name}”没有写依据"),
            format!("'{name}' cites nothing"),
        ));
    }
}

/// Text of an optional quote.
pub(super) fn text(text: Option<&ast::Text>) -> String {
    text.map(|t| t.value.clone()).unwrap_or_default()
}
