//! The doors of the parser: a whole file, or one expression. It must never fail or panic: what is wrong comes back as findings.

use crate::span::{Diagnostic, FileId};

use super::ast;
use super::layout::{Begin, Statement};
use super::lexer::{self, Lexed};
use super::parser::Parser;

/// The tree of a file, and what is wrong with its form; the findings are in the order of the text.
#[must_use]
pub fn parse(file: FileId, text: &str) -> (ast::File, Vec<Diagnostic>) {
    let Lexed { tokens, comments, found } = lexer::lex(file, text);
    let mut parser = Parser { file, text, tokens: &tokens, at: 0, end: 0, depth: 0, found };
    let items = parser.items();
    let mut found = parser.found;
    found.sort_by_key(|f| (f.span.start, f.span.end));
    (ast::File { id: file, items, comments }, found)
}

/// The tree of one expression, and what is wrong with its form.
#[must_use]
pub fn parse_expression(file: FileId, text: &str) -> (ast::Expr, Vec<Diagnostic>) {
    let Lexed { tokens, found, .. } = lexer::lex(file, text);
    let mut parser = Parser { file, text, tokens: &tokens, at: 0, end: 0, depth: 0, found };
    parser.enter(Statement { begin: Begin::Section, from: 0, to: tokens.len() });
    let found = parser.window();
    parser.finish(&[]);
    let mut findings = parser.found;
    findings.sort_by_key(|f| (f.span.start, f.span.end));
    (found, findings)
}
