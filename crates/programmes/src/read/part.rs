//! Reads the parts of a register: states, moves, uniqueness, limits, facts, duties. It must never keep a deadline that nobody can count.

use anye_forms::table::Tab;
use anye_law::day::Day;

use super::key::{Within, fact};
use super::span::{every, span};
use super::value::{self, Source};
use super::{bond, choices, twice, unknown};
use crate::model::{Duty, FactWhile, FieldKind, Held, Level, Limit, Most, Move, State, Unique};

pub(super) const LEVELS: [(Level, &str); 6] = [
    (Level::Own, "own"),
    (Level::Village, "village"),
    (Level::Township, "township"),
    (Level::County, "county"),
    (Level::City, "city"),
    (Level::Province, "province"),
];

pub(super) fn states(tab: &Tab<'_>) -> Vec<State> {
    let mut out: Vec<State> = Vec::new();
    for row in tab.tabs("state") {
        row.keys(&["id", "name", "open", "kept"]);
        let (name, open) = (row.need_words("name"), row.flag("open").unwrap_or(true));
        let kept = row.flag("kept").unwrap_or(false);
        let Some(id) = row.id(true) else { continue };
        if out.iter().any(|own| own.id == id.value) {
            twice(&row, id.at, id.value, "状态", "state");
            continue;
        }
        out.push(State { id: id.value.to_owned(), name, open, kept });
    }
    out
}

/// Ids of states under a key, each of which there is.
pub(super) fn state_ids(tab: &Tab<'_>, key: &str, states: &[State]) -> Vec<String> {
    let keep = |text: &anye_forms::table::Text<'_>| {
        if !states.iter().any(|state| state.id == text.value) {
            let all = states.iter().map(|state| state.id.as_str());
            unknown(&tab.file, text.at, "P102", ("状态", "state"), text.value, all);
            return None;
        }
        Some(text.value.to_owned())
    };
    tab.texts(key).iter().filter_map(keep).collect()
}

pub(super) fn moves(tab: &Tab<'_>, states: &[State], within: &Within<'_>) -> Vec<Move> {
    let mut out = Vec::new();
    for row in tab.tabs("move") {
        row.keys(&["from", "to", "name", "reasons", "reason", "second", "after"]);
        for key in ["from", "to"] {
            if !row.has(key) {
                row.missing(key);
            }
        }
        let from = state_ids(&row, "from", states);
        let to = state_ids(&row, "to", states).into_iter().next();
        let asked = row.has("reasons") || row.has("reason");
        let reasons = if asked { choices(&row, within.names, "reasons", "reason") } else { Vec::new() };
        let (name, second) = (row.need_words("name"), row.flag("second").unwrap_or(false));
        let Some(to) = to else { continue };
        let after = bond::registers(&row, "after", within.names);
        out.push(Move { from, to, name, reasons, second, after });
    }
    out
}

pub(super) fn uniques(tab: &Tab<'_>, within: &Within<'_>) -> Vec<Unique> {
    let read = |row: &Tab<'_>| {
        row.keys(&["keys", "open_only", "words"]);
        let keys = within.keys(row, "keys");
        if keys.is_empty() {
            row.missing("keys");
        }
        Unique { keys, open_only: row.flag("open_only").unwrap_or(false), words: row.need_words("words") }
    };
    tab.tabs("unique").iter().map(read).collect()
}

pub(super) fn limits(tab: &Tab<'_>, within: &Within<'_>) -> Vec<Limit> {
    tab.tabs("limit").iter().filter_map(|row| limit(row, within)).collect()
}

fn limit(row: &Tab<'_>, within: &Within<'_>) -> Option<Limit> {
    row.keys(&["per", "most", "quota", "as_of", "ever", "places", "words", "cite"]);
    let (per, words, cite) = (within.keys(row, "per"), row.need_words("words"), row.cites(true));
    let most = match (row.has("most"), row.has("quota"), row.has("as_of")) {
        (true, false, false) => Most::Fixed(row.whole("most", 0..=i64::MAX)?),
        (false, true, false) => Most::Quota(row.text("quota")?.value.to_owned()),
        (false, false, true) => {
            let text = row.text("as_of")?;
            if text.value.len() != 10 || Day::parse(text.value).is_none() {
                no_day(row, text.at, text.value);
                return None;
            }
            Most::AsOf(text.value.to_owned())
        }
        _ => {
            row.file.error(
                row.at,
                "P112",
                "要写且只写一项:most、quota、as_of",
                "a limit has exactly one of most, quota, as_of",
            );
            return None;
        }
    };
    let ever = row.flag("ever").unwrap_or(false);
    Some(Limit { per, most, ever, places: super::programme::places(row, "places"), words, cite })
}

/// Text that is no day.
pub(super) fn no_day(tab: &Tab<'_>, at: usize, text: &str) {
    tab.file.error(
        at,
        "P014",
        format!("“{text}”不是日期,请写 2020-05-31 的格式"),
        format!("'{text}' is no day; write it as 2020-05-31"),
    );
}

pub(super) fn facts(tab: &Tab<'_>, states: &[State], source: &Source<'_>) -> Vec<FactWhile> {
    let mut out = Vec::new();
    for row in tab.tabs("fact") {
        let mut keys = vec!["fact", "states"];
        keys.extend(value::KEYS);
        row.keys(&keys);
        let (id, from) = (row.need_text("fact"), source.read(&row));
        let states = state_ids(&row, "states", states);
        let (Some(id), Some(from)) = (id, from) else { continue };
        if fact(&row, id.at, id.value, source.names).is_none() {
            continue;
        }
        source.fits_fact(&row, id.value, &from);
        out.push(FactWhile { fact: id.value.to_owned(), value: from, states });
    }
    out
}

pub(super) fn duties(tab: &Tab<'_>, states: &[State], within: &Within<'_>, doubted: bool) -> Vec<Duty> {
    let mut out: Vec<Duty> = Vec::new();
    for row in tab.tabs("duty") {
        row.keys(&["id", "name", "states", "within", "every", "done_by", "done_in", "warn", "place", "cite"]);
        let (id, name, cite) = (row.id(false), row.need_words("name"), row.cites(true));
        let done = held(&row, states, within);
        let place = row.word("place", &LEVELS).unwrap_or(Level::Own);
        let own_states = state_ids(&row, "states", states);
        let (until, again, warn) = (span(&row, "within"), every(&row), span(&row, "warn"));
        if row.has("within") == row.has("every") && (row.has("within") || !doubted) {
            row.file.error(
                row.at,
                "P111",
                "要写 within 或 every 之一;依据没有写明时限的,在 doubt 中说明",
                "a duty has within or every; where its article states no time, say so under doubt",
            );
        }
        let Some(id) = id else { continue };
        if out.iter().any(|own| own.id == id.value) {
            twice(&row, id.at, id.value, "职责", "duty");
            continue;
        }
        let (id, within, every) = (id.value.to_owned(), until, again);
        out.push(Duty { id, name, states: own_states, within, every, lapse: false, done, warn, place, cite });
    }
    out
}

fn held(row: &Tab<'_>, states: &[State], within: &Within<'_>) -> Held {
    if let Some(register) = row.text("done_by") {
        let all = &within.names.registers;
        if !all.contains(&register.value) {
            unknown(
                &row.file,
                register.at,
                "P103",
                ("名册", "register"),
                register.value,
                all.iter().copied(),
            );
        }
        return Held::Entry(register.value.to_owned());
    }
    if row.has("done_in") { Held::State(state_ids(row, "done_in", states)) } else { Held::Said }
}

/// A field that can be added up.
pub(super) fn summed(row: &Tab<'_>, at: usize, id: &str, within: &Within<'_>) -> Option<usize> {
    let field = within.field(row, at, id)?;
    let number = matches!(
        within.fields[field].kind,
        FieldKind::Count { .. } | FieldKind::Money | FieldKind::Number(_)
    );
    if !number {
        row.file.error(
            at,
            "P114",
            format!("“{id}”不是数,不能求和"),
            format!("'{id}' is no number, so it cannot be summed"),
        );
    }
    number.then_some(field)
}
