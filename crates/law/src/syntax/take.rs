//! Names, ids, texts and days, as every item needs them. It must never take a piece of another sort without a word.

use crate::day::Day;
use crate::span::{Diagnostic, Spanned};

use super::ast::{Name, Text};
use super::parser::Parser;
use super::token::Tok;

impl Parser<'_> {
    /// A word, when one is next.
    pub(super) fn word(&mut self) -> Option<Name> {
        let token = self.token()?;
        let Tok::Word(word) = &token.tok else { return None };
        self.bump();
        Some(Spanned { value: word.clone(), span: token.span })
    }

    /// A name; complains when there is none.
    pub(super) fn name(&mut self, zh: &str, en: &str) -> Option<Name> {
        let found = self.word();
        if found.is_none() {
            let here = self.here();
            self.error(
                "L014",
                here,
                format!("此处应写{zh}的名称"),
                format!("The name of {en} is expected here"),
            );
        }
        found
    }

    /// Names separated by commas.
    pub(super) fn names(&mut self, zh: &str, en: &str) -> Vec<Name> {
        let mut found = Vec::new();
        loop {
            found.extend(self.name(zh, en));
            if !self.eat_tok(&Tok::Comma) {
                return found;
            }
        }
    }

    /// Pieces written without a space between them, as one name (`LN2009-6/00.a`, `210400`).
    pub(super) fn code(&mut self, zh: &str, en: &str) -> Option<Name> {
        let start = self.here();
        let joins = |tok: &Tok| {
            matches!(tok, Tok::Word(_) | Tok::Number(_) | Tok::Minus | Tok::Slash | Tok::Dot | Tok::Month(_))
        };
        let mut taken = 0;
        while let Some(token) = self.token() {
            if !joins(&token.tok) || taken > 0 && !token.tight {
                break;
            }
            taken += 1;
            self.bump();
        }
        if taken == 0 {
            self.error(
                "L014",
                start,
                format!("此处应写{zh}的编号"),
                format!("The id of {en} is expected here"),
            );
            return None;
        }
        let span = self.since(start);
        let plain = |c| super::number::digit(c).map_or(c, |d| char::from(b'0' + d));
        Some(Spanned { value: self.written(span).chars().map(plain).collect(), span })
    }

    /// Codes separated by commas.
    pub(super) fn codes(&mut self, zh: &str, en: &str) -> Vec<Name> {
        let mut found = Vec::new();
        loop {
            found.extend(self.code(zh, en));
            if !self.eat_tok(&Tok::Comma) {
                return found;
            }
        }
    }

    /// Text in quotes, when it is next.
    pub(super) fn text(&mut self) -> Option<Text> {
        let token = self.token()?;
        let Tok::Text(text) = &token.tok else { return None };
        self.bump();
        Some(Spanned { value: text.clone(), span: token.span })
    }

    /// Text in quotes; complains when there is none, with the words in quotes as the suggestion.
    pub(super) fn want_text(&mut self) -> Option<Text> {
        if let Some(text) = self.text() {
            return Some(text);
        }
        let start = self.here();
        while self.token().is_some_and(|t| !t.line_start && !matches!(t.tok, Tok::Text(_) | Tok::Comma)) {
            self.bump();
        }
        let span = self.since(start);
        let finding =
            Diagnostic::error("L016", span, "此处应写带引号的文字", "Text in quotes is expected here");
        let words = self.written(span).to_owned();
        self.found.push(if words.is_empty() { finding } else { finding.suggest(format!("“{words}”")) });
        None
    }

    /// Texts separated by commas.
    pub(super) fn texts(&mut self) -> Vec<Text> {
        let mut found = Vec::new();
        loop {
            found.extend(self.want_text());
            if !self.eat_tok(&Tok::Comma) {
                return found;
            }
        }
    }

    /// A day; complains when there is none.
    pub(super) fn date(&mut self) -> Option<Spanned<Day>> {
        let span = self.here();
        match self.tok() {
            Some(Tok::Date(day)) => {
                self.bump();
                return Some(Spanned { value: *day, span });
            }
            Some(Tok::Bad) => self.bump(),
            _ => self.error(
                "L017",
                span,
                "此处应写日期,如 2020-12-31",
                "A day such as 2020-12-31 is expected here",
            ),
        }
        None
    }
}
