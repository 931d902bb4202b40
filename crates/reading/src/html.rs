//! Web pages to text, from the tokens of an HTML5 tokenizer: no tree is built, so nesting costs nothing.
//!
//! Kept: paragraphs, line breaks, table rows, the numbers a browser puts before list items. Dropped: scripts,
//! styles, navigation, hidden elements. Nothing a page points to is fetched, no script is run.

use crate::blocks::Blocks;
use crate::encoding::{decode, decode_declared};
use crate::numerals::Numeral;
use crate::text::finish;
use crate::{Format, Limits, Note, ReadError, Reading};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// How far into a page its encoding may be declared.
const DECLARATION_BYTES: usize = 4096;

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

/// Whether markup at the start of the bytes names their encoding.
pub(crate) fn declares_encoding(bytes: &[u8]) -> bool {
    declared(bytes).is_some()
}

/// The label in `<meta charset>`, `<meta http-equiv>` or `<?xml encoding>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let lower = String::from_utf8_lossy(head).to_ascii_lowercase();
    let in_meta = lower.match_indices("<meta").find_map(|(at, _)| {
        let tag = lower[at..].split('>').next()?;
        tag.split_once("charset").map(|(_, rest)| rest.to_owned())
    });
    let in_xml = || {
        let tag = lower.trim_start().strip_prefix("<?xml")?.split('>').next()?;
        tag.split_once("encoding").map(|(_, rest)| rest.to_owned())
    };
    let rest = in_meta.or_else(in_xml)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

/// Reads a web page.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut notes = Vec::new();
    let (text, encoding) = match declared(bytes) {
        Some(label) => {
            let (decoded, fits) = decode_declared(bytes, &label)?;
            if !fits {
                notes.push(Note::DeclaredEncodingWrong { declared: label });
            }
            decoded
        }
        None => decode(bytes)?,
    };
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::new(limits);
    for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        let Ok(token) = token;
        page.take(token)?;
    }
    if page.hidden > 0 {
        notes.push(Note::HiddenLeftOut { count: page.hidden });
    }
    if page.deleted > 0 {
        notes.push(Note::DeletionsLeftOut { count: page.deleted });
    }
    finish(page.blocks.finish(), Format::Html, Some(encoding), notes, limits)
}

struct Page<'l> {
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

/// An ordered list that is open.
struct List {
    next: u32,
    numeral: Numeral,
    after: &'static str,
}

impl<'l> Page<'l> {
    fn new(limits: &'l Limits) -> Self {
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

    fn take(&mut self, token: Token<()>) -> Result<(), ReadError> {
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

fn attribute<'t>(tag: &'t StartTag<()>, name: &[u8]) -> Option<std::borrow::Cow<'t, str>> {
    let value = tag.attributes.iter().find(|(key, _)| key.as_slice() == name)?.1;
    Some(String::from_utf8_lossy(value))
}

fn number(tag: &StartTag<()>, name: &[u8]) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

fn style(tag: &StartTag<()>) -> String {
    attribute(tag, b"style").unwrap_or_default().to_ascii_lowercase().replace(' ', "")
}

fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = style(tag);
    attribute(tag, b"hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// How a browser would number this list; none where it is told not to.
fn ordered(tag: &StartTag<()>) -> Option<List> {
    let style = style(tag);
    let kind = attribute(tag, b"type").unwrap_or_default();
    let styled = |word: &str| {
        style.contains(&format!("list-style-type:{word}")) || style.contains(&format!("list-style:{word}"))
    };
    let (numeral, after) = if styled("none") {
        return None;
    } else if styled("cjk-ideographic") || styled("simp-chinese-informal") || styled("trad-chinese-informal")
    {
        (Numeral::Chinese, "、")
    } else {
        let numeral = match kind.trim() {
            "a" => Numeral::LowerLetter,
            "A" => Numeral::UpperLetter,
            "i" => Numeral::LowerRoman,
            "I" => Numeral::UpperRoman,
            _ => Numeral::Decimal,
        };
        (numeral, ". ")
    };
    Some(List { next: number(tag, b"start").unwrap_or(1), numeral, after })
}
