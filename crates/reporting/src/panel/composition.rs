//! What a panel is made of, factor by factor, beside the whole frame (样本构成): whether it stands for it can be seen.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Date, Fault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draw::find;
use super::frame::{Unit, code_of, frame};
use super::store;
use crate::Reporting;
use crate::rights::must;

/// The factors: place, industry, economic size, type of ownership, capacity to employ, and the three marks.
pub const FACTORS: [&str; 8] =
    ["city", "industry", "size", "ownership", "staff", "above_designated", "labour_intensive", "hard_hit"];

/// One code of a factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Part)]
pub struct Part {
    /// Code.
    pub code: String,
    /// Units of the frame.
    pub frame: i64,
    /// Members.
    pub members: i64,
    /// Share of the frame in hundredths of a per cent.
    pub frame_share: i64,
    /// Share of the panel in hundredths of a per cent.
    pub member_share: i64,
}

/// A factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Factor {
    /// Which. The words are under `factor-<word>`.
    pub factor: String,
    /// Its codes.
    pub parts: Vec<Part>,
}

/// Puts panel and frame side by side.
pub async fn composition(
    reporting: &Reporting,
    caller: &Caller<'_>,
    panel: &str,
    day: Date,
) -> Result<Vec<Factor>, Fault> {
    let home = reporting.core.settings.home_place.as_str();
    must(caller, Permission::FiguresRead, home, false)?;
    let panel = find(reporting, panel)?;
    let mut db = &reporting.core.db;
    let frame = frame(reporting, &mut db, panel, day).await?;
    let members: std::collections::HashSet<String> =
        store::members(&mut db, &panel.id, day, "").await?.into_iter().map(|one| one.subject).collect();
    let total = |members_only: bool| {
        frame.units.iter().filter(|unit| !members_only || members.contains(&unit.id)).count() as i64
    };
    let (all, held) = (total(false).max(1), total(true).max(1));
    let factor = |factor: &&str| {
        let mut parts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for unit in &frame.units {
            let part = parts.entry(code(unit, factor)).or_default();
            part.0 += 1;
            part.1 += i64::from(members.contains(&unit.id));
        }
        let part = |(code, (frame, members)): (String, (i64, i64))| Part {
            code,
            frame,
            members,
            frame_share: share(frame, all),
            member_share: share(members, held),
        };
        Factor { factor: (*factor).to_owned(), parts: parts.into_iter().map(part).collect() }
    };
    Ok(FACTORS.iter().map(factor).collect())
}

fn share(part: i64, whole: i64) -> i64 {
    (part * 10_000 + whole / 2) / whole
}

fn code(unit: &Unit, factor: &str) -> String {
    match factor {
        "staff" => band(unit.staff).to_owned(),
        "city" => unit.path.split('/').nth(1).unwrap_or("-").to_owned(),
        other => code_of(&unit.facts, other),
    }
}

/// Bands of the capacity to employ.
fn band(staff: Option<i64>) -> &'static str {
    match staff {
        None => "-",
        Some(staff) if staff < 50 => "0-49",
        Some(staff) if staff < 200 => "50-199",
        Some(staff) if staff < 500 => "200-499",
        Some(staff) if staff < 1_000 => "500-999",
        Some(_) => "1000+",
    }
}
