//! The entries of a register. Everything it filters by stands in the address.

use std::collections::BTreeMap;

use anye_access::Permission;
use anye_base::Lang;
use anye_programmes::{FieldKind, Most, Register};
use anye_web::extract::Paging;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use super::{day, said};
use crate::Registers;
use crate::entry::export::state_name;
use crate::entry::{self, Entry, Filter};
use crate::table::names_in;

struct Row {
    href: String,
    name: String,
    place: String,
    state: String,
    tag: &'static str,
    from: String,
    to: String,
    columns: Vec<String>,
}

#[derive(Template)]
#[template(path = "entries.html")]
struct ListPage {
    frame: Frame,
    id: String,
    sentence: String,
    note: String,
    filter: Filter,
    needs: Vec<(String, String)>,
    states: Vec<(String, String)>,
    opens: Vec<(String, String)>,
    heads: Vec<String>,
    rows: Vec<Row>,
    next: Option<String>,
    counts: Vec<(String, String)>,
    csv: String,
    xlsx: String,
    may_work: bool,
    has_quota: bool,
    is_public: bool,
    has_lookup: bool,
}

/// The address of a filter.
pub(super) fn address(base: &str, filter: &Filter, more: &[(&str, &str)]) -> String {
    let on = filter.on.map(|day| day.to_string()).unwrap_or_default();
    let all = [
        ("q", filter.q.as_str()),
        ("place", &filter.place),
        ("state", &filter.state),
        ("open", &filter.open),
        ("subject", &filter.subject),
        ("on", &on),
    ];
    let kept: Vec<_> =
        all.into_iter().chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("{base}?{query}"),
        _ => base.to_owned(),
    }
}

/// Class of the mark of a state.
pub(super) fn tag(entry: &Entry) -> &'static str {
    match (entry.pending || entry.wish.is_some(), entry.is_open) {
        (true, _) => "tag-doubt",
        (false, true) => "tag-done",
        (false, false) => "tag-due",
    }
}

/// Names of whom fields lead to, by id.
pub(super) type Names = BTreeMap<String, String>;

/// A field as it is shown; what is sealed stays covered, and what leads to somebody is called by their name.
pub(super) fn shown(
    rooms: &Registers,
    register: &Register,
    entry: &Entry,
    at: usize,
    (names, lang): (&Names, Lang),
) -> String {
    let Some(field) = register.fields.get(at) else { return String::new() };
    match entry.fields.get(&field.id) {
        None => String::new(),
        Some(_) if field.sealed => "****".to_owned(),
        Some(value) => match (&field.kind, value.as_str()) {
            (FieldKind::Place, Some(code)) => rooms.core().place_in(code, rooms.core().world.today(), lang),
            (FieldKind::Subject(_) | FieldKind::Entry(_), Some(id)) if names.contains_key(id) => {
                names[id].clone()
            }
            _ => field.show(value, lang == Lang::Zh),
        },
    }
}

/// Answers `GET /registers/{register}`.
pub async fn list(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Response, Failed> {
    let register = rooms.register(&id)?;
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(None);
    let filter = Filter { register: id.clone(), ..filter };
    let found = entry::list(&rooms, &caller, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let names = names_in(&rooms, register, &found.items).await?;
    let (open, all) = entry::tally(&rooms, &caller).await?.get(&id).copied().unwrap_or_default();
    let base = format!("/registers/{id}");
    let lang = visitor.texts.lang;
    let name = lang.pick(&register.name.zh, &register.name.en).to_owned();
    let frame = Frame::new(rooms.core(), &visitor, &address(&base, &filter, &[]), name)
        .under(visitor.texts.t("registers-title"), "/registers");
    let row = |one: &Entry| Row {
        href: format!("{base}/entries/{}", one.id),
        name: one.subject_name.clone(),
        place: rooms.core().place_in(&one.place, frame.as_of, lang),
        state: if one.pending { frame.t("entry-pending") } else { state_name(register, &one.state, lang) },
        tag: tag(one),
        from: day(one.from, lang),
        to: one.to.map(|to| day(to, lang)).unwrap_or_default(),
        columns: register
            .columns
            .iter()
            .map(|at| shown(&rooms, register, one, *at, (&names, lang)))
            .collect(),
    };
    let states = register.states.iter().map(|one| (one.id.clone(), said(&frame, &one.name)));
    let opens =
        ["yes", "no", "pending"].map(|word| (word.to_owned(), frame.t(&format!("entry-open-{word}"))));
    Ok(page(&ListPage {
        sentence: frame.t2("entries-sentence", "open", open, "all", all),
        note: said(&frame, &register.note),
        needs: register.needs.iter().map(|one| (one.id.clone(), said(&frame, &one.name))).collect(),
        has_lookup: register.lookup.is_some(),
        states: states.collect(),
        opens: opens.into(),
        heads: register
            .columns
            .iter()
            .filter_map(|at| register.fields.get(*at))
            .map(|field| said(&frame, &field.name))
            .collect(),
        rows: found.items.iter().map(row).collect(),
        next: found.next.map(|cursor| address(&base, &filter, &[("cursor", &cursor.encode())])),
        counts: register
            .counts
            .iter()
            .map(|one| (format!("{base}/counts/{}", one.id), said(&frame, &one.name)))
            .collect(),
        csv: address(&format!("{base}/export"), &filter, &[("format", "csv")]),
        xlsx: address(&format!("{base}/export"), &filter, &[("format", "xlsx")]),
        may_work: visitor.may_at_all(Permission::RegistersWork),
        has_quota: register.limits.iter().any(|limit| matches!(limit.most, Most::Quota(_))),
        is_public: register.publicity.is_some(),
        id,
        filter,
        frame,
    }))
}
