//! The report as text for people: what was foreseen, what was not, and where each series stands. Everything else is in the JSON.

use std::fmt::Write as _;

use anye_signals::backtest::{Score, Totals};

use super::report::Report;

/// The text.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, report);
    out.trim_end().to_owned()
}

fn write(out: &mut String, report: &Report) -> std::fmt::Result {
    let settings = &report.settings;
    writeln!(
        out,
        "Lights 灯: green 绿 < blue 蓝 < yellow 黄 < orange 橙 < red 红 (red is worst 红色最严重); yellow and worse is an alarm,"
    )?;
    writeln!(out, "meant to begin by chance {} times per 100 series a year.", settings.lights.yellow)?;
    writeln!(out)?;
    for series in &report.series {
        let last = series.lines.last();
        let light = last.and_then(|line| line.light).map_or_else(
            || "no light yet 尚无".to_owned(),
            |light| format!("{} {}", light.code(), light.zh()),
        );
        let date = last.map_or_else(String::new, |line| line.date.to_string());
        let score = last.and_then(|line| line.score).map_or_else(String::new, |s| format!(" score {s:+.1}"));
        let notes =
            if series.notes.is_empty() { String::new() } else { format!(" [{}]", series.notes.join(", ")) };
        let name = if series.series.is_empty() { "(unnamed)" } else { &series.series };
        writeln!(out, "{name} · {date} · {light}{score}{notes}")?;
        for alarm in last.into_iter().flat_map(|line| &line.alarms) {
            writeln!(out, "    {} · {}", alarm.reason, alarm.reason_zh)?;
        }
    }
    writeln!(out)?;
    totals(out, &format!("{} series, each by its own light", report.series.len()), &report.summary.totals)?;
    if let Some(common) = &report.summary.together {
        totals(out, "all series together, by the share of them in alarm", &common.totals)?;
        hits(out, common)?;
    }
    for ahead in &report.summary.forecasts {
        let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
        writeln!(
            out,
            "forecast {} ahead: MASE {}, {} of {} inside of the interval (meant {})",
            ahead.ahead,
            figure(ahead.mase),
            figure(ahead.coverage),
            ahead.count,
            settings.interval
        )?;
    }
    Ok(())
}

fn totals(out: &mut String, of: &str, totals: &Totals) -> std::fmt::Result {
    writeln!(out, "{of}: {} alarms begun", totals.alarms)?;
    if totals.events > 0 {
        let lead = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:+.1}"));
        writeln!(
            out,
            "    events seen {} of {}; lead median {}, mean {} periods (+ before, − after the event began)",
            totals.hits,
            totals.events,
            lead(totals.lead_median),
            lead(totals.lead_mean)
        )?;
        writeln!(
            out,
            "    {} false alarms in {:.0} calm years: {:.1} per 100 series a year",
            totals.false_alarms,
            totals.calm_years,
            totals.false_alarms_per_100_years.unwrap_or(0.0)
        )?;
    }
    Ok(())
}

fn hits(out: &mut String, common: &Score) -> std::fmt::Result {
    for hit in &common.hits {
        let seen = match (hit.first_alarm, hit.lead) {
            (Some(alarm), Some(lead)) => format!("alarm {alarm}, lead {lead:+}"),
            _ => "not seen".to_owned(),
        };
        writeln!(out, "    {} ({}): {seen}, worst light {}", hit.event, hit.date, hit.worst.code())?;
    }
    Ok(())
}
