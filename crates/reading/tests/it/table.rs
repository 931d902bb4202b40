//! Tables: what a clerk's workbook holds comes out cell by cell, and hostile workbooks are refused before they cost anything.

use anye_reading::{Bomb, CellKind, Limits, Part, ReadError, TableLimits, Tables, read_tables};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::make::{TYPES, zip};
use crate::reader;

const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="s1"/></sheets></workbook>"#;

/// A workbook whose only sheet is this XML inside `sheetData`.
fn raw(data: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{data}</sheetData></worksheet>"#
    );
    zip(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn tables(bytes: &[u8]) -> Result<Tables, ReadError> {
    read_tables(bytes, &Limits::default(), &TableLimits::default())
}

#[test]
fn a_clerks_workbook_comes_out_cell_by_cell() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("月报").unwrap();
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet.write_string(0, 0, "企业名称").unwrap();
    sheet.write_string(0, 1, "期末人数").unwrap();
    sheet.write_string(2, 0, " 甲公司 ").unwrap();
    sheet.write_number(2, 1, 120.0).unwrap();
    sheet.write_datetime_with_format(2, 2, ExcelDateTime::from_ymd(2020, 5, 31).unwrap(), &day).unwrap();
    sheet.write_formula(2, 3, Formula::new("=B3*2").set_result("240")).unwrap();
    sheet.write_boolean(2, 4, true).unwrap();
    sheet.write_number(2, 5, 0.1 + 0.2).unwrap();
    sheet.write_string(2, 6, "912101000000000000").unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.write_string(3, 0, "藏").unwrap();
    sheet.merge_range(5, 0, 5, 2, "合并", &Format::new()).unwrap();
    book.add_worksheet().set_name("说明").unwrap().set_hidden(true);
    let bytes = book.save_to_buffer().unwrap();

    let read = reader(Limits::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let found = runtime.block_on(read.read_table(&bytes, &TableLimits::default())).unwrap();
    assert_eq!(found, tables(&bytes).unwrap(), "the child and this process read the same");
    assert_eq!(found.format, "xlsx");
    assert_eq!(
        found.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect::<Vec<_>>(),
        [("月报", false), ("说明", true)]
    );
    let sheet = &found.sheets[0];
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 4, 6]);
    let row = &sheet.rows[1];
    let cells: Vec<_> = row.cells().map(|cell| (cell.column, cell.text, cell.kind, cell.formula)).collect();
    assert_eq!(
        cells,
        [
            (1, "甲公司", CellKind::Text, false),
            (2, "120", CellKind::Number, false),
            (3, "2020-05-31", CellKind::Date, false),
            (4, "240", CellKind::Number, true),
            (5, "true", CellKind::YesNo, false),
            (6, "0.3", CellKind::Number, false),
            (7, "912101000000000000", CellKind::Text, false),
        ]
    );
    assert!(sheet.rows[2].hidden && !row.hidden);
    assert_eq!(sheet.merged, ["A6:C6"]);
}

#[test]
fn a_small_file_cannot_ask_for_a_huge_grid() {
    // 1.4 KB that a reader which lays out a grid would answer with hundreds of gigabytes.
    let bytes =
        raw(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>"#);
    assert!(bytes.len() < 2_000);
    let found = tables(&bytes).unwrap();
    assert_eq!(found.sheets[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 1_048_576]);
    let far = raw(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#);
    assert_eq!(tables(&far), Err(ReadError::BombSuspected { what: Bomb::Columns }));
}

#[test]
fn caps_on_rows_cells_and_text() {
    let rows: String =
        (1..=30).map(|at| format!(r#"<row r="{at}"><c><v>{at}</v></c><c><v>1</v></c></row>"#)).collect();
    let bytes = raw(&rows);
    let with = |limits: TableLimits| read_tables(&bytes, &Limits::default(), &limits);
    assert_eq!(
        with(TableLimits { rows: 29, ..TableLimits::default() }),
        Err(ReadError::BombSuspected { what: Bomb::Rows })
    );
    assert_eq!(
        with(TableLimits { cells: 59, ..TableLimits::default() }),
        Err(ReadError::BombSuspected { what: Bomb::Cells })
    );
    assert!(with(TableLimits { rows: 30, cells: 60, ..TableLimits::default() }).is_ok());
    let long =
        raw(&format!(r#"<row r="1"><c t="inlineStr"><is><t>{}</t></is></c></row>"#, "长".repeat(60_000)));
    assert_eq!(tables(&long), Err(ReadError::BombSuspected { what: Bomb::Cells }));
}

#[test]
fn rows_and_cells_that_go_backwards_are_damage() {
    for data in [
        r#"<row r="2"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>"#,
        r#"<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>abc</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>NaN</v></c></row>"#,
    ] {
        assert_eq!(tables(&raw(data)), Err(ReadError::Damaged { where_: Part::Sheet }), "{data}");
    }
    let lost = raw(r#"<row r="1"><c r="A1" t="s"><v>7</v></c></row>"#);
    assert_eq!(tables(&lost), Err(ReadError::Damaged { where_: Part::SharedTexts }));
}

#[test]
fn inflation_and_entities_are_refused() {
    let row =
        r#"<row><c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></is></c></row>"#;
    let bomb = raw(&row.repeat(200_000));
    assert_eq!(tables(&bomb), Err(ReadError::BombSuspected { what: Bomb::Inflation }));
    let with_dtd = BOOK.replace("<workbook", "<!DOCTYPE a [<!ENTITY b \"c\">]><workbook");
    let bytes = zip(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", with_dtd.as_bytes()),
    ]);
    assert_eq!(tables(&bytes), Err(ReadError::BombSuspected { what: Bomb::Dtd }));
}

#[test]
fn csv_of_any_common_kind() {
    let gbk = encoding_rs::GB18030.encode("企业名称,期末人数\n甲公司,\"1,200\"\n\n乙公司,0\n").0.into_owned();
    let found = tables(&gbk).unwrap();
    assert_eq!((found.format.as_str(), found.encoding.as_deref()), ("csv", Some("gb18030")));
    let rows: Vec<Vec<&str>> =
        found.sheets[0].rows.iter().map(|row| row.cells().map(|cell| cell.text).collect()).collect();
    assert_eq!(rows, [vec!["企业名称", "期末人数"], vec!["甲公司", "1,200"], vec!["乙公司", "0"]]);
    assert_eq!(found.sheets[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 4]);
    let tabs = tables("\u{feff}a\tb\n1\t\n".as_bytes()).unwrap();
    assert_eq!(tabs.sheets[0].rows[1].cell(1).unwrap().text, "1");
    assert!(tabs.sheets[0].rows[1].cell(2).is_none(), "missing is not empty text");
    assert_eq!(tables(b""), Err(ReadError::Empty));
}

#[test]
fn cut_short_at_any_byte_it_is_refused_and_never_half_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..50 {
        sheet.write_string(row, 0, format!("企业{row}")).unwrap();
        sheet.write_number(row, 1, f64::from(row)).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    for end in (0..bytes.len()).step_by(61) {
        assert!(tables(&bytes[..end]).is_err(), "{end} of {}", bytes.len());
    }
}
