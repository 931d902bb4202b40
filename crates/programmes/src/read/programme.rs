//! Reads `[[programme]]` and `[[flow]]`. It must never keep a programme that decides by a rule about something else than what is applied for.

use std::collections::BTreeMap;

use anye_forms::table::Tab;
use anye_law::day::Day;

use super::effect::{self, Reach};
use super::register::SUBJECTS;
use super::span::span;
use super::value::Source;
use super::{Names, field, part, publicity, rules, step, unknown};
use crate::model::{Applicant, Automatic, Effect, Field, Paper, Programme, Register, Step, SubjectKind};

const KEYS: [&str; 23] = [
    "id",
    "name",
    "note",
    "cite",
    "subject",
    "applicants",
    "rule",
    "thing",
    "rules",
    "field",
    "paper",
    "flow",
    "step",
    "publicity",
    "effect",
    "appeal",
    "automatic",
    "matter",
    "places",
    "from",
    "to",
    "promise",
    "doubt",
];
const APPLICANTS: [(Applicant, &str); 4] = [
    (Applicant::Itself, "itself"),
    (Applicant::Counter, "counter"),
    (Applicant::Employer, "employer"),
    (Applicant::Office, "office"),
];

/// Steps shared by programmes.
pub(super) type Flows<'a> = BTreeMap<String, Vec<(Step, Tab<'a>)>>;

/// `[[flow]]`: an id and steps.
pub(super) fn flows<'a>(tabs: &[(&'a str, Tab<'a>)]) -> Flows<'a> {
    let one = |(id, tab): &(&str, Tab<'a>)| {
        tab.keys(&["id", "step"]);
        ((*id).to_owned(), step::read(tab))
    };
    tabs.iter().map(one).collect()
}

pub(super) fn read<'a>(
    tab: &Tab<'a>,
    names: &Names<'_>,
    registers: &[Register],
    flows: &Flows<'a>,
) -> Option<Programme> {
    tab.keys(&KEYS);
    let id = tab.text("id")?;
    if !tab.has("subject") {
        tab.missing("subject");
    }
    let subject = tab.word("subject", &SUBJECTS).unwrap_or(SubjectKind::Person);
    let fields = field::read(tab, names);
    for (row, _) in tab.tabs("field").iter().zip(&fields).filter(|(_, field)| field.sealed) {
        row.file.error(
            row.place("sealed"),
            "P230",
            "业务申请不能有加密字段:放到名册里",
            "an application has no sealed fields: put them into a register",
        );
    }
    let (uses, infos) = rules::read(tab, subject, &fields, names);
    let applicants = applicants(tab);
    let source = Source { fields: &fields, rules: &infos, names };
    let mut kinds: Vec<&str> = infos.iter().map(|rule| rule.subject.as_str()).collect();
    kinds.extend(subject.kind());
    rules::told_facts(tab, &fields, &kinds, &infos, names);
    let effects = effect::read(tab, &Reach { source, registers, subject, kinds });
    let steps = steps(tab, flows);
    let money = effects.iter().any(|effect| matches!(effect, Effect::Pay { .. }));
    step::check(tab, &steps, &applicants, !uses.is_empty(), money);
    let automatic = automatic(tab);
    if automatic.is_some() && uses.is_empty() {
        tab.file.error(
            tab.place("automatic"),
            "P223",
            "免申即享要有规则才能找到符合条件的人",
            "without a rule nobody can be found who is entitled",
        );
    }
    Some(Programme {
        id: id.value.to_owned(),
        name: tab.need_words("name"),
        note: tab.words("note").unwrap_or_default(),
        cite: tab.cites(true),
        subject,
        applicants,
        rules: uses,
        papers: papers(tab, &fields, names),
        publicity: publicity::read(tab, &fields),
        effects,
        appeal: appeal(tab, names),
        automatic,
        matter: matter(tab, names),
        places: places(tab, "places"),
        open: open(tab),
        promise: span(tab, "promise"),
        doubts: tab.many_words("doubt"),
        steps: steps.into_iter().map(|(step, _)| step).collect(),
        fields,
    })
}

fn steps<'a>(tab: &Tab<'a>, flows: &Flows<'a>) -> Vec<(Step, Tab<'a>)> {
    let Some(text) = tab.text("flow") else { return step::read(tab) };
    if tab.has("step") {
        tab.file.error(
            tab.place("step"),
            "P219",
            "flow 和 step 只能写一种",
            "a programme has a flow or steps of its own, not both",
        );
    }
    flows.get(text.value).cloned().unwrap_or_else(|| {
        unknown(&tab.file, text.at, "P219", ("流程", "flow"), text.value, flows.keys().map(String::as_str));
        Vec::new()
    })
}

fn applicants(tab: &Tab<'_>) -> Vec<Applicant> {
    let words = APPLICANTS.map(|(_, word)| word);
    let mut out = Vec::new();
    for text in tab.texts("applicants") {
        match APPLICANTS.iter().find(|(_, word)| *word == text.value) {
            Some((applicant, _)) => out.push(*applicant),
            None => tab.file.not_one_of(text.at, text.value, &words),
        }
    }
    if out.is_empty() {
        tab.missing("applicants");
    }
    out
}

fn papers(tab: &Tab<'_>, fields: &[Field], names: &Names<'_>) -> Vec<Paper> {
    let mut out: Vec<Paper> = Vec::new();
    for row in tab.tabs("paper") {
        row.keys(&["id", "name", "required", "when", "unless_fact"]);
        let (id, name, when) = (row.id(false), row.need_words("name"), field::when(&row, fields));
        let unless = row.text("unless_fact");
        if let Some(text) = &unless {
            super::key::fact(&row, text.at, text.value, names);
        }
        let Some(id) = id else { continue };
        if out.iter().any(|own| own.id == id.value) {
            super::twice(&row, id.at, id.value, "材料", "paper");
            continue;
        }
        let required = row.flag("required").unwrap_or(true);
        let unless_fact = unless.map(|text| text.value.to_owned());
        out.push(Paper { id: id.value.to_owned(), name, required, when, unless_fact });
    }
    out
}

fn appeal(tab: &Tab<'_>, names: &Names<'_>) -> Option<String> {
    let text = tab.text("appeal")?;
    if !names.programmes.contains(&text.value) {
        let all = names.programmes.iter().copied();
        unknown(&tab.file, text.at, "P205", ("业务", "programme"), text.value, all);
    }
    Some(text.value.to_owned())
}

fn matter(tab: &Tab<'_>, names: &Names<'_>) -> Option<String> {
    let text = tab.text("matter")?;
    if !names.matters.contains(&text.value) {
        unknown(&tab.file, text.at, "P227", ("一件事", "matter"), text.value, names.matters.iter().copied());
    }
    Some(text.value.to_owned())
}

fn automatic(tab: &Tab<'_>) -> Option<Automatic> {
    let row = tab.tab("automatic")?;
    row.keys(&["confirm", "within"]);
    for key in ["confirm", "within"] {
        if !row.has(key) {
            row.missing(key);
        }
    }
    Some(Automatic { confirm: row.word("confirm", &APPLICANTS)?, within: span(&row, "within")? })
}

/// Codes of divisions.
pub(super) fn places(tab: &Tab<'_>, key: &str) -> Vec<String> {
    let all = tab.texts(key);
    for text in &all {
        if text.value.len() != 6 || !text.value.bytes().all(|b| b.is_ascii_digit()) {
            tab.file.error(
                text.at,
                "P216",
                format!("“{}”不是六位行政区划代码", text.value),
                format!("'{}' is no division code of six figures", text.value),
            );
        }
    }
    all.into_iter().map(|text| text.value.to_owned()).collect()
}

/// The first and the last day.
pub(super) fn open(tab: &Tab<'_>) -> (Option<String>, Option<String>) {
    let day = |key: &str| {
        let text = tab.text(key)?;
        let day = Day::parse(text.value).filter(|_| text.value.len() == 10);
        if day.is_none() {
            part::no_day(tab, text.at, text.value);
        }
        day
    };
    let (from, to) = (day("from"), day("to"));
    if let (Some(first), Some(last)) = (from, to)
        && last < first
    {
        tab.file.error(
            tab.place("to"),
            "P217",
            "止于的日期早于开始的日期",
            "the last day comes before the first",
        );
    }
    (from.map(|day| day.to_string()), to.map(|day| day.to_string()))
}
