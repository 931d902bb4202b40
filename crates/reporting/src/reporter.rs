//! Who reports (填报单位): an employer of the register or a place, where it stood in a period, and the facts kept with its report.
//! It must never move a report to another place than the one of its period.

use anye_base::{Date, ErrorKind, Fault};
use anye_db::{DbError, Read};
use anye_forms::{Fact, Facts, Form, Period};
use anye_places::{Level, Register, Resolution, Tree};
use anye_registry::employer::{self, Employer};
use serde::{Deserialize, Serialize};

use crate::Reporting;
use crate::panel::source::facts_kept;
use crate::panel::store;

/// A reporter in a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reporter {
    /// Id of the employer, or code of the place.
    pub id: String,
    /// Name.
    pub name: String,
    /// Code: the employer's, or the place's.
    pub code: String,
    /// County or lower where it stood.
    pub place: String,
    /// Codes from the province down to the place, joined by "/".
    pub path: String,
    /// ";industry=C;size=large;"
    pub dims: String,
}

/// What the register says about an employer, as forms and panels ask for it.
#[must_use]
pub fn facts_of(one: &Employer) -> Facts {
    let mut facts = Facts::new()
        .with("name", one.name.as_str().into())
        .with("code", one.code.as_str().into())
        .with("place", one.place.as_str().into())
        .with("city", city_of(&one.place).as_str().into())
        .with("state", one.state.as_str().into())
        .with("above_designated", one.above_scale.into())
        .with("labour_intensive", one.labour_intensive.into())
        .with("hard_hit", one.hard_hit.into());
    let worded = [
        ("industry", one.section()),
        ("division", one.industry.get(1..3).unwrap_or_default()),
        ("industry_code", &one.industry),
        ("ownership", &one.ownership),
        ("size", size_class(&one.size)),
    ];
    for (id, value) in worded.into_iter().filter(|(_, value)| !value.is_empty()) {
        facts.set(id, value.into());
    }
    if let Some(staff) = one.staff {
        facts.set("staff", staff.into());
    }
    facts
}

/// The name of a size class in the official classification, as packs write it.
fn size_class(size: &str) -> &str {
    match size {
        "large" => "大型",
        "medium" => "中型",
        "small" => "小型",
        "micro" => "微型",
        other => other,
    }
}

/// The city's code of a division's code.
pub(crate) fn city_of(place: &str) -> String {
    format!("{}00", place.get(..4).unwrap_or(place))
}

/// The dimensions of a form, as they are kept with a report. A fact that is not known is left out and stands under no code.
#[must_use]
pub fn dims_of(form: &Form, facts: &Facts) -> String {
    let mut text = String::from(";");
    for id in &form.dimensions {
        let value = match facts.get(id) {
            Some(Fact::Text(value)) => value.to_string(),
            Some(Fact::Number(number)) => number.to_string(),
            Some(Fact::YesNo(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            Some(Fact::Day(_)) | None => continue,
        };
        let clean: String =
            value.chars().filter(|letter| !matches!(letter, ';' | '=' | '%' | '\\')).collect();
        text.push_str(&format!("{id}={clean};"));
    }
    text
}

/// Dimensions as pairs.
pub fn dims_pairs(dims: &str) -> impl Iterator<Item = (&str, &str)> {
    dims.split(';').filter_map(|pair| pair.split_once('='))
}

/// Codes from the province down to the place, joined by "/"; or why the place was none on that day.
pub fn path_of(places: &Register, place: &str, on: Date) -> Result<String, Fault> {
    let Some(found) = places.find(place, on) else { return Err(gone(places, place, on)) };
    for tree in [Tree::CIVIL, Tree::STATISTICAL] {
        if places.in_tree(found.code, on, tree) {
            let mut codes: Vec<&str> = places
                .ancestors(found.code, on, tree)
                .filter(|up| up.level != Level::State)
                .map(|up| up.code)
                .collect();
            codes.reverse();
            codes.push(found.code);
            return Ok(codes.join("/"));
        }
    }
    Err(gone(places, place, on))
}

fn gone(places: &Register, place: &str, on: Date) -> Fault {
    let fault = |code| Fault::new(ErrorKind::Invalid, code).arg("place", place).arg("on", on);
    match places.resolve_code(place, on) {
        Resolution::Retired { successors, .. } if !successors.is_empty() => {
            let names: Vec<String> =
                successors.iter().map(|step| format!("{} {}", step.code, step.name)).collect();
            fault("report_place_split").arg("now", names.join("、"))
        }
        _ => fault("report_place_unknown"),
    }
}

/// Whether a form is reported by places instead of employers.
#[must_use]
pub fn is_by_place(form: &Form) -> bool {
    matches!(form.reporter, anye_forms::Reporter::Places(_))
}

/// Finds the reporter of a form for a period, by id or code.
pub async fn find(
    reporting: &Reporting,
    from: &mut impl Read,
    form: &Form,
    period: Period,
    key: &str,
) -> Result<(Reporter, Facts), Fault> {
    let on = reporting.tree_day(period);
    let places = reporting.core.places();
    if is_by_place(form) {
        return by_place(&places, form, on, key);
    }
    if let Some(panel) = sampled(reporting, form) {
        return of_sample(&places, from, form, on, panel, key).await;
    }
    let one = one_employer(from, key).await?.ok_or_else(|| unknown(key))?;
    let place = place_then(&places, from, &one, on).await?;
    of_employer(&places, form, on, &one, &place)
}

/// The panel of a form whose members are no employers: households, graduates.
#[must_use]
pub fn sampled<'a>(reporting: &Reporting, form: &'a Form) -> Option<&'a str> {
    let anye_forms::Reporter::Panel(id) = &form.reporter else { return None };
    reporting.catalogue.panel(id).is_some_and(|panel| panel.source.is_some()).then_some(id.as_str())
}

/// A member of such a panel, by id or number in the sample. What was known of it when it was drawn is what its dimensions are.
async fn of_sample(
    places: &Register,
    from: &mut impl Read,
    form: &Form,
    on: Date,
    panel: &str,
    key: &str,
) -> Result<(Reporter, Facts), Fault> {
    let one = store::by_key(from, panel, key.trim()).await?.ok_or_else(|| unknown(key))?;
    let facts = facts_kept(&one.facts);
    let reporter = Reporter {
        path: path_of(places, &one.place, on)?,
        dims: dims_of(form, &facts),
        id: one.subject,
        name: one.name,
        code: one.code,
        place: one.place,
    };
    Ok((reporter, facts))
}

/// The name of whoever `id` is, in a statement that joins `employer e`: an employer's, or a panel member's as strangers may read it.
#[must_use]
pub fn named(id: &str) -> String {
    format!(
        "coalesce(e.name, (select max(s.name) from panel_member s where s.subject = {id} and s.name <> ''), {id})"
    )
}

/// There is no such reporter.
pub fn unknown(key: &str) -> Fault {
    Fault::new(ErrorKind::NotFound, "reporter_unknown").arg("reporter", key)
}

async fn one_employer(from: &mut impl Read, key: &str) -> Result<Option<Employer>, DbError> {
    employer::by_key(from, key).await
}

/// The reporter made from an employer that stood at this place on that day.
pub fn of_employer(
    places: &Register,
    form: &Form,
    on: Date,
    one: &Employer,
    place: &str,
) -> Result<(Reporter, Facts), Fault> {
    Ok(with_path(form, one, place.to_owned(), path_of(places, place, on)?))
}

/// The same, where the path is known already.
#[must_use]
pub fn with_path(form: &Form, one: &Employer, place: String, path: String) -> (Reporter, Facts) {
    let facts = facts_of(one);
    let reporter = Reporter {
        id: one.id.clone(),
        name: one.name.clone(),
        code: one.code.clone(),
        place,
        path,
        dims: dims_of(form, &facts),
    };
    (reporter, facts)
}

/// Where an employer stood on a day: by the facts of that day where the current place was not there yet or no more.
pub async fn place_then(
    places: &Register,
    from: &mut impl Read,
    one: &Employer,
    on: Date,
) -> Result<String, DbError> {
    if places.find(&one.place, on).is_some() {
        return Ok(one.place.clone());
    }
    let facts = employer::facts(from, &one.id).await?;
    let then = employer::as_of(&facts, employer::Field::Place, on, None).map(|fact| fact.value.clone());
    Ok(then.unwrap_or_else(|| one.place.clone()))
}

fn by_place(places: &Register, form: &Form, on: Date, key: &str) -> Result<(Reporter, Facts), Fault> {
    let path = path_of(places, key, on)?;
    let found = places.find(key, on).ok_or_else(|| unknown(key))?;
    let wanted = match form.reporter {
        anye_forms::Reporter::Places(anye_forms::Level::Province) => Level::Province,
        anye_forms::Reporter::Places(anye_forms::Level::City) => Level::City,
        anye_forms::Reporter::Places(anye_forms::Level::Township) => Level::Township,
        _ => Level::County,
    };
    if found.level != wanted {
        return Err(Fault::new(ErrorKind::Invalid, "reporter_level")
            .arg("place", key)
            .arg("level", wanted.as_str()));
    }
    let facts = Facts::new().with("place", found.code.into()).with("name", found.name.into());
    let reporter = Reporter {
        id: found.code.to_owned(),
        name: found.name.to_owned(),
        code: found.code.to_owned(),
        place: found.code.to_owned(),
        path,
        dims: dims_of(form, &facts),
    };
    Ok((reporter, facts))
}
