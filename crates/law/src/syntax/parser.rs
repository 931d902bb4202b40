//! What all parts of the parser share: looking, taking, complaining. It must never move past the end of the statement in hand.

use crate::span::{Diagnostic, FileId, Span};

use super::keyword::Keyword;
use super::layout::Statement;
use super::lexer;
use super::token::{Tok, Token};

/// How deep expressions may be nested.
pub(super) const MAX_DEPTH: usize = 64;
/// How many links a chain of operators, fields or cases may have.
pub(super) const MAX_CHAIN: usize = 128;

/// The parser over the pieces of one file.
pub(super) struct Parser<'t> {
    pub(super) file: FileId,
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    /// The next piece.
    pub(super) at: usize,
    /// One past the last piece of the statement in hand.
    pub(super) end: usize,
    pub(super) depth: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl<'t> Parser<'t> {
    /// Goes to the beginning of a statement.
    pub(super) fn enter(&mut self, statement: Statement) {
        self.at = statement.from;
        self.end = statement.to;
    }

    pub(super) fn token(&self) -> Option<&'t Token> {
        if self.at < self.end { self.tokens.get(self.at) } else { None }
    }

    pub(super) fn ahead(&self, n: usize) -> Option<&'t Token> {
        if self.at + n < self.end { self.tokens.get(self.at + n) } else { None }
    }

    pub(super) fn tok(&self) -> Option<&'t Tok> {
        self.token().map(|t| &t.tok)
    }

    pub(super) fn bump(&mut self) {
        if self.at < self.end {
            self.at += 1;
        }
    }

    pub(super) fn is(&self, keyword: Keyword) -> bool {
        self.token().is_some_and(|t| t.is(keyword))
    }

    pub(super) fn is_any(&self, keywords: &[Keyword]) -> bool {
        self.token().is_some_and(|t| t.is_any(keywords))
    }

    /// Takes a keyword when it is next.
    pub(super) fn eat(&mut self, keyword: Keyword) -> bool {
        let here = self.is(keyword);
        if here {
            self.bump();
        }
        here
    }

    /// Takes a sign when it is next.
    pub(super) fn eat_tok(&mut self, tok: &Tok) -> bool {
        let here = self.tok() == Some(tok);
        if here {
            self.bump();
        }
        here
    }

    /// The piece in hand, or the place just behind the last one taken.
    pub(super) fn here(&self) -> Span {
        self.token().map_or_else(|| self.behind(), |t| t.span)
    }

    /// The last piece taken.
    pub(super) fn last(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|n| self.tokens.get(n));
        before.map_or_else(|| lexer::span(self.file, 0, 0), |t| t.span)
    }

    fn behind(&self) -> Span {
        let last = self.last();
        Span { start: last.end, ..last }
    }

    /// From a place to the last piece taken.
    pub(super) fn since(&self, start: Span) -> Span {
        let last = self.last();
        if last.end > start.start { start.to(last) } else { start }
    }

    /// What is written there.
    pub(super) fn written(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        span: Span,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.found.push(Diagnostic::error(code, span, zh, en));
    }

    /// Wants a keyword (至, 取, 则 …); complains when it is not there.
    pub(super) fn want(&mut self, keyword: Keyword) -> bool {
        if self.eat(keyword) {
            return true;
        }
        let (zh, en) = (keyword.zh(), keyword.en());
        let finding = Diagnostic::error(
            "L019",
            self.here(),
            format!("此处应写“{zh}”"),
            format!("{en} ({zh}) is expected here"),
        );
        self.found.push(finding.suggest(zh));
        false
    }

    /// Wants a sign; complains when it is not there.
    pub(super) fn want_tok(&mut self, tok: &Tok, sign: &'static str) -> bool {
        if self.eat_tok(tok) {
            return true;
        }
        let finding = Diagnostic::error(
            "L019",
            self.here(),
            format!("此处应写“{sign}”"),
            format!("{sign} is expected here"),
        );
        self.found.push(finding.suggest(sign));
        false
    }
}
