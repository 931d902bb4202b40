//! Response plans (应急处置方案): what follows a light. It must never hold a case.

use serde::Serialize;

use super::{Cite, Words};

/// A response plan for one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// Lights it answers.
    pub lights: Vec<String>,
    /// Level of the scale.
    pub level: String,
    /// Steps in order.
    pub steps: Vec<Step>,
    /// What the text leaves open.
    pub doubts: Vec<Words>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Id within the plan.
    pub id: String,
    /// Which part of the way from light to action.
    pub stage: Stage,
    /// What to do.
    pub name: Words,
    /// By when, counted from the opening of the case; `None` where the text does not say and nobody set it.
    pub within: Option<Deadline>,
    /// Who set the deadline when the text does not.
    pub set_by: Option<Words>,
    /// Units that act or are told.
    pub to: Vec<String>,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
}

/// From light to action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Stage {
    /// 核实.
    Verify,
    /// 研判.
    Assess,
    /// 方案.
    Plan,
    /// 处置.
    Act,
    /// 结果.
    Outcome,
}

/// How long a step may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Deadline {
    /// Hours.
    Hours(u16),
    /// Calendar days.
    Days(u16),
    /// Working days.
    WorkingDays(u16),
}
