//! 互斥 and 冲突: rules that stand against each other. It must never choose between them.

use super::ast::{ConflictItem, ExclusiveItem, Resolution};
use super::keyword::{self as kw, Keyword};
use super::layout::Statement;
use super::parser::Parser;
use super::section::COMMON;

impl Parser<'_> {
    pub(super) fn exclusive(&mut self, statement: Statement, body: &[Statement]) -> ExclusiveItem {
        const OWN: &[Keyword] = &[kw::COVERS, kw::MEMBERS, kw::PER, kw::OVER_TIME, kw::CHOICE];
        let head = self.head(statement);
        let mut item = ExclusiveItem {
            head,
            covers: Vec::new(),
            members: Vec::new(),
            per: None,
            over_time: false,
            choice: None,
        };
        self.each(statement, body, &[OWN, COMMON], |p, keyword| match () {
            () if keyword == kw::COVERS => item.covers.extend(p.codes("需求", "a requirement")),
            () if keyword == kw::MEMBERS => item.members.extend(p.names("待遇", "a rule")),
            () if keyword == kw::PER => item.per = p.name("对象", "a kind"),
            () if keyword == kw::OVER_TIME => item.over_time = p.yes(),
            () if keyword == kw::CHOICE => item.choice = p.name("选择方式", "the way of choosing"),
            () => p.common(keyword, &mut item.head),
        });
        item.head.span = self.since(item.head.span);
        item
    }

    pub(super) fn conflict(&mut self, statement: Statement, body: &[Statement]) -> ConflictItem {
        const OWN: &[Keyword] = &[kw::COVERS, kw::MEMBERS, kw::RESOLVED];
        let head = self.head(statement);
        let mut item = ConflictItem { head, covers: Vec::new(), members: Vec::new(), resolved: None };
        self.each(statement, body, &[OWN, COMMON], |p, keyword| match () {
            () if keyword == kw::COVERS => item.covers.extend(p.codes("需求", "a requirement")),
            () if keyword == kw::MEMBERS => item.members.extend(p.names("待遇", "a rule")),
            () if keyword == kw::RESOLVED => item.resolved = p.resolution(),
            () => p.common(keyword, &mut item.head),
        });
        item.head.span = self.since(item.head.span);
        item
    }

    fn resolution(&mut self) -> Option<Resolution> {
        let span = self.here();
        if self.eat(kw::BOTH) {
            return Some(Resolution::Both { span });
        }
        if self.eat(kw::PENDING_WORD) {
            return Some(Resolution::Open { span });
        }
        self.want(kw::PREVAILS);
        Some(Resolution::Prevails { rule: self.name("规定", "a rule")? })
    }
}
