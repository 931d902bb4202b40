//! What two decisions about the same case have in common: outcome, money to the fen, days, clauses. Words that only explain are not compared.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What counts of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Gist {
    /// How it came out.
    pub outcome: String,
    /// Money in fen.
    pub amount_fen: Option<i64>,
    /// Everything else but the clauses: months, days, fund, shares, by name.
    pub rest: BTreeMap<String, String>,
    /// How each clause stands, by its text.
    pub clauses: Vec<(String, String)>,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Difference {
    /// outcome, amount, months, starts, ends, fund, split, payee, needs or clause.
    pub what: String,
    /// The text of the clause.
    pub clause: String,
    /// Before; empty where it was not there.
    pub before: String,
    /// After; empty where it is not there.
    pub after: String,
}

const REST: [&str; 8] = ["months", "starts", "ends", "fund", "holds", "capped", "rank", "eligible"];

impl Gist {
    /// Of the first decision of an answer.
    #[must_use]
    pub fn of(answer: &Value) -> Self {
        let one = &answer["decisions"][0];
        let mut rest: BTreeMap<String, String> =
            REST.iter().map(|key| ((*key).to_owned(), plain(&one[*key]))).collect();
        rest.insert("payee".to_owned(), plain(&one["payee"]["id"]));
        rest.insert(
            "split".to_owned(),
            list(&one["split"], |part| format!("{} {}", plain(&part["who"]), plain(&part["fen"]))),
        );
        rest.insert("needs".to_owned(), list(&one["why"]["needs"], |need| plain(&need["field"])));
        let clauses = one["clauses"].as_array().map_or(&[][..], Vec::as_slice);
        Self {
            outcome: plain(&one["outcome"]),
            amount_fen: one["amount_fen"].as_i64(),
            rest,
            clauses: clauses.iter().map(|it| (plain(&it["text"]), plain(&it["status"]))).collect(),
        }
    }

    /// What differs.
    #[must_use]
    pub fn against(&self, after: &Self) -> Vec<Difference> {
        let mut all = Vec::new();
        let mut hold = |what: &str, clause: &str, before: String, after: String| {
            if before != after {
                all.push(Difference { what: what.to_owned(), clause: clause.to_owned(), before, after });
            }
        };
        let fen = |fen: Option<i64>| fen.map(|fen| fen.to_string()).unwrap_or_default();
        hold("outcome", "", self.outcome.clone(), after.outcome.clone());
        hold("amount", "", fen(self.amount_fen), fen(after.amount_fen));
        for (key, value) in &self.rest {
            hold(key, "", value.clone(), after.rest.get(key).cloned().unwrap_or_default());
        }
        let status = |of: &Self, text: &str| {
            of.clauses
                .iter()
                .find(|(other, _)| other == text)
                .map(|(_, status)| status.clone())
                .unwrap_or_default()
        };
        for (text, before) in &self.clauses {
            hold("clause", text, before.clone(), status(after, text));
        }
        for (text, now) in
            after.clauses.iter().filter(|(text, _)| self.clauses.iter().all(|(old, _)| old != text))
        {
            hold("clause", text, String::new(), now.clone());
        }
        all
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn list(value: &Value, one: impl Fn(&Value) -> String) -> String {
    value.as_array().map_or(&[][..], Vec::as_slice).iter().map(one).collect::<Vec<_>>().join(", ")
}
