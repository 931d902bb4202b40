//! The register of employers (用人单位名录): who they are, where they are, and how that changed, each fact with its days, source and evidence.
//!
//! A fact is never overwritten: a correction supersedes it and both stay. This crate must never know a report, a benefit or a panel.

mod api;
pub mod dictionary;
pub mod elsewhere;
pub mod employer;
pub mod entry;
pub mod fact;
pub mod handover;
pub mod household;
mod listed;
pub mod name;
mod pages;
pub mod person;
pub mod provider;
mod reach;
mod registers;
mod rights;
pub mod rooms;
pub mod seal;
pub mod table;
pub mod thing;

use std::sync::Arc;

use anye_access::Permission::{EmployerEdit, EmployerRead};
use anye_base::Lang;
use anye_reading::{ChildCommand, Reader};
use anye_web::held::Held;
use anye_web::{Area, Built, Core, Guard, NavEntry, Routes, i18n};
use utoipa::OpenApi as _;

pub use anye_forms::Calendar;
pub use anye_web::Asking;
pub use listed::{Listed, listed};
pub use registers::{Alarm, CaseId, Registers, Silent, Stage, Told, Words};

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 6] = [
    (Lang::Zh, include_str!("../i18n/zh.ftl")),
    (Lang::En, include_str!("../i18n/en.ftl")),
    person::routes::MESSAGES[0],
    person::routes::MESSAGES[1],
    rooms::MESSAGES[0],
    rooms::MESSAGES[1],
];

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[
    NavEntry {
        key: "nav-employers",
        href: "/employers",
        permission: Some(EmployerRead),
        area: Area::Subjects,
        order: 41,
    },
    person::routes::NAV,
];

/// What the handlers of this crate share. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    /// Store, clock, words, places.
    pub core: Core,
    keys: Option<Arc<seal::Keys>>,
    reader: Option<Reader>,
    sheets: Held<person::import::Sheet>,
    throttle: person::Throttle,
    picker: person::Picker,
    parts: Vec<Arc<dyn person::TimelinePart>>,
}

impl Registry {
    /// The register over this core.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self {
            core,
            keys: None,
            reader: None,
            sheets: Held::default(),
            throttle: person::Throttle::default(),
            picker: person::Picker::default(),
            parts: Vec::new(),
        }
    }

    /// With the keys that seal numbers: without them nothing about persons works.
    #[must_use]
    pub fn with_keys(mut self, keys: Arc<seal::Keys>) -> Self {
        self.keys = Some(keys);
        self
    }

    /// With a child process that reads files people send.
    #[must_use]
    pub fn with_reader(mut self, child: ChildCommand) -> Self {
        self.reader = Some(Reader::new(child, person::import::limits().0));
        self
    }

    /// With another room that knows something about persons.
    #[must_use]
    pub fn with_timeline(mut self, part: Arc<dyn person::TimelinePart>) -> Self {
        self.parts.push(part);
        self
    }

    /// The same keys for another crate's rooms, where there are any.
    #[must_use]
    pub fn shared_keys(&self) -> Option<Arc<seal::Keys>> {
        self.keys.clone()
    }

    /// The keys that seal numbers, for rooms that keep numbers of their own.
    pub fn seal_keys(&self) -> Result<&seal::Keys, anye_base::Fault> {
        person::keys_of(self)
    }
}

/// All routes of this crate with their guards.
pub fn routes(registry: &Registry) -> Built {
    Routes::new(&registry.core)
        .get("/employers", Guard::Needs(EmployerRead), pages::list)
        .get("/employers/{employer}", Guard::Needs(EmployerRead), pages::show)
        .get("/api/employers", Guard::Needs(EmployerRead), api::list)
        .post("/api/employers", Guard::Needs(EmployerEdit), api::register)
        .get("/api/employers/{employer}", Guard::Needs(EmployerRead), api::show)
        .get("/api/employers/{employer}/history", Guard::Needs(EmployerRead), api::history)
        .post("/api/employers/{employer}/facts", Guard::Needs(EmployerEdit), api::correct)
        .post("/api/employers/{employer}/contacts", Guard::Needs(EmployerEdit), api::contact)
        .finish(registry.clone())
        .and(person::routes::routes(registry))
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(api::list, api::register, api::show, api::history, api::correct, api::contact))]
    struct Operations;
    let mut all = Operations::openapi();
    all.merge(person::routes::openapi());
    all
}
