//! What this crate has for everybody (公开服务): its papers, checked where all papers are, and its public table.

use std::collections::BTreeSet;
use std::sync::Arc;

use anye_base::{Date, Lang};
use anye_forms::Words;
use anye_programmes::Effect;
use anye_registry::elsewhere::{Elsewhere, LaterIds, LaterPaper, Paper, Public};

use crate::due::{date, day_of};
use crate::pages::PUBLIC_STATISTICS;
use crate::{Service, store};

/// The room of programmes, for the pages of registers.
pub struct ForEverybody(pub Arc<Service>);

/// The Chinese day of a moment.
fn on(ms: i64) -> Date {
    date(day_of(ms)).unwrap_or(Date::MIN)
}

impl Elsewhere for ForEverybody {
    fn paper<'a>(&'a self, number: &'a str, code: &'a str) -> LaterPaper<'a> {
        Box::pin(async move {
            let number: String = number.chars().filter(|one| !one.is_whitespace() && *one != '-').collect();
            let found = store::issued::find(&mut &self.0.core.db, &number).await?;
            let found = found.filter(|one| !code.is_empty() && one.code.eq_ignore_ascii_case(code));
            Ok(found.map(|one| Paper {
                sort: one.programme,
                name: Words { zh: one.title.0, en: one.title.1 },
                holder: one.holder,
                place: number.get(..6).unwrap_or_default().to_owned(),
                from: on(one.issued_at),
                void: one.void_at.map(on),
            }))
        })
    }

    fn tables(&self) -> Vec<Public> {
        let words = |key: &str| {
            let said = |lang| self.0.core.texts(lang).t(key);
            Words { zh: said(Lang::Zh), en: said(Lang::En) }
        };
        vec![Public {
            name: words("service-public-table"),
            note: words("service-public-table-note"),
            href: PUBLIC_STATISTICS.to_owned(),
        }]
    }

    fn under_way<'a>(&'a self, entries: &'a [String]) -> LaterIds<'a> {
        Box::pin(async move {
            let programmes = &self.0.definitions.programmes;
            let changes =
                programmes.iter().flat_map(|one| one.effects.iter().map(move |effect| (one, effect)));
            let fields: Vec<(&str, &str)> = changes
                .filter_map(|(one, effect)| match effect {
                    Effect::Change { entry, .. } => Some((one.id.as_str(), entry.as_str())),
                    _ => None,
                })
                .collect();
            let ids: BTreeSet<String> = fields.iter().map(|(id, _)| (*id).to_owned()).collect();
            let ids: Vec<String> = ids.into_iter().collect();
            let mut from = &self.0.core.db;
            let mut found = BTreeSet::new();
            if ids.is_empty() {
                return Ok(found);
            }
            for case in store::case::open_of(&mut from, &ids).await? {
                let Some(sent) = store::application::find(&mut from, &case.application).await? else {
                    continue;
                };
                let named = fields.iter().filter(|(id, _)| *id == case.programme);
                let named = named.filter_map(|(_, field)| sent.answers.get(&format!("f.{field}")));
                found.extend(named.filter(|id| entries.contains(id)).cloned());
            }
            Ok(found)
        })
    }
}
