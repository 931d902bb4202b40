//! What is said of a sheet as a whole (整表提示): another period, form or version, hidden rows, formulas.

use anye_reading::{Sheet, Tables};

use super::super::findings::{Finding, letters};
use super::super::headers::Headers;
use super::super::template::HIDDEN;
use super::{Collected, Want};

/// What the hidden sheet of a template says: the form, its version, the period.
pub(super) fn template_of(tables: &Tables, want: &Want<'_>, made: &mut Collected) {
    let Some(sheet) = tables.sheets.iter().find(|sheet| sheet.name == HIDDEN) else { return };
    let value = |name: &str| {
        let row = sheet.rows.iter().find(|row| row.cell(1).is_some_and(|cell| cell.text == name))?;
        row.cell(2).map(|cell| cell.text.to_owned())
    };
    if let Some(form) = value("form").filter(|id| *id != want.form.id) {
        made.fatal = true;
        made.findings.push(Finding::file(
            "other_form",
            true,
            format!("这是报表 {form} 的模板，不是 {}。", want.form.id),
            format!("This is the template of the form {form}, not of {}.", want.form.id),
        ));
    }
    if let Some(version) = value("version").filter(|one| *one != want.form.version) {
        made.findings.push(Finding::file(
            "other_version",
            false,
            format!("模板是旧版本 {version}，现行版本 {}；按列名对应。", want.form.version),
            format!(
                "The template is of an older version {version}, in use is {}; columns were matched by name.",
                want.form.version
            ),
        ));
    }
    if let Some(period) = value("period").filter(|text| *text != want.period.to_string()) {
        made.fatal = true;
        made.findings.push(Finding::file(
            "other_period",
            true,
            format!("这是 {period} 的模板，选的报告期是 {}。", want.period),
            format!("This is the template for {period}, but {} was chosen.", want.period),
        ));
    }
}

pub(super) fn about_sheet(sheet: &Sheet, headers: &Headers, made: &mut Collected) {
    let mut told = |finding: Finding| made.findings.push(finding);
    for (column, text) in &headers.unknown {
        told(
            Finding::file(
                "unknown_column",
                false,
                format!("不认识的列“{text}”，没有读。"),
                format!("The column “{text}” is not known and was not read."),
            )
            .at(headers.row, *column),
        );
    }
    for (text, first, second) in &headers.doubled {
        let (a, b) = (letters(*first), letters(*second));
        told(
            Finding::file(
                "doubled_column",
                true,
                format!("“{text}”有两列（{a}、{b}），请删去一列。"),
                format!("There are two columns “{text}” ({a} and {b}); delete one."),
            )
            .at(headers.row, *second),
        );
    }
    for area in &sheet.merged {
        told(Finding::file(
            "merged",
            false,
            format!("合并单元格 {area}：只有左上角的值被读到。"),
            format!("Merged cells {area}: only the value at the top left is read."),
        ));
    }
    let hidden: Vec<u32> = sheet
        .rows
        .iter()
        .filter(|row| row.hidden && row.number >= headers.first)
        .map(|row| row.number)
        .collect();
    if let Some(first) = hidden.first() {
        told(
            Finding::file(
                "hidden_rows",
                false,
                format!("有 {} 个隐藏的数据行也被读了，请确认。", hidden.len()),
                format!(
                    "{} hidden rows hold data and were read too; make sure that they belong here.",
                    hidden.len()
                ),
            )
            .at(*first, 0),
        );
    }
    if sheet.hidden {
        told(Finding::file(
            "hidden_sheet",
            false,
            "数据在隐藏的工作表里。",
            "The data are in a hidden sheet.",
        ));
    }
    if !headers.doubled.is_empty() {
        made.fatal = true;
    }
}
