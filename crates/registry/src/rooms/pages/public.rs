//! What anybody may see: lists that are made public, and whether a certificate is genuine; and the certificate as it is printed.

use anye_base::ErrorKind;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{day, said};
use crate::Registers;
use crate::elsewhere::Paper;
use crate::entry::objection::{self, Objecting};
use crate::entry::public::public_list;
use crate::entry::{self, qr_svg};

struct Row {
    id: String,
    held: bool,
    name: String,
    place: String,
    from: String,
    fields: Vec<String>,
    until: String,
}

#[derive(Template)]
#[template(path = "entry_public.html")]
struct PublicPage {
    frame: Frame,
    sentence: String,
    heads: Vec<String>,
    rows: Vec<Row>,
    problems: Vec<(String, String)>,
    sent: Objecting,
}

/// What the address says beside the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

/// Answers `GET /registers/{register}/public`.
pub async fn public(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Done>,
) -> Result<Response, Failed> {
    listed(&rooms, &visitor, &id, asked.done.as_deref(), None).await
}

/// Answers `POST /registers/{register}/public`: an objection, of anybody.
pub async fn object(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Objecting>,
) -> Result<Response, Failed> {
    match objection::object(&rooms, &visitor.actor, form.once.as_ref(), &id, &form.data).await {
        Ok(_) => Ok(Redirect::to(&format!("/registers/{id}/public?done=entry-objected")).into_response()),
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::NotFound | ErrorKind::TooMany) => {
            listed(&rooms, &visitor, &id, None, Some((form.data, &fault))).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn listed(
    rooms: &Registers,
    visitor: &Visitor,
    id: &str,
    done: Option<&str>,
    wrong: Option<(Objecting, &anye_base::Fault)>,
) -> Result<Response, Failed> {
    let rows = public_list(rooms, id).await?;
    let register = rooms.register(id)?;
    let lang = visitor.texts.lang;
    let title = visitor.texts.t1("public-title", "name", lang.pick(&register.name.zh, &register.name.en));
    let here = format!("/registers/{id}/public");
    let frame = Frame::new(rooms.core(), visitor, &here, title).notice(done);
    let shown = register.publicity.as_ref().map_or(&[][..], |one| one.fields.as_slice());
    let fields = register.fields.iter().filter(|field| shown.contains(&field.id) && !field.sealed);
    let status = wrong.as_ref().map(|(_, fault)| anye_web::problem::status(fault.kind));
    let (sent, problems) = match wrong {
        Some((sent, fault)) => (sent, super::problems(&frame.texts, Some(fault))),
        None => (Objecting::default(), Vec::new()),
    };
    let mut response = page(&PublicPage {
        sentence: frame.t1("public-sentence", "n", rows.len()),
        problems,
        sent,
        heads: fields.map(|field| said(&frame, &field.name)).collect(),
        rows: rows
            .into_iter()
            .map(|row| Row {
                id: row.id,
                held: row.held,
                name: row.name,
                place: rooms.core().place_in(&row.place, frame.as_of, frame.texts.lang),
                from: day(row.from, lang),
                fields: row.fields.into_iter().map(|(_, zh, en)| lang.pick(&zh, &en).to_owned()).collect(),
                until: day(row.until, lang),
            })
            .collect(),
        frame,
    });
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    Ok(response)
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    n: String,
    c: String,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    frame: Frame,
    number: String,
    code: String,
    asked: bool,
    facts: Vec<(String, String)>,
    valid: bool,
}

/// Answers `GET /verify`.
pub async fn verify(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let frame = Frame::new(rooms.core(), &visitor, "/verify", visitor.texts.t("verify-title"));
    let lang = visitor.texts.lang;
    let sent = !asked.n.trim().is_empty();
    let found = match sent {
        false => None,
        true => match entry::verify(&rooms, &asked.n, &asked.c).await {
            Ok(found) => Some(found),
            Err(fault) if fault.kind == ErrorKind::NotFound => None,
            Err(fault) => return Err(fault.into()),
        },
    };
    let other = match rooms.elsewhere().filter(|_| sent && found.is_none()) {
        Some(other) => other.paper(asked.n.trim(), asked.c.trim()).await?,
        None => None,
    };
    let mut valid = found.as_ref().is_some_and(|one| one.valid);
    let mut facts = found.as_ref().map(|one| {
        let register = rooms.definitions.register(&one.register);
        let mut all = vec![
            (frame.t("verify-register"), register.map(|one| said(&frame, &one.name)).unwrap_or_default()),
            (frame.t("verify-name"), one.name.clone()),
            (frame.t("entry-place"), rooms.core().place_in(&one.place, frame.as_of, frame.texts.lang)),
            (frame.t("entry-from"), day(one.from, lang)),
        ];
        all.extend(one.to.map(|to| (frame.t("entry-to"), day(to, lang))));
        all
    });
    if let Some(paper) = &other {
        valid = paper.void.is_none();
        facts = Some(of_paper(&rooms, &frame, paper));
    }
    Ok(page(&VerifyPage {
        number: asked.n,
        code: asked.c,
        asked: sent,
        valid,
        facts: facts.unwrap_or_default(),
        frame,
    }))
}

fn of_paper(rooms: &Registers, frame: &Frame, paper: &Paper) -> Vec<(String, String)> {
    let lang = frame.texts.lang;
    let mut all = vec![
        (frame.t("verify-register"), said(frame, &paper.name)),
        (frame.t("verify-name"), paper.holder.clone()),
        (frame.t("entry-place"), rooms.core().place_in(&paper.place, paper.from, lang)),
        (frame.t("entry-from"), day(paper.from, lang)),
    ];
    all.extend(paper.void.map(|on| (frame.t("verify-void-day"), day(on, lang))));
    all
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage {
    frame: Frame,
    name: String,
    title: String,
    number: String,
    code: String,
    address: String,
    qr: String,
    facts: Vec<(String, String)>,
}

/// Answers `GET /registers/{register}/entries/{entry}/certificate`.
pub async fn certificate(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((id, entry)): Path<(String, String)>,
    headers: axum::http::HeaderMap,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let found = entry::show(&rooms, &asking.caller(None), &entry).await?;
    let register = rooms.register(&id)?;
    let none = || anye_base::Fault::not_found("certificate");
    let (Some(number), Some(code), Some(title)) =
        (found.number.clone(), found.check_code.clone(), &register.certificate)
    else {
        return Err(none().into());
    };
    if found.register != id {
        return Err(none().into());
    }
    let lang = visitor.texts.lang;
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if rooms.core().settings.secure_cookies { "https" } else { "http" };
    let address = format!("{scheme}://{host}/verify?n={number}&c={code}");
    let title = lang.pick(&title.zh, &title.en).to_owned();
    let frame = Frame::new(
        rooms.core(),
        &visitor,
        &format!("/registers/{id}/entries/{entry}/certificate"),
        title.clone(),
    )
    .under(visitor.texts.t("registers-title"), "/registers")
    .under(found.subject_name.clone(), format!("/registers/{id}/entries/{entry}"));
    let facts = vec![
        (frame.t("verify-register"), said(&frame, &register.name)),
        (frame.t("entry-place"), rooms.core().place_in(&found.place, found.from, frame.texts.lang)),
        (frame.t("entry-from"), day(found.from, lang)),
    ];
    Ok(page(&CertificatePage {
        name: found.subject_name,
        qr: qr_svg(&address),
        title,
        number,
        code,
        address,
        facts,
        frame,
    }))
}
