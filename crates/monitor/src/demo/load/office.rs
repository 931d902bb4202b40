//! What the demo's offices do with their cases (办件): plans made before, cases taken on, worked through and closed, some left late. It must never act at another time
//! than a person would have: its clock stands at the hour of each act.

use std::collections::HashMap;

use anye_base::{Cursor, Fault, Limit};
use anye_casework::group::Member;
use anye_casework::model::{Case, Outcome, State, Whole};
use anye_casework::use_case::{self as casework, Filter, GroupAct, StepDone};

use super::super::chance::Chance;
use super::{Loader, words};
use crate::warning::{self, Entered, NewPlan};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// What becomes of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Worked through to its end.
    Through,
    /// Looked at and found to be nothing.
    Nothing,
    /// Begun and not finished.
    Begun,
    /// Taken on by nobody.
    Left,
}

/// Kinds of cases these offices work at: those of early warning. Applications, duties and alarms about money belong to other desks of the demo.
const KINDS: [&str; 7] = ["signal", "layoff", "silent", "risk", "incident", "contradiction", "followup"];

impl Loader {
    /// Emergency plans of places; some are due for review, some places have none.
    pub(super) async fn plans(&self) -> Result<(), Fault> {
        let period = self.month(self.scale.months().saturating_sub(13))?;
        self.at(period, 15, 9)?;
        let asking = self.handler.on(&self.monitor.core);
        let caller = asking.caller(None);
        let year = caller.world.today().year();
        for one in warning::standings(&self.monitor, &caller).await? {
            let chance = Chance::of(&self.seed, &one.place, 7).draw() % 100;
            if one.plan.is_some() || chance >= 94 {
                continue;
            }
            let review = if chance >= 88 { format!("{year}-12-31") } else { format!("{}-12-31", year + 1) };
            let new = NewPlan {
                place: one.place,
                version: format!("{year}-1"),
                title: format!("{}规模性失业应急预案（合成）", one.name),
                triggers: words::TRIGGERS.to_owned(),
                tasks: words::TASKS.to_owned(),
                persons: words::PERSONS.to_owned(),
                valid_from: caller.world.today().to_string(),
                valid_to: String::new(),
                review_on: review,
            };
            warning::record_plan(&self.monitor, &caller, &new).await?;
        }
        Ok(())
    }

    /// Works on what is open, up to a few days after a month's close; of the last month, up to the day before the demo begins.
    pub(super) async fn handle(&self, month: usize) -> Result<(), Fault> {
        let last = month + 1 == self.scale.months();
        let until = self.at(self.month(month)?, if last { 21 } else { 27 }, 17)?;
        let upwards = self.upwards().await?;
        for case in self.open_cases(until).await? {
            let asking = self.handler.on(&self.monitor.core);
            let whole = casework::show(&self.monitor.core.db, &asking.caller(None), &case.id).await?;
            let mut desk = Desk { loader: self, now: last_move(&whole), until, whole, upwards: &upwards };
            desk.work(month).await?;
        }
        Ok(())
    }

    async fn open_cases(&self, until: i64) -> Result<Vec<Case>, Fault> {
        let asking = self.handler.on(&self.monitor.core);
        let caller = asking.caller(None);
        let (mut all, mut after) = (Vec::new(), None::<Cursor>);
        loop {
            let filter = Filter {
                state: Some("open".to_owned()),
                cursor: after,
                limit: Limit::new(500).unwrap_or_default(),
                ..Filter::default()
            };
            let page = casework::list(&self.monitor.core.db, &caller, &filter).await?;
            let own = |case: &Case| KINDS.contains(&case.kind.as_str()) && case.opened_at <= until;
            all.extend(page.items.into_iter().filter(own));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// What is to be reported upwards, by case.
    async fn upwards(&self) -> Result<HashMap<String, Vec<Entered>>, Fault> {
        let asking = self.handler.on(&self.monitor.core);
        let caller = asking.caller(None);
        let open = warning::Filter { state: "open".to_owned(), ..warning::Filter::default() };
        let open = warning::list(&self.monitor, &caller, &open).await?;
        let cases: HashMap<String, String> = open.into_iter().map(|one| (one.id, one.case_id)).collect();
        let mut found: HashMap<String, Vec<Entered>> = HashMap::new();
        for one in warning::upwards(&self.monitor, &caller).await? {
            let Some(case) = cases.get(&one.warning).filter(|_| one.sent_at.is_none()) else { continue };
            let entered = Entered {
                warning: one.warning,
                recipient: one.recipient,
                what: "sent".to_owned(),
                note: words::LETTER.to_owned(),
            };
            found.entry(case.clone()).or_default().push(entered);
        }
        Ok(found)
    }
}

/// The last thing that people or a close did; what went up by the clock does not count.
fn last_move(whole: &Whole) -> i64 {
    let moves = whole.history.iter().filter(|one| one.what != "escalated").map(|one| one.at);
    moves.max().unwrap_or(whole.case.opened_at)
}

/// One case under somebody's hands.
struct Desk<'a> {
    loader: &'a Loader,
    whole: Whole,
    /// When the last thing was done.
    now: i64,
    until: i64,
    upwards: &'a HashMap<String, Vec<Entered>>,
}

impl Desk<'_> {
    async fn work(&mut self, month: usize) -> Result<(), Fault> {
        let mut chance = Chance::of(&self.loader.seed, &self.whole.case.merge_key, month as u64);
        let fate = fate(&self.whole.case, chance.draw() % 100);
        if fate == Fate::Left || !self.later(20 * MINUTE + (chance.draw() % 30) as i64 * MINUTE, 0) {
            return Ok(());
        }
        if self.whole.case.acknowledged_at.is_none() {
            let asking = self.loader.handler.on(&self.loader.monitor.core);
            let case = &self.whole.case;
            let db = &self.loader.monitor.core.db;
            self.whole.case =
                casework::acknowledge(db, &asking.caller(None), &case.id, case.row_version).await?;
        }
        let most = match fate {
            Fate::Through => usize::MAX,
            Fate::Nothing => 1,
            _ => 2,
        };
        let mut done = self.whole.steps.iter().filter(|step| step.state == "done").count();
        while done < most.min(self.whole.steps.len()) {
            if !self.step(done, chance.draw()).await? {
                return Ok(());
            }
            done += 1;
        }
        match fate {
            Fate::Through => self.close(Outcome::Confirmed, words::CLOSED).await,
            Fate::Nothing => self.close(Outcome::FalseAlarm, words::NOTHING).await,
            _ => Ok(()),
        }
    }

    /// Puts the clock to so long after the last act, or to a moment if that is later; not beyond the end.
    fn later(&mut self, after: i64, at: i64) -> bool {
        let next = (self.now + after).max(at);
        if next > self.until {
            return false;
        }
        self.now = next;
        self.loader.clock.put_ms(next);
        true
    }

    /// One step, well within its deadline where the last act allows it.
    async fn step(&mut self, nth: usize, chance: u64) -> Result<bool, Fault> {
        let step = self.whole.steps[nth].clone();
        let opened = self.whole.case.opened_at;
        let wanted = opened + (step.due_at - opened) * (40 + (chance % 30) as i64) / 100;
        if !self.later(10 * MINUTE, wanted) {
            return Ok(false);
        }
        match step.step.as_str() {
            "report" => self.report().await?,
            "group" => self.group().await?,
            "assess" if self.whole.case.level == "red" && chance.is_multiple_of(4) => self.judge().await?,
            _ => {}
        }
        let done = StepDone { seq: step.seq, happened_on: None, note: words::step(&step.step).to_owned() };
        let asking = self.loader.handler.on(&self.loader.monitor.core);
        let case = &self.whole.case;
        let db = &self.loader.monitor.core.db;
        self.whole.case =
            casework::finish_step(db, &asking.caller(None), &case.id, case.row_version, &done).await?;
        Ok(true)
    }

    /// Sent to who is to be told; received on the next day.
    async fn report(&mut self) -> Result<(), Fault> {
        let asking = self.loader.handler.on(&self.loader.monitor.core);
        let caller = asking.caller(None);
        let sent_at = self.now;
        for one in self.upwards.get(&self.whole.case.id).into_iter().flatten() {
            self.loader.clock.put_ms(sent_at);
            warning::enter_upward(&self.loader.monitor, &caller, one).await?;
            if sent_at + 20 * HOUR < self.until {
                self.loader.clock.put_ms(sent_at + 20 * HOUR);
                let received = Entered { what: "received".to_owned(), ..one.clone() };
                warning::enter_upward(&self.loader.monitor, &caller, &received).await?;
            }
        }
        self.loader.clock.put_ms(sent_at);
        Ok(())
    }

    async fn judge(&mut self) -> Result<(), Fault> {
        let asking = self.loader.leader.on(&self.loader.monitor.core);
        let caller = asking.caller(None);
        let one = words::judgement(&self.whole.case.id, &caller.world.today().to_string());
        warning::record_judgement(&self.loader.monitor, &caller, &one).await?;
        let whole = casework::show(&self.loader.monitor.core.db, &caller, &one.case_id).await?;
        self.whole.case = whole.case;
        Ok(())
    }

    /// A special working group goes to the employer, and ends with a result before the step is done.
    async fn group(&mut self) -> Result<(), Fault> {
        let asking = self.loader.handler.on(&self.loader.monitor.core);
        let caller = asking.caller(None);
        let formed = caller.world.today();
        let acts = [
            GroupAct::Form {
                name: words::GROUP.to_owned(),
                members: Member::list(words::MEMBERS).unwrap_or_default(),
            },
            GroupAct::Deed(words::DEED.to_owned()),
            GroupAct::End(words::RESULT.to_owned()),
        ];
        let groups = casework::show(&self.loader.monitor.core.db, &caller, &self.whole.case.id).await?.groups;
        for act in acts.into_iter().skip(if groups.is_empty() { 0 } else { 3 }) {
            let case = &self.whole.case;
            let db = &self.loader.monitor.core.db;
            self.whole.case = casework::group(db, &caller, &case.id, case.row_version, formed, &act).await?;
        }
        Ok(())
    }

    async fn close(&mut self, outcome: Outcome, note: &str) -> Result<(), Fault> {
        if self.whole.case.state == State::Closed || !self.later(HOUR, 0) {
            return Ok(());
        }
        let asking = self.loader.handler.on(&self.loader.monitor.core);
        let (db, case) = (&self.loader.monitor.core.db, &self.whole.case);
        casework::close(db, &asking.caller(None), &case.id, case.row_version, outcome, note).await?;
        Ok(())
    }
}

/// Most are worked through; the worst are never left.
fn fate(case: &Case, draw: u64) -> Fate {
    match (case.kind.as_str(), draw) {
        ("silent", 0..78) => Fate::Through,
        ("silent", 78..92) => Fate::Nothing,
        ("layoff", 0..80) | ("contradiction", 0..60) => Fate::Through,
        ("signal", 0..62) => Fate::Through,
        ("signal", 62..76) if case.level == "yellow" => Fate::Nothing,
        (_, 95..) if case.level != "red" => Fate::Left,
        _ => Fate::Begun,
    }
}
