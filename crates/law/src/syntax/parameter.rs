//! 参数 and 清单. It must never decide what a value means, only where it stands.

use super::ast::{Expr, ListItem, Node, ParameterItem, ValueLine};
use super::keyword::{self as kw, Keyword};
use super::layout::Statement;
use super::parser::Parser;
use super::section::COMMON;
use super::token::Tok;

impl Parser<'_> {
    pub(super) fn parameter_item(&mut self, statement: Statement, body: &[Statement]) -> ParameterItem {
        const OWN: &[Keyword] =
            &[kw::COVERS, kw::TYPE, kw::RANGE, kw::LEVEL, kw::UNSET, kw::VALUE, kw::TABLE];
        let head = self.head(statement);
        let mut item = ParameterItem {
            head,
            covers: Vec::new(),
            ty: None,
            range: None,
            level: None,
            unset: None,
            values: Vec::new(),
            table: None,
        };
        self.each(statement, body, &[OWN, COMMON], |p, keyword| match () {
            () if keyword == kw::COVERS => item.covers.extend(p.codes("需求", "a requirement")),
            () if keyword == kw::TYPE => item.ty = p.type_name(),
            () if keyword == kw::RANGE => item.range = p.range(),
            () if keyword == kw::LEVEL => item.level = p.name("层级", "the level"),
            () if keyword == kw::UNSET => item.unset = p.want_text(),
            () if keyword == kw::TABLE => item.table = p.want_text(),
            () if keyword == kw::VALUE => {
                let ty = item.ty.as_ref().and_then(|t| t.words.first()).map(String::as_str);
                let line = p.value_line(ty);
                item.values.push(line);
            }
            () => p.common(keyword, &mut item.head),
        });
        item.head.span = self.since(item.head.span);
        item
    }

    fn range(&mut self) -> Option<(Expr, Expr)> {
        let from = self.sum();
        self.want(kw::TO).then(|| (from, self.sum()))
    }

    /// 值 E [地区 C] [自 D] [至 D] [依据 …]; the keyword is taken.
    fn value_line(&mut self, ty: Option<&str>) -> ValueLine {
        let start = self.last();
        let first = self.expr();
        let day = matches!(*first.node, Node::Date { .. } | Node::Month { .. });
        // `值 150 元 至 2009-12-31` ends the value; `值 2020-01-25 至 2020-06-30` is a period.
        let period = match ty {
            Some(ty) => ty == "时期",
            None => day,
        };
        let value = if period { self.window_from(first) } else { first };
        let mut line = ValueLine { span: start, value, place: None, from: None, to: None, basis: Vec::new() };
        loop {
            match () {
                () if self.eat(kw::PLACE) => line.place = self.code("地区", "the place"),
                () if self.eat(kw::FROM) => line.from = self.date(),
                () if self.eat(kw::TO) => line.to = self.date(),
                () if self.eat(kw::BASIS) => line.basis = self.cites(),
                () => break,
            }
        }
        ValueLine { span: self.since(start), ..line }
    }

    pub(super) fn list(&mut self, statement: Statement, body: &[Statement]) -> ListItem {
        const OWN: &[Keyword] = &[kw::COVERS, kw::TYPE, kw::ITEMS, kw::OPEN, kw::TABLE];
        let head = self.head(statement);
        let mut item =
            ListItem { head, covers: Vec::new(), ty: None, items: Vec::new(), open: false, table: None };
        self.each(statement, body, &[OWN, COMMON], |p, keyword| match () {
            () if keyword == kw::COVERS => item.covers.extend(p.codes("需求", "a requirement")),
            () if keyword == kw::TYPE => item.ty = p.type_name(),
            () if keyword == kw::OPEN => item.open = p.yes(),
            () if keyword == kw::TABLE => item.table = p.want_text(),
            () if keyword == kw::ITEMS => loop {
                let entry = p.text().or_else(|| p.name("项", "an item"));
                item.items.extend(entry);
                if !p.eat_tok(&Tok::Comma) {
                    break;
                }
            },
            () => p.common(keyword, &mut item.head),
        });
        item.head.span = self.since(item.head.span);
        item
    }
}
