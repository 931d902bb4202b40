//! Reads the columns of a table (指标), under `measure`. It must never keep one that measures nothing, or two things at once.

use anye_forms::Words;
use anye_forms::table::{Tab, Text};

use super::part::summed;
use super::table::Reading;
use super::{twice, unknown};
use crate::model::{Measure, Measured};

const MEASURED: [&str; 11] = [
    "subjects",
    "sum",
    "mean",
    "having",
    "share",
    "days",
    "longest",
    "sum_in",
    "count_in",
    "difference",
    "less",
];

impl Reading<'_> {
    /// The columns.
    pub(super) fn measures(&self, row: &Tab<'_>) -> Vec<Measure> {
        let mut out: Vec<Measure> = Vec::new();
        for tab in row.tabs("measure") {
            let mut keys = vec!["id", "name", "unit"];
            keys.extend(MEASURED);
            tab.keys(&keys);
            let (id, name, what) = (tab.id(false), tab.need_words("name"), self.measured(&tab, &out));
            let unit = tab.text("unit").map(|text| text.value.to_owned());
            let (Some(id), Some(what)) = (id, what) else { continue };
            if out.iter().any(|own| own.id == id.value) {
                twice(&tab, id.at, id.value, "列", "column");
                continue;
            }
            let unit = unit.unwrap_or_else(|| self.unit(&what));
            out.push(Measure { id: id.value.to_owned(), name: fallback(name, id.value), unit, what });
        }
        out
    }

    fn unit(&self, what: &Measured) -> String {
        match what {
            Measured::Sum(at, _) | Measured::Mean(at, _) => self.within.fields[*at].unit.clone(),
            Measured::Share(_) => "%".to_owned(),
            Measured::Days(..) | Measured::LongestDays(..) => "天".to_owned(),
            _ => String::new(),
        }
    }

    fn measured(&self, tab: &Tab<'_>, before: &[Measure]) -> Option<Measured> {
        let said: Vec<&str> = MEASURED.into_iter().filter(|key| *key != "less" && tab.has(key)).collect();
        let [key] = said[..] else {
            tab.file.error(
                tab.at,
                "P234",
                format!("一列要写且只写一种:{}", MEASURED[..10].join("、")),
                format!("a column measures exactly one of {}", MEASURED[..10].join(", ")),
            );
            return None;
        };
        let number = |key: &str| tab.text(key).and_then(|text| summed(tab, text.at, text.value, self.within));
        let days = || {
            let both = tab.texts(key);
            let [from, to] = &both[..] else {
                tab.missing(key);
                return None;
            };
            Some((self.moment(tab, from.at, from.value)?, self.moment(tab, to.at, to.value)?))
        };
        match key {
            "subjects" => Some(Measured::Subjects),
            "sum" => Some(Measured::Sum(number("sum")?, number("less"))),
            "mean" => Some(Measured::Mean(number("mean")?, number("less"))),
            "having" => Some(Measured::Having(self.only(tab, "having"))),
            "share" => Some(Measured::Share(self.only(tab, "share"))),
            "days" => days().map(|(from, to)| Measured::Days(from, to)),
            "longest" => days().map(|(from, to)| Measured::LongestDays(from, to)),
            "sum_in" => {
                let text = tab.text("sum_in")?;
                let (register, field) = text.value.split_once('.').unwrap_or((text.value, ""));
                self.elsewhere(tab, text.at, register, Some((field, true)), true)?;
                Some(Measured::SumIn(register.to_owned(), field.to_owned()))
            }
            "count_in" => {
                let text = tab.text("count_in")?;
                self.elsewhere(tab, text.at, text.value, None, true)?;
                Some(Measured::CountIn(text.value.to_owned()))
            }
            _ => {
                let both = tab.texts("difference");
                let [one, other] = &both[..] else {
                    tab.missing("difference");
                    return None;
                };
                Some(Measured::Less(column(tab, one, before)?, column(tab, other, before)?))
            }
        }
    }
}

/// A column before this one; `n` is the number of the row itself.
#[expect(clippy::option_option, reason = "no such column, the number itself, or one of the columns")]
fn column(tab: &Tab<'_>, text: &Text<'_>, before: &[Measure]) -> Option<Option<usize>> {
    if text.value == "n" {
        return Some(None);
    }
    let found = before.iter().position(|one| one.id == text.value);
    if found.is_none() {
        let all = before.iter().map(|one| one.id.as_str()).chain(["n"]);
        unknown(&tab.file, text.at, "P237", ("在此之前的列", "column before this one"), text.value, all);
    }
    found.map(Some)
}

fn fallback(name: Words, id: &str) -> Words {
    if name.zh.is_empty() { Words::new(id, id) } else { name }
}
