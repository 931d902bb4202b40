//! The workbook to fill in (模板): a row for each reporter, codes as text, choices as lists, the form's version and the period in a hidden sheet.

use anye_forms::{Form, Item, ItemKind, Period, Source};
use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use super::headers::label;

/// Name of the hidden sheet.
pub const HIDDEN: &str = "anye";
/// Columns before the items: code, name.
const BEFORE: u16 = 2;

/// A reporter that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Items that somebody fills in.
pub fn inputs(form: &Form) -> impl Iterator<Item = &Item> {
    form.items.iter().filter(|item| item.source != Source::Computed)
}

/// Makes it.
///
/// # Errors
/// What the writer refuses.
pub fn workbook(form: &Form, period: Period, listed: &[Listed], english: bool) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00E0_EFF0));
    let ids = Format::new().set_font_color(Color::RGB(0x0059_605E)).set_font_size(8);
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_name(if english { "Reports" } else { "报表" })?;
    let words = if english {
        ["Code", "Name", "Reason for warnings"]
    } else {
        ["单位代码", "单位名称", "预警说明"]
    };
    sheet
        .write_string_with_format(0, 0, words[0], &head)?
        .write_string_with_format(1, 0, "reporter", &ids)?;
    sheet.write_string_with_format(0, 1, words[1], &head)?.write_string_with_format(1, 1, "name", &ids)?;
    sheet.set_column_format(0, &text)?.set_column_width(0, 22)?.set_column_width(1, 30)?;
    let rows = u32::try_from(listed.len()).unwrap_or(u32::MAX).max(200) + 2;
    let mut column = BEFORE;
    for item in inputs(form) {
        let name = label(form, item, english);
        let title = if item.unit.is_empty() { name } else { format!("{name}({})", item.unit) };
        let title = if item.required { format!("{title}*") } else { title };
        sheet.write_string_with_format(0, column, title, &head)?;
        sheet.write_string_with_format(1, column, &item.id, &ids)?;
        let help = if english { &item.help.en } else { &item.help.zh };
        if !help.is_empty() {
            sheet.insert_note(0, column, &Note::new(help.as_str()).add_author_prefix(false))?;
        }
        choices(sheet, item, column, rows, english)?;
        if matches!(item.kind, ItemKind::Text(_) | ItemKind::Date) {
            sheet.set_column_format(column, &text)?;
        }
        sheet.set_column_width(column, 13)?;
        column += 1;
    }
    sheet.write_string_with_format(0, column, words[2], &head)?.write_string_with_format(
        1,
        column,
        "warning-reason",
        &ids,
    )?;
    sheet.set_column_format(column, &text)?.set_column_width(column, 30)?;
    sheet.set_row_height(0, 48)?.set_freeze_panes(2, BEFORE)?;
    for (line, one) in (2_u32..).zip(listed) {
        sheet.write_string_with_format(line, 0, &one.code, &text)?;
        sheet.write_string(line, 1, &one.name)?;
    }
    let hidden = book.add_worksheet();
    hidden.set_name(HIDDEN)?.set_hidden(true);
    let facts = [
        ("form", form.id.as_str()),
        ("version", &form.version),
        ("period", &period.to_string()),
        ("rows", &listed.len().to_string()),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    for (line, (name, value)) in (0_u32..).zip(facts) {
        hidden.write_string(line, 0, name)?.write_string(line, 1, value)?;
    }
    book.save_to_buffer()
}

/// A list to choose from. A list longer than 255 characters does not fit a cell: names are then read as they are written.
fn choices(
    sheet: &mut Worksheet,
    item: &Item,
    column: u16,
    rows: u32,
    english: bool,
) -> Result<(), XlsxError> {
    let names: Vec<String> = match &item.kind {
        ItemKind::Choice(all) => {
            all.iter().map(|one| if english { one.name.en.clone() } else { one.name.zh.clone() }).collect()
        }
        ItemKind::YesNo => {
            if english {
                vec!["yes".to_owned(), "no".to_owned()]
            } else {
                vec!["是".to_owned(), "否".to_owned()]
            }
        }
        _ => return Ok(()),
    };
    let long: usize = names.iter().map(|name| name.chars().count() + 1).sum();
    if long > 255 || names.iter().any(|name| name.contains(',')) {
        return Ok(());
    }
    let list = DataValidation::new().allow_list_strings(&names)?;
    sheet.add_data_validation(2, column, rows, column, &list)?;
    Ok(())
}
