//! Importing (导入文件): choose files, see what was recognised in each, then keep them or not. Works without script.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Once;
use anye_web::extract::{Form, Upload};
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::Pages;
use super::staging::StagedFile;
use super::{show, wording};
use crate::calling::Asking;
use crate::dry_run::{DryRun, dry_run};
use crate::import::{NewFile, import};
use crate::import_many::import_many;
use crate::keys::in_address;
use crate::prepare::ImportOptions;

/// From so many files on, a job takes them in.
const BY_JOB: usize = 4;

/// The form to choose files.
#[derive(Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// What stands around it.
    pub frame: Frame,
    /// What is wrong: field and words.
    pub errors: Vec<(String, String)>,
    /// Place code as written.
    pub place: String,
}

/// What was recognised in a file, or why it cannot be taken in.
#[derive(Debug, Clone, Default)]
pub struct ResultRow {
    /// Number of the file.
    pub n: usize,
    /// Its name.
    pub file: String,
    /// Title.
    pub title: String,
    /// 文号
    pub number: String,
    /// 发文机关
    pub issuer: String,
    /// Place in words.
    pub place: String,
    /// Articles.
    pub articles: usize,
    /// Measures.
    pub measures: usize,
    /// Findings that wait.
    pub doubts: i64,
    /// What to look at.
    pub warnings: Vec<String>,
    /// It can be taken in.
    pub ready: bool,
    /// The verdict in words.
    pub verdict: String,
    /// What to do about it.
    pub advice: String,
    /// The document that is there already or in the way.
    pub other: Option<String>,
    /// Asks for a place, and the one written.
    pub asks_place: Option<String>,
    /// Offers another edition, and the one written.
    pub asks_edition: Option<String>,
}

/// What was recognised in each file.
#[derive(Template)]
#[template(path = "import_result.html")]
pub struct ResultPage {
    /// What stands around it.
    pub frame: Frame,
    /// The state in words.
    pub sentence: String,
    /// Where the form goes.
    pub action: String,
    /// Files.
    pub rows: Vec<ResultRow>,
}

impl ImportPage {
    /// The empty form.
    pub fn new(frame: Frame) -> Self {
        Self { frame, errors: Vec::new(), place: String::new() }
    }
}

impl ResultRow {
    /// A file that was read.
    pub fn read(texts: &Texts, n: usize, file: &StagedFile, run: &DryRun, place: String) -> Self {
        let document = &run.document;
        let record = &document.record;
        let warnings: Vec<String> =
            document.warnings.iter().map(|warning| wording::warning(texts, warning)).collect();
        let mut row = Self {
            n,
            file: file.name.clone(),
            title: show::title(texts, record),
            number: record.number.clone().unwrap_or_default(),
            issuer: record.issuer.clone().unwrap_or_default(),
            place,
            articles: document.articles.len(),
            measures: document.texts().map(|text| text.measures.len()).sum(),
            doubts: record.doubts,
            ready: run.already.is_none() && run.conflict.is_none(),
            ..Self::default()
        };
        let verdict = match (&run.already, &run.conflict) {
            (Some(already), _) => {
                row.other = Some(format!("/documents/{}", in_address(&already.id)));
                "already"
            }
            (None, Some(code)) => {
                row.asks_edition = Some(file.edition.clone().unwrap_or_default());
                if code == "document_number_taken" { "number-taken" } else { "id-taken" }
            }
            (None, None) if !warnings.is_empty() => "look",
            (None, None) => "ready",
        };
        if document.warnings.iter().any(|warning| {
            matches!(warning.code.as_str(), "place_missing" | "place_inferred" | "place_from_importer")
        }) || file.place.is_some()
        {
            row.asks_place = Some(file.place.clone().unwrap_or_default());
        }
        row.verdict = texts.t(&format!("library-verdict-{verdict}"));
        row.advice = match verdict {
            "ready" | "look" => String::new(),
            _ => texts.t(&format!("library-verdict-{verdict}-do")),
        };
        row.warnings = warnings;
        row
    }

    /// A file that cannot be taken in.
    pub fn refused(texts: &Texts, n: usize, file: &StagedFile, fault: &Fault) -> Self {
        let place = fault.code.starts_with("document_place");
        let edition = fault.code == "document_edition_name";
        Self {
            n,
            file: file.name.clone(),
            verdict: texts.fault(fault),
            asks_place: place.then(|| file.place.clone().unwrap_or_default()),
            asks_edition: edition.then(|| file.edition.clone().unwrap_or_default()),
            ..Self::default()
        }
    }

    /// Whether the person can do something so that it fits.
    pub fn can_be_mended(&self) -> bool {
        self.asks_place.is_some() || self.asks_edition.is_some()
    }
}

impl ResultPage {
    /// Puts the page together.
    pub fn new(frame: Frame, action: String, rows: Vec<ResultRow>, until: i64) -> Self {
        let ready = rows.iter().filter(|row| row.ready).count();
        let look = rows.iter().filter(|row| row.ready && !row.warnings.is_empty()).count();
        let values = [
            ("n", rows.len().to_string()),
            ("ready", ready.to_string()),
            ("look", look.to_string()),
            ("not", (rows.len() - ready).to_string()),
            ("until", show::minute(until)),
        ];
        Self { sentence: frame.texts.args("library-import-result-state", &values), action, rows, frame }
    }

    /// Whether anything can be kept.
    pub fn any_ready(&self) -> bool {
        self.rows.iter().any(|row| row.ready)
    }
}

fn framed(pages: &Pages, visitor: &Visitor, here: &str, key: &str) -> Frame {
    Frame::new(&pages.library.core, visitor, here, visitor.texts.t(key))
        .under(visitor.texts.t("library-title"), "/documents")
}

/// Answers `GET /documents/import`.
pub async fn form(State(pages): State<Pages>, visitor: Visitor) -> Response {
    page(&ImportPage::new(framed(&pages, &visitor, "/documents/import", "library-import-title")))
}

fn some(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Answers `POST /documents/import`: the files wait, and the next page says what is in them.
pub async fn send(State(pages): State<Pages>, visitor: Visitor, upload: Upload) -> Result<Response, Failed> {
    let core = &pages.library.core;
    let place = some(upload.fields.get("at").map(String::as_str));
    if upload.files.is_empty() {
        let words = visitor.texts.t("library-import-no-file");
        let frame = framed(&pages, &visitor, "/documents/import", "library-import-title");
        let errors = vec![("files".to_owned(), words)];
        let made = ImportPage { frame, errors, place: place.unwrap_or_default() };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&made)).into_response());
    }
    let staged = upload.files.into_iter();
    let staged = staged.map(|file| StagedFile {
        name: file.name,
        bytes: file.bytes,
        place: place.clone(),
        edition: None,
    });
    let id = core.world.new_id();
    pages.staged.keep(&id, visitor.account().unwrap_or_default(), core.world.now_ms(), staged.collect());
    Ok(Redirect::to(&format!("/documents/import/{id}")).into_response())
}

fn waiting(pages: &Pages, visitor: &Visitor, id: &str) -> Result<(Vec<StagedFile>, i64), Fault> {
    let now = pages.library.core.world.now_ms();
    let found = pages.staged.find(id, visitor.account().unwrap_or_default(), now);
    found.ok_or_else(|| Fault::new(ErrorKind::NotFound, "library_import_gone"))
}

fn options(asking: &Asking<'_>, file: &StagedFile) -> ImportOptions {
    let (place, edition) = (file.place.clone(), file.edition.clone());
    ImportOptions { own_place: asking.own_place().to_owned(), place, edition, sample: false }
}

/// Answers `GET /documents/import/{stage}`.
pub async fn result(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let (files, until) = waiting(&pages, &visitor, &id)?;
    let asking = Asking::new(&library.core, &visitor);
    let caller = asking.caller(None);
    let action = format!("/documents/import/{id}");
    let frame = framed(&pages, &visitor, &action, "library-import-result-title")
        .under(visitor.texts.t("library-import"), "/documents/import");
    let mut rows = Vec::with_capacity(files.len());
    for (n, file) in files.iter().enumerate() {
        let new = NewFile { name: file.name.clone(), bytes: file.bytes.clone() };
        rows.push(match dry_run(library, &caller, new, &options(&asking, file)).await {
            Ok(run) => {
                let place = library.core.place_in(&run.document.record.place, frame.as_of, frame.texts.lang);
                ResultRow::read(&visitor.texts, n, file, &run, place)
            }
            Err(fault) if fault.kind == ErrorKind::Internal || fault.kind == ErrorKind::Unavailable => {
                return Err(Failed(fault));
            }
            Err(fault) => ResultRow::refused(&visitor.texts, n, file, &fault),
        });
    }
    Ok(page(&ResultPage::new(frame, action, rows, until)))
}

/// The files as the form leaves them: with the places and editions written there.
pub fn amended(files: &[StagedFile], sent: &[(String, String)]) -> Vec<StagedFile> {
    let field = |name: String| sent.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    let amend = |(n, file): (usize, &StagedFile)| StagedFile {
        place: field(format!("place-{n}")).map_or_else(|| file.place.clone(), |text| some(Some(text))),
        edition: field(format!("edition-{n}")).map_or_else(|| file.edition.clone(), |text| some(Some(text))),
        ..file.clone()
    };
    files.iter().enumerate().map(amend).collect()
}

/// Answers `POST /documents/import/{stage}`: read again, or keep those that were picked.
pub async fn decide(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let (files, _) = waiting(&pages, &visitor, &id)?;
    let files = amended(&files, &form.data);
    pages.staged.replace(&id, files.clone());
    let back = format!("/documents/import/{id}");
    let keep = form.data.iter().any(|(name, value)| name == "act" && value == "commit");
    let picked: Vec<usize> = form
        .data
        .iter()
        .filter(|(name, _)| name == "id")
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    if !keep {
        return Ok(Redirect::to(&back).into_response());
    }
    if picked.is_empty() {
        let field = FieldFault::new("id", "library_import_none");
        return Err(Failed(Fault::new(ErrorKind::Invalid, "library_import_none").field(field)));
    }
    let wanted: Vec<(usize, StagedFile)> =
        files.iter().cloned().enumerate().filter(|(n, _)| picked.contains(n)).collect();
    let kept = keep_files(&pages, &visitor, wanted, form.once.as_ref()).await?;
    let left = files.into_iter().enumerate().filter(|(n, _)| !kept.files.contains(n)).map(|(_, file)| file);
    let left: Vec<StagedFile> = left.collect();
    let all = picked.iter().all(|n| kept.files.contains(n));
    pages.staged.replace(&id, if all { Vec::new() } else { left });
    let to = match (all, kept.job, kept.document) {
        (false, _, _) => back,
        (true, Some(job), _) => format!("/jobs/{job}"),
        (true, None, Some(document)) if picked.len() == 1 => {
            format!("/documents/{}?done=library-imported", in_address(&document))
        }
        (true, None, _) => "/documents?done=library-imported".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

#[derive(Default)]
struct Kept {
    files: Vec<usize>,
    job: Option<String>,
    document: Option<String>,
}

/// Takes the files in: many at once by a job, those with a place or edition of their own one by one.
async fn keep_files(
    pages: &Pages,
    visitor: &Visitor,
    wanted: Vec<(usize, StagedFile)>,
    once: Option<&Once>,
) -> Result<Kept, Failed> {
    let library = &pages.library;
    let asking = Asking::new(&library.core, visitor);
    let mut kept = Kept::default();
    let plain = |file: &StagedFile| file.edition.is_none() && file.place == wanted[0].1.place;
    let new = |file: &StagedFile| NewFile { name: file.name.clone(), bytes: file.bytes.clone() };
    if wanted.len() >= BY_JOB && wanted.iter().all(|(_, file)| plain(file)) {
        let files = wanted.iter().map(|(_, file)| new(file)).collect();
        let job = import_many(library, &asking.caller(once), files, &options(&asking, &wanted[0].1)).await?;
        return Ok(Kept {
            files: wanted.iter().map(|(n, _)| *n).collect(),
            job: Some(job.id),
            document: None,
        });
    }
    for (n, file) in &wanted {
        // One form, several writes: each has a key of its own, so that sending the form again repeats none.
        let once = once.map(|once| Once { key: format!("{}-{n}", once.key), ..once.clone() });
        match import(library, &asking.caller(once.as_ref()), new(file), &options(&asking, file)).await {
            Ok(imported) => {
                kept.files.push(*n);
                kept.document = Some(imported.document_id);
            }
            // The result page says what is the matter with those that stay.
            Err(fault) if matches!(fault.kind, ErrorKind::Conflict | ErrorKind::Invalid) => {}
            Err(fault) => return Err(Failed(fault)),
        }
    }
    Ok(kept)
}
