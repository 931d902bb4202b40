//! Where statements begin: heads in the first column, sections, clauses and lines. It must never let an open bracket swallow the next item.

use super::keyword::{self as kw, HEADS, SECTIONS};
use super::token::{Tok, Token};

/// What a statement is, by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// In the first column.
    Head,
    /// With a section keyword on an indented line.
    Section,
    /// With a number: ①.
    Clause,
    /// A line of a kind or of a scenario.
    Line,
}

/// A run of pieces that belong together: `from..to` in the list of pieces.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement {
    pub(super) begin: Begin,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Cuts the pieces into statements.
pub(super) fn statements(tokens: &[Token]) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut layout = Layout { tokens, depth: 0, by_line: false, indent: 0, basis_only: false };
    for at in 0..tokens.len() {
        let begin = if at == 0 { Some(layout.first()) } else { layout.begins(at) };
        if let Some(begin) = begin {
            layout.open(begin, at);
            found.push(Statement { begin, from: at, to: at });
        }
        layout.bracket(at);
        if let Some(last) = found.last_mut() {
            last.to = at + 1;
        }
    }
    found
}

struct Layout<'t> {
    tokens: &'t [Token],
    depth: usize,
    /// Every line is a statement: inside 对象 and 情景.
    by_line: bool,
    /// Column of the statement's first piece.
    indent: u32,
    /// Whether a citation further in belongs to this statement.
    basis_only: bool,
}

impl Layout<'_> {
    fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn first(&self) -> Begin {
        match self.get(0) {
            Some(t) if t.column > 0 && t.is_any(SECTIONS) => Begin::Section,
            Some(t) if t.column > 0 && matches!(t.tok, Tok::Mark(_)) => Begin::Clause,
            _ => Begin::Head,
        }
    }

    fn open(&mut self, begin: Begin, at: usize) {
        let Some(token) = self.tokens.get(at) else { return };
        self.depth = 0;
        self.indent = token.column;
        self.basis_only = begin == Begin::Clause || token.is_any(&[kw::EXCEPTION, kw::VALUE]);
        if begin == Begin::Head {
            self.by_line = token.is_any(&[kw::KIND, kw::SCENARIO]);
        }
    }

    fn bracket(&mut self, at: usize) {
        match self.get(at).map(|t| &t.tok) {
            Some(Tok::LParen | Tok::LBrace) => self.depth += 1,
            Some(Tok::RParen | Tok::RBrace) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn begins(&self, at: usize) -> Option<Begin> {
        let token = self.get(at)?;
        if !token.line_start {
            return None;
        }
        let next = self.get(at + 1).filter(|n| !n.line_start);
        let member =
            next.is_some_and(|n| matches!(n.tok, Tok::Dot) || n.tok.joins() && !matches!(n.tok, Tok::Equal));
        if token.column == 0 && token.is_any(HEADS) && !member {
            return Some(Begin::Head);
        }
        if matches!(token.tok, Tok::Mark(_)) && !self.by_line
            || self.depth == 0 && !self.by_line && self.numbered(at)
        {
            return Some(Begin::Clause);
        }
        if self.by_line {
            return self.line(at);
        }
        if token.is_any(SECTIONS) && !member && !self.nested(token, next) {
            let deeper = token.column > self.indent && self.basis_only;
            let inner = token.is(kw::BASIS) || token.is(kw::PLACE);
            return if deeper && inner { None } else { Some(Begin::Section) };
        }
        let goes_on = token.tok.continues() || token.is_any(kw::CONTINUING) || self.depth > 0;
        (token.column == 0 && !goes_on).then_some(Begin::Head)
    }

    /// A keyword inside brackets that is meant as a name.
    fn nested(&self, token: &Token, next: Option<&Token>) -> bool {
        self.depth > 0
            && token.column > 0
            && next
                .is_none_or(|n| n.tok.continues() || matches!(n.tok, Tok::LParen) || n.is_any(kw::CONTINUING))
    }

    /// `(1)` at the start of a line.
    fn numbered(&self, at: usize) -> bool {
        let tok = |n: usize| self.get(at + n).map(|t| &t.tok);
        matches!((tok(0), tok(1), tok(2)), (Some(Tok::LParen), Some(Tok::Number(_)), Some(Tok::RParen)))
            && self.get(at + 3).is_some_and(|t| !t.line_start)
    }

    fn line(&self, at: usize) -> Option<Begin> {
        let token = self.get(at)?;
        let before = at.checked_sub(1).and_then(|n| self.get(n)).map(|t| &t.tok);
        let open = matches!(before, Some(Tok::Comma | Tok::Semi | Tok::Colon));
        let goes_on = token.tok.continues() || token.is_any(&[kw::AND, kw::OR]);
        if self.depth > 0 {
            let restart = token.column <= self.indent && token.is_any(&[kw::CASE, kw::BASE, kw::NOTE]);
            return restart.then_some(Begin::Line);
        }
        if token.column == 0
            && !goes_on
            && matches!(token.tok, Tok::Word(_))
            && !token.is_any(&[kw::CASE, kw::BASE])
            && !open
        {
            return Some(Begin::Head);
        }
        (!goes_on && !open).then_some(Begin::Line)
    }
}
