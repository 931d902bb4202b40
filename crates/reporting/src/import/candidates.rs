//! What is known about each row of a chunk (已知情况): who reports, what is there already, what the checks look back on. It must never ask the store row by row.

use std::collections::HashMap;
use std::sync::Arc;

use anye_base::Fault;

use super::known::TURN;
use super::past::{Earlier, Past};
use super::prepare::Candidate;
use super::run::{Part, Run};
use super::{ImportRow, store};
use crate::report::earlier;

impl Run<'_> {
    /// What is known about each row of a chunk.
    pub(super) async fn candidates(&self, part: &Part, past: &Past) -> Result<Vec<Candidate>, Fault> {
        let known = &part.known;
        let found = |row: &ImportRow| known.who.get(&row.reporter).and_then(|who| who.as_ref().ok());
        let ids: Vec<&String> = part.rows.iter().filter_map(found).map(|who| &who.0.id).collect();
        let before = earlier(self.form, part.period);
        let stored: Vec<String> =
            before.iter().filter(|period| past.in_store(**period)).map(ToString::to_string).collect();
        let named: HashMap<String, usize> =
            before.iter().enumerate().map(|(at, period)| (period.to_string(), at)).collect();
        let mut there = HashMap::new();
        let mut history: HashMap<String, Vec<(usize, Earlier)>> = HashMap::new();
        let (mut db, form) = (&self.reporting.core.db, &self.form.id);
        for some in ids.chunks(500) {
            if past.in_store(part.period) {
                for one in store::reports_of(&mut db, form, &part.period.to_string(), some).await? {
                    there.insert(one.reporter.clone(), one);
                }
            }
            if !stored.is_empty() {
                for (reporter, period, cells) in store::cells_of(&mut db, form, &stored, some).await? {
                    let at = named.get(&period).copied().unwrap_or(usize::MAX);
                    history.entry(reporter).or_default().push((at, Earlier::Text(cells)));
                }
            }
        }
        let mut all = Vec::with_capacity(part.rows.len());
        for (at, row) in part.rows.iter().enumerate() {
            if at % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
            let unknown = || Err(Fault::not_found("reporter"));
            let who = known.who.get(&row.reporter).cloned().unwrap_or_else(unknown);
            let Ok(reporter) = who.as_ref().map(|who| &who.0) else {
                all.push(Candidate { who, late: false, there: None, history: Vec::new() });
                continue;
            };
            let mut own = history.remove(&reporter.id).unwrap_or_default();
            for (at, period) in before.iter().enumerate() {
                if let Some(cells) = past.of(*period, &reporter.id) {
                    own.retain(|(there, _)| *there != at);
                    own.push((at, Earlier::Cells(Arc::clone(cells))));
                }
            }
            own.sort_by_key(|(at, _)| *at);
            let (late, there) = (known.is_late(&reporter.place), there.remove(&reporter.id));
            all.push(Candidate { late, there, history: own, who });
        }
        Ok(all)
    }
}
