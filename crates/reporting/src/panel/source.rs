//! The frame of a panel that is drawn from a register (名册抽样): households of the survey, graduates.
//!
//! It must never keep a whole name, and never guess a fact that an entry does not give.

use std::collections::BTreeMap;

use anye_base::{Date, Fault, masked_name};
use anye_db::Read;
use anye_forms::{Admission, Fact, Facts, Panel, PanelSource, SourceFact, Words};
use anye_registry::{Listed, listed};
use serde_json::Value;

use super::frame::{Frame, Unit, code_of};
use crate::Reporting;
use crate::reporter::{city_of, path_of};

/// Everybody whom the register lists and the panel admits.
pub async fn frame(
    reporting: &Reporting,
    from: &mut impl Read,
    panel: &Panel,
    source: &PanelSource,
    day: Date,
) -> Result<Frame, Fault> {
    let places = reporting.core.places();
    let mut made = Frame::default();
    let mut paths: BTreeMap<String, Result<String, Fault>> = BTreeMap::new();
    for one in listed(from, &source.register, day).await? {
        let path =
            paths.entry(one.place.clone()).or_insert_with(|| path_of(&places, &one.place, day)).clone();
        let facts = facts(source, &one);
        let why = match (&path, panel.admits(&facts)) {
            (Err(_), _) => Some(Words::new("所在地区划不存在", "its place was none on that day")),
            (Ok(_), Admission::Admitted) => None,
            (Ok(_), Admission::Refused(why) | Admission::Unknown(why)) => Some(why),
        };
        if let Some(why) = why {
            let held = made.left_out.entry(why.en.clone()).or_insert_with(|| (why, 0));
            held.1 += 1;
            continue;
        }
        let stratum: Vec<String> = panel.strata.iter().map(|id| code_of(&facts, id)).collect();
        made.units.push(Unit {
            name: masked_name(&one.name),
            code: one.subject.clone(),
            id: one.subject,
            place: one.place,
            staff: None,
            sampled: true,
            path: path.unwrap_or_default(),
            stratum: stratum.join("/"),
            tilt: panel.tilt_of(&facts),
            tags: panel.tags_of(&facts).iter().map(|tag| tag.id.clone()).collect(),
            facts,
        });
    }
    Ok(made)
}

/// What an entry says, as the pack names it.
fn facts(source: &PanelSource, one: &Listed) -> Facts {
    let mut facts = Facts::new().with("city", city_of(&one.place).as_str().into());
    for own in &source.facts {
        if let Some(fact) = fact(own, one.fields.get(&own.field)) {
            facts.set(&own.id, fact);
        }
    }
    facts
}

fn fact(own: &SourceFact, value: Option<&Value>) -> Option<Fact> {
    if own.field.is_empty() {
        return Some(true.into());
    }
    let value = value.filter(|value| !value.is_null())?;
    if !own.is.is_empty() {
        return Some((value.as_str() == Some(own.is.as_str())).into());
    }
    match value {
        Value::Bool(yes) => Some((*yes).into()),
        Value::Number(number) => number.as_i64().map(Fact::from),
        Value::String(text) if text == "true" || text == "false" => Some((text == "true").into()),
        Value::String(text) => Some(text.parse::<i64>().map_or_else(|_| text.as_str().into(), Fact::from)),
        _ => None,
    }
}

/// Facts as they are kept with a member.
pub fn facts_text(facts: &Facts) -> String {
    let value = |(id, fact): (&str, &Fact)| {
        let value = match fact {
            Fact::Text(text) => Value::from(&**text),
            Fact::Number(number) => (*number).into(),
            Fact::YesNo(yes) => (*yes).into(),
            Fact::Day(day) => (*day).into(),
        };
        (id.to_owned(), value)
    };
    Value::Object(facts.iter().map(value).collect()).to_string()
}

/// Facts of a member as they were kept.
pub fn facts_kept(text: &str) -> Facts {
    let mut facts = Facts::new();
    let kept: BTreeMap<String, Value> = serde_json::from_str(text).unwrap_or_default();
    for (id, value) in &kept {
        let fact = match value {
            Value::Bool(yes) => Fact::from(*yes),
            Value::Number(number) => Fact::from(number.as_i64().unwrap_or_default()),
            Value::String(text) => Fact::from(text.as_str()),
            _ => continue,
        };
        facts.set(id, fact);
    }
    facts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(field: &str, is: &str, value: Option<Value>) -> Option<Fact> {
        let own = SourceFact { id: "x".into(), field: field.into(), is: is.into() };
        fact(&own, value.as_ref())
    }

    #[test]
    fn a_fact_is_what_the_entry_says_and_nothing_else() {
        assert_eq!(of("", "", None), Some(Fact::YesNo(true)), "being listed");
        assert_eq!(of("area", "urban", Some(json!("urban"))), Some(Fact::YesNo(true)));
        assert_eq!(of("area", "urban", Some(json!("rural"))), Some(Fact::YesNo(false)));
        assert_eq!(of("area", "urban", None), None, "not said is not known");
        assert_eq!(of("year", "", Some(json!(2009))), Some(Fact::Number(2009)));
        assert_eq!(of("year", "", Some(json!("2009"))), Some(Fact::Number(2009)));
        assert_eq!(of("in_province", "", Some(json!(false))), Some(Fact::YesNo(false)));
        assert_eq!(of("in_province", "", Some(Value::Null)), None);
    }

    #[test]
    fn facts_are_kept_as_they_were() {
        let facts =
            Facts::new().with("city", "210100".into()).with("urban", true.into()).with("year", 2009.into());
        assert_eq!(facts_kept(&facts_text(&facts)).get("city"), Some(&"210100".into()));
        assert_eq!(facts_kept(&facts_text(&facts)).get("urban"), Some(&Fact::YesNo(true)));
        assert_eq!(facts_kept(&facts_text(&facts)).get("year"), Some(&Fact::Number(2009)));
    }
}
