//! How far a case is, without signing in (办件进度): by its number and the name of whom it is about. Unknown number and wrong name are one answer; trying is slowed down.

use anye_base::{Actor, ErrorKind, Fault};
use anye_db::audit::Event;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::Service;
use crate::case::by_case;
use crate::model::{Stand, Whole};
use crate::store;

/// Tries from one address within a stretch of time.
const MOST: i64 = 10;
/// The stretch.
const STRETCH_MS: i64 = 10 * 60_000;
/// Every answer takes at least so long.
const SLOWLY_MS: u64 = 250;

/// What is told without signing in: steps and days, never a field, a number or a whole name.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Progress {
    /// The number asked for.
    pub number: String,
    /// The programme, in both languages.
    pub programme: (String, String),
    /// How far.
    pub stand: Stand,
    /// Steps: name in both languages, state, the moment it is due or was done.
    pub steps: Vec<(String, String, String, i64)>,
    /// The last moment of the promise.
    pub promised_at: Option<i64>,
    /// Sent.
    pub made_at: i64,
    /// Ended.
    pub ended_at: Option<i64>,
    /// Why it was refused or what is asked for.
    pub why: String,
    /// The last day of publicity, while it is public.
    pub public_to: Option<String>,
    /// Whether there is a programme to appeal by.
    pub appeal: bool,
}

/// Looks it up.
///
/// # Errors
/// No case with this number about somebody of this name, or too many tries.
pub async fn progress(service: &Service, actor: &Actor, number: &str, name: &str) -> Result<Progress, Fault> {
    let world = &service.core.world;
    // The same moment for every answer: how long it takes tells nothing.
    tokio::time::sleep(std::time::Duration::from_millis(SLOWLY_MS)).await;
    let mut tx = service.core.db.begin_internal(world, actor).await?;
    let tries = store::public::attempt(&mut tx, &actor.source, world.now_ms() / STRETCH_MS).await?;
    let event = Event::new("service.progress", "service_case", "").detail(&json!({ "tries": tries }));
    tx.commit(event).await?;
    if tries > MOST {
        return Err(Fault::new(ErrorKind::TooMany, "service_too_many").arg("minutes", STRETCH_MS / 60_000));
    }
    let none = || Fault::not_found("service_progress");
    let row = store::case::by_number(&mut &service.core.db, number.trim()).await?.ok_or_else(none)?;
    let (whole, application) = by_case(&service.core.db, &row.case_id).await?.ok_or_else(none)?;
    let db = &service.core.db;
    let subject =
        service.subjects.find(db, application.kind(), &application.subject).await?.ok_or_else(none)?;
    if !same_name(&subject.name, name) {
        return Err(none());
    }
    Ok(told(service, whole))
}

/// Names as people type them: without spaces, any dot between the parts.
fn same_name(own: &str, said: &str) -> bool {
    let plain = |text: &str| -> String {
        let dots = ['·', '•', '・', '．', '.', '‧'];
        text.chars().filter(|c| !c.is_whitespace()).map(|c| if dots.contains(&c) { '·' } else { c }).collect()
    };
    let (own, said) = (plain(own), plain(said));
    !said.is_empty() && own == said
}

fn told(service: &Service, whole: Whole) -> Progress {
    let programme = service.programme(&whole.row.programme);
    let name = programme.map(|one| (one.name.zh.clone(), one.name.en.clone())).unwrap_or_default();
    let step = |step: &anye_casework::model::Step| {
        let at = step.done.as_ref().map_or(step.due_at, |(_, at)| *at);
        (step.name.zh.clone(), step.name.en.clone(), step.state.clone(), at)
    };
    let refused = matches!(whole.row.stand, Stand::Refused | Stand::Rejected);
    Progress {
        number: whole.row.number.clone(),
        programme: name,
        stand: whole.row.stand,
        steps: whole.steps.iter().map(step).collect(),
        promised_at: whole.row.promised_at,
        made_at: whole.row.made_at,
        ended_at: whole.row.ended_at,
        why: if refused || whole.row.stand == Stand::Asked { whole.row.why.clone() } else { String::new() },
        public_to: whole.public.filter(|one| one.state == "public").map(|one| one.to_day),
        appeal: refused && programme.is_some_and(|one| one.appeal.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn a_name_is_the_same_however_its_dot_is_typed() {
        assert!(same_name("阿依古丽·买买提", "阿依古丽.买买提"));
        assert!(same_name("王 小明", "王小明"));
        assert!(!same_name("王小明", "王小"));
        assert!(!same_name("王小明", " "));
    }
}
