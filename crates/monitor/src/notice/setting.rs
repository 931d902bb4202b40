//! What the pack says about layoff notices (`notice.toml`): which kind of thing they are, how the register answers, which way a case goes.
//! It must never hold a threshold: those are rules of the law.

use std::collections::BTreeMap;

use anye_casework::model::Words;
use anye_law::book::{Book, KindId, RuleId};
use anye_pack::Pack;
use serde::Deserialize;

/// The setting of the pack in use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Id of the kind of thing that a notice is.
    pub kind: String,
    /// Its relation to the employer.
    pub employer: String,
    /// Its field with the persons affected.
    pub persons: String,
    /// Its field with the kind of event.
    pub event: String,
    /// Its field with the day it is carried out.
    pub day: String,
    /// Filled in when it is filed.
    pub filed: Filed,
    /// Computed from the time of the event and of filing.
    pub hours: String,
    /// Fields that only the office answers.
    #[serde(default)]
    pub office: Vec<String>,
    /// Rules that make a report required.
    pub report: Vec<String>,
    /// Rules that open a case.
    pub opens: Vec<String>,
    /// Rules about order and duties.
    #[serde(default)]
    pub duties: Vec<String>,
    /// Rules that remind of something to do.
    #[serde(default)]
    pub reminders: Vec<String>,
    /// Outputs that call for attention when they are yes, by rule.
    #[serde(default)]
    pub flags: BTreeMap<String, Vec<String>>,
    /// Outputs that must be yes, by rule.
    #[serde(default)]
    pub met: BTreeMap<String, Vec<String>>,
    /// The batches.
    pub batch: Batch,
    /// Fields of an employer and the facts of the register that answer them.
    pub register: BTreeMap<String, String>,
    /// The law's ownership by the register's words.
    pub ownership: BTreeMap<String, Vec<String>>,
    /// What makes a wave.
    pub wave: Wave,
    /// What makes a likely duplicate.
    pub duplicate: Near,
    /// Reports held against notices.
    #[serde(default)]
    pub panel: Vec<Against>,
    /// When silence is a signal.
    pub silent: Silent,
    /// The no-layoff pledge.
    pub pledge: Option<Pledge>,
    /// The rule that marks a firm as a risk.
    pub risk: Option<Risk>,
    /// The list of the lead of state firms.
    pub lead: Option<Lead>,
    /// Steps by kind of case.
    pub plan: BTreeMap<String, Plan>,
    /// English labels of fields.
    #[serde(default)]
    pub english: BTreeMap<String, String>,
}

/// Filled in when a notice is filed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// Field with the day.
    pub day: String,
    /// Field that says yes.
    pub done: String,
}

/// Batches of a plan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Id of the kind.
    pub kind: String,
    /// Relation to the plan.
    pub plan: String,
    /// Field with the persons.
    pub persons: String,
    /// Field with the day.
    pub day: String,
}

/// Layoffs of one employer that belong together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// Within so many days.
    pub days: i32,
    /// Who set it.
    pub by: Say,
}

/// Notices that may be one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// Within so many days.
    pub days: i32,
    /// Persons within so many percent.
    pub percent: i64,
    /// Who set it.
    pub by: Say,
}

/// A form held against notices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Against {
    /// Id of the form.
    pub form: String,
    /// Items and the event they count.
    pub items: BTreeMap<String, String>,
    /// Notices so many days before and after the period count.
    pub around_days: i32,
    /// Who set it.
    pub by: Say,
}

/// When silence is a signal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silent {
    /// So many periods in a row were reported before.
    pub reported: usize,
    /// Who set it.
    pub by: Say,
}

/// How the pledge is asked of the law.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// The rule.
    pub rule: String,
    /// Field: none.
    pub none: String,
    /// Field: few.
    pub few: String,
    /// Field: persons laid off since.
    pub laid_off: String,
    /// Field: staff at the pledge.
    pub staff: String,
}

/// The rule that marks a firm as a risk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// The rule, about employers.
    pub rule: String,
}

/// The list of the lead of state firms.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// The form.
    pub form: String,
    /// Item with layoffs.
    pub item: String,
    /// Item with the staff.
    pub staff: String,
    /// Ownership looked at.
    pub ownership: Vec<String>,
}

/// The way of a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Somebody takes it on within so many hours.
    pub acknowledge_hours: i64,
    /// Who set the times.
    pub by: Option<Say>,
    /// Its steps.
    pub step: Vec<Step>,
}

/// A step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Id.
    pub id: String,
    /// county, city or province.
    pub level: String,
    /// Name of the unit at that level.
    pub unit: String,
    /// Hours from the opening.
    pub within: i64,
    /// Where the text asks for it.
    pub cite: String,
    /// What to do.
    pub name: Say,
}

/// In both languages.
#[derive(Debug, Clone, Deserialize)]
pub struct Say {
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
}

impl Say {
    /// As casework keeps it.
    pub fn words(&self) -> Words {
        Words::new(&self.zh, &self.en)
    }
}

impl Setting {
    /// Reads the pack's setting; `None` where the pack has none. What it names and the law does not have is an error.
    pub fn read(pack: &Pack, book: &Book) -> Result<Option<Self>, String> {
        let Some(bytes) = pack.file("notice.toml") else { return Ok(None) };
        let text = String::from_utf8_lossy(bytes);
        let found: Self = toml::from_str(&text).map_err(|cause| format!("notice.toml: {cause}"))?;
        found.held_against(book)?;
        Ok(Some(found))
    }

    fn held_against(&self, book: &Book) -> Result<(), String> {
        let none = |what: &str, name: &str| Err(format!("notice.toml: the law has no {what} '{name}'"));
        let Some(kind) = book.find_kind(&self.kind) else { return none("kind", &self.kind) };
        let Some(batch) = book.find_kind(&self.batch.kind) else { return none("kind", &self.batch.kind) };
        let own = [
            &self.employer,
            &self.persons,
            &self.event,
            &self.day,
            &self.filed.day,
            &self.filed.done,
            &self.hours,
        ];
        for field in own.into_iter().chain(&self.office) {
            if book.kind(kind).find_field(field).is_none() {
                return none("field", field);
            }
        }
        for field in [&self.batch.plan, &self.batch.persons, &self.batch.day] {
            if book.kind(batch).find_field(field).is_none() {
                return none("field", field);
            }
        }
        let named = [&self.report, &self.opens, &self.duties, &self.reminders];
        let named = named.into_iter().flatten().chain(self.flags.keys()).chain(self.met.keys());
        let named = named.chain(self.risk.iter().map(|risk| &risk.rule));
        for rule in named.chain(self.pledge.iter().map(|pledge| &pledge.rule)) {
            if book.find_rule(rule).is_none() {
                return none("rule", rule);
            }
        }
        Ok(())
    }

    /// The kind of a notice; the setting was held against the book when it was read, a later book may have lost it.
    pub fn kind_of(&self, book: &Book) -> Option<KindId> {
        book.find_kind(&self.kind)
    }

    /// All rules about a notice, in the order of the book.
    pub fn rules(&self, book: &Book) -> Vec<RuleId> {
        let Some(kind) = self.kind_of(book) else { return Vec::new() };
        let all = (0..book.rules.len()).filter_map(|at| u16::try_from(at).ok()).map(RuleId);
        all.filter(|rule| book.rule(*rule).subject == kind).collect()
    }

    /// The law's word for what the register says about ownership.
    pub fn ownership_of(&self, said: &str) -> Option<&str> {
        let found = self.ownership.iter().find(|(_, all)| all.iter().any(|one| one == said.trim()));
        found.map(|(word, _)| word.as_str())
    }
}
