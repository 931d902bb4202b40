//! The figures of a bulletin, computed from the reports as they stand. What is missing is said to be missing.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, Lang};
use anye_casework::use_case::{Tally, tally};
use anye_forms::{ChangeIn, Indicator, Period};
use anye_reporting::figures::{Completeness, FigureQuery, FigureTable, Reach, completeness, query};

use anye_web::figure::grouped;

use super::bind::{Binding, Part, parts};
use super::model::{Chart, Content, Head, Line, Piece, Section, Table};
use super::template::{Both, ChartPlan, SectionPlan, TablePlan, Template};
use crate::Monitor;

/// Computes all figures of a bulletin for a period and a place.
///
/// # Errors
/// A period or place that does not fit, a binding that the pack's forms do not have, or no right to the figures.
pub async fn compute(
    monitor: &Monitor,
    caller: &Caller<'_>,
    template: &Template,
    period: Period,
    place: &str,
) -> Result<Content, Fault> {
    let on = monitor.reporting.tree_day(period);
    let name = monitor.core.place_name(place, on);
    let english = monitor.core.place_in(place, on, Lang::En);
    let cases = tally(&monitor.core.db, caller, None, Some(place)).await?;
    let mut maker = Maker { monitor, caller, period, place, place_name: name.clone(), cases, as_of: 0 };
    let mut sections = Vec::with_capacity(template.sections.len());
    for plan in &template.sections {
        sections.push(maker.section(plan).await?);
    }
    Ok(Content {
        name: named(template, monitor.core.settings.demo),
        issuer: template.issuer.clone(),
        period: Both::from(&period.words()),
        place: Both { zh: name, en: english },
        sections,
        method: template.method.clone(),
        as_of: maker.as_of,
    })
}

/// The bulletin's name. What a demo makes up says so in its title, wherever the file goes.
fn named(template: &Template, demo: bool) -> Both {
    let name = template.name.clone();
    if !demo {
        return name;
    }
    Both { zh: format!("{}(合成数据)", name.zh), en: format!("{} (synthetic data)", name.en) }
}

struct Maker<'a> {
    monitor: &'a Monitor,
    caller: &'a Caller<'a>,
    period: Period,
    place: &'a str,
    place_name: String,
    cases: Tally,
    as_of: i64,
}

/// A figure with its words.
struct Found {
    text: Option<Both>,
    href: Option<String>,
}

impl Maker<'_> {
    async fn section(&mut self, plan: &SectionPlan) -> Result<Section, Fault> {
        let mut made = Section {
            title: plan.title.clone(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            charts: Vec::new(),
        };
        for text in &plan.paragraphs {
            made.paragraphs.push(self.paragraph(text).await?);
        }
        for table in &plan.tables {
            made.tables.push(self.table(table).await?);
        }
        for chart in &plan.charts {
            made.charts.push(self.chart(chart).await?);
        }
        Ok(made)
    }

    /// Both languages are the same bindings in their own words: the pieces of each stand one after the other.
    async fn paragraph(&mut self, text: &Both) -> Result<Vec<Piece>, Fault> {
        let read = |text: &str| {
            parts(text)
                .map_err(|wrong| Fault::new(ErrorKind::Invalid, "bulletin_binding").arg("binding", wrong))
        };
        let mut pieces = Vec::new();
        for (chinese, all) in [(true, read(&text.zh)?), (false, read(&text.en)?)] {
            for part in all {
                let piece = match part {
                    Part::Text(words) => {
                        Piece { text: only(chinese, words), bound: None, href: None, missing: false }
                    }
                    Part::Bound(bound) => {
                        let found = self.bound(&bound).await?;
                        let missing = found.text.is_none();
                        let both = found
                            .text
                            .unwrap_or_else(|| Both { zh: "(无数据)".into(), en: "(no data)".into() });
                        let said = both.said(chinese).to_owned();
                        Piece {
                            text: only(chinese, said),
                            bound: Some(format!("{bound:?}")),
                            href: found.href,
                            missing,
                        }
                    }
                };
                pieces.push(piece);
            }
        }
        Ok(pieces)
    }

    async fn bound(&mut self, bound: &Binding) -> Result<Found, Fault> {
        let plain = |text: String| Found { text: Some(Both { zh: text.clone(), en: text }), href: None };
        Ok(match bound {
            Binding::Period => Found { text: Some(Both::from(&self.period.words())), href: None },
            Binding::Place => plain(self.place_name.clone()),
            Binding::Sum(form, item) => {
                let table =
                    self.ask(form, vec![item.clone()], Vec::new(), self.period, Reach::Own, "").await?;
                let value = single(&table).map(|value| grouped(&value));
                Found {
                    text: value.map(|value| Both { zh: value.clone(), en: value }),
                    href: Some(self.drill(form, "", "")),
                }
            }
            Binding::Indicator(id) => {
                let (form, indicator) = self.indicator(id)?;
                let unit = indicator.unit.clone();
                let value = self.value(&form, id, self.period).await?;
                let said = value.map(|value| format!("{}{unit}", grouped(&value)));
                Found {
                    text: said.map(|said| Both { zh: said.clone(), en: said }),
                    href: Some(format!("/reporting/indicators/{id}")),
                }
            }
            Binding::Change(id) => self.change(id, self.period.previous()).await?,
            Binding::Year(id) => self.change(id, self.period.year_ago()).await?,
            Binding::Due(form) => plain(grouped(&self.complete(form).await?.total.due.to_string())),
            Binding::Got(form) => plain(grouped(&self.complete(form).await?.total.submitted.to_string())),
            Binding::Rate(form) => {
                let rate = self.complete(form).await?.total.rate();
                let said = rate.map(|rate| format!("{}.{}", rate / 100, rate % 100 / 10));
                Found { text: said.map(|said| Both { zh: said.clone(), en: said }), href: None }
            }
            Binding::Absent(form) => {
                let rows = self.complete(form).await?.rows;
                let names: Vec<String> = rows
                    .into_iter()
                    .filter(|row| row.missing > 0)
                    .map(|row| format!("{}({})", row.name, row.missing))
                    .collect();
                if names.is_empty() {
                    Found { text: Some(Both { zh: "无".into(), en: "none".into() }), href: None }
                } else {
                    plain(names.join("、"))
                }
            }
            Binding::Cases(which) => {
                let n = match which.as_str() {
                    "open" => self.cases.open,
                    "late" => self.cases.overdue,
                    level => {
                        self.cases.by_level.iter().find(|(known, _)| known == level).map_or(0, |(_, n)| *n)
                    }
                };
                Found { href: Some("/cases".into()), ..plain(n.to_string()) }
            }
        })
    }

    fn indicator(&self, id: &str) -> Result<(String, &Indicator), Fault> {
        let unknown = || Fault::new(ErrorKind::Invalid, "bulletin_binding").arg("binding", id);
        let indicator = self.monitor.catalogue.indicator(id).ok_or_else(unknown)?;
        let form = indicator.form.clone().ok_or_else(unknown)?;
        Ok((form, indicator))
    }

    async fn change(&mut self, id: &str, earlier: Option<Period>) -> Result<Found, Fault> {
        let (form, indicator) = self.indicator(id)?;
        let (change, digits) = (indicator.change, usize::from(indicator.digits));
        let now = self.value(&form, id, self.period).await?;
        let before = match earlier {
            Some(earlier) => self.value(&form, id, earlier).await?,
            None => None,
        };
        let text = now
            .zip(before)
            .and_then(|(now, before)| Some(moved(now.parse().ok()?, before.parse().ok()?, change, digits)));
        Ok(Found { text: text.flatten(), href: None })
    }

    async fn value(&mut self, form: &str, id: &str, period: Period) -> Result<Option<String>, Fault> {
        let table = self.ask(form, Vec::new(), vec![id.to_owned()], period, Reach::Own, "").await?;
        Ok(single(&table))
    }

    async fn complete(&self, form: &str) -> Result<Completeness, Fault> {
        completeness(&self.monitor.reporting, self.caller, form, &self.period.to_string(), self.place).await
    }

    async fn ask(
        &mut self,
        form: &str,
        items: Vec<String>,
        indicators: Vec<String>,
        period: Period,
        reach: Reach,
        dim: &str,
    ) -> Result<FigureTable, Fault> {
        let asked = FigureQuery {
            form: form.to_owned(),
            items,
            indicators,
            from: period.to_string(),
            place: self.place.to_owned(),
            reach,
            dim: dim.to_owned(),
            ..FigureQuery::default()
        };
        let table = query(&self.monitor.reporting, self.caller, &asked).await?;
        self.as_of = table.rows.iter().map(|row| row.as_of).chain([self.as_of]).max().unwrap_or_default();
        Ok(table)
    }

    fn drill(&self, form: &str, dim: &str, code: &str) -> String {
        let dim = if dim.is_empty() { String::new() } else { format!("&dim={dim}&code={code}") };
        format!("/figures/drill?form={form}&period={}&place={}{dim}", self.period, self.place)
    }

    async fn table(&mut self, plan: &TablePlan) -> Result<Table, Fault> {
        let by_place = plan.rows == "places";
        let (reach, dim) = if by_place { (Reach::Children, "") } else { (Reach::Own, plan.rows.as_str()) };
        let found = self
            .ask(&plan.form, plan.items.clone(), plan.indicators.clone(), self.period, reach, dim)
            .await?;
        let columns = found.columns.iter().map(|one| Head {
            name: Both { zh: one.zh.clone(), en: one.en.clone() },
            unit: one.unit.clone(),
        });
        let row = |one: &anye_reporting::figures::FigureRow| {
            let (name, href) = if by_place {
                let href =
                    format!("/figures/drill?form={}&period={}&place={}", plan.form, self.period, one.place);
                let on = self.monitor.reporting.tree_day(self.period);
                let en = self.monitor.core.place_in(&one.place, on, Lang::En);
                (Both { zh: one.place_name.clone(), en }, href)
            } else {
                (self.code_name(dim, &one.code), self.drill(&plan.form, dim, &one.code))
            };
            Line { name, href, values: one.values.clone() }
        };
        Ok(Table {
            title: plan.title.clone(),
            columns: columns.collect(),
            rows: found.rows.iter().map(row).collect(),
        })
    }

    /// The name of a dimension's code, as the register knows it; a word that is a name already stays.
    fn code_name(&self, dim: &str, code: &str) -> Both {
        let key = format!("{dim}-{}", code.replace('_', "-"));
        let said = |lang| {
            let text = self.monitor.core.texts(lang).t(&key);
            if text == key { code.to_owned() } else { text }
        };
        Both { zh: said(Lang::Zh), en: said(Lang::En) }
    }

    async fn chart(&mut self, plan: &ChartPlan) -> Result<Chart, Fault> {
        let (_, indicator) = self.indicator(&plan.indicator)?;
        let (unit, digits) = (indicator.unit.clone(), indicator.digits);
        let first = self.period.shifted(1 - plan.periods).unwrap_or(self.period);
        let asked = FigureQuery {
            form: plan.form.clone(),
            indicators: vec![plan.indicator.clone()],
            from: first.to_string(),
            to: self.period.to_string(),
            place: self.place.to_owned(),
            ..FigureQuery::default()
        };
        let table = query(&self.monitor.reporting, self.caller, &asked).await?;
        let mut points = Vec::new();
        let mut at = Some(first);
        while let Some(period) = at.filter(|period| *period <= self.period) {
            let text = period.to_string();
            let row = table.rows.iter().find(|row| row.period == text && row.place == self.place);
            points.push((text, row.and_then(|row| row.values.first().cloned().flatten())));
            at = period.next();
        }
        Ok(Chart { title: plan.title.clone(), unit, digits, points })
    }
}

/// The words of one language alone.
fn only(chinese: bool, words: String) -> Both {
    if chinese { Both { zh: words, en: String::new() } } else { Both { zh: String::new(), en: words } }
}

/// The one value of a table with one column for one place.
fn single(table: &FigureTable) -> Option<String> {
    table.rows.first().and_then(|row| row.values.first().cloned().flatten())
}

/// A change in words: a rate in points, anything else in per cent; none where there is nothing to divide by.
fn moved(now: f64, before: f64, change: ChangeIn, digits: usize) -> Option<Both> {
    let (size, zh_unit, en_unit) = match change {
        ChangeIn::Points => (now - before, "个百分点", " points"),
        ChangeIn::Percent if before == 0.0 => return None,
        ChangeIn::Percent => ((now - before) / before.abs() * 100.0, "%", "%"),
    };
    let digits = if change == ChangeIn::Points { digits } else { 1 };
    let size = format!("{size:.digits$}");
    let plain = size.trim_start_matches('-');
    if plain.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return Some(Both { zh: "持平".into(), en: "unchanged".into() });
    }
    let (zh, en) = if size.starts_with('-') { ("下降", "down") } else { ("上升", "up") };
    Some(Both { zh: format!("{zh} {plain} {zh_unit}"), en: format!("{en} {plain}{en_unit}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// covers: LN2020-R/1.i
    #[test]
    fn a_rate_changes_in_points_and_an_amount_in_per_cent() {
        let points = moved(4.24, 4.04, ChangeIn::Points, 2).unwrap();
        assert_eq!((points.zh.as_str(), points.en.as_str()), ("上升 0.20 个百分点", "up 0.20 points"));
        assert_eq!(moved(152_000.0, 192_893.0, ChangeIn::Percent, 0).unwrap().zh, "下降 21.2 %");
        assert_eq!(moved(5.0, 0.0, ChangeIn::Percent, 0), None, "nothing to divide by");
        assert_eq!(moved(5.001, 5.0, ChangeIn::Points, 2).unwrap().en, "unchanged");
        assert_eq!(grouped("-1969000.50"), "−1,969,000.50");
    }
}
