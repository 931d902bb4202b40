//! Preparing a chunk (校验): every row checked against its form, its reporter and its reporter's past. It reads and writes nothing.

use std::collections::HashMap;
use std::sync::Arc;

use anye_base::{Actor, Fault, World};
use anye_forms::{Cell, Cells, Facts, Form, Period};
use sm3::{Digest as _, Sm3};

use super::{Counts, ImportOptions, ImportRow, RowFinding};
use crate::report::{KeptDoubt, Reasons, Report, State, digest, kept, lenient};
use crate::reporter::Reporter;

/// A row with all that is known about it.
pub struct Candidate {
    /// The row.
    pub row: ImportRow,
    /// Who reports, or why not.
    pub who: Result<Arc<(Reporter, Facts)>, Fault>,
    /// After the due day.
    pub late: bool,
    /// What is there already.
    pub there: Option<Report>,
    /// Period and cells of earlier reports.
    pub history: Vec<(String, String)>,
}

/// What a chunk is prepared with.
pub struct With {
    /// Options.
    pub options: ImportOptions,
    /// Period.
    pub period: Period,
    /// Who imports.
    pub actor: Actor,
    /// Time and chance.
    pub world: World,
    /// Id of the import.
    pub batch: String,
}

/// A chunk ready to be written.
#[derive(Debug, Default)]
pub struct Prepared {
    /// New reports.
    pub created: Vec<(Report, Cells)>,
    /// Reports as they are and as they shall be.
    pub replaced: Vec<(Report, Report)>,
    /// Findings.
    pub findings: Vec<RowFinding>,
    /// Counts.
    pub counts: Counts,
    /// Digest of what is written, for the audit record.
    pub content: Vec<u8>,
}

/// Prepares.
pub fn prepare(form: &Form, with: &With, rows: Vec<Candidate>) -> Prepared {
    let mut made = Prepared::default();
    let mut content = Sm3::new();
    let mut twice: HashMap<String, u64> = HashMap::new();
    let before = with.period.previous().map(|period| period.to_string());
    for one in rows {
        let number = one.row.row;
        let who = match &one.who {
            Ok(who) => Arc::clone(who),
            Err(fault) => {
                refuse(&mut made, number, fault);
                continue;
            }
        };
        if let Some(first) = twice.insert(who.0.id.clone(), number) {
            let fault = Fault::new(anye_base::ErrorKind::Conflict, "import_twice").arg("row", first);
            refuse(&mut made, number, &fault);
            continue;
        }
        let history: Vec<(String, Cells)> =
            one.history.iter().map(|(period, text)| (period.clone(), lenient(form, text))).collect();
        let previous =
            history.iter().find(|(period, _)| Some(period) == before.as_ref()).map(|(_, cells)| cells);
        let all: Vec<&Cells> = history.iter().map(|(_, cells)| cells).collect();
        let checked = anye_forms::check(form, &one.row.cells, previous, &all, &who.1);
        let reason = if one.row.reason.trim().is_empty() { &with.options.reason } else { &one.row.reason };
        let reasons: Reasons =
            checked.doubts.iter().map(|doubt| (doubt.check.clone(), reason.clone())).collect();
        let doubts = if checked.doubts.is_empty() { Vec::new() } else { kept(form, &checked, &reasons) };
        if !tell(&mut made, form, number, &doubts, &checked.incomplete) {
            made.counts.refused += 1;
            continue;
        }
        let values = checked.cells.0.iter().filter(|cell| **cell != Cell::Missing).count();
        let now = report(form, with, &who.0, &checked.cells, doubts);
        place(&mut made, form, one, now, checked.cells, (values, with.options.replace), &mut content);
    }
    made.content = content.finalize().to_vec();
    made
}

fn refuse(made: &mut Prepared, row: u64, fault: &Fault) {
    made.counts.refused += 1;
    let said = fault
        .args
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join(super::said::BETWEEN);
    // Words are made from the code where it is shown; the values stand here.
    made.findings.push(RowFinding {
        row,
        item: String::new(),
        code: fault.code.to_owned(),
        error: true,
        zh: said.clone(),
        en: said,
    });
}

/// Tells everything about a row; `false`: it cannot be taken.
fn tell(made: &mut Prepared, form: &Form, row: u64, doubts: &[KeptDoubt], incomplete: &[usize]) -> bool {
    let mut good = true;
    for doubt in doubts {
        let stops = doubt.error || doubt.reason.is_none();
        good &= !stops;
        made.findings.push(RowFinding {
            row,
            item: doubt.items.first().cloned().unwrap_or_default(),
            code: doubt.check.clone(),
            error: stops,
            zh: doubt.zh.clone(),
            en: doubt.en.clone(),
        });
    }
    for item in incomplete.iter().filter_map(|at| form.items.get(*at)) {
        good = false;
        let told = |doubt: &KeptDoubt| doubt.error && doubt.items.contains(&item.id);
        if !doubts.iter().any(told) {
            let (zh, en) = (format!("缺“{}”", item.name.zh), format!("“{}” is missing", item.name.en));
            let code = "report_incomplete".to_owned();
            made.findings.push(RowFinding { row, item: item.id.clone(), code, error: true, zh, en });
        }
    }
    good
}

fn report(form: &Form, with: &With, who: &Reporter, cells: &Cells, doubts: Vec<KeptDoubt>) -> Report {
    let text = cells.to_json(form);
    let now = with.world.now_ms();
    let state = State::after(0, i64::try_from(form.approve.len()).unwrap_or(0));
    Report {
        id: with.world.new_id(),
        form: form.id.clone(),
        form_version: form.version.clone(),
        period: with.period.to_string(),
        reporter: who.id.clone(),
        place: who.place.clone(),
        path: who.path.clone(),
        counted: if state == State::Approved { 2 } else { 1 },
        state,
        approvals: 0,
        dims: who.dims.clone(),
        digest: digest(&text),
        cells: text,
        draft: String::new(),
        approved_cells: String::new(),
        warnings: i64::try_from(doubts.len()).unwrap_or(i64::MAX),
        effect: doubts.iter().filter_map(|doubt| doubt.effect).map(i64::saturating_abs).max().unwrap_or(0),
        doubts,
        late: false,
        forced: false,
        source: format!("{}:{}", with.options.source, with.batch.get(..16).unwrap_or(&with.batch)),
        submitted_at: Some(now),
        submitted_by: with.actor.id.clone(),
        approved_at: None,
        approved_by: String::new(),
        changed_at: now,
        version: 1,
    }
}

/// New, the same again, or other values than there are.
fn place(
    made: &mut Prepared,
    form: &Form,
    one: Candidate,
    mut now: Report,
    cells: Cells,
    (values, replace): (usize, bool),
    content: &mut Sm3,
) {
    let Some(there) = one.there else {
        now.late = one.late;
        content.update(now.id.as_bytes());
        content.update(now.digest.as_bytes());
        made.counts.created += 1;
        made.counts.warnings += now.warnings;
        made.counts.values += i64::try_from(values).unwrap_or(0);
        made.created.push((now, cells));
        return;
    };
    if there.counted > 0 && there.digest == now.digest {
        made.counts.unchanged += 1;
        return;
    }
    if there.counted > 0 && !replace {
        let fault = Fault::new(anye_base::ErrorKind::Conflict, "report_there").arg("period", &now.period);
        refuse(made, one.row.row, &fault);
        return;
    }
    let first = there.counted == 0;
    let now = Report {
        id: there.id.clone(),
        late: if first { one.late } else { there.late },
        forced: there.forced,
        approved_cells: there.approved_cells.clone(),
        approved_at: there.approved_at,
        approved_by: there.approved_by.clone(),
        form_version: form.version.clone(),
        version: there.version + 1,
        ..now
    };
    content.update(now.id.as_bytes());
    content.update(now.digest.as_bytes());
    made.counts.replaced += 1;
    made.counts.warnings += now.warnings;
    made.counts.values += i64::try_from(values).unwrap_or(0);
    made.replaced.push((there, now));
}
