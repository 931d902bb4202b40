//! The canonical form of a file: indents, spaces and signs; order, keywords, comments and line breaks stay the author's.
//! It must never change the meaning: a file with errors comes back as it is.

use crate::span::{FileId, Severity, Span};

use super::ast;
use super::entry::parse;
use super::keyword::{self as kw, Keyword};
use super::layout::{Begin, Statement, statements};
use super::lexer::{self, Lexed};
use super::spacing::{Gap, written};
use super::token::{Tok, Token};

/// The canonical form of a parsed file; `source` is the text it was parsed from.
#[must_use]
pub fn format(file: &ast::File, source: &str) -> String {
    if parse(file.id, source).1.iter().any(|f| f.severity == Severity::Error) {
        return source.to_owned();
    }
    canonical(file.id, source)
}

fn canonical(id: FileId, source: &str) -> String {
    let Lexed { tokens, comments, .. } = lexer::lex(id, source);
    let comments: Vec<Span> = comments.into_iter().map(|c| c.span).collect();
    let mut writer =
        Writer { source, tokens: &tokens, comments: &comments, out: String::new(), end: 0, item: None };
    for statement in statements(&tokens) {
        writer.statement(statement);
    }
    writer.comments(usize::MAX, 0, true, false);
    if !writer.out.is_empty() {
        writer.out.push('\n');
    }
    writer.out
}

struct Writer<'t> {
    source: &'t str,
    tokens: &'t [Token],
    /// Those not yet written.
    comments: &'t [Span],
    out: String,
    /// End of what was written last, in the source.
    end: usize,
    /// Keyword of the item in hand.
    item: Option<usize>,
}

impl Writer<'_> {
    fn in_item(&self, keyword: Keyword) -> bool {
        self.item.and_then(|n| self.tokens.get(n)).is_some_and(|t| t.is(keyword))
    }

    fn statement(&mut self, statement: Statement) {
        let Some(first) = self.tokens.get(statement.from) else { return };
        if statement.begin == Begin::Head {
            self.item = Some(statement.from);
        }
        let indent = match statement.begin {
            Begin::Head => 0,
            Begin::Section => 2,
            Begin::Clause => 4,
            Begin::Line if self.in_item(kw::KIND) => 2,
            Begin::Line if first.is_any(&[kw::COVERS, kw::BASE, kw::CASE, kw::NOTE, kw::ENGLISH]) => 2,
            Begin::Line => 4,
        };
        let head = statement.begin == Begin::Head && !self.out.is_empty();
        let before = first.span.start as usize;
        let blank = self.comments(before, if head { 2 } else { indent }, true, head);
        self.new_line(before, indent, true, head && !blank);
        let mut gap = Gap {
            tokens: self.tokens,
            at: statement.from,
            from: statement.from,
            depth: 0,
            cases: false,
            kept: false,
        };
        let title = self.title(statement);
        while gap.at < statement.to {
            if let Some((from, to)) = title.filter(|(from, _)| *from == gap.at) {
                self.out.push(' ');
                self.raw(from, to);
                gap.at = to;
            } else {
                self.piece(&mut gap, indent);
            }
        }
    }

    /// The pieces of a case's title, which stays as written.
    fn title(&self, statement: Statement) -> Option<(usize, usize)> {
        let case = self.in_item(kw::SCENARIO) && self.tokens.get(statement.from)?.is(kw::CASE);
        let from = statement.from + 1;
        let rest = self.tokens.get(from..statement.to)?;
        if !case || matches!(rest.first()?.tok, Tok::Text(_)) {
            return None;
        }
        let length = rest.iter().position(|t| t.line_start || matches!(t.tok, Tok::Colon | Tok::Arrow))?;
        (length > 0).then_some((from, from + length))
    }

    fn raw(&mut self, from: usize, to: usize) {
        let (Some(first), Some(last)) = (self.tokens.get(from), self.tokens.get(to - 1)) else { return };
        self.out
            .push_str(self.source.get(first.span.start as usize..last.span.end as usize).unwrap_or_default());
        self.end = last.span.end as usize;
    }

    fn piece(&mut self, gap: &mut Gap<'_>, indent: usize) {
        let Some(token) = self.tokens.get(gap.at) else { return };
        if gap.at > gap.from {
            if token.line_start {
                let closing = matches!(token.tok, Tok::RParen | Tok::RBrace);
                let further = indent + if closing { 2 } else { 4 };
                self.comments(token.span.start as usize, further, false, false);
                self.new_line(token.span.start as usize, further, false, false);
            } else if gap.wide() {
                self.out.push(' ');
            }
        }
        self.out.push_str(&self.sign(token));
        self.end = token.span.end as usize;
        match token.tok {
            Tok::LParen => gap.depth += 1,
            Tok::LBrace => {
                gap.depth += 1;
                gap.cases =
                    gap.at.checked_sub(1).and_then(|n| self.tokens.get(n)).is_some_and(|t| t.is(kw::CASES));
            }
            Tok::RParen | Tok::RBrace => gap.depth = gap.depth.saturating_sub(1),
            Tok::Word(_) => {
                let opens =
                    gap.at == gap.from && token.is_any(&[kw::COVERS, kw::PARENTS, kw::PLACE, kw::DOCUMENT]);
                gap.kept |= token.is(kw::BASIS)
                    || opens && !self.tokens.get(gap.at + 1).is_some_and(|t| t.tok == Tok::Dot);
            }
            _ => {}
        }
        gap.at += 1;
    }

    fn sign(&self, token: &Token) -> String {
        match token.tok {
            Tok::Arrow if self.in_item(kw::SCENARIO) => "→".into(),
            Tok::Arrow => "->".into(),
            _ => written(token, self.source),
        }
    }

    /// Starts a line, behind a blank one when the author left one or `blank` asks for it.
    fn new_line(&mut self, next: usize, indent: usize, blanks: bool, blank: bool) {
        if !self.out.is_empty() {
            self.out.push('\n');
            if blank || blanks && self.blank_before(next) {
                self.out.push('\n');
            }
        }
        self.out.push_str(&" ".repeat(indent));
    }

    fn blank_before(&self, next: usize) -> bool {
        self.source.get(self.end..next).is_some_and(|t| t.matches('\n').count() > 1)
    }

    /// Writes the comments before `until`; true when a blank line stands before or among those on lines of their own.
    fn comments(&mut self, until: usize, indent: usize, blanks: bool, blank: bool) -> bool {
        let here = self.comments.iter().take_while(|c| (c.start as usize) < until).count();
        let (now, later) = self.comments.split_at(here);
        self.comments = later;
        let part = blank && !self.any_blank(now, until);
        let mut parted = false;
        for comment in now {
            let start = comment.start as usize;
            let line = self.source.get(self.end..start).unwrap_or_default();
            if self.end > 0 && !line.contains('\n') {
                self.out.push_str("  ");
            } else {
                let flush =
                    start == 0 || self.source.get(..start).is_some_and(|t| t.ends_with(['\n', '\u{feff}']));
                let wanted = part && !parted;
                let blank_here = blanks && self.blank_before(start);
                self.new_line(start, if flush { 0 } else { indent }, blanks, wanted);
                parted |= wanted || blank_here;
            }
            self.out.push_str(self.source.get(start..comment.end as usize).unwrap_or_default());
            self.end = comment.end as usize;
        }
        parted
    }

    /// Whether a blank line stands anywhere between here and the next statement.
    fn any_blank(&self, comments: &[Span], until: usize) -> bool {
        let mut from = self.end;
        let ends = comments.iter().map(|c| (c.start as usize, c.end as usize));
        for (start, end) in ends.chain(std::iter::once((until, until))) {
            if self.source.get(from..start).is_some_and(|t| t.matches('\n').count() > 1) {
                return true;
            }
            from = end;
        }
        false
    }
}
