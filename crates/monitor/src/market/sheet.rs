//! A page as sections of chart and table, and the same as a file. A chart never stands without its table; text never becomes a formula.

use anye_web::Texts;
use anye_web::figure::grouped;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says; a number without separators.
    pub text: String,
    /// Right-aligned.
    pub number: bool,
    /// Where it leads.
    pub href: String,
    /// Class of a tag, where it calls for attention.
    pub tag: &'static str,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number that may be missing: a dash, never zero.
    pub fn number(value: Option<i64>) -> Self {
        Self::figure(value.map(|value| value.to_string()))
    }

    /// A figure in words.
    pub fn figure(text: Option<String>) -> Self {
        Self { text: text.unwrap_or_else(|| "—".into()), number: true, ..Self::default() }
    }

    /// With a link.
    #[must_use]
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    /// With a tag.
    #[must_use]
    pub fn tagged(mut self, tag: &'static str) -> Self {
        self.tag = tag;
        self
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        if self.number { grouped(&self.text) } else { self.text.clone() }
    }
}

/// A part of a page.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its id on the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it says in words.
    pub say: Vec<String>,
    /// A chart.
    pub svg: String,
    /// Headings of the table: words, and whether it holds numbers.
    pub heads: Vec<(String, bool)>,
    /// Rows; the first cell names the row.
    pub rows: Vec<Vec<Cell>>,
    /// What is said where there are no rows.
    pub none: String,
}

/// What a spreadsheet would take for a formula gets an apostrophe.
fn quoted(text: &str) -> String {
    let plain = text.parse::<f64>().is_ok();
    let text = if !plain && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The sections one below the other, as CSV.
pub fn csv(name: &str, sections: &[Section]) -> Response {
    let mut out = String::from("\u{feff}");
    let mut line = |cells: Vec<&str>| {
        out.push_str(&cells.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    };
    for section in sections.iter().filter(|one| !one.rows.is_empty()) {
        line(vec![&section.title]);
        line(section.heads.iter().map(|(text, _)| text.as_str()).collect());
        for row in &section.rows {
            line(row.iter().map(|cell| cell.text.as_str()).collect());
        }
        line(vec![]);
    }
    file("text/csv; charset=utf-8", &format!("{name}.csv"), out.into_bytes())
}

/// A sheet a section.
///
/// # Errors
/// The writer's own.
pub fn workbook(texts: &Texts, sections: &[Section]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, as_text) = (Format::new().set_bold().set_text_wrap(), Format::new().set_num_format("@"));
    for (number, section) in sections.iter().filter(|one| !one.rows.is_empty()).enumerate() {
        let sheet = book.add_worksheet();
        let plain: String =
            section.title.chars().filter(|one| !"[]:*?/\\'".contains(*one)).take(24).collect();
        sheet.set_name(format!("{} {plain}", number + 1))?;
        for (column, (head, _)) in (0_u16..).zip(&section.heads) {
            sheet.write_string_with_format(0, column, head, &bold)?;
            sheet.set_column_width(column, if column == 0 { 28.0 } else { 14.0 })?;
        }
        for (line, row) in (1_u32..).zip(&section.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell.text.parse::<f64>() {
                    Ok(number) if cell.number => sheet.write_number(line, column, number)?,
                    _ => sheet.write_string_with_format(line, column, &cell.text, &as_text)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 1)?;
    }
    if sections.iter().all(|one| one.rows.is_empty()) {
        book.add_worksheet().write_string(0, 0, texts.t("market-none"))?;
    }
    book.save_to_buffer()
}

/// A file to keep.
pub fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let held = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, held)], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_text_is_no_formula() {
        assert_eq!(Cell::number(Some(1_234_567)).shown(), "1,234,567");
        assert_eq!(Cell::number(Some(-1_234)).shown(), "−1,234");
        assert_eq!(Cell::number(None).shown(), "—");
        assert_eq!(Cell::text("210100").shown(), "210100");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-12"), "-12");
        assert_eq!(quoted("a,b"), "\"a,b\"");
    }
}
