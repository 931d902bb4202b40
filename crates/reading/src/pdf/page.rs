//! The glyphs a page shows, where it shows them. Only text operators are carried out; nothing is drawn.

use super::fonts::{Font, Fonts};
use super::radicals;
use crate::{Limits, ReadError};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Object};
use hayro_syntax::page::{Page, Resources};
use std::rc::Rc;

/// Forms may show forms; deeper than this is a ring.
const FORMS_DEEP: usize = 12;
/// Operators on one page; more than a dense page of maps, far less than an attack.
const OPERATORS: usize = 5_000_000;
/// Saved states that are open.
const SAVED: usize = 512;

/// One glyph on a page; y grows downwards.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// Where the next glyph would stand.
    pub(crate) end: f64,
    /// The font size on the page.
    pub(crate) size: f64,
    /// Empty where the file does not say which character it is.
    pub(crate) text: String,
}

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `then`.
fn after(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

struct Walk<'f> {
    fonts: &'f mut Fonts,
    left: &'f mut u64,
    limit: u64,
    glyphs: Vec<Glyph>,
    operators: usize,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Marked content that is open: whether it is an artifact (page headers, page numbers, watermarks).
    marked: Vec<bool>,
}

/// The glyphs of a page in the order they are drawn; `left` is what remains of the text limit.
pub(crate) fn glyphs(
    page: &Page<'_>,
    fonts: &mut Fonts,
    left: &mut u64,
    limits: &Limits,
) -> Result<Vec<Glyph>, ReadError> {
    let state = State {
        matrix: page.initial_transform(true).as_coeffs(),
        font: None,
        size: 0.0,
        character_space: 0.0,
        word_space: 0.0,
        scale: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    let mut walk = Walk {
        fonts,
        left,
        limit: limits.text_bytes,
        glyphs: Vec::new(),
        operators: 0,
        state,
        saved: Vec::new(),
        text: IDENTITY,
        line: IDENTITY,
        marked: Vec::new(),
    };
    walk.content(page.typed_operations(), page.resources(), 0)?;
    Ok(walk.glyphs)
}

fn n(number: Number) -> f64 {
    let value = number.as_f64();
    if value.is_finite() { value.clamp(-1e7, 1e7) } else { 0.0 }
}

impl Walk<'_> {
    fn content(
        &mut self,
        mut ops: TypedIter<'_>,
        resources: &Resources<'_>,
        deep: usize,
    ) -> Result<(), ReadError> {
        while let Some(op) = ops.next() {
            self.operators += 1;
            if self.operators > OPERATORS {
                return Ok(());
            }
            match op {
                Op::SaveState(_) if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
                Op::RestoreState(_) => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                Op::Transform(t) => {
                    let matrix = [n(t.0), n(t.1), n(t.2), n(t.3), n(t.4), n(t.5)];
                    self.state.matrix = after(matrix, self.state.matrix);
                }
                Op::XObject(name) if deep < FORMS_DEEP => self.form(name.0, resources, deep)?,
                Op::BeginMarkedContent(mark) => self.marked.push(mark.0.as_ref() == b"Artifact"),
                Op::BeginMarkedContentWithProperties(mark) => {
                    self.marked.push(mark.0.as_ref() == b"Artifact")
                }
                Op::EndMarkedContent(_) => drop(self.marked.pop()),
                other => self.text_operator(other, resources)?,
            }
        }
        Ok(())
    }

    fn text_operator(&mut self, op: Op<'_, '_>, resources: &Resources<'_>) -> Result<(), ReadError> {
        match op {
            Op::BeginText(_) => (self.text, self.line) = (IDENTITY, IDENTITY),
            Op::TextFont(font) => {
                self.state.size = n(font.1);
                self.state.font = resources.get_font(font.0).and_then(|dict| self.fonts.of(&dict));
            }
            Op::CharacterSpacing(space) => self.state.character_space = n(space.0),
            Op::WordSpacing(space) => self.state.word_space = n(space.0),
            Op::HorizontalScaling(scale) => self.state.scale = n(scale.0) / 100.0,
            Op::TextLeading(leading) => self.state.leading = n(leading.0),
            Op::TextRise(rise) => self.state.rise = n(rise.0),
            Op::SetTextMatrix(m) => {
                self.line = [n(m.0), n(m.1), n(m.2), n(m.3), n(m.4), n(m.5)];
                self.text = self.line;
            }
            Op::NextLine(by) => self.next_line(n(by.0), n(by.1)),
            Op::NextLineAndSetLeading(by) => {
                self.state.leading = -n(by.1);
                self.next_line(n(by.0), n(by.1));
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::ShowText(text) => self.show(text.0.as_bytes())?,
            Op::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.0.as_bytes())?;
            }
            Op::ShowTextWithParameters(text) => {
                self.state.word_space = n(text.0);
                self.state.character_space = n(text.1);
                self.next_line(0.0, -self.state.leading);
                self.show(text.2.as_bytes())?;
            }
            Op::ShowTexts(texts) => {
                for item in texts.0.iter::<Object<'_>>() {
                    match item {
                        Object::String(text) => self.show(text.as_bytes())?,
                        Object::Number(back) => {
                            self.advance(-n(back) / 1000.0 * self.state.size * self.state.scale)
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = after([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f64) {
        self.text = after([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
    }

    fn show(&mut self, mut bytes: &[u8]) -> Result<(), ReadError> {
        let Some(font) = self.state.font.clone() else { return Ok(()) };
        while !bytes.is_empty() {
            let code = font.code(bytes);
            bytes = bytes.get(code.length..).unwrap_or_default();
            let width = f64::from(font.width(code)) / 1000.0 * self.state.size;
            let word = if code.length == 1 && code.value == 32 { self.state.word_space } else { 0.0 };
            if !self.marked.contains(&true) {
                let text = font.characters(code).map(|text| radicals::fold(&text)).unwrap_or_default();
                *self.left = self
                    .left
                    .checked_sub(text.len().max(1) as u64)
                    .ok_or(ReadError::TextTooLarge { limit: self.limit })?;
                self.place(text, width * self.state.scale);
            }
            self.advance((width + self.state.character_space + word) * self.state.scale);
        }
        Ok(())
    }

    /// Notes a glyph, unless it is written at an angle: a watermark, or vertical text.
    fn place(&mut self, text: String, width: f64) {
        let on_page = after(self.text, self.state.matrix);
        let at = |x: f64, y: f64| {
            (on_page[0] * x + on_page[2] * y + on_page[4], on_page[1] * x + on_page[3] * y + on_page[5])
        };
        let (x, y) = at(0.0, self.state.rise);
        let (end, end_y) = at(width.max(0.001), self.state.rise);
        let size = self.state.size.abs() * on_page[2].hypot(on_page[3]);
        let level = end > x && (end_y - y).abs() <= (end - x) * 0.1;
        if level && size > 0.1 && x.is_finite() && y.is_finite() && end.is_finite() {
            self.glyphs.push(Glyph { x, y, end, size, text });
        }
    }

    fn form(&mut self, name: &Name<'_>, resources: &Resources<'_>, deep: usize) -> Result<(), ReadError> {
        let Some(stream) = resources.get_x_object(name) else { return Ok(()) };
        let dict = stream.dict();
        if dict.get::<Name<'_>>(b"Subtype").is_none_or(|kind| kind.as_ref() != b"Form") {
            return Ok(());
        }
        let Ok(data) = stream.decoded_data() else { return Ok(()) };
        let matrix = dict.get::<[f64; 6]>(b"Matrix").unwrap_or(IDENTITY);
        let own = dict.get::<Dict<'_>>(b"Resources").map(Resources::new);
        let (outer, open, marked) = (self.state.clone(), self.saved.len(), self.marked.len());
        let (text, line) = (self.text, self.line);
        self.state.matrix = after(matrix, self.state.matrix);
        self.content(TypedIter::new(&data), own.as_ref().unwrap_or(resources), deep + 1)?;
        self.saved.truncate(open);
        self.marked.truncate(marked);
        self.state = outer;
        (self.text, self.line) = (text, line);
        Ok(())
    }
}
