//! Indicators, targets, due days, panels and versions, on the small file.

use anye_forms::{Admission, Facts, Period, Totals, against, change, indicator};
use anye_law::day::Day;
use anye_law::num::Num;

use super::{SMALL, sound};

fn number(text: &str) -> Num {
    Num::parse(text).unwrap()
}

#[test]
fn a_share_is_exact_and_has_a_reason_when_there_is_none() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let mut totals = Totals { reports: 2, sums: vec![None; form.items.len()] };
    let why = indicator(&catalogue, "loss", &totals, None, None).unwrap_err();
    assert_eq!(why.code, "missing");
    totals.sums[form.column("start").unwrap()] = Some(3000);
    totals.sums[form.column("left.layoff").unwrap()] = Some(47);
    let figure = indicator(&catalogue, "loss", &totals, None, None).unwrap();
    assert_eq!((figure.text.as_str(), figure.exact), ("1.57", Num::ratio(47, 30).unwrap()));
    totals.sums[form.column("start").unwrap()] = Some(0);
    assert_eq!(indicator(&catalogue, "loss", &totals, None, None).unwrap_err().code, "missing");
    let why = indicator(&catalogue, "los", &totals, None, None).unwrap_err();
    assert!(why.code == "unknown_indicator" && why.say.en.contains("'loss'"));
}

#[test]
fn a_rate_changes_in_points() {
    let catalogue = sound(SMALL);
    let loss = catalogue.indicator("loss").unwrap();
    let found = change(loss, number("4.24"), number("4.04")).unwrap();
    assert_eq!(
        (found.text.as_str(), found.unit.en.as_str(), found.better),
        ("+0.20", "percentage points", Some(false))
    );
    let same = change(loss, number("4"), number("4")).unwrap();
    assert_eq!((same.text.as_str(), same.better), ("0.00", None));
    let held =
        against(loss, loss.target_for("210000", "2020-05".parse().unwrap()).unwrap(), number("3.0")).unwrap();
    assert_eq!((held.met, held.margin.as_str()), (true, "0.00"));
    assert!(loss.target_for("210000", "2021-05".parse().unwrap()).is_none());
}

#[test]
fn due_days_and_what_a_form_is_valid_for() {
    let catalogue = sound(SMALL);
    let form = catalogue.form("monthly").unwrap();
    let due = |period: &str, place: &str| {
        form.due_on(period.parse().unwrap(), place, &|_| true).map(|day| day.to_string())
    };
    assert_eq!(due("2020-05", "210400").as_deref(), Some("2020-06-10"));
    assert_eq!(due("2020-05", "210202").as_deref(), Some("2020-06-12"));
    assert_eq!(due("W1", "210202"), None);
    let more = "{ period = \"2020-01\", day = 20 }, { unit = \"u1\", day = 25 }, { place = \"210200\"";
    let catalogue = sound(&SMALL.replace("{ place = \"210200\"", more));
    let form = &catalogue.forms[0];
    let due = |period: &str, place: &str, unit: &str| {
        form.due_for(period.parse().unwrap(), place, unit, &|_| true).map(|day| day.to_string())
    };
    assert_eq!(due("2020-01", "210202", "u2").as_deref(), Some("2020-02-20"));
    assert_eq!(due("2020-01", "210202", "u1").as_deref(), Some("2020-02-25"));
    assert_eq!(due("2020-02", "210202", "u2").as_deref(), Some("2020-03-12"));
    let holds = |period: &str| form.valid.holds(period.parse::<Period>().unwrap());
    assert!(holds("2010-01") && holds("2020-12") && holds("W2") && !holds("2009-12") && !holds("2021-01"));
}

#[test]
fn sizes_and_admission_of_a_panel() {
    let catalogue = sound(SMALL);
    let panel = catalogue.panel("firms").unwrap();
    let size = |day| panel.size_on(Day::parse(day).unwrap()).map(|size| size.n);
    assert_eq!(
        (size("2009-12-31"), size("2010-01-01"), size("2012-05-31"), size("2012-06-01")),
        (None, Some(30), Some(30), Some(50))
    );
    let admits = |industry: &str| panel.admits(&Facts::new().with("industry", industry.into()));
    assert_eq!(admits("E"), Admission::Admitted);
    assert!(matches!(admits("C"), Admission::Refused(why) if why.zh == "只收建筑业"));
    assert!(matches!(panel.admits(&Facts::new()), Admission::Unknown(_)));
}

#[test]
fn the_version_follows_the_content_and_not_the_layout() {
    let version = |text: &str| sound(text).forms[0].version.clone();
    let own = version(SMALL);
    assert_eq!(own.len(), 16);
    assert_eq!(
        version(
            &SMALL.replace("required = true\ntotal = true", "# a comment\ntotal   =  true\nrequired = true")
        ),
        own
    );
    assert_ne!(version(&SMALL.replace("factor = 3", "factor = 4")), own);
}
