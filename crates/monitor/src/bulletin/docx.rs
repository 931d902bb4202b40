//! A bulletin as a Word document, set after GB/T 9704: title in Song, headings in Hei, text in Fang Song of size three, 28 characters a line, page number below.

use std::io::{Cursor, Write as _};

use anye_base::Fault;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::model::{Bulletin, Table};
use anye_web::figure::grouped;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const DOCUMENT_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="f1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;
const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="宋体" w:ascii="宋体" w:hAnsi="宋体"/><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#;
/// A4 with the margins of the standard: 37 mm above, 28 mm left, type area 156 × 225 mm.
const PAGE: &str = r#"<w:sectPr><w:footerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="default" r:id="f1"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1134" w:gutter="0"/></w:sectPr>"#;

/// Makes the document in one language.
///
/// # Errors
/// The archive cannot be written.
pub fn docx(one: &Bulletin, causes: &[String], chinese: bool) -> Result<Vec<u8>, Fault> {
    let body = body(one, causes, chinese);
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}{PAGE}</w:body></w:document>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same figures give the same bytes: no clock goes in.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("word/document.xml", document.as_str()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS),
        ("word/footer1.xml", FOOTER),
    ];
    for (name, text) in parts {
        zip.start_file(name, options).map_err(Fault::internal)?;
        zip.write_all(text.as_bytes()).map_err(Fault::internal)?;
    }
    Ok(zip.finish().map_err(Fault::internal)?.into_inner())
}

fn body(one: &Bulletin, causes: &[String], chinese: bool) -> String {
    let content = &one.content;
    let (said, cause_word) = if chinese { ("形势研判", "成因:") } else { ("Judgement", "Causes: ") };
    let mut out = paragraph(
        "title",
        &format!(
            "{}{}{}",
            content.place.said(chinese),
            content.period.said(chinese),
            content.name.said(chinese)
        ),
    );
    out.push_str(&paragraph("center", content.issuer.said(chinese)));
    for section in &content.sections {
        out.push_str(&paragraph("heading", section.title.said(chinese)));
        for pieces in &section.paragraphs {
            let text: String = pieces.iter().map(|piece| piece.text.said(chinese)).collect();
            out.push_str(&paragraph("text", &text));
        }
        for table in &section.tables {
            out.push_str(&paragraph("caption", table.title.said(chinese)));
            out.push_str(&grid(table, chinese));
        }
        for chart in &section.charts {
            out.push_str(&paragraph("caption", chart.title.said(chinese)));
            let points: Vec<String> = chart
                .points
                .iter()
                .map(|(at, value)| format!("{at} {}", value.as_deref().unwrap_or("—")))
                .collect();
            out.push_str(&paragraph("note", &format!("({}) {}", chart.unit, points.join("; "))));
        }
    }
    out.push_str(&paragraph("heading", said));
    for line in one.judgement.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(&paragraph("text", line.trim()));
    }
    if !causes.is_empty() {
        out.push_str(&paragraph(
            "text",
            &format!("{cause_word}{}", causes.join(if chinese { "、" } else { ", " })),
        ));
    }
    out.push_str(&paragraph("note", content.method.said(chinese)));
    out.push_str(&paragraph("note", &format!("SM3 {}", one.digest)));
    out
}

/// A paragraph in one of the few settings.
fn paragraph(kind: &str, text: &str) -> String {
    let (font, half_points, align, indent) = match kind {
        "title" => ("方正小标宋简体", 44, "center", 0),
        "center" => ("楷体", 32, "center", 0),
        "heading" => ("黑体", 32, "both", 640),
        "caption" => ("黑体", 24, "center", 0),
        "note" => ("仿宋", 21, "both", 0),
        _ => ("仿宋", 32, "both", 640),
    };
    let line = if kind == "text" || kind == "heading" {
        r#"<w:spacing w:line="560" w:lineRule="exact"/>"#
    } else {
        ""
    };
    format!(
        r#"<w:p><w:pPr>{line}<w:ind w:firstLine="{indent}"/><w:jc w:val="{align}"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/><w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
        escape(text)
    )
}

fn grid(table: &Table, chinese: bool) -> String {
    let mut out = String::from(
        r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/><w:insideH w:val="single" w:sz="2"/></w:tblBorders></w:tblPr>"#,
    );
    let heads = table.columns.iter().map(|head| {
        let unit = if head.unit.is_empty() { String::new() } else { format!("({})", head.unit) };
        format!("{}{unit}", head.name.said(chinese))
    });
    let mut row = |cells: Vec<String>| {
        out.push_str("<w:tr>");
        for (at, cell) in cells.into_iter().enumerate() {
            let align = if at == 0 { "left" } else { "right" };
            out.push_str(&format!(
                r#"<w:tc><w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p></w:tc>"#,
                escape(&cell)
            ));
        }
        out.push_str("</w:tr>");
    };
    row(std::iter::once(String::new()).chain(heads).collect());
    for line in &table.rows {
        let values = line.values.iter().map(|value| value.as_deref().map_or_else(|| "—".to_owned(), grouped));
        row(std::iter::once(line.name.said(chinese).to_owned()).chain(values).collect());
    }
    out.push_str("</w:tbl>");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
