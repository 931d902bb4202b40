//! A case about one report. Its cells are read as people write them.

use super::read::{facts, item_of};
use super::{Report, What};
use crate::cell::Cells;
use crate::model::{Catalogue, Form};
use crate::read::table::Tab;

pub(super) fn read(tab: &Tab<'_>, expect: &Tab<'_>, form: &Form, catalogue: &Catalogue) -> Option<What> {
    tab.keys(&["name", "covers", "form", "cells", "previous", "history", "facts", "expect"]);
    expect.keys(&["doubts", "cells", "incomplete", "effect", "suggestion"]);
    if !tab.has("cells") {
        tab.missing("cells");
    }
    if !expect.has("doubts") {
        expect.missing("doubts");
    }
    let texts = |key| expect.texts(key).iter().map(|text| text.value.to_owned()).collect::<Vec<_>>();
    let pairs = |key| {
        let tab = expect.tab(key);
        tab.iter().flat_map(Tab::pairs).map(|(key, value)| (key, value.value)).collect::<Vec<_>>()
    };
    Some(What::Report(Box::new(Report {
        form: form.id.clone(),
        cells: cells(&tab.tab("cells")?, form),
        previous: tab.tab("previous").map(|tab| cells(&tab, form)),
        history: tab.tabs("history").iter().map(|tab| cells(tab, form)).collect(),
        facts: facts(tab, catalogue),
        doubts: texts("doubts"),
        after: pairs("cells"),
        incomplete: expect.has("incomplete").then(|| texts("incomplete")),
        effect: pairs("effect"),
        suggestion: pairs("suggestion"),
    })))
}

fn cells(tab: &Tab<'_>, form: &Form) -> Cells {
    let mut cells = Cells::empty(form);
    for (key, value) in tab.pairs() {
        let Some(column) = item_of(tab, form, &value.key(&key)) else { continue };
        match crate::entry::entry(&form.items[column], &value.value) {
            Ok((cell, _)) => cells.set(column, cell),
            Err(error) => tab.file.error(value.at, "R503", error.say.zh, error.say.en),
        }
    }
    cells
}
