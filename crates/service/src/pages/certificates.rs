//! Certificates and notices (证书、通知书): the paper as it is printed, with a code that opens the page where anybody can check it, and making it void.

use anye_access::Permission;
use anye_base::{ErrorKind, Fault};
use anye_registry::entry::qr_svg;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::words::{day, pair};
use crate::Service;
use crate::case;
use crate::model::Issued;
use crate::store;

#[derive(Template)]
#[template(path = "service_certificate.html")]
struct CertificatePage {
    frame: Frame,
    number: String,
    code: String,
    title: String,
    text: String,
    holder: String,
    issued: String,
    place: String,
    /// Address of the verify page, and the same as a picture.
    verify: String,
    qr: String,
    /// When it became void.
    void: Option<String>,
    /// Why; for who may read the case.
    void_why: String,
    may_void: bool,
    errors: Vec<String>,
    whole: bool,
    none: bool,
}

/// The code in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Code {
    code: String,
}

async fn issued(service: &Service, number: &str, code: &str) -> Result<Option<Issued>, Fault> {
    let found = store::issued::find(&mut &service.core.db, number).await?;
    Ok(found.filter(|one| !code.is_empty() && one.code == code))
}

fn made(service: &Service, frame: Frame, number: &str, one: Option<&Issued>) -> CertificatePage {
    let texts = frame.texts.clone();
    let place = number.get(..6).unwrap_or_default();
    CertificatePage {
        number: number.to_owned(),
        code: String::new(),
        title: one.map(|one| pair(&texts, &one.title)).unwrap_or_default(),
        text: String::new(),
        holder: one.map(|one| one.holder.clone()).unwrap_or_default(),
        issued: one.map(|one| day(one.issued_at)).unwrap_or_default(),
        place: service.core.place_in(place, service.core.world.today(), texts.lang),
        verify: String::new(),
        qr: String::new(),
        void: one.and_then(|one| one.void_at).map(day),
        void_why: String::new(),
        may_void: false,
        errors: Vec::new(),
        whole: false,
        none: one.is_none(),
        frame,
    }
}

/// Answers `GET /service/verify/{number}`: whether the paper is ours, and whom it is for, masked. Nothing else of it.
pub async fn verify(
    State(service): State<Service>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(code): Query<Code>,
) -> Result<Response, Failed> {
    let frame =
        Frame::new(&service.core, &visitor, "/service/verify", visitor.texts.t("service-verify-title"));
    let one = issued(&service, &number, &code.code).await?;
    Ok(page(&made(&service, frame, &number, one.as_ref())))
}

/// Answers `GET /service/certificates/{number}`: the paper itself, for who may read the case.
pub async fn certificate(
    State(service): State<Service>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(code): Query<Code>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    shown(&service, &visitor, &number, &code.code, &headers, None).await
}

async fn shown(
    service: &Service,
    visitor: &Visitor,
    number: &str,
    code: &str,
    headers: &HeaderMap,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let one = issued(service, number, code).await?.ok_or_else(|| Fault::not_found("service_certificate"))?;
    let asking = Asking::new(&service.core, visitor);
    let caller = asking.caller(None);
    let (whole, application) = case::show(service, &caller, &one.case_id).await?;
    let here = format!("/service/certificates/{number}");
    let frame = Frame::new(&service.core, visitor, &here, pair(&visitor.texts, &one.title));
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if service.core.settings.secure_cookies { "https" } else { "http" };
    let verify = format!("{scheme}://{host}/service/verify/{number}?code={code}");
    let texts = frame.texts.clone();
    let void_why =
        one.void_why.as_ref().map(|(why, name)| texts.t2("service-void-why", "why", why, "name", name));
    let made = CertificatePage {
        text: pair(&texts, &one.text),
        code: code.to_owned(),
        qr: qr_svg(&verify),
        verify,
        void_why: void_why.unwrap_or_default(),
        may_void: one.void_at.is_none()
            && !case::rights::mine(&caller, &application)
            && case::rights::may(&caller, Permission::ServiceCheck, &whole.row.place),
        errors: fault.map(|fault| vec![texts.fault(fault)]).unwrap_or_default(),
        whole: true,
        ..made(service, frame, number, Some(&one))
    };
    Ok(page(&made))
}

/// Why it is made void.
#[derive(Debug, Deserialize)]
pub struct Voiding {
    code: String,
    note: String,
}

/// Answers `POST /service/certificates/{number}`: makes it void, with a reason.
pub async fn void(
    State(service): State<Service>,
    visitor: Visitor,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Form<Voiding>,
) -> Result<Response, Failed> {
    let sent = &form.data;
    issued(&service, &number, &sent.code).await?.ok_or_else(|| Fault::not_found("service_certificate"))?;
    let asking = Asking::new(&service.core, &visitor);
    match case::void(&service, &asking.caller(form.once.as_ref()), &number, &sent.note).await {
        Ok(_) => {
            Ok(Redirect::to(&format!("/service/certificates/{number}?code={}", sent.code)).into_response())
        }
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Denied) => {
            shown(&service, &visitor, &number, &sent.code, &headers, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}
