//! Entries of the scene (名册): spells of unemployment and of work, monthly contacts done and missed, categories with some that wait for a second person, households in which
//! nobody works, graduates, displaced workers, posts. It must never open what the registers refuse.

use anye_base::{Fault, Limit};
use anye_db::audit::Event;
use anye_monitor::demo::Chance;
use anye_registry::entry::{self, DutyFilter, Entry, NewEntry};
use serde_json::{Value, json};

use super::people::{COUNTIES, Life, SERVED, ZERO};
use super::{SOURCE, Scene};

const CAUSES: [&str; 8] = [
    "other_origin",
    "other_origin",
    "large_layoff",
    "other_origin",
    "overcapacity",
    "other_origin",
    "state_legacy",
    "large_layoff",
];
const CATEGORIES: [&str; 6] = [
    "aged_4050",
    "near_retiring",
    "minimum_living_member",
    "long_unemployed",
    "unemployed_disabled",
    "unemployed_single_parent",
];

/// An entry of somebody from a day on.
pub(super) fn of(subject: &str, from: &str, fields: Value) -> NewEntry {
    let Value::Object(fields) = fields else { return NewEntry::default() };
    NewEntry {
        subject: subject.to_owned(),
        from: from.to_owned(),
        fields: fields.into_iter().collect(),
        source: SOURCE.to_owned(),
        channel: "programme".to_owned(),
        ..NewEntry::default()
    }
}

fn day(year: i16, month: u64, day: u64) -> String {
    format!("{year}-{month:02}-{day:02}")
}

impl Scene {
    pub(super) async fn entries(&self) -> Result<(), Fault> {
        for county in 0..COUNTIES.len() {
            self.work(county).await?;
            self.jobless(county).await?;
            self.hard(county).await?;
            self.zero(county).await?;
            self.others(county).await?;
        }
        // Duties of May that nobody did are told on the first of June, those of June are set.
        self.at("2020-06-01", 8)?;
        entry::sweep(&self.registers).await?;
        for county in 0..COUNTIES.len() {
            self.contacts(county, "2020-06", 55).await?;
        }
        Ok(())
    }

    /// Opens many in one act; they say that they are made up.
    pub(super) async fn open(
        &self,
        county: usize,
        register: &str,
        all: Vec<NewEntry>,
    ) -> Result<Vec<Entry>, Fault> {
        let known = self.registers.register(register)?;
        let asking = self.cast.clerk[county].on(&self.core);
        let caller = asking.caller(None);
        let mut tx = self.core.db.begin_internal(caller.world, caller.actor).await?;
        let made = entry::open_in(&mut tx, &self.registers, known, all).await?;
        let event = Event::new("entry.open", "register", register).at_place(COUNTIES[county]);
        tx.commit(event.detail(&json!({ "entries": made.len(), "source": SOURCE }))).await?;
        Ok(made)
    }

    fn chance(&self, question: &str, at: usize) -> Chance {
        Chance::of(&self.seed, question, at as u64)
    }

    async fn work(&self, county: usize) -> Result<(), Fault> {
        self.at("2020-03-02", 10)?;
        let firms = &self.firms[county];
        let mut all = Vec::new();
        for at in self.living(county, Life::Works) {
            let mut chance = self.chance("work", at);
            let firm = &firms[(chance.draw() % firms.len().max(1) as u64) as usize].0;
            let fields = json!({ "form": "unit", "state": "stable_employment", "employer": firm, "channel": "counter" });
            let from = day(2019, 2 + chance.draw() % 11, 1 + chance.draw() % 28);
            all.push(of(&self.ids[at], &from, fields));
        }
        for at in self.living(county, Life::Flexible) {
            let mut chance = self.chance("work", at);
            let economy = ["small_shop", "night", "platform"][(chance.draw() % 3) as usize];
            let fields = json!({ "form": "other_flexible", "state": "flexible_employment", "economy": economy, "channel": "portal" });
            all.push(of(&self.ids[at], &day(2019, 3 + chance.draw() % 9, 1 + chance.draw() % 28), fields));
        }
        self.open(county, "employment", all).await?;
        Ok(())
    }

    async fn jobless(&self, county: usize) -> Result<(), Fault> {
        // Who found work again: registered in autumn, ended in spring, then in work.
        self.at("2019-11-18", 10)?;
        let again: Vec<usize> = self.living(county, Life::Again).collect();
        let spells = again.iter().map(|at| self.spell(*at, 2019, 9, county)).collect();
        let made = self.open(county, "unemployment", spells).await?;
        self.at("2020-04-20", 10)?;
        self.end(county, &made, "2020-04-17").await?;
        let firm = |at: &usize| &self.firms[county][at % self.firms[county].len().max(1)].0;
        let found = again.iter().map(|at| {
            let fields = json!({ "form": "unit", "state": "stable_employment", "employer": firm(at), "channel": "counter" });
            of(&self.ids[*at], "2020-04-18", fields)
        });
        self.open(county, "employment", found.collect()).await?;
        self.at("2020-05-06", 9)?;
        let spells = self.living(county, Life::Jobless).map(|at| self.spell(at, 2020, 1, county)).collect();
        self.open(county, "unemployment", spells).await?;
        self.contacts(county, "2020-05", 88).await
    }

    fn spell(&self, at: usize, year: i16, month: u64, county: usize) -> NewEntry {
        let mut chance = self.chance("spell", at);
        let since = day(year, month + chance.draw() % 2, 1 + chance.draw() % 27);
        let from = day(year, month + 2, 1 + chance.draw() % 28);
        let cause = CAUSES[(chance.draw() % 8) as usize];
        let wishes = if chance.per_mille(300) { json!(["work", "training"]) } else { json!(["work"]) };
        let mismatch = if chance.per_mille(400) { "structural" } else { "total" };
        let firms = &self.firms[county];
        let former = &firms[(chance.draw() % firms.len().max(1) as u64) as usize].1;
        let channel = if chance.per_mille(250) { "portal" } else { "counter" };
        let fields = json!({
            "since": since, "cause": cause, "former_employer": former, "mismatch": mismatch, "channel": channel,
            "at": if chance.per_mille(850) { "household" } else { "usual" }, "wishes": wishes,
        });
        of(&self.ids[at], &from, fields)
    }

    async fn end(&self, county: usize, made: &[Entry], on: &str) -> Result<(), Fault> {
        let on: anye_base::Date = on.parse().map_err(Fault::internal)?;
        let asking = self.cast.clerk[county].on(&self.core);
        let caller = asking.caller(None);
        let mut tx = self.core.db.begin_internal(caller.world, caller.actor).await?;
        for one in made {
            entry::end_in(&mut tx, &self.registers, &one.register, &one.subject, "ended", on, "found_work")
                .await?;
        }
        let event = Event::new("entry.end", "register", "unemployment").at_place(COUNTIES[county]);
        Ok(tx.commit(event.detail(&json!({ "entries": made.len(), "source": SOURCE }))).await?)
    }

    /// Contacts of a month: so many of a hundred are reached.
    async fn contacts(&self, county: usize, month: &str, reached: u64) -> Result<(), Fault> {
        self.at(&format!("{month}-20"), 15)?;
        let mut all = Vec::new();
        for at in self.living(county, Life::Jobless) {
            let mut chance = self.chance(month, at);
            if chance.draw() % 100 >= reached {
                continue;
            }
            let way = ["phone", "phone", "counter", "message", "visit"][(chance.draw() % 5) as usize];
            let fields = json!({ "way": way, "reached": true, "state": "without_work", "offered": ["job"], "note": "合成数据" });
            let on = format!("{month}-{:02}", 7 + chance.draw() % 13);
            all.push(of(&self.ids[at], &on, fields));
        }
        self.open(county, "contact", all).await?;
        Ok(())
    }

    async fn hard(&self, county: usize) -> Result<(), Fault> {
        self.at("2020-05-08", 10)?;
        // Those with a household: the law ranks by what is known of it.
        let known = |at: &usize| at % 4 == 1 && self.people[*at].home.is_some();
        let all: Vec<usize> = self.living(county, Life::Jobless).filter(known).collect();
        let one = |at: &usize| {
            let category = CATEGORIES[at / 4 % 6];
            let fields = json!({ "category": category, "evidence": "乡镇（街道）核实记录（合成）", "by": "rule", "detected": "2020-05-06" });
            of(&self.ids[*at], "2020-05-08", fields)
        };
        let (last, first) = all.split_at(4.min(all.len()));
        self.open(county, "hard-to-employ", first.iter().map(one).collect()).await?;
        // A clerk proposes, a second person has still to confirm.
        self.at("2020-06-19", 15)?;
        let proposed = last.iter().map(|at| NewEntry {
            from: "2020-06-19".into(),
            channel: "counter".into(),
            ..one(at)
        });
        self.open(county, "hard-to-employ", proposed.collect()).await?;
        self.at("2020-05-11", 10)?;
        let grade = |at: &usize| {
            let level = ["g1", "g2", "g3"][at % 3];
            let fields = json!({ "grade": level, "class": "difficulty", "plan": "每月联系一次，推荐岗位和培训（合成）" });
            of(&self.ids[*at], "2020-05-11", fields)
        };
        self.open(county, "service-grade", first.iter().map(grade).collect()).await?;
        self.referrals(county, first).await
    }

    async fn referrals(&self, county: usize, whom: &[usize]) -> Result<(), Fault> {
        self.at("2020-06-10", 11)?;
        let mut all = Vec::new();
        for at in whom.iter().step_by(2) {
            let firms = &self.firms[county];
            let firm = &firms[at % firms.len().max(1)].0;
            let (state, led) =
                [("made", false), ("not_hired", false), ("hired", true), ("refused", false)][at / 2 % 4];
            let fields = json!({ "on": "2020-06-09", "employer": firm, "post": "装配工（合成）", "suitable": true, "led_to_work": led });
            let made = NewEntry { state: state.to_owned(), ..of(&self.ids[*at], "2020-06-09", fields) };
            all.push(made);
        }
        self.open(county, "referral", all).await?;
        Ok(())
    }

    /// Households in which nobody works: offered a post, past their twenty days, soon due.
    async fn zero(&self, county: usize) -> Result<(), Fault> {
        let mut heads = Vec::new();
        for at in 0..self.people.len() {
            let one = &self.people[at];
            if one.county == county && one.role == "head" && one.home.is_some_and(|home| home < ZERO) {
                heads.push(at);
            }
        }
        let mut homes = Vec::new();
        for at in &heads {
            let found = anye_registry::fact::known(
                &mut &self.core.db,
                "persons",
                &self.ids[*at],
                self.core.world.today(),
                None,
            )
            .await?;
            homes.extend(found.get("household").and_then(Value::as_str).map(str::to_owned));
        }
        let days = ["2020-05-12", "2020-05-28", "2020-06-04", "2020-06-08", "2020-06-18"];
        for (nth, home) in homes.iter().enumerate().take(ZERO - 2) {
            let from = days[nth % 5];
            self.at(from, 10)?;
            let fields = json!({ "wish": true, "members_able": 2 + nth % 2 });
            let state = match nth {
                0 | 5 => "offered",
                _ => "open",
            };
            let new = NewEntry { state: state.to_owned(), ..of(home, from, fields) };
            self.open(county, "zero-employment-household", vec![new]).await?;
        }
        for home in homes.iter().skip(ZERO - 2) {
            self.at("2020-06-19", 16)?;
            let fields = json!({ "wish": true, "members_able": 2 });
            let new = NewEntry { channel: "counter".into(), ..of(home, "2020-06-19", fields) };
            self.open(county, "zero-employment-household", vec![new]).await?;
        }
        Ok(())
    }

    async fn others(&self, county: usize) -> Result<(), Fault> {
        self.at("2020-06-15", 10)?;
        let graduates = self.living(county, Life::Graduate).map(|at| {
            let fields = json!({ "school": "示例学院（合成）", "year": 2020, "wishes": at % 9 != 0, "services": ["job", "guidance"] });
            of(&self.ids[at], "2020-06-12", fields)
        });
        self.open(county, "graduate-without-work", graduates.collect()).await?;
        let firms = &self.firms[county];
        let laid_off = self.living(county, Life::Jobless).filter(|at| at % 7 == 2).map(|at| {
            let firm = &firms[at % firms.len().max(1)].0;
            let origin = CAUSES[at % 8];
            let fields = json!({ "origin": origin, "employer": firm, "left_on": "2020-02-20", "wishes": ["work"], "occupation": "普工（合成）" });
            of(&self.ids[at], "2020-02-20", fields)
        });
        self.open(county, "displaced-worker", laid_off.collect()).await?;
        self.served(county).await
    }

    /// Who served in townships: the looks at two and four full years were done when they were due.
    async fn served(&self, county: usize) -> Result<(), Fault> {
        self.at("2020-05-04", 9)?;
        let place = COUNTIES[county];
        let served = self.living(county, Life::Served).take(if county == 0 { SERVED } else { 6 }).enumerate().map(|(nth, at)| {
            let fields = json!({ "under_county": true, "employer": "示例乡镇服务站（合成）", "service_place": place });
            // One in eight has not served the four years.
            let from = if nth % 8 == 7 { "2017-09-01" } else { "2015-09-01" };
            of(&self.ids[at], from, fields)
        });
        self.open(county, "township-service", served.collect()).await?;
        let asking = self.cast.clerk[county].on(&self.core);
        let caller = asking.caller(None);
        let filter = DutyFilter {
            register: "township-service".to_owned(),
            place: COUNTIES[county].to_owned(),
            ..DutyFilter::default()
        };
        let all = entry::duties(&self.registers, &caller, &filter, None, Limit::new(200).unwrap_or_default())
            .await?;
        for task in all.items.iter().filter(|task| task.due_at < self.core.world.now_ms()) {
            entry::duty_done(&self.registers, &caller, &task.id, "已核对（合成）").await?;
        }
        Ok(())
    }
}
