//! Registers put together with the rest (名册接入): the pack's definitions, the law's dictionary, and duties that become cases when they are soon due, so that they stand on
//! the one list of tasks and go up when nobody does them. It must never know a register or a duty by its name.

use std::sync::Arc;

use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::open_in;
use anye_db::WriteTx;
use anye_law::book::Book;
use anye_pack::Pack;
use anye_reading::{ChildCommand, Reader};
use anye_registry::dictionary::BookDictionary;
use anye_registry::entry::import::limits;
use anye_registry::{Alarm, Calendar, CaseId, Registers, Registry, Stage, Told};
use serde_json::json;

/// Half a day: a duty that is past its time when it is first told goes up soon.
const LATE_MS: i64 = 12 * 3_600_000;

/// The registers of a pack over the registry.
pub fn registers(registry: &Registry, pack: &Pack, book: &Book, reader: &ChildCommand) -> Registers {
    let (definitions, found) = pack.definitions_checked(book);
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
    let dictionary = Arc::new(BookDictionary::new(Arc::new(book.clone())));
    let reader = Arc::new(Reader::new(reader.clone(), limits().0));
    Registers::new(registry.clone(), Arc::new(definitions), dictionary, Arc::new(calendar), reader)
        .with_alarm(Arc::new(Cases))
}

/// Opens cases for duties.
struct Cases;

impl Alarm for Cases {
    fn tell<'a, 't: 'a>(&'a self, tx: &'a mut WriteTx<'t>, stage: Stage, told: Told<'a>) -> CaseId<'a> {
        Box::pin(async move {
            if stage == Stage::Done {
                // Whoever works on the case closes it: it may be about several people.
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
