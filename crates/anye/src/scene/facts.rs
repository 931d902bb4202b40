//! What is known of the scene's people in the law's own words (事实): what they want and can, when they retire, who studied, who serves. It must never say what a register
//! says: that follows from its entries.

use anye_base::Fault;
use anye_db::audit::Event;
use anye_monitor::demo::Chance;
use anye_registry::fact::{self, NewFact};
use serde_json::{Value, json};

use super::people::{COUNTIES, Life, Someone};
use super::{SOURCE, Scene};

/// Since when they are known.
const SINCE: &str = "2019-02-01";

/// Whose subsidy for insurance as a flexible worker ran out in spring: some of those who are recognised as hard to employ.
fn subsidised(at: usize, one: &Someone) -> bool {
    at % 12 == 1 && one.home.is_some()
}

impl Scene {
    pub(super) async fn facts(&self) -> Result<(), Fault> {
        self.at(SINCE, 10)?;
        let mut all = Vec::new();
        for (at, one) in self.people.iter().enumerate() {
            for (field, value) in self.of(at, one) {
                all.push(self.fact("persons", &self.ids[at], field, value, SINCE)?);
            }
        }
        self.keep(&all).await
    }

    fn of(&self, at: usize, one: &Someone) -> Vec<(&'static str, Value)> {
        let code = COUNTIES[one.county];
        let mut chance = Chance::of(&self.seed, "facts", at as u64);
        let mut all = Vec::new();
        if matches!(one.life, Life::Child) {
            return all;
        }
        all.push(("retirement_date", json!(one.retires().to_string())));
        all.push(("residence_county", json!(code)));
        all.push(("usual_county", json!(code)));
        if chance.per_mille(35) {
            all.push(("disabled", json!(true)));
        }
        if one.male && chance.per_mille(40) {
            all.push(("veteran", json!(true)));
        }
        if one.rural {
            all.push(("migrant_worker", json!(true)));
        }
        match one.life {
            Life::Jobless | Life::AtHome => {
                all.push(("able_to_work", json!(true)));
                all.push(("wants_work", json!(true)));
                all.push(("without_work", json!(true)));
                all.push(("registration_county", json!(code)));
                all.push(("fit_for_post", json!(!chance.per_mille(80))));
                if one.life == Life::Jobless && subsidised(at, one) {
                    all.push(("flexible_subsidy_ends", json!("2020-04-30")));
                }
            }
            Life::Flexible => all.push(("employment_state", json!("flexible_employment"))),
            Life::Graduate => {
                all.push(("graduate", json!(true)));
                all.push(("graduation_year", json!(2020)));
            }
            Life::Served => {
                all.push(("graduate", json!(true)));
                all.push(("tuition_paid", json!(format!("{}.00", 16_000 + chance.draw() % 9 * 500))));
            }
            _ => {}
        }
        all
    }

    pub(super) fn fact(
        &self,
        kind: &str,
        thing: &str,
        field: &str,
        value: Value,
        from: &str,
    ) -> Result<NewFact, Fault> {
        Ok(NewFact {
            kind: kind.to_owned(),
            thing: thing.to_owned(),
            field: field.to_owned(),
            value,
            valid_from: from.parse().map_err(Fault::internal)?,
            valid_to: None,
            source: SOURCE.to_owned(),
            evidence: String::new(),
        })
    }

    pub(super) async fn keep(&self, all: &[NewFact]) -> Result<(), Fault> {
        let asking = self.cast.clerk[0].on(&self.core);
        let caller = asking.caller(None);
        let mut tx = self.core.db.begin_internal(caller.world, caller.actor).await?;
        fact::state(&mut tx, self.service.dictionary().as_ref(), all).await?;
        let event =
            Event::new("fact.state", "fact", "").detail(&json!({ "facts": all.len(), "source": SOURCE }));
        Ok(tx.commit(event).await?)
    }
}
