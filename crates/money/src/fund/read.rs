//! Reads `funds.toml` of a pack and what a demonstration lays over it. Every finding has file, line, column, code and a sentence in both languages. It must never stop at the first.

use std::collections::BTreeSet;

use anye_forms::Finding;

use super::layout::bank;
use super::model::{Approval, Beyond, Fund, Funds, Level, Rule, Sharing, Use, Watch};
use super::raw::{RawFile, RawFund, RawRule, RawSetting, RawSharing};
use super::reading::{Known, Reading};

/// Lines of a batch where the pack says nothing.
const MOST_LINES: i64 = 200_000;

/// Reads the files in their order: a later one may add and set, never take away.
pub fn read(files: &[(&str, &str)], known: &Known<'_>) -> (Funds, Vec<Finding>) {
    let mut made =
        Funds { approval: Approval { most_lines: MOST_LINES, ..Approval::default() }, ..Funds::default() };
    let mut found = Vec::new();
    for (path, text) in files {
        let mut reading = Reading { path, text, known, found: Vec::new() };
        match toml::from_str::<RawFile>(text) {
            Ok(raw) => file(&mut reading, &mut made, raw),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let detail = error.message().replace('\n', " ");
                reading.tell(
                    at,
                    "M001",
                    true,
                    format!("格式有误({detail})"),
                    format!("this is not as it must be: {detail}"),
                );
            }
        }
        found.extend(reading.found);
    }
    for fund in &mut made.funds {
        for one in &made.uses {
            if fund.uses.contains(&one.id) {
                fund.benefits.extend(one.benefits.iter().cloned());
            }
        }
        let named = known.paid_from.iter().filter(|(name, _)| fund.law.contains(name));
        fund.benefits.extend(named.map(|(_, rule)| rule.clone()));
    }
    found.sort_by(|a, b| (&a.file, a.mark, a.code).cmp(&(&b.file, b.mark, b.code)));
    (made, found)
}

fn file(reading: &mut Reading<'_>, made: &mut Funds, raw: RawFile) {
    for one in &raw.uses {
        if reading.fresh(&one.id, &made.uses.iter().map(|own| own.id.clone()).collect::<Vec<_>>()) {
            let name = reading.words(&one.name);
            reading.cites(&one.cite, None);
            let benefits = reading.benefits(&one.benefits);
            made.uses.push(Use { id: one.id.get_ref().clone(), name, benefits });
        }
    }
    for one in &raw.figure {
        let name = reading.words(&one.name);
        made.figures.push((one.id.get_ref().clone(), name));
    }
    for one in raw.fund {
        if let Some(fund) = fund(reading, made, &one) {
            made.funds.push(fund);
        }
    }
    for one in &raw.share {
        if let Some(one) = sharing(reading, made, one) {
            made.sharing.push(one);
        }
    }
    for one in &raw.rule {
        if let Some(one) = rule(reading, made, one) {
            made.rules.push(one);
        }
    }
    for one in &raw.bank {
        if let Some(one) = bank(reading, made, one) {
            made.banks.push(one);
        }
    }
    if let Some(one) = &raw.approval {
        made.approval.third_above = one.third_above.as_ref().and_then(|text| reading.amount(text));
        made.approval.most_lines =
            one.most_lines.filter(|lines| (1..=MOST_LINES).contains(lines)).unwrap_or(MOST_LINES);
    }
    for one in &raw.setting {
        setting(reading, made, one);
    }
}

const LEVELS: [(Level, &str); 3] =
    [(Level::Province, "province"), (Level::City, "city"), (Level::County, "county")];

fn fund(reading: &mut Reading<'_>, made: &Funds, raw: &RawFund) -> Option<Fund> {
    let there: Vec<String> = made.funds.iter().map(|own| own.id.clone()).collect();
    let fresh = reading.fresh(&raw.id, &there);
    let uses: Vec<String> = made.uses.iter().map(|own| own.id.clone()).collect();
    for text in &raw.law {
        if made.by_law_name(text.get_ref()).is_some() {
            let (zh, en) = (
                format!("规则中的资金名“{}”已属于另一项资金", text.get_ref()),
                format!("the law's name '{}' belongs to another fund", text.get_ref()),
            );
            reading.tell(text.span().start, "M012", true, zh, en);
        }
    }
    let levels = raw.levels.iter().filter_map(|text| reading.one_of(text, &LEVELS)).collect::<Vec<_>>();
    let beyond = reading.one_of(&raw.beyond, &[(Beyond::Refuse, "refuse"), (Beyond::Alarm, "alarm")]);
    let one = Fund {
        id: raw.id.get_ref().clone(),
        name: reading.words(&raw.name),
        law: raw.law.iter().map(|text| text.get_ref().clone()).collect(),
        cite: reading.cites(&raw.cite, Some(raw.id.span().start)),
        uses: raw
            .uses
            .iter()
            .filter_map(|text| reading.named(text, &uses, "用途", "use").map(str::to_owned))
            .collect(),
        benefits: reading.benefits(&raw.benefits).into_iter().collect::<BTreeSet<_>>(),
        beyond: beyond?,
        doubts: raw.doubt.iter().map(|words| reading.words(words)).collect(),
        levels,
    };
    fresh.then_some(one)
}

fn sharing(reading: &mut Reading<'_>, made: &Funds, raw: &RawSharing) -> Option<Sharing> {
    let funds: Vec<String> = made.funds.iter().map(|own| own.id.clone()).collect();
    let fund = reading.named(&raw.fund, &funds, "资金", "fund")?.to_owned();
    let parts = [raw.province, raw.city, raw.county];
    if parts.iter().any(|part| !(0..=1_000_000).contains(part)) || parts.iter().sum::<i64>() == 0 {
        let at = raw.fund.span().start;
        reading.tell(
            at,
            "M013",
            true,
            "分担份额要有,且不小于 0".into(),
            "parts are needed, none below 0".into(),
        );
        return None;
    }
    if raw.from.zip(raw.to).is_some_and(|(from, to)| from > to) {
        let at = raw.fund.span().start;
        reading.tell(at, "M014", true, "止年早于起年".into(), "the last year comes before the first".into());
    }
    Some(Sharing {
        fund,
        benefits: reading.benefits(&raw.benefits),
        place: raw.place.get_ref().clone(),
        years: (raw.from, raw.to),
        parts,
        cite: reading.cites(&raw.cite, Some(raw.fund.span().start)),
    })
}

fn rule(reading: &mut Reading<'_>, made: &Funds, raw: &RawRule) -> Option<Rule> {
    let there: Vec<String> = made.rules.iter().map(|own| own.id.clone()).collect();
    let fresh = reading.fresh(&raw.id, &there);
    let watch = reading.one_of(&raw.watch, &Watch::ALL)?;
    let funds: Vec<String> = made.funds.iter().map(|own| own.id.clone()).collect();
    let figures: Vec<String> = made.figures.iter().map(|(id, _)| id.clone()).collect();
    let figure = match &raw.figure {
        Some(text) => reading.named(text, &figures, "数字", "figure").unwrap_or_default().to_owned(),
        None => String::new(),
    };
    if watch == Watch::Floor && figure.is_empty() {
        let at = raw.id.span().start;
        reading.tell(at, "M015", true, "下限规则要写 figure".into(), "a floor needs a figure".into());
        return None;
    }
    let one = Rule {
        id: raw.id.get_ref().clone(),
        name: reading.words(&raw.name),
        watch,
        funds: raw
            .funds
            .iter()
            .filter_map(|text| reading.named(text, &funds, "资金", "fund").map(str::to_owned))
            .collect(),
        levels: raw.levels.iter().filter_map(|text| reading.one_of(text, &LEVELS)).collect(),
        figure,
        bound: raw.bound.as_ref().and_then(|text| reading.thousandths(text)),
        by: None,
        cite: reading.cites(&raw.cite, Some(raw.id.span().start)),
    };
    fresh.then_some(one)
}

fn setting(reading: &mut Reading<'_>, made: &mut Funds, raw: &RawSetting) {
    let by = reading.words(&raw.by);
    if let Some(text) = &raw.third_above {
        made.approval.third_above = reading.amount(text);
        made.approval.by = Some(by.clone());
    }
    let (Some(rule), Some(bound)) = (&raw.rule, &raw.bound) else { return };
    let bound = reading.thousandths(bound);
    let ids: Vec<String> = made.rules.iter().map(|own| own.id.clone()).collect();
    let Some(id) = reading.named(rule, &ids, "规则", "rule") else { return };
    if let Some(own) = made.rules.iter_mut().find(|own| own.id == id) {
        own.bound = bound;
        own.by = Some(by);
    }
}
