//! The question of both pages: which permission, at which place, and perhaps about whom.

use anye_access::Permission;
use anye_base::{ErrorKind, Fault};
use anye_web::{Texts, Visitor};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::form::Choice;
use crate::{People, show};

/// The question.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
pub struct Question {
    /// A permission, for example `documents.read`.
    #[serde(default)]
    pub permission: String,
    /// Code or name of a place.
    #[serde(default)]
    pub place: String,
    /// Login or id of an account; only for "why".
    #[serde(default)]
    pub account: String,
}

impl Question {
    /// Whether anything was asked yet.
    pub fn asked(&self) -> bool {
        !self.permission.is_empty()
    }

    /// Permission and place, understood.
    pub fn understood(&self, people: &People) -> Result<(Permission, String), Fault> {
        let permission = Permission::from_word(&self.permission).ok_or_else(|| {
            Fault::new(ErrorKind::Invalid, "people_permission").arg("typed", &self.permission)
        })?;
        Ok((permission, show::find_place(&people.core, &self.place)?))
    }

    /// The permissions to choose from.
    pub fn permissions(&self, texts: &Texts) -> Vec<Choice> {
        let asked = if self.asked() { self.permission.as_str() } else { Permission::DocumentsRead.word() };
        let choice = |permission: &Permission| Choice {
            value: permission.word().to_owned(),
            label: show::permission(texts, *permission),
            chosen: permission.word() == asked,
        };
        Permission::ALL.iter().map(choice).collect()
    }

    /// The place that stands in the field: the asker's own before anything was asked.
    pub fn place_or_own(&self, people: &People, visitor: &Visitor) -> String {
        if self.place.is_empty() { visitor.own_place(&people.core).to_owned() } else { self.place.clone() }
    }
}
