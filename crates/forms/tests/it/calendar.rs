//! Working days: holidays, exchanged Saturdays, years the data does not state; a faulty year is told and left out; the Liaoning pack's data fits what the
//! law gives (eleven days off a year).

use anye_forms::{Calendar, Catalogue};
use anye_law::day::Day;

const YEAR: &str = "[[year]]\nyear = 2020\nsource = [\"甲〔2019〕1号\"]\nholiday = [{ zh = \"劳动节\", en = \"Labour Day\", from = \"2020-05-01\", to = \"2020-05-05\" }]\nwork = [\"2020-04-26\", \"2020-05-09\"]\n";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn calendar() -> Calendar {
    Calendar::from_toml(YEAR).unwrap()
}

#[test]
fn holidays_are_off_and_exchanged_weekends_are_worked() {
    let calendar = calendar();
    for (text, works) in [
        ("2020-04-25", false),
        ("2020-04-26", true),
        ("2020-04-30", true),
        ("2020-05-01", false),
        ("2020-05-05", false),
        ("2020-05-06", true),
        ("2020-05-09", true),
        ("2020-05-10", false),
    ] {
        assert_eq!(calendar.is_working_day(day(text)), works, "{text}");
    }
    assert_eq!(calendar.holiday(day("2020-05-04")).map(|name| name.en.as_str()), Some("Labour Day"));
    assert!(calendar.is_exchanged(day("2020-05-09")) && !calendar.is_exchanged(day("2020-05-08")));
    assert_eq!(calendar.on_or_after(day("2020-05-01")), Some(day("2020-05-06")));
}

#[test]
fn working_days_are_counted_from_the_day_after_and_back() {
    let calendar = calendar();
    // Thursday, then the holiday: 6, 7, 8 May and the Saturday after them.
    let cases =
        [("2020-04-30", 0, "2020-04-30"), ("2020-04-30", 1, "2020-05-06"), ("2020-04-30", 4, "2020-05-09")];
    for (from, count, to) in cases {
        assert_eq!(calendar.add_working_days(day(from), count), Some(day(to)), "{from} + {count}");
        assert_eq!(calendar.working_days_between(day(from), day(to)), i64::from(count));
    }
    // From a day off the first working day is one.
    assert_eq!(calendar.add_working_days(day("2020-05-02"), 1), Some(day("2020-05-06")));
    assert_eq!(calendar.working_days_between(day("2020-05-09"), day("2020-04-30")), -4);
    assert_eq!(calendar.working_days_between(day("2020-05-02"), day("2020-05-05")), 0);
    assert_eq!(calendar.add_working_days(Day::MAX, 1), None, "beyond the days there are");
}

#[test]
fn a_year_that_is_not_stated_knows_weekends_only_and_says_so() {
    let calendar = calendar();
    assert!(calendar.is_working_day(day("2021-05-03")) && !calendar.is_working_day(day("2021-05-02")));
    assert!(calendar.covers(day("2020-12-31")) && !calendar.covers(day("2021-01-01")));
    assert_eq!(calendar.doubt(day("2020-01-01"), day("2020-12-31")), None);
    let doubt = calendar.doubt(day("2020-12-30"), day("2021-01-05")).unwrap();
    assert!(doubt.zh.contains("没有 2021 年") && doubt.en.contains("of 2021;"), "{doubt:?}");
    let doubt = Calendar::default().doubt(day("2019-12-30"), day("2021-01-05")).unwrap();
    assert!(doubt.en.contains("2019–2021"), "{doubt:?}");
}

#[test]
fn a_year_with_something_wrong_is_told_and_left_out() {
    for (from, to, code, line) in [
        ("\"2020-05-09\"]", "\"2020-05-08\"]", "R601", 5),
        ("\"2020-05-09\"]", "\"2020-05-02\"]", "R601", 5),
        ("\"2020-05-09\"]", "\"2020-05\"]", "R011", 5),
        ("to = \"2020-05-05\"", "to = \"2020-04-05\"", "R112", 4),
        ("to = \"2020-05-05\"", "to = \"2020-12-05\"", "R112", 4),
        ("zh = \"劳动节\", ", "", "R005", 4),
        ("source = [\"甲〔2019〕1号\"]\n", "", "R003", 1),
        ("work =", "works =", "R002", 5),
        ("year = 2020", "year = \"2020\"", "R004", 2),
    ] {
        let text = YEAR.replacen(from, to, 1);
        assert_ne!(text, YEAR, "{from}");
        let found = Calendar::from_toml(&text).unwrap_err();
        assert_eq!(
            found.iter().map(|one| (one.code, one.mark.line)).collect::<Vec<_>>(),
            [(code, line)],
            "{to}"
        );
        let (kept, _) = Calendar::read("calendar.toml", &text);
        assert_eq!(kept, Calendar::default(), "{to}: nothing of that year is believed");
    }
    let twice = format!("{YEAR}{YEAR}");
    assert_eq!(Calendar::from_toml(&twice).unwrap_err()[0].code, "R007");
    assert_eq!(Calendar::from_toml("[[year").unwrap_err()[0].code, "R001");
}

#[test]
fn due_days_follow_the_calendar_of_the_pack() {
    let form = super::SMALL.replace("due = { day = 10,", "due = { day = 10, next_working_day = true,");
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let due = |days: &str| {
        let files = [file("reporting/x.toml", &form), file("calendar.toml", days)];
        let (catalogue, found) = Catalogue::read(&files, None);
        let works = |day| catalogue.calendar.is_working_day(day);
        let due = catalogue.forms[0].due_on("2020-04".parse().unwrap(), "210102", &works).unwrap();
        (due.to_string(), found.len())
    };
    // The tenth of May 2020 is a Sunday; it is worked when the calendar says so. A calendar that is wrong is told and moves nothing.
    assert_eq!(due(YEAR), ("2020-05-11".to_owned(), 0));
    assert_eq!(due(&YEAR.replace("-05-09", "-05-10")), ("2020-05-10".to_owned(), 0));
    assert_eq!(due(&YEAR.replace("-05-09", "-05-08")), ("2020-05-11".to_owned(), 1));
}

#[test]
fn the_packs_years_give_the_days_off_of_the_law() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/liaoning/calendar.toml"))
            .unwrap();
    let calendar = Calendar::from_toml(&text).unwrap();
    let worked: Vec<(i32, i64)> = calendar
        .years()
        .map(|(year, sources)| {
            assert!(!sources.is_empty(), "{year}");
            let (from, to) = (day(&format!("{}-12-31", year - 1)), day(&format!("{year}-12-31")));
            let weekdays = Calendar::default().working_days_between(from, to);
            (year, weekdays - calendar.working_days_between(from, to))
        })
        .collect();
    // Eleven days off a year fall on or are moved to weekdays. 2011 worked a Saturday for 2012; 2015 had the day of victory, 2020 two days more of Spring Festival.
    let expected: Vec<(i32, i64)> = (2009..=2020)
        .map(|year| {
            (
                year,
                match year {
                    2011 => 10,
                    2012 | 2015 => 12,
                    2020 => 13,
                    _ => 11,
                },
            )
        })
        .collect();
    assert_eq!(worked, expected);
}
