//! The chain of monitoring, warning and control (三位一体): every warning with the data it cites, every measure with the warning it cites, and what lacks either.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{Read as _, sql};
use anye_reporting::rights::may;
use serde::Serialize;
use utoipa::ToSchema;

use super::list::{self, Filter, Shown};
use crate::Monitor;

/// A measure that was carried out (措施): a step of the stage "act".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = monitor::Measure)]
pub struct Measure {
    /// Its case.
    pub case_id: String,
    /// Title of the case, Chinese and English.
    pub title: (String, String),
    /// Kind of the case.
    pub kind: String,
    /// Place.
    pub place: String,
    /// What was done.
    pub note: String,
    /// By whom.
    pub by: String,
    /// When it was entered.
    pub at: i64,
    /// Ids of the warnings it cites: those of its case, and of cases joined to it.
    pub warnings: Vec<String>,
}

/// The chain.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Chain {
    /// All warnings.
    pub warnings: Vec<Shown>,
    /// All measures.
    pub measures: Vec<Measure>,
}

impl Chain {
    /// Warnings that no measure answered.
    pub fn without_measure(&self) -> impl Iterator<Item = &Shown> {
        self.warnings
            .iter()
            .filter(|one| !self.measures.iter().any(|measure| measure.warnings.contains(&one.id)))
    }

    /// Measures that cite no warning.
    pub fn without_warning(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(|one| one.warnings.is_empty())
    }
}

/// The chain as far as the caller may read.
///
/// # Errors
/// The store's own.
pub async fn chain(monitor: &Monitor, caller: &Caller<'_>) -> Result<Chain, Fault> {
    let warnings = list::list(monitor, caller, &Filter::default()).await?;
    let mut from = &monitor.core.db;
    let query = sql("select s.case_id, s.note, s.done_name, s.done_at, c.title_zh, c.title_en, c.kind, c.place from case_step s \
         join case_file c on c.id = s.case_id where s.state = 'done'")
        .push_list(" and s.step in ({})", list::measures(monitor));
    let rows = from.all(query.push(" order by s.done_at desc, s.case_id")).await?;
    let links = from.all(sql("select from_id, to_id from case_link")).await?;
    let links = links
        .iter()
        .map(|row| Ok((row.text("from_id")?, row.text("to_id")?)))
        .collect::<Result<Vec<_>, Fault>>()?;
    let mut measures = Vec::new();
    for row in &rows {
        let (case_id, place) = (row.text("case_id")?, row.text("place")?);
        if !may(caller, Permission::CasesRead, &place, false) {
            continue;
        }
        let joined = |other: &str| {
            other == case_id
                || links
                    .iter()
                    .any(|(one, two)| (*one == case_id && two == other) || (*two == case_id && one == other))
        };
        let cited = warnings.iter().filter(|one| joined(&one.case_id)).map(|one| one.id.clone()).collect();
        measures.push(Measure {
            title: (row.text("title_zh")?, row.text("title_en")?),
            kind: row.text("kind")?,
            note: row.opt_text("note")?.unwrap_or_default(),
            by: row.opt_text("done_name")?.unwrap_or_default(),
            at: row.opt_int("done_at")?.unwrap_or_default(),
            warnings: cited,
            case_id,
            place,
        });
    }
    Ok(Chain { warnings, measures })
}
