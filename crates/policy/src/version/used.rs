//! The law in use (现行规则): the version published last, built again from its sources and put in place of the one before in one step; the pack's own law
//! as long as nothing was published. It must never put a rule book in use that has errors, nor change the one that a request began with.

use std::sync::{Arc, OnceLock, RwLock};

use anye_base::{ErrorKind, Fault};
use anye_law::compile::Compiled;
use anye_pack::Pack;

use super::model::{Kept, Sources, Version};
use super::store;
use crate::Policy;
use crate::desk::Stand;

/// A rule book as it is used.
pub struct Used {
    /// Compiled.
    pub law: Arc<Compiled>,
    /// The version; none where it is the pack's own and was never published.
    pub version: Option<Version>,
    kept: OnceLock<Kept>,
    stand: Arc<OnceLock<Stand>>,
}

impl Used {
    /// The law of the pack.
    pub(crate) fn of_pack(pack: &Pack) -> Self {
        let law = Arc::new(pack.law_unchecked());
        Self { law, version: None, kept: OnceLock::new(), stand: Arc::default() }
    }

    /// A published version. Where the pack holds the same, nothing is compiled again.
    fn of_version(version: Version, kept: Kept, pack: &Pack, start: &Self) -> Result<Self, Fault> {
        let same = kept.id == start.kept(pack).id;
        let (law, stand) = if same {
            (Arc::clone(&start.law), Arc::clone(&start.stand))
        } else {
            (Arc::new(kept.build()?), Arc::default())
        };
        if law.has_errors() {
            return Err(Fault::new(ErrorKind::Unavailable, "law_book_broken").arg("version", version.short()));
        }
        Ok(Self { law, version: Some(version), kept: OnceLock::from(kept), stand })
    }

    /// Its sources under their digest.
    pub(crate) fn kept(&self, pack: &Pack) -> &Kept {
        self.kept.get_or_init(|| Kept::of(&Sources::of(pack), pack.version()))
    }

    /// How it stands; worked out when it is asked for the first time.
    pub(crate) fn stand(&self, pack: &Pack) -> &Stand {
        self.stand.get_or_init(|| {
            let law = match &self.version {
                Some(_) => self.kept(pack).build().unwrap_or_default(),
                None => pack.law_unchecked(),
            };
            Stand::of(pack, law)
        })
    }
}

/// The place where all requests find the law in use. Cheap to clone.
#[derive(Clone)]
pub(crate) struct InUse {
    start: Arc<Used>,
    now: Arc<RwLock<Arc<Used>>>,
}

impl InUse {
    pub fn new(start: Arc<Used>) -> Self {
        Self { now: Arc::new(RwLock::new(Arc::clone(&start))), start }
    }

    /// What the program started with.
    pub fn start(&self) -> Arc<Used> {
        Arc::clone(&self.start)
    }

    /// What is in use.
    pub fn now(&self) -> Arc<Used> {
        match self.now.read() {
            Ok(now) => Arc::clone(&now),
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }

    fn put(&self, used: Arc<Used>) {
        match self.now.write() {
            Ok(mut now) => *now = used,
            Err(poisoned) => *poisoned.into_inner() = used,
        }
    }
}

impl Policy {
    /// Puts in use what stands published in the store, whoever published it: asked before each request about the law, at the cost of one indexed row.
    pub async fn refresh(&self) -> Result<(), Fault> {
        let mut db = &self.core.db;
        let wanted = store::published_id(&mut db).await?;
        let now = self.in_use.now();
        if now.version.as_ref().map(|one| &one.id) == wanted.as_ref() {
            return Ok(());
        }
        let Some(id) = wanted else {
            self.in_use.put(self.in_use.start());
            return Ok(());
        };
        let missing = || Fault::not_found("law_version");
        let version = store::find(&mut db, &id).await?.ok_or_else(missing)?;
        let kept = store::kept(&mut db, &id).await?.ok_or_else(missing)?;
        let (pack, start) = (Arc::clone(&self.pack), self.in_use.start());
        let build = move || Used::of_version(version, kept, &pack, &start);
        let used = tokio::task::spawn_blocking(build).await.map_err(Fault::internal)??;
        self.in_use.put(Arc::new(used));
        Ok(())
    }

    /// The version in use, where one was published.
    #[must_use]
    pub fn version_in_use(&self) -> Option<&Version> {
        self.used.version.as_ref()
    }
}
