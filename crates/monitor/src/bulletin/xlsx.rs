//! The annex: every table and chart of a bulletin as a sheet, figures as numbers with their units.

use anye_base::Fault;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::model::Bulletin;

/// Makes the workbook in one language.
///
/// # Errors
/// The workbook cannot be written.
pub fn xlsx(one: &Bulletin, chinese: bool) -> Result<Vec<u8>, Fault> {
    make(one, chinese).map_err(Fault::internal)
}

fn make(one: &Bulletin, chinese: bool) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold();
    let mut number = 0;
    for section in &one.content.sections {
        for table in &section.tables {
            number += 1;
            let sheet = book.add_worksheet().set_name(format!("{number}"))?;
            sheet.write_string_with_format(0, 0, table.title.said(chinese), &head)?;
            for (column, one) in (1_u16..).zip(&table.columns) {
                sheet.write_string_with_format(
                    1,
                    column,
                    format!("{} {}", one.name.said(chinese), one.unit),
                    &head,
                )?;
            }
            for (row, line) in (2_u32..).zip(&table.rows) {
                sheet.write_string(row, 0, line.name.said(chinese))?;
                for (column, value) in (1_u16..).zip(&line.values) {
                    if let Some(value) = value.as_deref().and_then(|value| value.parse::<f64>().ok()) {
                        sheet.write_number(row, column, value)?;
                    }
                }
            }
        }
        for chart in &section.charts {
            number += 1;
            let sheet = book.add_worksheet().set_name(format!("{number}"))?;
            sheet.write_string_with_format(0, 0, chart.title.said(chinese), &head)?;
            sheet.write_string_with_format(1, 1, &chart.unit, &head)?;
            for (row, (period, value)) in (2_u32..).zip(&chart.points) {
                sheet.write_string(row, 0, period)?;
                if let Some(value) = value.as_deref().and_then(|value| value.parse::<f64>().ok()) {
                    sheet.write_number(row, 1, value)?;
                }
            }
        }
    }
    let sheet = book.add_worksheet().set_name("SM3")?;
    sheet.write_string(0, 0, &one.digest)?;
    sheet.write_string(1, 0, one.content.method.said(chinese))?;
    book.save_to_buffer()
}
