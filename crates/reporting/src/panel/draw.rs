//! Drawing a panel (抽取样本): frame, allocation, selection by the recorded seed. Who is drawn again stays; who is not leaves that day.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Read, WriteTx, sql};
use anye_forms::{Allocation, Panel};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::frame::{Frame, Unit, frame};
use super::select::{selected, weight};
use super::source::facts_text;
use super::store::{self, Member};
use super::{Share, allocate};
use crate::Reporting;
use crate::rights::must;
use crate::state::law_day;

/// A stratum of a draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StratumPlan {
    /// Codes joined by "/".
    pub stratum: String,
    /// City it lies in, where all its units lie in one.
    pub city: String,
    /// Units of the frame.
    pub units: u32,
    /// Members planned.
    pub planned: u32,
}

/// A draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Drawn {
    /// Id.
    pub id: String,
    /// Panel.
    pub panel: String,
    /// Day of the frame and of entry.
    pub day: String,
    /// The seed.
    pub seed: String,
    /// Units of the frame.
    pub frame_size: i64,
    /// SM3 of the frame.
    pub frame_digest: String,
    /// Strata with their plan.
    pub strata: Vec<StratumPlan>,
    /// Members planned.
    pub planned: u32,
    /// Came.
    pub entered: i64,
    /// Stayed.
    pub stayed: i64,
    /// Left.
    pub left: i64,
    /// Not admitted, by reason.
    pub left_out: Vec<(String, u32)>,
}

/// Draws a panel anew.
pub async fn draw(
    reporting: &Reporting,
    caller: &Caller<'_>,
    panel: &str,
    day: Date,
    seed: &str,
) -> Result<Drawn, Fault> {
    let home = reporting.core.settings.home_place.as_str();
    must(caller, Permission::PanelManage, home, false)?;
    let panel = find(reporting, panel)?;
    let size = law_day(day).and_then(|day| panel.size_on(day)).ok_or_else(|| {
        Fault::new(ErrorKind::Invalid, "panel_no_size").arg("panel", &panel.id).arg("on", day)
    })?;
    if seed.trim().is_empty() || seed.len() > 100 {
        return Err(Fault::new(ErrorKind::Invalid, "panel_seed"));
    }
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let frame = frame(reporting, &mut tx, panel, day).await?;
    let plan = plan(panel, &frame, size.n);
    let id = caller.world.new_id();
    let mut drawn = drawn(&id, panel, day, seed, &frame, &plan);
    let chosen = choose(&frame, &plan, seed);
    enter(&mut tx, caller, panel, day, &id, &frame, &chosen, &mut drawn).await?;
    keep(&mut tx, panel, &drawn).await?;
    let event = Event::new("panel.draw", "panel", &panel.id).at_place(home);
    let detail = serde_json::json!({ "selection": id, "day": drawn.day, "seed": seed, "frame": drawn.frame_size,
        "frame_digest": drawn.frame_digest, "planned": drawn.planned, "entered": drawn.entered, "stayed": drawn.stayed, "left": drawn.left });
    tx.commit_with(event.detail(&detail), &drawn).await?;
    Ok(drawn)
}

/// A panel of the catalogue that is drawn: from the register of employers or from another.
pub(super) fn find<'a>(reporting: &'a Reporting, id: &str) -> Result<&'a Panel, Fault> {
    let panel = reporting.catalogue.panel(id).ok_or_else(|| Fault::not_found("panel"))?;
    if panel.subject == "employer" || panel.source.is_some() {
        return Ok(panel);
    }
    Err(Fault::new(ErrorKind::Invalid, "panel_subject").arg("panel", id).arg("subject", &panel.subject))
}

/// A stratum with the places of its units in the frame.
struct Planned {
    plan: StratumPlan,
    units: Vec<usize>,
    tilted: u64,
}

fn plan(panel: &Panel, frame: &Frame, n: u32) -> Vec<Planned> {
    let mut strata: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, unit) in frame.units.iter().enumerate() {
        strata.entry(&unit.stratum).or_default().push(at);
    }
    let shares: Vec<Share> = strata.values().map(|units| share(frame, units)).collect();
    let given = allocate(panel.allocate, n, &shares);
    let planned = |((stratum, units), (share, planned)): ((&str, Vec<usize>), (Share, u32))| {
        let city = |at: usize| frame.units[at].path.split('/').nth(1).unwrap_or_default().to_owned();
        let first = units.first().map(|at| city(*at)).unwrap_or_default();
        let one = units.iter().all(|at| city(*at) == first);
        let plan = StratumPlan {
            stratum: stratum.to_owned(),
            city: if one { first } else { String::new() },
            units: share.units,
            planned,
        };
        Planned { plan, tilted: share.tilted, units }
    };
    strata.into_iter().zip(shares.into_iter().zip(given)).map(planned).collect()
}

fn share(frame: &Frame, units: &[usize]) -> Share {
    let staff: Vec<f64> = units.iter().map(|at| frame.units[*at].staff.unwrap_or(0) as f64).collect();
    let mean = staff.iter().sum::<f64>() / staff.len().max(1) as f64;
    let spread = staff.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (staff.len().max(2) - 1) as f64;
    Share {
        units: u32::try_from(units.len()).unwrap_or(u32::MAX),
        tilted: units.iter().map(|at| u64::from(frame.units[*at].tilt)).sum(),
        spread: spread.sqrt(),
    }
}

/// Place in the frame and weight of everybody drawn.
fn choose(frame: &Frame, plan: &[Planned], seed: &str) -> Vec<(usize, (i64, i64))> {
    let mut chosen = Vec::new();
    for one in plan {
        let units: Vec<(&str, u32)> =
            one.units.iter().map(|at| (frame.units[*at].code.as_str(), frame.units[*at].tilt)).collect();
        for at in selected(seed, &units, one.plan.planned as usize) {
            chosen.push((one.units[at], weight(one.plan.planned, one.tilted, units[at].1)));
        }
    }
    chosen
}

fn drawn(id: &str, panel: &Panel, day: Date, seed: &str, frame: &Frame, plan: &[Planned]) -> Drawn {
    Drawn {
        id: id.to_owned(),
        panel: panel.id.clone(),
        day: day.to_string(),
        seed: seed.to_owned(),
        frame_size: i64::try_from(frame.units.len()).unwrap_or(i64::MAX),
        frame_digest: frame.digest(),
        strata: plan.iter().map(|one| one.plan.clone()).collect(),
        planned: plan.iter().map(|one| one.plan.planned).sum(),
        entered: 0,
        stayed: 0,
        left: 0,
        left_out: frame.left_out.values().map(|(why, n)| (why.en.clone(), *n)).collect(),
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one draw, used in one place")]
async fn enter(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    panel: &Panel,
    day: Date,
    selection: &str,
    frame: &Frame,
    chosen: &[(usize, (i64, i64))],
    drawn: &mut Drawn,
) -> Result<(), DbError> {
    let mut before: BTreeMap<String, Member> = store::members(tx, &panel.id, day, "")
        .await?
        .into_iter()
        .map(|one| (one.subject.clone(), one))
        .collect();
    let mut new = Vec::new();
    for (at, weight) in chosen {
        let unit = &frame.units[*at];
        match before.remove(&unit.id) {
            Some(same) => {
                store::reweigh(tx, &same.id, &unit.stratum, *weight, selection).await?;
                drawn.stayed += 1;
            }
            None => new.push(member_of(caller, panel, unit, day, *weight, (selection, "drawn"), None)),
        }
    }
    let gone: Vec<String> = before.into_values().map(|one| one.id).collect();
    store::end(tx, &gone, day, "not drawn again").await?;
    store::insert(tx, &panel.id, &mut new).await?;
    drawn.entered = i64::try_from(new.len()).unwrap_or(0);
    drawn.left = i64::try_from(gone.len()).unwrap_or(0);
    Ok(())
}

/// A membership that begins.
pub(super) fn member_of(
    caller: &Caller<'_>,
    panel: &Panel,
    unit: &Unit,
    day: Date,
    (weight_num, weight_den): (i64, i64),
    (selection, reason): (&str, &str),
    replaces: Option<String>,
) -> Member {
    Member {
        id: caller.world.new_id(),
        panel: panel.id.clone(),
        subject: unit.id.clone(),
        name: unit.name.clone(),
        // Numbered when it is written.
        code: if unit.sampled { String::new() } else { unit.code.clone() },
        facts: if unit.sampled { facts_text(&unit.facts) } else { String::new() },
        place: unit.place.clone(),
        path: unit.path.clone(),
        stratum: unit.stratum.clone(),
        entered: day.to_string(),
        ended: None,
        reason: reason.to_owned(),
        end_reason: String::new(),
        weight_num,
        weight_den,
        selection: selection.to_owned(),
        replaces,
        tags: unit.tags.join(" "),
    }
}

async fn keep(tx: &mut WriteTx<'_>, panel: &Panel, drawn: &Drawn) -> Result<(), DbError> {
    let scope = tx.scope();
    let method = match panel.allocate {
        Allocation::Proportional => "proportional",
        Allocation::Neyman => "neyman",
        Allocation::Equal => "equal",
    };
    let design = serde_json::json!({ "strata": panel.strata, "allocate": method, "left_out": drawn.left_out,
        "planned": drawn.planned, "entered": drawn.entered, "stayed": drawn.stayed, "left": drawn.left });
    let allocation =
        serde_json::to_string(&drawn.strata).map_err(|cause| DbError::Other(cause.to_string()))?;
    let insert = sql(
        "insert into panel_selection (id, panel, day, seed, design, allocation, frame_size, frame_digest, drawn_at, drawn_by, \
         drawn_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let insert = insert.bind(&drawn.id).bind(&drawn.panel).bind(&drawn.day).bind(&drawn.seed).bind(&design);
    let insert = insert.bind(allocation).bind(drawn.frame_size).bind(&drawn.frame_digest);
    tx.run_one(insert.bind(scope.world.now_ms()).bind(&scope.actor.id).bind(&scope.actor.name)).await
}

/// The draws of a panel, the latest first.
pub async fn selections(from: &mut impl Read, panel: &str) -> Result<Vec<Drawn>, DbError> {
    let query = sql(
        "select id, panel, day, seed, design, allocation, frame_size, frame_digest from panel_selection where panel = $1 \
         order by drawn_at desc, id desc",
    );
    let mut all = Vec::new();
    for row in from.all(query.bind(panel)).await? {
        let design: serde_json::Value = row.json("design")?;
        let number = |key: &str| design[key].as_i64().unwrap_or(0);
        all.push(Drawn {
            id: row.text("id")?,
            panel: row.text("panel")?,
            day: row.text("day")?,
            seed: row.text("seed")?,
            frame_size: row.int("frame_size")?,
            frame_digest: row.text("frame_digest")?,
            strata: row.json("allocation")?,
            planned: u32::try_from(number("planned")).unwrap_or(0),
            entered: number("entered"),
            stayed: number("stayed"),
            left: number("left"),
            left_out: serde_json::from_value(design["left_out"].clone()).unwrap_or_default(),
        });
    }
    Ok(all)
}
