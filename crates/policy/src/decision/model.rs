//! A decision as it is kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A decision that was kept (决定).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Id.
    pub id: String,
    /// Code of the place that decided.
    pub place: String,
    /// Kind of the thing that it is about.
    pub subject_kind: String,
    /// Its id.
    pub subject_id: String,
    /// Id of the rule.
    pub rule: String,
    /// Its Chinese name at the time.
    pub rule_name: String,
    /// The day of the decision.
    pub on: String,
    /// The rule book as it was known on this day; none: all of it.
    pub known: Option<String>,
    /// How it came out.
    pub outcome: String,
    /// Money in fen, where money is part of it.
    pub amount_fen: Option<i64>,
    /// SM3 of the sources of the rule book that decided.
    pub book: String,
    /// SM3 of the content of the pack that the rule book came from.
    pub version: String,
    /// The published version, where the rule book was one.
    pub version_id: Option<String>,
    /// The facts, keys in order.
    pub facts: Value,
    /// The whole answer.
    pub answer: Value,
    /// Language of the reasons.
    pub lang: String,
    /// Account of who decided.
    pub made_by: String,
    /// Name at the time.
    pub made_name: String,
    /// When, in milliseconds.
    pub made_at: i64,
    /// The decision that it takes the place of.
    pub supersedes: Option<String>,
    /// The decision that takes its place.
    pub superseded_by: Option<String>,
}

/// The same value with the keys of every object in order, so that equal facts are equal texts.
pub fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            keys.into_iter().map(|key| (key.clone(), canonical(&map[key]))).collect()
        }
        Value::Array(all) => all.iter().map(canonical).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter() {
        let one: Value = serde_json::from_str(r#"{"b":[{"y":1,"x":2}],"a":null}"#).unwrap_or_default();
        assert_eq!(canonical(&one).to_string(), r#"{"a":null,"b":[{"x":2,"y":1}]}"#);
    }
}
