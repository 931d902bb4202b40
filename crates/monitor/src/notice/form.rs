//! The form of a notice (报告表单), made from the dictionary: every field that a rule about notices reads. It must never ask what no rule reads, nor what the register knows.

use std::collections::BTreeSet;

use anye_law::book::{Book, Dim, KindId, Ty};
use anye_law::decide::{answer::unit, reads};

use super::model::Answers;
use super::setting::Setting;

/// How a field is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A day.
    Day,
    /// A number or a text.
    Text,
    /// One of the choices.
    Choice,
}

/// One field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name in the form: `f.persons`, `b.0.persons`, `e.influential`.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What it means, in Chinese as the dictionary has it.
    pub help: String,
    /// Its unit.
    pub unit: String,
    /// How it is answered.
    pub input: Input,
    /// Choices: what is sent, what is read.
    pub choices: Vec<(String, String)>,
    /// What was answered.
    pub value: String,
    /// The office judges it.
    pub finding: bool,
    /// It must be answered to file.
    pub required: bool,
}

/// The whole form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Fields that the employer answers.
    pub own: Vec<Field>,
    /// Fields that the office answers.
    pub office: Vec<Field>,
    /// Batches.
    pub batches: Vec<Vec<Field>>,
}

/// What the rules about notices read, by kind.
fn read(book: &Book, setting: &Setting) -> BTreeSet<(KindId, u16)> {
    setting.rules(book).into_iter().flat_map(|rule| reads(book, rule).fields).collect()
}

struct Maker<'a> {
    book: &'a Book,
    setting: &'a Setting,
    chinese: bool,
}

/// The form with what was answered. `words` are yes, no and "not known".
pub fn form(
    book: &Book,
    setting: &Setting,
    answers: &Answers,
    office: bool,
    chinese: bool,
    words: [String; 3],
) -> Form {
    let maker = Maker { book, setting, chinese };
    let read = read(book, setting);
    let (mut own, mut theirs, mut batch) = (Vec::new(), Vec::new(), Vec::new());
    let (plan, batches) = (book.find_kind(&setting.kind), book.find_kind(&setting.batch.kind));
    let firm = book.find_kind("employers");
    for (kind, at) in &read {
        let def = &book.kind(*kind).fields[usize::from(*at)];
        if matches!(def.ty, Ty::Thing(_) | Ty::Many(_)) {
            continue;
        }
        if Some(*kind) == plan {
            let hidden = def.id == setting.hours || def.id == setting.filed.done;
            let is_office = def.finding || setting.office.contains(&def.id) || def.id == setting.filed.day;
            if !hidden {
                let all = if is_office { &mut theirs } else { &mut own };
                all.push(maker.field(*kind, *at, "f", answers.field(&def.id), &words));
            }
        } else if Some(*kind) == batches {
            batch.push(*at);
        } else if Some(*kind) == firm && !setting.register.contains_key(&def.id) {
            let value = answers.judged.get(&def.id).map_or("", String::as_str);
            theirs.push(maker.field(*kind, *at, "e", value, &words));
        }
    }
    let order = |one: &Field| !one.required;
    own.sort_by_key(order);
    let rows = answers.batches.len() + 1;
    let row = |number: usize| {
        let said = answers.batches.get(number);
        let one = |at: &u16| {
            let kind = batches.unwrap_or(KindId(0));
            let id = &book.kind(kind).fields[usize::from(*at)].id;
            let value = said.and_then(|all| all.get(id)).map_or("", String::as_str);
            maker.field(kind, *at, &format!("b.{number}"), value, &words)
        };
        batch.iter().map(one).collect::<Vec<_>>()
    };
    let batches = if batch.is_empty() { Vec::new() } else { (0..rows).map(row).collect() };
    Form { own, office: if office { theirs } else { Vec::new() }, batches }
}

impl Maker<'_> {
    fn field(&self, kind: KindId, at: u16, prefix: &str, value: &str, words: &[String; 3]) -> Field {
        let def = &self.book.kind(kind).fields[usize::from(at)];
        let [yes, no, unknown] = words;
        let choices = match def.ty {
            Ty::Bool => vec![
                (String::new(), unknown.clone()),
                ("yes".to_owned(), yes.clone()),
                ("no".to_owned(), no.clone()),
            ],
            Ty::Enum(id) => {
                let members = self.book.enums[id.ix()].members.iter();
                let one = |(zh, en): &(String, String)| {
                    (en.clone(), if self.chinese { zh.clone() } else { en.replace('_', " ") })
                };
                std::iter::once((String::new(), unknown.clone())).chain(members.map(one)).collect()
            }
            _ => Vec::new(),
        };
        let is_own = prefix == "f";
        let must = [&self.setting.event, &self.setting.persons, &self.setting.day];
        Field {
            name: format!("{prefix}.{}", def.id),
            label: self.label(&def.name, &def.id),
            help: if def.help == def.name { String::new() } else { def.help.clone() },
            unit: match def.ty {
                Ty::Num(dim) if dim != Dim::NUMBER => unit(self.book, def.ty, self.chinese),
                _ => String::new(),
            },
            input: match def.ty {
                Ty::Date => Input::Day,
                Ty::Bool | Ty::Enum(_) => Input::Choice,
                _ => Input::Text,
            },
            choices,
            value: value.to_owned(),
            finding: def.finding,
            required: is_own && must.contains(&&def.id),
        }
    }

    fn label(&self, name: &str, id: &str) -> String {
        if self.chinese {
            return name.to_owned();
        }
        self.setting.english.get(id).cloned().unwrap_or_else(|| id.replace('_', " "))
    }
}

/// What was sent by a form or taken from its pairs: `f.*`, `b.N.*`, `e.*`, `event_at`.
pub fn sent(pairs: &[(String, String)]) -> Answers {
    let mut answers = Answers::default();
    for (name, value) in pairs {
        let parts: Vec<&str> = name.splitn(3, '.').collect();
        match parts.as_slice() {
            ["f", id] => {
                answers.fields.insert((*id).to_owned(), value.clone());
            }
            ["e", id] => {
                answers.judged.insert((*id).to_owned(), value.clone());
            }
            ["b", row, id] => {
                let Some(row) = row.parse::<usize>().ok().filter(|row| *row < 60) else { continue };
                if answers.batches.len() <= row {
                    answers.batches.resize(row + 1, std::collections::BTreeMap::new());
                }
                answers.batches[row].insert((*id).to_owned(), value.clone());
            }
            ["event_at"] => answers.event_at.clone_from(value),
            _ => {}
        }
    }
    answers.tidied()
}
