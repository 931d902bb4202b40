//! The pages of the web crate itself: an error, and what to do about it.

use anye_base::Fault;
use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::access::Visitor;
use crate::core::Core;
use crate::frame::{Frame, page};
use crate::problem;

/// A page that says what went wrong and what to do.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    frame: Frame,
    advice: String,
    sentence: String,
    fields: Vec<String>,
    code: &'static str,
    trace: String,
}

impl ErrorPage {
    /// For a fault.
    pub fn new(core: &Core, visitor: &Visitor, fault: &Fault) -> Self {
        let number = problem::status(fault.kind).as_u16();
        Self {
            frame: Frame::new(core, visitor, "/", visitor.texts.t(&format!("error-title-{number}"))),
            advice: visitor.texts.t(&format!("error-do-{number}")),
            sentence: visitor.texts.fault(fault),
            fields: fault.fields.iter().map(|field| visitor.texts.field_fault(field)).collect(),
            code: fault.code,
            trace: visitor.actor.trace.clone(),
        }
    }
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        page(&self)
    }
}
