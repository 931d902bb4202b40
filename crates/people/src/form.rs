//! Forms as the pages of this crate show them: fields with label, hint and error, and the same errors in a summary above.

use anye_base::{ErrorKind, Fault};
use anye_web::Texts;
use anye_web::problem::status;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::show;

/// One choice of a list.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A field.
pub struct Field {
    /// Its name; its id is the form's id, a dash and this.
    pub name: &'static str,
    /// `text`, `password`, `date`, `area`, `select`, `checks`.
    pub kind: &'static str,
    /// What is asked.
    pub label: String,
    /// Why, or how to fill it in.
    pub hint: String,
    /// What stands in it.
    pub value: String,
    /// What browsers may fill in.
    pub autocomplete: &'static str,
    /// Class for its width.
    pub width: &'static str,
    /// Whether it must be filled in.
    pub required: bool,
    /// Choices of a list.
    pub choices: Vec<Choice>,
    /// Proposals for a text: code and name.
    pub offered: Vec<(String, String)>,
    /// What is wrong.
    pub error: Option<String>,
}

impl Field {
    /// A text that must be filled in.
    pub fn text(name: &'static str, label: String, value: impl Into<String>) -> Self {
        Self {
            name,
            kind: "text",
            label,
            hint: String::new(),
            value: value.into(),
            autocomplete: "off",
            width: "w-20",
            required: true,
            choices: Vec::new(),
            offered: Vec::new(),
            error: None,
        }
    }

    /// A password.
    pub fn password(name: &'static str, label: String, autocomplete: &'static str) -> Self {
        Self { kind: "password", autocomplete, ..Self::text(name, label, "") }
    }

    /// A code of six digits, or a recovery code.
    pub fn code(label: String) -> Self {
        Self { kind: "text", autocomplete: "one-time-code", width: "w-12", ..Self::text("code", label, "") }
    }

    /// A choice of one.
    pub fn select(name: &'static str, label: String, choices: Vec<Choice>) -> Self {
        Self { kind: "select", choices, ..Self::text(name, label, "") }
    }

    /// A choice of any.
    pub fn checks(name: &'static str, label: String, choices: Vec<Choice>) -> Self {
        Self { kind: "checks", choices, ..Self::text(name, label, "") }
    }

    /// Longer words.
    pub fn area(name: &'static str, label: String, value: impl Into<String>) -> Self {
        Self { kind: "area", ..Self::text(name, label, value) }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// May stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// With proposals.
    #[must_use]
    pub fn offering(mut self, offered: Vec<(String, String)>) -> Self {
        self.offered = offered;
        self
    }

    /// In another width.
    #[must_use]
    pub fn wide(mut self, width: &'static str) -> Self {
        self.width = width;
        self
    }
}

/// A form.
pub struct Form {
    /// Its id.
    pub id: &'static str,
    /// Where it is sent.
    pub action: String,
    /// The verb on its button.
    pub submit: String,
    /// Class of its button: `primary` or `danger`.
    pub button: &'static str,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What goes along unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// What is asked before it is sent, with script.
    pub confirm: String,
    general: Vec<String>,
}

impl Form {
    /// A form.
    pub fn new(id: &'static str, action: impl Into<String>, submit: String, fields: Vec<Field>) -> Self {
        Self {
            id,
            action: action.into(),
            submit,
            button: "primary",
            fields,
            hidden: Vec::new(),
            confirm: String::new(),
            general: Vec::new(),
        }
    }

    /// With something that goes along unseen; nothing where it is empty.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.hidden.push((name, value));
        }
        self
    }

    /// One that takes something away, and says what before.
    #[must_use]
    pub fn danger(mut self, confirm: String) -> Self {
        self.button = "danger";
        self.confirm = confirm;
        self
    }

    /// Whether something is wrong.
    pub fn failed(&self) -> bool {
        !self.general.is_empty() || self.fields.iter().any(|field| field.error.is_some())
    }

    /// What is wrong: id of the field, and words.
    pub fn errors(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().filter_map(|field| {
            let first = if field.kind == "checks" { "-0" } else { "" };
            Some((format!("{}-{}{first}", self.id, field.name), field.error.clone()?))
        });
        self.general.iter().map(|words| (String::new(), words.clone())).chain(fields).collect()
    }

    /// Puts a fault where it belongs: at its field, or above.
    pub fn refuse(&mut self, texts: &Texts, fault: &Fault) {
        let words = show::fault(texts, fault);
        match self.fields.iter_mut().find(|field| fields_of(fault.code).contains(&field.name)) {
            Some(field) => field.error = Some(words),
            None => self.general.push(words),
        }
    }
}

/// The fields that a code is about, the likeliest first.
fn fields_of(code: &str) -> &'static [&'static str] {
    match code {
        "login_taken" | "login_invalid" | "sign_in_wrong" | "one_time_over" => &["login"],
        "name_invalid" | "token_terms" => &["name"],
        "person_key_invalid" => &["person_key"],
        "people_place_unknown" | "people_place_several" | "denied" => &["place"],
        "code_wrong" => &["code"],
        "password_old_wrong" => &["old"],
        "password_weak" => &["new"],
        "people_again_differs" => &["again"],
        "grant_own" | "account_unknown" => &["account"],
        "grant_exclusive" | "grant_held" => &["role"],
        "grant_unfit" | "reason_missing" => &["reason"],
        "grant_days" => &["valid_to"],
        "people_day" => &["valid_from"],
        "token_permission" => &["permissions"],
        "token_grant" => &["grants"],
        "oidc_link_invalid" | "oidc_link_taken" => &["subject"],
        _ => &[],
    }
}

/// Whether the person can put it right in the form; all else is a page of its own.
pub fn for_the_form(fault: &Fault) -> bool {
    !matches!(fault.kind, ErrorKind::Internal | ErrorKind::Unavailable | ErrorKind::Stale)
        && fault.code != "cross_site"
}

/// The page with the form again, under the status of the fault.
pub fn answered(mut response: Response, fault: Option<&Fault>) -> Response {
    let Some(fault) = fault else { return response };
    *response.status_mut() = status(fault.kind);
    let seconds = fault.args.iter().find(|(name, _)| *name == "seconds");
    if let Some(value) = seconds.and_then(|(_, seconds)| HeaderValue::from_str(seconds).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The title of a page, said to be one with errors where it is.
pub fn title(texts: &Texts, key: &str, fault: Option<&Fault>) -> String {
    match fault {
        Some(_) => texts.t1("people-title-error", "title", texts.t(key)),
        None => texts.t(key),
    }
}
