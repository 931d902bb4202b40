//! Demand of key industries and firms, and of projects entering a park, with sharp changes and the analyst's conclusion.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Read as _, sql};
use anye_forms::{Form, Words};
use anye_reporting::rights::{may, must};
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Texts, Visitor};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::super::demand::{Wanted, by_code, by_reporter, name_of, sharp};
use super::super::desk::Desk;
use super::super::setting;
use super::super::sheet::{Cell, Section};
use super::super::spread::percent;
use super::{Asked, Field, Filter, MarketPage, NoteForm, address, chosen_place, said, tabs, worded};

/// Firms shown.
const FIRMS: usize = 100;

/// Answers `GET /market/demand`.
pub async fn demand(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(None);
    let whole = desk.setting()?;
    let chosen = whole.demand.iter().find(|one| one.id == asked.by).or_else(|| whole.demand.first());
    let chosen = chosen.ok_or_else(|| Fault::new(ErrorKind::NotFound, "market_no_setting"))?;
    let place =
        if asked.place.is_empty() { chosen_place(&visitor, &desk.monitor.core) } else { asked.place.clone() };
    let period = desk.period(&chosen.form, &asked.period, &place).await?;
    let form = desk.monitor.reporting.form(&chosen.form)?;
    let names = desk.monitor.reporting.form(&whole.supply.form)?;
    let here =
        address("/market/demand", &[("place", &place), ("period", &period.to_string()), ("by", &chosen.id)]);
    let frame = Frame::new(&desk.monitor.core, &visitor, &here, said(&visitor.texts, &chosen.name))
        .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let mut all = by_code(&desk.monitor, &caller, chosen, period, &place).await?;
    for one in &mut all {
        let name = name_of(names, &chosen.codes, &one.code).map(|name| worded(&texts, &name));
        one.name = name.unwrap_or_else(|| {
            if one.code.is_empty() { texts.t("market-together") } else { one.code.clone() }
        });
    }
    let name = desk.monitor.core.place_in(&place, desk.monitor.reporting.tree_day(period), visitor.lang());
    let alerts = all.iter().filter(|one| sharp(one.change(&chosen.item), chosen.alert.as_ref())).count();
    let mut made = MarketPage::new(
        frame,
        texts.args(
            "market-demand-sentence",
            &[("place", name), ("period", worded(&texts, &period.words())), ("n", alerts.to_string())],
        ),
    );
    made.tabs = tabs(&made.frame, "/market/demand");
    made.filter = filter(&texts, whole, &chosen.id, &place, &period.to_string());
    made.sections.push(table(&texts, form, chosen, &all, "codes", texts.t("market-demand-table")));
    for beginning in &chosen.parts {
        made.sections.push(parts(&texts, form, beginning, &all));
    }
    if may(&caller, Permission::ReportRead, &place, false) {
        let mut firms = by_reporter(&desk.monitor, &caller, chosen, period, &place).await?;
        let silent: Vec<Wanted> = firms
            .iter()
            .filter(|one| {
                !chosen.without.is_empty() && one.now.get(&chosen.without).copied().unwrap_or(0) > 0
            })
            .cloned()
            .collect();
        firms.truncate(FIRMS);
        made.sections.push(table(&texts, form, chosen, &firms, "firms", texts.t("market-demand-firms")));
        if !chosen.without.is_empty() {
            made.sections.push(table(
                &texts,
                form,
                chosen,
                &silent,
                "silent",
                texts.t("market-demand-silent"),
            ));
        }
    }
    made.sections.push(notes(&desk, &texts, &chosen.id, &place, &period.to_string()).await?);
    if visitor.may(&desk.monitor.core, Permission::ReportApprove, Some(&place)) {
        let hidden =
            vec![("by", chosen.id.clone()), ("place", place.clone()), ("period", period.to_string())];
        made.note = Some(NoteForm { action: "/market/demand".into(), hidden });
    }
    let to = |kind: &str| {
        address(
            "/market/demand",
            &[("place", &place), ("period", &period.to_string()), ("by", &chosen.id), ("as", kind)],
        )
    };
    made.export = Some((to("csv"), to("xlsx")));
    made.definition = vec![
        texts.t2("market-definition-movement", "form", worded(&texts, &form.name), "cite", &chosen.cite),
        level(&texts, chosen),
    ];
    Ok(made.answer(&asked.kind, &format!("demand-{}-{period}-{place}", chosen.id))?)
}

fn level(texts: &Texts, chosen: &setting::Demand) -> String {
    match &chosen.alert {
        Some(alert) => texts.t2("market-level", "percent", alert.percent, "by", said(texts, &alert.by)),
        None => texts.t("market-level-unset"),
    }
}

fn filter(texts: &Texts, whole: &setting::Setting, chosen: &str, place: &str, period: &str) -> Filter {
    let field = |name: &'static str, key: &str, value: &str, hint: &str| Field {
        name,
        label: texts.t(key),
        value: value.into(),
        hint: hint.into(),
        options: Vec::new(),
    };
    let mut by = field("by", "market-series-of", chosen, "");
    by.options = whole.demand.iter().map(|one| (one.id.clone(), said(texts, &one.name))).collect();
    Filter {
        action: "/market/demand".into(),
        fields: vec![
            by,
            field("place", "market-place", place, "210000"),
            field("period", "market-period", period, "2020Q1"),
        ],
    }
}

fn item_name(texts: &Texts, form: &Form, item: &str) -> String {
    let name =
        form.column(item).map(|at| form.items[at].name.clone()).unwrap_or_else(|| Words::new(item, item));
    worded(texts, &name)
}

fn table(
    texts: &Texts,
    form: &Form,
    chosen: &setting::Demand,
    all: &[Wanted],
    id: &str,
    title: String,
) -> Section {
    let row = |one: &Wanted| {
        let (now, before) = (one.now.get(&chosen.item).copied(), one.before.get(&chosen.item).copied());
        let tenths = one.change(&chosen.item);
        let name = Cell::text(one.name.clone());
        let mut cells =
            vec![if one.report.is_empty() { name } else { name.to(format!("/reports/{}", one.report)) }];
        cells.extend([
            Cell::number(now),
            Cell::number(before),
            Cell::number(now.zip(before).map(|(now, before)| now - before)),
            Cell::figure(tenths.map(percent)),
        ]);
        cells.push(if sharp(tenths, chosen.alert.as_ref()) {
            Cell::text(texts.t("market-sharp")).tagged("tag-stop")
        } else {
            Cell::text("")
        });
        cells.extend(chosen.beside.iter().map(|item| Cell::number(one.now.get(item).copied())));
        cells
    };
    let mut heads = vec![(texts.t("market-col-what"), false), (item_name(texts, form, &chosen.item), true)];
    heads.extend(
        ["market-col-before", "market-col-more", "market-col-change"].iter().map(|key| (texts.t(key), true)),
    );
    heads.push((texts.t("market-col-alert"), false));
    heads.extend(chosen.beside.iter().map(|item| (item_name(texts, form, item), true)));
    Section {
        id: id.into(),
        title,
        heads,
        rows: all.iter().map(row).collect(),
        none: texts.t("market-none"),
        ..Section::default()
    }
}

fn parts(texts: &Texts, form: &Form, beginning: &str, all: &[Wanted]) -> Section {
    let start = format!("{beginning}.");
    let items: Vec<_> = form.items.iter().filter(|item| item.id.starts_with(&start)).collect();
    let sum = |item: &str, before: bool| -> Option<i64> {
        let values =
            all.iter().filter_map(|one| if before { one.before.get(item) } else { one.now.get(item) });
        values.copied().reduce(|one, other| one + other)
    };
    let row = |item: &&anye_forms::Item| {
        let (now, before) = (sum(&item.id, false), sum(&item.id, true));
        vec![
            Cell::text(worded(texts, &item.name)),
            Cell::number(now),
            Cell::number(before),
            Cell::number(now.zip(before).map(|(now, before)| now - before)),
        ]
    };
    let by = beginning.rsplit('.').next().unwrap_or_default();
    Section {
        id: beginning.replace('.', "-"),
        title: texts.t(&format!("market-parts-{by}")),
        heads: ["market-col-what", "market-col-value", "market-col-before", "market-col-more"]
            .iter()
            .enumerate()
            .map(|(at, key)| (texts.t(key), at > 0))
            .collect(),
        rows: items.iter().map(row).collect(),
        none: texts.t("market-none"),
        ..Section::default()
    }
}

async fn notes(desk: &Desk, texts: &Texts, topic: &str, place: &str, period: &str) -> Result<Section, Fault> {
    let mut db = &desk.monitor.core.db;
    let query = sql(
        "select text, at, by_name from market_note where topic = $1 and place = $2 and period = $3 order by at desc, id desc",
    );
    let mut say = Vec::new();
    for row in db.all(query.bind(topic).bind(place).bind(period)).await? {
        say.push(format!(
            "{} · {} · {}",
            row.text("text")?,
            row.text("by_name")?,
            china_minute(row.int("at")?)
        ));
    }
    let none = if say.is_empty() { texts.t("market-note-none") } else { String::new() };
    Ok(Section { id: "notes".into(), title: texts.t("market-notes"), say, none, ..Section::default() })
}

/// Answers `POST /market/demand`: keeps the analyst's conclusion.
pub async fn keep_note(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let value =
        |name: &str| sent.data.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim());
    let (topic, place, period, text) = (value("by"), value("place"), value("period"), value("text"));
    let setting = desk.setting()?.demand.iter().find(|one| one.id == topic);
    let form = &setting.ok_or_else(|| Fault::new(ErrorKind::NotFound, "not_found"))?.form;
    let (_, period) = desk.monitor.reporting.form_period(form, period)?;
    must(&caller, Permission::ReportApprove, place, false)?;
    if text.is_empty() || text.chars().count() > 2_000 {
        return Err(Fault::new(ErrorKind::Invalid, "market_note_text").into());
    }
    let core = &desk.monitor.core;
    let back = address(
        "/market/demand",
        &[("by", topic), ("place", place), ("period", &period.to_string()), ("done", "market-note")],
    );
    let mut tx = match core.db.begin(caller.scope()).await.map_err(Fault::from)? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(Redirect::to(&back).into_response()),
    };
    let query = sql(
        "insert into market_note (id, topic, place, period, text, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let query = query.bind(core.world.new_id()).bind(topic).bind(place).bind(period.to_string()).bind(text);
    tx.run_one(query.bind(core.world.now_ms()).bind(&caller.actor.id).bind(&caller.actor.name))
        .await
        .map_err(Fault::from)?;
    let event = Event::new("market.note", "market", topic).at_place(place.to_owned());
    tx.commit_with(event, &()).await.map_err(Fault::from)?;
    Ok(Redirect::to(&back).into_response())
}
