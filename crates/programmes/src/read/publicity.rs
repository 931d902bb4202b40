//! Reads publicity. It must never show what is kept sealed.

use anye_forms::table::Tab;

use super::span;
use super::told::told;
use crate::model::{Field, Objection, Publicity, Span, SpanUnit};

pub(super) fn read(tab: &Tab<'_>, fields: &[Field]) -> Option<Publicity> {
    let row = tab.tab("publicity")?;
    row.keys(&["days", "working_days", "months", "hours", "fields", "objection", "cite"]);
    let units =
        [(SpanUnit::Day, "days"), (SpanUnit::WorkingDay, "working_days"), (SpanUnit::Month, "months")];
    let (n, unit) = span::one(&row, &units)?;
    let shown = told(&row, fields, ("公示", "be made public"));
    let objection = row.word("objection", &[(Objection::Holds, "holds"), (Objection::Noted, "noted")]);
    Some(Publicity {
        span: Span { n, unit },
        fields: shown,
        objection: objection.unwrap_or(Objection::Holds),
        cite: row.cites(true),
    })
}
