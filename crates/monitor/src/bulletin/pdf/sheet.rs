//! Pages of a file (版面): texts and lines at their places, page numbers below, put together as PDF. No clock and no chance goes in: the same pages give the same bytes.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::setting::{Face, times, width};

/// A4 and the margins of GB/T 9704, in points: 37 mm above, 35 below, 28 left, 26 right.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
pub(super) const TOP: f32 = 104.88;
pub(super) const BOTTOM: f32 = 99.21;
pub(super) const LEFT: f32 = 79.37;
/// How wide the text is.
pub(super) const WIDE: f32 = PAGE.0 - LEFT - 73.7;

/// All pages, and how far down the last one is full.
pub(super) struct Sheets {
    done: Vec<Content>,
    page: Content,
    /// Points from the upper edge.
    pub(super) y: f32,
}

impl Sheets {
    pub(super) fn new() -> Self {
        Self { done: Vec::new(), page: Content::new(), y: TOP }
    }

    /// Goes to a new page where so much does not fit on this one; says whether it did.
    pub(super) fn room(&mut self, high: f32) -> bool {
        let full = self.y + high > PAGE.1 - BOTTOM && self.y > TOP;
        if full {
            self.done.push(std::mem::replace(&mut self.page, Content::new()));
            self.y = TOP;
        }
        full
    }

    /// A text with its foot at a height.
    pub(super) fn text(&mut self, face: Face, size: f32, x: f32, y: f32, text: &str) {
        set(&mut self.page, face, size, x, y, text);
    }

    /// A line through these points.
    pub(super) fn line(&mut self, thick: f32, points: &[(f32, f32)]) {
        self.page.set_line_width(thick);
        for (at, (x, y)) in points.iter().enumerate() {
            if at == 0 {
                self.page.move_to(*x, PAGE.1 - y);
            } else {
                self.page.line_to(*x, PAGE.1 - y);
            }
        }
        self.page.stroke();
    }

    /// The file.
    pub(super) fn file(mut self, title: &str, lang: &str) -> Vec<u8> {
        self.done.push(self.page);
        let mut next = Ref::new(1);
        let (catalog, tree, info, times) = (next.bump(), next.bump(), next.bump(), next.bump());
        let fonts: Vec<[Ref; 3]> =
            Face::ALL.iter().map(|_| [next.bump(), next.bump(), next.bump()]).collect();
        let pages: Vec<[Ref; 2]> = self.done.iter().map(|_| [next.bump(), next.bump()]).collect();
        let mut pdf = Pdf::new();
        let mut root = pdf.catalog(catalog);
        root.pages(tree).lang(TextStr(lang));
        root.viewer_preferences().display_doc_title(true);
        root.finish();
        pdf.document_info(info).title(TextStr(title));
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        pdf.pages(tree).kids(pages.iter().map(|[page, _]| *page)).count(count);
        for (at, (mut content, [page, stream])) in self.done.into_iter().zip(&pages).enumerate() {
            let number = format!("— {} —", at + 1);
            let x = (PAGE.0 - width(&number, 14.0)) / 2.0;
            set(&mut content, Face::Song, 14.0, x, PAGE.1 - BOTTOM + 40.0, &number);
            let mut one = pdf.page(*page);
            one.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(tree).contents(*stream);
            let mut resources = one.resources();
            let mut named = resources.fonts();
            named.pair(Name(b"Times"), times);
            for (face, [font, ..]) in Face::ALL.iter().zip(&fonts) {
                named.pair(Name(face.key()), *font);
            }
            named.finish();
            resources.finish();
            one.finish();
            pdf.stream(*stream, &content.finish());
        }
        pdf.type1_font(times).base_font(Name(b"Times-Roman")).encoding_predefined(Name(b"WinAnsiEncoding"));
        for (face, ids) in Face::ALL.iter().zip(&fonts) {
            chinese(&mut pdf, *face, *ids);
        }
        pdf.finish()
    }
}

/// A Chinese type by its name: the letters are those of the reader's machine, under the code that every reader of files knows.
fn chinese(pdf: &mut Pdf, face: Face, [font, cid, descriptor]: [Ref; 3]) {
    let name = Name(face.font());
    pdf.type0_font(font).base_font(name).encoding_predefined(Name(b"UniGB-UTF16-H")).descendant_font(cid);
    pdf.cid_font(cid)
        .subtype(CidFontType::Type0)
        .base_font(name)
        .system_info(SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"GB1"), supplement: 5 })
        .font_descriptor(descriptor)
        .default_width(1000.0);
    let serif = if face == Face::Hei { FontFlags::empty() } else { FontFlags::SERIF };
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(serif | FontFlags::SYMBOLIC)
        .bbox(Rect::new(-25.0, -254.0, 1000.0, 880.0))
        .italic_angle(0.0)
        .ascent(880.0)
        .descent(-120.0)
        .cap_height(880.0)
        .stem_v(if face == Face::Hei { 120.0 } else { 80.0 });
}

/// Runs in Times and in the face take turns.
fn set(page: &mut Content, face: Face, size: f32, x: f32, y: f32, text: &str) {
    let (mut x, mut rest) = (x, text);
    while let Some(first) = rest.chars().next() {
        let latin = times(first).is_some();
        let end = rest.find(|sign| times(sign).is_some() != latin).unwrap_or(rest.len());
        let (run, other) = rest.split_at(end);
        rest = other;
        page.begin_text();
        page.set_font(Name(if latin { b"Times" } else { face.key() }), size);
        page.next_line(x, PAGE.1 - y);
        if latin {
            let coded: Vec<u8> = run.chars().filter_map(times).map(|(code, _)| code).collect();
            page.show(Str(&coded));
        } else {
            let coded: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
            page.show(Str(&coded));
        }
        page.end_text();
        x += width(run, size);
    }
}
