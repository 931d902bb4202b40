//! Registers of the pack over a fresh database, with somebody who notes what duties say, and people to enter.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use anye_access::Role;
use anye_db::audit::Event;
use anye_db::{Db, Val, WriteTx};
use anye_forms::Calendar;
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_programmes::Definitions;
use anye_reading::{ChildCommand, Limits, Reader};
use anye_registry::dictionary::BookDictionary;
use anye_registry::entry::{self, Entry, NewEntry};
use anye_registry::{Alarm, CaseId, Registers, Registry, Stage, Told};
use anye_testkit::TestClock;
use serde_json::{Value, json};

use crate::world::{BOOK, Person, registry};

static DEFINITIONS: LazyLock<Arc<Definitions>> = LazyLock::new(|| {
    let pack = anye_pack::Pack::load(&Source::Embedded).unwrap();
    Arc::new(pack.definitions_checked(&BOOK).0)
});
static CALENDAR: LazyLock<Arc<Calendar>> = LazyLock::new(|| {
    let knowledge = Knowledge::load(&Source::Embedded).unwrap();
    let text = String::from_utf8(knowledge.pack.file("calendar.toml").unwrap().to_vec()).unwrap();
    Arc::new(Calendar::from_toml(&text).unwrap())
});

/// Notes what it is told: duty, subject's name, stage.
#[derive(Default)]
pub struct Notes(pub Mutex<Vec<(String, String, Stage)>>, pub Mutex<Vec<i64>>);

impl Alarm for Notes {
    fn tell<'a, 't: 'a>(&'a self, _: &'a mut WriteTx<'t>, stage: Stage, told: Told<'a>) -> CaseId<'a> {
        let one = (told.task.duty.clone(), told.subject_name.to_owned(), stage);
        self.0.lock().unwrap().push(one);
        if stage == Stage::Done {
            self.1.lock().unwrap().push(told.left);
        }
        Box::pin(std::future::ready(Ok(Some(format!("case-{}", told.task.id)))))
    }
}

/// The rooms with the pack's registers.
pub fn rooms(db: &Db) -> (Registers, TestClock, Arc<Notes>) {
    rooms_with(db, Arc::clone(&DEFINITIONS))
}

/// The rooms with other registers.
pub fn rooms_with(db: &Db, definitions: Arc<Definitions>) -> (Registers, TestClock, Arc<Notes>) {
    let (registry, clock) = registry(db);
    let child = std::env::current_exe().unwrap().with_file_name("../anye-reading-child");
    let reader = Reader::new(ChildCommand { program: child, arguments: Vec::new() }, Limits::default());
    let notes = Arc::new(Notes::default());
    let dictionary = Arc::new(BookDictionary::new(BOOK.clone()));
    let rooms = Registers::new(registry, definitions, dictionary, CALENDAR.clone(), Arc::new(reader));
    (rooms.with_alarm(notes.clone()), clock, notes)
}

/// The register of an id with changes, alone beside all others.
pub fn changed(change: impl FnOnce(&mut Definitions)) -> Arc<Definitions> {
    let mut all = (**DEFINITIONS).clone();
    change(&mut all);
    Arc::new(all)
}

/// A person in the register of persons, without a number.
pub async fn person(rooms: &Registers, id: &str, name: &str, place: &str) -> String {
    people(rooms, &[(id, name, place)]).await;
    id.to_owned()
}

/// Several.
pub async fn people(rooms: &Registers, all: &[(&str, &str, &str)]) {
    let core = &rooms.registry.core;
    let actor = anye_base::Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    let row = |(id, name, place): &(&str, &str, &str)| -> Vec<Val> {
        let texts = [id, name, name, "", "male"];
        let mut row: Vec<Val> = texts.into_iter().map(Val::from).collect();
        row.extend([Val::from("1975-05-01"), Val::from(*place), Val::from(&place[..6])]);
        row.extend(["210106", "urban", "", "active", "2000-01-01", "test", ""].map(Val::from));
        row.extend([Val::from(0_i64), Val::from("test"), Val::from("test"), Val::from(1_i64)]);
        row
    };
    let columns = "id, name, name_key, initials, sex, birth_date, place, county, residence_place, residence_type, phone_sealed, state, since, source, evidence, \
         created_at, created_by, created_name, version";
    tx.insert("person", columns, all.iter().map(row).collect()).await.unwrap();
    tx.commit(Event::new("test.persons", "person", "")).await.unwrap();
}

/// Runs one job to its end, in the runner that the program has.
pub async fn job(registry: &Registry, kind: &'static str, work: Arc<dyn anye_jobs::Work>) -> anye_jobs::Job {
    let (db, world) = (registry.core.db.clone(), registry.core.world.clone());
    let actor = anye_base::Actor::system("test");
    let mut tx = db.begin_internal(&world, &actor).await.unwrap();
    let new = anye_jobs::NewJob {
        kind,
        name: "1".into(),
        title: "test".into(),
        input: Value::Null,
        account: actor.id.clone(),
        place: "210000".into(),
    };
    let job = anye_jobs::enqueue(&mut tx, &new).await.unwrap();
    tx.commit(Event::new("test.job", "job", &job.id)).await.unwrap();
    assert!(anye_jobs::Runner::new(db.clone(), world).with(kind, work).run_next().await.unwrap());
    anye_jobs::find(&mut &db, &job.id).await.unwrap().unwrap()
}

/// An entry to be made.
pub fn new(subject: &str, from: &str, fields: Value) -> NewEntry {
    let fields: BTreeMap<String, Value> = serde_json::from_value(fields).unwrap();
    NewEntry {
        subject: subject.into(),
        from: from.into(),
        fields,
        source: "窗口".into(),
        evidence: "登记表".into(),
        ..NewEntry::default()
    }
}

/// An unemployment registration.
pub fn unemployed(subject: &str, from: &str) -> NewEntry {
    new(subject, from, json!({ "since": from, "cause": cause(), "channel": "counter", "at": "household" }))
}

/// The first cause of the pack.
pub fn cause() -> String {
    choice("unemployment", "cause")
}

/// The first choice of a field.
pub fn choice(register: &str, field: &str) -> String {
    let register = DEFINITIONS.register(register).unwrap();
    let field = register.fields.iter().find(|one| one.id == field).unwrap();
    match &field.kind {
        anye_programmes::FieldKind::Choice(all) | anye_programmes::FieldKind::Choices(all) => {
            all[0].id.clone()
        }
        other => panic!("{other:?}"),
    }
}

/// Opens one as a clerk of a place, confirmed by another where that is wanted.
pub async fn opened(rooms: &Registers, clerk: &Person, register: &str, new: NewEntry) -> Entry {
    let asking = clerk.asking(&rooms.registry);
    let made = entry::open(rooms, &asking.caller(None), register, new).await.unwrap();
    if !made.pending {
        return made;
    }
    let other = Person::new("复核", Role::Clerk, &clerk.grants.held()[0].place);
    let asking = other.asking(&rooms.registry);
    entry::confirm(rooms, &asking.caller(None), &made.id, made.version).await.unwrap()
}
