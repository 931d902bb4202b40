//! Reports checked: what needs the report before, the reporter or the history; numbers at the edge.

use anye_forms::{Cell, Cells, Checked, Facts, Form, Severity, check};

use super::{SMALL, sound};

fn cells(form: &Form, of: &[(&str, i64)]) -> Cells {
    let mut cells = Cells::empty(form);
    for (id, number) in of {
        cells.set(form.column(id).unwrap(), Cell::Number(*number));
    }
    cells
}

fn doubts(checked: &Checked) -> Vec<&str> {
    checked.doubts.iter().map(|doubt| doubt.check.as_str()).collect()
}

#[test]
fn a_condition_over_the_reporter_and_the_report_before() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let mut now = cells(form, &[("start", 10), ("left.layoff", 2), ("left.other", 1)]);
    now.set(form.column("state").unwrap(), Cell::Choice(0));
    let before = cells(form, &[("end", 9)]);
    let builder = Facts::new().with("industry", "E".into());
    assert_eq!(doubts(&check(form, &now, Some(&before), &[], &builder)), ["falls"]);
    // Not the industry, nothing known, no report before: nothing to say.
    let other = Facts::new().with("industry", "C".into());
    assert!(check(form, &now, Some(&before), &[], &other).doubts.is_empty());
    assert!(check(form, &now, Some(&before), &[], &Facts::new()).doubts.is_empty());
    assert!(check(form, &now, None, &[], &builder).doubts.is_empty());
    let doubt = &check(form, &now, Some(&before), &[], &builder).doubts[0];
    assert_eq!((doubt.level, doubt.effect), (Severity::Warning, Some(-2)));
    assert!(doubt.zh.contains("左边 7 人") && doubt.en.contains("right 9"), "{doubt:?}");
}

#[test]
fn a_gap_is_no_sum() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let checked = check(form, &cells(form, &[("start", 10), ("left.layoff", 2)]), None, &[], &Facts::new());
    assert_eq!(doubts(&checked), ["split.left"]);
    assert_eq!(checked.cells.get(form.column("left").unwrap()), &Cell::Missing);
    assert_eq!(checked.cells.get(form.column("end").unwrap()), &Cell::Missing);
    // The whole alone is taken as it is.
    let checked = check(form, &cells(form, &[("start", 10), ("left", 2)]), None, &[], &Facts::new());
    assert_eq!(checked.cells.get(form.column("end").unwrap()), &Cell::Number(8));
    assert!(checked.doubts.is_empty());
}

#[test]
fn what_was_given_for_a_computed_cell_is_compared() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let checked =
        check(form, &cells(form, &[("start", 10), ("left", 2), ("end", 9)]), None, &[], &Facts::new());
    assert_eq!(doubts(&checked), ["computed.end"]);
    assert_eq!((checked.doubts[0].effect, checked.doubts[0].suggestion), (Some(1), Some(8)));
    assert_eq!(checked.cells.get(form.column("end").unwrap()), &Cell::Number(8));
}

#[test]
fn history_needs_four_reports_and_a_real_distance() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let now = cells(form, &[("start", 130), ("left", 0)]);
    let past: Vec<Cells> = [100, 101, 99, 100, 102].map(|end| cells(form, &[("end", end)])).into();
    let all: Vec<&Cells> = past.iter().collect();
    assert_eq!(doubts(&check(form, &now, None, &all, &Facts::new())), ["history.end"]);
    assert!(check(form, &now, None, &all[..3], &Facts::new()).doubts.is_empty());
    let near = cells(form, &[("start", 105), ("left", 0)]);
    assert!(check(form, &near, None, &all, &Facts::new()).doubts.is_empty());
    // A history without any spread: only what is beyond `least` counts.
    let flat: Vec<Cells> = std::iter::repeat_n(cells(form, &[("end", 100)]), 6).collect();
    let flat: Vec<&Cells> = flat.iter().collect();
    assert!(check(form, &near, None, &flat, &Facts::new()).doubts.is_empty());
    let far = cells(form, &[("start", 106), ("left", 0)]);
    assert_eq!(doubts(&check(form, &far, None, &flat, &Facts::new())), ["history.end"]);
}

#[test]
fn units_mixed_up_are_seen_both_ways() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let report = |wages: i64| cells(form, &[("start", 1), ("left", 0), ("wages", wages)]);
    for (now, before, meant) in [
        (45, 450_000, Some(450_000)),
        (4_700_000_000, 450_000, Some(470_000)),
        (400, 450_000, None),
        (0, 450_000, None),
        (45, 0, None),
    ] {
        let checked = check(form, &report(now), Some(&report(before)), &[], &Facts::new());
        let found = checked.doubts.iter().find(|doubt| doubt.check == "unit.wages");
        assert_eq!(found.and_then(|doubt| doubt.suggestion), meant, "{now} after {before}");
    }
}

#[test]
fn the_largest_numbers_are_told_and_not_wrapped() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let huge = cells(form, &[("start", 1), ("left.layoff", i64::MAX), ("left.other", i64::MAX)]);
    assert_eq!(doubts(&check(form, &huge, Some(&huge), &[&huge], &Facts::new())), ["split.left"]);
    let low = cells(form, &[("start", i64::MAX), ("left", 0), ("wages", i64::MAX)]);
    let before = cells(form, &[("wages", i64::MIN), ("end", i64::MIN)]);
    let checked = check(form, &low, Some(&before), &[&before, &before, &before, &before], &Facts::new());
    assert!(!checked.has_errors(), "{:?}", checked.doubts);
}

#[test]
fn cells_of_another_form_are_told_and_never_panic() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let wrong = Cells(vec![Cell::Text("x".into()); 40]);
    let checked = check(form, &wrong, None, &[], &Facts::new());
    assert!(checked.has_errors() && checked.cells.0.len() == form.items.len());
    let short = check(form, &Cells(Vec::new()), Some(&Cells(Vec::new())), &[], &Facts::new());
    assert_eq!(short.incomplete, [form.column("start").unwrap()]);
}
