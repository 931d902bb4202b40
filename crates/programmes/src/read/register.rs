//! Reads `[[register]]`. It must never keep a register in which an entry can get stuck or a state can never come about.

use std::collections::BTreeSet;

use anye_forms::Words;
use anye_forms::table::Tab;

use super::key::Within;
use super::value::Source;
use super::{Names, bond, field, lapse, part, publicity, table, unknown};
use crate::model::{FieldKind, Move, Register, State, SubjectKind};

const KEYS: [&str; 27] = [
    "id",
    "name",
    "note",
    "cite",
    "subject",
    "period",
    "field",
    "state",
    "move",
    "unique",
    "limit",
    "fact",
    "duty",
    "count",
    "columns",
    "title",
    "confirm",
    "online",
    "rule",
    "certificate",
    "publicity",
    "need",
    "order",
    "through",
    "lapse",
    "lookup",
    "doubt",
];
pub(super) const SUBJECTS: [(SubjectKind, &str); 6] = [
    (SubjectKind::Person, "person"),
    (SubjectKind::Household, "household"),
    (SubjectKind::Employer, "employer"),
    (SubjectKind::Provider, "provider"),
    (SubjectKind::Place, "place"),
    (SubjectKind::Itself, "itself"),
];

pub(super) fn read(tab: &Tab<'_>, names: &Names<'_>) -> Option<Register> {
    tab.keys(&KEYS);
    let id = tab.text("id")?;
    if !tab.has("subject") {
        tab.missing("subject");
    }
    let subject = tab.word("subject", &SUBJECTS).unwrap_or(SubjectKind::Itself);
    let fields = field::read(tab, names);
    let doubts = tab.many_words("doubt");
    let mut states = part::states(tab);
    let plain = states.is_empty();
    if plain {
        states = two_states();
    }
    let within = Within { subject, fields: &fields, names };
    let source = Source { fields: &fields, rules: &[], names };
    let moves = part::moves(tab, &states, &within);
    if !plain {
        reachable(tab, &states, &moves);
    }
    let mut columns: Vec<usize> =
        tab.texts("columns").iter().filter_map(|text| within.field(tab, text.at, text.value)).collect();
    if !tab.has("columns") {
        columns = (0..fields.len()).filter(|at| !fields[*at].sealed).take(4).collect();
    }
    let mut duties = part::duties(tab, &states, &within, !doubts.is_empty());
    let lapse = lapse::read(tab, (&states, &moves, &fields), plain, &mut duties);
    let mut register = Register {
        id: id.value.to_owned(),
        name: tab.need_words("name"),
        note: tab.words("note").unwrap_or_default(),
        cite: tab.cites(true),
        subject,
        period: tab.flag("period").unwrap_or(true),
        unique: part::uniques(tab, &within),
        limits: part::limits(tab, &within),
        facts: part::facts(tab, &states, &source),
        duties,
        counts: table::counts(tab, &states, &within),
        columns,
        title: title(tab, &within),
        confirm: tab.flag("confirm").unwrap_or(false),
        online: tab.flag("online").unwrap_or(false),
        rule: None,
        certificate: tab.words("certificate"),
        publicity: publicity::read(tab, &fields),
        needs: bond::needs(tab, names),
        orders: bond::orders(tab, &fields),
        through: bond::through(tab, &fields, names),
        lookup: bond::lookup(tab, &fields),
        lapse,
        doubts,
        moves,
        states: if plain { Vec::new() } else { states },
        fields,
    };
    if !register.period && !register.duties.is_empty() {
        tab.file.error(
            tab.at,
            "P105",
            "一日的记录(period = false)不能有职责",
            "an entry of one day (period = false) has no duties",
        );
    }
    one_thing(tab, &register);
    register.rule = rule(tab, &register, names);
    Some(register)
}

/// The field that names an entry.
fn title(tab: &Tab<'_>, within: &Within<'_>) -> Option<usize> {
    let text = tab.text("title")?;
    let at = within.field(tab, text.at, text.value)?;
    let field = &within.fields[at];
    if !matches!(field.kind, FieldKind::Text(_)) || field.sealed {
        tab.file.error(
            text.at,
            "P117",
            format!("“{}”不是文字,不能作名称", text.value),
            format!("'{}' holds no words, so nothing is called by it", text.value),
        );
    }
    Some(at)
}

/// Facts of another kind than the subject's make the entry a thing of that kind: there can be one such kind only.
fn one_thing(tab: &Tab<'_>, register: &Register) {
    let Some(thing) = register.thing() else { return };
    let other = register.fact_kinds().find(|kind| *kind != thing && Some(*kind) != register.subject.kind());
    if let Some(other) = other {
        tab.file.error(
            tab.at,
            "P116",
            format!("一条记录不能同时是“{thing}”和“{other}”"),
            format!("an entry cannot be one of {thing} and one of {other} at once"),
        );
    }
}

/// The states of a register that names none.
fn two_states() -> Vec<State> {
    vec![
        State { id: "open".to_owned(), name: Words::new("在册", "open"), open: true, kept: false },
        State { id: "ended".to_owned(), name: Words::new("已终止", "ended"), open: false, kept: false },
    ]
}

/// Every state can come about, and from every open one there is a way out.
fn reachable(tab: &Tab<'_>, states: &[State], moves: &[Move]) {
    let mut seen: BTreeSet<&str> = states
        .iter()
        .enumerate()
        .filter(|(at, own)| *at == 0 || own.kept)
        .map(|(_, own)| own.id.as_str())
        .collect();
    let mut before = 0;
    while seen.len() > before {
        before = seen.len();
        for one in moves {
            if one.from.iter().any(|from| seen.contains(from.as_str())) {
                seen.insert(&one.to);
            }
        }
    }
    let rows = tab.tabs("state");
    for (state, row) in states.iter().zip(&rows) {
        if !seen.contains(state.id.as_str()) {
            row.file.error(
                row.at,
                "P104",
                format!("状态“{}”无法到达:没有变更通向它", state.id),
                format!("the state '{}' can never come about: no move leads to it", state.id),
            );
        }
        let stuck = state.open && !moves.iter().any(|one| one.from.contains(&state.id));
        if stuck && states.len() > 1 {
            row.file.error(
                row.at,
                "P113",
                format!("状态“{}”没有出路:没有变更从它开始", state.id),
                format!("nothing leads out of the state '{}'", state.id),
            );
        }
    }
}

/// The rule by which entries are recognised.
fn rule(tab: &Tab<'_>, register: &Register, names: &Names<'_>) -> Option<String> {
    let text = tab.text("rule")?;
    if let Some(law) = names.law {
        match law.rules.get(text.value) {
            None => {
                let all = law.rules.keys().map(String::as_str);
                unknown(&tab.file, text.at, "P108", ("规则", "rule"), text.value, all);
            }
            Some(rule) if ![register.subject.kind(), register.thing()].contains(&Some(&rule.subject)) => {
                tab.file.error(
                    text.at,
                    "P212",
                    format!("规则“{}”的对象是“{}”,与名册的对象不同", text.value, rule.subject),
                    format!(
                        "the rule '{}' is about {}, not about the register's subject",
                        text.value, rule.subject
                    ),
                )
            }
            Some(_) => {}
        }
    }
    Some(text.value.to_owned())
}
