//! What the handlers of this room share.

use std::sync::Arc;

use anye_base::{Actor, ErrorKind, Fault};
use anye_db::{Read as _, sql};
use anye_forms::Period;
use anye_reading::{ChildCommand, Limits, Reader, TableLimits};
use anye_web::held::Held;

use super::setting::Setting;
use super::source::{Sheet, Source};
use crate::Monitor;

/// Shared by the handlers. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// Store, forms, figures.
    pub monitor: Monitor,
    /// What the pack says, or why it cannot be used.
    setting: Arc<Result<Option<Setting>, String>>,
    sources: Arc<Result<Vec<Source>, String>>,
    /// Reads files that people send, in a child process.
    pub reader: Reader,
    /// Files between dry run and import.
    pub held: Held<Sheet>,
}

impl Desk {
    /// Over the use cases. Files are read by children of this command.
    #[must_use]
    pub fn new(monitor: Monitor, child: ChildCommand) -> Self {
        let setting = Setting::read(&monitor.pack, &monitor.catalogue);
        let sources = Source::all(&monitor.pack);
        for cause in [setting.as_ref().err(), sources.as_ref().err()].into_iter().flatten() {
            tracing::error!(%cause, "the market room has no setting");
        }
        let reader = Reader::new(child, limits());
        Self {
            monitor,
            setting: Arc::new(setting),
            sources: Arc::new(sources),
            reader,
            held: Held::default(),
        }
    }

    /// With another setting: an office that sets what the texts leave open.
    #[must_use]
    pub fn with(mut self, setting: Setting) -> Self {
        self.setting = Arc::new(Ok(Some(setting)));
        self
    }

    /// What the pack says.
    pub fn setting(&self) -> Result<&Setting, Fault> {
        match &*self.setting {
            Ok(Some(setting)) => Ok(setting),
            Ok(None) => Err(Fault::new(ErrorKind::NotFound, "market_no_setting")),
            Err(cause) => Err(Fault::internal(cause)),
        }
    }

    /// The sources of the pack.
    pub fn sources(&self) -> Result<&[Source], Fault> {
        self.sources.as_ref().as_ref().map(Vec::as_slice).map_err(|cause| Fault::internal(cause.clone()))
    }

    /// One of them.
    pub fn source(&self, id: &str) -> Result<&Source, Fault> {
        self.sources()?
            .iter()
            .find(|one| one.id == id)
            .ok_or_else(|| Fault::new(ErrorKind::NotFound, "not_found"))
    }

    /// The period that is asked for, or the newest with figures at a place, or the one of today.
    pub async fn period(&self, form: &str, asked: &str, place: &str) -> Result<Period, Fault> {
        let reporting = &self.monitor.reporting;
        if !asked.is_empty() {
            return Ok(reporting.form_period(form, asked)?.1);
        }
        let mut db = &self.monitor.core.db;
        let query = sql(
            "select max(period) as newest from rollup where form = $1 and place = $2 and dim = 'all' and n <> 0",
        );
        let rows = db.all(query.bind(form).bind(place)).await?;
        let newest = rows.first().map(|row| row.opt_text("newest")).transpose()?.flatten();
        if let Some(newest) = newest {
            return Ok(reporting.form_period(form, &newest)?.1);
        }
        let kind = reporting.form(form)?.period;
        let today = anye_reporting::law_day(self.monitor.core.world.today());
        let now = today.and_then(|day| Period::of_day(kind, day));
        now.and_then(Period::previous).or(now).ok_or_else(|| Fault::internal("no period of today"))
    }
}

/// The program itself, for the audit log.
pub fn machine() -> Actor {
    Actor::system("monitor")
}

fn limits() -> Limits {
    Limits {
        text_bytes: 64 * 1024 * 1024,
        inflated_bytes: 400 * 1024 * 1024,
        memory_bytes: 448 * 1024 * 1024,
        time_ms: 60_000,
        ..Limits::default()
    }
}

/// How much a file of another source may ask for.
pub fn table_limits() -> TableLimits {
    TableLimits { rows: 200_000, columns: 100, cells: 3_000_000, cell_chars: 1_000, sheets: 10 }
}
