//! A hand-over and what is asked to make one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A hand-over as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Handover {
    /// Id.
    pub id: String,
    /// `entry`: one entry of a register; `person`: a person with the entries that go along.
    pub kind: String,
    /// Id of the entry or person.
    pub thing: String,
    /// Name of whom it is about.
    pub name: String,
    /// The place that has it.
    pub from_place: String,
    /// The place that is asked.
    pub to_place: String,
    /// Why.
    pub reason: String,
    /// offered, accepted, refused, withdrawn
    pub state: String,
    /// When it was offered, in milliseconds.
    pub offered_at: i64,
    /// By which account.
    pub offered_by: String,
    /// Its name then.
    pub offered_name: String,
    /// When it was answered.
    pub answered_at: Option<i64>,
    /// By whom.
    pub answered_name: Option<String>,
    /// What was said with the answer.
    pub note: String,
    /// Rises with each change.
    pub version: i64,
    /// The entries that go along, with their registers.
    pub entries: Vec<(String, String)>,
}

/// A hand-over as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Seen {
    /// The hand-over; the name is covered where the reader may not see the person yet.
    #[serde(flatten)]
    pub one: Handover,
    /// The reader may take or refuse it.
    pub may_answer: bool,
    /// The reader may take the offer back.
    pub may_withdraw: bool,
}

/// A hand-over to be offered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewHandover {
    /// `entry` or `person`.
    pub kind: String,
    /// Id of the entry or person.
    pub thing: String,
    /// Of a person: the open entries that go along.
    pub entries: Vec<String>,
    /// To this place: a county or lower.
    pub place: String,
    /// Why.
    pub reason: String,
}
