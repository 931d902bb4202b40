//! The pages of the policy pack.

use anye_base::Fault;
use anye_pack::{Requirement, UnitRef};
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::coverage;
use crate::Office;
use crate::units::directory::Directory;

struct Row {
    id: String,
    title: String,
    number: String,
    issuer: String,
    day: String,
    articles: usize,
    covered: usize,
    rows: usize,
}

#[derive(Template)]
#[template(path = "pack.html")]
struct PackPage {
    frame: Frame,
    sentence: String,
    about: String,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
    articles: usize,
    covered: usize,
    requirements: usize,
}

/// Answers `GET /pack`.
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Response {
    let (core, pack) = (&office.core, &office.pack);
    let manifest = pack.manifest();
    let frame = Frame::new(core, &visitor, "/pack", visitor.texts.t("pack-title"));
    let lang = frame.texts.lang;
    let row = |document: &anye_pack::DocumentMeta| {
        let (articles, covered, rows) = coverage(pack, document);
        Row {
            id: document.id.clone(),
            title: lang.pick(&document.title.zh, &document.title.en).to_owned(),
            number: document.number.clone().unwrap_or_else(|| "—".to_owned()),
            issuer: lang.pick(&document.issuer.name.zh, &document.issuer.name.en).to_owned(),
            day: document.issued_on.clone().unwrap_or_else(|| "—".to_owned()),
            articles,
            covered,
            rows,
        }
    };
    let rows: Vec<Row> = pack.documents().iter().map(row).collect();
    let sum = |count: fn(&Row) -> usize| rows.iter().map(count).sum::<usize>();
    let (articles, covered, requirements) =
        (sum(|row| row.articles), sum(|row| row.covered), sum(|row| row.rows));
    let values = [
        ("name", lang.pick(&manifest.name.zh, &manifest.name.en).to_owned()),
        ("documents", rows.len().to_string()),
        ("articles", articles.to_string()),
        ("rows", requirements.to_string()),
    ];
    let facts = vec![
        (frame.t("pack-id"), manifest.id.clone()),
        (
            frame.t("pack-place"),
            format!("{} {}", core.place_in(&manifest.place, frame.as_of, frame.texts.lang), manifest.place),
        ),
        (frame.t("pack-release"), manifest.release.clone()),
        (frame.t("pack-version"), pack.version().to_owned()),
    ];
    page(&PackPage {
        sentence: frame.texts.args("pack-state", &values),
        about: lang.pick(&manifest.about.zh, &manifest.about.en).to_owned(),
        facts,
        rows,
        articles,
        covered,
        requirements,
        frame,
    })
}

struct ArticleRow {
    number: String,
    anchor: String,
    chapter: String,
    title: String,
    units: Vec<(String, String)>,
    rows: Vec<Requirement>,
}

#[derive(Template)]
#[template(path = "pack_document.html")]
struct DocumentPage {
    frame: Frame,
    sentence: String,
    absent: Vec<(String, String)>,
    articles: Vec<ArticleRow>,
}

/// Where a department of every level is listed.
fn everywhere(id: &str) -> String {
    let base = id.split('@').next().unwrap_or(id);
    format!("/units?function={base}")
}

/// The name of a department or a group that a document names at no place of its own (各级某部门).
fn declared(pack: &anye_pack::Pack, lang: anye_base::Lang, id: &str) -> String {
    let base = id.split('@').next().unwrap_or(id);
    let units = pack.units();
    let function = units.functions.iter().find(|function| function.id == base);
    let group = units.groups.iter().find(|group| group.id == base);
    function
        .map(|function| lang.pick(function.zh.as_str(), function.en.as_str()))
        .or_else(|| group.map(|group| lang.pick(group.name.as_str(), group.en.as_str())))
        .unwrap_or(id)
        .to_owned()
}

/// Answers `GET /pack/{document}`.
pub async fn document(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let (core, pack) = (&office.core, &office.pack);
    let document = pack.document(&id).ok_or_else(|| Fault::not_found("document"))?;
    let lang = visitor.lang();
    let frame =
        Frame::new(core, &visitor, &format!("/pack/{id}"), lang.pick(&document.title.zh, &document.title.en))
            .under(visitor.texts.t("pack-title"), "/pack");
    let register = core.places();
    let directory = Directory::new(pack, &register, frame.as_of);
    let unit = |unit: &UnitRef| {
        let known = directory.find(&unit.id).map(|known| (format!("/units/{}", unit.id), known.name));
        known.unwrap_or_else(|| (everywhere(&unit.id), declared(pack, lang, &unit.id)))
    };
    let chapter = |number: &str| {
        let found = document.chapters.iter().find(|chapter| chapter.number == number);
        found.map_or_else(String::new, |chapter| lang.pick(&chapter.title.zh, &chapter.title.en).to_owned())
    };
    let article = |article: &anye_pack::Article| ArticleRow {
        number: article.number.clone(),
        anchor: format!("a{}", article.number.replace('.', "-")),
        chapter: chapter(&article.chapter),
        title: lang.pick(&article.title.zh, &article.title.en).to_owned(),
        units: article.lead.iter().chain(&article.responsible).chain(&article.support).map(unit).collect(),
        rows: pack.requirements_of(&id, &article.number).cloned().collect(),
    };
    let (articles, covered, rows) = coverage(pack, document);
    let values = [
        ("number", document.number.clone().unwrap_or_else(|| "—".to_owned())),
        ("articles", articles.to_string()),
        ("covered", covered.to_string()),
        ("rows", rows.to_string()),
    ];
    let shown = DocumentPage {
        sentence: frame.texts.args("pack-document-state", &values),
        absent: document
            .absent
            .iter()
            .map(|absent| (absent.what.clone(), lang.pick(&absent.note.zh, &absent.note.en).to_owned()))
            .collect(),
        articles: document.articles.iter().map(article).collect(),
        frame,
    };
    Ok(page(&shown))
}
