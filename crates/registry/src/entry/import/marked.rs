//! Workbooks that go out (模板、批注表): the one to fill in, and the one that was sent with each bad cell coloured and what is wrong beside it.

use std::collections::BTreeMap;

use anye_base::Lang;
use anye_programmes::{FieldKind, Register, SubjectKind};
use anye_reading::Tables;
use rust_xlsxwriter::{Color, DataValidation, Format, Note, Workbook, XlsxError};

use super::headers::letters;
use super::rows::{Finding, Parsed};

/// Longest note.
const LONGEST: usize = 900;

/// The workbook to fill in: codes as text, choices as lists.
///
/// # Errors
/// What the writer refuses.
pub fn template(register: &Register, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let who = match register.subject {
        SubjectKind::Person => lang.pick("证件号码", "number"),
        SubjectKind::Employer => lang.pick("统一社会信用代码", "code"),
        _ => lang.pick("编号", "id"),
    };
    let heads = [
        who,
        lang.pick("名称", "name"),
        lang.pick("起始日", "first day"),
        lang.pick("终止日", "last day"),
        lang.pick("地区代码", "place"),
        lang.pick("来源", "source"),
        lang.pick("依据", "evidence"),
    ];
    let fixed = heads.iter().map(|head| ((*head).to_owned(), None));
    let fields = register
        .fields
        .iter()
        .map(|field| (lang.pick(&field.name.zh, &field.name.en).to_owned(), Some(field)));
    for (column, (head, field)) in (0_u16..).zip(fixed.chain(fields)) {
        sheet.write_string_with_format(0, column, &head, &bold)?;
        sheet.set_column_format(column, &text)?.set_column_width(column, 18)?;
        let Some(field) = field else { continue };
        let names: Vec<&str> = match &field.kind {
            FieldKind::Choice(all) => all.iter().map(|one| lang.pick(&one.name.zh, &one.name.en)).collect(),
            FieldKind::YesNo => vec![lang.pick("是", "yes"), lang.pick("否", "no")],
            _ => Vec::new(),
        };
        // A list in a cell's rule may have 255 characters.
        if !names.is_empty() && names.iter().map(|name| name.chars().count() + 1).sum::<usize>() < 250 {
            sheet.add_data_validation(
                1,
                column,
                50_000,
                column,
                &DataValidation::new().allow_list_strings(&names)?,
            )?;
        }
        if !field.help.zh.is_empty() {
            sheet.insert_note(
                0,
                column,
                &Note::new(lang.pick(&field.help.zh, &field.help.en)).add_author_prefix(false),
            )?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    book.save_to_buffer()
}

/// What was sent, with marks.
///
/// # Errors
/// What the writer refuses.
pub fn workbook(
    tables: &Tables,
    parsed: &Parsed,
    findings: &[Finding],
    lang: Lang,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@");
    let bad = Format::new().set_background_color(Color::RGB(0x00F6_C7C3)).set_num_format("@");
    let mut at: BTreeMap<(u64, &str), Vec<&str>> = BTreeMap::new();
    for one in findings.iter().filter(|one| one.row > 0) {
        at.entry((one.row, one.column.as_str())).or_default().push(lang.pick(&one.zh, &one.en));
    }
    let sheet = book.add_worksheet();
    sheet.set_name(lang.pick("数据", "Data"))?;
    for row in tables.sheets.get(parsed.sheet).map_or(&[][..], |sheet| sheet.rows.as_slice()) {
        let (line, number) = (row.number.saturating_sub(1), u64::from(row.number));
        for cell in row.cells() {
            let marked = at.contains_key(&(number, letters(cell.column).as_str()));
            sheet.write_string_with_format(
                line,
                cell.column - 1,
                cell.text,
                if marked { &bad } else { &text },
            )?;
        }
        for ((_, column), said) in at.range((number, "")..(number + 1, "")) {
            let column = number_of(column).max(1);
            if row.cell(column).is_none() {
                sheet.write_blank(line, column - 1, &bad)?;
            }
            let said: String = said.join("\n").chars().take(LONGEST).collect();
            sheet.insert_note(line, column - 1, &Note::new(said).add_author_prefix(false))?;
        }
    }
    let list = book.add_worksheet();
    list.set_name(lang.pick("问题清单", "Findings"))?;
    let bold = Format::new().set_bold();
    let heads = match lang {
        Lang::Zh => ["行", "列", "问题", "代码"],
        Lang::En => ["Row", "Column", "Finding", "Code"],
    };
    for (column, head) in (0_u16..).zip(heads) {
        list.write_string_with_format(0, column, head, &bold)?;
    }
    for (line, one) in (1_u32..).zip(findings) {
        if let Ok(row) = u32::try_from(one.row) {
            list.write_number(line, 0, row)?;
        }
        for (column, word) in (1_u16..).zip([one.column.as_str(), lang.pick(&one.zh, &one.en), &one.code]) {
            list.write_string(line, column, word)?;
        }
    }
    list.set_column_width(2, 80)?.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// The number of a column's letters, from 1.
fn number_of(letters: &str) -> u16 {
    letters.bytes().fold(0, |number: u16, b| {
        number.saturating_mul(26).saturating_add(u16::from(b.saturating_sub(b'A')) + 1)
    })
}
