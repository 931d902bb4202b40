//! A corpus of odd sheets, made here: each has a clear answer, and a sound one is read to the cell.

use std::sync::LazyLock;

use anye_forms::{Catalogue, Cell, Form};
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_reading::{Tables, read_tables};
use anye_reporting::collect::{
    Collected, Finding, Listed, Want, collect, limits, marked_workbook, template_workbook,
};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use crate::world::FORM;

static FORMS: LazyLock<Catalogue> =
    LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap().pack.reporting().0);

fn house_form() -> &'static Form {
    FORMS.form(FORM).unwrap()
}

const CODE: &str = "91210100MA0ABCDE1X";
const HEAD: [&str; 8] =
    ["统一社会信用代码", "operating", "wages", "base_staff", "start_staff", "hired", "left", "end_staff"];
const ROW: [&str; 8] = [CODE, "正常", "800000", "200", "200", "0", "5", "195"];

fn tables(bytes: &[u8]) -> Tables {
    let (file, table) = limits();
    read_tables(bytes, &file, &table).unwrap()
}

fn read(bytes: &[u8]) -> Collected {
    let form: &Form = house_form();
    collect(&tables(bytes), &Want { form, period: "2026-10".parse().unwrap() })
}

/// A workbook with the header and the row, changed by `change`.
fn book(change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0_u16..).zip(HEAD) {
        sheet.write_string(0, at, head).unwrap();
    }
    for (at, text) in (0_u16..).zip(ROW) {
        sheet.write_string(1, at, text).unwrap();
    }
    change(sheet);
    book.save_to_buffer().unwrap()
}

fn codes(made: &Collected) -> Vec<&str> {
    made.findings.iter().map(|one| one.code.as_str()).collect()
}

fn found<'a>(made: &'a Collected, code: &str) -> &'a Finding {
    let found = made.findings.iter().find(|one| one.code == code);
    let found = found.unwrap_or_else(|| panic!("{code} is not among {:?}", made.findings));
    assert!(!found.zh.is_empty() && !found.en.is_empty(), "{found:?}");
    found
}

#[test]
fn a_sound_sheet_is_read_to_the_cell() {
    let made = read(&book(|_| {}));
    assert!(made.findings.is_empty() && made.refused.is_empty() && !made.fatal, "{:?}", made.findings);
    let (form, row) = (house_form(), &made.rows[0]);
    assert_eq!((row.row, row.reporter.as_str(), row.period.as_str()), (2, CODE, "2026-10"));
    let cell = |id: &str| row.cells.get(form.column(id).unwrap()).clone();
    assert_eq!(
        (cell("wages"), cell("hired"), cell("arrears")),
        (Cell::Number(80_000_000), Cell::Number(0), Cell::Missing)
    );
}

#[test]
fn zero_blank_and_missing_are_three_things() {
    let made = read(&book(|sheet| {
        sheet.write_string(1, 5, "—").unwrap();
        sheet.clear_cell(1, 6);
    }));
    let (form, row) = (house_form(), &made.rows[0]);
    assert_eq!(*row.cells.get(form.column("hired").unwrap()), Cell::Missing);
    assert_eq!(*row.cells.get(form.column("left").unwrap()), Cell::Missing);
    assert_eq!(found(&made, "blank_word").column, "F");
}

#[test]
fn a_header_that_moved_is_found_and_columns_go_by_name() {
    let mut out = Workbook::new();
    let sheet = out.add_worksheet();
    sheet.merge_range(0, 0, 0, 5, "2026年10月 企业用工月报", &Format::new()).unwrap();
    let order = [7, 3, 0, 1, 2, 4, 5, 6];
    for (at, from) in (1_u16..).zip(order) {
        sheet.write_string(4, at, HEAD[from]).unwrap();
        sheet.write_string(5, at, ROW[from]).unwrap();
    }
    sheet.write_string(4, 9, "联系人").unwrap();
    sheet.write_string(5, 9, "某某").unwrap();
    let made = read(&out.save_to_buffer().unwrap());
    assert_eq!((made.headers.row, made.rows.len()), (5, 1), "{:?}", made.findings);
    let end = house_form().column("end_staff").unwrap();
    assert_eq!(*made.rows[0].cells.get(end), Cell::Number(195));
    assert_eq!(
        (found(&made, "unknown_column").row, found(&made, "unknown_column").column.as_str()),
        (5, "J")
    );
    assert!(found(&made, "unknown_column").zh.contains("联系人"));
    assert!(found(&made, "merged").zh.contains("A1:F1"));
}

#[test]
fn chinese_and_english_names_with_units_are_known() {
    let names = [
        ("期末人数(人)", "end_staff"),
        ("Staff at start", "start_staff"),
        ("本月应发工资总额（元）*", "wages"),
    ];
    for (name, id) in names {
        let made = read(&book(|sheet| {
            let at = HEAD.iter().position(|head| *head == id).unwrap();
            sheet.write_string(0, u16::try_from(at).unwrap(), name).unwrap();
        }));
        assert!(!codes(&made).contains(&"unknown_column"), "{name}: {:?}", made.findings);
        assert!(made.headers.of_item(house_form().column(id).unwrap()).is_some(), "{name}");
    }
}

#[test]
fn a_code_that_a_sheet_rounded_is_refused_and_a_short_one_read() {
    let lost = read(&book(|sheet| {
        sheet.write_number(1, 0, 520_103_199_001_011_234.0).unwrap();
    }));
    assert!(found(&lost, "code_number").error && lost.rows.is_empty() && lost.refused.contains(&2));
    let short = read(&book(|sheet| {
        sheet.write_number(1, 0, 210_102.0).unwrap();
    }));
    assert!(!found(&short, "code_was_number").error);
    assert_eq!(short.rows[0].reporter, "210102");
    let wide = read(&book(|sheet| {
        sheet.write_string(1, 0, "９１210100-ma0abcde1x ").unwrap();
    }));
    assert_eq!(wide.rows[0].reporter, CODE);
}

#[test]
fn formulas_give_their_kept_results_and_failed_ones_are_errors() {
    let made = read(&book(|sheet| {
        sheet.write_formula(1, 7, Formula::new("=E2+F2-G2").set_result("195")).unwrap();
    }));
    assert_eq!((made.rows.len(), found(&made, "formulas").column.as_str()), (1, "H"));
    let failed = read(&book(|sheet| {
        sheet.write_formula(1, 7, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    }));
    assert!(
        failed.rows.is_empty() && failed.findings.iter().any(|one| one.error && one.column == "H"),
        "{failed:?}"
    );
}

#[test]
fn numbers_as_people_write_them() {
    for (text, sound) in [
        ("１，２００", true),
        ("1,200", true),
        ("约200", false),
        ("200-300", false),
        ("二百", false),
        ("200人", true),
        ("2.5", false),
        ("=SUM(A1)", false),
    ] {
        let made = read(&book(|sheet| {
            sheet.write_string(1, 7, text).unwrap();
        }));
        assert_eq!(made.refused.is_empty(), sound, "{text}: {:?}", made.findings);
        let told = made.findings.iter().any(|one| one.column == "H" && one.row == 2);
        assert!(sound || told, "{text}: {:?}", made.findings);
    }
    let unit = read(&book(|sheet| {
        sheet.write_string(1, 2, "80万元").unwrap();
    }));
    assert!(!unit.findings.is_empty(), "{unit:?}");
    let day = read(&book(|sheet| {
        let format = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(1, 7, 44_000.0, &format).unwrap();
    }));
    assert!(found(&day, "date_in_number").error && day.refused.contains(&2));
}

#[test]
fn hidden_rows_are_read_and_said() {
    let made = read(&book(|sheet| {
        sheet.set_row_hidden(1).unwrap();
    }));
    assert_eq!((made.rows.len(), found(&made, "hidden_rows").row), (1, 2));
}

#[test]
fn a_doubled_column_and_a_sheet_without_header_are_not_taken() {
    let doubled = read(&book(|sheet| {
        sheet.write_string(0, 8, "期末人数").unwrap();
        sheet.write_string(1, 8, "300").unwrap();
    }));
    assert!(doubled.fatal && found(&doubled, "doubled_column").zh.contains('H'));
    let mut out = Workbook::new();
    out.add_worksheet().write_string(0, 0, "hello").unwrap();
    let bare = read(&out.save_to_buffer().unwrap());
    assert!(bare.fatal && found(&bare, "no_header").error);
    let nobody = read(&book(|sheet| {
        sheet.write_string(0, 0, "序号").unwrap();
    }));
    assert!(nobody.fatal && found(&nobody, "no_reporter_column").error);
    let missing = read(&book(|sheet| {
        sheet.clear_cell(1, 0);
    }));
    assert!(found(&missing, "no_reporter").error && missing.refused.contains(&2));
}

#[test]
fn gbk_and_utf8_csv_are_the_same() {
    let text = format!("{}\n{}\n", HEAD.join(","), ROW.join(","));
    // 统一社会信用代码 and 正常 in GBK.
    let gbk: Vec<u8> = [
        b"\xcd\xb3\xd2\xbb\xc9\xe7\xbb\xe1\xd0\xc5\xd3\xc3\xb4\xfa\xc2\xeb".as_slice(),
        text.strip_prefix("统一社会信用代码").unwrap().split("正常").next().unwrap().as_bytes(),
        b"\xd5\xfd\xb3\xa3",
        text.split("正常").nth(1).unwrap().as_bytes(),
    ]
    .concat();
    let (plain, old) = (read(text.as_bytes()), read(&gbk));
    assert_eq!(plain.rows, old.rows);
    assert!(!plain.fatal && old.format.to_lowercase().contains("gb"), "{} {}", plain.format, old.format);
}

#[test]
fn another_period_form_or_version_is_said() {
    let wrong = read(&book(|sheet| {
        sheet.write_string(0, 8, "报告期").unwrap();
        sheet.write_string(1, 8, "2026-09").unwrap();
    }));
    assert!(found(&wrong, "wrong_period").error && wrong.rows.is_empty());
    for same in ["2026-10", "202610", "2026-10-31"] {
        let made = read(&book(|sheet| {
            sheet.write_string(0, 8, "报告期").unwrap();
            sheet.write_string(1, 8, same).unwrap();
        }));
        assert_eq!(made.rows.len(), 1, "{same}: {:?}", made.findings);
    }
    let form = house_form();
    let listed = [Listed { code: CODE.into(), name: "样例".into() }];
    let other = template_workbook(form, "2026-09".parse().unwrap(), &listed, false).unwrap();
    let made = read(&other);
    assert!(made.fatal && found(&made, "other_period").error);
}

#[test]
fn a_template_is_read_back_whatever_its_language() {
    let form = house_form();
    for english in [false, true] {
        let listed = [Listed { code: CODE.into(), name: "样例".into() }];
        let bytes = template_workbook(form, "2026-10".parse().unwrap(), &listed, english).unwrap();
        let made = read(&bytes);
        // Nobody filled it in: that is no report.
        assert_eq!(codes(&made), ["no_rows"], "{:?}", made.findings);
        assert!(made.headers.row <= 2);
        let all = tables(&bytes);
        assert!(all.sheets.iter().any(|sheet| sheet.hidden && sheet.name == "anye"));
        assert_eq!(form.id, FORM);
    }
}

#[test]
fn the_same_workbook_comes_back_with_its_bad_cells_marked() {
    let bytes = book(|sheet| {
        sheet.write_string(1, 7, "约200").unwrap();
    });
    let (before, made) = (tables(&bytes), read(&bytes));
    let marked = marked_workbook(&before, made.sheet, &made.findings, anye_base::Lang::Zh).unwrap();
    let after = tables(&marked);
    let texts = |tables: &Tables| -> Vec<String> {
        tables.sheets[0].rows.iter().flat_map(|row| row.cells().map(|cell| cell.text.to_owned())).collect()
    };
    assert_eq!(texts(&before), texts(&after));
    let list = after.sheets.iter().find(|sheet| sheet.name == "问题清单").unwrap();
    assert_eq!(list.rows.len(), 1 + made.findings.len());
    assert_eq!(list.rows[1].cell(2).unwrap().text, "H");
    // The mark is a colour and a note in the file itself.
    let whole = String::from_utf8_lossy(&marked).into_owned();
    assert!(whole.contains("xl/comments1.xml"), "a note is missing");
}
