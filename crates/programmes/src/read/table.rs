//! Reads the tables of a register (统计表), under `count`. It must never keep a column that adds up what is no number, nor one that looks into a register which is about somebody else.

use std::collections::BTreeMap;

use anye_forms::table::{Tab, Text};

use super::key::{LEVELS, Within, fact};
use super::part::{state_ids, summed};
use super::register::SUBJECTS;
use super::{twice, unknown};
use crate::law::{FactType, Law};
use crate::model::{Count, CountOver, Cut, FieldKind, Key, Moment, Only, Spells, State, SubjectKind};

const OVER: [(CountOver, &str); 5] = [
    (CountOver::Open, "open"),
    (CountOver::Entered, "entered"),
    (CountOver::Ended, "ended"),
    (CountOver::All, "all"),
    (CountOver::Latest, "latest"),
];
const KEYS: [&str; 13] = [
    "id", "name", "note", "by", "over", "only", "sum", "subjects", "share", "measure", "change", "spells",
    "public",
];

/// What tables of other registers have to know of a register.
pub(crate) struct Other {
    subject: Option<SubjectKind>,
    /// Its fields, and whether they are numbers.
    fields: BTreeMap<String, bool>,
}

/// Reads that much of a register.
pub(super) fn other(tab: &Tab<'_>, law: Option<&Law>) -> Other {
    let number = |row: &Tab<'_>| match (row.text("type"), row.text("fact")) {
        (Some(text), _) => ["count", "money", "number"].contains(&text.value),
        (None, Some(fact)) => {
            let info = law.and_then(|law| law.facts.get(fact.value));
            info.is_some_and(|info| matches!(info.ty, FactType::Count | FactType::Money | FactType::Number))
        }
        (None, None) => false,
    };
    let fields = tab.tabs("field");
    let fields = fields.iter().filter_map(|row| Some((row.text("id")?.value.to_owned(), number(row))));
    Other { subject: tab.word("subject", &SUBJECTS), fields: fields.collect() }
}

/// The tables under `count`.
pub(super) fn counts(tab: &Tab<'_>, states: &[State], within: &Within<'_>) -> Vec<Count> {
    let mut out: Vec<Count> = Vec::new();
    for row in tab.tabs("count") {
        let Some((at, one)) = Reading { within, states }.count(&row) else { continue };
        if out.iter().any(|own| own.id == one.id) {
            twice(&row, at, &one.id, "统计表", "table");
            continue;
        }
        out.push(one);
    }
    out
}

pub(super) struct Reading<'a> {
    pub(super) within: &'a Within<'a>,
    states: &'a [State],
}

impl Reading<'_> {
    fn count(&self, row: &Tab<'_>) -> Option<(usize, Count)> {
        row.keys(&KEYS);
        let (id, name) = (row.id(false), row.need_words("name"));
        let texts = row.texts("by");
        let by: Vec<Key> = texts.iter().filter_map(|text| self.key(row, text)).collect();
        let sum = row.text("sum").and_then(|text| summed(row, text.at, text.value, self.within));
        let (over, share) = (row.word("over", &OVER), state_ids(row, "share", self.states));
        let only = self.only(row, "only");
        let measures = self.measures(row);
        let change = row.text("change").and_then(|text| {
            let found = texts.iter().position(|one| one.value == text.value);
            if found.is_none() || by.len() != texts.len() {
                row.file.error(
                    text.at,
                    "P232",
                    format!("“{}”不在 by 中,不能按它比较", text.value),
                    format!("the table is not by '{}', so nothing can be compared along it", text.value),
                );
            }
            found.filter(|_| by.len() == texts.len())
        });
        let public = row.flag("public").unwrap_or(false);
        if public && by.contains(&Key::Subject) {
            row.file.error(
                row.place("public"),
                "P233",
                "按对象逐个列出的表不能公开",
                "a table that names each subject cannot be public",
            );
        }
        let at = id.as_ref()?.at;
        let one = Count {
            id: id?.value.to_owned(),
            name,
            note: row.words("note").unwrap_or_default(),
            by,
            over: over.unwrap_or(CountOver::Open),
            only,
            sum,
            subjects: row.flag("subjects").unwrap_or(false),
            share,
            measures,
            change,
            spells: self.spells(row),
            public,
        };
        Some((at, one))
    }

    fn spells(&self, row: &Tab<'_>) -> Option<Spells> {
        let tab = row.tab("spells")?;
        tab.keys(&["years"]);
        if self.within.subject != SubjectKind::Person {
            wants_person(&tab, tab.at);
        }
        let all = tab.json("years").and_then(|all| all.as_array().cloned()).unwrap_or_default();
        let years: Vec<u32> =
            all.iter().filter_map(|one| u32::try_from(one.as_u64()?).ok()).filter(|n| *n > 0).collect();
        if years.is_empty() {
            tab.missing("years");
        }
        Some(Spells { years })
    }

    /// A key that tables have, or any other.
    fn key(&self, tab: &Tab<'_>, text: &Text<'_>) -> Option<Key> {
        let (word, rest) = text.value.split_once(':').unwrap_or((text.value, ""));
        let (word, moment) = word.split_once('@').unwrap_or((word, ""));
        let cut = match word {
            "month" => Some(Cut::Month),
            "quarter" => Some(Cut::Quarter),
            "half-year" => Some(Cut::HalfYear),
            "year" => Some(Cut::Year),
            _ => None,
        };
        match (word, cut) {
            ("month" | "year", _) if moment.is_empty() => self.within.key(tab, text),
            (_, Some(cut)) => {
                let moment = if moment.is_empty() { "from" } else { moment };
                let said = if rest.is_empty() { moment.to_owned() } else { format!("{moment}:{rest}") };
                self.moment(tab, text.at, &said).map(|moment| Key::Period(moment, cut))
            }
            ("reason", _) if rest.is_empty() => Some(Key::Reason),
            ("age", _) => self.ages(tab, text.at, rest),
            ("in" | "many", _) => {
                self.elsewhere(tab, text.at, rest, None, true)?;
                Some(if word == "in" { Key::In(rest.to_owned()) } else { Key::Many(rest.to_owned()) })
            }
            ("field", _) if rest.contains('@') => self.field_place(tab, text.at, rest),
            ("through", _) => self.through(tab, text.at, rest),
            _ => self.within.key(tab, text),
        }
    }

    /// `field:where@city`
    fn field_place(&self, tab: &Tab<'_>, at: usize, rest: &str) -> Option<Key> {
        let (id, level) = rest.split_once('@')?;
        let field = self.within.field(tab, at, id)?;
        if !LEVELS.contains(&level) {
            tab.file.not_one_of(at, level, &LEVELS);
            return None;
        }
        if self.within.fields[field].kind != FieldKind::Place {
            self.wrong(tab, at, id, ("地区", "a place"));
            return None;
        }
        Some(Key::FieldPlace(field, level.to_owned()))
    }

    /// `through:office.region`
    fn through(&self, tab: &Tab<'_>, at: usize, rest: &str) -> Option<Key> {
        let (id, there) = rest.split_once('.').unwrap_or((rest, ""));
        let field = self.within.field(tab, at, id)?;
        let FieldKind::Entry(register) = &self.within.fields[field].kind else {
            self.wrong(tab, at, id, ("另一名册的条目", "an entry of another register"));
            return None;
        };
        self.elsewhere(tab, at, register, Some((there, false)), false)?;
        Some(Key::Through(field, register.clone(), there.to_owned()))
    }

    fn ages(&self, tab: &Tab<'_>, at: usize, rest: &str) -> Option<Key> {
        if self.within.subject != SubjectKind::Person {
            wants_person(tab, at);
        }
        let bands: Option<Vec<u32>> = rest.split(',').map(|text| text.trim().parse().ok()).collect();
        let rising = bands.filter(|all| all.windows(2).all(|pair| pair[0] < pair[1]));
        if rising.is_none() {
            tab.file.error(
                at,
                "P235",
                "年龄段写成由小到大的起始岁数,例如 age:16,25,35,45,55",
                "ages are written as rising first years of bands, as in age:16,25,35,45,55",
            );
        }
        rising.map(Key::Age)
    }

    pub(super) fn moment(&self, tab: &Tab<'_>, at: usize, text: &str) -> Option<Moment> {
        match text.split_once(':').unwrap_or((text, "")) {
            ("from", "") => Some(Moment::From),
            ("to", "") => Some(Moment::To),
            ("field", id) => {
                let field = self.within.field(tab, at, id)?;
                if self.within.fields[field].kind != FieldKind::Date {
                    self.wrong(tab, at, id, ("日期", "a day"));
                    return None;
                }
                Some(Moment::Field(field))
            }
            ("fact", id) => {
                let kind = self.within.subject.kind().unwrap_or_default();
                fact(tab, at, &format!("{kind}.{id}"), self.within.names)?;
                Some(Moment::Fact(id.to_owned()))
            }
            _ => {
                tab.file.not_one_of(at, text, &["from", "to", "field:ID", "fact:ID"]);
                None
            }
        }
    }

    fn wrong(&self, tab: &Tab<'_>, at: usize, id: &str, (zh, en): (&str, &str)) {
        tab.file.error(at, "P236", format!("“{id}”不是{zh}"), format!("'{id}' is not {en}"));
    }

    /// A register that is there and, where it is joined by the subject, about such subjects; a field of it, where one is named.
    pub(super) fn elsewhere(
        &self,
        tab: &Tab<'_>,
        at: usize,
        register: &str,
        field: Option<(&str, bool)>,
        same: bool,
    ) -> Option<()> {
        let all = &self.within.names.others;
        let Some(other) = all.get(register) else {
            unknown(&tab.file, at, "P103", ("名册", "register"), register, all.keys().copied());
            return None;
        };
        if same && other.subject.is_some_and(|subject| subject != self.within.subject) {
            tab.file.error(
                at,
                "P231",
                format!("名册“{register}”的对象与本名册不同,不能按对象联系"),
                format!(
                    "the register '{register}' is about other subjects, so the two cannot be joined by them"
                ),
            );
        }
        let Some((id, number)) = field else { return Some(()) };
        match other.fields.get(id) {
            None => {
                let near = other.fields.keys().map(String::as_str);
                unknown(&tab.file, at, "P101", ("字段", "field"), id, near);
                None
            }
            Some(false) if number => {
                tab.file.error(
                    at,
                    "P114",
                    format!("“{id}”不是数,不能求和"),
                    format!("'{id}' is no number, so it cannot be summed"),
                );
                None
            }
            Some(_) => Some(()),
        }
    }

    /// Conditions under a key.
    pub(super) fn only(&self, row: &Tab<'_>, key: &str) -> Vec<Only> {
        let read = |tab: &Tab<'_>| {
            tab.keys(&["by", "is"]);
            let text = tab.need_text("by")?;
            let is: Vec<String> = tab.texts("is").iter().map(|text| text.value.to_owned()).collect();
            if is.is_empty() {
                tab.missing("is");
            }
            let key = self.key(tab, &text)?;
            self.values(tab, &key, &is);
            Some(Only { key, is })
        };
        row.tabs(key).iter().filter_map(read).collect()
    }

    /// Values that the key can have, where they are known.
    fn values(&self, tab: &Tab<'_>, key: &Key, is: &[String]) {
        let all: Vec<&str> = match key {
            Key::Field(at) => match &self.within.fields[*at].kind {
                FieldKind::Choice(all) | FieldKind::Choices(all) => {
                    all.iter().map(|one| one.id.as_str()).collect()
                }
                FieldKind::YesNo => vec!["true", "false"],
                _ => return,
            },
            Key::State => self.states.iter().map(|one| one.id.as_str()).collect(),
            Key::In(_) => vec!["yes", "no"],
            _ => return,
        };
        for text in tab
            .texts("is")
            .iter()
            .filter(|text| !all.contains(&text.value) && is.iter().any(|own| own == text.value))
        {
            tab.file.not_one_of(text.at, text.value, &all);
        }
    }
}

fn wants_person(tab: &Tab<'_>, at: usize) {
    tab.file.error(
        at,
        "P238",
        "只有对象是个人的名册才能这样统计",
        "only a register about persons can be counted so",
    );
}
