//! What the handlers and use cases of this crate share.

use std::sync::{Arc, Mutex, PoisonError};

use anye_forms::Calendar;
use anye_law::book::Book;
use anye_law::compile::Compiled;
use anye_policy::Policy;
use anye_programmes::{Definitions, Programme};
use anye_registry::dictionary::BookDictionary;
use anye_registry::seal::Keys;
use anye_web::Core;

use crate::port::{Entries, Money, Subjects};

/// The dictionary of the rule book that was in use last.
type Cached = Arc<Mutex<Option<(Arc<Compiled>, Arc<BookDictionary>)>>>;

/// Store, clock, words, places; the law in use; the pack's programmes; those who keep subjects, registers and money. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    /// Store, clock, words, places.
    pub core: Core,
    /// The law.
    pub policy: Policy,
    /// Registers and programmes of the pack.
    pub definitions: Arc<Definitions>,
    /// Working days.
    pub calendar: Arc<Calendar>,
    /// Who somebody is.
    pub subjects: Arc<dyn Subjects>,
    /// Entries of registers.
    pub entries: Arc<dyn Entries>,
    /// Commitments of money.
    pub money: Arc<dyn Money>,
    /// The keys that seal files of papers; none: no file can be given.
    pub keys: Option<Arc<Keys>>,
    dictionary: Cached,
}

impl Service {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        policy: Policy,
        definitions: Arc<Definitions>,
        calendar: Arc<Calendar>,
        subjects: Arc<dyn Subjects>,
        entries: Arc<dyn Entries>,
        money: Arc<dyn Money>,
    ) -> Self {
        let core = policy.core.clone();
        let (keys, dictionary) = (None, Cached::default());
        Self { core, policy, definitions, calendar, subjects, entries, money, keys, dictionary }
    }

    /// With the keys that seal files.
    #[must_use]
    pub fn with_keys(mut self, keys: Option<Arc<Keys>>) -> Self {
        self.keys = keys;
        self
    }

    /// With the law in use now: one request works with one rule book.
    #[must_use]
    pub fn now(&self) -> Self {
        Self { policy: self.policy.now(), ..self.clone() }
    }

    /// The rule book.
    #[must_use]
    pub fn book(&self) -> &Book {
        self.policy.book()
    }

    /// A programme by its id.
    #[must_use]
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.definitions.programme(id)
    }

    /// What the law's fields mean; made anew when another rule book is in use.
    #[must_use]
    pub fn dictionary(&self) -> Arc<BookDictionary> {
        let mut cached = self.dictionary.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((law, made)) = &*cached
            && Arc::ptr_eq(law, &self.policy.law)
        {
            return Arc::clone(made);
        }
        let made = Arc::new(BookDictionary::new(Arc::new(self.policy.book().clone())));
        *cached = Some((Arc::clone(&self.policy.law), Arc::clone(&made)));
        made
    }
}
