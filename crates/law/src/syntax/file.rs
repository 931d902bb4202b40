//! The items of a file one after the other, and its document heads. It must never let one bad item hide the next.

use crate::span::Diagnostic;

use super::ast::{Document, Item, RuleKind};
use super::keyword::{self as kw, HEADS, Keyword};
use super::layout::{Begin, Statement, statements};
use super::parser::Parser;
use super::section::Seen;

impl Parser<'_> {
    /// All items of the file.
    pub(super) fn items(&mut self) -> Vec<Item> {
        let all = statements(self.tokens);
        let mut items = Vec::new();
        let mut rest = all.as_slice();
        while let Some((head, more)) = rest.split_first() {
            let body = more.iter().position(|s| s.begin == Begin::Head).unwrap_or(more.len());
            let (body, next) = more.split_at(body);
            items.extend(self.item(*head, body));
            rest = next;
        }
        items
    }

    fn item(&mut self, head: Statement, body: &[Statement]) -> Option<Item> {
        self.enter(head);
        let token = self.token()?;
        let rules = [
            (kw::BENEFIT, RuleKind::Benefit),
            (kw::CATEGORY, RuleKind::Category),
            (kw::CALCULATION, RuleKind::Calculation),
            (kw::RANKING, RuleKind::Ranking),
        ];
        if let Some((_, kind)) = rules.iter().find(|(word, _)| token.is(*word)) {
            return Some(Item::Rule(Box::new(self.rule(*kind, head, body))));
        }
        Some(match () {
            () if token.is(kw::DOCUMENT) => Item::Document(self.document(head, body)?),
            () if token.is(kw::ENUM) => Item::Enum(self.enumeration(head, body)),
            () if token.is(kw::KIND) => Item::Kind(self.kind(head, body)),
            () if token.is(kw::PARAMETER) => Item::Parameter(self.parameter_item(head, body)),
            () if token.is(kw::LIST) => Item::List(self.list(head, body)),
            () if token.is(kw::EXCLUSIVE) => Item::Exclusive(self.exclusive(head, body)),
            () if token.is(kw::CONFLICT) => Item::Conflict(self.conflict(head, body)),
            () if token.is(kw::SCENARIO) => Item::Scenario(Box::new(self.scenario(body)?)),
            () => {
                self.no_head();
                return None;
            }
        })
    }

    fn no_head(&mut self) {
        let here = self.here();
        let finding = Diagnostic::error(
            "L005",
            here,
            "条目要以文件、参数、清单、枚举、对象、待遇、认定、测算、排序、互斥、冲突或情景开头",
            "An item begins with document, parameter, list, enum, kind, benefit, category, calculation, ranking, exclusive, conflict or scenario",
        );
        let near = kw::nearest(self.written(here), HEADS);
        self.found.push(match near {
            Some(near) => finding.suggest(near),
            None => finding,
        });
    }

    fn document(&mut self, head: Statement, body: &[Statement]) -> Option<Document> {
        const OWN: &[Keyword] = &[kw::PLACE, kw::PARENTS, kw::KNOWN, kw::NOTE, kw::ENGLISH];
        let start = self.here();
        self.bump();
        let mut found = self.code("文件", "the document").map(|id| Document {
            span: start,
            id,
            place: None,
            parents: Vec::new(),
            known: None,
        });
        let mut notes = super::ast::Head::default();
        self.each(head, body, &[OWN], |p, keyword| {
            let Some(doc) = &mut found else {
                p.at = p.end;
                return;
            };
            match () {
                () if keyword == kw::PLACE => doc.place = p.code("地区", "the place"),
                () if keyword == kw::PARENTS => doc.parents.extend(p.codes("文件", "the document")),
                () if keyword == kw::KNOWN => doc.known = p.date(),
                () => p.common(keyword, &mut notes),
            }
        });
        let span = self.since(start);
        found.map(|doc| Document { span, ..doc })
    }

    /// Runs `read` for every section of an item, and reports what is no section of it.
    pub(super) fn each(
        &mut self,
        head: Statement,
        body: &[Statement],
        own: &[&[Keyword]],
        mut read: impl FnMut(&mut Self, Keyword),
    ) {
        let mut seen: Seen = Vec::new();
        self.end = head.to;
        let mut first = true;
        for statement in std::iter::once(head).chain(body.iter().copied()) {
            if !first {
                self.enter(statement);
            }
            while self.token().is_some() {
                let inline = self.at > statement.from;
                let span = self.here();
                let Some(keyword) = self.section(own, &mut seen) else { break };
                if inline {
                    let zh = keyword.zh();
                    let finding = Diagnostic::error(
                        "L007",
                        span,
                        format!("“{zh}”要另起一行"),
                        format!("{zh} begins a line of its own"),
                    );
                    self.found.push(finding.suggest(format!("\n  {zh}")));
                }
                read(self, keyword);
            }
            if first || self.at > statement.from {
                self.finish(own)
            } else {
                self.unknown(own)
            }
            first = false;
        }
    }

    /// 是 or 否.
    pub(super) fn yes(&mut self) -> bool {
        if self.eat(kw::FALSE) {
            return false;
        }
        self.want(kw::TRUE)
    }
}
