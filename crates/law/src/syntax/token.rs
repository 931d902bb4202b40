//! The pieces a text is cut into. It must never know which piece may follow which.

use crate::day::Day;
use crate::num::Num;
use crate::span::Span;

use super::keyword::Keyword;

/// What a piece is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tok {
    /// A name, keyword or unit; also a document's or requirement's id such as `LN2009-6/00.a`.
    Word(String),
    /// A number.
    Number(Num),
    /// `2020-12-31`.
    Date(Day),
    /// `2020-03`.
    Month(Day),
    /// A day or number that cannot be (reported by the lexer).
    Bad,
    /// Text in quotes.
    Text(String),
    /// ①.
    Mark(u32),
    Comma,
    Semi,
    Colon,
    LParen,
    RParen,
    LBrace,
    RBrace,
    Dot,
    DotDot,
    /// `#` between a name and a number.
    Hash,
    Plus,
    Minus,
    Times,
    /// `/` or `÷`.
    Slash,
    /// `%` (100) or `‰` (1000).
    Percent(i64),
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Arrow,
    /// A character that means nothing here.
    Unknown(char),
}

impl Tok {
    /// Whether a line that begins with it continues the line before.
    pub(super) fn continues(&self) -> bool {
        matches!(
            self,
            Self::Comma
                | Self::Semi
                | Self::Colon
                | Self::RParen
                | Self::RBrace
                | Self::Dot
                | Self::DotDot
                | Self::Hash
                | Self::Plus
                | Self::Minus
                | Self::Times
                | Self::Slash
                | Self::Percent(_)
                | Self::Equal
                | Self::NotEqual
                | Self::Less
                | Self::AtMost
                | Self::Greater
                | Self::AtLeast
                | Self::Arrow
        )
    }

    /// Whether it joins two sides of an expression.
    pub(super) fn joins(&self) -> bool {
        matches!(self, Self::Plus | Self::Times | Self::Slash | Self::Equal | Self::NotEqual)
            || matches!(self, Self::Less | Self::AtMost | Self::Greater | Self::AtLeast)
    }
}

/// A piece with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) tok: Tok,
    pub(super) span: Span,
    /// First of its line.
    pub(super) line_start: bool,
    /// Characters before it on its line.
    pub(super) column: u32,
    /// No space between it and the piece before.
    pub(super) tight: bool,
}

impl Token {
    /// Whether it is this keyword.
    pub(super) fn is(&self, keyword: Keyword) -> bool {
        matches!(&self.tok, Tok::Word(word) if keyword.matches(word))
    }

    /// Whether it is one of these keywords.
    pub(super) fn is_any(&self, keywords: &[Keyword]) -> bool {
        keywords.iter().any(|k| self.is(*k))
    }
}
