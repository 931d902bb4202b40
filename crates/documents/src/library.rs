//! What every use case of the library works with: the store, what a reader of documents knows, the reader of files, the search index.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use anye_intake::Knowledge;
use anye_reading::Reader;
use anye_web::Core;

use crate::indexing::SearchIndex;

/// The library (文件库). Cheap to clone.
#[derive(Clone)]
pub struct Library(Arc<Inner>);

/// Its parts.
pub struct Inner {
    /// Store, clock, places, words.
    pub core: Core,
    /// Reads files, each in a process of its own.
    pub reader: Reader,
    /// The search index.
    pub index: SearchIndex,
    folder: PathBuf,
    knowledge: RwLock<Knowledge>,
}

impl std::ops::Deref for Library {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Folder of the search index inside the data folder. Disposable: it is built again from the store.
pub const SEARCH_FOLDER: &str = "search";
/// Folder of files that wait to be read, inside the data folder.
pub const WAITING_FOLDER: &str = "incoming";

impl Library {
    /// Puts the parts together. An index that cannot be used is begun anew; [`crate::indexing::catch_up`] fills it.
    pub fn new(core: Core, knowledge: Knowledge, reader: Reader, data_folder: &Path) -> Self {
        let index = SearchIndex::open(&data_folder.join(SEARCH_FOLDER));
        let folder = data_folder.to_owned();
        Self(Arc::new(Inner { core, reader, index, folder, knowledge: RwLock::new(knowledge) }))
    }

    /// Pack, divisions and units as they stand.
    pub fn knowledge(&self) -> Knowledge {
        self.knowledge.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts new knowledge in place, after divisions were imported or the pack was loaded again.
    pub fn replace_knowledge(&self, knowledge: Knowledge) {
        *self.knowledge.write().unwrap_or_else(PoisonError::into_inner) = knowledge;
    }

    /// Where files wait to be read.
    pub fn waiting_folder(&self) -> PathBuf {
        self.folder.join(WAITING_FOLDER)
    }
}
