//! Fields that lead to somebody or something (指向对象的字段): chosen from a short list, or named by what people know: a code, a number, a name. It must never ask anybody for
//! an internal id, and never guess between two.

mod find;
mod offer;

use std::collections::BTreeMap;

use anye_access::Caller;
use anye_base::Fault;
use anye_programmes::{Field, FieldKind, Register, SubjectKind};
use anye_web::Texts;
use serde_json::Value;

use crate::Registers;
use find::Found;
pub(crate) use offer::offers;

/// How a field that leads somewhere is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Offer {
    /// One of these: id and name.
    Choice(Vec<(String, String)>),
    /// Typed; which words are understood is said under this key. What stands there already: id and name.
    Typed(&'static str, Option<(String, String)>),
}

/// Where a form keeps the id of what it showed by its name.
pub(super) fn shown_key(field: &str) -> String {
    format!("k.{field}")
}

/// Candidates that are named where a text fits several.
const NAMED: usize = 5;

/// Whether a field leads to somebody or something that has an id.
pub(super) fn leads(field: &Field) -> bool {
    use SubjectKind::{Employer, Household, Person, Provider};
    let kind = matches!(
        field.kind,
        FieldKind::Entry(_) | FieldKind::Subject(Employer | Household | Person | Provider)
    );
    kind && !field.sealed
}

/// Whether it has the form of an id.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

/// Puts ids where words were typed; what was shown by name and not touched keeps the id it had. Gives what is wrong, by field.
///
/// # Errors
/// The store's own.
pub(crate) async fn resolve(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &Register,
    texts: &Texts,
    shown: &BTreeMap<String, String>,
    values: &mut BTreeMap<String, Value>,
) -> Result<BTreeMap<String, String>, Fault> {
    let mut errors = BTreeMap::new();
    for field in register.fields.iter().filter(|field| leads(field)) {
        let Some(text) = values.get(&field.id).and_then(Value::as_str).map(|text| text.trim().to_owned())
        else {
            continue;
        };
        if let Some(id) = shown.get(&field.id)
            && offer::named(rooms, &field.kind, id).await?.is_some_and(|name| name == text)
        {
            values.insert(field.id.clone(), Value::from(id.as_str()));
            continue;
        }
        match find::find(rooms, caller, &field.kind, (&text, texts.lang)).await? {
            Found::One(id) => {
                values.insert(field.id.clone(), Value::from(id));
            }
            found => {
                errors.insert(format!("fields.{}", field.id), said(texts, &field.kind, &text, &found));
            }
        }
    }
    Ok(errors)
}

/// Whom an entry is to be about, by what people know of them; else what is wrong, in words.
///
/// # Errors
/// The store's own.
pub(crate) async fn subject(
    rooms: &Registers,
    caller: &Caller<'_>,
    kind: SubjectKind,
    texts: &Texts,
    text: &str,
) -> Result<Result<String, String>, Fault> {
    let kind = FieldKind::Subject(kind);
    Ok(match find::find(rooms, caller, &kind, (text, texts.lang)).await? {
        Found::One(id) => Ok(id),
        found => Err(said(texts, &kind, text, &found)),
    })
}

/// What was not found, or how many were, with what to type instead.
fn said(texts: &Texts, kind: &FieldKind, text: &str, found: &Found) -> String {
    let do_this = texts.t(offer::hint(kind));
    match found {
        Found::Several(all) => {
            let names: Vec<&str> = all.iter().take(NAMED).map(String::as_str).collect();
            let comma = texts.lang.pick("；", "; ");
            let values = [
                ("text", text.to_owned()),
                ("all", names.join(comma)),
                ("more", all.len().saturating_sub(NAMED).to_string()),
                ("do", do_this),
            ];
            texts.args("lead-several", &values)
        }
        _ => texts.args("lead-none", &[("text", text.to_owned()), ("do", do_this)]),
    }
}
