//! A bulletin as PDF (版式文件), set after GB/T 9704 like the Word document: A4, type area 156 × 225 mm, 28 characters a line, text in Fang Song of size three, page numbers below. The
//! file names the Chinese types and does not carry them: they are those of the machine that shows it.

mod chart;
mod grid;
mod setting;
mod sheet;
#[cfg(test)]
mod tests;

use setting::{Face, lines, width};
use sheet::{LEFT, Sheets, WIDE};

use super::model::Bulletin;

/// Size three (三号).
const THREE: f32 = 16.0;
/// From one line of text to the next.
const LINE: f32 = 28.0;

/// Makes the file in one language.
#[must_use]
pub fn pdf(one: &Bulletin, causes: &[String], chinese: bool) -> Vec<u8> {
    let content = &one.content;
    let (said, cause_word) = if chinese { ("形势研判", "成因：") } else { ("Judgement", "Causes: ") };
    let between = if chinese { "" } else { " " };
    let title = [content.place.said(chinese), content.period.said(chinese), content.name.said(chinese)];
    let title = title.join(between);
    let mut sheets = Sheets::new();
    centred(&mut sheets, Face::Song, 22.0, 34.0, &title);
    sheets.y += 6.0;
    centred(&mut sheets, Face::Kai, THREE, LINE, content.issuer.said(chinese));
    sheets.y += 12.0;
    for section in &content.sections {
        paragraph(&mut sheets, Face::Hei, THREE, LINE, 2.0 * THREE, section.title.said(chinese));
        for pieces in &section.paragraphs {
            let text: String = pieces.iter().map(|piece| piece.text.said(chinese)).collect();
            paragraph(&mut sheets, Face::Fang, THREE, LINE, 2.0 * THREE, &text);
        }
        for table in &section.tables {
            grid::grid(&mut sheets, table, chinese);
        }
        for one in &section.charts {
            chart::chart(&mut sheets, one, chinese);
        }
    }
    paragraph(&mut sheets, Face::Hei, THREE, LINE, 2.0 * THREE, said);
    for line in one.judgement.lines().filter(|line| !line.trim().is_empty()) {
        paragraph(&mut sheets, Face::Fang, THREE, LINE, 2.0 * THREE, line.trim());
    }
    if !causes.is_empty() {
        let text = format!("{cause_word}{}", causes.join(if chinese { "、" } else { ", " }));
        paragraph(&mut sheets, Face::Fang, THREE, LINE, 2.0 * THREE, &text);
    }
    sheets.y += 8.0;
    paragraph(&mut sheets, Face::Fang, 10.5, 16.0, 0.0, content.method.said(chinese));
    paragraph(&mut sheets, Face::Fang, 10.5, 16.0, 0.0, &format!("SM3 {}", one.digest));
    sheets.file(&title, if chinese { "zh-CN" } else { "en" })
}

/// Lines in the middle.
fn centred(sheets: &mut Sheets, face: Face, size: f32, line: f32, text: &str) {
    for text in lines(text, size, WIDE, 0.0) {
        sheets.room(line);
        let x = LEFT + (WIDE - width(&text, size)) / 2.0;
        sheets.text(face, size, x, sheets.y + size, &text);
        sheets.y += line;
    }
}

/// A paragraph, its first line indented.
fn paragraph(sheets: &mut Sheets, face: Face, size: f32, line: f32, indent: f32, text: &str) {
    for (at, text) in lines(text, size, WIDE, indent).into_iter().enumerate() {
        // A heading does not stand alone at the foot of a page.
        sheets.room(if face == Face::Hei { 2.0 * line } else { line });
        let x = if at == 0 { LEFT + indent } else { LEFT };
        sheets.text(face, size, x, sheets.y + size, &text);
        sheets.y += line;
    }
}
