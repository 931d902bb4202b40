//! Who followed whom (沿革): along change events, forwards and backwards in time. It must never guess from names.

use jiff::civil::Date;

use super::{PlaceId, Register, Step};
use crate::EventRecord;

impl Register {
    /// The changes that name a code, oldest first: the place's history for a page.
    pub fn events_of(&self, code: &str) -> Vec<&EventRecord> {
        self.inner.events.iter().filter(|event| event.code == code || event.new_code == code).collect()
    }

    /// What the place that held `code` just before `ended` became, as of `on`: codes that were valid on that day. Follows recodes, mergers
    /// and splits over any number of steps.
    pub(super) fn heirs(&self, code: &str, ended: Date, on: Date) -> Vec<Step> {
        let mut heirs = Vec::new();
        let mut open = vec![(code.to_owned(), ended)];
        let mut seen = std::collections::HashSet::new();
        while let Some((code, day)) = open.pop() {
            let steps =
                self.inner.events.iter().filter(|e| {
                    e.date == day && e.code == code && !e.new_code.is_empty() && e.new_code != code
                });
            for event in steps.filter(|event| event.date <= on) {
                if !seen.insert((event.new_code.clone(), event.date)) {
                    continue;
                }
                match self.end_of_run(&event.new_code, event.date) {
                    Some(end) if end <= on => open.push((event.new_code.clone(), end)),
                    Some(_) => heirs.extend(self.step(&event.new_code, event.date, on)),
                    None => {}
                }
            }
        }
        heirs.sort_by(|a, b| a.code.cmp(&b.code));
        heirs
    }

    /// What a code became, directly, whenever that was (后继).
    pub fn successors(&self, code: &str) -> Vec<Step> {
        let events = self
            .inner
            .events
            .iter()
            .filter(|e| e.code == code && !e.new_code.is_empty() && e.new_code != code);
        events.filter_map(|event| self.step(&event.new_code, event.date, event.date)).collect()
    }

    /// What a code came from, directly, whenever that was (前身).
    pub fn predecessors(&self, code: &str) -> Vec<Step> {
        let events =
            self.inner.events.iter().filter(|e| e.new_code == code && !e.code.is_empty() && e.code != code);
        let before = |event: &EventRecord| event.date.yesterday().unwrap_or(event.date);
        events.filter_map(|event| self.step(&event.code, event.date, before(event))).collect()
    }

    fn step(&self, code: &str, since: Date, on: Date) -> Option<Step> {
        let place = self.find(code, on)?;
        Some(Step { code: place.code.to_owned(), name: place.name.to_owned(), date: since })
    }

    /// The first day on which the code's run that holds `day` no longer holds; a rename does not end a run.
    pub(super) fn end_of_run(&self, code: &str, day: Date) -> Option<Date> {
        let versions = self.versions(self.id(code)?);
        let mut at = versions.iter().position(|version| version.span.holds(day))?;
        while versions.get(at + 1).is_some_and(|next| next.span.from == versions[at].span.to) {
            // The same code given out anew on the very day another place left it is another place.
            let day = versions[at].span.to;
            let left = self
                .inner
                .events
                .iter()
                .any(|e| e.date == day && e.code == code && !e.new_code.is_empty() && e.new_code != code);
            if left {
                break;
            }
            at += 1;
        }
        Some(versions[at].span.to)
    }

    pub(super) fn last_end_before(&self, id: PlaceId, on: Date) -> Option<Date> {
        self.versions(id).iter().map(|version| version.span.to).filter(|to| *to <= on).max()
    }

    pub(super) fn first_start_after(&self, id: PlaceId, on: Date) -> Option<Date> {
        self.versions(id).iter().map(|version| version.span.from).filter(|from| *from > on).min()
    }
}
