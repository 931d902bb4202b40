//! Compiled expressions of forms, panels and indicators. It must never evaluate what the law language would not.

use std::collections::HashMap;

/// What a form computes and checks.
#[derive(Debug, Default)]
pub(crate) struct FormLogic {
    pub(crate) columns: HashMap<String, usize>,
}

/// What a panel asks of a candidate.
#[derive(Debug, Default)]
pub(crate) struct PanelLogic {}

/// An indicator's formula.
#[derive(Debug, Default)]
pub(crate) struct IndicatorLogic {}
