//! Entries of the pack's own registers: once, limited, with facts, duties, moves, history; under many writers at once.

mod duties;
mod households;
mod lapse;
mod ledger;
mod limits;
mod public;
mod spells;

use anye_registry::{Registers, fact};
use serde_json::{Value, json};

use crate::facts::day;

const SHENYANG: &str = "210106";

pub async fn known(rooms: &Registers, kind: &str, thing: &str, field: &str, on: &str) -> Value {
    let mut db = &rooms.registry.core.db;
    let mut all = fact::known(&mut db, kind, thing, day(on), None).await.unwrap();
    all.remove(field).unwrap_or(Value::Null)
}

/// Something for every field that has to be there.
pub fn filled(rooms: &Registers, register: &str, entry: &str) -> Value {
    use anye_programmes::FieldKind;
    let register = rooms.definitions.register(register).unwrap();
    let mut fields = serde_json::Map::new();
    for field in register.fields.iter().filter(|field| field.required) {
        let value = match &field.kind {
            FieldKind::Text(_) => json!("样例"),
            FieldKind::Count { least, .. } => json!(least.max(&1)),
            FieldKind::Money => json!(120_000),
            FieldKind::Number(_) | FieldKind::Percent => json!(100),
            FieldKind::Date => json!("2026-02-01"),
            FieldKind::Month => json!("2026-02"),
            FieldKind::YesNo => json!(true),
            FieldKind::Choice(all) => json!(all[0].id),
            FieldKind::Choices(all) => json!([all[0].id]),
            FieldKind::Place => json!(SHENYANG),
            FieldKind::Subject(_) => json!("e1"),
            FieldKind::Entry(_) => json!(entry),
        };
        fields.insert(field.id.clone(), value);
    }
    Value::Object(fields)
}
