//! What the handlers of this crate share.

use std::ops::Deref;
use std::sync::Arc;

use anye_forms::Catalogue;
use anye_law::book::Book;
use anye_law::compile::Compiled;
use anye_pack::Pack;
use anye_registry::Registry;
use anye_reporting::Reporting;
use anye_reporting::approve::Follower;
use anye_web::Core;

use crate::notice::{CROSS_CHECK, Setting};

/// Gives the law in use, whichever version was published last.
pub type Books = Arc<dyn Fn() -> Arc<Compiled> + Send + Sync>;

/// The rule book of a law in use; one request works with one.
pub struct InUse(Arc<Compiled>);

impl Deref for InUse {
    type Target = Book;

    fn deref(&self) -> &Book {
        &self.0.book
    }
}

/// Shared by all handlers of this crate. Cheap to clone.
#[derive(Clone)]
pub struct Monitor {
    /// Store, clock, words, places.
    pub core: Core,
    /// The pack in use: rules on layoffs, plans, light rules.
    pub pack: Arc<Pack>,
    /// Employers.
    pub registry: Registry,
    /// Reports, panels, figures.
    pub reporting: Reporting,
    /// Forms, indicators, lights and plans of the pack.
    pub catalogue: Arc<Catalogue>,
    /// The rule book in use.
    pub books: Books,
    /// What the pack says about layoff notices, where it says anything.
    pub notice: Option<Arc<Setting>>,
}

impl Monitor {
    /// Put together once, when the program starts. A setting that does not fit the law is said at once.
    pub fn new(
        core: Core,
        pack: Arc<Pack>,
        registry: Registry,
        reporting: Reporting,
        books: Books,
    ) -> Result<Self, String> {
        let notice = Setting::read(&pack, &books().book)?.map(Arc::new);
        let against = notice.iter().flat_map(|setting| &setting.panel);
        reporting.tell_approvals(
            against.map(|one| Follower { form: one.form.clone(), kind: CROSS_CHECK }).collect(),
        );
        let catalogue = Arc::clone(&reporting.catalogue);
        Ok(Self { core, pack, registry, reporting, catalogue, books, notice })
    }

    /// The rule book in use.
    pub fn book(&self) -> InUse {
        InUse((self.books)())
    }
}
