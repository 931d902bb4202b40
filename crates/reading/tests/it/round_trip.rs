//! One notice of our own, in every format: the same paragraphs come out of each.

use crate::make::Docx;
use crate::{file, paragraphs, reader};
use anye_reading::{Format, Limits};

fn notice() -> Vec<String> {
    String::from_utf8(file("samples/notice.txt")).unwrap().lines().map(str::to_owned).collect()
}

fn check(bytes: &[u8], format: Format, encoding: Option<&str>) {
    let reading = reader(Limits::default()).read_blocking(bytes, "notice").unwrap();
    assert_eq!((reading.format, reading.encoding), (format, encoding));
    assert_eq!(paragraphs(&reading), notice());
    assert!(!reading.text.contains('\u{fffd}'));
}

#[test]
fn text_in_utf8() {
    check(&file("samples/notice.txt"), Format::Text, Some("UTF-8"));
}

#[test]
fn text_in_gb18030() {
    let text = String::from_utf8(file("samples/notice.txt")).unwrap();
    check(&encoding_rs::GB18030.encode(&text).0, Format::Text, Some("gb18030"));
}

#[test]
fn web_page() {
    check(&file("samples/notice.html"), Format::Html, Some("UTF-8"));
}

#[test]
fn web_page_in_gbk() {
    let page = String::from_utf8(file("samples/notice.html")).unwrap().replace("utf-8", "gb2312");
    check(&encoding_rs::GBK.encode(&page).0, Format::Html, Some("gb18030"));
}

#[test]
fn word_document_written_by_another_program() {
    check(&file("samples/notice.docx"), Format::Docx, None);
}

#[test]
fn word_document_whose_numbers_are_automatic() {
    let level = |at: u32, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let article = level(1, "chineseCountingThousand", "第%2条")
        .replace("<w:numFmt", "<w:lvlRestart w:val=\"0\"/><w:numFmt");
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"4\">{}{article}{}</w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num>",
        level(0, "chineseCounting", "第%1章"),
        level(2, "japaneseCounting", "（%3）"),
    );
    let body: String = notice().iter().map(|line| paragraph(line)).collect();
    let bytes = Docx { body: &body, numbering: &numbering, styles: "" }.bytes();
    assert!(
        !body.contains("第一条") && !body.contains("（一）"),
        "the numbers are not in the text of the file"
    );
    check(&bytes, Format::Docx, None);
}

/// A paragraph whose label, if it has one, is left to the numbering.
fn paragraph(line: &str) -> String {
    let labelled = |level: u32, end: &str| {
        let (_, text) = line.split_once(end).unwrap();
        let numbering =
            format!("<w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr>");
        format!("<w:p>{numbering}<w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let head: String = line.chars().take(3).collect();
    match head.as_str() {
        head if head.starts_with('第') && head.ends_with('章') => labelled(0, "章 "),
        head if head.starts_with('第') && head.ends_with('条') => labelled(1, "条 "),
        head if head.starts_with('（') && head.ends_with('）') => labelled(2, "）"),
        _ => crate::make::p(line),
    }
}

#[test]
fn pdf_with_a_text_layer() {
    check(&file("samples/notice.pdf"), Format::Pdf, None);
}
