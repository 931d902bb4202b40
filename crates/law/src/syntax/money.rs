//! Counts, caps, funds and cost sharing. It must never add the parts up: the checker does.

use super::ast::{Cap, Expr, Fund, Node, Share, Times};
use super::expression::at;
use super::keyword as kw;
use super::parser::Parser;
use super::token::Tok;

impl Parser<'_> {
    fn per(&mut self) -> Expr {
        if self.want(kw::PER) { self.path() } else { at(self.here(), Node::Missing) }
    }

    /// 次数 每 PATH 至多 N 次 [在 W 内 | 每年]; the keyword is taken.
    pub(super) fn times(&mut self) -> Times {
        let start = self.last();
        let per = self.per();
        let mut yearly = self.eat(kw::YEARLY);
        let limit = if self.want(kw::UP_TO) { self.sum() } else { at(self.here(), Node::Missing) };
        self.eat_tok(&Tok::Comma);
        let mut window = None;
        if self.eat(kw::WITHIN) {
            let from = self.sum();
            window = Some(self.window_from(from));
            self.eat(kw::INSIDE);
        }
        yearly |= self.eat(kw::YEARLY);
        Times { span: self.since(start), per, limit, window, yearly }
    }

    /// 上限 每 PATH [每年] E; the keyword is taken.
    pub(super) fn cap(&mut self) -> Cap {
        let start = self.last();
        let per = self.per();
        let yearly = self.eat(kw::YEARLY);
        let limit = self.expr();
        Cap { span: self.since(start), per, yearly, limit }
    }

    /// 资金 NAME [或 NAME]… or NAME 60%, NAME 40%.
    pub(super) fn funds(&mut self) -> Vec<Fund> {
        let mut found = Vec::new();
        loop {
            let Some(name) = self.name("资金", "a fund") else { return found };
            let share = if self.is(kw::OR) || !self.begins_value() { None } else { Some(self.sum()) };
            found.push(Fund { name, share });
            if !self.eat_tok(&Tok::Comma) && !self.eat(kw::OR) {
                return found;
            }
        }
    }

    /// 分担 WHO part, …; 余 is the rest.
    pub(super) fn shares(&mut self) -> Vec<Share> {
        let mut found = Vec::new();
        loop {
            let Some(who) = self.name("分担方", "who bears it") else { return found };
            let part = if self.eat(kw::REST) { None } else { Some(self.sum()) };
            found.push(Share { who, part });
            if !self.eat_tok(&Tok::Comma) {
                return found;
            }
        }
    }

    /// Whether a number or a bracket is next, on the same line.
    pub(super) fn begins_value(&self) -> bool {
        self.token()
            .is_some_and(|t| !t.line_start && matches!(t.tok, Tok::Number(_) | Tok::LParen | Tok::Minus))
    }
}
