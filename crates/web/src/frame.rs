//! What stands around every page. A page's template extends `frame.html` and has a field `frame` of this type.

use anye_base::Date;
use anye_base::world::china_minute;
use axum::response::{Html, IntoResponse, Response};

use crate::access::Visitor;
use crate::assets;
use crate::core::Core;
use crate::i18n::Texts;
use crate::nav::{NavGroup, rail};
use crate::problem::Failed;

/// The frame of a page.
pub struct Frame {
    /// The words.
    pub texts: Texts,
    /// Title of the page.
    pub title: String,
    /// Where the page lies: label and address of each step above it.
    pub crumbs: Vec<(String, String)>,
    /// The rail.
    pub nav: Vec<NavGroup>,
    /// Name of who is signed in.
    pub person: Option<String>,
    /// Id of their account, so that drafts of one are not offered to another at the same desk.
    pub account: String,
    /// What they are: role and place.
    pub person_hint: String,
    /// The token of forms.
    pub csrf: String,
    /// `light`, `dark` or empty.
    pub theme: String,
    /// `elder` or empty.
    pub size: String,
    /// Place the reader looks at: code and name.
    pub place: (String, String),
    /// Day the reader looks at.
    pub as_of: Date,
    /// Address of the page without the language.
    pub here: String,
    /// Demo mode.
    pub demo: bool,
    /// The program's version.
    pub version: &'static str,
    /// When the page was made.
    pub made_at: String,
    /// A key for the forms of this page, so that sending one twice has one effect.
    pub once: String,
    /// A message to show once: a key of the catalogues.
    pub notice: Option<String>,
}

impl Frame {
    /// The frame for a visitor on the page at `here`.
    pub fn new(core: &Core, visitor: &Visitor, here: &str, title: impl Into<String>) -> Self {
        let texts = visitor.texts.clone();
        let as_of = visitor.as_of(core);
        let code = visitor.choices.place.clone().unwrap_or_else(|| visitor.own_place(core).to_owned());
        let name = core.place_in(&code, as_of, texts.lang);
        Self {
            title: title.into(),
            crumbs: Vec::new(),
            nav: rail(core, visitor, here),
            person: visitor
                .session
                .as_ref()
                .filter(|_| visitor.account().is_some())
                .map(|session| session.account.name.clone()),
            account: visitor.account().map(ToString::to_string).unwrap_or_default(),
            person_hint: hint(core, visitor),
            csrf: visitor.csrf.clone(),
            theme: visitor.choices.theme.clone(),
            size: visitor.choices.size.clone(),
            place: (code, name),
            as_of,
            here: here.to_owned(),
            demo: core.settings.demo,
            version: core.settings.version,
            made_at: china_minute(core.world.now_ms()),
            once: core.world.new_id(),
            notice: visitor.choices.unknown.as_ref().map(|words| texts.t1("place-unknown", "words", words)),
            texts,
        }
    }

    /// Adds a step above the page.
    #[must_use]
    pub fn under(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push((label.into(), href.into()));
        self
    }

    /// Adds a message to show once, by the word after `done=` in the address. Unknown words show nothing.
    #[must_use]
    pub fn notice(mut self, done: Option<&str>) -> Self {
        let said = done.map(|word| format!("done-{word}")).filter(|key| self.texts.has(key));
        self.notice = said.map(|key| self.texts.t(&key)).or(self.notice);
        self
    }

    /// A text.
    pub fn t(&self, key: &str) -> String {
        self.texts.t(key)
    }

    /// A text with one value.
    pub fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.texts.t1(key, name, value)
    }

    /// A text with two values.
    pub fn t2(
        &self,
        key: &str,
        name: &str,
        value: impl std::fmt::Display,
        second: &str,
        other: impl std::fmt::Display,
    ) -> String {
        self.texts.t2(key, name, value, second, other)
    }

    /// Address of the style sheet.
    pub fn css(&self) -> &'static str {
        assets::css_path()
    }

    /// Address of the script.
    pub fn script(&self) -> &'static str {
        assets::script_path()
    }

    /// Code of the other language.
    pub fn other_lang(&self) -> &'static str {
        self.texts.lang.pick("en", "zh")
    }

    /// This page in the other language.
    pub fn other_href(&self) -> String {
        let joint = if self.here.contains('?') { '&' } else { '?' };
        format!("{}{joint}lang={}", self.here, self.other_lang())
    }
}

fn hint(core: &Core, visitor: &Visitor) -> String {
    let Some(grant) = visitor.grants.held().first() else { return String::new() };
    let role = visitor.texts.t(&format!("role-{}", grant.role.word()));
    format!("{role} · {}", core.place_in(&grant.place, core.world.today(), visitor.lang()))
}

/// A page as an answer.
pub fn page(template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(text) => Html(text).into_response(),
        Err(cause) => Failed(anye_base::Fault::internal(format!("template: {cause}"))).into_response(),
    }
}
