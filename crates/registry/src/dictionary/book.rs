//! The dictionary of a rule book. Whether a value fits is asked of the reader of the law's own facts files: there is one answer, never two.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anye_law::book::{Book, Field, Ty};
use anye_law::day::Day;
use anye_law::decide::Facts;
use serde_json::{Map, Value, json};

use super::{Dictionary, Label, Meaning, Shape, Wrong};

/// The fields and relations of a rule book, ready to be asked.
pub struct BookDictionary {
    book: Arc<Book>,
    kinds: BTreeMap<String, (Label, Vec<Meaning>)>,
    places: HashMap<String, HashMap<String, usize>>,
    leading: HashMap<String, Vec<(String, String)>>,
}

impl BookDictionary {
    /// Of a rule book.
    #[must_use]
    pub fn new(book: Arc<Book>) -> Self {
        let mut kinds = BTreeMap::new();
        let mut places = HashMap::new();
        let mut leading: HashMap<String, Vec<(String, String)>> = HashMap::new();
        for kind in &book.kinds {
            let mut fields = Vec::with_capacity(kind.fields.len());
            let mut at = HashMap::new();
            for field in &kind.fields {
                let meaning = meaning(&book, &kind.id, field);
                if let Some(target) = meaning.target() {
                    leading.entry(target.to_owned()).or_default().push((kind.id.clone(), field.id.clone()));
                }
                at.insert(field.id.clone(), fields.len());
                fields.push(meaning);
            }
            let english =
                if kind.english.is_empty() { kind.id.replace('_', " ") } else { kind.english.clone() };
            kinds.insert(kind.id.clone(), (Label::new(&kind.name, english), fields));
            places.insert(kind.id.clone(), at);
        }
        Self { book, kinds, places, leading }
    }

    /// The rule book.
    #[must_use]
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }
}

fn meaning(book: &Book, kind: &str, field: &Field) -> Meaning {
    let shape = match field.ty {
        Ty::Bool => Shape::YesNo,
        Ty::Num(dim) => Shape::Number { unit: Label::new(dim.words(true), dim.words(false)) },
        Ty::Date => Shape::Day,
        Ty::Month => Shape::Month,
        Ty::Text => Shape::Text,
        Ty::Window => Shape::Period,
        Ty::Enum(id) => Shape::Choice {
            members: book.enums.get(id.ix()).map_or_else(Vec::new, |one| {
                one.members.iter().map(|(name, id)| (id.clone(), name.clone())).collect()
            }),
        },
        Ty::Thing(other) | Ty::Many(other) => Shape::Thing { kind: book.kind(other).id.clone() },
    };
    Meaning {
        kind: kind.to_owned(),
        field: field.id.clone(),
        name: Label::new(&field.name, field.id.replace('_', " ")),
        help: field.help.clone(),
        shape,
        finding: field.finding,
    }
}

/// The usual values are told at a glance, for runs over millions of them; the reader would say the same, and says it of all others.
fn at_a_glance(shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::YesNo, Value::Bool(_)) => true,
        (Shape::Thing { .. }, Value::String(id)) => !id.trim().is_empty() && id.len() <= 200,
        (Shape::Choice { members }, Value::String(word)) => {
            members.iter().any(|(id, name)| id == word || name == word)
        }
        (Shape::Day, Value::String(text)) => {
            let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            plain && Day::parse(text).is_some()
        }
        (Shape::Text, Value::String(text)) => text.len() <= 1_000,
        (Shape::Number { .. }, Value::Number(number)) => number.as_u64().is_some_and(|n| n <= 1_000_000_000),
        _ => false,
    }
}

impl Dictionary for BookDictionary {
    fn kinds(&self) -> Vec<(String, Label)> {
        self.kinds.iter().map(|(id, (label, _))| (id.clone(), label.clone())).collect()
    }

    fn kind(&self, kind: &str) -> Option<Label> {
        self.kinds.get(kind).map(|(label, _)| label.clone())
    }

    fn field(&self, kind: &str, field: &str) -> Option<&Meaning> {
        let at = *self.places.get(kind)?.get(field)?;
        self.kinds.get(kind)?.1.get(at)
    }

    fn fields(&self, kind: &str) -> Vec<&Meaning> {
        self.kinds.get(kind).map_or_else(Vec::new, |(_, fields)| fields.iter().collect())
    }

    fn leading_to(&self, kind: &str) -> Vec<(&str, &str)> {
        let all = self.leading.get(kind).map_or(&[][..], Vec::as_slice);
        all.iter().map(|(kind, field)| (kind.as_str(), field.as_str())).collect()
    }

    fn check(&self, kind: &str, field: &str, value: &Value) -> Result<(), Wrong> {
        if value.is_null() {
            return Ok(());
        }
        let Some(meaning) = self.field(kind, field) else {
            let (zh, en) =
                (format!("没有“{kind}.{field}”这一事实"), format!("there is no fact “{kind}.{field}”"));
            return Err(Wrong { code: "F010", why: Label::new(zh, en) });
        };
        if at_a_glance(&meaning.shape, value) {
            return Ok(());
        }
        let mut file = Map::new();
        // A file says where it is decided; whether a value fits does not depend on it.
        file.insert("place".to_owned(), json!("00"));
        file.insert(kind.to_owned(), json!({ "x": { field: value } }));
        let on = Day::new(2020, 1, 1).unwrap_or(Day(0));
        match Facts::read(&self.book, &Value::Object(file), on) {
            Ok(_) => Ok(()),
            Err(errors) => match errors.into_iter().next() {
                Some(first) => Err(Wrong { code: first.code, why: Label::new(first.zh, first.en) }),
                None => Ok(()),
            },
        }
    }
}
