//! The workbook to fill in (模板): heads with hints, all columns as text so that no digit is lost, choices as lists, one example line as a note.

use anye_base::Lang;
use rust_xlsxwriter::{Color, DataValidation, Format, Note, Workbook, XlsxError};

use super::columns::COLUMNS;

/// Lines that are prepared.
const LINES: u32 = 2_000;

/// Makes it; `example` is shown beside the head of the place.
pub fn workbook(lang: Lang, example: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_text_wrap().set_background_color(Color::RGB(0x00E0_EFF0));
    let ids = Format::new().set_font_color(Color::RGB(0x0059_605E)).set_font_size(8);
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_name(lang.pick("个人", "Persons"))?;
    for (column, one) in (0_u16..).zip(COLUMNS) {
        let star = if one.required { "*" } else { "" };
        sheet.write_string_with_format(0, column, format!("{}{star}", lang.pick(one.zh, one.en)), &head)?;
        sheet.write_string_with_format(1, column, one.id, &ids)?;
        sheet
            .set_column_format(column, &text)?
            .set_column_width(column, if one.id == "number" { 22 } else { 16 })?;
        let hint =
            match one.id {
                "number" => lang
                    .pick("按文本填写，18 位，末位 X 大写", "As text, 18 characters, a capital X at the end"),
                "place" => lang
                    .pick("区划代码或名称，县（区）及以下", "Code or name of a county or a lower division"),
                "birth_date" => lang.pick("有证件号码时可不填", "May be left out where there is a number"),
                _ => "",
            };
        if !hint.is_empty() {
            let hint = if one.id == "place" { format!("{hint}：{example}") } else { hint.to_owned() };
            sheet.insert_note(0, column, &Note::new(hint).add_author_prefix(false))?;
        }
        let list: &[&str] = match (one.id, lang) {
            ("sex", Lang::Zh) => &["男", "女"],
            ("sex", Lang::En) => &["male", "female"],
            ("residence_type", Lang::Zh) => &["城镇", "农村"],
            ("residence_type", Lang::En) => &["urban", "rural"],
            ("kind", Lang::Zh) => &[
                "居民身份证",
                "港澳居民来往内地通行证",
                "台湾居民来往大陆通行证",
                "护照",
                "外国人永久居留身份证",
            ],
            _ => &[],
        };
        if !list.is_empty() {
            let rule = DataValidation::new().allow_list_strings(list)?;
            sheet.add_data_validation(2, column, LINES, column, &rule)?;
        }
    }
    sheet.set_freeze_panes(2, 1)?;
    book.save_to_buffer()
}
