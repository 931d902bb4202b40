//! Measures and figures as a workbook (导出表格): one row each, with where it stands and who must do it.
//!
//! Text goes in as text, so that no cell of a document can become a formula. Every export is recorded.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_web::Texts;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::keys::in_address;
use crate::library::Library;
use crate::model::State;
use crate::view::{ArticleView, DocumentView, Found};
use crate::{rights, show};

/// Most documents of one workbook.
pub const MOST: usize = 500;
/// Most links a sheet may have.
const MOST_LINKS: u32 = 60_000;

const MEASURES: [&str; 10] =
    ["document", "number", "article", "heading", "who", "what", "by_when", "due_on", "state", "link"];
const FIGURES: [&str; 13] = [
    "document", "number", "article", "heading", "subject", "compare", "value", "upper", "unit", "per",
    "text", "state", "link",
];

/// Makes the workbook. `base` is the address of the site, for links: `https://anye.example`.
pub async fn export_xlsx(
    library: &Library,
    caller: &Caller<'_>,
    ids: &[String],
    texts: &Texts,
    base: &str,
) -> Result<Vec<u8>, Fault> {
    if ids.is_empty() || ids.len() > MOST {
        return Err(Fault::new(ErrorKind::Invalid, "export_count").arg("most", MOST));
    }
    let mut documents = Vec::with_capacity(ids.len());
    for id in ids {
        let document = show::show(library, caller, id).await?;
        rights::must(caller, Permission::DocumentsExport, &document.record.place)?;
        documents.push(document.contract());
    }
    let place = documents.first().map_or("", |document| document.record.place.as_str());
    let event = Event::new("documents.export", "document", if ids.len() == 1 { &ids[0] } else { "" });
    let event = event.at_place(place).detail(&serde_json::json!({ "documents": ids, "format": "xlsx" }));
    library.core.db.record(caller.world, caller.actor, event).await?;
    let (texts, base) = (texts.clone(), base.trim_end_matches('/').to_owned());
    let work = move || workbook(&documents, &texts, &base).map_err(Fault::internal);
    tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?
}

struct Sheet<'a> {
    sheet: Worksheet,
    row: u32,
    column: u16,
    plain: Format,
    texts: &'a Texts,
    base: &'a str,
}

impl Sheet<'_> {
    fn text(&mut self, text: impl Into<String>) -> Result<(), XlsxError> {
        let text: String = text.into();
        if !text.is_empty() {
            self.sheet.write_string_with_format(self.row, self.column, shortened(text), &self.plain)?;
        }
        self.column += 1;
        Ok(())
    }

    fn number(&mut self, value: Option<f64>) -> Result<(), XlsxError> {
        if let Some(value) = value {
            self.sheet.write_number_with_format(self.row, self.column, value, &self.plain)?;
        }
        self.column += 1;
        Ok(())
    }

    fn place(&mut self, document: &DocumentView, article: &ArticleView) -> Result<(), XlsxError> {
        self.column = 0;
        self.text(&document.record.title)?;
        self.text(document.record.number.as_deref().unwrap_or_default())?;
        self.text(&article.key)?;
        self.text(&article.heading)
    }

    fn end(&mut self, state: State, document: &DocumentView, article: &ArticleView) -> Result<(), XlsxError> {
        self.text(self.texts.t(&format!("finding-state-{}", state.word())))?;
        let key = in_address(&article.key);
        let path = format!("{}/documents/{}/articles/{key}", self.base, in_address(&document.record.id));
        if self.base.starts_with("http") && self.row < MOST_LINKS && path.len() < 2_000 {
            let label = format!("{} {}", document.record.id, article.key);
            self.sheet.write_url_with_text(self.row, self.column, path.as_str(), label)?;
        } else {
            self.text(path)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// A cell holds 32,767 characters at most.
fn shortened(text: String) -> String {
    if text.chars().count() > 32_000 { text.chars().take(32_000).collect() } else { text }
}

fn workbook(documents: &[DocumentView], texts: &Texts, base: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut measures = begin(texts, base, "measures", &MEASURES)?;
    let mut figures = begin(texts, base, "figures", &FIGURES)?;
    for document in documents {
        for article in document.texts() {
            for measure in &article.measures {
                put_measure(&mut measures, document, article, measure)?;
            }
            for figure in &article.figures {
                put_figure(&mut figures, document, article, figure)?;
            }
        }
    }
    for (sheet, columns) in [(measures, MEASURES.len()), (figures, FIGURES.len())] {
        let Sheet { mut sheet, row, .. } = sheet;
        let last = u16::try_from(columns).unwrap_or(1) - 1;
        sheet.autofilter(0, 0, row.saturating_sub(1), last)?;
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

fn begin<'a>(texts: &'a Texts, base: &'a str, name: &str, columns: &[&str]) -> Result<Sheet<'a>, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(texts.t(&format!("export-sheet-{name}")))?;
    let head = Format::new().set_bold().set_align(FormatAlign::Top);
    for (column, key) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, texts.t(&format!("export-col-{key}")), &head)?;
        let wide = matches!(*key, "document" | "what" | "who" | "text" | "heading" | "subject");
        sheet.set_column_width(column, if wide { 32.0 } else { 14.0 })?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    Ok(Sheet { sheet, row: 1, column: 0, plain, texts, base })
}

fn put_measure(
    sheet: &mut Sheet<'_>,
    document: &DocumentView,
    article: &ArticleView,
    found: &Found<anye_findings::Measure>,
) -> Result<(), XlsxError> {
    let measure = &found.finding;
    sheet.place(document, article)?;
    sheet.text(measure.who.join("、"))?;
    sheet.text(&measure.what)?;
    sheet.text(measure.by_when.as_deref().unwrap_or_default())?;
    sheet.text(measure.due_on.as_deref().unwrap_or_default())?;
    sheet.end(found.state, document, article)
}

fn put_figure(
    sheet: &mut Sheet<'_>,
    document: &DocumentView,
    article: &ArticleView,
    found: &Found<anye_findings::Figure>,
) -> Result<(), XlsxError> {
    let figure = &found.finding;
    sheet.place(document, article)?;
    sheet.text(figure.subject.as_deref().unwrap_or_default())?;
    let word = figure.compare.and_then(|compare| serde_json::to_value(compare).ok());
    let word = word.as_ref().and_then(serde_json::Value::as_str);
    sheet.text(word.map(|word| sheet.texts.t(&format!("figure-compare-{word}"))).unwrap_or_default())?;
    sheet.number(Some(figure.value))?;
    sheet.number(figure.upper)?;
    sheet.text(&figure.unit)?;
    sheet.text(figure.per.as_deref().unwrap_or_default())?;
    sheet.text(&figure.text)?;
    sheet.end(found.state, document, article)
}
