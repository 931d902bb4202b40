//! Rotation and replacement (轮换、替换): who leaves is followed by the next of the same stratum in the order of the seed.

use std::collections::{BTreeMap, BTreeSet};

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Read};
use anye_forms::Panel;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draw::{find, member_of, selections};
use super::enrol::reason as must_have_reason;
use super::frame::{Frame, frame};
use super::select::rank;
use super::store::{self, Member};
use crate::Reporting;
use crate::rights::must;

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Rotated {
    /// Left.
    pub left: i64,
    /// Came.
    pub entered: i64,
    /// Stayed because their stratum has nobody new.
    pub nobody_new: i64,
}

/// The seed of the latest draw: replacements go on in its order.
async fn seed(from: &mut impl Read, panel: &Panel) -> Result<(String, String), Fault> {
    let last = selections(from, &panel.id).await?.into_iter().next();
    let last =
        last.ok_or_else(|| Fault::new(ErrorKind::Conflict, "panel_not_drawn").arg("panel", &panel.id))?;
    Ok((last.id, last.seed))
}

/// Places in the frame of units that were never members, by stratum, in the order in which they come.
fn free(frame: &Frame, ever: &BTreeSet<String>, seed: &str) -> BTreeMap<String, Vec<usize>> {
    let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, unit) in frame.units.iter().enumerate().filter(|(_, unit)| !ever.contains(&unit.id)) {
        all.entry(unit.stratum.clone()).or_default().push(at);
    }
    for units in all.values_mut() {
        units.sort_by_cached_key(|at| rank(seed, &frame.units[*at].code, frame.units[*at].tilt));
        // The next is taken from the end.
        units.reverse();
    }
    all
}

/// Replaces a member that leaves by the next of its stratum.
pub async fn replace(
    reporting: &Reporting,
    caller: &Caller<'_>,
    member: &str,
    day: Date,
    reason: &str,
) -> Result<Member, Fault> {
    must_have_reason(reason)?;
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let gone = store::member(&mut tx, member).await?.ok_or_else(|| Fault::not_found("panel_member"))?;
    must(caller, Permission::PanelManage, &gone.place, false)?;
    if gone.ended.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "panel_member_gone").arg("name", &gone.name));
    }
    let panel = find(reporting, &gone.panel)?;
    let (selection, seed) = seed(&mut tx, panel).await?;
    let frame = frame(reporting, &mut tx, panel, day).await?;
    let ever: BTreeSet<String> = store::ever(&mut tx, &panel.id).await?.into_iter().collect();
    let next = free(&frame, &ever, &seed).get_mut(&gone.stratum).and_then(Vec::pop);
    let next = next.ok_or_else(|| {
        Fault::new(ErrorKind::Conflict, "panel_stratum_empty").arg("stratum", &gone.stratum)
    })?;
    store::end(&mut tx, std::slice::from_ref(&gone.id), day, reason.trim()).await?;
    let weight = (gone.weight_num, gone.weight_den);
    let mut came = member_of(
        caller,
        panel,
        &frame.units[next],
        day,
        weight,
        (&selection, "replacement"),
        Some(gone.id.clone()),
    );
    store::insert(&mut tx, &panel.id, std::slice::from_mut(&mut came)).await?;
    let event = Event::new("panel.replace", "panel_member", &came.id).at_place(&came.place);
    let detail = serde_json::json!({ "panel": panel.id, "left": gone.subject, "came": came.subject, "day": came.entered, "reason": reason });
    tx.commit_with(event.detail(&detail), &came).await?;
    Ok(came)
}

/// Rotates a share (in per cent) of each stratum: those longest in it leave, as many as there are new ones.
pub async fn rotate(
    reporting: &Reporting,
    caller: &Caller<'_>,
    panel: &str,
    day: Date,
    percent: u32,
    reason: &str,
) -> Result<Rotated, Fault> {
    let home = reporting.core.settings.home_place.as_str();
    must(caller, Permission::PanelManage, home, false)?;
    must_have_reason(reason)?;
    if !(1..=100).contains(&percent) {
        return Err(Fault::new(ErrorKind::Invalid, "panel_percent"));
    }
    let panel = find(reporting, panel)?;
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let (selection, seed) = seed(&mut tx, panel).await?;
    let frame = frame(reporting, &mut tx, panel, day).await?;
    let ever: BTreeSet<String> = store::ever(&mut tx, &panel.id).await?.into_iter().collect();
    let mut free = free(&frame, &ever, &seed);
    let mut strata: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for one in store::members(&mut tx, &panel.id, day, "").await? {
        strata.entry(one.stratum.clone()).or_default().push(one);
    }
    let (mut done, mut gone, mut came) = (Rotated::default(), Vec::new(), Vec::new());
    for (stratum, mut members) in strata {
        members.sort_by(|a, b| (&a.entered, &a.code).cmp(&(&b.entered, &b.code)));
        // Shares of small strata round up: a stratum of two rotates too.
        let wanted = (members.len() * percent as usize).div_ceil(100);
        for old in members.into_iter().take(wanted) {
            let Some(next) = free.get_mut(&stratum).and_then(Vec::pop) else {
                done.nobody_new += 1;
                continue;
            };
            let weight = (old.weight_num, old.weight_den);
            came.push(member_of(
                caller,
                panel,
                &frame.units[next],
                day,
                weight,
                (&selection, "rotation"),
                Some(old.id.clone()),
            ));
            gone.push(old.id);
        }
    }
    store::end(&mut tx, &gone, day, reason.trim()).await?;
    store::insert(&mut tx, &panel.id, &mut came).await?;
    done.left = i64::try_from(gone.len()).unwrap_or(0);
    done.entered = i64::try_from(came.len()).unwrap_or(0);
    let event = Event::new("panel.rotate", "panel", &panel.id).at_place(home);
    let detail = serde_json::json!({ "day": day.to_string(), "percent": percent, "rotated": done.left, "nobody_new": done.nobody_new, "reason": reason });
    tx.commit_with(event.detail(&detail), &done).await?;
    Ok(done)
}
