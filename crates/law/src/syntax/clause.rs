//! Numbered lines: the clauses of 条件 and the keys of 次序. It must never renumber what the author numbered.

use crate::span::{Span, Spanned};

use super::ast::{Block, Clause, OrderKey, RuleItem};
use super::keyword::{self as kw, Keyword};
use super::parser::Parser;
use super::token::Tok;

impl Parser<'_> {
    /// 条件 [任一], and clauses on the same line; the keyword is taken.
    pub(super) fn block(&mut self, rule: &mut RuleItem) {
        let span = self.last();
        let any = self.eat(kw::ANY);
        rule.blocks.push(Block { span: self.since(span), any, clauses: Vec::new() });
        if matches!(self.tok(), Some(Tok::Mark(_))) {
            self.numbered(rule, Some(kw::WHEN));
        } else if self.token().is_some_and(|t| !matches!(t.tok, Tok::RParen | Tok::RBrace | Tok::Unknown(_)))
        {
            let here = self.here();
            self.error(
                "L021",
                here,
                "每个条件前要写序号,如 ①",
                "Every clause begins with its number, such as ①",
            );
            let next = rule.blocks.iter().map(|b| b.clauses.len()).sum::<usize>() + 1;
            self.clause(rule, Spanned { value: u32::try_from(next).unwrap_or(u32::MAX), span: here });
        }
    }

    /// 次序; the keyword is taken.
    pub(super) fn order(&mut self, rule: &mut RuleItem) {
        if self.tok().is_some() {
            self.numbered(rule, Some(kw::ORDER));
        }
    }

    /// Numbered lines; `section` is the section they stand in.
    pub(super) fn numbered(&mut self, rule: &mut RuleItem, section: Option<Keyword>) {
        loop {
            let number = self.mark();
            if section == Some(kw::ORDER) {
                self.key(rule, number.as_ref().map_or_else(|| self.here(), |n| n.span));
            } else {
                let number = number.unwrap_or_else(|| Spanned { value: 0, span: self.here() });
                if section != Some(kw::WHEN) && !self.complained(rule.head.span) {
                    self.error(
                        "L030",
                        number.span,
                        "序号只能写在“条件”或“次序”下面",
                        "Numbered lines stand under 条件 (when) or 次序 (order) only",
                    );
                }
                self.clause(rule, number);
            }
            if !matches!(self.tok(), Some(Tok::Mark(_))) {
                return;
            }
        }
    }

    /// Whether something was already said about this item: a misspelt 条件 needs no second complaint.
    fn complained(&self, item: Span) -> bool {
        self.found.iter().rev().any(|f| f.span.start >= item.start && f.span.end <= self.last().end)
    }

    /// ① or (1).
    fn mark(&mut self) -> Option<Spanned<u32>> {
        let start = self.here();
        match (self.tok(), self.ahead(1).map(|t| &t.tok)) {
            (Some(Tok::Mark(n)), _) => {
                self.bump();
                Some(Spanned { value: *n, span: start })
            }
            (Some(Tok::LParen), Some(Tok::Number(n))) => {
                let value = n.to_i64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
                self.bump();
                self.bump();
                self.want_tok(&Tok::RParen, ")");
                Some(Spanned { value, span: self.since(start) })
            }
            _ => None,
        }
    }

    fn clause(&mut self, rule: &mut RuleItem, number: Spanned<u32>) {
        let start = number.span;
        // A text that a comparison follows is a value, not the clause in plain words.
        let words = match self.ahead(1).map(|t| &t.tok) {
            Some(Tok::Word(_)) => !self.ahead(1).is_some_and(|t| t.is_any(kw::CONTINUING)),
            Some(tok) => !tok.continues() || matches!(tok, Tok::Minus),
            None => true,
        };
        let label = if words { self.text() } else { None };
        let test = self.expr();
        let basis = if self.eat(kw::BASIS) { self.cites() } else { Vec::new() };
        let clause = Clause { span: self.since(start), number, label, test, basis };
        if rule.blocks.is_empty() {
            rule.blocks.push(Block { span: start, any: false, clauses: Vec::new() });
        }
        if let Some(block) = rule.blocks.last_mut() {
            block.span = block.span.to(clause.span);
            block.clauses.push(clause);
        }
    }

    fn key(&mut self, rule: &mut RuleItem, start: Span) {
        let value = self.expr();
        let descending = self.eat(kw::FIRST) || self.eat(kw::LARGER_FIRST);
        if !descending {
            self.want(kw::SMALLER_FIRST);
        }
        rule.order.push(OrderKey { span: self.since(start), value, descending });
    }
}
