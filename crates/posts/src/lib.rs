//! Public-welfare posts and other scarce places (公益性岗位安置): rounds that give places to candidates in the order of the law, equal ones by a recorded lot,
//! confirmed by a second person, offered one by one, with reasons to each.
//!
//! It must never know a post or a category by its name: which register holds the places, which the holders, which the candidates and which rule ranks, the pack says.

mod api;
mod assign;
mod definition;
mod lot;
mod model;
mod order;
mod pages;
mod store;
pub mod use_case;

use std::sync::Arc;

use anye_access::Permission::{RegistersRead, RegistersWork};
use anye_base::Lang;
use anye_policy::Policy;
use anye_registry::Registers;
use anye_web::{Area, Built, Guard, NavEntry, Routes, i18n};

pub use assign::{Wish, assign};
pub use definition::{Allocation, Check, read as read_allocations};
pub use lot::{draw, seed_digest};
pub use model::{Candidate, Place, Round, Whole};
pub use order::{Met, Placed, met, order};

/// The messages of this crate.
pub const MESSAGES: [i18n::Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

/// The entries of the rail.
pub const NAV: &[NavEntry] = &[NavEntry {
    key: "nav-posts",
    href: "/posts",
    permission: Some(RegistersRead),
    area: Area::Money,
    order: 46,
}];

/// What the handlers share. Cheap to clone.
#[derive(Clone)]
pub struct Posts {
    /// Registers of places, holders and candidates.
    pub rooms: Registers,
    /// The law in use.
    pub policy: Policy,
    /// What the pack says about rounds.
    pub allocations: Arc<Vec<Allocation>>,
}

impl Posts {
    /// Over the registers and the law.
    #[must_use]
    pub fn new(rooms: Registers, policy: Policy, allocations: Arc<Vec<Allocation>>) -> Self {
        Self { rooms, policy, allocations }
    }
}

/// All routes of this crate with their guards.
pub fn routes(posts: &Posts) -> Built {
    Routes::new(posts.rooms.core())
        .get("/posts", Guard::Needs(RegistersRead), pages::list)
        .post("/posts", Guard::Needs(RegistersWork), pages::open)
        .get("/posts/rounds/{id}", Guard::Needs(RegistersRead), pages::show)
        .post("/posts/rounds/{id}", Guard::Needs(RegistersRead), pages::act)
        .get("/posts/rounds/{id}/public", Guard::Public, pages::public)
        .get("/api/posts/rounds", Guard::Needs(RegistersRead), api::list)
        .post("/api/posts/rounds", Guard::Needs(RegistersWork), api::open)
        .get("/api/posts/rounds/{id}", Guard::Needs(RegistersRead), api::show)
        .post("/api/posts/rounds/{id}", Guard::Needs(RegistersRead), api::act)
        .finish(posts.clone())
}

/// The operations of this crate, for the document at `/api/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(api::list, api::open, api::show, api::act))]
    struct Described;
    Described::openapi()
}
