//! How pieces are written and where spaces stand between them. It must never change what the lexer would read again.

use super::keyword as kw;
use super::number::digit;
use super::sign::balanced;
use super::token::{Tok, Token};
use super::unit::is_unit;

/// A piece in its canonical form.
pub(super) fn written(token: &Token, source: &str) -> String {
    let raw = source.get(token.span.start as usize..token.span.end as usize).unwrap_or_default();
    match &token.tok {
        Tok::Word(_) | Tok::Number(_) | Tok::Date(_) | Tok::Month(_) => raw.chars().map(narrow).collect(),
        Tok::Text(text) if raw.starts_with(['“', '”', '"', '＂']) => {
            let whole = format!("“{text}”");
            let inner = format!("{text}”");
            if balanced(&inner, '“', '”') == Some(text.len()) { whole } else { raw.to_owned() }
        }
        Tok::Comma => ",".into(),
        Tok::Semi => ";".into(),
        Tok::Colon => ":".into(),
        Tok::LParen => "(".into(),
        Tok::RParen => ")".into(),
        Tok::LBrace => "{".into(),
        Tok::RBrace => "}".into(),
        Tok::Dot => ".".into(),
        Tok::DotDot => "..".into(),
        Tok::Hash => "#".into(),
        Tok::Plus => "+".into(),
        Tok::Minus => "-".into(),
        Tok::Times => "×".into(),
        Tok::Slash if raw == "÷" => "÷".into(),
        Tok::Slash => "/".into(),
        Tok::Percent(100) => "%".into(),
        Tok::Equal => "=".into(),
        Tok::NotEqual => "≠".into(),
        Tok::Less => "<".into(),
        Tok::AtMost => "<=".into(),
        Tok::Greater => ">".into(),
        Tok::AtLeast => ">=".into(),
        _ => raw.to_owned(),
    }
}

fn narrow(c: char) -> char {
    match c {
        '．' => '.',
        '－' | '−' => '-',
        _ => digit(c).map_or(c, |d| char::from(b'0' + d)),
    }
}

/// Where in a statement a gap is looked at.
pub(super) struct Gap<'t> {
    pub(super) tokens: &'t [Token],
    /// The piece behind the gap.
    pub(super) at: usize,
    /// First piece of the statement.
    pub(super) from: usize,
    /// Open brackets around the gap.
    pub(super) depth: usize,
    /// Inside the braces of 情形.
    pub(super) cases: bool,
    /// Inside an id or citation, where spaces stay as written.
    pub(super) kept: bool,
}

impl Gap<'_> {
    fn tok(&self, at: usize) -> Option<&Tok> {
        self.tokens.get(at).map(|t| &t.tok)
    }

    /// Whether a space stands in the gap.
    pub(super) fn wide(&self) -> bool {
        let (Some(before), Some(after)) = (self.tok(self.at.wrapping_sub(1)), self.tok(self.at)) else {
            return false;
        };
        let tight = self.tokens.get(self.at).is_some_and(|t| t.tight);
        if self.kept && !matches!(before, Tok::Comma) && !matches!(after, Tok::Comma | Tok::Text(_)) {
            return !tight;
        }
        match (before, after) {
            (_, Tok::Comma | Tok::Semi | Tok::RParen | Tok::Dot | Tok::DotDot | Tok::Hash)
            | (Tok::LParen | Tok::Dot | Tok::DotDot | Tok::Hash, _)
            | (Tok::Mark(_), Tok::Mark(_)) => false,
            // A unit of its own (类型 %), or behind its number.
            (before, Tok::Percent(_)) => matches!(before, Tok::Word(_)),
            (Tok::LBrace, _) | (_, Tok::RBrace) => self.cases,
            (_, Tok::Colon) => self.depth == 0,
            (Tok::Word(_), Tok::LParen) => self.keyword(self.at - 1),
            (_, Tok::Slash) => !self.joined(self.at),
            (Tok::Slash, _) => !self.joined(self.at - 1),
            (Tok::Minus, _) => !self.sign(self.at - 1),
            _ => true,
        }
    }

    /// A keyword, so that a bracket behind it opens no call.
    fn keyword(&self, at: usize) -> bool {
        let field = at > self.from && matches!(self.tok(at - 1), Some(Tok::Dot));
        !field && self.tokens.get(at).is_some_and(|t| t.is_any(kw::ALL))
    }

    /// `/` between units, or between two numbers written together.
    fn joined(&self, slash: usize) -> bool {
        let unit = |tok: Option<&Tok>| matches!(tok, Some(Tok::Word(word)) if is_unit(word));
        let before = slash.checked_sub(1).and_then(|n| self.tok(n));
        let behind_dot = slash >= 2 && matches!(self.tok(slash - 2), Some(Tok::Dot));
        if unit(self.tok(slash + 1)) {
            return !behind_dot && (unit(before) || matches!(before, Some(Tok::Percent(_))));
        }
        let together = [slash, slash + 1].iter().all(|n| self.tokens.get(*n).is_some_and(|t| t.tight));
        together && matches!((before, self.tok(slash + 1)), (Some(Tok::Number(_)), Some(Tok::Number(_))))
    }

    /// A minus that is the sign of what follows.
    fn sign(&self, minus: usize) -> bool {
        if minus == self.from {
            return true;
        }
        let values = [kw::TRUE, kw::FALSE, kw::UNKNOWN, kw::TODAY];
        match minus.checked_sub(1).and_then(|n| self.tokens.get(n)) {
            Some(t) => match &t.tok {
                Tok::Word(_) => minus - 1 == self.from || t.is_any(kw::RESERVED) && !t.is_any(&values),
                Tok::Number(_) | Tok::Date(_) | Tok::Month(_) | Tok::Text(_) => false,
                Tok::RParen | Tok::RBrace | Tok::Percent(_) => false,
                _ => true,
            },
            None => true,
        }
    }
}
