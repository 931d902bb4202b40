//! Registers put together with the rest (名册接入): the pack's definitions, the law's dictionary, and duties that become cases when they are soon due, so that they stand on
//! the one list of tasks and go up when nobody does them. It must never know a register or a duty by its name.

use std::sync::{Arc, Mutex, PoisonError};

use anye_base::Fault;
use anye_casework::model::{NewCase, Outcome, State, StepPlan, Words};
use anye_casework::use_case::flow::Flow;
use anye_casework::use_case::open_in;
use anye_db::WriteTx;
use anye_law::compile::Compiled;
use anye_pack::Pack;
use anye_policy::Policy;
use anye_reading::{ChildCommand, Reader};
use anye_registry::dictionary::{BookDictionary, Dictionary};
use anye_registry::entry::import::limits;
use anye_registry::{Alarm, Calendar, CaseId, Registers, Registry, Stage, Told};
use serde_json::json;

/// Half a day: a duty that is past its time when it is first told goes up soon.
const LATE_MS: i64 = 12 * 3_600_000;

/// The registers of a pack over the registry.
pub fn registers(registry: &Registry, pack: &Pack, policy: &Policy, reader: &ChildCommand) -> Registers {
    let (definitions, found) = pack.definitions_checked(policy.book());
    for one in found.iter().filter(|one| one.error) {
        tracing::warn!(
            file = one.file,
            line = one.mark.line,
            column = one.mark.column,
            code = one.code,
            "{}",
            one.en
        );
    }
    let text = pack.file("calendar.toml").and_then(|bytes| std::str::from_utf8(bytes).ok());
    let calendar = text.map(|text| Calendar::read("calendar.toml", text).0).unwrap_or_default();
    let words = words(policy.clone());
    let reader = Arc::new(Reader::new(reader.clone(), limits().0));
    Registers::new(registry.clone(), Arc::new(definitions), words(), Arc::new(calendar), reader)
        .with_words(words)
        .with_alarm(Arc::new(Cases))
}

/// The dictionary of the law in use: made anew when another version was published, so that its fields are there without a new start.
fn words(policy: Policy) -> anye_registry::Words {
    let last: Mutex<Option<(Arc<Compiled>, Arc<BookDictionary>)>> = Mutex::default();
    Arc::new(move || {
        let law = policy.now().law;
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = last.as_ref().filter(|(of, _)| Arc::ptr_eq(of, &law)) {
            return Arc::clone(made) as Arc<dyn Dictionary>;
        }
        let made = Arc::new(BookDictionary::new(Arc::new(law.book.clone())));
        *last = Some((law, Arc::clone(&made)));
        made
    })
}

/// Opens cases for duties.
struct Cases;

impl Alarm for Cases {
    fn tell<'a, 't: 'a>(&'a self, tx: &'a mut WriteTx<'t>, stage: Stage, told: Told<'a>) -> CaseId<'a> {
        Box::pin(async move {
            if stage == Stage::Done {
                close(tx, &told).await?;
                return Ok(None);
            }
            let scope = tx.scope();
            let now = scope.world.now_ms();
            let plan = plan(&told, now);
            let by = (scope.actor.id.as_str(), scope.actor.name.as_str());
            let opened = open_in(tx, by, scope.world.new_id(), now, &plan).await?;
            Ok(Some(opened.case().id.clone()))
        })
    }
}

/// Ends the case of a duty with the last duty that it was about. A case that somebody closed before stays as it is.
async fn close(tx: &mut WriteTx<'_>, told: &Told<'_>) -> Result<(), Fault> {
    let (Some(id), 0) = (told.task.case_id.as_deref(), told.left) else { return Ok(()) };
    let Some(mut flow) = Flow::of(tx, id).await?.filter(|flow| flow.case.state == State::Open) else {
        return Ok(());
    };
    let scope = tx.scope();
    let by = (scope.actor.id.as_str(), scope.actor.name.as_str());
    let (now, duty) = (scope.world.now_ms(), &told.task.duty);
    let name = told.register.duties.iter().find(|one| one.id == *duty).map_or(duty, |one| &one.name.zh);
    let note =
        if told.task.state == "done" { format!("已履行:{name}") } else { format!("不再需要:{name}") };
    flow.end(tx, by, now, Outcome::Settled, &note).await
}

fn plan(told: &Told<'_>, now: i64) -> NewCase {
    let (task, register) = (told.task, told.register);
    let duty = register.duties.iter().find(|duty| duty.id == task.duty);
    let name = duty
        .map_or_else(|| Words::new(&task.duty, &task.duty), |duty| Words::new(&duty.name.zh, &duty.name.en));
    // What comes again every month is one case of an office and a month; what is due once is a case of its own.
    let again = !task.period.is_empty() && duty.is_some_and(|duty| duty.every.is_some());
    let (about, merge_key, title) = if again {
        let key = format!("{}:{}:{}:{}", task.register, task.duty, task.period, task.county);
        let title = Words::new(
            format!("{}:{} {}", register.name.zh, name.zh, task.period),
            format!("{}: {} {}", register.name.en, name.en, task.period),
        );
        (("place".to_owned(), task.county.clone()), key, title)
    } else {
        let key = format!("{}:{}:{}:{}", task.register, task.duty, task.entry, task.period);
        let title = Words::new(
            format!("{}:{}", register.name.zh, name.zh),
            format!("{}: {}", register.name.en, name.en),
        );
        (("entry".to_owned(), task.entry.clone()), key, title)
    };
    let within = if task.due_at > now { task.due_at - now } else { LATE_MS };
    NewCase {
        kind: "duty".to_owned(),
        subject: about,
        place: task.place.clone(),
        title,
        level: String::new(),
        merge_key,
        steps: vec![StepPlan { id: "do".to_owned(), name, addressee: String::new(), within_ms: within }],
        acknowledge_ms: Some(within),
        detail: json!({ "register": task.register, "entry": task.entry, "duty": task.duty, "period": task.period, "due_at": task.due_at }),
    }
}

/// Looks at the duties; a look that fails is tried again in a minute.
pub async fn look(registers: &Registers) {
    match anye_registry::entry::sweep(registers).await {
        Ok(swept) if swept == anye_registry::entry::Swept::default() => {}
        Ok(swept) => {
            tracing::info!(set = swept.set, soon = swept.soon, overdue = swept.overdue, "duties of registers")
        }
        Err(fault) => tracing::warn!(
            code = fault.code,
            cause = fault.log.as_deref().unwrap_or_default(),
            "duties of registers could not be looked at"
        ),
    }
}

/// Entries whose last day is over end by themselves; a look that fails goes on the next day.
pub async fn ends(registers: &Registers) {
    match anye_registry::entry::lapse(registers).await {
        Ok(done) if done == anye_registry::entry::Lapsed::default() => {}
        Ok(done) => tracing::info!(
            ended = done.ended,
            waiting = done.waiting,
            warnings = done.set,
            "entries whose last day is over"
        ),
        Err(fault) => tracing::warn!(
            code = fault.code,
            cause = fault.log.as_deref().unwrap_or_default(),
            "entries whose last day is over could not all be ended today"
        ),
    }
}

#[cfg(test)]
mod tests {
    use anye_base::Actor;
    use anye_db::audit::Event;
    use anye_pack::Source;
    use anye_registry::entry::Task;
    use anye_testkit::{databases, test_world};

    use super::*;

    fn task(duty: &str, case: Option<String>) -> Task {
        let day = "2026-11-01".parse().expect("a day");
        Task {
            id: "t1".into(),
            entry: "e1".into(),
            register: "unemployment".into(),
            duty: duty.into(),
            period: "2026-11".into(),
            subject_kind: "person".into(),
            subject: "p1".into(),
            place: "210106".into(),
            county: "210106".into(),
            starts: day,
            warn_at: 0,
            due_at: i64::MAX / 2,
            state: "done".into(),
            late: false,
            done_at: None,
            done_name: None,
            done_entry: None,
            note: String::new(),
            case_id: case,
        }
    }

    #[tokio::test]
    async fn the_case_of_a_duty_ends_with_the_last_duty_that_it_was_about() {
        let pack = Pack::load(&Source::Embedded).expect("the pack");
        let definitions = pack.definitions();
        let register = definitions.register("unemployment").expect("a register");
        let duty = register.duties.first().expect("a duty").id.clone();
        for test in databases().await {
            let (world, _) = test_world();
            let actor = Actor::system("test");
            let tell = async |stage, task: &Task, left| {
                let mut tx = test.db.begin_internal(&world, &actor).await.expect("a transaction");
                let told = Told { task, register, subject_name: "王小明", left };
                let id = Cases.tell(&mut tx, stage, told).await.expect("told");
                tx.commit(Event::new("test.told", "duty", "t1")).await.expect("kept");
                id
            };
            let id = tell(Stage::Soon, &task(&duty, None), 1).await.expect("a case");
            let now = task(&duty, Some(id.clone()));
            let case = async || Flow::of(&mut &test.db, &id).await.expect("read").expect("there").case;
            tell(Stage::Done, &now, 1).await;
            assert_eq!(case().await.state, State::Open, "another duty of the case still waits");
            tell(Stage::Done, &now, 0).await;
            let ended = case().await;
            assert_eq!((ended.state, ended.outcome), (State::Closed, Some(Outcome::Settled)));
            assert!(ended.outcome_note.is_some_and(|note| note.starts_with("已履行")));
            let told = anye_casework::use_case::happened(&test.db, &id).await.expect("history");
            assert_eq!(told.last().map(|one| one.what.as_str()), Some("closed"));
            // Told once more, or closed by hand before: nothing happens.
            tell(Stage::Done, &now, 0).await;
            assert_eq!(case().await.row_version, ended.row_version);
        }
    }
}
