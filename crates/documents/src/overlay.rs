//! What people made of the findings, laid over what was read. Pure: the same edits always give the same view.
//!
//! Must never change what was read: a reopened finding is exactly what the text gave.

use std::collections::{BTreeMap, HashMap};

use anye_findings::{Doubt, Findings};

use crate::keys::finding_key;
use crate::model::{Action, Edit, Finding, Sort, State};
use crate::view::{ArticleView, Found};

/// A finding as it stands after its edits.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Where it stands.
    pub state: State,
    /// Its version.
    pub version: i64,
    /// The finding, as corrected where it was.
    pub finding: Finding,
}

/// Where a finding stands after its edits, oldest first. `read` is what the text gave; `None` for one that a person added.
pub fn standing(read: Option<&Finding>, edits: &[&Edit]) -> Option<Standing> {
    let first = match read {
        Some(finding) => Standing { state: as_read(finding), version: 1, finding: finding.clone() },
        None => {
            let body = edits.first()?.body.clone()?;
            Standing { state: State::Added, version: 0, finding: body }
        }
    };
    let added = read.is_none();
    Some(edits.iter().fold(first, |mut now, edit| {
        now.version = edit.version;
        match edit.action {
            Action::Confirm => {
                now.state = if added { State::Added } else { State::Confirmed };
                now.finding = now.finding.decided();
            }
            Action::Reject => now.state = State::Rejected,
            Action::Correct | Action::Add => {
                now.state = if added { State::Added } else { State::Corrected };
                if let Some(body) = &edit.body {
                    now.finding = body.clone();
                }
            }
            Action::Reopen => match read {
                Some(finding) => (now.state, now.finding) = (as_read(finding), finding.clone()),
                None => now.state = State::Added,
            },
        }
        now
    }))
}

fn as_read(finding: &Finding) -> State {
    let doubt: &Option<Doubt> = match finding {
        Finding::Unit(found) => &found.doubt,
        Finding::Figure(found) => &found.doubt,
        Finding::Date(found) => &found.doubt,
        Finding::Citation(found) => &found.doubt,
        Finding::Measure(found) => &found.doubt,
    };
    if doubt.is_some() { State::Doubtful } else { State::Found }
}

/// All findings of an article as read, with their keys.
pub fn as_found(findings: &Findings) -> impl Iterator<Item = (String, Finding)> + '_ {
    let units = findings.units.iter().cloned().map(Finding::Unit).enumerate();
    let figures = findings.figures.iter().cloned().map(Finding::Figure).enumerate();
    let dates = findings.dates.iter().cloned().map(Finding::Date).enumerate();
    let citations = findings.citations.iter().cloned().map(Finding::Citation).enumerate();
    let measures = findings.measures.iter().cloned().map(Finding::Measure).enumerate();
    units
        .chain(figures)
        .chain(dates)
        .chain(citations)
        .chain(measures)
        .map(|(index, finding)| (finding_key(finding.sort(), index), finding))
}

/// The finding with this key as read.
pub fn read_finding(findings: &Findings, key: &str) -> Option<Finding> {
    as_found(findings).find(|(found, _)| found == key).map(|(_, finding)| finding)
}

/// Number of findings as read that carry a doubt.
pub fn doubts_as_read(findings: &Findings) -> i64 {
    as_found(findings).filter(|(_, finding)| as_read(finding) == State::Doubtful).count() as i64
}

/// Fills an article's findings: what was read with the edits of that article over it, added ones at the end.
pub fn lay(article: &mut ArticleView, findings: &Findings, edits: &[Edit]) {
    let mut by_key: HashMap<&str, Vec<&Edit>> = HashMap::new();
    let mut added: BTreeMap<(i64, &str), ()> = BTreeMap::new();
    for edit in edits.iter().filter(|edit| edit.article_key == article.key) {
        by_key.entry(&edit.finding_key).or_default().push(edit);
        if edit.action == Action::Add {
            added.insert((edit.at, &edit.finding_key), ());
        }
    }
    for (key, finding) in as_found(findings) {
        let edits = by_key.get(key.as_str()).map_or(&[][..], Vec::as_slice);
        if let Some(standing) = standing(Some(&finding), edits) {
            article.take(key, standing);
        }
    }
    for (_, key) in added.into_keys() {
        if let Some(standing) = by_key.get(key).and_then(|edits| standing(None, edits)) {
            article.take(key.to_owned(), standing);
        }
    }
}

impl ArticleView {
    fn take(&mut self, id: String, standing: Standing) {
        let Standing { state, version, finding } = standing;
        self.doubts += i64::from(state == State::Doubtful);
        match finding {
            Finding::Unit(finding) => self.units.push(Found { id, state, version, finding }),
            Finding::Figure(finding) => self.figures.push(Found { id, state, version, finding }),
            Finding::Date(finding) => self.dates.push(Found { id, state, version, finding }),
            Finding::Citation(finding) => self.citations.push(Found { id, state, version, finding }),
            Finding::Measure(finding) => self.measures.push(Found { id, state, version, finding }),
        }
    }

    /// The state and version of a finding of any sort.
    pub fn finding(&self, id: &str) -> Option<(Sort, State, i64)> {
        fn of<T>(list: &[Found<T>], id: &str) -> Option<(State, i64)> {
            list.iter().find(|found| found.id == id).map(|found| (found.state, found.version))
        }
        let sorts = [
            (Sort::Unit, of(&self.units, id)),
            (Sort::Figure, of(&self.figures, id)),
            (Sort::Date, of(&self.dates, id)),
            (Sort::Citation, of(&self.citations, id)),
            (Sort::Measure, of(&self.measures, id)),
        ];
        sorts.into_iter().find_map(|(sort, found)| found.map(|(state, version)| (sort, state, version)))
    }
}
