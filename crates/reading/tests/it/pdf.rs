//! PDF: fonts with and without tables of characters, order of lines, headers and page numbers.

use crate::make::{pdf_page, stream};
use crate::{file, paragraphs, reader};
use anye_reading::{Limits, Note, Reading};

fn reading(pdf: &[u8]) -> Reading {
    reader(Limits::default()).read_blocking(pdf, "x").unwrap()
}

fn chinese(encoding: &str, ordering: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{encoding}/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>/DW 1000>>]>>"
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[test]
fn chinese_fonts_without_a_table_of_their_own() {
    let text = "第一条 便民岗位补贴";
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    for (encoding, bytes) in [("GBK-EUC-H", gbk), ("UniGB-UCS2-H", wide(text)), ("UniGB-UTF16-H", wide(text))]
    {
        let content = format!("BT /F 16 Tf 72 700 Td <{}> Tj ET", hex(&bytes));
        let reading = reading(&pdf_page(content.as_bytes(), &chinese(encoding, "GB1"), &[], ""));
        assert_eq!(paragraphs(&reading), [text], "{encoding}");
    }
}

#[test]
fn fonts_drawn_glyph_by_glyph() {
    let reading = reading(&file("samples/type3.pdf"));
    assert_eq!(paragraphs(&reading), ["第一章 总则", "第一条 本市居民在社区办事，先到一楼大厅。"]);
}

#[test]
fn lines_are_read_down_the_page_whatever_order_they_are_drawn_in() {
    let line = |y: u32, text: &str| format!("1 0 0 1 72 {y} Tm <{}> Tj ", hex(&wide(text)));
    let content =
        format!("BT /F 16 Tf {}{}{}ET", line(600, "第三条"), line(700, "第一条"), line(650, "第二条"));
    let reading = reading(&pdf_page(content.as_bytes(), &chinese("UniGB-UCS2-H", "GB1"), &[], ""));
    assert_eq!(paragraphs(&reading), ["第一条", "第二条", "第三条"]);
}

#[test]
fn headers_watermarks_and_page_numbers_are_left_out() {
    let show = |text: &str| format!("<{}> Tj", hex(&wide(text)));
    let content = format!(
        "/Artifact <</Type/Pagination>> BDC BT /F 9 Tf 72 800 Td {} ET EMC BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm {} ET \
         BT /F 16 Tf 72 700 Td {} ET BT /F 10 Tf 290 40 Td {} ET",
        show("页眉"),
        show("内部资料"),
        show("第一条"),
        show("— 1 —"),
    );
    let reading = reading(&pdf_page(content.as_bytes(), &chinese("UniGB-UCS2-H", "GB1"), &[], ""));
    assert_eq!(paragraphs(&reading), ["第一条"]);
    assert_eq!(reading.notes, vec![Note::PageNumbersLeftOut { count: 1 }]);
}

#[test]
fn latin_words_keep_their_spaces() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/uni5C97/two]>>>>";
    let content = b"BT /F 12 Tf 72 700 Td [(Hello)-400(world AB)] TJ ET";
    assert_eq!(paragraphs(&reading(&pdf_page(content, font, &[], ""))), ["Hello world 岗2"]);
}

#[test]
fn a_few_glyphs_without_a_character_are_told() {
    let map = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <0020> <4e00> endbfrange endcmap end";
    let font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>";
    let codes: String = (1..=16).map(|code| format!("{code:04x}")).collect();
    let content = format!("BT /F 12 Tf 72 700 Td <{codes}0300> Tj ET");
    let reading = reading(&pdf_page(content.as_bytes(), font, &[stream("", map)], ""));
    assert_eq!(reading.notes, vec![Note::GlyphsWithoutCharacter { count: 1 }]);
    let expected: String = ('\u{4e00}'..='\u{4e0f}').chain(['\u{fffd}']).collect();
    assert_eq!(reading.text.trim_end(), expected);
}
