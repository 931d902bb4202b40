//! What an office finds out (认定、评估): facts that the rules read and nobody but the office can say, recorded by whoever does the step. It must never take one from who applies.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::WriteTx;
use anye_programmes::StepAct;
use serde_json::json;

use super::draft::{lay, programmes};
use super::held::Held;
use super::pass::at_work;
use super::rights::mine;
use crate::Service;
use crate::form::{Ask, Input, form, slots};
use crate::mark::mark;
use crate::model::Answers;
use crate::store;

/// Records findings; what was found before stays in the history.
pub(super) async fn find(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    found: &Answers,
) -> Result<(), Fault> {
    at_work(held)?;
    let decides = held.step().is_some_and(|step| step.acts.contains(&StepAct::Decide));
    held.must(service, tx, caller, if decides { StepAct::Decide } else { StepAct::Pass }).await?;
    if mine(caller, &held.application) {
        return Err(Fault::new(ErrorKind::Denied, "service_own_case"));
    }
    let wanted = programmes(service, &held.application)?;
    let things = slots(service, tx, &wanted, &held.application, caller.world.today()).await?;
    let form = form(service, tx, &wanted, &held.application, &things).await?;
    let finding = |key: &String| form.ask(key).is_some_and(|ask| ask.finding);
    if found.is_empty() || !found.keys().all(finding) {
        let field = FieldFault::new("findings", "service_finding");
        return Err(Fault::new(ErrorKind::Invalid, "service_finding").field(field));
    }
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    let (seen, before) = (held.application.row_version, held.application.answers.clone());
    lay(service, tx, &mut held.application, found, false).await?;
    held.application.changed_at = now;
    held.application.row_version += 1;
    store::application::update(tx, &held.application, seen).await?;
    mark("find.saved");
    let (mut zh, mut en, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for (ask, said) in found.iter().filter_map(|(key, said)| Some((form.ask(key)?, said))) {
        zh.push(format!("{} {}", ask.name.zh, shown(ask, said, true)));
        en.push(format!("{} {}", ask.name.en, shown(ask, said, false)));
        told.push(json!({ "key": ask.key, "before": before.get(&ask.key), "after": said }));
    }
    let detail = json!({ "zh": zh.join("；"), "en": en.join("; "), "found": told });
    held.flow.note(tx, by, now, "found", detail).await?;
    held.keep(tx).await
}

/// A finding as it was chosen.
fn shown(ask: &Ask, said: &str, chinese: bool) -> String {
    let Input::Choice { members } = &ask.input else { return said.to_owned() };
    let found = members.iter().find(|(id, _, _)| id == said);
    found.map_or_else(|| said.to_owned(), |(_, zh, en)| if chinese { zh.clone() } else { en.clone() })
}
