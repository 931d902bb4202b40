//! From a visitor of the web, or somebody at the server's command line, to the caller of a use case.

use anye_access::{Caller, Grant, Grants, Role};
use anye_base::{Actor, World};
use anye_db::Once;
use anye_web::core::PlacesOn;
use anye_web::{Core, Visitor};

/// Who asks, with the tree of places as of today.
pub struct Asking<'a> {
    core: &'a Core,
    actor: &'a Actor,
    grants: &'a Grants,
    own_place: &'a str,
    places: PlacesOn,
}

impl<'a> Asking<'a> {
    /// A visitor.
    pub fn new(core: &'a Core, visitor: &'a Visitor) -> Self {
        Self::of(core, &visitor.actor, &visitor.grants, visitor.own_place(core))
    }

    /// Anybody with rights.
    pub fn of(core: &'a Core, actor: &'a Actor, grants: &'a Grants, own_place: &'a str) -> Self {
        Self { core, actor, grants, own_place, places: core.scope_on(core.world.today()) }
    }

    /// As a use case wants it.
    pub fn caller(&'a self, once: Option<&'a Once>) -> Caller<'a> {
        let world: &World = &self.core.world;
        Caller { world, actor: self.actor, grants: self.grants, places: &self.places, once }
    }

    /// The place they belong to.
    pub fn own_place(&self) -> &str {
        self.own_place
    }
}

/// The rights of somebody at the server's command line: those of a policy officer at the pack's place. Who holds the server holds the data.
pub fn console_grants(actor: &Actor, home_place: &str) -> Grants {
    let grant = Grant { id: "console".into(), role: Role::PolicyOfficer, place: home_place.to_owned() };
    Grants::new(&actor.id, vec![grant])
}
