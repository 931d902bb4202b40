//! Cells from text: strict for what somebody sends, lenient for what an earlier version of the form kept.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_forms::{Cells, Form};

/// What somebody sends. Everything that does not fit the form is refused.
pub fn strict(form: &Form, text: &str) -> Result<Cells, Fault> {
    Cells::from_json(form, text).map_err(|wrong| {
        let field = FieldFault::new(format!("/cells/{}", wrong.item), "report_cell")
            .arg("zh", &wrong.zh)
            .arg("en", &wrong.en);
        Fault::new(ErrorKind::Invalid, "report_cells").field(field)
    })
}

/// What was kept. Items that the form has no more are left out; they stay in the text.
#[must_use]
pub fn lenient(form: &Form, text: &str) -> Cells {
    if text.is_empty() {
        return Cells::empty(form);
    }
    if let Ok(cells) = Cells::from_json(form, text) {
        return cells;
    }
    let map: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    let mut cells = Cells::empty(form);
    for (id, value) in map {
        let one = serde_json::json!({ &id: value }).to_string();
        if let (Some(column), Ok(read)) = (form.column(&id), Cells::from_json(form, &one)) {
            cells.set(column, read.get(column).clone());
        }
    }
    cells
}
