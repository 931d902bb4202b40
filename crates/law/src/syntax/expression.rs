//! Expressions from 或 down to the dot. It must never recurse without counting: nested input ends in an error, not in a full stack.

use crate::span::Span;

use super::ast::{Binary, Expr, Name, Node, Unary};
use super::keyword as kw;
use super::parser::{MAX_CHAIN, MAX_DEPTH, Parser};
use super::token::Tok;

/// An expression node at its place.
pub(super) fn at(span: Span, node: Node) -> Expr {
    Expr { span, node: Box::new(node) }
}

impl Parser<'_> {
    /// What stands where nothing could be read; complains.
    pub(super) fn missing(&mut self) -> Expr {
        let here = self.here();
        let bad = self.tok() == Some(&Tok::Bad);
        if bad {
            self.bump();
        } else {
            self.error(
                "L010",
                here,
                "此处缺少内容(数值、名称或条件)",
                "Something is missing here (a value, a name or a condition)",
            );
        }
        at(here, Node::Missing)
    }

    /// Counts one level deeper; at the limit complains, skips the statement and gives up.
    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Expr) -> Expr {
        if self.depth >= MAX_DEPTH {
            return self.too_long();
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn too_long(&mut self) -> Expr {
        let here = self.here();
        if self.at < self.end {
            self.error(
                "L013",
                here,
                "写得太长或嵌套太深,请用“设”拆开",
                "Too long or nested too deeply: split it with 设 (let)",
            );
        }
        self.at = self.end;
        at(here, Node::Missing)
    }

    /// A whole expression.
    pub(super) fn expr(&mut self) -> Expr {
        self.deeper(|p| {
            p.chain(&[(kw::OR, Binary::Or)], |p| p.chain(&[(kw::AND, Binary::And)], Self::negated))
        })
    }

    /// An expression or `A 至 B`.
    pub(super) fn window(&mut self) -> Expr {
        let from = self.expr();
        self.window_from(from)
    }

    /// What follows `from`: 至 B, or nothing.
    pub(super) fn window_from(&mut self, from: Expr) -> Expr {
        if !self.eat(kw::TO) {
            return from;
        }
        let to = self.sum();
        at(from.span.to(to.span), Node::Window { from, to })
    }

    fn chain(&mut self, words: &[(kw::Keyword, Binary)], mut part: impl FnMut(&mut Self) -> Expr) -> Expr {
        let mut left = part(self);
        let mut links = 0;
        while let Some((word, op)) = words.iter().find(|(word, _)| self.is(*word)) {
            self.eat(*word);
            links += 1;
            let right = if links > MAX_CHAIN { self.too_long() } else { part(self) };
            left = at(left.span.to(right.span), Node::Binary { op: *op, left, right });
        }
        left
    }

    fn negated(&mut self) -> Expr {
        let start = self.here();
        if !self.eat(kw::NOT) {
            return self.comparison();
        }
        let of = self.deeper(Self::negated);
        at(start.to(of.span), Node::Unary { op: Unary::Not, of })
    }

    /// A closing bracket; complains with the place of the opening one.
    pub(super) fn close(&mut self, open: Span, tok: &Tok, sign: &'static str) {
        if self.eat_tok(tok) {
            return;
        }
        let here = self.here();
        self.error(
            "L011",
            here,
            format!("括号没有写完,此处应写“{sign}”"),
            format!("A bracket is not closed: {sign} is expected here"),
        );
        if let Some(finding) = self.found.pop() {
            self.found.push(finding.suggest(sign).see(open));
        }
    }

    /// Sums and differences, and all that binds tighter.
    pub(super) fn sum(&mut self) -> Expr {
        let mut left = self.product();
        let mut links = 0;
        while let Some(op) = match self.tok() {
            Some(Tok::Plus) => Some(Binary::Add),
            Some(Tok::Minus) => Some(Binary::Sub),
            _ => None,
        } {
            self.bump();
            links += 1;
            let right = if links > MAX_CHAIN { self.too_long() } else { self.product() };
            left = at(left.span.to(right.span), Node::Binary { op, left, right });
        }
        left
    }

    fn product(&mut self) -> Expr {
        let mut left = self.signed();
        let mut links = 0;
        while let Some(op) = match self.tok() {
            Some(Tok::Times) => Some(Binary::Mul),
            Some(Tok::Slash) => Some(Binary::Div),
            _ => None,
        } {
            self.bump();
            links += 1;
            let right = if links > MAX_CHAIN { self.too_long() } else { self.signed() };
            left = at(left.span.to(right.span), Node::Binary { op, left, right });
        }
        left
    }

    fn signed(&mut self) -> Expr {
        let start = self.here();
        if !self.eat_tok(&Tok::Minus) {
            return self.path();
        }
        let of = self.deeper(Self::signed);
        at(start.to(of.span), Node::Unary { op: Unary::Minus, of })
    }

    /// A primary expression and the fields behind it.
    pub(super) fn path(&mut self) -> Expr {
        let mut base = self.deeper(Self::primary);
        let mut links = 0;
        while self.eat_tok(&Tok::Dot) {
            let Some(name) = self.name("字段", "a field") else { break };
            links += 1;
            if links > MAX_CHAIN {
                return self.too_long();
            }
            base = get(base, name);
        }
        base
    }
}

fn get(base: Expr, name: Name) -> Expr {
    at(base.span.to(name.span), Node::Get { base, name })
}
