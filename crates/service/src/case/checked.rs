//! Cases that a grant settles (核查随办结而结): a check of an entry that names this programme as what is to be done ends with it, in one transaction. It must never end a case that
//! wants something else done.

use anye_base::Fault;
use anye_casework::model::Outcome;
use anye_casework::use_case::flow::Flow;
use anye_db::WriteTx;
use anye_programmes::FieldKind;
use serde_json::json;

use super::held::Held;

/// Ends them, with a link to this case and a line that says so.
pub(super) async fn settle(tx: &mut WriteTx<'_>, held: &Held<'_>) -> Result<(), Fault> {
    let (world, actor) = (tx.scope().world, tx.scope().actor);
    let (now, by) = (world.now_ms(), (actor.id.as_str(), actor.name.as_str()));
    let (own, row) = (&held.programme.name, &held.row);
    for field in held.programme.fields.iter().filter(|one| matches!(one.kind, FieldKind::Entry(_))) {
        let Some(entry) = held.application.answers.get(&format!("f.{}", field.id)) else { continue };
        for case in Flow::about(tx, "entry", entry).await? {
            if case.detail["programme"] != held.programme.id.as_str() {
                continue;
            }
            let Some(mut flow) = Flow::of(tx, &case.id).await? else { continue };
            Flow::link(tx, &row.case_id, &case.id, "measure", (by.1, now)).await?;
            let linked = json!({ "kind": "measure", "id": row.case_id, "zh": format!("{} {}", own.zh, row.number), "en": format!("{} {}", own.en, row.number) });
            flow.note(tx, by, now, "linked", linked).await?;
            let note = format!("{}已办结:{}", own.zh, row.number);
            flow.end(tx, by, now, Outcome::Settled, &note).await?;
        }
    }
    Ok(())
}
