//! Faults as answers: HTTP status is decided here and nowhere else; programs get RFC 9457 problem details, people get a page.

use anye_base::{ErrorKind, Fault, FieldFault};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::i18n::Texts;

/// The status of each kind.
pub fn status(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorKind::Denied => StatusCode::FORBIDDEN,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::Stale => StatusCode::PRECONDITION_FAILED,
        ErrorKind::PreconditionMissing => StatusCode::PRECONDITION_REQUIRED,
        ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Seconds after which trying again makes sense.
const RETRY_SECONDS: &str = "30";

/// Problem details (RFC 9457) as every failing API operation answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A stable address of the kind of problem: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One sentence: what happened and what to do.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code: programs match this and never the words.
    pub code: String,
    /// The words in Chinese.
    pub detail_zh: String,
    /// The words in English.
    pub detail_en: String,
    /// What is wrong field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The trace id, to quote when asking for help.
    pub trace: String,
}

/// What is wrong with one field or cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer or field name.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// In words, in the language asked for.
    pub detail: String,
    /// Row in a file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl FieldProblem {
    fn new(fault: &FieldFault, texts: &Texts) -> Self {
        Self {
            pointer: fault.field.clone(),
            code: fault.code.to_owned(),
            detail: texts.field_fault(fault),
            row: fault.row,
            column: fault.column.clone(),
        }
    }
}

impl Problem {
    /// Words a fault for a program.
    pub fn new(fault: &Fault, texts: &Texts, in_both: (&Texts, &Texts), trace: &str) -> Self {
        Self {
            kind: format!("/problems/{}", fault.code),
            title: texts.fault(fault),
            status: status(fault.kind).as_u16(),
            code: fault.code.to_owned(),
            detail_zh: in_both.0.fault(fault),
            detail_en: in_both.1.fault(fault),
            errors: fault.fields.iter().map(|field| FieldProblem::new(field, texts)).collect(),
            trace: trace.to_owned(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        retry_after(status, headers);
        response
    }
}

/// Says when to come again, where waiting helps.
pub fn retry_after(status: StatusCode, headers: &mut HeaderMap) {
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    }
}

/// A fault on its way out of a handler. The outermost layer words it for a program or a person: see [`crate::answer`].
#[derive(Debug)]
pub struct Failed(pub Fault);

impl<E: Into<Fault>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = status(self.0.kind).into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self.0));
        response
    }
}
