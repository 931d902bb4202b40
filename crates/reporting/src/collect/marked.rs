//! The same workbook back (原表批注): what was sent, each bad cell coloured with a note, and a sheet of all findings. Only contents come back: formulas come as
//! their values, styles are lost.

use std::collections::BTreeMap;

use anye_base::Lang;
use anye_reading::{CellKind, Tables};
use rust_xlsxwriter::{Color, Format, Note, Workbook, XlsxError};

use super::findings::{Finding, letters};
use super::template::HIDDEN;

/// Longest note.
const LONGEST: usize = 900;
/// Notes in one workbook at most; the sheet of findings has all.
const NOTES: usize = 20_000;

/// Makes it.
///
/// # Errors
/// What the writer refuses.
pub fn workbook(
    tables: &Tables,
    data: usize,
    findings: &[Finding],
    lang: Lang,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@");
    let bad = Format::new().set_background_color(Color::RGB(0x00F6_C7C3)).set_num_format("@");
    let doubtful = Format::new().set_background_color(Color::RGB(0x00FB_E8B5)).set_num_format("@");
    let mut at: BTreeMap<(u64, String), Vec<&Finding>> = BTreeMap::new();
    for one in findings.iter().filter(|one| one.row > 0) {
        at.entry((one.row, one.column.clone())).or_default().push(one);
    }
    for (number, sheet) in tables.sheets.iter().enumerate() {
        let out = book.add_worksheet();
        let name = if sheet.name.is_empty() { lang.pick("数据", "Data") } else { &sheet.name };
        out.set_name(name)?;
        if sheet.name == HIDDEN || sheet.hidden {
            out.set_hidden(true);
        }
        let mut notes = 0;
        for row in &sheet.rows {
            let line = row.number.saturating_sub(1);
            let own =
                |column: u16| at.get(&(u64::from(row.number), letters(column))).filter(|_| number == data);
            let mut first = row.cells().map(|cell| cell.column).min().unwrap_or(1);
            for cell in row.cells() {
                let column = cell.column - 1;
                let marks = own(cell.column);
                let format = match marks {
                    Some(all) if all.iter().any(|one| one.error) => &bad,
                    Some(_) => &doubtful,
                    None => &text,
                };
                let number = cell
                    .text
                    .parse::<f64>()
                    .ok()
                    .filter(|_| cell.kind == CellKind::Number && marks.is_none());
                match number {
                    Some(number) => out.write_number(line, column, number)?,
                    None => out.write_string_with_format(line, column, cell.text, format)?,
                };
            }
            let mut told: Vec<(u16, Vec<&Finding>)> = Vec::new();
            if number == data {
                let own = at.range(
                    (u64::from(row.number), String::new())..(u64::from(row.number) + 1, String::new()),
                );
                for ((_, column), all) in own {
                    let to = if column.is_empty() { first } else { number_of(column) };
                    first = first.min(to);
                    told.push((to, all.clone()));
                }
            }
            for (column, all) in told {
                if notes >= NOTES || column == 0 {
                    break;
                }
                let empty = row.cell(column).is_none();
                if empty {
                    let format = if all.iter().any(|one| one.error) { &bad } else { &doubtful };
                    out.write_blank(line, column - 1, format)?;
                }
                let said: Vec<&str> = all.iter().map(|one| lang.pick(&one.zh, &one.en)).collect();
                let said: String = said.join("\n").chars().take(LONGEST).collect();
                out.insert_note(line, column - 1, &Note::new(said).add_author_prefix(false))?;
                notes += 1;
            }
        }
    }
    listed(&mut book, findings, lang)?;
    book.save_to_buffer()
}

fn listed(book: &mut Workbook, findings: &[Finding], lang: Lang) -> Result<(), XlsxError> {
    let out = book.add_worksheet();
    out.set_name(lang.pick("问题清单", "Findings"))?;
    let bold = Format::new().set_bold();
    let heads = match lang {
        Lang::Zh => ["行", "列", "指标", "级别", "问题", "代码"],
        Lang::En => ["Row", "Column", "Item", "Level", "Finding", "Code"],
    };
    for (column, head) in (0_u16..).zip(heads) {
        out.write_string_with_format(0, column, head, &bold)?;
    }
    for (line, one) in (1_u32..).zip(findings) {
        if one.row > 0 {
            out.write_number(line, 0, one.row as f64)?;
        }
        let level = if one.error { lang.pick("错误", "error") } else { lang.pick("提示", "note") };
        let words = [one.column.as_str(), &one.item, level, lang.pick(&one.zh, &one.en), &one.code];
        for (column, word) in (1_u16..).zip(words) {
            out.write_string(line, column, word)?;
        }
    }
    out.set_column_width(4, 80)?.set_freeze_panes(1, 0)?;
    Ok(())
}

/// The number of a column's letters, from 1.
fn number_of(letters: &str) -> u16 {
    letters.bytes().fold(0, |number: u16, b| {
        number.saturating_mul(26).saturating_add(u16::from(b.saturating_sub(b'A')) + 1)
    })
}
