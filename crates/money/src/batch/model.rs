//! What a batch is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = money::Batch)]
pub struct Batch {
    /// Id.
    pub id: String,
    /// Place that pays.
    pub place: String,
    /// Budget year.
    pub year: i64,
    /// Number within place and year.
    pub seq: i64,
    /// Fund.
    pub fund: String,
    /// Bank layout of the pack.
    pub bank: String,
    /// Title.
    pub title: String,
    /// made, checked, approved, sent, settled or rejected.
    pub state: String,
    /// Lines.
    pub n_lines: i64,
    /// Fen.
    pub total: i64,
    /// SM3 of the canonical batch.
    pub digest: String,
    /// How many must check it before it is paid.
    pub needs: i64,
    /// SM3 of the bank file.
    pub file_digest: Option<String>,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// When everything in it was settled.
    pub settled_at: Option<i64>,
    /// When it was made.
    pub at: i64,
    /// Version.
    pub version: i64,
}

impl Batch {
    /// The number as people and banks write it: `211002-2020-0007`.
    pub fn number(&self) -> String {
        format!("{}-{}-{:04}", self.place, self.year, self.seq)
    }

    /// Whether it may still be changed.
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "made" | "checked" | "approved")
    }
}

/// Who did what with a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hand {
    /// make, check or pay.
    pub act: String,
    /// Account.
    pub account: String,
    /// Name.
    pub name: String,
    /// What they saw.
    pub digest: String,
    /// When.
    pub at: i64,
    /// The person behind the account.
    #[serde(skip)]
    pub person_key: String,
}

/// Something that happened to a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = money::Happened)]
pub struct Happened {
    /// When.
    pub at: i64,
    /// Who.
    pub by_name: String,
    /// make, check, reject, withdraw, pay, file, settle, return.
    pub what: String,
    /// Values, as JSON.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = money::batch::Line)]
pub struct Line {
    /// Batch.
    pub batch_id: String,
    /// Number in it, from 1.
    pub n: i64,
    /// Commitment.
    pub commitment_id: String,
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
    /// Fen.
    pub amount_fen: i64,
    /// Row of the account.
    pub account_id: String,
    /// The account as shown.
    pub account: String,
    /// Its keyed index.
    #[serde(skip)]
    pub account_blind: String,
    /// prepared, withdrawn, sent, paid, failed, unknown or returned.
    pub state: String,
    /// The bank's number.
    pub bank_ref: Option<String>,
    /// Why not.
    pub note: Option<String>,
    /// The day it was settled.
    pub settled_on: Option<String>,
}
