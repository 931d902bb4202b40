//! Cells to and from JSON: nothing is lost, missing is not zero.

use anye_forms::{Cell, Cells};

use super::{SMALL, sound};

#[test]
fn to_and_fro() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let mut cells = Cells::empty(form);
    for (id, cell) in [
        ("start", Cell::Number(0)),
        ("left.layoff", Cell::Number(-3)),
        ("wages", Cell::Number(123_450)),
        ("rate", Cell::Number(-125)),
        ("state", Cell::Choice(1)),
        ("on", Cell::Day(18_413)),
        ("sick", Cell::YesNo(false)),
        ("note", Cell::Text("“甲”\n\"b\"\\".to_owned())),
    ] {
        cells.set(form.column(id).unwrap(), cell);
    }
    let json = cells.to_json(form);
    assert_eq!(
        json,
        r#"{"start":0,"left.layoff":-3,"wages":"1234.50","rate":"-12.5","state":"shut","on":"2020-05-31","sick":false,"note":"“甲”\n\"b\"\\"}"#
    );
    assert_eq!(Cells::from_json(form, &json).unwrap(), cells);
    assert_eq!(Cells::from_json(form, r#"{"start": null, "rate": 12.5}"#).unwrap().get(0), &Cell::Missing);
}

#[test]
fn what_does_not_fit_is_told() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    for (json, item) in [
        ("[]", ""),
        ("{", ""),
        (r#"{"strat": 1}"#, "strat"),
        (r#"{"start": 1.5}"#, "start"),
        (r#"{"start": true}"#, "start"),
        (r#"{"start": "约3"}"#, "start"),
        (r#"{"wages": "0.001"}"#, "wages"),
        (r#"{"state": "open!"}"#, "state"),
        (r#"{"on": "2020-02-30"}"#, "on"),
        (r#"{"start": 1e30}"#, "start"),
        (r#"{"start": 99999999999999999999}"#, "start"),
    ] {
        assert_eq!(Cells::from_json(form, json).unwrap_err().item, item, "{json}");
    }
    assert!(Cells::from_json(form, r#"{"strat": 1}"#).unwrap_err().en.contains("'start'"));
}
