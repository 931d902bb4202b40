//! What a checker should look at first (异常优先): pure over the lines. It must never refuse anything by itself.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Line;

/// Something unusual, with the lines it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Anomaly {
    /// shared-account, several-lines, far-above, no-permit, paid-before; names under `money-anomaly-<word>`.
    pub what: String,
    /// How many lines.
    pub count: i64,
    /// Fen.
    pub amount: i64,
    /// The first of them.
    pub lines: Vec<i64>,
}

/// Lines named at most.
const NAMED: usize = 10;
/// An amount of so many times the middle one of its benefit stands out.
const FAR: i64 = 3;

struct Found<'a> {
    what: &'static str,
    lines: Vec<&'a Line>,
}

/// The anomalies of lines. `permitted`: whether the fund may pay a benefit; `before`: lines paid for the same person and the same benefit and period earlier.
pub(super) fn anomalies(lines: &[Line], permitted: &dyn Fn(&str) -> bool, before: &[i64]) -> Vec<Anomaly> {
    let lines: Vec<&Line> = lines.iter().filter(|line| line.state != "withdrawn").collect();
    let mut accounts: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    let mut whom: BTreeMap<(&str, &str), Vec<&Line>> = BTreeMap::new();
    let mut benefits: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in &lines {
        accounts.entry(&line.account_blind).or_default().push(line);
        whom.entry((&line.whom, &line.benefit)).or_default().push(line);
        benefits.entry(&line.benefit).or_default().push(line);
    }
    let shared = accounts.into_values().filter(|own| own.iter().any(|line| line.payee != own[0].payee));
    let several = whom.into_values().filter(|own| own.len() > 1);
    let far = benefits.into_values().flat_map(|own| {
        let mut sums: Vec<i64> = own.iter().map(|line| line.amount_fen).collect();
        sums.sort_unstable();
        let middle = sums[sums.len() / 2];
        own.into_iter().filter(move |line| line.amount_fen / FAR > middle)
    });
    let all = [
        Found {
            what: "no-permit",
            lines: lines.iter().copied().filter(|line| !permitted(&line.benefit)).collect(),
        },
        Found {
            what: "paid-before",
            lines: lines.iter().copied().filter(|line| before.contains(&line.n)).collect(),
        },
        Found { what: "shared-account", lines: shared.flatten().collect() },
        Found { what: "far-above", lines: far.collect() },
        Found { what: "several-lines", lines: several.flatten().collect() },
    ];
    all.into_iter()
        .filter(|found| !found.lines.is_empty())
        .map(|found| Anomaly {
            what: found.what.to_owned(),
            count: i64::try_from(found.lines.len()).unwrap_or(i64::MAX),
            amount: found.lines.iter().map(|line| line.amount_fen).fold(0, i64::saturating_add),
            lines: found.lines.iter().take(NAMED).map(|line| line.n).collect(),
        })
        .collect()
}
