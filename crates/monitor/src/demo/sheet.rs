//! From ids and values to the cells of a form. What the form does not ask is left out, so that a pack may ask less.

use std::collections::HashMap;

use anye_forms::{Cell, Cells, Form, ItemKind};
use anye_law::day::Day;

/// A value to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number, scaled as the form keeps it: money in fen.
    Number(i64),
    /// The id of a choice.
    Choice(&'static str),
    /// A day.
    Day(Day),
    /// Words.
    Text(String),
}

/// Values by the ids of a form's items.
pub type Values = Vec<(String, Value)>;

/// The columns of a form.
#[derive(Debug)]
pub struct Sheet<'a> {
    form: &'a Form,
    columns: HashMap<&'a str, usize>,
}

impl<'a> Sheet<'a> {
    /// Of a form.
    #[must_use]
    pub fn of(form: &'a Form) -> Self {
        let columns = form.items.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect();
        Self { form, columns }
    }

    /// Writes values down.
    #[must_use]
    pub fn fill(&self, values: &Values) -> Cells {
        let mut cells = Cells::empty(self.form);
        for (id, value) in values {
            let Some(column) = self.columns.get(id.as_str()) else { continue };
            let cell = match value {
                Value::Number(number) => Cell::Number(*number),
                Value::Day(day) => Cell::Day(day.0),
                Value::Text(text) => Cell::Text(text.clone()),
                Value::Choice(id) => self.choice(*column, id),
            };
            cells.set(*column, cell);
        }
        cells
    }

    fn choice(&self, column: usize, id: &str) -> Cell {
        let ItemKind::Choice(all) = &self.form.items[column].kind else { return Cell::Missing };
        let at = all.iter().position(|one| one.id == id);
        at.and_then(|at| u16::try_from(at).ok()).map_or(Cell::Missing, Cell::Choice)
    }

    /// The codes of a disaggregation: `seekers.occupation` gives `seekers.occupation.O1` and so on.
    #[must_use]
    pub fn codes(&self, split: &str) -> Vec<String> {
        let start = format!("{split}.");
        let own = |id: &str| id.strip_prefix(&start).is_some_and(|rest| !rest.contains('.'));
        self.form.items.iter().filter(|item| own(&item.id)).map(|item| item.id.clone()).collect()
    }
}
