//! What the handlers of this crate share: the web's core, the pack, the law in use. One request works with one rule book from beginning to end.

use std::path::PathBuf;
use std::sync::Arc;

use anye_law::book::{Book, KindId, RuleId};
use anye_law::compile::Compiled;
use anye_pack::Pack;
use anye_web::Core;

use crate::desk::Stand;
use crate::library::LawLibrary;
use crate::version::{InUse, Used};

/// Shared by all handlers of this crate. Cheap to clone.
#[derive(Clone)]
pub struct Policy {
    /// Store, clock, words, places.
    pub core: Core,
    /// The pack in use.
    pub pack: Arc<Pack>,
    /// The law in use when the request came: the version published last, or the pack's own where none was.
    pub law: Arc<Compiled>,
    /// Whoever keeps the official texts.
    pub library: Option<Arc<dyn LawLibrary>>,
    /// Folder for what simulations need while they run.
    pub scratch: PathBuf,
    /// Folder whose folders are populations that simulations may read.
    pub populations: Option<PathBuf>,
    pub(crate) used: Arc<Used>,
    pub(crate) in_use: InUse,
}

impl Policy {
    /// Compiles the pack's law. What was published is put in use by [`Policy::refresh`].
    pub fn new(core: Core, pack: Arc<Pack>) -> Self {
        let used = Arc::new(Used::of_pack(&pack));
        let (law, in_use) = (Arc::clone(&used.law), InUse::new(Arc::clone(&used)));
        let scratch = std::env::temp_dir();
        Self { core, pack, law, library: None, scratch, populations: None, used, in_use }
    }

    /// The same law over another store.
    #[must_use]
    pub fn over(&self, core: Core) -> Self {
        let start = self.in_use.start();
        let (law, in_use) = (Arc::clone(&start.law), InUse::new(Arc::clone(&start)));
        Self { core, law, used: start, in_use, ..self.clone() }
    }

    /// With folders for simulations: one to work in, and one of populations, where there is one.
    #[must_use]
    pub fn with_folders(mut self, scratch: PathBuf, populations: Option<PathBuf>) -> Self {
        (self.scratch, self.populations) = (scratch, populations);
        self
    }

    /// With the law in use now.
    #[must_use]
    pub fn now(&self) -> Self {
        self.with(self.in_use.now())
    }

    /// With the law that the pack itself holds, published or not.
    #[must_use]
    pub fn as_packed(&self) -> Self {
        self.with(self.in_use.start())
    }

    fn with(&self, used: Arc<Used>) -> Self {
        Self { law: Arc::clone(&used.law), used, ..self.clone() }
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
        self.used.stand(&self.pack)
    }
}
