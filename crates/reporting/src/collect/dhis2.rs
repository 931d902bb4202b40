//! Data value sets as DHIS2 has them: a form is a data set, an item a data element, a code of a split its category option combination.

use std::collections::BTreeMap;

use anye_base::{Cursor, ErrorKind, Fault, FieldFault, Limit};
use anye_forms::{Cell, Cells, Form, Period, Source, entry};
use anye_web::extract::Json as Sent;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::figures::{DrillKey, drill};
use crate::import::{self, Accept, ImportOptions, ImportRow};
use crate::pages::Desk;
use crate::report::{self, lenient};
use crate::reporter;
use crate::rollup::Class;
use crate::store::report as store;

const DEFAULT: &str = "default";

/// A set of values.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct DataValueSet {
    /// Id of the form.
    pub data_set: String,
    /// Period as DHIS2 writes it (202005) or as we do (2020-05).
    pub period: String,
    /// Code of the employer or of the place.
    pub org_unit: String,
    /// The values.
    pub data_values: Vec<DataValue>,
}

/// A value.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct DataValue {
    /// Id of the item.
    pub data_element: String,
    /// Code of a split; `default` for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category_option_combo: String,
    /// Period, where it is not that of the set.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub period: String,
    /// Organisation unit, where it is not that of the set.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub org_unit: String,
    /// The value as text.
    pub value: String,
    /// Words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

/// How to import.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", default)]
pub struct How {
    /// Say what would happen and write nothing.
    pub dry_run: bool,
    /// CREATE, UPDATE or CREATE_AND_UPDATE.
    pub import_strategy: String,
}

/// How many values.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ImportCount {
    /// Of new reports.
    pub imported: i64,
    /// Of reports that were there.
    pub updated: i64,
    /// Not taken.
    pub ignored: i64,
    /// Always none.
    pub deleted: i64,
}

/// Why a value was not taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Conflict {
    /// Data element or organisation unit.
    pub object: String,
    /// What is wrong.
    pub value: String,
    /// Stable code.
    #[serde(rename = "errorCode")]
    pub error_code: String,
}

/// The summary.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportSummary {
    /// Always `ImportSummary`.
    pub response_type: &'static str,
    /// SUCCESS, WARNING or ERROR.
    pub status: &'static str,
    /// In words.
    pub description: String,
    /// Counts of values.
    pub import_count: ImportCount,
    /// What was not taken, and why.
    pub conflicts: Vec<Conflict>,
    /// Whether the reports are complete: a report that was taken is.
    pub data_set_complete: String,
}

fn period_of(desk: &Desk, form: &str, text: &str) -> Result<Period, Fault> {
    let own = Period::from_dhis2(text).map(|period| period.to_string()).unwrap_or_else(|_| text.to_owned());
    Ok(desk.reporting.form_period(form, &own)?.1)
}

/// The column of an element and combination.
fn column(form: &Form, element: &str, combo: &str) -> Option<usize> {
    let bare = combo.is_empty() || combo == DEFAULT;
    if bare {
        form.column(element)
    } else {
        form.column(&format!("{element}.{combo}")).or_else(|| form.column(combo))
    }
}

/// Values in as DHIS2 sends them; each organisation unit and period is one report, taken whole or not at all.
#[utoipa::path(post, path = "/api/reporting/dataValueSets", operation_id = "data_value_sets_in", tag = "reporting", request_body = DataValueSet, params(How,
    ("Idempotency-Key" = String, Header, description = "The same content is the same import whatever the key")),
    responses((status = 200, body = ImportSummary), (status = 404, description = "No such data set")))]
pub async fn data_values_in(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(how): Query<How>,
    sent: Sent<DataValueSet>,
) -> Result<Json<ImportSummary>, Failed> {
    let reporting = &desk.reporting;
    let set = sent.data;
    let form = reporting.form(&set.data_set)?;
    let mut conflicts = Vec::new();
    let mut units: BTreeMap<(String, String), (Cells, i64, bool)> = BTreeMap::new();
    for value in &set.data_values {
        let unit = if value.org_unit.is_empty() { &set.org_unit } else { &value.org_unit };
        let period = if value.period.is_empty() { &set.period } else { &value.period };
        let key = (unit.clone(), period_of(&desk, &form.id, period)?.to_string());
        let held = units.entry(key).or_insert_with(|| (Cells::empty(form), 0, false));
        held.1 += 1;
        let mut wrong = |code: &str, said: String| {
            held.2 = true;
            let object = value.data_element.clone();
            conflicts.push(Conflict { object, value: said, error_code: code.to_owned() });
        };
        let Some(at) = column(form, &value.data_element, &value.category_option_combo) else {
            wrong("unknown_element", format!("{}.{}", value.data_element, value.category_option_combo));
            continue;
        };
        match entry(&form.items[at], &value.value) {
            Ok((cell, _)) => held.0.set(at, cell),
            Err(error) => wrong(error.code, error.say.en.clone()),
        }
    }
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let mut db = &reporting.core.db;
    let mut count = ImportCount::default();
    let (mut rows, mut of_row) = (Vec::new(), Vec::new());
    for ((unit, period), (cells, n, broken)) in units {
        if broken {
            count.ignored += n;
            continue;
        }
        let (_, at) = reporting.form_period(&form.id, &period)?;
        let there = match reporter::find(reporting, &mut db, form, at, &unit).await {
            Ok((who, _)) => {
                store::of(&mut db, &form.id, &period, &who.id).await?.is_some_and(|one| one.counted > 0)
            }
            Err(_) => false,
        };
        let number = u64::try_from(rows.len()).map_err(Fault::internal)? + 1;
        of_row.push((unit.clone(), n, there));
        rows.push(ImportRow { row: number, reporter: unit, period, cells, reason: String::new() });
    }
    let options = ImportOptions {
        form: form.id.clone(),
        accept: Accept::Sound,
        replace: how.import_strategy != "CREATE",
        reason: String::new(),
        source: "dhis2".to_owned(),
    };
    let outcome = if how.dry_run {
        import::dry_run(reporting, &caller, &options, rows).await?
    } else {
        import::import(reporting, &caller, &options, rows).await?
    };
    let bad: std::collections::BTreeSet<u64> =
        outcome.findings.iter().filter(|one| one.error).map(|one| one.row).collect();
    for (number, (_, n, there)) in (1_u64..).zip(&of_row) {
        match (bad.contains(&number), *there) {
            (true, _) => count.ignored += n,
            (false, true) => count.updated += n,
            (false, false) => count.imported += n,
        }
    }
    for one in outcome.findings.iter().filter(|one| one.error) {
        let unit = usize::try_from(one.row).ok().and_then(|row| of_row.get(row.checked_sub(1)?));
        let object =
            if one.item.is_empty() { unit.map(|unit| unit.0.clone()) } else { Some(one.item.clone()) };
        conflicts.push(Conflict {
            object: object.unwrap_or_default(),
            value: one.en.clone(),
            error_code: one.code.clone(),
        });
    }
    let taken = count.imported + count.updated;
    Ok(Json(ImportSummary {
        response_type: "ImportSummary",
        status: match (conflicts.is_empty(), taken) {
            (true, _) => "SUCCESS",
            (false, 0) => "ERROR",
            (false, _) => "WARNING",
        },
        description: format!("{taken} values taken, {} not", count.ignored),
        import_count: count,
        data_set_complete: (conflicts.is_empty() && taken > 0).to_string(),
        conflicts,
    }))
}

/// Which values.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", default)]
pub struct Asked {
    /// Id of the form.
    pub data_set: String,
    /// Period.
    pub period: String,
    /// Place; empty: the home place. An employer's code: its own report.
    pub org_unit: String,
}

/// Reports at most in one answer.
const MOST: usize = 20_000;

/// Values out as DHIS2 reads them: what was submitted by everybody at or below a place.
#[utoipa::path(get, path = "/api/reporting/dataValueSets", operation_id = "data_value_sets_out", tag = "reporting", params(Asked),
    responses((status = 200, body = DataValueSet), (status = 403, description = "Not at this place")))]
pub async fn data_values_out(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<DataValueSet>, Failed> {
    let reporting = &desk.reporting;
    let form = reporting.form(&asked.data_set)?;
    let period = period_of(&desk, &form.id, &asked.period)?;
    let home = &reporting.core.settings.home_place;
    let place = if asked.org_unit.is_empty() { home } else { &asked.org_unit };
    let key = DrillKey {
        form: form.id.clone(),
        period: period.to_string(),
        place: place.clone(),
        dim: String::new(),
        code: String::new(),
        class: Class::Submitted,
    };
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let text = period.to_dhis2().unwrap_or_else(|| period.to_string());
    let mut set = DataValueSet {
        data_set: form.id.clone(),
        period: text.clone(),
        org_unit: place.clone(),
        data_values: Vec::new(),
    };
    let mut db = &reporting.core.db;
    if let Some(one) = anye_registry::employer::by_code(&mut db, place).await? {
        if let Some(own) = store::of(&mut db, &form.id, &key.period, &one.id).await? {
            let own = report::readable(&caller, &mut db, &own.id).await?;
            if own.counted > 0 {
                values(form, &one.code, &own.cells, &mut set);
            }
        }
        return Ok(Json(set));
    }
    let (mut after, mut reports): (Option<Cursor>, usize) = (None, 0);
    loop {
        let limit = Limit::new(Limit::MAX).unwrap_or_default();
        let found = drill(reporting, &caller, &key, after.as_ref(), limit).await?;
        let ids: Vec<String> = found.items.iter().map(|row| row.reporter.clone()).collect();
        let known = anye_registry::employer::by_ids(&mut &reporting.core.db, &ids).await?;
        for row in &found.items {
            let code = known.iter().find(|one| one.id == row.reporter).map(|one| one.code.clone());
            let unit = code.unwrap_or_else(|| row.reporter.clone());
            values(form, &unit, &row.cells, &mut set);
        }
        reports += found.items.len();
        if reports > MOST {
            let field = FieldFault::new("orgUnit", "collect_too_many").arg("most", MOST);
            return Err(Fault::new(ErrorKind::TooLarge, "collect_too_many")
                .arg("most", MOST)
                .field(field)
                .into());
        }
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    Ok(Json(set))
}

fn values(form: &Form, unit: &str, cells: &str, set: &mut DataValueSet) {
    let cells = lenient(form, cells);
    for (at, item) in form.items.iter().enumerate().filter(|(_, item)| item.source != Source::Computed) {
        let cell = cells.get(at);
        if *cell == Cell::Missing {
            continue;
        }
        let whole = item.part_of.and_then(|part| form.items.get(part));
        let (element, combo) = match (whole, &item.code) {
            (Some(whole), Some(code)) => {
                let rest = item.id.strip_prefix(&format!("{}.", whole.id)).unwrap_or(code);
                (whole.id.clone(), rest.to_owned())
            }
            _ => (item.id.clone(), DEFAULT.to_owned()),
        };
        let value = match cell {
            // In the form's own unit, so that it can be read back.
            Cell::Number(number) => anye_forms::show_number(item, *number).replace(',', ""),
            other => other.show(item),
        };
        set.data_values.push(DataValue {
            data_element: element,
            category_option_combo: combo,
            period: set.period.clone(),
            org_unit: unit.to_owned(),
            value,
            comment: String::new(),
        });
    }
}
