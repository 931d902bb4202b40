//! Collecting reports from files and programs (批量采集): template, dry run, the same workbook back with its bad cells marked, JSON, DHIS2.
//!
//! Files are hostile and are read in a child process. This room must never write a report itself: rows go through `import`.

mod api;
mod dhis2;
mod findings;
mod headers;
mod marked;
mod pages;
mod rows;
mod template;

pub use api::files;
pub use dhis2::{data_values_in, data_values_out};
pub use findings::{Finding, letters};
pub use headers::label;
pub use marked::workbook as marked_workbook;
pub use pages::{marked, page, template, upload};
pub use rows::{Collected, Want, collect};
pub use template::{Listed, workbook as template_workbook};

use std::sync::Arc;

use anye_base::Fault;
use anye_forms::Period;
use anye_reading::{Limits, TableLimits, Tables};

use crate::Reporting;

/// A file that was read and waits for its import.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its tables.
    pub tables: Arc<Tables>,
}

/// [`collect`] on a thread of its own: fifty thousand rows take a second that others must not wait for.
pub(crate) async fn collect_apart(
    reporting: &Reporting,
    form: &str,
    period: Period,
    tables: &Arc<Tables>,
) -> Result<Collected, Fault> {
    let (catalogue, id, tables) = (Arc::clone(&reporting.catalogue), form.to_owned(), Arc::clone(tables));
    let made =
        anye_reading::aside(move || catalogue.form(&id).map(|form| collect(&tables, &Want { form, period })));
    made.await.map_err(Fault::internal)?.ok_or_else(|| Fault::not_found("form"))
}

/// How much a file of reports may ask for: 50,000 rows of a wide form, and no more.
#[must_use]
pub fn limits() -> (Limits, TableLimits) {
    let limits = Limits {
        text_bytes: 64 * 1024 * 1024,
        inflated_bytes: 400 * 1024 * 1024,
        memory_bytes: 448 * 1024 * 1024,
        time_ms: 60_000,
        ..Limits::default()
    };
    let table = TableLimits { rows: 60_000, columns: 300, cells: 3_000_000, cell_chars: 4_000, sheets: 20 };
    (limits, table)
}

/// The `openapi` paths of this room.
pub mod paths {
    pub use super::api::__path_files;
    pub use super::dhis2::{__path_data_values_in, __path_data_values_out};
}
