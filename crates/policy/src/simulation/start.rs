//! Starting a simulation (启动模拟): both rule books are kept and the job is enqueued in one transaction.

use std::path::Path;

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_jobs::{NewJob, enqueue};
use anye_law::day::Day;

use super::job::{Input, KIND};
use super::model::{Peoples, Simulation};
use super::parts::offered;
use super::store;
use crate::Policy;
use crate::version::{self, Kept};

/// Fewest made-up persons.
pub const LEAST: u32 = 500;
/// Most made-up persons.
pub const MOST: u32 = 200_000;

/// What to try.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The rule book before: `in_use`, `pack`, or the id of a version.
    pub from: String,
    /// The rule book after.
    pub to: String,
    /// Who is decided about.
    pub people: Peoples,
    /// The day of the decisions.
    pub on: Day,
}

/// Starts it.
pub async fn start(policy: &Policy, caller: &Caller<'_>, wish: &Wish) -> Result<Simulation, Fault> {
    version::must(policy, caller, Permission::LawPropose)?;
    check(&wish.people, policy.populations.as_deref())?;
    policy.refresh().await?;
    let policy = &policy.now();
    let from = book(policy, "from", &wish.from).await?;
    let to = book(policy, "to", &wish.to).await?;
    let mut tx = match policy.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    version::keep_book(&mut tx, &from).await?;
    version::keep_book(&mut tx, &to).await?;
    let id = caller.world.new_id();
    let short = |kept: &Kept| kept.version.chars().take(12).collect::<String>();
    let job = NewJob {
        kind: KIND,
        name: id.clone(),
        title: format!("{} → {}", short(&from), short(&to)),
        input: serde_json::to_value(Input { simulation: id.clone() }).map_err(Fault::internal)?,
        account: caller.grants.account().to_owned(),
        place: policy.pack.manifest().place.clone(),
    };
    let job = enqueue(&mut tx, &job).await?;
    let made = Simulation {
        id,
        from_book: from.id,
        from_version: from.version,
        to_book: to.id,
        to_version: to.version,
        people: wish.people.clone(),
        on: wish.on.to_string(),
        job: job.id,
        made_by: caller.actor.id.clone(),
        made_name: caller.actor.name.clone(),
        made_at: caller.world.now_ms(),
        finished_at: None,
        result: None,
    };
    store::insert(&mut tx, &made).await?;
    let detail = serde_json::json!({ "from": made.from_version, "to": made.to_version, "people": made.people, "on": made.on });
    let event =
        Event::new("law.simulate", "law_simulation", &made.id).at_place(&policy.pack.manifest().place);
    tx.commit_with(event.detail(&detail), &made).await?;
    Ok(made)
}

fn check(people: &Peoples, populations: Option<&Path>) -> Result<(), Fault> {
    let wrong = |field: &'static str, code: &'static str| {
        let field = FieldFault::new(field, code).arg("least", LEAST).arg("most", MOST);
        Fault::new(ErrorKind::Invalid, code).arg("least", LEAST).arg("most", MOST).field(field)
    };
    match people {
        Peoples::MadeUp { persons, .. } if !(LEAST..=MOST).contains(persons) => {
            Err(wrong("persons", "law_persons"))
        }
        Peoples::Folder { name } if !offered(populations).contains(name) => {
            Err(wrong("people", "law_population"))
        }
        _ => Ok(()),
    }
}

async fn book(policy: &Policy, field: &'static str, word: &str) -> Result<Kept, Fault> {
    match word {
        "in_use" => Ok(policy.used.kept(&policy.pack).clone()),
        "pack" => Ok(policy.as_packed().used.kept(&policy.pack).clone()),
        id => {
            let kept = version::kept(&mut &policy.core.db, id).await?;
            let code = "law_version_unknown";
            kept.ok_or_else(|| Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code)))
        }
    }
}
