//! Right of the arrow of a case: what must come out. It must never guess an outcome from half of one.

use crate::span::Diagnostic;

use super::ast::{Expect, Expected, Expr, Node};
use super::cite::chinese;
use super::keyword::{self as kw, Keyword};
use super::parser::Parser;
use super::token::Tok;

const OUTCOMES: &[(Keyword, Expected)] = &[
    (kw::GRANTED, Expected::Granted),
    (kw::TRUE, Expected::Granted),
    (kw::REFUSED, Expected::Refused),
    (kw::FALSE, Expected::Refused),
    (kw::NOT_IN_FORCE, Expected::NotInForce),
    (kw::EXCLUDED, Expected::Excluded),
    (kw::NEEDS, Expected::Needs),
    (kw::CONFLICT, Expected::Conflict),
];

impl Parser<'_> {
    /// The outcome; the arrow is taken.
    pub(super) fn expect(&mut self) -> Option<Expect> {
        let start = self.here();
        let outcome = self.outcome()?;
        let mut found = Expect {
            span: start,
            outcome,
            amount: None,
            months: None,
            starts: None,
            ends: None,
            outputs: Vec::new(),
            shares: Vec::new(),
            capped: false,
            clauses: Vec::new(),
            by: None,
            needs: Vec::new(),
            rank: None,
        };
        match outcome {
            Expected::Granted => self.granted(&mut found),
            Expected::Refused => self.clauses(&mut found),
            Expected::Excluded => found.by = self.word(),
            Expected::Needs if self.token().is_some() => loop {
                found.needs.extend(self.steps());
                if !self.eat_tok(&Tok::Comma) {
                    break;
                }
            },
            Expected::Rank => found.rank = self.rank(),
            _ => {}
        }
        self.outputs(&mut found);
        Some(Expect { span: self.since(start), ..found })
    }

    fn outcome(&mut self) -> Option<Expected> {
        if let Some((word, found)) = OUTCOMES.iter().find(|(word, _)| self.is(*word)) {
            self.eat(*word);
            return Some(*found);
        }
        if self.is(kw::RANK) || self.ordinal().is_some() {
            return Some(Expected::Rank);
        }
        let here = self.here();
        let finding = Diagnostic::error(
            "L027",
            here,
            "结果应为 给予、不予、不在有效期、排除、需补充、冲突、第N名,或 是、否",
            "The outcome is 给予 (granted), 不予 (refused), 不在有效期 (not_in_force), 排除 (excluded), 需补充 (needs), 冲突 (conflict) or 第N名",
        );
        let words: Vec<Keyword> = OUTCOMES.iter().map(|(word, _)| *word).collect();
        let near = kw::nearest(self.written(here), &words);
        self.found.push(match near {
            Some(near) => finding.suggest(near),
            None => finding,
        });
        None
    }

    /// The number of `第3名`.
    fn ordinal(&self) -> Option<u32> {
        let Some(Tok::Word(word)) = self.tok() else { return None };
        let number = word.strip_prefix('第')?.strip_suffix('名')?;
        number.parse().ok().or_else(|| chinese(number)).filter(|n| *n > 0)
    }

    fn rank(&mut self) -> Option<u32> {
        let ordinal = self.ordinal();
        self.bump();
        if ordinal.is_some() {
            return ordinal;
        }
        let Some(Tok::Number(n)) = self.tok() else { return None };
        self.bump();
        n.to_i64().and_then(|n| u32::try_from(n).ok())
    }

    fn granted(&mut self, found: &mut Expect) {
        while self.token().is_some() {
            let before = self.at;
            self.outputs(found);
            match () {
                () if self.at > before => {}
                () if self.eat(kw::STARTS) => found.starts = self.date(),
                () if self.eat(kw::ENDS) => found.ends = self.date(),
                () if self.eat(kw::CAPPED) => found.capped = true,
                () if self.eat(kw::SHARE) => self.borne(found),
                () if self.begins_value() || matches!(self.tok(), Some(Tok::Number(_))) => {
                    self.quantity(&mut found.amount, &mut found.months);
                }
                () => return,
            }
            self.eat_tok(&Tok::Comma);
            self.eat_tok(&Tok::Semi);
        }
    }

    /// NAME = value, …
    fn outputs(&mut self, found: &mut Expect) {
        while matches!(self.ahead(1).map(|t| &t.tok), Some(Tok::Equal))
            && let Some(name) = self.word()
        {
            self.bump();
            let value = self.sum();
            let value = self.window_from(value);
            found.outputs.push((name, value));
            self.eat_tok(&Tok::Comma);
        }
    }

    /// WHO amount, …
    fn borne(&mut self, found: &mut Expect) {
        loop {
            let Some(who) = self.name("分担方", "who bears it") else { return };
            let amount = self.sum();
            found.shares.push((who, amount));
            let more = self.tok() == Some(&Tok::Comma)
                && !matches!(self.ahead(2).map(|t| &t.tok), Some(Tok::Equal))
                && matches!(self.ahead(2).map(|t| &t.tok), Some(Tok::Number(_) | Tok::LParen));
            if !more || self.ahead(1).is_some_and(|t| t.is_any(&[kw::STARTS, kw::ENDS])) {
                return;
            }
            self.bump();
        }
    }

    /// An amount, or a number of months.
    pub(super) fn quantity(&mut self, amount: &mut Option<Expr>, months: &mut Option<Expr>) {
        let value = self.sum();
        let is_months = matches!(&*value.node, Node::Number { unit, .. } if unit.len() == 1 && unit.iter().all(|u| u == "月"));
        let slot = if is_months { months } else { amount };
        if slot.is_some() {
            self.error(
                "L020",
                value.span,
                "金额或月数写了两次",
                "The amount or the months are written twice",
            );
        }
        *slot = Some(value);
    }

    fn clauses(&mut self, found: &mut Expect) {
        while let Some(Tok::Mark(n)) = self.tok() {
            found.clauses.push(*n);
            self.bump();
            self.eat_tok(&Tok::Comma);
        }
    }
}
