//! Importing changes of places (区划变更导入): a dry run that says what would change, or all rows at once, or every row that is wrong and nothing.
//! It must never change a part.

use std::sync::Arc;

use anye_access::{Permission, Target, decide};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Once, Scope};
use anye_places::{EventRow, Register, RowError, apply};
use anye_web::{Core, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store;

/// Most rows of one file: a whole reform of a province has some thousands.
pub const MOST_ROWS: usize = 20_000;

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Changes applied.
    pub applied: usize,
    /// Changes that were known already.
    pub unchanged: usize,
    /// Codes of which a version begins.
    pub opened: Vec<String>,
    /// Codes of which a version ends.
    pub closed: Vec<String>,
    /// Codes that get another parent.
    pub moved: Vec<String>,
}

/// Applies the changes, or says what they would do.
pub async fn import_events(
    core: &Core,
    visitor: &Visitor,
    rows: &[EventRow],
    once: Option<&Once>,
    dry_run: bool,
) -> Result<ImportReport, Fault> {
    if rows.len() > MOST_ROWS {
        return Err(Fault::new(ErrorKind::TooLarge, "place_rows").arg("most", MOST_ROWS));
    }
    if dry_run {
        let register = core.places();
        within_reach(core, visitor, &register, rows)?;
        return Ok(tried(&register, rows)?.1);
    }
    let scope = Scope { world: &core.world, actor: &visitor.actor, once };
    let mut tx = match core.db.begin(scope).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(outcome) => return Ok(outcome.read()?),
    };
    store::next_version(&mut tx).await?;
    // Read again inside the write: another server on the same database may have imported meanwhile.
    let stored = store::load(&mut tx).await?;
    let old = stored.ok_or_else(|| Fault::new(ErrorKind::Unavailable, "places_not_seeded"))?;
    within_reach(core, visitor, &old, rows)?;
    let (new, mut report) = tried(&old, rows)?;
    report.dry_run = false;
    if report.applied == 0 {
        return Ok(report);
    }
    store::replace(&mut tx, &old, &new).await?;
    let event = Event::new("places.import", "place_event", "").at_place(&core.settings.home_place);
    let shown = |codes: &[String]| codes.iter().take(200).cloned().collect::<Vec<_>>();
    let event = event.detail(&serde_json::json!({
        "applied": report.applied, "unchanged": report.unchanged, "opened": shown(&report.opened),
        "closed": shown(&report.closed), "moved": shown(&report.moved),
    }));
    tx.commit_with(event, &report).await?;
    core.replace_places(Arc::new(new));
    Ok(report)
}

fn tried(register: &Register, rows: &[EventRow]) -> Result<(Register, ImportReport), Fault> {
    let (new, changes) = apply(register, rows).map_err(|errors| refused(&errors))?;
    let report = ImportReport {
        dry_run: true,
        applied: changes.applied,
        unchanged: changes.unchanged,
        opened: changes.opened,
        closed: changes.closed,
        moved: changes.moved,
    };
    Ok((new, report))
}

/// Every row must lie where the visitor may import: by the place it changes, or the place that a new one goes under. A code that does not
/// hold on that day is no question of reach: the register refuses it, and says why.
fn within_reach(core: &Core, visitor: &Visitor, register: &Register, rows: &[EventRow]) -> Result<(), Fault> {
    let mut fault = Fault::new(ErrorKind::Denied, "place_rows_out_of_reach");
    for row in rows {
        let event = &row.event;
        let eve = event.date.yesterday().unwrap_or(event.date);
        for (column, code) in [("code", &event.code), ("new_parent", &event.new_parent)] {
            let allowed = || {
                let scope = core.scope_on(eve);
                decide(&visitor.grants, Permission::PlacesImport, Target::place(code), &scope).allowed
            };
            if register.find(code, eve).is_some() && !allowed() {
                fault = fault.field(field(row.row, column, "place_out_of_reach", code));
            }
        }
    }
    if fault.fields.is_empty() { Ok(()) } else { Err(fault) }
}

/// The errors of rows as one fault.
pub fn refused(errors: &[RowError]) -> Fault {
    let fault = Fault::new(ErrorKind::Invalid, "place_rows_bad").arg("rows", errors.len());
    errors.iter().fold(fault, |fault, error| {
        fault.field(field(error.row, error.column, known(error.code), &error.message))
    })
}

fn field(row: u64, column: &str, code: &'static str, detail: &str) -> FieldFault {
    let mut field = FieldFault::new(format!("/events/{row}/{column}"), code)
        .arg("row", row)
        .arg("column", column)
        .arg("detail", detail);
    field.row = Some(row);
    field.column = Some(column.to_owned());
    field
}

/// The code under which the words of a row's error stand.
fn known(code: &str) -> &'static str {
    match code {
        "not_utf8" => "place_not_utf8",
        "bad_header" | "unknown_column" | "missing_column" => "place_bad_header",
        "bad_row" => "place_bad_row",
        "bad_date" => "place_bad_date",
        "bad_precision" => "place_bad_precision",
        "bad_kind" => "place_bad_kind",
        "missing" => "place_missing",
        "changed_twice" => "place_changed_twice",
        "later_change" => "place_later_change",
        "place_retired" => "place_retired",
        "name_differs" => "place_name_differs",
        "parent_differs" => "place_parent_differs",
        "no_such_tree" => "place_no_such_tree",
        "no_such_parent" => "place_no_such_parent",
        "own_parent" => "place_own_parent",
        "code_taken" => "place_code_taken",
        "bad_code" => "place_bad_code",
        "children_left" => "place_children_left",
        _ => "place_unsound",
    }
}
