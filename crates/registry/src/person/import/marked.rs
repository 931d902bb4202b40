//! The same sheet back (原表批注): only the rows that were not taken, a column of what is wrong in front, each bad cell coloured; mended, it can be sent as it is.

use std::collections::{BTreeMap, HashMap};

use anye_reading::Tables;
use anye_web::Texts;
use rust_xlsxwriter::{Color, Format, Workbook, XlsxError};

use super::Finding;

/// Makes it. All cells are text: nothing that was sent is changed.
pub fn workbook(
    tables: &Tables,
    sheet: usize,
    columns: &HashMap<&'static str, u16>,
    findings: &[Finding],
    texts: &Texts,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let plain = Format::new().set_num_format("@");
    let bad = Format::new().set_background_color(Color::RGB(0x00F6_C7C3)).set_num_format("@");
    let mut by_row: BTreeMap<u32, Vec<&Finding>> = BTreeMap::new();
    for one in findings.iter().filter(|one| one.error && one.row > 0) {
        by_row.entry(one.row).or_default().push(one);
    }
    let first = by_row.keys().next().copied().unwrap_or(u32::MAX);
    let out = book.add_worksheet();
    out.set_name(texts.t("persons-file-marked-sheet"))?.set_column_width(0, 60)?;
    let mut line = 0;
    for row in tables.sheets.get(sheet).into_iter().flat_map(|sheet| &sheet.rows) {
        let marks = by_row.get(&row.number);
        // Heads stand above the first row of persons.
        let is_head =
            row.number < first && row.cells().any(|cell| super::columns::named(cell.text).is_some());
        if marks.is_none() && !is_head {
            continue;
        }
        let told = match marks {
            Some(marks) => {
                marks.iter().map(|one| texts.field_fault(&one.fault)).collect::<Vec<_>>().join("\n")
            }
            None => texts.t("persons-file-error"),
        };
        out.write_string_with_format(line, 0, told, if marks.is_some() { &bad } else { &plain })?;
        for cell in row.cells() {
            let field = columns.iter().find(|(_, column)| **column == cell.column).map(|(id, _)| *id);
            let wrong = marks.is_some_and(|all| all.iter().any(|one| Some(one.field.as_str()) == field));
            let format = if wrong { &bad } else { &plain };
            out.write_string_with_format(line, cell.column, cell.text, format)?;
        }
        line += 1;
    }
    out.set_freeze_panes(1, 1)?;
    book.save_to_buffer()
}
