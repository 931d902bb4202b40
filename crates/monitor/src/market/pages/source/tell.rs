//! What is said of a source (来源说明): its schema, its deliveries, what a file would change.

use anye_base::Fault;
use anye_base::world::china_minute;
use anye_web::Texts;

use super::super::super::desk::Desk;
use super::super::super::sheet::{Cell, Section};
use super::super::super::source as sources_of;
use super::super::super::source::{Read, Sheet, Source, totals};
use super::super::said;
use super::SHOWN;

pub(super) fn looked_at(texts: &Texts, one: &Source, file: &Sheet, effect: sources_of::Effect) -> Section {
    let read: &Read = &file.read;
    let mut say = vec![
        texts.args(
            "market-dry",
            &[
                ("file", file.name.clone()),
                ("rows", read.rows.to_string()),
                ("refused", read.refused.to_string()),
            ],
        ),
        texts.args(
            "market-dry-effect",
            &[
                ("new", effect.new.to_string()),
                ("changed", effect.changed.to_string()),
                ("same", effect.same.to_string()),
            ],
        ),
    ];
    if !read.unknown.is_empty() {
        say.push(texts.t1("market-dry-unknown", "columns", read.unknown.join(texts.lang.pick("、", ", "))));
    }
    let column = |id: &str| {
        one.column
            .iter()
            .find(|column| column.id == id)
            .map(|column| said(texts, &column.name))
            .unwrap_or_default()
    };
    let row = |finding: &sources_of::Finding| {
        let at = if finding.row == 0 { texts.t("market-whole-file") } else { finding.row.to_string() };
        vec![
            Cell::text(at),
            Cell::text(column(&finding.column)),
            Cell::text(texts.t(finding.code)),
            Cell::text(finding.text.clone()),
        ]
    };
    Section {
        id: "looked".into(),
        title: texts.t("market-dry-title"),
        say,
        heads: ["market-row", "market-column", "market-finding", "market-written"]
            .iter()
            .map(|key| (texts.t(key), false))
            .collect(),
        rows: read.findings.iter().take(SHOWN).map(row).collect(),
        none: texts.t("market-dry-sound"),
        ..Section::default()
    }
}

pub(super) fn about(texts: &Texts, one: &Source) -> Section {
    let line = |key: &str, text: String| vec![Cell::text(texts.t(key)), Cell::text(text)];
    let mut rows = vec![
        line("market-provider", said(texts, &one.provider)),
        line("market-coverage", said(texts, &one.coverage)),
        line("market-licence", said(texts, &one.licence)),
        line(
            "market-key",
            texts.t(if one.subject == sources_of::Subject::Employer {
                "market-key-employer"
            } else {
                "market-key-place"
            }),
        ),
        line("market-schema", one.version.clone()),
    ];
    rows.extend(one.limits.iter().map(|limit| line("market-limit", said(texts, limit))));
    let heads = ["market-col-what", "market-said"].iter().map(|key| (texts.t(key), false)).collect();
    Section { id: "about".into(), title: texts.t("market-about"), heads, rows, ..Section::default() }
}

pub(super) fn columns(texts: &Texts, one: &Source) -> Section {
    let row = |column: &sources_of::Column| {
        vec![
            Cell::text(said(texts, &column.name)),
            Cell::text(column.id.clone()),
            Cell::text(column.unit.clone()),
            Cell::text(column.digits.to_string()),
            Cell::text(if column.required || column.role != sources_of::Role::Value {
                texts.t("market-required")
            } else {
                String::new()
            }),
        ]
    };
    let keys = ["market-column", "market-col-code", "market-unit", "market-digits", "market-needed"];
    Section {
        id: "columns".into(),
        title: texts.t("market-columns"),
        heads: keys.iter().map(|key| (texts.t(key), false)).collect(),
        rows: one.column.iter().map(row).collect(),
        ..Section::default()
    }
}

pub(super) fn deliveries(texts: &Texts, kept: &[sources_of::Import]) -> Section {
    let row = |one: &sources_of::Import| {
        vec![
            Cell::text(china_minute(one.at)),
            Cell::text(one.by_name.clone()),
            Cell::text(one.file_name.clone()),
            Cell::text(one.edition.clone()),
            Cell::text(format!("{} – {}", one.first_period, one.last_period)),
            Cell::number(Some(one.taken)),
            Cell::number(Some(one.refused)),
            Cell::text(one.schema_version.clone()),
            Cell::text(one.digest.get(..16).unwrap_or_default()),
        ]
    };
    let keys = [
        "market-when",
        "market-who",
        "market-file",
        "market-edition",
        "market-periods",
        "market-taken",
        "market-refused",
        "market-schema",
        "market-digest",
    ];
    let heads = keys.iter().enumerate().map(|(at, key)| (texts.t(key), matches!(at, 5 | 6))).collect();
    Section {
        id: "imports".into(),
        title: texts.t("market-imports"),
        heads,
        rows: kept.iter().map(row).collect(),
        none: texts.t("market-no-imports"),
        ..Section::default()
    }
}

/// A scaled number as text.
pub(super) fn decimal(value: i64, digits: u8) -> String {
    if digits == 0 {
        return value.to_string();
    }
    let unit = 10_i64.pow(u32::from(digits.min(9)));
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:0width$}", value.abs() / unit, value.abs() % unit, width = usize::from(digits.min(9)))
}

pub(super) async fn held_values(desk: &Desk, texts: &Texts, one: &Source) -> Result<Section, Fault> {
    let row = |(period, item, n, total): &(String, String, i64, i64)| {
        let column = one.value(item)?;
        let name = format!("{}({})", said(texts, &column.name), column.unit);
        Some(vec![
            Cell::text(period.clone()),
            Cell::text(name),
            Cell::number(Some(*n)),
            Cell::figure(Some(decimal(*total, column.digits))),
        ])
    };
    let found = totals(&desk.monitor, &one.id).await?;
    let keys = ["market-period", "market-column", "market-held", "market-sum"];
    Ok(Section {
        id: "held".into(),
        title: texts.t("market-values"),
        heads: keys.iter().enumerate().map(|(at, key)| (texts.t(key), at > 1)).collect(),
        rows: found.iter().filter_map(row).collect(),
        none: texts.t("market-no-imports"),
        ..Section::default()
    })
}
