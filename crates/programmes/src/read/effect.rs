//! Reads effects: payment, entries, facts, certificates, messages. It must never let money come from a fund the rule does not allow.

use anye_forms::table::Tab;

use super::key::fact;
use super::part::state_ids;
use super::value::{self, Source};
use super::{change, unknown};
use crate::model::{Certificate, Effect, Field, Register, State, SubjectKind, ValueFrom};

const KINDS: [&str; 8] = ["pay", "register", "end", "change", "stop", "fact", "certificate", "message"];

/// What effects may name.
pub(super) struct Reach<'a> {
    pub(super) source: Source<'a>,
    pub(super) registers: &'a [Register],
    pub(super) subject: SubjectKind,
    /// Kinds of the dictionary whose facts may become known.
    pub(super) kinds: Vec<&'a str>,
}

/// The effects under `effect`, in their order.
pub(super) fn read(tab: &Tab<'_>, reach: &Reach<'_>) -> Vec<Effect> {
    let mut out = Vec::new();
    for row in tab.tabs("effect") {
        row.keys(&KINDS);
        let there: Vec<&str> = KINDS.into_iter().filter(|kind| row.has(kind)).collect();
        let [kind] = there[..] else {
            row.file.error(
                row.at,
                "P211",
                format!("结果要写且只写一种:{}", KINDS.join("、")),
                format!("an effect is exactly one of {}", KINDS.join(", ")),
            );
            continue;
        };
        if kind == "message" {
            out.extend(row.words(kind).map(Effect::Message));
            continue;
        }
        let Some(inner) = row.tab(kind) else { continue };
        out.extend(match kind {
            "pay" => Some(pay(&inner, reach)),
            "register" => entry(&inner, reach),
            "end" => end(&inner, reach),
            "change" => change::read(&inner, reach),
            "stop" => change::stop(&inner, reach),
            "fact" => known(&inner, reach),
            _ => certificate(&inner, reach.source.fields).map(Effect::Certificate),
        });
    }
    out
}

fn pay(tab: &Tab<'_>, reach: &Reach<'_>) -> Effect {
    tab.keys(&["fund", "monthly"]);
    let fund = tab.text("fund");
    if let (Some(text), Some(law)) = (fund, reach.source.names.law) {
        let allowed: Vec<&str> =
            reach.source.rules.iter().flat_map(|rule| &rule.funds).map(String::as_str).collect();
        if !law.funds.contains(text.value) {
            let all = law.funds.iter().map(String::as_str);
            unknown(&tab.file, text.at, "P206", ("资金", "fund"), text.value, all);
        } else if !allowed.is_empty()
            && !allowed.contains(&text.value)
            && law.rules.values().any(|rule| rule.funds.iter().any(|own| own == text.value))
        {
            tab.file.not_one_of(text.at, text.value, &allowed);
        }
    }
    if reach.source.names.law.is_some() && !reach.source.rules.iter().any(|rule| rule.money) {
        tab.file.error(
            tab.at,
            "P207",
            "所依据的规则没有给出金额,不能发放",
            "none of the rules gives an amount, so nothing can be paid",
        );
    }
    let fund = fund.map(|text| text.value.to_owned()).unwrap_or_default();
    Effect::Pay { fund, monthly: tab.flag("monthly").unwrap_or(false) }
}

fn register<'a>(tab: &Tab<'_>, reach: &Reach<'a>) -> Option<&'a Register> {
    let text = tab.need_text("register")?;
    let found = reach.registers.iter().find(|register| register.id == text.value);
    if found.is_none() {
        let all = &reach.source.names.registers;
        // One that is written but could not be kept is told where it stands.
        if !all.contains(&text.value) {
            unknown(&tab.file, text.at, "P103", ("名册", "register"), text.value, all.iter().copied());
        }
    }
    if let Some(other) =
        found.filter(|register| ![reach.subject, SubjectKind::Itself].contains(&register.subject))
    {
        let (own, of) = (reach.subject.word(), other.subject.word());
        tab.file.error(
            text.at,
            "P226",
            format!("名册“{}”的对象是 {of},业务的对象是 {own}", other.id),
            format!("the register '{}' is about a {of}, the programme about a {own}", other.id),
        );
    }
    found
}

/// Field → value, under `set`.
pub(super) fn values(tab: &Tab<'_>, register: &Register, reach: &Reach<'_>) -> Vec<(String, ValueFrom)> {
    let mut set: Vec<(String, ValueFrom)> = Vec::new();
    for row in tab.tabs("set") {
        let mut keys = vec!["into"];
        keys.extend(value::KEYS);
        row.keys(&keys);
        let (into, from) = (row.need_text("into"), reach.source.read(&row));
        let (Some(into), Some(from)) = (into, from) else { continue };
        let Some(field) = register.fields.iter().find(|field| field.id == into.value) else {
            let all = register.fields.iter().map(|field| field.id.as_str());
            unknown(&tab.file, into.at, "P101", ("字段", "field"), into.value, all);
            continue;
        };
        if field.sealed {
            tab.file.error(
                into.at,
                "P230",
                format!("“{}”加密保存,业务不能填写", into.value),
                format!("'{}' is kept sealed, so no application can set it", into.value),
            );
        }
        reach.source.fits_field(&row, field, &from);
        set.push((into.value.to_owned(), from));
    }
    set
}

fn entry(tab: &Tab<'_>, reach: &Reach<'_>) -> Option<Effect> {
    tab.keys(&["register", "set"]);
    let register = register(tab, reach)?;
    let set = values(tab, register, reach);
    let unset = register.fields.iter().filter(|field| field.required && field.when.is_none());
    for field in unset.filter(|field| !set.iter().any(|(id, _)| *id == field.id)) {
        tab.file.error(
            tab.at,
            "P225",
            format!("名册“{}”的必填字段“{}”没有来源", register.id, field.id),
            format!("the field '{}', which the register '{}' requires, is not set", field.id, register.id),
        );
    }
    Some(Effect::Register { register: register.id.clone(), set })
}

fn end(tab: &Tab<'_>, reach: &Reach<'_>) -> Option<Effect> {
    tab.keys(&["register", "state"]);
    let register = register(tab, reach)?;
    let plain;
    let states = if register.states.is_empty() {
        plain = ["open", "ended"].map(|id| State {
            id: id.to_owned(),
            name: anye_forms::Words::default(),
            open: id == "open",
            kept: false,
        });
        &plain[..]
    } else {
        &register.states[..]
    };
    if !tab.has("state") {
        tab.missing("state");
    }
    let state = state_ids(tab, "state", states).into_iter().next()?;
    if states.iter().any(|own| own.id == state && own.open) {
        tab.file.error(
            tab.place("state"),
            "P115",
            format!("状态“{state}”仍算在册,不是终止"),
            format!("the state '{state}' still counts as open, so it ends nothing"),
        );
    }
    Some(Effect::End { register: register.id.clone(), state })
}

fn known(tab: &Tab<'_>, reach: &Reach<'_>) -> Option<Effect> {
    let mut keys = vec!["fact"];
    keys.extend(value::KEYS);
    tab.keys(&keys);
    let (id, from) = (tab.need_text("fact")?, reach.source.read(tab)?);
    fact(tab, id.at, id.value, reach.source.names)?;
    let kind = id.value.split('.').next().unwrap_or_default();
    if !reach.kinds.contains(&kind) {
        tab.file.error(
            id.at,
            "P221",
            format!("“{}”不是本业务对象的情况", id.value),
            format!("'{}' is no fact of what this programme is about", id.value),
        );
    }
    reach.source.fits_fact(tab, id.value, &from);
    Some(Effect::Fact { fact: id.value.to_owned(), value: from })
}

/// What a certificate may say besides the fields.
const PLACEHOLDERS: [&str; 8] = ["name", "number", "place", "from", "to", "amount", "day", "office"];

fn certificate(tab: &Tab<'_>, fields: &[Field]) -> Option<Certificate> {
    tab.keys(&["id", "name", "text"]);
    let (id, name, text) = (tab.id(false), tab.need_words("name"), tab.need_words("text"));
    for part in text.zh.split('{').chain(text.en.split('{')).filter_map(|part| part.split_once('}')) {
        let known = PLACEHOLDERS.contains(&part.0) || fields.iter().any(|field| field.id == part.0);
        if !known {
            let all = PLACEHOLDERS.into_iter().chain(fields.iter().map(|field| field.id.as_str()));
            unknown(&tab.file, tab.place("text"), "P214", ("占位符", "placeholder"), part.0, all);
        }
    }
    Some(Certificate { id: id?.value.to_owned(), name, text })
}
