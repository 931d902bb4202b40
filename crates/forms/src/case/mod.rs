//! Cases beside the reporting files (算例): cells in, doubts and figures out. Whoever writes a form writes a case; a case that names what is not there fails.

mod read;
mod report;
mod run;

use crate::cell::Cells;
use crate::facts::Facts;
use crate::figure::Totals;
use crate::finding::{Finding, Library, Mark};
use crate::model::Catalogue;
use crate::period::Period;

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// File inside the pack.
    pub file: String,
    /// Where it begins.
    pub mark: Mark,
    /// What it shows.
    pub name: String,
    /// Requirement rows it shows.
    pub covers: Vec<String>,
    what: What,
}

/// What a case tries.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Report(Box<Report>),
    Indicator { id: String, totals: [Option<Totals>; 3], expect: Vec<(String, String)> },
    Panel { id: String, facts: Facts, expect: Vec<(String, String)>, tags: Option<Vec<String>> },
    Light { id: String, value: String, at: Option<(String, Period)>, level: String },
    Due { form: String, period: Period, place: String, holidays: Vec<i32>, day: String },
    Entry { form: String, item: String, text: String, expect: Vec<(String, String)> },
    Value { indicator: String, place: String, period: Period, value: String, expect: Vec<(String, String)> },
}

/// A report and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Report {
    form: String,
    cells: Cells,
    previous: Option<Cells>,
    history: Vec<Cells>,
    facts: Facts,
    /// Ids of all doubts, in any order.
    doubts: Vec<String>,
    /// Cells after checking, as shown.
    after: Vec<(String, String)>,
    incomplete: Option<Vec<String>>,
    effect: Vec<(String, String)>,
    suggestion: Vec<(String, String)>,
}

impl Case {
    /// Reads case files (path and text) over a catalogue.
    #[must_use]
    pub fn read(
        files: &[(String, String)],
        catalogue: &Catalogue,
        library: Option<&Library<'_>>,
    ) -> (Vec<Self>, Vec<Finding>) {
        read::read(files, catalogue, library)
    }

    /// Runs it; what differs from what it expects, empty when it passes.
    #[must_use]
    pub fn run(&self, catalogue: &Catalogue) -> Vec<String> {
        run::run(&self.what, catalogue)
    }
}
