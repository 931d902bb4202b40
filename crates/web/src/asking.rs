//! From a visitor of the web to the caller of a use case, the same for every feature.

use anye_access::{Caller, Grants};
use anye_base::{Actor, Date};
use anye_db::Once;

use crate::access::Visitor;
use crate::core::{Core, PlacesOn};

/// Who asks, with the tree of places as of today.
pub struct Asking<'a> {
    core: &'a Core,
    actor: &'a Actor,
    grants: &'a Grants,
    places: PlacesOn,
}

impl<'a> Asking<'a> {
    /// A visitor.
    pub fn new(core: &'a Core, visitor: &'a Visitor) -> Self {
        Self::of(core, &visitor.actor, &visitor.grants)
    }

    /// Anybody with rights.
    pub fn of(core: &'a Core, actor: &'a Actor, grants: &'a Grants) -> Self {
        Self::on(core, actor, grants, core.world.today())
    }

    /// Anybody with rights, with the tree of places as of a day.
    pub fn on(core: &'a Core, actor: &'a Actor, grants: &'a Grants, day: Date) -> Self {
        Self { core, actor, grants, places: core.scope_on(day) }
    }

    /// As a use case wants it.
    pub fn caller(&'a self, once: Option<&'a Once>) -> Caller<'a> {
        let world = &self.core.world;
        Caller { world, actor: self.actor, grants: self.grants, places: &self.places, once }
    }
}
