//! Files and value sets through the router: a workbook is looked at, comes back marked, is taken in part, and taken twice changes nothing; what DHIS2 sends comes
//! out again as it went in.

use anye_reporting::collect::limits;
use anye_reporting::report;
use anye_testkit::sqlite;
use axum::http::StatusCode;
use rust_xlsxwriter::Workbook;
use serde_json::json;

use crate::through::Through;
use crate::world::{FORM, House, OCTOBER};

const HEAD: [&str; 8] =
    ["统一社会信用代码", "operating", "wages", "base_staff", "start_staff", "hired", "left", "end_staff"];
const FILES: &str = "/reporting/files";

/// A workbook with one row a reporter; `end` is what it says of the end of the month.
fn book(rows: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0_u16..).zip(HEAD) {
        sheet.write_string(0, at, head).unwrap();
    }
    for (line, (code, end)) in (1_u32..).zip(rows) {
        for (at, text) in (0_u16..).zip([code, "正常", "800000", "200", "200", "0", "5", end]) {
            sheet.write_string(line, at, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

async fn stored(house: &House) -> usize {
    let asking = house.clerk.on(house);
    let wanted = report::Filter { form: FORM.into(), period: OCTOBER.into(), ..report::Filter::default() };
    let limit = anye_base::Limit::default();
    report::list(&house.reporting, &asking.caller(None), &wanted, None, limit).await.unwrap().items.len()
}

fn held(text: &str) -> String {
    text.split("name=\"held\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_workbook_is_looked_at_marked_taken_in_part_and_never_twice() {
    let store = sqlite().await;
    let house = House::with(&store.db, 3).await;
    let codes: Vec<&str> = house.employers.iter().map(|one| one.code.as_str()).collect();
    let bytes = book(&[(codes[0], "195"), (codes[1], "195"), (codes[2], "约195")]);
    let at = Through::new(&house, &house.clerk);
    let about = [("_csrf", "token"), ("form", FORM), ("period", OCTOBER)];
    let with = |act: &'static str| [&about[..], &[("act", act)]].concat();
    let template = at.get(&format!("{FILES}/template?form={FORM}&period={OCTOBER}")).await;
    assert!(template.status == StatusCode::OK && template.bytes.starts_with(b"PK"), "{}", template.kind);

    // A dry run says row and cell and writes nothing.
    let dry = at.upload(FILES, &with("check"), Some(("october.xlsx", &bytes))).await;
    let text = dry.text();
    assert_eq!(dry.status, StatusCode::OK, "{:?}", dry.fault);
    assert!(
        text.contains("3 行，2 行可以导入") && text.contains("H4") && text.contains("只导入可以的 2 行"),
        "{text}"
    );
    assert_eq!(stored(&house).await, 0, "a dry run writes nothing");

    // The same workbook comes back with what was sent and a sheet of what is wrong.
    let key = held(&text);
    let ask = [&about[..], &[("held", key.as_str())]].concat();
    let marked = at.form("/reporting/files/marked", &ask).await;
    assert!(marked.kind.contains("spreadsheetml"), "{} {:?}", marked.kind, marked.fault);
    let (file, table) = limits();
    let back = anye_reading::read_tables(&marked.bytes, &file, &table).unwrap();
    let said: Vec<String> = back
        .sheets
        .iter()
        .map(|sheet| {
            sheet.rows.iter().flat_map(|row| row.cells()).map(|cell| cell.text).collect::<Vec<_>>().join("|")
        })
        .collect();
    assert!(said[0].contains("约195") && said[0].contains(codes[2]), "{said:?}");
    assert!(said.len() > 1 && said.last().unwrap().contains('H'), "{said:?}");
    // Somebody else does not get at it.
    let stranger = at.other(&house.other).form("/reporting/files/marked", &ask).await;
    assert!(!stranger.kind.contains("spreadsheetml"));

    // All of it is refused, the sound rows are taken, and the same content again takes nothing.
    let all = [&with("all")[..], &[("held", key.as_str())]].concat();
    let none = at.upload(FILES, &all, None).await;
    assert_eq!((none.status, stored(&house).await), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    let sound = [&with("sound")[..], &[("held", key.as_str())]].concat();
    let part = at.upload(FILES, &sound, None).await.text();
    assert!(part.contains("新报 2 份") && part.contains("未导入 1 行"), "{part}");
    assert_eq!(stored(&house).await, 2);
    let again = at.upload(FILES, &with("sound"), Some(("renamed.xlsx", &bytes))).await.text();
    assert!(again.contains("同样的内容以前导入过"), "{again}");
    assert_eq!((stored(&house).await, house.differences(OCTOBER).await.len()), (2, 0));

    // The same file from a program.
    let api = [("form", FORM), ("period", OCTOBER), ("accept", "sound"), ("_csrf", "token")];
    let told = at.upload("/api/reporting/files", &api, Some(("api.xlsx", &bytes))).await;
    assert_eq!(told.status, StatusCode::OK, "{:?}", told.fault);
    let told = told.json();
    assert_eq!(
        (&told["again"], &told["refused"], &told["rows"]),
        (&json!(true), &json!(1), &json!(3)),
        "{told}"
    );
    let officer =
        at.other(&house.officer).upload("/api/reporting/files", &api, Some(("api.xlsx", &bytes))).await;
    assert!(officer.status == StatusCode::FORBIDDEN || officer.json()["counts"]["created"] == 0);
}

#[tokio::test]
async fn figures_as_parquet_are_exact_and_keep_what_is_missing_missing() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;

    let store = sqlite().await;
    let house = House::with(&store.db, 2).await;
    house.submitted(0, OCTOBER, &crate::world::cells(200, 5, 10)).await;
    let at = Through::new(&house, &house.other);
    let asked = format!(
        "/figures/export?form={FORM}&from={OCTOBER}&place=210000&items=end_staff&items=wages&items=arrears&as=parquet"
    );
    let back = at.get(&asked).await;
    assert_eq!(
        (back.status, back.kind.as_str()),
        (StatusCode::OK, "application/vnd.apache.parquet"),
        "{:?}",
        back.fault
    );
    let reader = SerializedFileReader::new(bytes_of(back.bytes)).unwrap();
    let said = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(said.iter().any(|one| one.key == "anye.form" && one.value.as_deref() == Some(FORM)), "{said:?}");
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(
        (row.get_string(0).unwrap().as_str(), row.get_string(1).unwrap().as_str()),
        (OCTOBER, "210000")
    );
    assert_eq!(row.get_long(4).unwrap(), 1);
    let names: Vec<&String> = row.get_column_iter().map(|(name, _)| name).collect();
    assert_eq!(names[7..], ["wages", "arrears", "end_staff"], "in the order of the form");
    // The reader writes a number without decimals with its point.
    let text = |field: &parquet::record::Field| field.to_string().trim_end_matches('.').to_owned();
    let exact: Vec<String> = row.get_column_iter().skip(7).map(|(_, field)| text(field)).collect();
    assert_eq!(exact, ["800000.50", "null", "195"], "missing is not nought");
}

fn bytes_of(bytes: Vec<u8>) -> axum::body::Bytes {
    axum::body::Bytes::from(bytes)
}

#[tokio::test]
async fn data_value_sets_come_out_as_they_went_in() {
    let store = sqlite().await;
    let house = House::with(&store.db, 2).await;
    let at = Through::new(&house, &house.clerk);
    let code = &house.employers[0].code;
    let value = |element: &str, combo: &str, value: &str| json!({ "dataElement": element, "categoryOptionCombo": combo, "value": value });
    let set = json!({ "dataSet": FORM, "period": "202610", "orgUnit": code, "dataValues": [
        value("operating", "default", "normal"),
        value("wages", "default", "800000.50"),
        value("base_staff", "default", "200"),
        value("start_staff", "default", "200"),
        value("hired", "expansion", "0"),
        value("left", "layoff", "5"),
        value("end_staff", "default", "195"),
    ] });
    let dry = at.json("/api/reporting/dataValueSets?dryRun=true", &set).await.json();
    assert_eq!((&dry["status"], &dry["importCount"]["imported"]), (&json!("SUCCESS"), &json!(7)), "{dry}");
    assert_eq!(stored(&house).await, 0);
    let taken = at.json("/api/reporting/dataValueSets", &set).await.json();
    assert_eq!(
        (&taken["status"], &taken["importCount"]["imported"]),
        (&json!("SUCCESS"), &json!(7)),
        "{taken}"
    );
    let again = at.json("/api/reporting/dataValueSets", &set).await.json();
    assert_eq!((&again["importCount"]["updated"], stored(&house).await), (&json!(7), 1), "{again}");
    let asked = format!("/api/reporting/dataValueSets?dataSet={FORM}&period=202610&orgUnit={code}");
    let out = at.get(&asked).await.json();
    let there = |element: &str| {
        let all = out["dataValues"].as_array().unwrap();
        all.iter().find(|one| one["dataElement"] == element).map(|one| one["value"].clone())
    };
    assert_eq!((there("end_staff"), there("wages")), (Some(json!("195")), Some(json!("800000.50"))), "{out}");
    // What came out goes in again and changes nothing.
    let back = at.json("/api/reporting/dataValueSets", &out).await.json();
    assert!(
        back["conflicts"].as_array().unwrap().is_empty() && house.differences(OCTOBER).await.is_empty(),
        "{back}"
    );
    // A value that is none keeps its report out and says which.
    let mut wrong = set.clone();
    wrong["orgUnit"] = json!(house.employers[1].code);
    wrong["dataValues"][6]["value"] = json!("about 195");
    let told = at.json("/api/reporting/dataValueSets", &wrong).await.json();
    assert_eq!((&told["status"], &told["importCount"]["ignored"]), (&json!("ERROR"), &json!(7)), "{told}");
    assert_eq!(told["conflicts"][0]["object"], "end_staff");
    let nothing = json!({ "dataSet": "no-such-form", "period": "202610", "orgUnit": code, "dataValues": [] });
    assert_eq!(at.json("/api/reporting/dataValueSets", &nothing).await.status, StatusCode::NOT_FOUND);
}
