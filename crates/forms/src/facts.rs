//! Facts of a reporter (单位情况) that checks and panels ask for: industry, ownership, size. It must never fill in what is not known.

use std::sync::Arc;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A code or words.
    Text(Arc<str>),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    YesNo(bool),
    /// A day, since 1970-01-01.
    Day(i32),
}

/// The facts of one reporter by the ids of the pack's `[[fact]]` tables. What is not set is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    values: Vec<(Arc<str>, Fact)>,
}

impl Facts {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what a fact is.
    pub fn set(&mut self, id: &str, fact: Fact) {
        match self.values.iter_mut().find(|(own, _)| &**own == id) {
            Some((_, value)) => *value = fact,
            None => self.values.push((id.into(), fact)),
        }
    }

    /// The same, as one expression.
    #[must_use]
    pub fn with(mut self, id: &str, fact: Fact) -> Self {
        self.set(id, fact);
        self
    }

    /// All that is known.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.values.iter().map(|(id, fact)| (&**id, fact))
    }

    /// What a fact is, when it is known.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.values.iter().find(|(own, _)| &**own == id).map(|(_, fact)| fact)
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<bool> for Fact {
    fn from(yes: bool) -> Self {
        Self::YesNo(yes)
    }
}
