//! The frame (抽样框): every employer, or whoever a register lists, that a panel admits on a day, with its stratum; and how many were left out, with the reason.

use std::collections::BTreeMap;

use anye_base::{Date, Fault};
use anye_db::Read;
use anye_db::audit::hex;
use anye_forms::{Admission, Fact, Facts, Panel, Words};
use anye_registry::employer::{self, Employer};
use sm3::{Digest as _, Sm3};

use crate::Reporting;
use crate::reporter::{facts_of, path_of, place_then};

/// A unit of a frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Id of the employer, household or person.
    pub id: String,
    /// Name; of a household or person as strangers may read it.
    pub name: String,
    /// Code of the employer, or the id: what permanent random numbers are made from.
    pub code: String,
    /// Where it is.
    pub place: String,
    /// Staff, of an employer.
    pub staff: Option<i64>,
    /// Not of the register of employers: it gets a number of the sample.
    pub sampled: bool,
    /// Codes from the province down.
    pub path: String,
    /// What panels and forms ask for.
    pub facts: Facts,
    /// Values of the facts that make strata, joined by "/".
    pub stratum: String,
    /// Its factor in hundredths.
    pub tilt: u32,
    /// Ids of its marks.
    pub tags: Vec<String>,
}

/// A frame.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// Units in the order of codes.
    pub units: Vec<Unit>,
    /// Left out, by reason.
    pub left_out: BTreeMap<String, (Words, u32)>,
}

impl Frame {
    /// SM3 of the codes and strata: a draw says from which frame it was.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut all = Sm3::new();
        for unit in &self.units {
            all.update(unit.code.as_bytes());
            all.update(unit.stratum.as_bytes());
            all.update(unit.tilt.to_le_bytes());
        }
        hex(&all.finalize())
    }
}

/// A fact as the code of a stratum; what is not known is a stratum of its own.
#[must_use]
pub fn code_of(facts: &Facts, id: &str) -> String {
    match facts.get(id) {
        Some(Fact::Text(text)) => text.to_string(),
        Some(Fact::Number(number)) => number.to_string(),
        Some(Fact::YesNo(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Fact::Day(day)) => day.to_string(),
        None => "-".to_owned(),
    }
}

/// Builds the frame of a panel.
pub async fn frame(
    reporting: &Reporting,
    from: &mut impl Read,
    panel: &Panel,
    day: Date,
) -> Result<Frame, Fault> {
    if let Some(source) = &panel.source {
        return super::source::frame(reporting, from, panel, source, day).await;
    }
    let places = reporting.core.places();
    let mut made = Frame::default();
    let mut paths: BTreeMap<String, Result<String, Fault>> = BTreeMap::new();
    let mut leave = |why: Words| {
        let held = made.left_out.entry(why.en.clone()).or_insert_with(|| (why, 0));
        held.1 += 1;
    };
    let mut units = Vec::new();
    for one in employer::frame(from).await? {
        if !matches!(one.state.as_str(), "active" | "suspended") {
            leave(Words::new("已关闭", "closed"));
            continue;
        }
        let place = place_then(&places, from, &one, day).await?;
        let path = paths.entry(place.clone()).or_insert_with(|| path_of(&places, &place, day)).clone();
        let Ok(path) = path else {
            leave(Words::new("所在地区划不存在", "its place was none on that day"));
            continue;
        };
        let facts = facts_of(&one);
        match panel.admits(&facts) {
            Admission::Admitted => {}
            Admission::Refused(why) | Admission::Unknown(why) => {
                leave(why);
                continue;
            }
        }
        let tilt = panel.tilt_of(&facts);
        units.push(Unit { tilt, ..employed(panel, one, path, facts) });
    }
    made.units = units;
    Ok(made)
}

/// An employer as a unit.
pub fn employed(panel: &Panel, one: Employer, path: String, facts: Facts) -> Unit {
    let stratum: Vec<String> = panel.strata.iter().map(|id| code_of(&facts, id)).collect();
    Unit {
        id: one.id,
        name: one.name,
        code: one.code,
        place: one.place,
        staff: one.staff,
        sampled: false,
        path,
        stratum: stratum.join("/"),
        tilt: 100,
        tags: panel.tags_of(&facts).iter().map(|tag| tag.id.clone()).collect(),
        facts,
    }
}
