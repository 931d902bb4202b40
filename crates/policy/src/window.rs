//! When a rule is in force, as far as that can be said without a case. It must never guess an end that depends on facts.

use anye_law::book::{Book, NodeId, Rule, RuleId, Val, Valid};
use anye_law::day::Day;
use anye_law::decide::{Engine, Facts, Session};

use crate::plain::Plain;

/// The window of a rule.
pub struct Window {
    /// First day, where it is fixed.
    pub from: Option<Day>,
    /// Last day, where it is fixed.
    pub to: Option<Day>,
    /// From, in words; empty when there is no first day.
    pub from_words: String,
    /// To, in words; empty when the text names no end.
    pub to_words: String,
}

impl Window {
    /// Whether the fixed ends leave this day in.
    pub fn may_hold(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Reads the windows of rules at one place on one day.
pub struct Windows<'b> {
    book: &'b Book,
    engine: Engine<'b>,
    facts: Facts,
}

impl<'b> Windows<'b> {
    /// For a place and a day.
    pub fn new(book: &'b Book, place: &str, on: Day) -> Self {
        let mut facts = Facts::new(book, place, on);
        facts.finish();
        Self { book, engine: Engine::new(book), facts }
    }

    /// What an expression of a rule is worth without a case; nothing where that depends on facts.
    pub fn value(&self, id: RuleId, node: NodeId) -> Option<Val> {
        let session = self.engine.session(&self.facts, None);
        session.value(&mut session.frame(id, u32::MAX), node).ok().filter(Val::is_known)
    }

    /// The window of one rule.
    pub fn of(&self, id: RuleId, chinese: bool) -> Window {
        let session = self.engine.session(&self.facts, None);
        let rule = self.book.rule(id);
        let plain = Plain { book: self.book, rule, chinese };
        let none = || Window { from: None, to: None, from_words: String::new(), to_words: String::new() };
        match rule.valid {
            Valid::Always => none(),
            Valid::Between(from, to) => {
                let (from, from_words) = end(&session, id, from, plain);
                let (to, to_words) = end(&session, id, to, plain);
                Window { from, to, from_words, to_words }
            }
            Valid::Window(node) => match session.value(&mut session.frame(id, u32::MAX), node) {
                Ok(Val::Window(from, to)) => Window {
                    from: Some(from),
                    to: Some(to),
                    from_words: from.to_string(),
                    to_words: to.to_string(),
                },
                _ => Window { from_words: plain.say(node), ..none() },
            },
        }
    }
}

fn end(
    session: &Session<'_, Facts>,
    id: RuleId,
    node: Option<NodeId>,
    plain: Plain<'_>,
) -> (Option<Day>, String) {
    let Some(node) = node else { return (None, String::new()) };
    match session.value(&mut session.frame(id, u32::MAX), node) {
        Ok(Val::Date(day)) => (Some(day), day.to_string()),
        _ => (None, plain.say(node)),
    }
}

/// The window as one phrase.
pub fn words(window: &Window, rule: &Rule, texts: &anye_web::Texts) -> String {
    let single = matches!(rule.valid, Valid::Window(_)) && window.from.is_none();
    match (window.from_words.is_empty(), window.to_words.is_empty()) {
        (true, true) => texts.t("law-window-open"),
        (false, true) if single => texts.t1("law-window-during", "period", &window.from_words),
        (false, true) => texts.t1("law-window-since", "from", &window.from_words),
        (true, false) => texts.t1("law-window-until", "to", &window.to_words),
        (false, false) => texts.t2("law-window-both", "from", &window.from_words, "to", &window.to_words),
    }
}
