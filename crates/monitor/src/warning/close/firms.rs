//! Employers that stand out in a close (重点企业): posts lost, or silent beyond their own record.

use anye_signals::detect::silence;
use anye_signals::estimate::Status;

use super::super::input;
use super::history::History;

/// Employers kept of each kind.
pub(super) const MOST_FIRMS: usize = 300;

/// An employer that stands out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Firm {
    pub(super) kind: &'static str,
    pub(super) employer: String,
    pub(super) path: String,
    pub(super) industry: String,
    pub(super) before: i64,
    pub(super) now: Option<i64>,
    pub(super) silent: i64,
    pub(super) chance: i64,
}

/// The largest losses of the month, and those whose silence would be improbable by their own record.
pub(super) fn stand_out(history: &History, count: usize) -> Vec<Firm> {
    let mut lost = Vec::new();
    let mut silent = Vec::new();
    for city in &history.cities {
        let months = &city.months[..count.min(city.months.len())];
        let Some(last) = months.last() else { continue };
        for (at, unit) in city.units.iter().enumerate() {
            let told =
                |month: &input::Columns| month.current[at].filter(|_| month.status[at] == Status::Reported);
            let earlier = months.iter().rev().skip(1).find_map(told).map(i64::from);
            let firm = |kind| Firm {
                kind,
                employer: unit.id.clone(),
                path: unit.path.clone(),
                industry: unit.industry.clone(),
                before: earlier.unwrap_or(0),
                now: last.current[at].map(i64::from),
                silent: 0,
                chance: 0,
            };
            match last.status[at] {
                Status::Reported | Status::Closed => {
                    let now = i64::from(last.current[at].unwrap_or(0));
                    let was_closed =
                        months.len() > 1 && months[months.len() - 2].status[at] == Status::Closed;
                    if earlier.is_some_and(|earlier| earlier > now) && !was_closed {
                        lost.push(firm("lost"));
                    }
                }
                Status::Silent => {
                    let run =
                        months.iter().rev().take_while(|month| month.status[at] == Status::Silent).count();
                    let record = &months[..months.len() - run];
                    let expected = record.iter().filter(|month| month.status[at] != Status::Outside).count();
                    let reported = record.iter().filter(|month| month.status[at] == Status::Reported).count();
                    let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                    let chance = silence(of(reported), of(expected), of(run));
                    if expected >= 3 && chance < 0.05 {
                        let silent_months = i64::try_from(run).unwrap_or(i64::MAX);
                        silent.push(Firm {
                            silent: silent_months,
                            chance: (chance * 1e6) as i64,
                            ..firm("silent")
                        });
                    }
                }
                Status::Outside | Status::Born | Status::Entered => {}
            }
        }
    }
    lost.sort_by_key(|one| (one.now.unwrap_or(0) - one.before, one.employer.clone()));
    silent.sort_by_key(|one| (one.chance, -one.before, one.employer.clone()));
    lost.truncate(MOST_FIRMS);
    silent.truncate(MOST_FIRMS);
    lost.extend(silent);
    lost
}
