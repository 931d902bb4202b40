//! Facts that were corrected afterwards (事后更正): every decision that read them is worked out again for its own day with what is known now; where it would
//! come out otherwise, a case says so, with what was paid too much or too little. No decision is changed by it.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::{Actor, Fault};
use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::open_in;
use anye_db::audit::Event;
use anye_policy::decision::{self, Gist};
use anye_registry::fact::changed_things;
use serde_json::json;

use crate::Service;
use crate::form::look;
use crate::model::{Decided, Row};
use crate::store;
use crate::store::candidate::Affected;

/// The kind of its cases.
const CASE: &str = "service_affected";
/// Ten days to look at one.
const WITHIN_MS: i64 = 10 * 86_400_000;

/// A clock may have been set back since the last run: what was recorded in this time before it is looked at again. What was told is not told twice.
const BACK_MS: i64 = 2 * 86_400_000;

/// Things held at once.
const AT_ONCE: u32 = 20_000;
/// Things in one question.
const MANY: usize = 500;

/// Looks at everything that changed since the last run; how many decisions are affected.
///
/// # Errors
/// The store's own.
pub async fn changed(service: &Service) -> Result<usize, Fault> {
    let db = &service.core.db;
    let since = store::candidate::latest(&mut &*db).await?.map_or(0, |run| run.started_at - BACK_MS);
    let (mut seen, mut count) = (BTreeSet::new(), 0);
    let mut last = (String::new(), String::new());
    loop {
        let things = changed_things(&mut &*db, since, (&last.0, &last.1), AT_ONCE).await?;
        let Some(end) = things.last().cloned() else { return Ok(count) };
        let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (kind, thing) in things {
            kinds.entry(kind).or_default().push(thing);
        }
        for (kind, things) in &kinds {
            for some in things.chunks(MANY) {
                for row in store::case::decided_about(&mut &*db, kind, some).await? {
                    if seen.insert(row.case_id.clone()) {
                        count += again(service, &row).await?;
                    }
                }
            }
        }
        last = end;
    }
}

/// Works the decisions of a case out again for the day they were made.
async fn again(service: &Service, row: &Row) -> Result<usize, Fault> {
    let db = &service.core.db;
    let mut from = db;
    let (Some(programme), Some(application)) =
        (service.programme(&row.programme), store::application::find(&mut from, &row.application).await?)
    else {
        return Ok(0);
    };
    let mut count = 0;
    let all = store::case::decisions(&mut from, &row.case_id).await?;
    let own: Vec<String> = all.iter().map(|one| one.decision.clone()).collect();
    for one in store::case::newest(all) {
        let Some(kept) = decision::find(&mut from, &one.decision).await? else { continue };
        let Ok(on) = kept.on.parse() else { continue };
        let seen = look(service, &mut from, &[programme], &application, on, (false, &own)).await?;
        let answer = seen.answers.iter().find(|(_, rule, _)| *rule == one.rule);
        let Some(now) = answer.and_then(|(_, _, decision)| decision.as_ref()) else { continue };
        let whole = json!({ "decisions": [now] });
        let (before, after) = (Gist::of(&kept.answer), Gist::of(&whole));
        if before.outcome == after.outcome && before.amount_fen == after.amount_fen {
            continue;
        }
        count += tell(service, row, &one, (&before, &after)).await?;
    }
    Ok(count)
}

async fn tell(
    service: &Service,
    row: &Row,
    one: &Decided,
    (before, after): (&Gist, &Gist),
) -> Result<usize, Fault> {
    let (world, actor) = (&service.core.world, Actor::system("service"));
    let mut tx = service.core.db.begin_internal(world, &actor).await?;
    let last = store::candidate::seen(&mut tx, &one.decision).await?;
    if last == Some((after.outcome.clone(), after.amount_fen)) {
        return Ok(0);
    }
    let now = world.now_ms();
    let affected = Affected {
        decision: one.decision.clone(),
        case_id: row.case_id.clone(),
        before: (before.outcome.clone(), before.amount_fen),
        after: (after.outcome.clone(), after.amount_fen),
        seen_at: now,
    };
    store::candidate::affect(&mut tx, &affected).await?;
    let given = |gist: &Gist| if gist.outcome == "granted" { gist.amount_fen.unwrap_or(0) } else { 0 };
    let difference = given(after) - given(before);
    let step = |id: &str, zh: &str, en: &str| StepPlan {
        id: id.to_owned(),
        name: Words::new(zh, en),
        addressee: "service.check".to_owned(),
        within_ms: WITHIN_MS,
    };
    let name = service.programme(&row.programme).map(|one| one.name.clone()).unwrap_or_default();
    let plan = NewCase {
        kind: CASE.to_owned(),
        subject: ("service_case".to_owned(), row.case_id.clone()),
        place: row.place.clone(),
        title: Words::new(
            format!("{}（{}）事实更正，决定可能不同", name.zh, row.number),
            format!("{} ({}): facts were corrected, the decision may differ", name.en, row.number),
        ),
        level: String::new(),
        merge_key: one.decision.clone(),
        steps: vec![
            step("look", "核实差异", "Look at the difference"),
            step("act", "补发或追回", "Pay the rest or recover"),
        ],
        acknowledge_ms: None,
        detail: json!({ "case": row.case_id, "decision": one.decision, "before": before.outcome, "after": after.outcome,
            "before_fen": before.amount_fen, "after_fen": after.amount_fen, "difference_fen": difference }),
    };
    let opened = open_in(&mut tx, (&actor.id, &actor.name), world.new_id(), now, &plan).await?;
    let detail = json!({ "decision": one.decision, "case": opened.case().id, "difference_fen": difference });
    tx.commit(Event::new("service.affected", "case", &row.case_id).at_place(&row.place).detail(&detail))
        .await?;
    Ok(1)
}
