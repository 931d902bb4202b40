//! At the start: are these the keys that sealed what is in the store? A new key file beside an old database, or a wrong key under an old name, must never
//! be taken: what it sealed could not be opened with the rest.

use anye_base::{Actor, ErrorKind, Fault, World};
use anye_db::Db;
use anye_db::audit::Event;

use super::keys::{At, Keys};
use super::store;

/// What every key shows that it is the same.
const TEXT: &str = "anye";

fn at(kid: &str) -> At<'_> {
    At::new("seal_key", kid, "check_text")
}

/// Compares the keys with those that the store has known; new ones are noted.
pub async fn attest(db: &Db, world: &World, keys: &Keys) -> Result<(), Fault> {
    let mut reader = db;
    let mut known = Vec::new();
    for (purpose, kid, text) in store::all(&mut reader).await? {
        let same = match purpose.as_str() {
            "seal" => keys.open(at(&kid), &text).is_ok_and(|clear| clear == TEXT),
            _ => keys.blind_by(&kid, "seal_key", TEXT).as_ref() == Some(&text),
        };
        if !same {
            return Err(Fault::new(ErrorKind::Unavailable, "seal_other_keys").arg("key", kid));
        }
        known.push((purpose, kid));
    }
    let is_new = |purpose: &str, kid: &str| !known.iter().any(|(p, k)| p == purpose && k == kid);
    let mut missing: Vec<(&str, String, String)> = Vec::new();
    for kid in keys.seal_ids().filter(|kid| is_new("seal", kid)) {
        missing.push(("seal", kid.to_owned(), keys.seal_by(kid, world, at(kid), TEXT)?));
    }
    for kid in keys.blind_ids().filter(|kid| is_new("blind", kid)) {
        let text = keys.blind_by(kid, "seal_key", TEXT).unwrap_or_default();
        missing.push(("blind", kid.to_owned(), text));
    }
    if missing.is_empty() {
        return Ok(());
    }
    let actor = Actor::system("seal");
    let mut tx = db.begin_internal(world, &actor).await?;
    for (purpose, kid, text) in &missing {
        store::insert(&mut tx, (purpose, kid, text), world.now_ms()).await?;
    }
    let kids: Vec<&String> = missing.iter().map(|(_, kid, _)| kid).collect();
    let event = Event::new("seal.key", "seal_key", "").detail(&serde_json::json!({ "keys": kids }));
    Ok(tx.commit(event).await?)
}
