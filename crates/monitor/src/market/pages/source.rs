//! Other sources: what each covers and does not show, its imports, files taken after a dry run, and employment series beside it.

use std::sync::Arc;

use anye_access::{Caller, Permission};
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_forms::Period;
use anye_jobs::NewJob;
use anye_reporting::figures::Reach;
use anye_web::chart::{self, Line as Drawn, LineChart};
use anye_web::extract::{Form as Sent, Upload};
use anye_web::{Asking, Failed, Frame, Texts, Visitor};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

use super::super::desk::{Desk, table_limits};
use super::super::movement::{diverges, first_known, series, up_to};
use super::super::setting::Beside;
use super::super::sheet::{Cell, Section};
use super::super::source::{self as sources_of, COMPARE, Read, Sheet, Source, imports, points, totals};
use super::{Asked, MarketPage, UploadForm, address, said, tabs};

/// Findings shown.
const SHOWN: usize = 200;

/// Answers `GET /market/sources`.
pub async fn sources(State(desk): State<Desk>, visitor: Visitor) -> Result<Response, Failed> {
    let frame =
        Frame::new(&desk.monitor.core, &visitor, "/market/sources", visitor.texts.t("market-sources"));
    let texts = frame.texts.clone();
    let all = desk.sources()?;
    let mut rows = Vec::new();
    for one in all {
        let last = imports(&desk.monitor, &one.id).await?.into_iter().next();
        rows.push(vec![
            Cell::text(said(&texts, &one.name)).to(format!("/market/sources/{}", one.id)),
            Cell::text(said(&texts, &one.provider)),
            Cell::text(said(&texts, &one.coverage)),
            Cell::text(said(&texts, &one.licence)),
            Cell::text(last.as_ref().map_or_else(
                || texts.t("market-never"),
                |one| format!("{} – {}", one.first_period, one.last_period),
            )),
            Cell::text(last.map(|one| china_minute(one.at)).unwrap_or_default()),
        ]);
    }
    let keys = [
        "market-source",
        "market-provider",
        "market-coverage",
        "market-licence",
        "market-periods",
        "market-last-import",
    ];
    let section = Section {
        id: "sources".into(),
        title: texts.t("market-sources"),
        heads: keys.iter().map(|key| (texts.t(key), false)).collect(),
        rows,
        none: texts.t("market-no-sources"),
        ..Section::default()
    };
    let mut made = MarketPage::new(frame, texts.t1("market-sources-sentence", "n", all.len()));
    made.tabs = tabs(&made.frame, "/market/sources");
    made.sections.push(section);
    made.definition = vec![texts.t("market-definition-sources")];
    Ok(made.answer("", "")?)
}

/// Answers `GET /market/sources/{source}`.
pub async fn source(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let one = desk.source(&id)?.clone();
    let made = shown(&desk, &visitor, &one, &asked, None).await?;
    Ok(made.answer(&asked.kind, &format!("source-{id}"))?)
}

async fn shown(
    desk: &Desk,
    visitor: &Visitor,
    one: &Source,
    asked: &Asked,
    looked: Option<(&Sheet, &str, &str)>,
) -> Result<MarketPage, Fault> {
    let monitor = &desk.monitor;
    let asking = Asking::new(&monitor.core, visitor);
    let caller = asking.caller(None);
    let path = format!("/market/sources/{}", one.id);
    let frame = Frame::new(&monitor.core, visitor, &path, said(&visitor.texts, &one.name))
        .under(visitor.texts.t("market-sources"), "/market/sources")
        .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let kept = imports(monitor, &one.id).await?;
    let mut made = MarketPage::new(
        frame,
        texts.t2("market-source-sentence", "imports", kept.len(), "provider", said(&texts, &one.provider)),
    );
    made.tabs = tabs(&made.frame, "/market/sources");
    let may_take =
        visitor.may(&monitor.core, Permission::PanelManage, Some(&monitor.core.settings.home_place));
    if let Some((file, held, edition)) = looked {
        let effect = sources_of::dry_run(monitor, one, &file.read).await?;
        made.sections.push(looked_at(&texts, one, file, effect));
        made.upload = Some(upload_form(
            &texts,
            one,
            &path,
            if file.read.is_fatal() { "" } else { held },
            edition,
            file.read.rows,
        ));
    } else if may_take {
        made.upload = Some(upload_form(&texts, one, &path, "", "", 0));
    }
    made.sections.push(about(&texts, one));
    made.sections.push(columns(&texts, one));
    made.sections.push(deliveries(&texts, &kept));
    made.sections.push(held_values(desk, &texts, one).await?);
    let place = if asked.place.is_empty() {
        visitor.own_place(&monitor.core).to_owned()
    } else {
        asked.place.clone()
    };
    for beside in desk.setting()?.beside.iter().filter(|beside| beside.source == one.id) {
        made.sections.push(side_by_side(desk, &caller, &texts, one, beside, asked, &place).await?);
    }
    if let Some(compare) = desk.setting()?.compare.as_ref().filter(|compare| compare.source == one.id) {
        let (say, action) = match &compare.tolerance {
            Some(tolerance) => {
                let values = [
                    ("percent", tolerance.percent.to_string()),
                    ("least", tolerance.least.to_string()),
                    ("by", said(&texts, &tolerance.by)),
                ];
                (
                    texts.args("market-tolerance", &values),
                    if may_take { "/market/compare".to_owned() } else { String::new() },
                )
            }
            None => (texts.t("market-tolerance-unset"), String::new()),
        };
        made.compare = Some((say, action));
    }
    made.definition = vec![
        texts.t2(
            "market-definition-source",
            "version",
            &one.version,
            "digest",
            one.digest.get(..16).unwrap_or_default(),
        ),
        one.cite.join(" · "),
    ];
    Ok(made)
}

fn upload_form(
    texts: &Texts,
    one: &Source,
    path: &str,
    held: &str,
    edition: &str,
    rows: usize,
) -> UploadForm {
    let names: Vec<String> = one.column.iter().map(|column| said(texts, &column.name)).collect();
    UploadForm {
        action: path.to_owned(),
        held: held.to_owned(),
        edition: edition.to_owned(),
        take: texts.t1("market-take", "n", rows),
        hint: texts.t1("market-file-hint", "columns", names.join(texts.lang.pick("、", ", "))),
    }
}

fn looked_at(texts: &Texts, one: &Source, file: &Sheet, effect: sources_of::Effect) -> Section {
    let read: &Read = &file.read;
    let mut say = vec![
        texts.args(
            "market-dry",
            &[
                ("file", file.name.clone()),
                ("rows", read.rows.to_string()),
                ("refused", read.refused.to_string()),
            ],
        ),
        texts.args(
            "market-dry-effect",
            &[
                ("new", effect.new.to_string()),
                ("changed", effect.changed.to_string()),
                ("same", effect.same.to_string()),
            ],
        ),
    ];
    if !read.unknown.is_empty() {
        say.push(texts.t1("market-dry-unknown", "columns", read.unknown.join(texts.lang.pick("、", ", "))));
    }
    let column = |id: &str| {
        one.column
            .iter()
            .find(|column| column.id == id)
            .map(|column| said(texts, &column.name))
            .unwrap_or_default()
    };
    let row = |finding: &sources_of::Finding| {
        let at = if finding.row == 0 { texts.t("market-whole-file") } else { finding.row.to_string() };
        vec![
            Cell::text(at),
            Cell::text(column(&finding.column)),
            Cell::text(texts.t(finding.code)),
            Cell::text(finding.text.clone()),
        ]
    };
    Section {
        id: "looked".into(),
        title: texts.t("market-dry-title"),
        say,
        heads: ["market-row", "market-column", "market-finding", "market-written"]
            .iter()
            .map(|key| (texts.t(key), false))
            .collect(),
        rows: read.findings.iter().take(SHOWN).map(row).collect(),
        none: texts.t("market-dry-sound"),
        ..Section::default()
    }
}

fn about(texts: &Texts, one: &Source) -> Section {
    let line = |key: &str, text: String| vec![Cell::text(texts.t(key)), Cell::text(text)];
    let mut rows = vec![
        line("market-provider", said(texts, &one.provider)),
        line("market-coverage", said(texts, &one.coverage)),
        line("market-licence", said(texts, &one.licence)),
        line(
            "market-key",
            texts.t(if one.subject == sources_of::Subject::Employer {
                "market-key-employer"
            } else {
                "market-key-place"
            }),
        ),
        line("market-schema", one.version.clone()),
    ];
    rows.extend(one.limits.iter().map(|limit| line("market-limit", said(texts, limit))));
    let heads = ["market-col-what", "market-said"].iter().map(|key| (texts.t(key), false)).collect();
    Section { id: "about".into(), title: texts.t("market-about"), heads, rows, ..Section::default() }
}

fn columns(texts: &Texts, one: &Source) -> Section {
    let row = |column: &sources_of::Column| {
        vec![
            Cell::text(said(texts, &column.name)),
            Cell::text(column.id.clone()),
            Cell::text(column.unit.clone()),
            Cell::text(column.digits.to_string()),
            Cell::text(if column.required || column.role != sources_of::Role::Value {
                texts.t("market-required")
            } else {
                String::new()
            }),
        ]
    };
    let keys = ["market-column", "market-col-code", "market-unit", "market-digits", "market-needed"];
    Section {
        id: "columns".into(),
        title: texts.t("market-columns"),
        heads: keys.iter().map(|key| (texts.t(key), false)).collect(),
        rows: one.column.iter().map(row).collect(),
        ..Section::default()
    }
}

fn deliveries(texts: &Texts, kept: &[sources_of::Import]) -> Section {
    let row = |one: &sources_of::Import| {
        vec![
            Cell::text(china_minute(one.at)),
            Cell::text(one.by_name.clone()),
            Cell::text(one.file_name.clone()),
            Cell::text(one.edition.clone()),
            Cell::text(format!("{} – {}", one.first_period, one.last_period)),
            Cell::number(Some(one.taken)),
            Cell::number(Some(one.refused)),
            Cell::text(one.schema_version.clone()),
            Cell::text(one.digest.get(..16).unwrap_or_default()),
        ]
    };
    let keys = [
        "market-when",
        "market-who",
        "market-file",
        "market-edition",
        "market-periods",
        "market-taken",
        "market-refused",
        "market-schema",
        "market-digest",
    ];
    let heads = keys.iter().enumerate().map(|(at, key)| (texts.t(key), matches!(at, 5 | 6))).collect();
    Section {
        id: "imports".into(),
        title: texts.t("market-imports"),
        heads,
        rows: kept.iter().map(row).collect(),
        none: texts.t("market-no-imports"),
        ..Section::default()
    }
}

/// A scaled number as text.
fn decimal(value: i64, digits: u8) -> String {
    if digits == 0 {
        return value.to_string();
    }
    let unit = 10_i64.pow(u32::from(digits.min(9)));
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:0width$}", value.abs() / unit, value.abs() % unit, width = usize::from(digits.min(9)))
}

async fn held_values(desk: &Desk, texts: &Texts, one: &Source) -> Result<Section, Fault> {
    let row = |(period, item, n, total): &(String, String, i64, i64)| {
        let column = one.value(item)?;
        let name = format!("{}({})", said(texts, &column.name), column.unit);
        Some(vec![
            Cell::text(period.clone()),
            Cell::text(name),
            Cell::number(Some(*n)),
            Cell::figure(Some(decimal(*total, column.digits))),
        ])
    };
    let found = totals(&desk.monitor, &one.id).await?;
    let keys = ["market-period", "market-column", "market-held", "market-sum"];
    Ok(Section {
        id: "held".into(),
        title: texts.t("market-values"),
        heads: keys.iter().enumerate().map(|(at, key)| (texts.t(key), at > 1)).collect(),
        rows: found.iter().filter_map(row).collect(),
        none: texts.t("market-no-imports"),
        ..Section::default()
    })
}

async fn side_by_side(
    desk: &Desk,
    caller: &Caller<'_>,
    texts: &Texts,
    one: &Source,
    beside: &Beside,
    asked: &Asked,
    place: &str,
) -> Result<Section, Fault> {
    let last = desk.period(&beside.form, &asked.period, place).await?;
    let periods: Vec<Period> = up_to(last, 36);
    let own =
        series(&desk.monitor, caller, (&beside.form, &beside.item), &periods, (place, Reach::Own)).await?;
    let other = points(&desk.monitor, &one.id, &beside.column, place).await?;
    let digits = one.value(&beside.column).map_or(0, |column| column.digits);
    let values: Vec<Option<i64>> = own.first().map(|one| one.values.clone()).unwrap_or_default();
    let others: Vec<Option<&(i64, String)>> =
        periods.iter().map(|period| other.get(&period.to_string())).collect();
    // Both start at 100 where both are first known, so that their ways can be seen on one scale.
    let base = (0..periods.len())
        .find(|at| values[*at].is_some_and(|one| one > 0) && others[*at].is_some_and(|one| one.0 > 0));
    let index = |value: Option<i64>, first: Option<i64>| {
        value
            .zip(first)
            .filter(|(_, first)| *first > 0)
            .map(|(value, first)| value as f64 * 100.0 / first as f64)
    };
    let first = |all: &dyn Fn(usize) -> Option<i64>| base.and_then(all);
    let (own_first, other_first) = (first(&|at| values[at]), first(&|at| others[at].map(|one| one.0)));
    let column = one.value(&beside.column).map(|column| said(texts, &column.name)).unwrap_or_default();
    let form = desk.monitor.reporting.form(&beside.form)?;
    let item = form
        .column(&beside.item)
        .map(|at| texts.lang.pick(&form.items[at].name.zh, &form.items[at].name.en).to_owned())
        .unwrap_or_default();
    let drawn = LineChart {
        title: said(texts, &beside.name),
        periods: periods.iter().map(ToString::to_string).collect(),
        lines: vec![
            Drawn {
                name: item.clone(),
                values: values.iter().map(|one| index(*one, own_first)).collect(),
                dashed: false,
            },
            Drawn {
                name: column.clone(),
                values: others.iter().map(|one| index(one.map(|one| one.0), other_first)).collect(),
                dashed: true,
            },
        ],
        digits: 1,
        unit: texts.t("market-index"),
        ..LineChart::default()
    };
    let mut apart = 0;
    let mut rows = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        let pair = |of: &dyn Fn(usize) -> Option<i64>| (at.checked_sub(1).and_then(of), of(at));
        let went = diverges(pair(&|at| values[at]), pair(&|at| others[at].map(|one| one.0)));
        apart += usize::from(went == Some(true));
        let said = match went {
            Some(true) => Cell::text(texts.t("market-apart")).tagged("tag-doubt"),
            Some(false) => Cell::text(texts.t("market-not-apart")),
            None => Cell::text("—"),
        };
        let from = others[at].map(|one| one.1.clone()).unwrap_or_default();
        rows.push(vec![
            Cell::text(period.to_string()),
            Cell::number(values[at]),
            Cell::figure(others[at].map(|one| decimal(one.0, digits))),
            said,
            Cell::text(from),
        ]);
    }
    let known: Vec<Option<i64>> = others.iter().map(|one| one.map(|one| one.0)).collect();
    rows.drain(..first_known(&[&values, &known]));
    rows.reverse();
    let keys = ["market-period", "market-col-value", "market-col-value", "market-way", "market-from-import"];
    let mut heads: Vec<(String, bool)> =
        keys.iter().enumerate().map(|(at, key)| (texts.t(key), at == 1 || at == 2)).collect();
    (heads[1].0, heads[2].0) = (item, column);
    let name = desk.monitor.core.place_name(place, desk.monitor.reporting.tree_day(last));
    Ok(Section {
        id: format!("beside-{}", beside.id),
        title: said(texts, &beside.name),
        say: vec![texts.t2("market-apart-say", "place", name, "n", apart)],
        svg: chart::line(&drawn),
        heads,
        rows: if other.is_empty() { Vec::new() } else { rows },
        none: texts.t("market-no-imports"),
    })
}

/// Answers `POST /market/sources/{source}`: a dry run first, then the rows that were looked at.
pub async fn upload(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Upload,
) -> Result<Response, Failed> {
    let one = desk.source(&id)?.clone();
    match handled(&desk, &visitor, &one, &sent).await {
        Ok(answer) => Ok(answer),
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict) => {
            Ok(shown(&desk, &visitor, &one, &Asked::default(), None).await?.refused(&fault))
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn handled(desk: &Desk, visitor: &Visitor, one: &Source, sent: &Upload) -> Result<Response, Fault> {
    let core = &desk.monitor.core;
    let field = |name: &str| sent.fields.get(name).map_or("", |text| text.trim());
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(sent.once.as_ref());
    anye_reporting::rights::must(&caller, Permission::PanelManage, &core.settings.home_place, false)?;
    let edition = field("edition");
    if field("act") == "take" {
        let gone = || Fault::new(ErrorKind::Conflict, "market_file_gone");
        let file = desk
            .held
            .find(field("held"), &caller.actor.id, core.world.now_ms())
            .filter(|file| file.source == one.id)
            .ok_or_else(gone)?;
        let taken = sources_of::take(&desk.monitor, &caller, one, &file.read, (&file.name, edition)).await?;
        let done = if taken.again { "market-again" } else { "market-taken" };
        return Ok(
            Redirect::to(&address(&format!("/market/sources/{}", one.id), &[("done", done)])).into_response()
        );
    }
    let file = sent.files.first().ok_or_else(|| Fault::new(ErrorKind::Invalid, "market_no_file"))?;
    let tables = desk.reader.read_table(&file.bytes, &table_limits()).await;
    let tables = tables.map_err(|cause| {
        Fault::new(ErrorKind::Invalid, "market_unreadable").arg("cause", &cause).log(cause)
    })?;
    let register = core.places();
    let today = core.world.today();
    let known = |code: &str| !register.history_of(code).is_empty() || register.find(code, today).is_some();
    let read = sources_of::read(one, &tables, &known);
    let (held, kept) = (
        core.world.new_id(),
        Sheet { name: file.name.clone(), source: one.id.clone(), read: Arc::new(read) },
    );
    desk.held.keep(&held, &caller.actor.id, core.world.now_ms(), kept.clone());
    let made = shown(desk, visitor, one, &Asked::default(), Some((&kept, &held, edition))).await?;
    made.answer("", "")
}

/// Answers `POST /market/compare`: the job that holds a period's reports against the insured.
pub async fn compare(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let core = &desk.monitor.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let home = core.settings.home_place.clone();
    anye_reporting::rights::must(&caller, Permission::PanelManage, &home, false)?;
    let compare = desk
        .setting()?
        .compare
        .as_ref()
        .ok_or_else(|| Fault::new(ErrorKind::NotFound, "market_no_setting"))?;
    let period = sent.data.iter().find(|(name, _)| name == "period").map_or("", |(_, value)| value.trim());
    let (_, period) = desk.monitor.reporting.form_period(&compare.form, period)?;
    let back = address(&format!("/market/sources/{}", compare.source), &[("done", "market-compare")]);
    let mut tx = match core.db.begin(caller.scope()).await.map_err(Fault::from)? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(Redirect::to(&back).into_response()),
    };
    let job = NewJob {
        kind: COMPARE,
        name: format!("{period}/{}", core.world.now_ms()),
        title: format!("{} {period}", compare.source),
        input: json!({ "period": period.to_string() }),
        account: caller.actor.id.clone(),
        place: home.clone(),
    };
    anye_jobs::enqueue(&mut tx, &job).await.map_err(Fault::from)?;
    let event = Event::new("market.compare", "source", &compare.source).at_place(home);
    tx.commit_with(event, &()).await.map_err(Fault::from)?;
    Ok(Redirect::to(&back).into_response())
}
