//! Importing rows at hand: chunk by chunk, the next one prepared while one is written. Cut off, the same rows go on where it stopped.

use std::collections::HashMap;
use std::sync::Arc;

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_forms::{Form, Period};

use super::known::{self, KnownPeriod};
use super::prepare::{Candidate, Prepared, With, prepare};
use super::write::{At, write};
use super::{Accept, Counts, ImportOptions, ImportRow, Outcome, digest, store};
use crate::Reporting;
use crate::report::earlier;
use crate::store::report as reports;

/// Rows of one transaction.
pub(super) const CHUNK: usize = 5_000;
/// A chunk that somebody got in the way of is prepared again so often.
const TRIES: usize = 3;

/// Rows of one period, in the order of places, so that a chunk touches few sums.
#[derive(Clone)]
pub(super) struct Part {
    pub period: Period,
    pub rows: Vec<ImportRow>,
    /// What is known about the rows of the whole period, where it was read already.
    pub known: Option<Arc<KnownPeriod>>,
}

/// Imports rows.
pub async fn import(
    reporting: &Reporting,
    caller: &Caller<'_>,
    options: &ImportOptions,
    rows: Vec<ImportRow>,
) -> Result<Outcome, Fault> {
    let form = reporting.form(&options.form)?;
    let batch = digest::of(form, options, &caller.actor.id, &rows);
    let mut db = &reporting.core.db;
    if let Some(before) = store::find(&mut db, &batch).await? {
        if before.state == "done" && before.counts.refused == 0 {
            return outcome_of(reporting, &batch, true).await;
        }
        forget(reporting, caller, &batch).await?;
    }
    let total = rows.len();
    let (parts, wrong) = parts(reporting, caller, form, rows).await?;
    if options.accept == Accept::All {
        let refused = all_sound(reporting, caller, form, options, &parts, wrong.len()).await?;
        if let Some((counts, findings)) = refused {
            return refuse(reporting, caller, options, &batch, total, counts, [wrong, findings].concat())
                .await;
        }
    }
    let chunks = chunked(parts);
    // A last chunk for rows whose period cannot be read at all.
    let mut tx = reporting.core.db.begin_internal(caller.world, caller.actor).await?;
    store::begin(&mut tx, &batch, options, (total, chunks.len() + 1), "running").await?;
    tx.commit(Event::new("report.import_begin", "report_batch", &batch)).await?;
    let begun = store::find(&mut db, &batch).await?.ok_or_else(|| Fault::internal("an import is missing"))?;
    let run = Run { reporting, caller, form, options, batch: &batch, staged: false };
    let last = i64::try_from(chunks.len()).map_err(Fault::internal)?;
    run.chunks(chunks, begun.done).await?;
    let rest = Prepared {
        counts: Counts { refused: count(wrong.len()), ..Counts::default() },
        findings: wrong,
        ..Prepared::default()
    };
    let at = At { batch: &batch, number: last, period: "", staged: false };
    write(reporting, caller, form, &at, rest).await?;
    outcome_of(reporting, &batch, false).await
}

/// Says what importing rows would give, and writes nothing.
pub async fn dry_run(
    reporting: &Reporting,
    caller: &Caller<'_>,
    options: &ImportOptions,
    rows: Vec<ImportRow>,
) -> Result<Outcome, Fault> {
    let form = reporting.form(&options.form)?;
    let total = rows.len();
    let batch = digest::of(form, options, &caller.actor.id, &rows);
    let (parts, mut findings) = parts(reporting, caller, form, rows).await?;
    let mut counts = Counts { refused: count(findings.len()), ..Counts::default() };
    let run = Run { reporting, caller, form, options, batch: &batch, staged: false };
    for part in chunked(parts) {
        let made = run.prepare(part).await?;
        counts.add(made.counts);
        findings.extend(made.findings);
    }
    findings.sort_by_key(|one| one.row);
    Ok(Outcome { batch, state: "dry_run".to_owned(), rows: count(total), counts, findings, again: false })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// An import that left rows out is done anew when the same rows come again: what was wrong with them may be mended in the register. What it
/// took the first time is then there with the same values, and stays.
pub(super) async fn forget(reporting: &Reporting, caller: &Caller<'_>, batch: &str) -> Result<(), Fault> {
    let mut tx = reporting.core.db.begin_internal(caller.world, caller.actor).await?;
    if store::forget(&mut tx, batch).await? {
        tx.commit(Event::new("report.import_again", "report_batch", batch)).await?;
    }
    Ok(())
}

/// What came out of an own import so far; `None`: there is none, or it is somebody else's.
pub async fn outcome_for(
    reporting: &Reporting,
    account: &str,
    batch: &str,
) -> Result<Option<Outcome>, Fault> {
    let mut db = &reporting.core.db;
    if !store::is_of(&mut db, batch, account).await? {
        return Ok(None);
    }
    Ok(store::outcome(&mut db, batch, false).await?)
}

async fn outcome_of(reporting: &Reporting, batch: &str, again: bool) -> Result<Outcome, Fault> {
    let found = store::outcome(&mut &reporting.core.db, batch, again).await?;
    found.ok_or_else(|| Fault::not_found("import"))
}

async fn refuse(
    reporting: &Reporting,
    caller: &Caller<'_>,
    options: &ImportOptions,
    batch: &str,
    total: usize,
    counts: Counts,
    findings: Vec<super::RowFinding>,
) -> Result<Outcome, Fault> {
    let mut tx = reporting.core.db.begin_internal(caller.world, caller.actor).await?;
    store::begin(&mut tx, batch, options, (total, 1), "running").await?;
    store::refuse(&mut tx, batch, &counts).await?;
    store::keep_findings(&mut tx, batch, 0, &findings, true).await?;
    let event = Event::new("report.import_refused", "report_batch", batch);
    tx.commit(
        event.detail(&serde_json::json!({ "form": options.form, "rows": total, "findings": findings.len() })),
    )
    .await?;
    outcome_of(reporting, batch, false).await
}

/// The counts and findings, where any row is not sound.
async fn all_sound(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &Form,
    options: &ImportOptions,
    parts: &[Part],
    wrong: usize,
) -> Result<Option<(Counts, Vec<super::RowFinding>)>, Fault> {
    let copies = parts.to_vec();
    let run = Run { reporting, caller, form, options, batch: "", staged: false };
    let (mut counts, mut findings) = (Counts { refused: count(wrong), ..Counts::default() }, Vec::new());
    for part in chunked(copies) {
        let made = run.prepare(part).await?;
        counts.add(made.counts);
        findings.extend(made.findings);
    }
    if counts.refused == 0 {
        return Ok(None);
    }
    let refused = counts.refused;
    Ok(Some((Counts { refused, ..Counts::default() }, findings)))
}

/// Rows by period, in the order of places; and findings for those whose period is none.
pub(super) async fn parts(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &Form,
    rows: Vec<ImportRow>,
) -> Result<(Vec<Part>, Vec<super::RowFinding>), Fault> {
    let mut by_period: std::collections::BTreeMap<Period, Vec<ImportRow>> = std::collections::BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows {
        match reporting.form_period(&form.id, &row.period) {
            Ok((_, period)) => by_period.entry(period).or_default().push(row),
            Err(fault) => wrong.push(super::RowFinding {
                row: row.row,
                item: String::new(),
                code: fault.code.to_owned(),
                error: true,
                zh: row.period.clone(),
                en: row.period,
            }),
        }
    }
    let mut parts = Vec::new();
    for (period, mut rows) in by_period {
        let known = known::read(reporting, caller, form, period, &rows).await?;
        let path = |row: &ImportRow| match known.who.get(&row.reporter) {
            Some(Ok(who)) => who.0.path.clone(),
            _ => String::new(),
        };
        rows.sort_by_cached_key(|row| (path(row), row.row));
        parts.push(Part { period, rows, known: Some(Arc::new(known)) });
    }
    Ok((parts, wrong))
}

/// Cuts parts into chunks. Rows of the same reporter stay together, so that "twice" is seen: they are neighbours in no order of places but
/// of their own, hence a period with doubles is cut by reporter.
pub(super) fn chunked(parts: Vec<Part>) -> Vec<Part> {
    let mut chunks = Vec::new();
    for part in parts {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut cut: Vec<Vec<ImportRow>> = Vec::new();
        for row in part.rows {
            // A second row of a reporter goes to the chunk of the first.
            if let Some(at) = seen.get(&row.reporter) {
                cut[*at].push(row);
                continue;
            }
            if cut.last().is_none_or(|last| last.len() >= CHUNK) {
                cut.push(Vec::with_capacity(CHUNK));
            }
            let at = cut.len() - 1;
            seen.insert(row.reporter.clone(), at);
            cut[at].push(row);
        }
        let (period, known) = (part.period, part.known);
        chunks.extend(cut.into_iter().map(|rows| Part { period, rows, known: known.clone() }));
    }
    chunks
}

/// An import under way.
pub(super) struct Run<'a> {
    pub reporting: &'a Reporting,
    pub caller: &'a Caller<'a>,
    pub form: &'a Form,
    pub options: &'a ImportOptions,
    pub batch: &'a str,
    pub staged: bool,
}

impl Run<'_> {
    /// Writes chunks from the one numbered `done` on. The next is prepared meanwhile, unless it looks back on what is being written.
    async fn chunks(&self, chunks: Vec<Part>, done: i64) -> Result<(), Fault> {
        let skip = usize::try_from(done).unwrap_or(0);
        let mut waiting = chunks.into_iter().enumerate().skip(skip);
        let Some((mut number, first)) = waiting.next() else { return Ok(()) };
        let mut period = first.period;
        let mut ready = self.prepare(first).await?;
        loop {
            let next = waiting.next();
            let together = next.as_ref().is_some_and(|(_, part)| part.period == period);
            let prepared = if together {
                let (_, part) = next.as_ref().map_or((0, None), |(at, part)| (*at, Some(part)));
                let ahead = part.cloned();
                let (written, prepared) = tokio::join!(self.write(number, period, ready), async {
                    match ahead {
                        Some(part) => self.prepare(part).await.map(Some),
                        None => Ok(None),
                    }
                });
                written?;
                prepared?
            } else {
                self.write(number, period, ready).await?;
                None
            };
            let Some((at, part)) = next else { return Ok(()) };
            (number, period) = (at, part.period);
            ready = match prepared {
                Some(prepared) => prepared,
                None => self.prepare(part).await?,
            };
        }
    }

    async fn write(&self, number: usize, period: Period, ready: Prepared) -> Result<(), Fault> {
        let period = period.to_string();
        let number = i64::try_from(number).map_err(Fault::internal)?;
        let at = At { batch: self.batch, number, period: &period, staged: self.staged };
        write(self.reporting, self.caller, self.form, &at, ready).await?;
        Ok(())
    }

    /// Prepares and writes one chunk; prepared again where somebody got in the way.
    pub(super) async fn one(&self, number: i64, part: Part) -> Result<(), Fault> {
        let mut tries = 0;
        loop {
            let again = part.clone();
            let ready = self.prepare(again).await?;
            match self.write(usize::try_from(number).unwrap_or(0), part.period, ready).await {
                Err(fault) if fault.kind == ErrorKind::Stale && tries < TRIES => tries += 1,
                other => return other,
            }
        }
    }

    /// Reads what a chunk needs and checks it on another thread.
    async fn prepare(&self, part: Part) -> Result<Prepared, Fault> {
        let Part { period, rows, known } = part;
        let known = match known {
            Some(known) => known,
            None => Arc::new(known::read(self.reporting, self.caller, self.form, period, &rows).await?),
        };
        if let Some(fault) = &known.closed {
            return Ok(all_refused(&rows, fault));
        }
        let candidates = self.candidates(period, rows, &known).await?;
        let with = With {
            options: self.options.clone(),
            period,
            actor: self.caller.actor.clone(),
            world: self.caller.world.clone(),
            batch: self.batch.to_owned(),
        };
        let (catalogue, id) = (Arc::clone(&self.reporting.catalogue), self.form.id.clone());
        let made = tokio::task::spawn_blocking(move || {
            catalogue.form(&id).map(|form| prepare(form, &with, candidates))
        });
        made.await.map_err(Fault::internal)?.ok_or_else(|| Fault::not_found("form"))
    }

    async fn candidates(
        &self,
        period: Period,
        rows: Vec<ImportRow>,
        known: &KnownPeriod,
    ) -> Result<Vec<Candidate>, Fault> {
        let found = |row: &ImportRow| known.who.get(&row.reporter).and_then(|who| who.as_ref().ok());
        let ids: Vec<&String> = rows.iter().filter_map(found).map(|who| &who.0.id).collect();
        let mut there = HashMap::new();
        let mut history: HashMap<String, Vec<(String, String)>> = HashMap::new();
        let mut db = &self.reporting.core.db;
        let before = earlier(self.form, period);
        let any = sql("select 1 as one from report where form = $1").bind(&self.form.id);
        let has_past =
            db.optional(any.push_list(" and period in ({}) limit 1", before.iter())).await?.is_some();
        for some in ids.chunks(500) {
            let query = reports::select("where form = $1 and period = $2")
                .bind(&self.form.id)
                .bind(period.to_string());
            for row in db.all(query.push_list(" and reporter in ({})", some.iter().copied())).await? {
                let one = reports::report(&row)?;
                there.insert(one.reporter.clone(), one);
            }
            if !has_past {
                continue;
            }
            let query = sql("select reporter, period, cells from report where form = $1 and counted > 0")
                .bind(&self.form.id)
                .push_list(" and period in ({})", before.iter())
                .push_list(" and reporter in ({})", some.iter().copied());
            for row in db.all(query).await? {
                history
                    .entry(row.text("reporter")?)
                    .or_default()
                    .push((row.text("period")?, row.text("cells")?));
            }
        }
        let candidate = |row: ImportRow| {
            let who =
                known.who.get(&row.reporter).cloned().unwrap_or_else(|| Err(Fault::not_found("reporter")));
            let (late, id) = match &who {
                Ok(who) => (known.is_late(&who.0.place), Some(who.0.id.clone())),
                Err(_) => (false, None),
            };
            let own = id.as_ref();
            let (there, history) =
                (own.and_then(|id| there.get(id).cloned()), own.and_then(|id| history.get(id).cloned()));
            Candidate { row, who, late, there, history: history.unwrap_or_default() }
        };
        Ok(rows.into_iter().map(candidate).collect())
    }
}

fn all_refused(rows: &[ImportRow], fault: &Fault) -> Prepared {
    let said = fault
        .args
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join(super::said::BETWEEN);
    let finding = |row: &ImportRow| super::RowFinding {
        row: row.row,
        item: String::new(),
        code: fault.code.to_owned(),
        error: true,
        zh: said.clone(),
        en: said.clone(),
    };
    let counts = Counts { refused: count(rows.len()), ..Counts::default() };
    Prepared { findings: rows.iter().map(finding).collect(), counts, ..Prepared::default() }
}
