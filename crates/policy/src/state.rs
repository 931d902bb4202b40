//! What the handlers of this crate share: the web's core, the pack, its compiled law.

use std::sync::{Arc, OnceLock};

use anye_law::book::{Book, KindId, RuleId};
use anye_law::compile::Compiled;
use anye_pack::Pack;
use anye_web::Core;

use crate::desk::Stand;
use crate::library::LawLibrary;

/// Shared by all handlers of this crate. Cheap to clone.
#[derive(Clone)]
pub struct Policy {
    /// Store, clock, words, places.
    pub core: Core,
    /// The pack in use.
    pub pack: Arc<Pack>,
    /// Its law, compiled once at the start.
    pub law: Arc<Compiled>,
    /// Whoever keeps the official texts.
    pub library: Option<Arc<dyn LawLibrary>>,
    stand: Arc<OnceLock<Stand>>,
}

impl Policy {
    /// Compiles the pack's law.
    pub fn new(core: Core, pack: Arc<Pack>) -> Self {
        let law = Arc::new(pack.law_unchecked());
        Self { core, pack, law, library: None, stand: Arc::default() }
    }

    /// With the library of official texts.
    #[must_use]
    pub fn with_library(mut self, library: Arc<dyn LawLibrary>) -> Self {
        self.library = Some(library);
        self
    }

    /// The rule book.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.law.book
    }

    /// A rule by its id, as it stands in addresses.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<RuleId> {
        self.book()
            .rules
            .iter()
            .position(|rule| rule.id == id)
            .and_then(|ix| u16::try_from(ix).ok())
            .map(RuleId)
    }

    /// All rules, in the order of the book.
    pub fn rule_ids(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..self.book().rules.len()).filter_map(|ix| u16::try_from(ix).ok().map(RuleId))
    }

    /// A kind's name in the reader's language.
    #[must_use]
    pub fn kind_name(&self, kind: KindId, chinese: bool) -> String {
        let def = self.book().kind(kind);
        if chinese { def.name.clone() } else { crate::plain::spaced(&def.id) }
    }

    /// How the rule book stands; worked out when it is asked for the first time.
    #[must_use]
    pub fn stand(&self) -> &Stand {
        self.stand.get_or_init(|| Stand::of(&self.pack))
    }
}
