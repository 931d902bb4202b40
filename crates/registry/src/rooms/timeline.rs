//! What registers and facts know about a person, for the timeline (时间轴): entries with what happened to them, facts with their source. It must never show what is sealed.

use anye_access::{Caller, Permission};
use anye_base::Lang;
use anye_base::world::china_day;
use anye_programmes::SubjectKind;

use crate::entry::{self, export::state_name};
use crate::person::{Entries, Entry, TimelinePart};
use crate::rights::may_since;
use crate::{Registers, fact};

impl TimelinePart for Registers {
    fn entries<'a>(&'a self, caller: &'a Caller<'a>, persons: &'a [String]) -> Entries<'a> {
        Box::pin(async move {
            let mut all = Vec::new();
            for one in entry::of_subject(self, caller, "person", persons).await? {
                let Some(register) = self.definitions.register(&one.register) else { continue };
                let state = |lang| state_name(register, &one.state, lang);
                let href = Some(format!("/registers/{}/entries/{}", one.register, one.id));
                all.push(Entry {
                    day: one.from,
                    at: one.recorded_at,
                    kind: format!("register.{}", one.register),
                    zh: format!("{}：{}", register.name.zh, state(Lang::Zh)),
                    en: format!("{}: {}", register.name.en, state(Lang::En)),
                    href: href.clone(),
                    by: one.recorded_name.clone(),
                });
                if let Some(to) = one.to.filter(|to| *to != one.from) {
                    all.push(Entry {
                        day: to,
                        at: one.recorded_at,
                        kind: format!("register.{}", one.register),
                        zh: format!("{}：最后一日", register.name.zh),
                        en: format!("{}: last day", register.name.en),
                        href,
                        by: String::new(),
                    });
                }
            }
            all.extend(facts(self, caller, persons).await?);
            Ok(all)
        })
    }
}

/// Facts of other sources than registers: those of registers stand there as entries.
async fn facts(
    rooms: &Registers,
    caller: &Caller<'_>,
    persons: &[String],
) -> Result<Vec<Entry>, anye_base::Fault> {
    let (mut db, dictionary) = (&rooms.core().db, rooms.dictionary());
    let mut all = Vec::new();
    for person in persons {
        let found = entry::subject::find(&mut db, rooms, SubjectKind::Person, person).await?;
        let seen =
            found.is_some_and(|one| may_since(&rooms.registry, caller, Permission::PersonsRead, &one.place));
        if !seen {
            continue;
        }
        let history = fact::history(&mut db, "persons", person).await?;
        let own = |one: &&fact::Fact| !one.source.starts_with("register:") && !fact::is_own(&one.field);
        for one in history.iter().filter(own) {
            let Some(meaning) = dictionary.field("persons", &one.field) else { continue };
            let past = if one.superseded_at.is_some() {
                ("（已被更正）", " (corrected since)")
            } else {
                ("", "")
            };
            let recorded =
                jiff::Timestamp::from_millisecond(one.recorded_at).map(china_day).unwrap_or(one.valid_from);
            all.push(Entry {
                day: one.valid_from.min(recorded),
                at: one.recorded_at,
                kind: "fact".to_owned(),
                zh: format!(
                    "{}：{}，来源：{}{}",
                    meaning.name.zh,
                    meaning.worded(&one.value, Lang::Zh),
                    one.source,
                    past.0
                ),
                en: format!(
                    "{}: {}; source: {}{}",
                    meaning.name.en,
                    meaning.worded(&one.value, Lang::En),
                    one.source,
                    past.1
                ),
                href: None,
                by: one.recorded_name.clone(),
            });
        }
    }
    Ok(all)
}
