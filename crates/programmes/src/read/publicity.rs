//! Reads publicity. It must never show what is kept sealed.

use anye_forms::table::Tab;

use super::{span, unknown};
use crate::model::{Field, Objection, Publicity, Span, SpanUnit};

pub(super) fn read(tab: &Tab<'_>, fields: &[Field]) -> Option<Publicity> {
    let row = tab.tab("publicity")?;
    row.keys(&["days", "working_days", "months", "hours", "fields", "objection", "cite"]);
    let units =
        [(SpanUnit::Day, "days"), (SpanUnit::WorkingDay, "working_days"), (SpanUnit::Month, "months")];
    let (n, unit) = span::one(&row, &units)?;
    let mut shown = Vec::new();
    for text in row.texts("fields") {
        let of = fields.iter().find(|field| field.id == text.value);
        if of.is_none() {
            let all = fields.iter().map(|field| field.id.as_str());
            unknown(&row.file, text.at, "P101", ("字段", "field"), text.value, all);
        } else if of.is_some_and(|field| field.sealed) {
            row.file.error(
                text.at,
                "P210",
                format!("“{}”加密保存,不得公示", text.value),
                format!("'{}' is kept sealed and must not be made public", text.value),
            );
        }
        shown.push(text.value.to_owned());
    }
    let objection = row.word("objection", &[(Objection::Holds, "holds"), (Objection::Noted, "noted")]);
    Some(Publicity {
        span: Span { n, unit },
        fields: shown,
        objection: objection.unwrap_or(Objection::Holds),
        cite: row.cites(true),
    })
}
