//! Fields of a register on a page (字段的填写): drawn by what they hold, read as people write. What the registry knows stands there already.

use std::collections::BTreeMap;

use anye_base::Lang;
use anye_programmes::{Field, FieldKind, Register};
use serde_json::Value;

use super::lead::{self, Offer, is_id, shown_key};

/// How a field is drawn.
pub struct Drawn {
    /// Name in the form.
    pub name: String,
    /// Label.
    pub label: String,
    /// Help.
    pub help: String,
    /// text, area, date, month, choice, many
    pub input: &'static str,
    /// As it stands.
    pub value: String,
    /// The id of what is shown by its name, kept beside it: name in the form and id.
    pub kept: Option<(String, String)>,
    /// Which words are understood: a key; empty: nothing to say.
    pub understood: &'static str,
    /// Id, name, whether chosen.
    pub choices: Vec<(String, String, bool)>,
    /// Has to be there.
    pub required: bool,
    /// The registry knew it.
    pub known: bool,
    /// What is wrong with it.
    pub error: String,
}

/// The fields, with what was sent or is known.
pub fn drawn(
    register: &Register,
    sent: &BTreeMap<String, Vec<String>>,
    known: &BTreeMap<String, Value>,
    errors: &BTreeMap<String, String>,
    offers: &BTreeMap<String, Offer>,
    lang: Lang,
) -> Vec<Drawn> {
    let one = |field: &Field| {
        let name = format!("f.{}", field.id);
        let was = known.get(&field.id);
        let given = sent
            .get(&name)
            .cloned()
            .unwrap_or_else(|| was.map(|value| texts(field, value)).unwrap_or_default());
        let word = |words: &anye_forms::Words| lang.pick(&words.zh, &words.en).to_owned();
        let yes_no = |text: &str| {
            (
                text.to_owned(),
                lang.pick(if text == "yes" { "是" } else { "否" }, text).to_owned(),
                given.iter().any(|one| one == text),
            )
        };
        let choices = match &field.kind {
            FieldKind::Choice(all) | FieldKind::Choices(all) => {
                all.iter().map(|one| (one.id.clone(), word(&one.name), given.contains(&one.id))).collect()
            }
            FieldKind::YesNo => vec![yes_no("yes"), yes_no("no")],
            _ => Vec::new(),
        };
        let offer = offers.get(&field.id);
        let choices = match offer {
            Some(Offer::Choice(list)) => {
                list.iter().map(|(id, name)| (id.clone(), name.clone(), given.contains(id))).collect()
            }
            _ => choices,
        };
        let (understood, own) = match offer {
            Some(Offer::Typed(hint, own)) => (*hint, own.as_ref()),
            _ => ("", None),
        };
        let value = given.first().cloned().unwrap_or_default();
        // What is known by its id stands there by its name; what was typed stands as it was typed.
        let value = match own {
            Some((id, name)) if value == *id => name.clone(),
            _ => value,
        };
        let unit = if field.unit.is_empty() { String::new() } else { format!(" ({})", field.unit) };
        Drawn {
            label: word(&field.name) + &unit,
            help: word(&field.help),
            input: match field.kind {
                FieldKind::Text(length) if length > 100 => "area",
                FieldKind::Date => "date",
                FieldKind::Month => "month",
                FieldKind::Choice(_) | FieldKind::YesNo => "choice",
                FieldKind::Choices(_) => "many",
                _ if matches!(offer, Some(Offer::Choice(_))) => "choice",
                _ => "text",
            },
            value,
            kept: own.map(|(id, _)| (shown_key(&field.id), id.clone())),
            understood,
            choices,
            required: field.required,
            known: was.is_some() && !sent.contains_key(&name),
            error: errors.get(&format!("fields.{}", field.id)).cloned().unwrap_or_default(),
            name,
        }
    };
    register.fields.iter().map(one).collect()
}

/// A kept value as it is written into a form.
fn texts(field: &Field, value: &Value) -> Vec<String> {
    match (&field.kind, value) {
        (FieldKind::Choices(_), Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        (FieldKind::YesNo, Value::Bool(yes)) => vec![if *yes { "yes" } else { "no" }.to_owned()],
        (FieldKind::Money | FieldKind::Percent, value) => {
            vec![value.as_i64().map(|n| anye_forms::decimal(n, 2)).unwrap_or_default()]
        }
        (FieldKind::Number(digits), value) => {
            vec![value.as_i64().map(|n| anye_forms::decimal(n, *digits)).unwrap_or_default()]
        }
        (_, Value::String(text)) => vec![text.clone()],
        (_, other) => vec![other.to_string()],
    }
}

/// What was read, and what is wrong by field.
pub type Read = (BTreeMap<String, Value>, BTreeMap<String, String>);

/// Reads the fields of a form; what cannot be read is named.
pub fn read(register: &Register, sent: &BTreeMap<String, Vec<String>>, lang: Lang) -> Read {
    let (mut values, mut errors) = (BTreeMap::new(), BTreeMap::new());
    for field in &register.fields {
        let Some(given) = sent.get(&format!("f.{}", field.id)) else { continue };
        let text = match &field.kind {
            FieldKind::Choices(_) => given.join("、"),
            FieldKind::YesNo => match given.first().map(String::as_str) {
                Some("yes") => "是".to_owned(),
                Some("no") => "否".to_owned(),
                _ => String::new(),
            },
            _ => given.first().cloned().unwrap_or_default(),
        };
        if text.trim().is_empty() {
            continue;
        }
        if lead::leads(field) {
            // Who that is, is found out where the caller is known.
            values.insert(field.id.clone(), Value::from(text.trim()));
            continue;
        }
        match crate::entry::import::read_field(field, text.trim()) {
            Ok(value) if value.is_null() => {}
            Ok(value) => {
                values.insert(field.id.clone(), value);
            }
            Err((_, zh, en)) => {
                errors.insert(format!("fields.{}", field.id), lang.pick(&zh, &en).to_owned());
            }
        }
    }
    (values, errors)
}

/// Ids that stand beside what is shown by name, by field: as the form kept them, else as the registry knows them.
pub(super) fn kept(
    register: &Register,
    sent: &BTreeMap<String, Vec<String>>,
    known: &BTreeMap<String, Value>,
) -> BTreeMap<String, String> {
    let one = |field: &Field| {
        let given = |name: &str| sent.get(name).and_then(|all| all.first()).cloned();
        let chosen = given(&format!("f.{}", field.id)).filter(|text| is_id(text));
        let was = || known.get(&field.id).and_then(Value::as_str).map(str::to_owned);
        let id = chosen.or_else(|| given(&shown_key(&field.id))).or_else(was)?;
        is_id(&id).then(|| (field.id.clone(), id))
    };
    register.fields.iter().filter_map(one).collect()
}

/// Pairs of a form, by name.
pub fn grouped(pairs: Vec<(String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in pairs {
        all.entry(name).or_default().push(value);
    }
    all
}
