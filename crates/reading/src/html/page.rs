//! Tokens to blocks: which elements begin a paragraph, which are dropped, what white space means.
//! Must not depend on how elements nest: pages in the wild do not nest as they should.

use super::attributes::{List, is_hidden, number, ordered};
use crate::blocks::Blocks;
use crate::{Limits, Note, ReadError};
use html5gum::{StartTag, Token};

/// Elements whose content is not text of the document.
const DROPPED: &[&[u8]] = &[
    b"script",
    b"style",
    b"noscript",
    b"template",
    b"nav",
    b"title",
    b"iframe",
    b"svg",
    b"select",
    b"button",
    b"audio",
    b"video",
    b"canvas",
    b"object",
    b"rt",
    b"rp",
];
/// Elements that begin and end a paragraph.
const BLOCKS: &[&[u8]] = &[
    b"p",
    b"div",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"li",
    b"ul",
    b"ol",
    b"dl",
    b"dt",
    b"dd",
    b"article",
    b"section",
    b"main",
    b"header",
    b"footer",
    b"aside",
    b"blockquote",
    b"center",
    b"form",
    b"fieldset",
    b"legend",
    b"address",
    b"figure",
    b"figcaption",
    b"hr",
    b"pre",
    b"body",
    b"html",
    b"head",
    b"caption",
    b"details",
    b"summary",
    b"dir",
    b"menu",
    b"xmp",
    b"listing",
    b"option",
];
/// Elements that have no content and no end tag.
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];

/// A page being read.
pub(super) struct Page<'l> {
    blocks: Blocks<'l>,
    /// The element being dropped and how many of its name are open.
    dropping: Option<(Vec<u8>, u32)>,
    /// White space seen and not yet written: whether it held a line feed.
    space: Option<bool>,
    verbatim: u32,
    lists: Vec<Option<List>>,
    hidden: u64,
    deleted: u64,
}

impl<'l> Page<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self {
            blocks: Blocks::new(limits),
            dropping: None,
            space: None,
            verbatim: 0,
            lists: Vec::new(),
            hidden: 0,
            deleted: 0,
        }
    }

    /// Takes the next token.
    pub(super) fn take(&mut self, token: Token<()>) -> Result<(), ReadError> {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => {
                self.end(&tag.name);
                Ok(())
            }
            Token::String(text) if self.dropping.is_none() => self.text(&String::from_utf8_lossy(&text)),
            _ => Ok(()),
        }
    }

    /// The text, and what was left out of it.
    pub(super) fn finish(self) -> (String, Vec<Note>) {
        let mut notes = Vec::new();
        if self.hidden > 0 {
            notes.push(Note::HiddenLeftOut { count: self.hidden });
        }
        if self.deleted > 0 {
            notes.push(Note::DeletionsLeftOut { count: self.deleted });
        }
        (self.blocks.finish(), notes)
    }

    fn start(&mut self, tag: &StartTag<()>) -> Result<(), ReadError> {
        let name: &[u8] = &tag.name;
        if let Some((dropped, open)) = &mut self.dropping {
            // A paragraph may be left unclosed, and none stands in another: the next block ends it.
            let ends = dropped == b"p" && BLOCKS.contains(&name);
            if !ends {
                *open += u32::from(dropped == name);
                return Ok(());
            }
            self.dropping = None;
        }
        let void = VOID.contains(&name) || tag.self_closing && name != b"p" && name != b"div";
        let hidden = is_hidden(tag);
        if !void && (hidden || name == b"del" || DROPPED.contains(&name)) {
            self.hidden += u64::from(hidden);
            self.deleted += u64::from(!hidden && name == b"del");
            if BLOCKS.contains(&name) {
                self.paragraph();
            }
            self.dropping = Some((name.to_vec(), 1));
            return Ok(());
        }
        match name {
            b"br" => {
                self.space = None;
                self.blocks.push("\n")?;
            }
            b"table" => self.blocks.begin_table()?,
            b"tr" => self.blocks.begin_row(),
            b"td" | b"th" => self.blocks.begin_cell(),
            b"ol" => {
                self.paragraph();
                self.lists.push(ordered(tag));
            }
            b"ul" | b"menu" | b"dir" => {
                self.paragraph();
                self.lists.push(None);
            }
            b"li" => self.item(tag)?,
            b"pre" | b"xmp" | b"listing" => {
                self.paragraph();
                self.verbatim += 1;
            }
            _ if BLOCKS.contains(&name) => self.paragraph(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) {
        if let Some((dropped, open)) = &mut self.dropping {
            if dropped == name {
                *open -= 1;
            }
            if *open == 0 || (dropped == b"p" && BLOCKS.contains(&name)) {
                self.dropping = None;
            }
            return;
        }
        match name {
            b"table" => {
                self.space = None;
                self.blocks.end_table();
            }
            b"tr" => self.blocks.end_row(true),
            b"td" | b"th" => self.blocks.end_cell(),
            b"ol" | b"ul" | b"menu" | b"dir" => {
                self.paragraph();
                self.lists.pop();
            }
            b"pre" | b"xmp" | b"listing" => {
                self.paragraph();
                self.verbatim = self.verbatim.saturating_sub(1);
            }
            _ if BLOCKS.contains(&name) => self.paragraph(),
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        self.space = None;
        self.blocks.end_paragraph();
    }

    fn item(&mut self, tag: &StartTag<()>) -> Result<(), ReadError> {
        self.paragraph();
        let Some(Some(list)) = self.lists.last_mut() else { return Ok(()) };
        if let Some(value) = number(tag, b"value") {
            list.next = value;
        }
        let written = list.numeral.write(list.next);
        list.next = list.next.saturating_add(1);
        if written.is_empty() {
            return Ok(());
        }
        let label = format!("{written}{}", list.after);
        self.blocks.push(&label)
    }

    fn text(&mut self, text: &str) -> Result<(), ReadError> {
        if self.verbatim > 0 {
            return self.blocks.push(text);
        }
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if is_space(first) {
                let blank = rest.len() - rest.trim_start_matches(is_space).len();
                let feed = rest[..blank].contains(['\n', '\r']);
                self.space = Some(self.space.unwrap_or(false) || feed);
                rest = &rest[blank..];
                continue;
            }
            let end = rest.find(is_space).unwrap_or(rest.len());
            self.word(&rest[..end])?;
            rest = &rest[end..];
        }
        Ok(())
    }

    /// Writes a word and the one space before it; a line broken in the source between two Chinese characters is
    /// no space.
    fn word(&mut self, word: &str) -> Result<(), ReadError> {
        if let Some(feed) = self.space.take()
            && !self.blocks.at_start()
        {
            let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
            let joined = feed && wide(self.blocks.last()) && wide(word.chars().next());
            if !joined && self.blocks.last() != Some('\n') {
                self.blocks.push(" ")?;
            }
        }
        self.blocks.push(&word.replace('\u{a0}', " "))
    }
}

/// White space that a browser collapses; the ideographic and the no-break space are not.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{0c}')
}
