//! What every item has — sections, names, citations — and what is said when a line is not understood. It must never drop a line without a word.

use crate::span::{Diagnostic, Span};

use super::ast::Head;
use super::keyword::{self as kw, Keyword};
use super::layout::Statement;
use super::parser::Parser;
use super::token::Tok;
use super::unit::is_unit;

/// Sections that may be written more than once.
const REPEATED: &[Keyword] = &[
    kw::BASIS,
    kw::COVERS,
    kw::WHEN,
    kw::EXCEPTION,
    kw::LET,
    kw::GIVES,
    kw::TIMES,
    kw::CAP,
    kw::RELATION,
    kw::DOUBT,
    kw::PAPERS,
    kw::INSTEAD,
    kw::VALUE,
    kw::ITEMS,
    kw::PARENTS,
    kw::MEMBERS,
    kw::CASE,
];

/// Sections that every definition may have.
pub(super) const COMMON: &[Keyword] = &[kw::NOTE, kw::ENGLISH, kw::BASIS, kw::DOUBT];

/// The sections met so far in one item.
pub(super) type Seen = Vec<(Keyword, Span)>;

impl Parser<'_> {
    /// Takes one of these section keywords, noting a second one.
    pub(super) fn section(&mut self, among: &[&[Keyword]], seen: &mut Seen) -> Option<Keyword> {
        let token = self.token()?;
        let keyword = among.iter().copied().flatten().copied().find(|k| token.is(*k))?;
        let zh = keyword.zh();
        if token.column == 0 {
            let finding = Diagnostic::error(
                "L008",
                token.span,
                format!("“{zh}”前要空两格:顶格的是新的条目"),
                format!("{zh} must be indented: a line in the first column begins a new item"),
            );
            self.found.push(finding.suggest(format!("  {zh}")));
        }
        let before = seen.iter().find(|(k, _)| *k == keyword).map(|(_, span)| *span);
        if let Some(before) = before.filter(|_| !REPEATED.contains(&keyword)) {
            let finding = Diagnostic::error(
                "L020",
                token.span,
                format!("“{zh}”写了两次"),
                format!("{zh} is written twice"),
            );
            self.found.push(finding.see(before));
        }
        seen.push((keyword, token.span));
        self.bump();
        if self.tok() == Some(&Tok::Equal) || self.tok() == Some(&Tok::Colon) {
            let here = self.here();
            self.error(
                "L009",
                here,
                format!("“{zh}”后面直接写内容,不要写等号或冒号"),
                format!("No sign is needed after {zh}"),
            );
            self.bump();
        }
        Some(keyword)
    }

    /// Reads 说明, 英文, 依据 or 疑义 into the head.
    pub(super) fn common(&mut self, keyword: Keyword, head: &mut Head) {
        if keyword == kw::NOTE {
            let text = self.want_text();
            head.note = text.or(head.note.take());
            if self.eat(kw::ENGLISH) {
                head.english = self.want_text();
            }
        } else if keyword == kw::ENGLISH {
            head.english = self.want_text();
        } else if keyword == kw::BASIS {
            let cites = self.cites();
            head.basis.extend(cites);
        } else if keyword == kw::DOUBT {
            let texts = self.texts();
            head.doubts.extend(texts);
        }
    }

    /// Name and ASCII id behind a head's keyword.
    pub(super) fn head(&mut self, statement: Statement) -> Head {
        self.enter(statement);
        let start = self.here();
        self.bump();
        let name = self.name("条目", "the item");
        let id = self.id();
        Head { span: self.since(start), name, id, ..Head::default() }
    }

    /// An ASCII id.
    pub(super) fn id(&mut self) -> Option<super::ast::Name> {
        let here = self.here();
        let found = self.word().filter(|w| is_id(&w.value));
        if found.is_none() {
            self.error(
                "L015",
                here,
                "名称后要写英文标识(小写字母、数字、下划线,字母开头)",
                "An id follows the name: small letters, digits and _, beginning with a letter",
            );
        }
        found
    }

    /// The end of a statement: whatever is left is reported, line by line.
    pub(super) fn finish(&mut self, sections: &[&[Keyword]]) {
        let mut said = self
            .found
            .last()
            .is_some_and(|f| f.span.end >= self.last().end && f.severity == crate::span::Severity::Error);
        while let Some(token) = self.token() {
            if token.line_start || !said {
                self.left_over(sections);
                said = true;
            }
            self.bump();
        }
    }

    fn left_over(&mut self, sections: &[&[Keyword]]) {
        let Some(token) = self.token() else { return };
        let written = self.written(token.span);
        let known: Vec<Keyword> = sections.iter().copied().flatten().copied().collect();
        let finding = match &token.tok {
            Tok::Bad => return,
            Tok::Unknown(c) => Diagnostic::error(
                "L001",
                token.span,
                format!("看不懂字符“{c}”"),
                format!("The character {c} means nothing here"),
            ),
            Tok::RParen | Tok::RBrace => {
                Diagnostic::error("L012", token.span, "多了一个右括号", "There is a closing bracket too many")
            }
            Tok::Word(_) if token.line_start => unknown_section(token.span, written, &known),
            Tok::Word(word) if self.after_number() && !is_unit(word) => Diagnostic::error(
                "L024",
                token.span,
                format!("“{word}”不是计量单位;若是名称,请在前面写运算符"),
                format!("{word} is not a unit; if it is a name, an operator is missing before it"),
            ),
            Tok::Word(word) => {
                let finding = Diagnostic::error(
                    "L009",
                    token.span,
                    format!("这一句在“{word}”之前已经完整,不知道后面是什么"),
                    format!("The sentence is complete before {word}; what follows is not understood"),
                );
                match kw::nearest(word, kw::ALL) {
                    Some(near) => finding.suggest(near),
                    None => finding,
                }
            }
            _ => Diagnostic::error(
                "L009",
                token.span,
                format!("这一句在“{written}”之前已经完整,不知道后面是什么"),
                format!("The sentence is complete before {written}; what follows is not understood"),
            ),
        };
        self.found.push(finding);
    }

    fn after_number(&self) -> bool {
        self.at
            .checked_sub(1)
            .and_then(|n| self.tokens.get(n))
            .is_some_and(|t| matches!(t.tok, Tok::Number(_)))
    }

    /// A statement whose first word this item does not know.
    pub(super) fn unknown(&mut self, sections: &[&[Keyword]]) {
        let Some(token) = self.token() else { return };
        let known: Vec<Keyword> = sections.iter().copied().flatten().copied().collect();
        if matches!(token.tok, Tok::Word(_)) {
            let finding = unknown_section(token.span, self.written(token.span), &known);
            self.found.push(finding);
            self.bump();
            self.at = self.end;
        } else {
            self.finish(sections);
        }
    }
}

fn unknown_section(span: Span, written: &str, known: &[Keyword]) -> Diagnostic {
    let finding = Diagnostic::error(
        "L006",
        span,
        format!("这里不能写“{written}”这一段"),
        format!("A section called {written} has no place here"),
    );
    match kw::nearest(written, known) {
        Some(near) => finding.suggest(near),
        None => finding,
    }
}

/// Whether a word is `[a-z][a-z0-9_]*`.
fn is_id(word: &str) -> bool {
    word.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
