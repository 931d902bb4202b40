//! Rounds, their places and candidates. It must never hold a number of anybody.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A round (安置批次).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Round {
    /// Id.
    pub id: String,
    /// Which allocation of the pack.
    pub allocation: String,
    /// Title.
    pub title: String,
    /// Where.
    pub place: String,
    /// The county's six digits.
    pub county: String,
    /// collecting, ranked, confirmed, closed.
    pub state: String,
    /// Digest of the seed of the lots, known from the beginning.
    pub seed_digest: String,
    /// The seed, once lots are drawn; empty before.
    pub seed: String,
    /// Day as of which it was ranked.
    pub ranked_on: Option<String>,
    /// Rule.
    pub rule: String,
    /// Version of the rule book.
    pub rule_version: Option<String>,
    /// Who opened it.
    pub opened_name: String,
    /// When.
    pub opened_at: i64,
    /// The account that ranked.
    #[serde(skip)]
    pub ranked_by: Option<String>,
    /// Who ranked.
    pub ranked_name: Option<String>,
    /// When.
    pub ranked_at: Option<i64>,
    /// Who confirmed the order.
    pub confirmed_name: Option<String>,
    /// When.
    pub confirmed_at: Option<i64>,
    /// Rises with each change.
    pub version: i64,
}

/// A place of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = posts::Place)]
pub struct Place {
    /// Number within the round, from 1.
    pub seq: i64,
    /// The register's entry.
    pub entry_id: String,
    /// What it is.
    pub title: String,
    /// Whose.
    pub employer: String,
}

/// A candidate of a round (候选人).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = posts::Candidate)]
pub struct Candidate {
    /// Id of the person.
    pub person: String,
    /// Name.
    pub name: String,
    /// Register by whose entry they came in; empty where somebody added them.
    pub came_by: String,
    /// Places they wish for, in their order; none: any.
    pub wishes: Vec<i64>,
    /// Lot.
    pub lot: Option<i64>,
    /// How the law's ranking came out for them.
    pub outcome: Option<String>,
    /// Rank.
    pub rank: Option<i64>,
    /// Why, in both languages.
    #[schema(value_type = Object)]
    pub reasons: Option<Value>,
    /// candidate, not_eligible, needs, waiting, offered, accepted, declined.
    pub state: String,
    /// The place offered.
    pub offered: Option<i64>,
    /// Why they declined, or a remark.
    pub note: String,
}

/// A round with everything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = posts::Whole)]
pub struct Whole {
    /// The round.
    pub round: Round,
    /// Its places.
    pub places: Vec<Place>,
    /// Its candidates, in their order once ranked.
    pub candidates: Vec<Candidate>,
}
