//! Periods: text to and fro, neighbours, days.

use anye_forms::{Period, PeriodType};
use anye_law::day::Day;

fn period(text: &str) -> Period {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn text_days_and_neighbours() {
    for (text, next, before, year_ago, first, last) in [
        ("2020", "2021", "2019", "2019", "2020-01-01", "2020-12-31"),
        ("2020H2", "2021H1", "2020H1", "2019H2", "2020-07-01", "2020-12-31"),
        ("2020Q1", "2020Q2", "2019Q4", "2019Q1", "2020-01-01", "2020-03-31"),
        ("2020-02", "2020-03", "2020-01", "2019-02", "2020-02-01", "2020-02-29"),
        ("2020-02a", "2020-02b", "2020-01b", "2019-02a", "2020-02-01", "2020-02-15"),
        ("2020-02b", "2020-03a", "2020-02a", "2019-02b", "2020-02-16", "2020-02-29"),
        ("2020-02x3", "2020-03x1", "2020-02x2", "2019-02x3", "2020-02-21", "2020-02-29"),
        ("2020-02-29", "2020-03-01", "2020-02-28", "2019-02-28", "2020-02-29", "2020-02-29"),
    ] {
        let it = period(text);
        assert_eq!(it.to_string(), text);
        assert_eq!(it.next().unwrap().to_string(), next);
        assert_eq!(it.previous().unwrap().to_string(), before);
        assert_eq!(it.year_ago().unwrap().to_string(), year_ago);
        assert_eq!((it.first_day(), it.last_day()), (Some(day(first)), Some(day(last))));
        assert!(it.contains(day(first)) && it.contains(day(last)));
        assert!(!it.contains(Day(day(last).0 + 1)) && !it.contains(Day(day(first).0 - 1)));
        assert!(it > it.previous().unwrap());
    }
}

#[test]
fn waves_have_a_number_and_nothing_else() {
    let wave = period("W3");
    assert_eq!(wave.to_string(), "W3");
    assert_eq!(wave.next().unwrap().to_string(), "W4");
    assert_eq!((wave.year_ago(), wave.first_day(), wave.last_day()), (None, None, None));
    assert_eq!(period("W1").previous(), None);
}

#[test]
fn what_is_no_period_is_refused() {
    for text in [
        "",
        "W",
        "W0",
        "20",
        "2020-13",
        "2020-00",
        "2020-5",
        "2020H3",
        "2020Q0",
        "2020-05c",
        "2020-05x4",
        "2020-02-30",
        "1899",
        "2200",
        "2020-05-",
        "2020年5月",
        "202005",
        "二〇二〇",
        "2020-05-17 ",
        "W-1",
        "W70000",
    ] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
}

#[test]
fn dhis2_text_to_and_fro() {
    for (own, theirs) in [
        ("2020", "2020"),
        ("2020H1", "2020S1"),
        ("2020Q2", "2020Q2"),
        ("2020-05", "202005"),
        ("2020-05-17", "20200517"),
    ] {
        assert_eq!(period(own).to_dhis2().as_deref(), Some(theirs));
        assert_eq!(Period::from_dhis2(theirs), Ok(period(own)));
    }
    assert_eq!(period("2020-05a").to_dhis2(), None);
    for text in ["2020W5", "20205", "2020H1", "2020-05", "20201301", "2020BiMonthly"] {
        assert!(Period::from_dhis2(text).is_err(), "{text}");
    }
}

#[test]
fn every_day_lies_in_exactly_one_period_of_each_type() {
    for (kind, _) in PeriodType::ALL.into_iter().filter(|(kind, _)| *kind != PeriodType::Wave) {
        let mut at = Period::of_day(kind, day("2019-01-01")).unwrap();
        for number in day("2019-01-01").0..day("2021-03-01").0 {
            let here = Period::of_day(kind, Day(number)).unwrap();
            assert!(here == at || Some(here) == at.next(), "{kind:?} {}", Day(number));
            assert!(here.contains(Day(number)));
            assert_eq!(here.to_string().parse(), Ok(here));
            at = here;
        }
    }
}
