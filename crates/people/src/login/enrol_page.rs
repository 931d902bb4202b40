//! Setting up the second factor (绑定动态口令): why, then the secret as picture and text, then the recovery codes. Secret and codes are shown once.

use anye_access::Stage;
use anye_access::session::{begin_enrolment, confirm_enrolment};
use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::code_page::StepPage;
use super::{Onward, keep_cookies, onward, own_address, waiting};
use crate::People;
use crate::form::{Field, Form, answered, for_the_form, title};
use crate::people::client;

const STAGES: &[Stage] = &[Stage::Enrol, Stage::Full];

#[derive(Deserialize)]
pub struct Wanted {
    next: Option<String>,
}

#[derive(Deserialize)]
pub struct Sent {
    code: String,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "enrol.html")]
struct EnrolPage {
    frame: Frame,
    picture: String,
    secret: String,
    form: Form,
    again: Form,
}

#[derive(Template)]
#[template(path = "recovery.html")]
struct RecoveryPage {
    frame: Frame,
    codes: Vec<String>,
    next: String,
}

/// Answers `GET /login/enrol`: says why before anything is made.
pub async fn show(State(people): State<People>, visitor: Visitor, Query(wish): Query<Onward>) -> Response {
    let next = wish.address();
    match waiting(&visitor, STAGES, &next) {
        Ok(_) => {
            let texts = &visitor.texts;
            let frame = Frame::new(&people.core, &visitor, "/login/enrol", texts.t("login-enrol-title"));
            let notes = vec![texts.t("login-enrol-apps"), texts.t("login-enrol-without")];
            let sentence = texts.t("login-enrol-state");
            page(&StepPage { form: start(texts, "login-enrol-begin", &next), frame, sentence, notes })
        }
        Err(away) => *away,
    }
}

/// Answers `POST /login/enrol`: makes a secret and shows it.
pub async fn begin(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Posted { data, .. }: Posted<Wanted>,
) -> Result<Response, Failed> {
    let next = own_address(data.next.as_deref());
    let session = match waiting(&visitor, STAGES, &next) {
        Ok(session) => session,
        Err(away) => return Ok(*away),
    };
    let core = &people.core;
    let client = client(&visitor, &headers);
    let shown = begin_enrolment(&core.db, &core.world, &core.rules, &session, &client).await?;
    let picture = picture(&shown.address)?;
    Ok(rendered(&people, &visitor, (picture, shown.secret), &next, None))
}

/// Answers `POST /login/enrol/code`: takes the first code. The secret is not shown a second time; a new one can be asked for.
pub async fn confirm(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Posted { data, .. }: Posted<Sent>,
) -> Result<Response, Failed> {
    let next = own_address(data.next.as_deref());
    let session = match waiting(&visitor, STAGES, &next) {
        Ok(session) => session,
        Err(away) => return Ok(*away),
    };
    let core = &people.core;
    let client = client(&visitor, &headers);
    match confirm_enrolment(&core.db, &core.world, &core.rules, &session, &data.code, &client).await {
        Ok(enrolled) => {
            let mut frame = Frame::new(core, &visitor, "/profile", visitor.texts.t("login-recovery-title"));
            // The forms around the page belong to the session as it goes on.
            frame.csrf = enrolled.signed_in.token.csrf();
            let next = onward(enrolled.signed_in.stage, &next);
            let mut response = page(&RecoveryPage { frame, codes: enrolled.recovery_codes, next });
            keep_cookies(response.headers_mut(), core, &enrolled.signed_in);
            Ok(response)
        }
        Err(error) => {
            let fault = Fault::from(error);
            if !for_the_form(&fault) {
                return Err(Failed(fault));
            }
            Ok(rendered(&people, &visitor, (String::new(), String::new()), &next, Some(&fault)))
        }
    }
}

fn start(texts: &Texts, verb: &str, next: &str) -> Form {
    let mut form = Form::new("begin", "/login/enrol", texts.t(verb), Vec::new()).with("next", next);
    if verb != "login-enrol-begin" {
        form.button = "quiet";
    }
    form
}

fn rendered(
    people: &People,
    visitor: &Visitor,
    (picture, secret): (String, String),
    next: &str,
    fault: Option<&Fault>,
) -> Response {
    let texts = &visitor.texts;
    let code = Field::code(texts.t("login-code")).hint(texts.t("login-enrol-code-hint"));
    let mut form =
        Form::new("enrol", "/login/enrol/code", texts.t("login-enrol-do"), vec![code]).with("next", next);
    if let Some(fault) = fault {
        form.refuse(texts, fault);
    }
    let frame = Frame::new(&people.core, visitor, "/login/enrol", title(texts, "login-enrol-title", fault));
    let again = start(texts, "login-enrol-again", next);
    let secret = grouped(&secret);
    answered(page(&EnrolPage { frame, picture, secret, form, again }), fault)
}

/// In groups of four, to be typed.
fn grouped(secret: &str) -> String {
    let signs: Vec<char> = secret.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The address as a QR code: black on white whatever the theme, since cameras want it so.
fn picture(address: &str) -> Result<String, Fault> {
    let code = QrCode::new(address.as_bytes()).map_err(Fault::internal)?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    // The declaration of a file of its own has no place inside a page.
    Ok(drawn.find("<svg").map_or_else(String::new, |at| drawn[at..].to_owned()))
}
