//! The smallest parts of expressions: literals, names, calls, choices, collections. It must never resolve a name.

use super::ast::{Aggregate, Expr, Name, Node};
use super::expression::at;
use super::keyword as kw;
use super::parser::{MAX_CHAIN, Parser};
use super::token::Tok;

const AGGREGATES: &[(kw::Keyword, Aggregate)] = &[
    (kw::COUNT, Aggregate::Count),
    (kw::COUNT_PERSONS, Aggregate::CountPersons),
    (kw::SUM, Aggregate::Sum),
    (kw::MAX_OF, Aggregate::Max),
    (kw::MIN_OF, Aggregate::Min),
    (kw::ANY_OF, Aggregate::Any),
    (kw::ALL_OF, Aggregate::All),
];

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Expr {
        let span = self.here();
        match self.tok() {
            Some(Tok::Number(value)) => self.number(*value),
            Some(Tok::Date(day)) => {
                self.bump();
                at(span, Node::Date { day: *day })
            }
            Some(Tok::Month(day)) => {
                self.bump();
                at(span, Node::Month { day: *day })
            }
            Some(Tok::Text(text)) => {
                self.bump();
                at(span, Node::Text { text: text.clone() })
            }
            Some(Tok::LParen) => self.bracket(),
            Some(Tok::Word(_)) => self.worded(),
            _ => self.missing(),
        }
    }

    fn bracket(&mut self) -> Expr {
        let open = self.here();
        self.bump();
        let inner = self.window();
        self.close(open, &Tok::RParen, ")");
        Expr { span: self.since(open), node: inner.node }
    }

    fn worded(&mut self) -> Expr {
        let span = self.here();
        let called = matches!(self.ahead(1).map(|t| &t.tok), Some(Tok::LParen));
        let literal = [
            (kw::TRUE, Node::Bool { value: true }),
            (kw::FALSE, Node::Bool { value: false }),
            (kw::UNKNOWN, Node::Unknown),
            (kw::TODAY, Node::Today),
        ];
        for (word, node) in literal {
            if self.eat(word) {
                return at(span, node);
            }
        }
        if self.is(kw::IF) {
            return self.choice();
        }
        if self.is(kw::CASES) {
            return self.cases();
        }
        if let Some((_, op)) = AGGREGATES.iter().find(|(word, _)| self.is(*word)) {
            return self.aggregate(*op);
        }
        if self.eat(kw::EVERY) {
            let Some(kind) = self.name("对象", "a kind") else { return at(span, Node::Missing) };
            return at(self.since(span), Node::Every { kind });
        }
        if self.is(kw::PARAMETER) && matches!(self.ahead(1).map(|t| &t.tok), Some(Tok::Dot)) {
            return self.parameter();
        }
        if self.is_any(kw::RESERVED) {
            return self.missing();
        }
        let Some(name) = self.word() else { return self.missing() };
        if called { self.call(name) } else { at(name.span, Node::Name { name: name.value }) }
    }

    fn parameter(&mut self) -> Expr {
        let start = self.here();
        self.bump();
        self.bump();
        let Some(name) = self.name("参数", "a parameter") else {
            return at(self.since(start), Node::Missing);
        };
        let on = if self.eat(kw::ON) { Some(self.path()) } else { None };
        at(self.since(start), Node::Parameter { name, on })
    }

    fn call(&mut self, function: Name) -> Expr {
        let open = self.here();
        self.bump();
        let mut args = Vec::new();
        while !matches!(self.tok(), None | Some(Tok::RParen)) {
            args.push(self.window());
            if !self.eat_tok(&Tok::Comma) {
                break;
            }
        }
        self.close(open, &Tok::RParen, ")");
        at(self.since(function.span), Node::Call { function, args })
    }

    /// 若 C 则 A 否则 B.
    fn choice(&mut self) -> Expr {
        let start = self.here();
        self.bump();
        let test = self.expr();
        self.eat_tok(&Tok::Comma);
        self.want(kw::THEN);
        let then = self.window();
        self.eat_tok(&Tok::Comma);
        let otherwise = if self.want(kw::ELSE) { self.window() } else { at(self.here(), Node::Missing) };
        at(self.since(start), Node::If { test, then, otherwise, case: false })
    }

    /// 情形 { C: V; …; 其他: V }.
    fn cases(&mut self) -> Expr {
        let start = self.here();
        self.bump();
        if !self.want_tok(&Tok::LBrace, "{") {
            return at(self.since(start), Node::Missing);
        }
        let open = self.last();
        let mut rows: Vec<(Expr, Expr)> = Vec::new();
        let mut otherwise = None;
        while !matches!(self.tok(), None | Some(Tok::RBrace)) && rows.len() < MAX_CHAIN {
            if self.eat(kw::OTHERWISE) {
                self.want_tok(&Tok::Colon, ":");
                otherwise = Some(self.window());
                self.eat_tok(&Tok::Semi);
                break;
            }
            let test = self.expr();
            self.want_tok(&Tok::Colon, ":");
            let value = self.window();
            rows.push((test, value));
            if !self.eat_tok(&Tok::Semi) {
                break;
            }
        }
        let here = self.here();
        self.close(open, &Tok::RBrace, "}");
        let span = self.since(start);
        if rows.is_empty() {
            self.error("L010", here, "“情形”中至少要写一种情形", "情形 (cases) needs at least one case");
        }
        let last = otherwise.unwrap_or_else(|| {
            self.error(
                "L023",
                span,
                "“情形”最后要写“其他”的结果",
                "情形 (cases) must end with 其他 (otherwise)",
            );
            at(here, Node::Missing)
        });
        let mut chain = last;
        for (n, (test, then)) in rows.into_iter().enumerate().rev() {
            let whole = if n == 0 { span } else { test.span.to(chain.span) };
            chain = at(whole, Node::If { test, then, otherwise: chain, case: n == 0 });
        }
        chain
    }

    /// 计数 COLL [满足 C] and its kin.
    fn aggregate(&mut self, op: Aggregate) -> Expr {
        let start = self.here();
        self.bump();
        let named =
            self.ahead(1).is_some_and(|t| t.is(kw::WITHIN)) && matches!(self.tok(), Some(Tok::Word(_)));
        let element = if named { self.word() } else { None };
        if named {
            self.bump();
        }
        let over = self.path();
        let filter = match op {
            Aggregate::Any | Aggregate::All => {
                if self.want(kw::FILTER) {
                    Some(self.expr())
                } else {
                    None
                }
            }
            _ if self.eat(kw::FILTER) => Some(self.expr()),
            _ => None,
        };
        let take = match op {
            Aggregate::Sum | Aggregate::Max | Aggregate::Min => {
                if self.want(kw::TAKE) {
                    Some(self.expr())
                } else {
                    None
                }
            }
            _ => None,
        };
        at(self.since(start), Node::Aggregate { op, element, over, filter, take })
    }
}
