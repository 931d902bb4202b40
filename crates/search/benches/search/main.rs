//! How fast, on texts of our own (a seeded generator, always the same): building the index, 1,000 mixed queries on one core, and the same
//! queries on PostgreSQL's own text search over the same terms, where a server is installed. Prints one JSON object a line.
//!
//! `cargo bench -p anye-search --bench search -- [articles] [queries]`; 100,000 and 1,000 unless told.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark reports on the terminal")]

mod corpus;
mod postgres;

use std::path::Path;
use std::time::{Duration, Instant};

use anye_search::{ArticleEntry, Index, Opened, Query, open, recreate};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let articles = sizes.first().copied().unwrap_or(100_000);
    let asked = sizes.get(1).copied().unwrap_or(1_000);
    let entries = corpus::articles(articles);
    let characters: usize = entries.iter().map(|entry| entry.text.chars().count()).sum();
    println!("{}", json!({"corpus": {"articles": articles, "characters": characters, "seed": corpus::SEED}}));
    let queries = corpus::queries(&entries, asked);

    let folder = tempfile::tempdir()?;
    build(folder.path(), &entries)?;
    let began = Instant::now();
    let Opened::Ready(index) = open(folder.path())? else { return Err("the index does not open".into()) };
    println!("{}", json!({"open": {"ms": ms(began.elapsed())}, "memory_mb": memory()}));
    let ours = ask(&index, &queries)?;
    println!("{}", json!({"memory_mb": memory()}));
    match postgres::ask(&entries, &queries) {
        Ok(theirs) => compare(&ours, &theirs),
        Err(fault) => {
            eprintln!("SKIPPED: the comparison with PostgreSQL did not run: {fault}");
            println!("{}", json!({"postgresql": {"skipped": fault.to_string()}}));
        }
    }
    Ok(())
}

fn build(folder: &Path, entries: &[ArticleEntry]) -> Result<(), Box<dyn std::error::Error>> {
    let began = Instant::now();
    let terms: usize = entries.iter().map(|entry| anye_search::terms_of_text(entry).len()).sum();
    println!("{}", json!({"terms_only": {"ms": ms(began.elapsed()), "terms": terms}}));
    let began = Instant::now();
    let index = recreate(folder)?;
    let mut writer = index.writer()?;
    for entry in entries {
        writer.put(entry)?;
    }
    writer.commit(1)?;
    let committed = began.elapsed();
    writer.close()?;
    let mut bytes = 0;
    for file in std::fs::read_dir(folder.join("articles"))? {
        bytes += file?.metadata()?.len();
    }
    let rate = entries.len() as f64 / committed.as_secs_f64();
    println!(
        "{}",
        json!({"index": {"ms": ms(committed), "merged_ms": ms(began.elapsed()), "articles_per_s": rate.round(),
            "mb": bytes as f64 / 1e6}})
    );
    Ok(())
}

/// Time and total of every query.
pub struct Answers {
    /// How long each took.
    pub times: Vec<Duration>,
    /// How long each took without the time it waited for the core, where the system tells.
    pub alone: Vec<Duration>,
    /// How many articles each found.
    pub totals: Vec<u64>,
}

fn ask(index: &Index, queries: &[corpus::Asked]) -> Result<Answers, Box<dyn std::error::Error>> {
    let began = Instant::now();
    index.search(&Query::text("开始"))?;
    println!("{}", json!({"first_query_ms": ms(began.elapsed())}));
    let mut answers = Answers { times: Vec::new(), alone: Vec::new(), totals: Vec::new() };
    for warm in [true, false] {
        for asked in queries {
            let query = Query { limit: anye_base::Limit::new(10).ok_or("limit")?, ..asked.query() };
            let (began, waited) = (Instant::now(), waiting());
            let page = index.search(&query)?;
            let (took, waited) = (began.elapsed(), waiting().saturating_sub(waited));
            if !warm {
                answers.times.push(took);
                answers.alone.push(took.saturating_sub(waited));
                answers.totals.push(page.total);
            }
        }
    }
    report("anye", queries, &answers);
    Ok(answers)
}

fn report(who: &str, queries: &[corpus::Asked], answers: &Answers) {
    println!("{}", json!({who: spread(&answers.times), "hits_total": answers.totals.iter().sum::<u64>()}));
    if !answers.alone.is_empty() {
        println!("{}", json!({who: {"without_waiting_for_the_core": spread(&answers.alone)}}));
    }
    for sort in corpus::SORTS {
        let times: Vec<Duration> = queries
            .iter()
            .zip(&answers.times)
            .filter(|(asked, _)| asked.sort == sort)
            .map(|(_, time)| *time)
            .collect();
        println!("{}", json!({who: {"sort": sort, "times": spread(&times)}}));
    }
}

fn compare(ours: &Answers, theirs: &Answers) {
    let same = ours.totals.iter().zip(&theirs.totals).filter(|(one, other)| one == other).count();
    let mean = |answers: &Answers| answers.times.iter().sum::<Duration>().as_secs_f64();
    let at = |answers: &Answers, share: f64| percentile(&answers.times, share).as_secs_f64();
    println!(
        "{}",
        json!({"ratio_postgresql_to_anye": {"mean": mean(theirs) / mean(ours), "p50": at(theirs, 0.5) / at(ours, 0.5),
            "p99": at(theirs, 0.99) / at(ours, 0.99)}, "queries_with_equal_totals": same, "of": ours.totals.len()})
    );
}

fn spread(times: &[Duration]) -> serde_json::Value {
    let mean = times.iter().sum::<Duration>() / u32::try_from(times.len().max(1)).unwrap_or(1);
    json!({"queries": times.len(), "mean_ms": ms(mean), "p50_ms": ms(percentile(times, 0.5)),
        "p99_ms": ms(percentile(times, 0.99)), "max_ms": ms(percentile(times, 1.0))})
}

fn percentile(times: &[Duration], share: f64) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(at).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// How long this thread has waited for a core others were using: the benchmark may run on a busy machine.
fn waiting() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split_whitespace().nth(1).and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// Resident memory now, in megabytes; null where the system does not tell: (own, with mapped files).
fn memory() -> serde_json::Value {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let read = |name: &str| -> Option<f64> {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
    };
    json!({"anonymous": read("RssAnon:"), "with_mapped_files": read("VmRSS:")})
}
