//! Deadlines: days, working days over a holiday, months, and the time in which the clock stood still.

use anye_forms::Calendar;
use anye_law::day::Day;
use anye_programmes::{Clock, Span, SpanUnit};

const DAYS_OFF: &str = r#"
[[year]]
year = 2020
source = ["sample"]
holiday = [{ zh = "劳动节", en = "Labour Day", from = "2020-05-01", to = "2020-05-05" }]
work = ["2020-05-09"]
"#;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn due(n: u32, unit: SpanUnit, from: &str, pauses: &[(&str, Option<&str>)]) -> Option<String> {
    let calendar = Calendar::from_toml(DAYS_OFF).unwrap();
    let clock = Clock::new(pauses.iter().map(|(from, to)| (day(from), to.map(day))).collect());
    Span { n, unit }.due_paused(day(from), &calendar, &clock).map(|day| day.to_string())
}

#[test]
fn time_runs_from_the_day_after() {
    let calendar = Calendar::from_toml(DAYS_OFF).unwrap();
    let twenty = Span { n: 20, unit: SpanUnit::Day };
    assert_eq!(twenty.due(day("2020-05-10"), &calendar), Some(day("2020-05-30")));
    assert_eq!(due(3, SpanUnit::WorkingDay, "2020-04-29", &[]).as_deref(), Some("2020-05-07"));
    assert_eq!(
        due(5, SpanUnit::WorkingDay, "2020-05-06", &[]).as_deref(),
        Some("2020-05-12"),
        "Saturday 9 May is worked"
    );
    assert_eq!(due(1, SpanUnit::Month, "2020-01-31", &[]).as_deref(), Some("2020-02-29"));
    assert_eq!(due(36, SpanUnit::Hour, "2020-05-10", &[]).as_deref(), Some("2020-05-12"));
    assert_eq!(Span { n: 24, unit: SpanUnit::Hour }.due_at(1000), Some(87_400));
    assert_eq!(twenty.due_at(1000), None);
}

#[test]
fn a_pause_is_no_time_used() {
    // Asked on the 12th, brought on the 14th: two days used, then three more from the 15th.
    let asked = ("2020-05-12", Some("2020-05-14"));
    assert_eq!(due(5, SpanUnit::Day, "2020-05-10", &[asked]).as_deref(), Some("2020-05-17"));
    assert_eq!(
        due(5, SpanUnit::Day, "2020-05-10", &[("2020-05-12", Some("2020-05-12"))]).as_deref(),
        Some("2020-05-15")
    );
    assert_eq!(
        due(5, SpanUnit::Day, "2020-05-10", &[asked, ("2020-05-13", Some("2020-05-15"))]).as_deref(),
        Some("2020-05-18"),
        "pauses that overlap count once"
    );
    assert_eq!(due(1, SpanUnit::Month, "2020-05-10", &[asked]).as_deref(), Some("2020-06-12"));
    // A weekend inside a pause is not lost twice.
    assert_eq!(
        due(2, SpanUnit::WorkingDay, "2020-05-14", &[("2020-05-15", Some("2020-05-18"))]).as_deref(),
        Some("2020-05-19")
    );
}

#[test]
fn while_the_clock_stands_still_nothing_is_due() {
    assert_eq!(due(5, SpanUnit::Day, "2020-05-10", &[("2020-05-12", None)]), None);
    assert_eq!(due(1, SpanUnit::Month, "2020-05-10", &[("2020-05-12", None)]), None);
    assert_eq!(
        due(2, SpanUnit::Day, "2020-05-10", &[("2020-05-12", None)]).as_deref(),
        Some("2020-05-12"),
        "it was over before it stopped"
    );
    let clock = Clock::new(vec![(day("2020-05-12"), None)]);
    assert!(clock.paused(day("2020-05-12")) && !clock.paused(day("2020-05-11")));
    let clock = Clock::new(vec![(day("2020-05-12"), Some(day("2020-05-14")))]);
    assert!(clock.paused(day("2020-05-13")) && !clock.paused(day("2020-05-14")));
}
