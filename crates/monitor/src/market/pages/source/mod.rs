//! Other sources: what each covers and does not show, its imports, files taken after a dry run, and employment series beside it.

mod act;
mod beside;
mod tell;

pub use act::{compare, upload};

use anye_access::Permission;
use anye_base::Fault;
use anye_base::world::china_minute;
use anye_web::{Asking, Failed, Frame, Texts, Visitor};
use axum::extract::{Path, Query, State};
use axum::response::Response;

use super::super::desk::Desk;
use super::super::sheet::{Cell, Section};
use super::super::source as sources_of;
use super::super::source::{Sheet, Source, imports};
use super::{Asked, MarketPage, UploadForm, chosen_place, said, tabs};
use beside::side_by_side;
use tell::{about, columns, deliveries, held_values, looked_at};

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
    let place =
        if asked.place.is_empty() { chosen_place(visitor, &monitor.core) } else { asked.place.clone() };
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
