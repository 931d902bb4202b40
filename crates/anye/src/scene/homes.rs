//! Persons, employers, households and providers of the scene (登记): taken in like a file that an office sends, then found again by their numbers.

use std::collections::BTreeMap;

use anye_base::Fault;
use anye_db::audit::Event;
use anye_monitor::demo::{Chance, Frame, Scale};
use anye_places::{Level, Tree};
use anye_registry::employer;
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_registry::person::import::{self, RowIn};
use anye_registry::person::{self, NewNumber, NewPerson};
use anye_registry::provider;
use anye_registry::seal::Secret;
use anye_registry::thing::NewThing;
use serde_json::json;

use super::people::{COUNTIES, Someone};
use super::{SOURCE, Scene};

/// Employers of a county that the scene knows.
const FIRMS: usize = 14;

impl Scene {
    /// Takes everybody in, a file for each county.
    pub(super) async fn persons(&mut self) -> Result<(), Fault> {
        self.at("2019-01-15", 9)?;
        let today = self.core.world.today();
        let places = self.core.places();
        for (county, code) in COUNTIES.into_iter().enumerate() {
            let towns: Vec<String> = places
                .children(code, today, Tree::STATISTICAL)
                .into_iter()
                .filter(|one| one.level == Level::Township)
                .map(|one| one.code.to_owned())
                .collect();
            let here = self.people.iter().filter(|one| one.county == county);
            let rows = here.zip(1..).map(|(one, row)| RowIn { row, new: self.written(one, code, &towns) });
            let rows: Vec<RowIn> = rows.collect();
            let asking = self.cast.clerk[county].on(&self.core);
            let name = format!("synthetic-{code}");
            let done = import::import(self.registry(), &asking.caller(None), &name, rows).await?;
            if done.counts.refused > 0 {
                return Err(Fault::internal(format!("{:?}", done.findings.first())));
            }
        }
        let keys = self.registry().seal_keys()?;
        let mut ids = Vec::with_capacity(self.people.len());
        for one in &self.people {
            let found = person::find_by_number(&mut &self.core.db, keys, &one.number).await?;
            ids.push(found.ok_or_else(|| Fault::not_found("person"))?.id);
        }
        self.ids = ids;
        Ok(())
    }

    fn written(&self, one: &Someone, code: &str, towns: &[String]) -> NewPerson {
        let home = one.home.map_or_else(|| one.number.clone(), |home| format!("{code}-{home}"));
        let mut chance = Chance::of(&self.seed, &home, 3);
        let town = towns.get((chance.draw() % towns.len().max(1) as u64) as usize);
        NewPerson {
            number: NewNumber { number: Secret::new(one.number.as_str()), ..NewNumber::default() },
            name: one.name.clone(),
            place: town.cloned().unwrap_or_else(|| code.to_owned()),
            residence_place: code.to_owned(),
            residence_type: if one.rural { "rural" } else { "urban" }.to_owned(),
            phone: Secret::new(one.phone.as_str()),
            source: SOURCE.to_owned(),
            ..NewPerson::default()
        }
    }

    /// Employers of the panel in both counties. Where the demo's size leaves the second county out, its employers come too late for any panel.
    pub(super) async fn employers(&mut self, scale: Option<Scale>) -> Result<(), Fault> {
        self.at("2017-05-19", 9)?;
        for (county, code) in COUNTIES.into_iter().enumerate() {
            let covers = match scale {
                Some(Scale::Province | Scale::Nation) => true,
                _ => county == 0,
            };
            let scale = if county == 0 { scale.unwrap_or(Scale::County) } else { Scale::Province };
            let frame = Frame::new(&self.seed, scale, &self.core.places());
            let here = frame.to_register().filter(|one| one.place == code && one.size != "large");
            let mut new: Vec<_> = here.take(FIRMS).collect();
            if !covers {
                new.iter_mut().for_each(|one| "2020-06-01".clone_into(&mut one.since));
            }
            let codes: Vec<String> = new.iter().map(|one| one.code.clone()).collect();
            let asking = self.cast.clerk[county].on(&self.core);
            employer::register_many(self.registry(), &asking.caller(None), new).await?;
            let mut made = employer::by_codes(&mut &self.core.db, &codes).await?;
            made.sort_by(|a, b| a.code.cmp(&b.code));
            self.firms[county] = made.into_iter().map(|one| (one.id, one.name)).collect();
        }
        Ok(())
    }

    /// Households with their members, all of a county in one act.
    pub(super) async fn homes(&self) -> Result<(), Fault> {
        self.at("2019-01-15", 14)?;
        for (county, code) in COUNTIES.into_iter().enumerate() {
            let mut homes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (at, one) in self.people.iter().enumerate().filter(|(_, one)| one.county == county) {
                if let Some(home) = one.home {
                    homes.entry(home).or_default().push(at);
                }
            }
            let asking = self.cast.clerk[county].on(&self.core);
            let caller = asking.caller(None);
            let mut tx = self.core.db.begin_internal(caller.world, caller.actor).await?;
            for (home, members) in &homes {
                let member = |at: &usize| NewMember {
                    person: self.ids[*at].clone(),
                    role: self.people[*at].role.to_owned(),
                };
                let poor = home % 23 == 4;
                let facts = [
                    ("minimum_living", json!(poor)),
                    ("in_difficulty", json!(poor || home % 17 == 3)),
                    ("zero_employment", json!(false)),
                ];
                let new = NewHousehold {
                    place: code.to_owned(),
                    address: format!("演示路{}号{}单元（合成）", 1 + home / 6, 1 + home % 6),
                    members: members.iter().map(member).collect(),
                    facts: facts.into_iter().map(|(id, value)| (id.to_owned(), value)).collect(),
                    since: "2019-01-15".to_owned(),
                    source: SOURCE.to_owned(),
                    evidence: String::new(),
                };
                household::register_in(&mut tx, &self.registers, &caller, &new).await?;
            }
            let event = Event::new("household.register", "household", "").at_place(code);
            tx.commit(event.detail(&json!({ "households": homes.len(), "source": SOURCE }))).await?;
            self.providers(county, code).await?;
        }
        Ok(())
    }

    async fn providers(&self, county: usize, code: &str) -> Result<(), Fault> {
        let asking = self.cast.clerk[county].on(&self.core);
        let kinds = [
            ("示例职业培训学校（合成）", "vocational_school"),
            ("示例人力资源服务公司（合成）", "hr_agency"),
            ("示例创业孵化基地（合成）", "serves_ventures"),
            ("示例养老服务中心（合成）", "elderly_care"),
        ];
        for (name, fact) in kinds {
            let new = NewThing {
                name: name.to_owned(),
                place: code.to_owned(),
                facts: [(fact.to_owned(), json!(true))].into(),
                since: "2019-01-15".to_owned(),
                source: SOURCE.to_owned(),
                evidence: String::new(),
            };
            provider::register(&self.registers, &asking.caller(None), &new).await?;
        }
        Ok(())
    }
}
