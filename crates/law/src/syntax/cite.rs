//! Citations: `FS2020 第九条第一款`, `LN2020-R 2.1`. It must never invent an article: what is not written stays out.

use super::ast::Cite;
use super::keyword as kw;
use super::parser::Parser;
use super::token::Tok;

impl Parser<'_> {
    /// Citations separated by commas; the document may be left out after the first.
    pub(super) fn cites(&mut self) -> Vec<Cite> {
        let mut found: Vec<Cite> = Vec::new();
        loop {
            let before = found.last().map(|c| c.document.clone());
            found.extend(self.cite(before));
            if !self.eat_tok(&Tok::Comma) {
                return found;
            }
        }
    }

    fn cite(&mut self, before: Option<String>) -> Option<Cite> {
        let start = self.here();
        let again = matches!(self.tok(), Some(Tok::Word(w)) if article(w).is_some())
            || matches!(self.tok(), Some(Tok::Number(_)));
        let document = match before {
            Some(document) if again => document,
            _ if again => {
                self.error(
                    "L026",
                    start,
                    "依据要先写文件编号,再写条款",
                    "A citation begins with the document's id, then the article",
                );
                String::new()
            }
            _ => self.code("文件", "the document")?.value,
        };
        let (number, mut rest) = match self.tok() {
            Some(Tok::Word(word)) if article(word).is_some() => {
                self.bump();
                article(word).map_or((None, String::new()), |(n, rest)| (Some(n), rest))
            }
            Some(Tok::Number(_)) => (self.code("条款", "the article").map(|n| n.value), String::new()),
            _ => (None, String::new()),
        };
        self.rest(&mut rest);
        if document.is_empty() {
            return None;
        }
        Some(Cite { span: self.since(start), document, article: number, rest })
    }

    /// What follows the article on its line: 第一款, 第(二)项.
    fn rest(&mut self, rest: &mut String) {
        while let Some(token) = self.token().filter(|t| !t.line_start) {
            let bracketed =
                matches!(token.tok, Tok::LParen) && self.ahead(2).is_some_and(|t| t.tok == Tok::RParen);
            match &token.tok {
                Tok::Word(word) if !self.is_any(STOPS) && article(word).is_none() => {
                    rest.push_str(word);
                    self.bump();
                }
                Tok::LParen if bracketed => {
                    let inner = self.ahead(1).map_or("", |t| self.written(t.span));
                    rest.push_str(&format!("({inner})"));
                    (0..3).for_each(|_| self.bump());
                }
                _ => return,
            }
        }
    }
}

/// Words that end a citation.
const STOPS: &[kw::Keyword] =
    &[kw::BASIS, kw::FROM, kw::TO, kw::PLACE, kw::FINDING, kw::IF_EVER, kw::TAKE, kw::NOTE];

/// `第九条第一款` as `9` and `第一款`.
fn article(word: &str) -> Option<(String, String)> {
    let (number, rest) = word.strip_prefix('第')?.split_once('条')?;
    let value = if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
        number.parse().ok()?
    } else {
        chinese(number)?
    };
    Some((value.to_string(), rest.to_owned()))
}

/// Chinese numerals below ten thousand: 九, 十二, 二十, 一百零三.
pub(super) fn chinese(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 8 {
        return None;
    }
    let (mut sum, mut digit) = (0_u32, None);
    for c in text.chars() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '〇' | '零' => 0,
            _ => {
                let n = "一二三四五六七八九".chars().position(|d| d == c).or(if c == '两' {
                    Some(1)
                } else {
                    None
                })?;
                if digit.replace(u32::try_from(n).ok()? + 1).is_some() {
                    return None;
                }
                continue;
            }
        };
        if scale > 0 {
            sum += digit.take().unwrap_or(1) * scale;
        }
    }
    Some(sum + digit.unwrap_or(0))
}
