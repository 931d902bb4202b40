//! What the handlers of this crate share.

use std::sync::Arc;

use anye_forms::Catalogue;
use anye_pack::Pack;
use anye_registry::Registry;
use anye_reporting::Reporting;
use anye_web::Core;

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
}
