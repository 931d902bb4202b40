//! Checking and taking rows, chunk by chunk, each chunk one transaction.

use std::collections::{BTreeMap, BTreeSet};

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Read, WriteTx};
use anye_programmes::{Register, SubjectKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::{Finding, Parsed};
use crate::Registers;
use crate::entry::model::{Entry, NewEntry};
use crate::entry::open::{drafted, write};
use crate::entry::store::import as store;
use crate::rights::may_since;

/// Rows of one transaction.
const CHUNK: usize = 1_000;

/// What would happen.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Checked {
    /// Rows that hold something.
    pub read: usize,
    /// Rows that could be taken.
    pub sound: usize,
    /// Everything that is wrong with the others.
    pub findings: Vec<Finding>,
}

/// What happened.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Taken {
    /// Rows that hold something.
    pub read: usize,
    /// Rows that are entries now.
    pub taken: usize,
    /// Rows that are not.
    pub refused: usize,
    /// The same contents had been taken before.
    pub again: bool,
    /// Everything that is wrong with those that are not.
    pub findings: Vec<Finding>,
}

/// Says what would happen and writes nothing: each chunk is tried in a transaction that is dropped.
///
/// # Errors
/// The store's own.
pub async fn check(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &Register,
    parsed: &Parsed,
) -> Result<Checked, Fault> {
    let mut checked = Checked { read: parsed.read, findings: parsed.findings.clone(), ..Checked::default() };
    let mut seen = Places::default();
    for chunk in parsed.rows.chunks(CHUNK) {
        let mut tx = rooms.core().db.begin_internal(caller.world, caller.actor).await?;
        let (made, findings) = chunked(&mut tx, rooms, caller, register, parsed, chunk, &mut seen).await?;
        checked.sound += made.len();
        checked.findings.extend(findings);
        drop(tx);
    }
    checked.findings.sort_by_key(|one| one.row);
    Ok(checked)
}

/// Takes the rows that are sound. The same contents again are not taken twice; cut off, the next call goes on.
///
/// # Errors
/// The store's own.
pub async fn take(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &Register,
    parsed: &Parsed,
    (name, digest): (&str, &str),
) -> Result<Taken, Fault> {
    let db = &rooms.core().db;
    let mut out = Taken { read: parsed.read, findings: parsed.findings.clone(), ..Taken::default() };
    let before = store::find(&mut &*db, &register.id, digest).await?;
    if let Some(before) = before.as_ref().filter(|one| one.state == "done") {
        out.again = true;
        (out.taken, out.refused) = (before.taken, before.refused);
        return Ok(out);
    }
    let id = match &before {
        Some(before) => before.id.clone(),
        None => {
            let id = caller.world.new_id();
            let mut tx = db.begin_internal(caller.world, caller.actor).await?;
            let rows = parsed.read as i64;
            store::insert(
                &mut tx,
                &[&id, &register.id, digest, name, &caller.actor.id],
                rows,
                caller.world.now_ms(),
            )
            .await?;
            tx.commit(
                Event::new("entry.import", "register", &register.id)
                    .detail(&serde_json::json!({ "file": name, "rows": rows })),
            )
            .await?;
            id
        }
    };
    let done = before.as_ref().map_or(0, |one| one.done_rows);
    out.taken = before.as_ref().map_or(0, |one| one.taken);
    let mut seen = Places::default();
    for (at, chunk) in parsed.rows.chunks(CHUNK).enumerate() {
        let upto = (at * CHUNK + chunk.len()).min(parsed.rows.len());
        if upto <= done {
            continue;
        }
        let mut tx = db.begin_internal(caller.world, caller.actor).await?;
        let (made, findings) = chunked(&mut tx, rooms, caller, register, parsed, chunk, &mut seen).await?;
        out.taken += made.len();
        out.findings.extend(findings);
        store::progress(&mut tx, &id, upto, out.taken, parsed.read - out.taken, upto == parsed.rows.len())
            .await?;
        let event = Event::new("entry.import_rows", "register", &register.id);
        tx.commit(event.detail(&serde_json::json!({ "import": id, "taken": made.len(), "rows": upto })))
            .await?;
    }
    if parsed.rows.is_empty() {
        let mut tx = db.begin_internal(caller.world, caller.actor).await?;
        store::progress(&mut tx, &id, 0, 0, parsed.read, true).await?;
        tx.commit(Event::new("entry.import_rows", "register", &register.id)).await?;
    }
    out.refused = parsed.read - out.taken;
    out.findings.sort_by_key(|one| one.row);
    Ok(out)
}

/// Whether the caller may enter at a place, asked once for each.
#[derive(Default)]
struct Places(BTreeMap<String, bool>);

type Row = (u64, String, NewEntry);

async fn chunked(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &Register,
    parsed: &Parsed,
    chunk: &[Row],
    places: &mut Places,
) -> Result<(Vec<Entry>, Vec<Finding>), Fault> {
    let ids = who(tx, rooms, register.subject, chunk).await?;
    let mut findings = Vec::new();
    let news: Vec<NewEntry> = chunk
        .iter()
        .map(|(_, _, new)| {
            let mut new = new.clone();
            if let Some(id) = ids.get(&new.subject) {
                new.subject.clone_from(id);
            }
            if new.source.is_empty() {
                "导入".clone_into(&mut new.source);
            }
            new
        })
        .collect();
    let (mut sound, mut numbers) = (Vec::new(), Vec::new());
    for ((row, name, _), draft) in chunk.iter().zip(drafted(tx, rooms, register, news).await?) {
        let mut tell = |field: &str, code: &str, zh: String, en: String| {
            findings.push(Finding::new(*row, &parsed.column(field), code, zh, en));
        };
        match draft {
            Err(wrong) => {
                for one in wrong {
                    let (zh, en) = words(rooms, &one);
                    tell(&one.field, one.code, zh, en);
                }
            }
            Ok(entry) => {
                let may = *places.0.entry(entry.place.clone()).or_insert_with(|| {
                    may_since(&rooms.registry, caller, Permission::RegistersWork, &entry.place)
                });
                if !name.is_empty() && !entry.subject_name.is_empty() && *name != entry.subject_name {
                    // Two names for one number: somebody has to look.
                    tell(
                        "name",
                        "name_differs",
                        format!("姓名与登记的不符:“{name}”"),
                        format!("the name differs from the one registered: “{name}”"),
                    );
                } else if may {
                    sound.push(entry);
                    numbers.push(*row);
                } else {
                    // What may not be seen is as if it were not there.
                    let (zh, en) = words(rooms, &FieldFault::new("subject", "entry_subject"));
                    tell("subject", "entry_subject", zh, en);
                }
            }
        }
    }
    let (made, refused) = write(tx, rooms, register, sound).await?;
    for (at, fault) in refused {
        let (zh, en) = words(rooms, &fault);
        findings.push(Finding::new(
            numbers.get(at).copied().unwrap_or_default(),
            &parsed.column(&fault.field),
            fault.code,
            zh,
            en,
        ));
    }
    Ok((made, findings))
}

/// What a fault says in both languages.
fn words(rooms: &Registers, fault: &FieldFault) -> (String, String) {
    let said = |lang| rooms.core().texts(lang).field_fault(fault);
    (said(anye_base::Lang::Zh), said(anye_base::Lang::En))
}

/// The ids of those a file names by number or code.
async fn who(
    from: &mut impl Read,
    rooms: &Registers,
    kind: SubjectKind,
    chunk: &[Row],
) -> Result<BTreeMap<String, String>, Fault> {
    let all: BTreeSet<&str> =
        chunk.iter().map(|(_, _, new)| new.subject.as_str()).filter(|text| !is_id(text)).collect();
    let mut out = BTreeMap::new();
    if all.is_empty() {
        return Ok(out);
    }
    match kind {
        SubjectKind::Employer => {
            let codes: Vec<String> = all.iter().map(|code| code.trim().to_uppercase()).collect();
            for one in crate::employer::by_codes(from, &codes).await? {
                out.insert(one.code.clone(), one.id.clone());
            }
            for code in all {
                if let Some(id) = out.get(&code.trim().to_uppercase()).cloned() {
                    out.insert(code.to_owned(), id);
                }
            }
        }
        SubjectKind::Person => out = crate::entry::number::persons_by_number(from, rooms, &all).await?,
        _ => {}
    }
    Ok(out)
}

fn is_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

/// A file that does not fit into what may be taken.
#[must_use]
pub fn unusable(what: impl std::fmt::Display) -> Fault {
    Fault::new(ErrorKind::Invalid, "entry_file").log(what).field(FieldFault::new("file", "entry_file"))
}
