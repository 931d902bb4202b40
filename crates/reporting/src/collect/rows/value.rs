//! One cell of a file as the form means it (单元格读法): dates, codes, numbers as people write them. It must never guess a unit.

use anye_forms::{Period, entry};
use anye_reading::{Cell as Held, CellKind};

use super::super::findings::Finding;

/// Ways of writing that leave no question: thousands of rows of them would hide the others.
pub(super) const PLAIN: [&str; 5] = ["name", "trimmed", "full_width", "separators", "day_form"];

pub(super) fn period_of(text: &str, wanted: Period) -> Result<(), Box<Finding>> {
    if text.is_empty() {
        return Ok(());
    }
    let read = text.parse::<Period>().or_else(|_| Period::from_dhis2(text));
    // A date in the column of a month means the month that it lies in.
    let within = anye_law::day::Day::parse(text).is_some_and(|day| wanted.contains(day));
    if read.is_ok_and(|period| period == wanted) || within {
        return Ok(());
    }
    Err(Box::new(Finding::file(
        "wrong_period",
        true,
        format!("报告期写的是“{text}”，这里收的是 {wanted}。"),
        format!("The period is “{text}”, but this is for {wanted}."),
    )))
}

/// The code of a reporter. A number that a sheet has rounded is lost: it is refused, not mended.
pub(super) fn code(cell: &Held<'_>) -> Result<(String, Option<Finding>), Box<Finding>> {
    let text = cell.text.trim().trim_start_matches('\'').trim();
    if cell.kind == CellKind::Text {
        let wide: String = text.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != '-').collect();
        return Ok((wide.to_uppercase(), None));
    }
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let digits = whole.bytes().all(|b| b.is_ascii_digit());
    if cell.kind != CellKind::Number || !digits || whole.len() > 15 {
        return Err(Box::new(Finding::file(
            "code_number",
            true,
            format!("代码被存成了数字“{text}”，15 位以后的数字已经丢失；请把该列设为文本后重新填写。"),
            format!(
                "The code was stored as the number “{text}”; its digits beyond the 15th are lost. Make the column text and write the code again."
            ),
        )));
    }
    let note = Finding::file(
        "code_was_number",
        false,
        format!("代码存成了数字，按“{whole}”读。"),
        format!("The code was stored as a number and read as “{whole}”."),
    );
    Ok((whole.to_owned(), Some(note)))
}

/// Full-width letters and digits as plain ones.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

pub(super) fn value(
    item: &anye_forms::Item,
    cell: &Held<'_>,
) -> Result<(anye_forms::Cell, Option<Finding>), Box<Finding>> {
    if cell.kind == CellKind::Error {
        return Err(Box::new(Finding::file(
            "failed_formula",
            true,
            format!("公式出错（{}），请填数值。", cell.text),
            format!("The formula failed ({}); write the value.", cell.text),
        )));
    }
    if cell.kind == CellKind::Date && item.kind.is_number() {
        return Err(Box::new(Finding::file(
            "date_in_number",
            true,
            format!("这里要填数字，单元格却是日期（{}）；请把单元格格式改为常规后重填。", cell.text),
            format!(
                "A number is wanted here, but the cell is a date ({}); change its format to general and write it again.",
                cell.text
            ),
        )));
    }
    match entry(item, cell.text) {
        Ok((held, note)) => {
            let told = note
                .filter(|note| note.doubt || !PLAIN.contains(&note.code))
                .map(|note| Finding::file(note.code, false, note.say.zh, note.say.en));
            Ok((held, told))
        }
        Err(error) => {
            let meant = error.suggestion.as_deref();
            let zh = meant.map(|text| format!("；是否为 {text}?")).unwrap_or_default();
            let en = meant.map(|text| format!("; did you mean {text}?")).unwrap_or_default();
            Err(Box::new(Finding::file(
                error.code,
                true,
                format!("{}{zh}", error.say.zh),
                format!("{}{en}", error.say.en),
            )))
        }
    }
}
