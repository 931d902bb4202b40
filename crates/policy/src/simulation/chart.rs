//! What a simulation came to, as bars beside their numbers: a table first, so that it is read without the bars.

use anye_web::{Frame, Texts};

use super::model::Sums;
use crate::Policy;
use crate::fen::yuan;

/// Width of the longest bar.
const WIDE: f64 = 160.0;

/// A bar beside its numbers: before above, after below.
pub struct Bar {
    pub label: String,
    pub before: String,
    pub after: String,
    pub change: String,
    pub said: String,
    pub wide: (String, String),
}

fn bars(rows: Vec<(String, i64, i64)>, texts: &Texts) -> Vec<Bar> {
    let most = rows.iter().map(|(_, a, b)| a.abs().max(b.abs())).max().unwrap_or(0).max(1) as f64;
    let wide =
        |fen: i64| format!("{:.1}", (fen.max(0) as f64 / most * WIDE).max(f64::from(u8::from(fen > 0))));
    let one = |(label, before, after): (String, i64, i64)| {
        let values = [("label", label.clone()), ("before", yuan(before)), ("after", yuan(after))];
        Bar {
            said: texts.args("simulation-bar", &values),
            before: yuan(before),
            after: yuan(after),
            change: signed(after.saturating_sub(before)),
            wide: (wide(before), wide(after)),
            label,
        }
    };
    rows.into_iter().map(one).collect()
}

/// A change in yuan, with its sign.
pub fn signed(fen: i64) -> String {
    match fen {
        0 => "0".to_owned(),
        1.. => format!("+{}", yuan(fen)),
        _ => format!("−{}", yuan(fen.saturating_abs())),
    }
}

/// How many, with a bar.
pub struct Count {
    pub label: String,
    pub n: u64,
    pub said: String,
    pub wide: String,
}

/// Who gains, who loses, for whom nothing changes.
pub fn counts(texts: &Texts, sums: &Sums) -> Vec<Count> {
    let totals = sums.totals();
    let most = totals.iter().copied().max().unwrap_or(0).max(1) as f64;
    let words = [
        "simulation-gained",
        "simulation-lost",
        "simulation-more",
        "simulation-less",
        "simulation-unchanged",
    ];
    let one = |(word, n): (&str, u64)| {
        let label = texts.t(word);
        let wide = format!("{:.1}", (n as f64 / most * WIDE).max(f64::from(u8::from(n > 0))));
        Count { said: format!("{label}: {n}"), label, n, wide }
    };
    words.into_iter().zip(totals).map(one).collect()
}

/// Cost by fund, place and year.
pub fn charts(policy: &Policy, frame: &Frame, sums: &Sums) -> Vec<(String, Vec<Bar>)> {
    let mut funds: Vec<(String, i64, i64)> =
        sums.funds.iter().map(|(fund, sum)| (fund.clone(), sum.0, sum.1)).collect();
    let place = |code: &String| policy.core.place_in(code, frame.as_of, frame.texts.lang);
    let places = sums.places.iter().map(|(code, sum)| (place(code), sum.0, sum.1)).collect();
    let (before, after) = sums.money();
    let named = funds
        .iter()
        .fold((0_i64, 0_i64), |sum, fund| (sum.0.saturating_add(fund.1), sum.1.saturating_add(fund.2)));
    let (rest, now) = (before.saturating_sub(named.0), after.saturating_sub(named.1));
    if rest != 0 || now != 0 {
        funds.push((frame.t("simulation-no-fund"), rest, now));
    }
    let year = vec![(sums.year.to_string(), before, after)];
    let all = [("simulation-by-fund", funds), ("simulation-by-place", places), ("simulation-by-year", year)];
    all.into_iter().map(|(key, rows)| (frame.t(key), bars(rows, &frame.texts))).collect()
}
