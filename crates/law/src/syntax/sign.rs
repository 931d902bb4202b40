//! Signs and quoted text, full- and half-width alike. It must never let a quote that is not closed run past its line.

use crate::span::Diagnostic;

use super::lexer::Lexer;
use super::token::Tok;

/// Bytes that a text in quotes may have, so that quotes without end cost little.
const LONGEST: usize = 16_384;

impl Lexer<'_> {
    /// Text up to the closing quote, quotes of the same kind inside it included; else up to one of `others`.
    pub(super) fn quoted(&mut self, open: char, close: char, others: &[char], start: usize) -> Tok {
        self.skip(open.len_utf8());
        let rest = self.rest();
        if let Some(end) = balanced(rest, open, close).or_else(|| line(rest).find(others)) {
            let close = rest[end..].chars().next().map_or(0, char::len_utf8);
            self.skip(end + close);
            return Tok::Text(rest[..end].to_owned());
        }
        let body = line(rest);
        self.skip(body.trim_end().len());
        let span = self.span(start);
        self.report(
            Diagnostic::error(
                "L002",
                span,
                format!("引号没有写完,缺少“{close}”。引号中的文字要在同一行内结束"),
                format!(
                    "The quotation is not closed: {close} is missing. Text in quotes ends on its own line"
                ),
            )
            .suggest(format!("{open}{}{close}", body.trim_end())),
        );
        Tok::Text(body.trim_end().to_owned())
    }

    pub(super) fn sign(&mut self, c: char) -> Tok {
        let two: String = self.rest().chars().take(2).map(half).collect();
        let pair = match two.as_str() {
            "->" => Some(Tok::Arrow),
            ">=" => Some(Tok::AtLeast),
            "<=" => Some(Tok::AtMost),
            "!=" | "<>" => Some(Tok::NotEqual),
            "==" => Some(Tok::Equal),
            ".." => Some(Tok::DotDot),
            _ => None,
        };
        if let Some(tok) = pair {
            self.skip(self.rest().chars().take(2).map(char::len_utf8).sum());
            return tok;
        }
        self.skip(c.len_utf8());
        match half(c) {
            ',' => Tok::Comma,
            ';' => Tok::Semi,
            ':' => Tok::Colon,
            '(' => Tok::LParen,
            ')' => Tok::RParen,
            '{' => Tok::LBrace,
            '}' => Tok::RBrace,
            '.' => Tok::Dot,
            '…' => Tok::DotDot,
            '#' => Tok::Hash,
            '+' => Tok::Plus,
            '-' => Tok::Minus,
            '×' => Tok::Times,
            '/' => Tok::Slash,
            '%' => Tok::Percent(100),
            '‰' => Tok::Percent(1000),
            '=' => Tok::Equal,
            '≠' => Tok::NotEqual,
            '<' => Tok::Less,
            '≤' => Tok::AtMost,
            '>' => Tok::Greater,
            '≥' => Tok::AtLeast,
            '→' => Tok::Arrow,
            other => Tok::Unknown(other),
        }
    }
}

/// Where on its line the quote that is already open closes.
pub(super) fn balanced(body: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in body.char_indices().take_while(|(at, c)| *at < LONGEST && *c != '\n') {
        if c == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
    }
    None
}

/// What is left of the line, or as much as a text may have.
fn line(rest: &str) -> &str {
    let part = rest.char_indices().take_while(|(at, c)| *at < LONGEST && *c != '\n').last();
    &rest[..part.map_or(0, |(at, c)| at + c.len_utf8())]
}

/// The half-width sign that means the same.
fn half(c: char) -> char {
    match c {
        '，' | '、' | '﹐' => ',',
        '*' | '＊' => '×',
        '÷' => '/',
        '−' => '-',
        '≦' => '≤',
        '≧' => '≥',
        '〈' => '<',
        '〉' => '>',
        '＃' => '#',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}
