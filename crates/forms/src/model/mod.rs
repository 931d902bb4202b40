//! What a pack's reporting files say, after they were read and checked. It must never hold a value somebody reported.

mod composite;
mod form;
mod indicator;
mod item;
mod light;
mod panel;
mod plan;
mod words;

use crate::finding::{Finding, Library};

pub use composite::{Composite, CompositePart, ESTIMATE, INDEX};
pub use form::{Check, Due, DueException, Form, Level, Limit, Reporter, Section, Severity, Valid};
pub use indicator::{Better, ChangeIn, Indicator, Published, PublishedKind, Target, TargetKind};
pub use item::{Choice, Item, ItemKind, Source};
pub use light::Light;
pub use panel::{
    Admission, Allocation, FactDef, FactType, Follow, Panel, PanelSize, PanelSource, SourceFact, Tag, Tilt,
};
pub use plan::{Deadline, Plan, Stage, Step};
pub use words::{Cite, Words};

/// Everything the pack says about reporting (报表目录).
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Facts of reporters.
    pub facts: Vec<FactDef>,
    /// Forms.
    pub forms: Vec<Form>,
    /// Panels.
    pub panels: Vec<Panel>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Published values.
    pub published: Vec<Published>,
    /// Composite indices.
    pub composites: Vec<Composite>,
    /// Lights.
    pub lights: Vec<Light>,
    /// Response plans.
    pub plans: Vec<Plan>,
    /// Days off and working days (节假日日历).
    pub calendar: crate::calendar::Calendar,
}

impl Catalogue {
    /// Reads files (path and text). What is wrong is told and left out; everything else is there.
    #[must_use]
    pub fn read(files: &[(String, String)], library: Option<&Library<'_>>) -> (Self, Vec<Finding>) {
        crate::read::read(files, library)
    }

    /// A form.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// A panel.
    #[must_use]
    pub fn panel(&self, id: &str) -> Option<&Panel> {
        self.panels.iter().find(|panel| panel.id == id)
    }

    /// An indicator.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// A light.
    #[must_use]
    pub fn light(&self, id: &str) -> Option<&Light> {
        self.lights.iter().find(|light| light.id == id)
    }

    /// A composite index.
    #[must_use]
    pub fn composite(&self, id: &str) -> Option<&Composite> {
        self.composites.iter().find(|one| one.id == id)
    }

    /// A response plan.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// The plan for a light at a level of its scale (`red`).
    #[must_use]
    pub fn plan_for(&self, light: &str, level: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.level == level && plan.lights.iter().any(|id| id == light))
    }
}
