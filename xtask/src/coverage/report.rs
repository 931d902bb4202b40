//! Coverage as text and as JSON. The JSON is a contract: `by_capability` and `rows`, nothing else.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::table::Row;

/// Where each id is shown.
pub type ShownBy<'a> = BTreeMap<&'a str, Vec<String>>;

#[derive(Serialize)]
struct Report<'a> {
    by_capability: BTreeMap<&'a str, Count>,
    rows: Vec<Entry<'a>>,
}

#[derive(Serialize, Default, Clone, Copy)]
struct Count {
    rows: usize,
    shown: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    capability: &'a str,
    shown_by: &'a [String],
}

fn counts<'a>(rows: &'a [Row], shown_by: &ShownBy<'_>) -> BTreeMap<&'a str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for row in rows {
        let count = counts.entry(&row.capability).or_default();
        count.rows += 1;
        count.shown += usize::from(shown_by.contains_key(row.id.as_str()));
    }
    counts
}

pub fn json(rows: &[Row], shown_by: &ShownBy<'_>) -> Result<String, String> {
    let entries = rows.iter().map(|row| Entry {
        id: &row.id,
        capability: &row.capability,
        shown_by: shown_by.get(row.id.as_str()).map_or(&[], Vec::as_slice),
    });
    let report = Report { by_capability: counts(rows, shown_by), rows: entries.collect() };
    serde_json::to_string(&report).map_err(|error| error.to_string())
}

pub fn text(rows: &[Row], shown_by: &ShownBy<'_>) -> String {
    let mut out = String::new();
    let counts = counts(rows, shown_by);
    let total = counts.values().fold(Count::default(), |sum, count| Count {
        rows: sum.rows + count.rows,
        shown: sum.shown + count.shown,
    });
    for (capability, count) in counts.iter().map(|(name, count)| (*name, *count)).chain([("all", total)]) {
        let _ = writeln!(out, "{capability:<12} {:>4} of {:>4} shown", count.shown, count.rows);
    }
    for row in rows {
        match shown_by.get(row.id.as_str()) {
            Some(places) => {
                let _ = writeln!(
                    out,
                    "shown    {:<20} {}\n         by {}",
                    row.id,
                    row.title,
                    places.join("\n            ")
                );
            }
            None => {
                let _ = writeln!(out, "not yet  {:<20} {}", row.id, row.title);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        [("A/1.a", "monitor"), ("A/1.b", "monitor"), ("A/2.a", "policy")]
            .map(|(id, capability)| Row { id: id.into(), title: "t".into(), capability: capability.into() })
            .into()
    }

    #[test]
    fn json_is_the_agreed_form() {
        let shown = BTreeMap::from([("A/1.b", vec!["x.rs:3 works".to_owned()])]);
        assert_eq!(
            json(&rows(), &shown).unwrap(),
            r#"{"by_capability":{"monitor":{"rows":2,"shown":1},"policy":{"rows":1,"shown":0}},"rows":[{"id":"A/1.a","capability":"monitor","shown_by":[]},{"id":"A/1.b","capability":"monitor","shown_by":["x.rs:3 works"]},{"id":"A/2.a","capability":"policy","shown_by":[]}]}"#
        );
    }

    #[test]
    fn text_lists_every_row_once() {
        let shown = BTreeMap::from([("A/1.b", vec!["x.rs:3 works".to_owned()])]);
        let text = text(&rows(), &shown);
        assert!(text.contains("all             1 of    3 shown"), "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("not yet")).count(), 2);
        assert_eq!(text.lines().filter(|line| line.starts_with("shown")).count(), 1);
    }
}
