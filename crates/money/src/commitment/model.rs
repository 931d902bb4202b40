//! What a commitment is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A part that a place bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Share {
    /// The place whose books bear it.
    pub place: String,
    /// Fen.
    pub amount_fen: i64,
}

/// A commitment to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCommitment {
    /// Id of the decision that owes it.
    pub decision: String,
    /// Id of the case; may be empty.
    pub case: String,
    /// person, employer, provider.
    pub payee_kind: String,
    /// Id of the payee.
    pub payee: String,
    /// The payee as shown on pages: masked.
    pub payee_name: String,
    /// Whom it is for (受益对象): kind and id. Nothing: for the payee.
    pub whom: Option<(String, String)>,
    /// Id of the rule that grants it.
    pub benefit: String,
    /// What it is for: `2020-05`, `once`. Whom, benefit and period are one payment for ever.
    pub period: String,
    /// Fen.
    pub amount_fen: i64,
    /// Fund of the pack.
    pub fund: String,
    /// Who bears how much; nothing: all of it at `place`. See [`crate::Money::shares`].
    pub shares: Vec<Share>,
    /// Place of the case.
    pub place: String,
    /// Budget year; 0: the year of today.
    pub year: i64,
    /// Day by which it is to be paid; empty: today.
    pub due_on: String,
}

/// A commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Commitment {
    /// Id.
    pub id: String,
    /// Decision.
    pub decision: String,
    /// Case.
    pub case_id: String,
    /// Kind of payee.
    pub payee_kind: String,
    /// Payee.
    pub payee: String,
    /// As shown.
    pub payee_name: String,
    /// Kind of whom it is for.
    #[serde(default)]
    pub whom_kind: String,
    /// Whom it is for: the payee, or for example the person that an employer hired.
    #[serde(default)]
    pub whom: String,
    /// Benefit.
    pub benefit: String,
    /// Period.
    pub period: String,
    /// Fund.
    pub fund: String,
    /// Place.
    pub place: String,
    /// Budget year.
    pub year: i64,
    /// Fen.
    pub amount_fen: i64,
    /// To be paid by.
    pub due_on: String,
    /// open, batched, paid or released.
    pub state: String,
    /// The batch it is in.
    pub batch_id: Option<String>,
    /// The entry of the ledger.
    pub entry_id: String,
}
