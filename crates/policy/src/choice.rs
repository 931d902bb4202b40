//! Choices of lists in forms, places and days as these forms take them. It must never keep what somebody chose.

use anye_base::{Date, Lang};
use anye_law::day::Day;
use anye_places::Tree;
use anye_web::{Core, Frame};

/// One choice of a list in a form.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice.
    pub fn new(value: &str, label: impl Into<String>, chosen: &str) -> Self {
        Self { value: value.to_owned(), label: label.into(), chosen: value == chosen }
    }
}

/// The province and its cities only.
pub fn cities(core: &Core, chosen: &str, on: Date, lang: Lang) -> Vec<Choice> {
    let home = core.settings.home_place.clone();
    let register = core.places();
    let mut choices = vec![Choice::new(&home, core.place_in(&home, on, lang), chosen)];
    for city in register.children(&home, on, Tree::CIVIL) {
        choices.push(Choice::new(city.code, core.place_in(city.code, on, lang), chosen));
    }
    choices
}

/// A whole day such as 2020-06-01.
pub fn day(text: &str) -> Option<Day> {
    Some(text.trim()).filter(|text| text.len() == 10).and_then(Day::parse)
}

/// The day that the reader looks at, as the law counts days.
pub fn law_day(date: Date) -> Day {
    day(&date.to_string()).unwrap_or(Day::MIN)
}

/// Words under a prefix of the catalogues, the first for all.
pub fn worded(frame: &Frame, all: &str, prefix: &str, words: &[&str], chosen: &str) -> Vec<Choice> {
    let rest = words.iter().map(|word| Choice::new(word, frame.t(&format!("{prefix}-{word}")), chosen));
    std::iter::once(Choice::new("", frame.t(all), chosen)).chain(rest).collect()
}
