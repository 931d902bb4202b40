//! Importing rows at hand: chunk by chunk, the next one prepared while one is written. Cut off, the same rows go on where it stopped.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_forms::{Form, Period};

use super::known::{Book, KnownPeriod};
use super::past::Past;
use super::prepare::{Prepared, With, prepare};
use super::rest;
use super::write::{At, write};
use super::{Accept, Counts, ImportOptions, ImportRow, Outcome, digest, store};
use crate::Reporting;

/// Rows of one transaction.
pub(super) const CHUNK: usize = 5_000;
/// Rows of one transaction of a job: whoever else wants the store's processors has a turn sooner.
pub(super) const STAGED: usize = 2_000;
/// From so many rows on, the writer has room for the pages of all its chunks.
pub(super) const ROOMY: usize = 10_000;
/// A chunk that somebody got in the way of is prepared again so often.
const TRIES: usize = 3;

/// Rows of one period, in the order of places, so that a chunk touches few sums.
pub(super) struct Part {
    pub period: Period,
    pub rows: Vec<ImportRow>,
    /// What is known about the rows of the whole period.
    pub known: Arc<KnownPeriod>,
}

/// Imports rows.
pub async fn import(
    reporting: &Reporting,
    caller: &Caller<'_>,
    options: &ImportOptions,
    rows: Vec<ImportRow>,
) -> Result<Outcome, Fault> {
    let form = reporting.form(&options.form)?;
    let (batch, rows) = digest::apart(reporting, form, options, &caller.actor.id, rows).await?;
    let mut db = &reporting.core.db;
    if let Some(before) = store::find(&mut db, &batch).await? {
        if before.state == "done" && before.counts.refused == 0 {
            return outcome_of(reporting, &batch, true).await;
        }
        forget(reporting, caller, &batch).await?;
    }
    let total = rows.len();
    let (parts, wrong) = parts(reporting, caller, form, rows).await?;
    let chunks = chunked(parts, CHUNK);
    if options.accept == Accept::All {
        let refused = all_sound(reporting, caller, form, options, &chunks, wrong.len()).await?;
        if let Some((counts, findings)) = refused {
            return refuse(reporting, caller, options, &batch, total, counts, [wrong, findings].concat())
                .await;
        }
    }
    // A last chunk for rows whose period cannot be read at all, where there are any; an import of nothing has it too, to be done.
    let last = !wrong.is_empty() || chunks.is_empty();
    let mut tx = reporting.core.db.begin_internal(caller.world, caller.actor).await?;
    store::begin(&mut tx, &batch, options, (total, chunks.len() + usize::from(last)), "running").await?;
    tx.commit(Event::new("report.import_begin", "report_batch", &batch)).await?;
    let begun = store::find(&mut db, &batch).await?.ok_or_else(|| Fault::internal("an import is missing"))?;
    let run = Run { reporting, caller, form, options, batch: &batch, staged: false };
    let number = i64::try_from(chunks.len()).map_err(Fault::internal)?;
    let roomy = total >= ROOMY;
    if roomy {
        reporting.core.db.room(true).await?;
    }
    let written = run.chunks(chunks, begun.done).await;
    if roomy {
        reporting.core.db.room(false).await?;
    }
    written?;
    if last {
        let rest = Prepared {
            counts: Counts { refused: count(wrong.len()), ..Counts::default() },
            findings: wrong,
            ..Prepared::default()
        };
        write(reporting, caller, form, &At { batch: &batch, number, period: "", staged: false }, rest)
            .await?;
    }
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
    let (batch, rows) = digest::apart(reporting, form, options, &caller.actor.id, rows).await?;
    let (parts, mut findings) = parts(reporting, caller, form, rows).await?;
    let mut counts = Counts { refused: count(findings.len()), ..Counts::default() };
    let run = Run { reporting, caller, form, options, batch: &batch, staged: false };
    let (all, told) = run.try_out(&chunked(parts, STAGED), true).await?;
    counts.add(all);
    findings.extend(told);
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
    chunks: &[Arc<Part>],
    wrong: usize,
) -> Result<Option<(Counts, Vec<super::RowFinding>)>, Fault> {
    let run = Run { reporting, caller, form, options, batch: "", staged: false };
    let (mut counts, findings) = run.try_out(chunks, false).await?;
    counts.refused += count(wrong);
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
    let mut book = Book::new(reporting, caller, form).await?;
    for (period, mut rows) in by_period {
        let known = book.period(reporting, caller, form, period, &rows).await?;
        // Tens of thousands of rows: not on a thread that answers others.
        let sorted = tokio::task::spawn_blocking(move || {
            let path = |row: &ImportRow| match known.who.get(&row.reporter) {
                Some(Ok(who)) => who.0.path.clone(),
                _ => String::new(),
            };
            rows.sort_by_cached_key(|row| (path(row), row.row));
            (rows, known)
        });
        let (rows, known) = sorted.await.map_err(Fault::internal)?;
        parts.push(Part { period, rows, known: Arc::new(known) });
    }
    Ok((parts, wrong))
}

/// Cuts parts into chunks of so many rows. Rows of the same reporter stay together, so that "twice" is seen: they are neighbours in no order of places but
/// of their own, hence a period with doubles is cut by reporter.
pub(super) fn chunked(parts: Vec<Part>, size: usize) -> Vec<Arc<Part>> {
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
            if cut.last().is_none_or(|last| last.len() >= size) {
                cut.push(Vec::with_capacity(size));
            }
            let at = cut.len() - 1;
            seen.insert(row.reporter.clone(), at);
            cut[at].push(row);
        }
        let (period, known) = (part.period, part.known);
        chunks.extend(cut.into_iter().map(|rows| Arc::new(Part { period, rows, known: Arc::clone(&known) })));
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
    /// Writes chunks from the one numbered `done` on, the next prepared meanwhile; what it looks back on may still be on its way to the store.
    async fn chunks(&self, chunks: Vec<Arc<Part>>, done: i64) -> Result<(), Fault> {
        let mut past = self.past(&chunks).await?;
        let skip = usize::try_from(done).unwrap_or(0);
        let mut waiting = chunks.into_iter().enumerate().skip(skip);
        let Some((mut number, mut part)) = waiting.next() else { return Ok(()) };
        let mut ready = None;
        loop {
            let mut made = match ready.take() {
                Some(made) => made,
                None => self.prepare(&part, &past).await?,
            };
            past.keep(part.period, std::mem::take(&mut made.cells));
            let next = waiting.next();
            let ahead = async {
                match &next {
                    Some((_, part)) => self.prepare(part, &past).await.map(Some),
                    None => Ok(None),
                }
            };
            let (written, prepared) = tokio::join!(self.write(number, part.period, made), ahead);
            match written {
                Ok(()) => ready = prepared?,
                Err(fault) if fault.kind == ErrorKind::Stale => {
                    past.give_up(part.period);
                    self.one(count(number), &part, &mut past).await?;
                }
                Err(fault) => return Err(fault),
            }
            let Some(next) = next else { return Ok(()) };
            (number, part) = next;
        }
    }

    /// What all chunks look back on, before any of them is written.
    async fn past(&self, chunks: &[Arc<Part>]) -> Result<Past, Fault> {
        let mut past = Past::default();
        for part in chunks {
            past.ask(&mut &self.reporting.core.db, self.form, part.period).await?;
        }
        Ok(past)
    }

    /// Prepares all chunks and writes none of them; with a rest after each where somebody only looks.
    async fn try_out(
        &self,
        chunks: &[Arc<Part>],
        gives_way: bool,
    ) -> Result<(Counts, Vec<super::RowFinding>), Fault> {
        let mut past = self.past(chunks).await?;
        let (mut counts, mut findings) = (Counts::default(), Vec::new());
        for (at, part) in chunks.iter().enumerate() {
            let begun = Instant::now();
            let made = self.prepare(part, &past).await?;
            past.keep(part.period, made.cells);
            counts.add(made.counts);
            findings.extend(made.findings);
            if gives_way && at + 1 < chunks.len() {
                rest::after(begun).await;
            }
        }
        Ok((counts, findings))
    }

    async fn write(&self, number: usize, period: Period, ready: Prepared) -> Result<(), Fault> {
        let period = period.to_string();
        let number = i64::try_from(number).map_err(Fault::internal)?;
        let at = At { batch: self.batch, number, period: &period, staged: self.staged };
        write(self.reporting, self.caller, self.form, &at, ready).await?;
        Ok(())
    }

    /// Prepares and writes one chunk; prepared again where somebody got in the way.
    pub(super) async fn one(&self, number: i64, part: &Arc<Part>, past: &mut Past) -> Result<(), Fault> {
        let mut tries = 0;
        past.ask(&mut &self.reporting.core.db, self.form, part.period).await?;
        loop {
            let mut ready = self.prepare(part, past).await?;
            let cells = std::mem::take(&mut ready.cells);
            match self.write(usize::try_from(number).unwrap_or(0), part.period, ready).await {
                Err(fault) if fault.kind == ErrorKind::Stale && tries < TRIES => {
                    past.give_up(part.period);
                    tries += 1;
                }
                Ok(()) => {
                    past.keep(part.period, cells);
                    return Ok(());
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    /// Reads what a chunk needs and checks it on another thread.
    async fn prepare(&self, part: &Arc<Part>, past: &Past) -> Result<Prepared, Fault> {
        if let Some(fault) = &part.known.closed {
            return Ok(all_refused(&part.rows, fault));
        }
        let candidates = self.candidates(part, past).await?;
        let with = With {
            options: self.options.clone(),
            period: part.period,
            actor: self.caller.actor.clone(),
            world: self.caller.world.clone(),
            batch: self.batch.to_owned(),
        };
        let (catalogue, id, part) =
            (Arc::clone(&self.reporting.catalogue), self.form.id.clone(), Arc::clone(part));
        let work = move || catalogue.form(&id).map(|form| prepare(form, &with, &part.rows, candidates));
        // Nobody waits for a job: it gives way. Somebody waits for rows that a program sent.
        let made = if self.staged {
            anye_reading::aside(work).await.map_err(Fault::internal)?
        } else {
            tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?
        };
        Ok(made.ok_or_else(|| Fault::not_found("form"))??)
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
