//! What the handlers of this crate work with: the web's core, the pack, and the slots that features fill.

use std::sync::{Arc, Mutex};

use anye_pack::Pack;
use anye_places::{Register, SearchTable};
use anye_web::Core;

use crate::home::HomeSource;
use crate::units::UnitUses;

/// Shared by all handlers of this crate. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    /// Store, clock, words, places.
    pub core: Core,
    /// The policy pack in use.
    pub pack: Arc<Pack>,
    pub(crate) home: Vec<Arc<dyn HomeSource>>,
    pub(crate) uses: Option<Arc<dyn UnitUses>>,
    pub(crate) audit_key: Option<String>,
    search: Arc<Mutex<Option<Searchable>>>,
}

/// A table of names with the register it was made from.
type Searchable = (Arc<Register>, Arc<SearchTable>);

impl Office {
    /// With empty slots.
    pub fn new(core: Core, pack: Arc<Pack>) -> Self {
        Self { core, pack, home: Vec::new(), uses: None, audit_key: None, search: Arc::default() }
    }

    /// Adds what a feature shows on the home page.
    #[must_use]
    pub fn with_home(mut self, source: Arc<dyn HomeSource>) -> Self {
        self.home.push(source);
        self
    }

    /// Fills the slot for what names a unit.
    #[must_use]
    pub fn with_unit_uses(mut self, uses: Arc<dyn UnitUses>) -> Self {
        self.uses = Some(uses);
        self
    }

    /// The public key that checkpoints of the audit log are signed with, to show to auditors.
    #[must_use]
    pub fn with_audit_key(mut self, public_hex: Option<String>) -> Self {
        self.audit_key = public_hex;
        self
    }

    /// The names of places ready for search; made anew only after an import.
    pub(crate) fn search_table(&self) -> Arc<SearchTable> {
        let register = self.core.places();
        let mut kept = match self.search.lock() {
            Ok(kept) => kept,
            Err(poisoned) => poisoned.into_inner(),
        };
        match &*kept {
            Some((of, table)) if Arc::ptr_eq(of, &register) => Arc::clone(table),
            _ => {
                let table = Arc::new(SearchTable::new(&register));
                *kept = Some((register, Arc::clone(&table)));
                table
            }
        }
    }
}
