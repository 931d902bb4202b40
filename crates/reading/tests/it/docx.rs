//! Word documents: numbering, tracked changes, hidden text, tables, text boxes.

use crate::make::{Docx, docx, p};
use crate::{paragraphs, reader};
use anye_reading::{Limits, Note, Reading};

fn reading(docx: &[u8]) -> Reading {
    reader(Limits::default()).read_blocking(docx, "x").unwrap()
}

fn check(body: &str, expected: &[&str]) {
    assert_eq!(paragraphs(&reading(&docx(body))), expected, "{body}");
}

fn t(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

/// A paragraph in list `num` at `level`.
fn item(num: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr>{}</w:p>",
        t(text)
    )
}

fn level(at: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn numbered(body: &str, numbering: &str, styles: &str, expected: &[&str]) {
    assert_eq!(paragraphs(&reading(&Docx { body, numbering, styles }.bytes())), expected);
}

#[test]
fn levels_count_and_restart() {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level(0, "chineseCounting", "%1、", ""),
        level(1, "chineseCounting", "（%2）", ""),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    );
    let body = [
        item(1, 0, "甲"),
        item(1, 1, "乙"),
        item(1, 1, "丙"),
        item(1, 0, "丁"),
        item(1, 1, "戊"),
        item(1, 2, "己"),
    ]
    .concat();
    numbered(&body, &numbering, "", &["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "2.1.1 己"]);
}

#[test]
fn lists_of_one_definition_go_on_unless_told_to_restart() {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
        level(0, "decimalEnclosedCircle", "%1", "<w:suff w:val=\"nothing\"/>"),
    );
    let body =
        [item(1, 0, "甲"), item(2, 0, "乙"), item(3, 0, "丙"), item(3, 0, "丁"), item(0, 0, "无")].concat();
    numbered(&body, &numbering, "", &["①甲", "②乙", "①丙", "②丁", "无"]);
}

#[test]
fn styles_bring_numbering() {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"3\">{}{}</w:abstractNum><w:num w:numId=\"5\"><w:abstractNumId w:val=\"3\"/></w:num>",
        level(0, "chineseCountingThousand", "第%1章", "<w:pStyle w:val=\"H1\"/>"),
        level(1, "chineseCountingThousand", "第%2条", "<w:pStyle w:val=\"H2\"/><w:lvlRestart w:val=\"0\"/>"),
    );
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"Mine\"><w:basedOn w:val=\"H2\"/></w:style>";
    let in_style = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", t(text))
    };
    let body = [in_style("H1", "总则"), in_style("H2", "甲"), in_style("H1", "附则"), in_style("Mine", "乙")]
        .concat();
    numbered(&body, &numbering, styles, &["第一章 总则", "第一条 甲", "第二章 附则", "第二条 乙"]);
}

#[test]
fn bullets_are_no_labels_and_unknown_formats_are_told() {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level(0, "bullet", "\u{f0b7}", ""),
        level(1, "hebrew1", "%2.", ""),
    );
    let body = [item(1, 0, "甲"), item(1, 1, "乙")].concat();
    let reading = reading(&Docx { body: &body, numbering: &numbering, styles: "" }.bytes());
    assert_eq!(paragraphs(&reading), ["甲", "1. 乙"]);
    assert_eq!(reading.notes, vec![Note::NumberingWrittenAsDigits { format: "hebrew1".to_owned() }]);
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = format!(
        "<w:p>{}<w:del w:id=\"1\"><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins w:id=\"2\">{}</w:ins>\
         <w:r><w:rPr><w:b/><w:rPrChange w:id=\"3\"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>尾</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id=\"4\"/></w:rPr></w:pPr>{}</w:p>{}\
         <w:moveFrom w:id=\"5\">{}</w:moveFrom>",
        t("首"),
        t("新"),
        t("前半"),
        p("后半"),
        p("移走"),
    );
    let reading = reading(&docx(&body));
    assert_eq!(paragraphs(&reading), ["首新尾", "前半后半"]);
    assert_eq!(reading.notes, vec![Note::DeletionsLeftOut { count: 2 }, Note::InsertionsKept { count: 1 }]);
}

#[test]
fn hidden_text_stays_hidden() {
    let styles = "<w:style w:type=\"character\" w:styleId=\"Secret\"><w:rPr><w:vanish/></w:rPr></w:style>";
    let body = format!(
        "<w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>\
         <w:r><w:rPr><w:rStyle w:val=\"Secret\"/></w:rPr><w:t>密</w:t></w:r>\
         <w:r><w:rPr><w:rStyle w:val=\"Secret\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>显</w:t></w:r></w:p>",
        t("见"),
    );
    let reading = reading(&Docx { body: &body, numbering: "", styles }.bytes());
    assert_eq!(paragraphs(&reading), ["见显"]);
    assert_eq!(reading.notes, vec![Note::HiddenLeftOut { count: 2 }]);
}

#[test]
fn breaks_tabs_fields_and_entities() {
    check(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙&amp;&#x20BB7;</w:t></w:r></w:p>",
        &["甲\t乙", "丙&𠮷"],
    );
    check(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>",
        &["3"],
    );
}

#[test]
fn tables_come_out_row_by_row() {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(text));
    let row = |more: &str, a: &str, b: &str| format!("<w:tr>{more}{}{}</w:tr>", cell(a), cell(b));
    let deleted = row("<w:trPr><w:del w:id=\"1\"/></w:trPr>", "删", "行");
    let body = format!(
        "{}<w:tbl><w:tblPr/>{}{}{deleted}</w:tbl>{}",
        p("前"),
        row("", "岗位", "人数"),
        row("", "保洁", "12"),
        p("后")
    );
    check(&body, &["前", "岗位\t人数", "保洁\t12", "后"]);
}

#[test]
fn a_text_box_is_read_once() {
    let drawing = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        t("外"),
        drawing("框内"),
        drawing("框内"),
        t("文"),
    );
    check(&body, &["框内", "外文"]);
}

#[test]
fn notes_and_comments_are_told_not_read() {
    let reading =
        reading(&docx("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>"));
    assert_eq!(reading.notes, vec![Note::SideTextLeftOut { count: 1 }]);
}
