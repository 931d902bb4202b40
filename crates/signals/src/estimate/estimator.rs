//! Month after month through one partition of the panel, keeping one figure per reporter and no history. It must never look at a later
//! month, and never take the same month twice.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::frame::{POOLS, Stratum, pool_key};
use super::link::{Link, ratio};
use super::panel::{Fault, Month, Status};
use super::sums::Sums;

/// What a statistician may choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// A stratum with fewer matched reporters borrows its movement.
    pub least_matched: u32,
    /// After so many silent months a reporter is imputed no more and leaves the sample.
    pub longest_silence: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { least_matched: 5, longest_silence: 12 }
    }
}

/// One reporter between two months.
#[derive(Clone, Copy, Debug)]
struct Memory {
    /// Last headcount, reported or imputed; not a number when there is none.
    last: f64,
    /// Months of silence so far.
    silent: u16,
}

/// The running estimate of one stratum.
#[derive(Clone, Copy, Debug)]
struct Running {
    level: f64,
    variance: f64,
    shared_variance: f64,
}

/// The estimator of one partition (估计): feed it the months in order.
#[derive(Clone, Debug)]
pub struct Estimator<'a> {
    frame: &'a [Stratum],
    settings: Settings,
    memory: Vec<Memory>,
    running: Vec<Running>,
    cells: Vec<(u32, u16)>,
    cell_of: Vec<usize>,
    sums: Vec<Sums>,
    months: usize,
}

type Pools = BTreeMap<(usize, u32, u32), (Sums, f64)>;

impl<'a> Estimator<'a> {
    /// For a frame and a number of reporters.
    pub fn new(frame: &'a [Stratum], units: usize, settings: Settings) -> Result<Self, Fault> {
        if let Some(stratum) = frame.iter().position(|s| !s.headcount.is_finite() || s.headcount < 0.0) {
            return Err(Fault::Frame { stratum });
        }
        let mut cells: Vec<_> = frame.iter().map(|s| (s.place, s.industry)).collect();
        cells.sort_unstable();
        cells.dedup();
        let cell_of =
            frame.iter().map(|s| cells.binary_search(&(s.place, s.industry)).unwrap_or_default()).collect();
        let running = frame
            .iter()
            .map(|s| Running { level: s.headcount, variance: 0.0, shared_variance: 0.0 })
            .collect();
        Ok(Self {
            frame,
            settings,
            memory: vec![Memory { last: f64::NAN, silent: 0 }; units],
            running,
            cells,
            cell_of,
            sums: vec![Sums::default(); frame.len()],
            months: 0,
        })
    }

    /// Place and industry of each cell, in the order in which [`Self::step`] returns them.
    pub fn cells(&self) -> &[(u32, u16)] {
        &self.cells
    }

    /// Takes the next month. In the first one the base headcount stands for the month before, so its change is that since the base date.
    pub fn step(&mut self, month: &Month<'_>) -> Result<Vec<Cell>, Fault> {
        month.check(self.memory.len(), self.frame.len())?;
        self.sums.fill(Sums::default());
        let first = self.months == 0;
        let longest = self.settings.longest_silence;
        for (row, memory) in self.memory.iter_mut().enumerate() {
            if first {
                memory.last = month.base[row].map_or(f64::NAN, f64::from);
            }
            let sums = &mut self.sums[month.stratum[row] as usize];
            count(sums, memory, month, row, longest);
        }
        self.months += 1;
        let pools = self.pools();
        let mut links = Vec::with_capacity(self.frame.len());
        let mut cells = vec![Cell::default(); self.cells.len()];
        for at in 0..self.frame.len() {
            let (cell, continuing) = self.close(at, &pools);
            links.push(continuing);
            cells[self.cell_of[at]] += &cell;
        }
        for (row, memory) in self.memory.iter_mut().enumerate() {
            if month.status[row] == Status::Silent {
                memory.last *= links[month.stratum[row] as usize];
            }
        }
        Ok(cells)
    }

    /// Sums of the groups that thin strata borrow from; none when no stratum is thin.
    fn pools(&self) -> Pools {
        let mut pools = Pools::new();
        if !self.sums.iter().any(|sums| self.is_thin(sums)) {
            return pools;
        }
        for (stratum, sums) in self.frame.iter().zip(&self.sums) {
            for depth in 0..POOLS {
                let (pool, employers) = pools.entry(pool_key(stratum, depth)).or_default();
                pool.merge(sums);
                *employers += f64::from(stratum.employers);
            }
        }
        pools
    }

    fn is_thin(&self, sums: &Sums) -> bool {
        sums.matched.count < f64::from(self.settings.least_matched)
    }

    /// The nearest group with enough matched reporters, or with any.
    fn lender<'p>(&self, stratum: &Stratum, pools: &'p Pools) -> Option<&'p (Sums, f64)> {
        let mut groups = (0..POOLS).filter_map(|depth| pools.get(&pool_key(stratum, depth)));
        let enough = groups.clone().find(|(sums, _)| !self.is_thin(sums));
        enough.or_else(|| groups.find(|(sums, _)| sums.matched.count > 0.0))
    }

    /// Moves a stratum's level on; gives its share of the cell and what silent reporters are imputed with.
    fn close(&mut self, at: usize, pools: &Pools) -> (Cell, f64) {
        let (stratum, sums) = (self.frame[at], self.sums[at]);
        let before = self.running[at].level;
        let own = if self.is_thin(&sums) { None } else { Link::of(&sums, f64::from(stratum.employers)) };
        let mut cell = Cell {
            employers: f64::from(stratum.employers),
            expected: sums.expected,
            responded: sums.responded,
            weight_expected: sums.weight_expected,
            weight_responded: sums.weight_responded,
            reported_headcount: sums.raw_reported,
            ..Cell::default()
        };
        let lender = if own.is_none() { self.lender(&stratum, pools) } else { None };
        let lent = lender.and_then(|(pool, number)| Link::of(pool, *number));
        let (link, share, shared) = match (own, lent) {
            (Some(link), _) => (link, 0.0, 0.0),
            (None, Some(pool)) => {
                let (link, share) = Link::thin(&sums, &pool, before);
                (link, share, share * pool.variance.sqrt() * before)
            }
            (None, None) => {
                cell.unknown = before;
                return (cell, 1.0);
            }
        };
        let running = &mut self.running[at];
        running.move_on(&link, before, shared);
        fill(&mut cell, running, &link, before);
        cell.shared = shared;
        cell.imputed = sums.silent.before * link.continuing;
        cell.sample = sums.matched.now + sums.returned.now + sums.born.now + sums.entered + cell.imputed;
        cell.borrowed = share * running.level;
        let (since_base, number) =
            lender.map_or((&sums.since_base, cell.employers), |(pool, number)| (&pool.since_base, *number));
        if let Some((ratio, variance)) = ratio(since_base, number) {
            cell.base = stratum.headcount;
            cell.since_base = stratum.headcount * ratio;
            cell.base_variance = stratum.headcount * stratum.headcount * variance;
        }
        (cell, link.continuing)
    }
}

impl Running {
    /// Months are taken as independent of each other, so relative variances add.
    fn move_on(&mut self, link: &Link, before: f64, shared: f64) {
        let growth = link.all * link.all;
        self.level = before * link.all;
        self.variance = self.variance * growth + link.variance * before * before;
        self.shared_variance = self.shared_variance * growth + shared * shared;
    }
}

/// The link in people.
fn fill(cell: &mut Cell, running: &Running, link: &Link, before: f64) {
    cell.before = before;
    cell.level = running.level;
    cell.lost = before * link.lost;
    cell.won = before * link.won;
    cell.closed = before * link.closed;
    cell.born = before * link.born;
    cell.returned = before * link.returned;
    cell.variance = link.variance * before * before;
    cell.level_variance = running.variance;
    cell.level_shared = running.shared_variance.sqrt();
}

/// Adds one reporter's month to its stratum and remembers its headcount.
fn count(sums: &mut Sums, memory: &mut Memory, month: &Month<'_>, row: usize, longest: u16) {
    let (weight, status) = (month.weight[row], month.status[row]);
    let (before, known) = (memory.last, memory.last.is_finite());
    let base = month.base[row].map(f64::from);
    let now = month.current[row].map_or(0.0, f64::from);
    if status == Status::Outside {
        *memory = Memory { last: f64::NAN, silent: 0 };
        return;
    }
    sums.expected += 1;
    sums.weight_expected += weight;
    if status == Status::Silent {
        if known && memory.silent >= longest {
            memory.last = f64::NAN;
        } else if known {
            sums.silent.add(weight, 0.0, before);
            sums.raw_before += before;
            sums.raw_silent += before;
        }
        memory.silent = memory.silent.saturating_add(1);
        return;
    }
    sums.responded += 1;
    sums.weight_responded += weight;
    if let Some(base) = base {
        sums.since_base.add(weight, now, base);
    }
    if status == Status::Closed {
        if known {
            sums.closed.add(weight, 0.0, before);
            sums.raw_before += before;
            sums.raw_closed += before;
        }
        *memory = Memory { last: f64::NAN, silent: 0 };
        return;
    }
    sums.raw_reported += now;
    match (status, known) {
        (Status::Born, _) => {
            sums.born.add(weight, now, 0.0);
            sums.raw_now += now;
            sums.raw_born += now;
        }
        (Status::Reported, true) => {
            let (lost, won) = ((before - now).max(0.0), (now - before).max(0.0));
            sums.raw_before += before;
            sums.raw_now += now;
            sums.raw_lost += lost;
            sums.raw_won += won;
            if memory.silent > 0 {
                sums.returned.add(weight, now, before);
                sums.lost_returned += weight * lost;
                sums.won_returned += weight * won;
            } else {
                sums.matched.add(weight, now, before);
                sums.lost += weight * lost;
                sums.won += weight * won;
            }
        }
        _ => sums.entered += weight * now,
    }
    *memory = Memory { last: now, silent: 0 };
}
