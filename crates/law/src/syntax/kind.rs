//! 枚举 and 对象: members, fields, relations, types. It must never know which kinds and enums there are.

use crate::span::Spanned;

use super::ast::{EnumItem, FieldItem, FieldType, KindItem, TypeName};
use super::keyword as kw;
use super::layout::Statement;
use super::parser::Parser;
use super::section::{COMMON, Seen};
use super::token::Tok;
use super::unit::plain;

impl Parser<'_> {
    pub(super) fn enumeration(&mut self, statement: Statement, body: &[Statement]) -> EnumItem {
        let mut head = self.head(statement);
        let mut members = Vec::new();
        self.each(statement, body, &[&[kw::ITEMS], COMMON], |p, keyword| {
            if keyword != kw::ITEMS {
                return p.common(keyword, &mut head);
            }
            loop {
                if let Some(name) = p.name("成员", "a member") {
                    let id = if matches!(p.tok(), Some(Tok::Word(_)))
                        && !p.token().is_some_and(|t| t.line_start)
                    {
                        p.id()
                    } else {
                        None
                    };
                    members.push((name, id));
                }
                if !p.eat_tok(&Tok::Comma) {
                    break;
                }
            }
        });
        head.span = self.since(head.span);
        EnumItem { head, members }
    }

    pub(super) fn kind(&mut self, statement: Statement, body: &[Statement]) -> KindItem {
        let mut head = self.head(statement);
        self.finish(&[]);
        let mut fields = Vec::new();
        let mut seen = Seen::new();
        for line in body {
            self.enter(*line);
            // A field may be called as a section is; then its id follows, not a text or a citation.
            let field = matches!(self.ahead(1).map(|t| &t.tok), Some(Tok::Word(w)) if w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            match if field { None } else { self.section(&[COMMON], &mut seen) } {
                Some(keyword) => self.common(keyword, &mut head),
                None => fields.extend(self.field()),
            }
            self.finish(&[]);
        }
        head.span = self.since(head.span);
        KindItem { head, fields }
    }

    fn field(&mut self) -> Option<FieldItem> {
        let start = self.here();
        let name = self.name("字段", "a field")?;
        let id = self.id().unwrap_or_else(|| Spanned { value: String::new(), span: self.here() });
        let ty = if self.eat_tok(&Tok::Arrow) {
            let kind = self.name("对象", "a kind")?;
            self.want_tok(&Tok::Dot, ".");
            let reverse = self.name("反向集合", "the reverse collection")?;
            FieldType::Relation { kind, reverse }
        } else {
            FieldType::Value(self.type_name()?)
        };
        let finding = self.eat(kw::FINDING);
        let basis = if self.eat(kw::BASIS) { self.cites() } else { Vec::new() };
        let help = self.text();
        Some(FieldItem { span: self.since(start), name, id, ty, finding, basis, help })
    }

    /// A type: a word, units between `/`, or `%`.
    pub(super) fn type_name(&mut self) -> Option<TypeName> {
        let start = self.here();
        if self.eat_tok(&Tok::Percent(100)) {
            return Some(TypeName { span: start, words: vec!["%".into()] });
        }
        let mut words = Vec::new();
        loop {
            let Some(word) = self.word() else {
                let here = self.here();
                self.error(
                    "L025",
                    here,
                    "此处应写类型,如 是否、日期、文本、元、人/月",
                    "A type is expected here, such as 是否, 日期, 文本, 元 or a unit",
                );
                return None;
            };
            words.push(plain(&word.value).to_owned());
            if !self.eat_tok(&Tok::Slash) {
                return Some(TypeName { span: self.since(start), words });
            }
        }
    }
}
