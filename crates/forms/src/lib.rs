//! Forms, panels, indicators, lights and response plans (报表、监测样本、指标、预警灯、应急处置方案): the reporting side of a pack as text files, read, checked and evaluated.
//!
//! Pure: text and cells in, findings and figures out. It must never read a file, a clock, a database or the network, and never hold a second expression
//! language: computed cells, checks and indicators are expressions of the law language. The reference is `docs/reporting/forms.md`.

mod calendar;
mod case;
mod cell;
mod check;
mod entry;
mod facts;
mod figure;
mod finding;
mod formula;
mod model;
mod near;
mod panel;
mod period;
mod read;
pub mod table;

pub use calendar::Calendar;
pub use case::Case;
pub use cell::{Cell, CellError, Cells, decimal, parse_decimal, show_number};
pub use check::{Checked, Doubt, check};
pub use entry::{EntryError, Note, entry};
pub use facts::{Fact, Facts};
pub use figure::{
    Against, Beside, Change, Figure, Implied, NotComputed, Progress, Totals, against, beside, change,
    implied_before, indicator, progress, rounded, share_fits,
};
pub use finding::{Finding, Library, Mark};
pub use model::{
    Admission, Allocation, Better, Catalogue, ChangeIn, Check, Choice, Cite, Composite, CompositePart,
    Deadline, Due, DueException, ESTIMATE, FactDef, FactType, Follow, Form, INDEX, Indicator, Item, ItemKind,
    Level, Light, Limit, Panel, PanelSize, PanelSource, Plan, Published, PublishedKind, Reporter, Section,
    Severity, Source, SourceFact, Stage, Step, Tag, Target, TargetKind, Tilt, Valid, Words,
};
pub use period::{Period, PeriodError, PeriodType};
