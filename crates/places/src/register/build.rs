//! Builds the register from records, after checking them. It must never build from records with a problem.

use std::sync::Arc;

use super::{Inner, PlaceId, Register, Version, tree::TreeIndex};
use crate::{CIVIL, EventRecord, Problem, Records, STATISTICAL, check, check::Span};

impl Register {
    /// Builds the register (区划册). `events` are the changes that the records already hold; they answer who followed whom.
    ///
    /// # Errors
    /// Every problem found in the records.
    pub fn build(records: Records, mut events: Vec<EventRecord>) -> Result<Self, Vec<Problem>> {
        let problems = check(&records.places, &records.links);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut codes: Vec<Box<str>> =
            records.places.iter().map(|place| place.code.as_str().into()).collect();
        codes.sort_unstable();
        codes.dedup();
        let id = |code: &str| {
            codes.binary_search_by(|have| (**have).cmp(code)).ok().and_then(|at| u32::try_from(at).ok())
        };

        let mut versions: Vec<(u32, Version)> = Vec::with_capacity(records.places.len());
        let mut civil_codes = Vec::new();
        for place in &records.places {
            let Some(id) = id(&place.code) else { continue };
            if let Some(code) = &place.civil_code {
                civil_codes.push((code.as_str().into(), PlaceId(id)));
            }
            versions.push((
                id,
                Version {
                    span: Span::of(place.valid_from, place.valid_to),
                    name: place.name.as_str().into(),
                    civil_code: place.civil_code.as_deref().map(Into::into),
                    english: place.english.as_deref().map(Into::into),
                    level: place.level,
                    kind: place.kind,
                    statistical_only: place.statistical_only,
                },
            ));
        }
        versions.sort_by_key(|(id, version)| (*id, version.span.from));
        civil_codes.sort();
        civil_codes.dedup();
        let mut first_version = Vec::with_capacity(codes.len() + 1);
        for at in 0..=codes.len() {
            let start = versions.partition_point(|(id, _)| (*id as usize) < at);
            first_version.push(u32::try_from(start).unwrap_or(u32::MAX));
        }

        let mut names = vec![CIVIL, STATISTICAL];
        names.extend(records.links.iter().map(|link| link.tree.as_str()));
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        let trees = names.iter().map(|name| TreeIndex::build(name, &records, codes.len(), &id)).collect();
        events.sort_by(|a, b| {
            (a.date, a.kind, &a.code, &a.new_code).cmp(&(b.date, b.kind, &b.code, &b.new_code))
        });
        let versions = versions.into_iter().map(|(_, version)| version).collect();
        let inner = Inner { codes, versions, first_version, civil_codes, trees, events, records };
        Ok(Self { inner: Arc::new(inner) })
    }
}
