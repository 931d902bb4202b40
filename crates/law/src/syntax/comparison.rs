//! Comparisons: signs and words, membership, days inside a window. It must never chain them: `1 < a < 5` is an error.

use super::ast::{Binary, Expr, Node, Unary};
use super::expression::at;
use super::keyword as kw;
use super::parser::Parser;
use super::token::Tok;

impl Parser<'_> {
    pub(super) fn comparison(&mut self) -> Expr {
        let left = self.sum();
        let found = self.compared(left);
        if self.comparing().is_some() || self.is_any(&[kw::IN, kw::NOT_IN, kw::WITHIN]) {
            let here = self.here();
            self.error(
                "L022",
                here,
                "比较不能连写,请用“且”连接两个比较",
                "Comparisons cannot be chained: join two of them with 且 (and)",
            );
            let link = self.at;
            let _ = self.compared(at(here, Node::Missing));
            if self.at == link {
                self.bump();
            }
        }
        found
    }

    /// `left` with the comparison behind it, when there is one.
    fn compared(&mut self, left: Expr) -> Expr {
        if let Some(op) = self.comparing() {
            self.bump();
            let right = self.sum();
            return at(left.span.to(right.span), Node::Binary { op, left, right });
        }
        let negative = self.is(kw::NOT_IN);
        if self.eat(kw::IN) || self.eat(kw::NOT_IN) {
            let start = left.span;
            let set = self.set();
            let whole = start.to(self.last());
            let found = at(whole, Node::In { value: left, set });
            return if negative { at(whole, Node::Unary { op: Unary::Not, of: found }) } else { found };
        }
        let english = self.token().is_some_and(|t| self.written(t.span).is_ascii());
        if self.eat(kw::WITHIN) {
            let start = left.span;
            let from = self.sum();
            let window = self.window_from(from);
            if !self.eat(kw::INSIDE) && !english {
                self.want(kw::INSIDE);
            }
            return at(start.to(self.last()), Node::Within { value: left, window });
        }
        left
    }

    fn comparing(&self) -> Option<Binary> {
        Some(match self.tok()? {
            Tok::Equal => Binary::Equal,
            Tok::NotEqual => Binary::NotEqual,
            Tok::Less => Binary::Less,
            Tok::AtMost => Binary::AtMost,
            Tok::Greater => Binary::Greater,
            Tok::AtLeast => Binary::AtLeast,
            Tok::Word(_) => {
                let words = [
                    (kw::EQUAL, Binary::Equal),
                    (kw::NOT_EQUAL, Binary::NotEqual),
                    (kw::GREATER, Binary::Greater),
                    (kw::NOT_LESS, Binary::AtLeast),
                    (kw::LESS, Binary::Less),
                    (kw::NOT_MORE, Binary::AtMost),
                ];
                return words.iter().find(|(word, _)| self.is(*word)).map(|(_, op)| *op);
            }
            _ => return None,
        })
    }

    /// `{甲, 乙}`.
    fn set(&mut self) -> Vec<Expr> {
        let mut members = Vec::new();
        if !self.want_tok(&Tok::LBrace, "{") {
            return members;
        }
        let open = self.last();
        while !matches!(self.tok(), None | Some(Tok::RBrace)) {
            members.push(self.sum());
            if !self.eat_tok(&Tok::Comma) {
                break;
            }
        }
        self.close(open, &Tok::RBrace, "}");
        members
    }
}
