//! From text to pieces. Full- and half-width signs are the same piece. It must never fail: what it cannot read is a piece of its own.

use crate::span::{Diagnostic, FileId, Span, Spanned};

use super::number;
use super::token::{Tok, Token};

/// What the lexer makes of a text.
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Spanned<String>>,
    pub(super) found: Vec<Diagnostic>,
}

/// Cuts a text into pieces and comments.
pub(super) fn lex(file: FileId, text: &str) -> Lexed {
    let mut lexer = Lexer {
        file,
        text,
        at: 0,
        column: 0,
        counted: 0,
        first: true,
        out: Lexed { tokens: Vec::new(), comments: Vec::new(), found: Vec::new() },
    };
    while lexer.next() {}
    lexer.out
}

pub(super) struct Lexer<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    /// Characters of the line before `counted`.
    column: usize,
    counted: usize,
    first: bool,
    out: Lexed,
}

impl<'t> Lexer<'t> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    pub(super) fn span(&self, start: usize) -> Span {
        span(self.file, start, self.at)
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.out.found.push(finding);
    }

    pub(super) fn place(&self) -> usize {
        self.at
    }

    pub(super) fn slice(&self, start: usize) -> &'t str {
        &self.text[start..self.at]
    }

    /// Reads one piece; false at the end.
    fn next(&mut self) -> bool {
        let Some(c) = self.rest().chars().next() else { return false };
        if c == '\n' {
            self.skip(1);
            (self.column, self.counted) = (0, self.at);
            self.first = true;
            return true;
        }
        if c.is_whitespace() || c == '\u{feff}' || c.is_control() {
            self.skip(c.len_utf8());
            // A mark of byte order is not a column.
            if c == '\u{feff}' && self.column == 0 && self.counted + c.len_utf8() == self.at {
                self.counted = self.at;
            }
            return true;
        }
        let start = self.at;
        if (c == '#' || c == '＃') && !self.is_index(c) {
            let line = self.rest().find('\n').unwrap_or(self.rest().len());
            let body = self.rest()[..line].trim_end().len();
            self.skip(body);
            let comment = Spanned { value: self.slice(start).to_owned(), span: self.span(start) };
            self.out.comments.push(comment);
            return true;
        }
        let tok = self.token(c, start);
        self.column += self.text[self.counted..start].chars().count();
        self.counted = start;
        let span = self.span(start);
        let tight = self.out.tokens.last().is_some_and(|before| before.span.end == span.start);
        let token = Token {
            tok,
            span,
            line_start: self.first,
            column: u32::try_from(self.column).unwrap_or(u32::MAX),
            tight,
        };
        self.out.tokens.push(token);
        self.first = false;
        true
    }

    /// `#1` directly after a name is an index, not a comment.
    fn is_index(&self, sign: char) -> bool {
        let follows =
            self.rest()[sign.len_utf8()..].chars().next().is_some_and(|c| number::digit(c).is_some());
        let before = self
            .out
            .tokens
            .last()
            .is_some_and(|t| t.span.end as usize == self.at && matches!(t.tok, Tok::Word(_)));
        follows && before
    }

    fn token(&mut self, c: char, start: usize) -> Tok {
        if number::digit(c).is_some() {
            return number::number(self);
        }
        if let Some(mark) = mark(c) {
            self.skip(c.len_utf8());
            return Tok::Mark(mark);
        }
        if is_name(c) {
            return self.word(start);
        }
        match c {
            '“' => self.quoted(c, '”', &['"', '＂'], start),
            '”' | '"' | '＂' => self.quoted(c, c, &['”', '"', '＂'], start),
            '‘' => self.quoted(c, '’', &['\''], start),
            '’' | '\'' => self.quoted(c, c, &['’', '\''], start),
            '「' => self.quoted(c, '」', &[], start),
            '《' => self.quoted(c, '》', &[], start),
            _ => self.sign(c),
        }
    }

    fn word(&mut self, start: usize) -> Tok {
        let name = |rest: &str| rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        self.skip(name(self.rest()));
        // An id such as LN2009-6/00.a or LN2020-R is one word.
        let head = self.slice(start);
        if head.len() > 1 && head.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            loop {
                let mut ahead = self.rest().chars();
                let sign = ahead.next().filter(|c| matches!(c, '-' | '/' | '.' | '_'));
                if sign.is_none() || !ahead.next().is_some_and(|c| c.is_ascii_alphanumeric()) {
                    break;
                }
                let run = self.rest()[1..].find(|c: char| !c.is_ascii_alphanumeric());
                self.skip(run.map_or(self.rest().len(), |n| n + 1));
            }
        }
        Tok::Word(
            self.slice(start).chars().map(|c| number::digit(c).map_or(c, |d| char::from(b'0' + d))).collect(),
        )
    }
}

/// A stretch of a file.
pub(super) fn span(file: FileId, start: usize, end: usize) -> Span {
    Span {
        file,
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    }
}

/// Whether a character belongs to a name (digits only after the first).
fn is_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '·' || number::digit(c).is_some()
}

/// ①…㊿.
fn mark(c: char) -> Option<u32> {
    let code = u32::from(c);
    match c {
        '①'..='⑳' => Some(code - 0x2460 + 1),
        '㉑'..='㉟' => Some(code - 0x3251 + 21),
        '㊱'..='㊿' => Some(code - 0x32b1 + 36),
        _ => None,
    }
}
