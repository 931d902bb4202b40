//! Looking (查看): who opened a record, who saw a full value and why. A full value leaves only here and in the copy, with a purpose, in one transaction with its
//! trace; many in a day raise an alarm.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, ErrorKind, Fault, FieldFault, Limit, Page};
use anye_db::audit::Event;
use anye_db::{Read, WriteTx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Person, Purpose};
use super::scope::seen;
use super::sealing::{keys, open_number, open_phone, scrubbed};
use super::store;
use crate::Registry;
use crate::rights::must_since;

/// Values in a day above which an alarm is recorded.
pub const DAILY: i64 = 50;
/// Values in a day above which none is shown.
const MOST: i64 = 200;
const LONGEST: usize = 200;

/// One look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Look {
    /// Id.
    pub id: String,
    /// Whose record.
    pub person: String,
    /// page, number, phone, birth, copy
    pub what: String,
    /// By which account.
    pub account: String,
    /// Its name then.
    pub account_name: String,
    /// When.
    pub at: i64,
    /// Why; empty for opening the page.
    pub purpose: String,
    /// In words.
    pub note: String,
}

/// What is to be seen, and why.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = registry::Wanted)]
pub struct Wanted {
    /// `phone`, `birth`, or the id of a number.
    pub field: String,
    /// Why.
    pub purpose: Purpose,
    /// In words.
    pub note: String,
}

/// A full value. It goes to who asked and is kept nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Revealed {
    /// `phone`, `birth`, or the id of a number.
    pub field: String,
    /// The value.
    pub value: String,
    /// Values that the account has seen today, this one included.
    pub today: i64,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Revealed({})", self.field)
    }
}

/// Notes that a record was opened.
pub async fn opened(registry: &Registry, caller: &Caller<'_>, person: &Person) -> Result<(), Fault> {
    let mut tx = registry.core.db.begin_internal(caller.world, caller.actor).await?;
    put(&mut tx, caller, &person.id, "page", None).await?;
    Ok(tx.commit(Event::new("person.read", "person", &person.id).at_place(&person.place)).await?)
}

/// Notes that somebody from outside asked about a person whose number and name they knew.
pub(crate) async fn by_client(
    tx: &mut WriteTx<'_>,
    world: &anye_base::World,
    actor: &anye_base::Actor,
    person: &str,
) -> Result<(), Fault> {
    let look = Look {
        id: world.new_id(),
        person: person.to_owned(),
        what: "client".to_owned(),
        account: actor.id.clone(),
        account_name: actor.name.clone(),
        at: world.now_ms(),
        purpose: String::new(),
        note: String::new(),
    };
    Ok(store::insert_look(tx, &look, world.today()).await?)
}

/// Notes that somebody opened a file about a person, in the transaction of the record about it.
///
/// # Errors
/// The store's own.
pub async fn at_paper(tx: &mut WriteTx<'_>, caller: &Caller<'_>, person: &str) -> Result<(), Fault> {
    put(tx, caller, person, "paper", None).await
}

async fn put(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    person: &str,
    what: &str,
    why: Option<(Purpose, &str)>,
) -> Result<(), Fault> {
    let look = Look {
        id: caller.world.new_id(),
        person: person.to_owned(),
        what: what.to_owned(),
        account: caller.actor.id.clone(),
        account_name: caller.actor.name.clone(),
        at: caller.world.now_ms(),
        purpose: why.map(|(purpose, _)| purpose.word().to_owned()).unwrap_or_default(),
        note: why.map(|(_, note)| note.to_owned()).unwrap_or_default(),
    };
    Ok(store::insert_look(tx, &look, caller.world.today()).await?)
}

/// Shows one full value.
pub async fn reveal(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    wanted: &Wanted,
) -> Result<Revealed, Fault> {
    let mut db = &registry.core.db;
    let person = seen(registry, caller, Permission::PersonsRead, store::by_id(&mut db, id).await?)?;
    must_since(registry, caller, Permission::PersonsReveal, &person.place)?;
    let keys = keys(registry)?;
    let (what, value) = match wanted.field.as_str() {
        "phone" => ("phone", open_phone(keys, &person)?),
        "birth" => ("birth", person.birth_date.map(|day| day.to_string())),
        number => {
            let held = store::number_by_id(&mut db, number).await?.filter(|one| one.person == person.id);
            ("number", held.map(|one| open_number(keys, &one)).transpose()?)
        }
    };
    let value = value.ok_or_else(|| Fault::not_found("number"))?;
    let today =
        traced(registry, caller, (&person.id, &person.place), what, (wanted.purpose, &wanted.note)).await?;
    Ok(Revealed { field: wanted.field.clone(), value, today })
}

/// Records the look before anything is shown; gives how many there were today.
pub(crate) async fn traced(
    registry: &Registry,
    caller: &Caller<'_>,
    (who, place): (&str, &str),
    what: &str,
    (purpose, note): (Purpose, &str),
) -> Result<i64, Fault> {
    let note = scrubbed(note);
    if note.chars().count() < 2 || note.chars().count() > LONGEST {
        let field = FieldFault::new("note", "person_reveal_note").arg("most", LONGEST);
        return Err(Fault::new(ErrorKind::Invalid, "person_reveal_note").arg("most", LONGEST).field(field));
    }
    let mut tx = registry.core.db.begin_internal(caller.world, caller.actor).await?;
    let before = store::count_looks(&mut tx, &caller.actor.id, caller.world.today()).await?;
    if before >= MOST {
        return Err(Fault::new(ErrorKind::TooMany, "person_reveal_most").arg("most", MOST));
    }
    put(&mut tx, caller, who, what, Some((purpose, &note))).await?;
    if before >= DAILY {
        let detail = serde_json::json!({ "today": before + 1, "quota": DAILY });
        tx.note(
            Event::new("person.reveal_alarm", "account", &caller.actor.id).at_place(place).detail(&detail),
        );
    }
    let detail = serde_json::json!({ "what": what, "today": before + 1 });
    let event = Event::new("person.reveal", "person", who)
        .at_place(place)
        .for_purpose(format!("{}: {note}", purpose.word()))
        .detail(&detail);
    tx.commit(event).await?;
    Ok(before + 1)
}

/// Who looked at a person, at merged records too, newest first.
pub async fn looks(
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Look>, Fault> {
    let person = super::find(registry, caller, id).await?;
    looks_of(&mut &registry.core.db, &person.id, after, limit).await
}

/// The same for the person itself: who asks has shown that this is they.
///
/// # Errors
/// The store's own.
pub async fn looks_of(
    from: &mut impl Read,
    id: &str,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Look>, Fault> {
    let mut ids = vec![id.to_owned()];
    ids.extend(super::duplicates::merged_into(from, id).await?);
    Ok(store::page_of_looks(from, &ids, after, limit).await?)
}
