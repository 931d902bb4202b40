//! Preparing a chunk (校验): every row checked against its form, its reporter and its reporter's past. It reads and writes nothing.

use std::collections::HashMap;
use std::sync::Arc;

use anye_base::{Actor, Fault, World};
use anye_db::{DbError, Val};
use anye_forms::{Cell, Cells, Facts, Form, Period};
use sm3::{Digest as _, Sm3};

use super::past::Earlier;
use super::{Counts, ImportOptions, ImportRow, RowFinding};
use crate::report::{KeptDoubt, Reasons, Report, State, digest, kept};
use crate::reporter::Reporter;
use crate::rollup::{Changes, Class, Layout, Spread};
use crate::store::report as store;

/// What is known about a row, beside what stands in it.
pub struct Candidate {
    /// Who reports, or why not.
    pub who: Result<Arc<(Reporter, Facts)>, Fault>,
    /// After the due day.
    pub late: bool,
    /// What is there already.
    pub there: Option<Report>,
    /// Earlier reports, the newest first, each with its period's place among the earlier ones: 0 is the one before.
    pub history: Vec<(usize, Earlier)>,
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
    /// New reports, as rows of their table.
    pub created: Vec<Vec<Val>>,
    /// What the new reports add to the sums up the tree.
    pub sums: Option<Spread>,
    /// Reports as they are and as they shall be.
    pub replaced: Vec<(Report, Report)>,
    /// Findings.
    pub findings: Vec<RowFinding>,
    /// Counts.
    pub counts: Counts,
    /// Digest of what is written, for the audit record.
    pub content: Vec<u8>,
    /// Cells by id of the reporter, for the periods that look back on this one.
    pub cells: HashMap<String, Arc<Cells>>,
}

/// A chunk while it is prepared.
struct Making<'a> {
    form: &'a Form,
    with: &'a With,
    made: Prepared,
    sums: Changes,
    content: Sm3,
}

/// Prepares; the candidates stand in the order of the rows.
pub fn prepare(
    form: &Form,
    with: &With,
    rows: &[ImportRow],
    candidates: Vec<Candidate>,
) -> Result<Prepared, DbError> {
    let sums = Changes::new(Layout::of(form), &with.period.to_string());
    let mut making = Making { form, with, made: Prepared::default(), sums, content: Sm3::new() };
    let mut twice: HashMap<String, u64> = HashMap::with_capacity(rows.len());
    for (row, one) in rows.iter().zip(candidates) {
        let who = match &one.who {
            Ok(who) => Arc::clone(who),
            Err(fault) => {
                refuse(&mut making.made, row.row, fault);
                continue;
            }
        };
        if let Some(first) = twice.insert(who.0.id.clone(), row.row) {
            let fault = Fault::new(anye_base::ErrorKind::Conflict, "import_twice").arg("row", first);
            refuse(&mut making.made, row.row, &fault);
            continue;
        }
        let history: Vec<(usize, Arc<Cells>)> =
            one.history.iter().map(|(at, past)| (*at, past.cells(form))).collect();
        let previous = history.iter().find(|(at, _)| *at == 0).map(|(_, cells)| &**cells);
        let all: Vec<&Cells> = history.iter().map(|(_, cells)| &**cells).collect();
        let checked = anye_forms::check(form, &row.cells, previous, &all, &who.1);
        let reason = if row.reason.trim().is_empty() { &with.options.reason } else { &row.reason };
        let reasons: Reasons =
            checked.doubts.iter().map(|doubt| (doubt.check.clone(), reason.clone())).collect();
        let doubts = if checked.doubts.is_empty() { Vec::new() } else { kept(form, &checked, &reasons) };
        if !tell(&mut making.made, form, row.row, &doubts, &checked.incomplete) {
            making.made.counts.refused += 1;
            continue;
        }
        let now = report(form, with, &who.0, &checked.cells, doubts);
        making.place(row.row, one, now, checked.cells)?;
    }
    let Making { mut made, sums, content, .. } = making;
    made.content = content.finalize().to_vec();
    made.sums = Some(sums.spread()?);
    Ok(made)
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

impl Making<'_> {
    /// New, the same again, or other values than there are.
    fn place(&mut self, row: u64, one: Candidate, mut now: Report, cells: Cells) -> Result<(), DbError> {
        let Some(there) = one.there else {
            now.late = one.late;
            for class in Class::BOTH.into_iter().filter(|class| now.counted >= class.least()) {
                self.sums.count(&now.path, &now.dims, class, &cells, 1)?;
            }
            self.made.counts.created += 1;
            self.taken(&now, cells);
            self.made.created.push(store::values(now)?);
            return Ok(());
        };
        if there.counted > 0 && there.digest == now.digest {
            self.made.counts.unchanged += 1;
            return Ok(());
        }
        if there.counted > 0 && !self.with.options.replace {
            let fault = Fault::new(anye_base::ErrorKind::Conflict, "report_there").arg("period", &now.period);
            refuse(&mut self.made, row, &fault);
            return Ok(());
        }
        let first = there.counted == 0;
        let now = Report {
            id: there.id.clone(),
            late: if first { one.late } else { there.late },
            forced: there.forced,
            approved_cells: there.approved_cells.clone(),
            approved_at: there.approved_at,
            approved_by: there.approved_by.clone(),
            form_version: self.form.version.clone(),
            version: there.version + 1,
            ..now
        };
        self.made.counts.replaced += 1;
        self.taken(&now, cells);
        self.made.replaced.push((there, now));
        Ok(())
    }

    fn taken(&mut self, now: &Report, cells: Cells) {
        self.content.update(now.id.as_bytes());
        self.content.update(now.digest.as_bytes());
        let values = cells.0.iter().filter(|cell| **cell != Cell::Missing).count();
        self.made.counts.warnings += now.warnings;
        self.made.counts.values += i64::try_from(values).unwrap_or(0);
        self.made.cells.insert(now.reporter.clone(), Arc::new(cells));
    }
}
