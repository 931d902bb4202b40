//! Which things of a draft lead to which, and what belongs to one thing alone. It must never follow a relation that is not typed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anye_law::book::Book;

use super::draft::{Draft, relation};

/// The relations of a draft.
pub struct Links {
    /// For each thing: field to thing.
    out: Vec<BTreeMap<String, usize>>,
    /// For each thing: who leads to it.
    into: Vec<Vec<usize>>,
    /// Things that an earlier grant is about.
    past: Vec<bool>,
}

impl Links {
    /// Of a draft.
    pub fn of(book: &Book, draft: &Draft) -> Self {
        let names = draft.things.iter().enumerate();
        let at: HashMap<(&str, &str), usize> =
            names.map(|(at, thing)| ((thing.kind.as_str(), thing.id.as_str()), at)).collect();
        let mut links = Self {
            out: vec![BTreeMap::new(); draft.things.len()],
            into: vec![Vec::new(); draft.things.len()],
            past: vec![false; draft.things.len()],
        };
        for (from, thing) in draft.things.iter().enumerate() {
            let Some(kind) = book.find_kind(&thing.kind) else { continue };
            for (field, value) in &thing.said {
                let other = relation(book, kind, field).map(|other| book.kind(other).id.as_str());
                if let Some(to) = other.and_then(|other| at.get(&(other, value.as_str()))) {
                    links.out[from].insert(field.clone(), *to);
                    links.into[*to].push(from);
                }
            }
        }
        for one in &draft.past {
            let thing = one.of.split_once('.').and_then(|of| at.get(&of));
            thing.into_iter().for_each(|thing| links.past[*thing] = true);
        }
        links
    }

    /// Where a field leads.
    pub fn leads(&self, from: usize, field: &str) -> Option<usize> {
        self.out[from].get(field).copied()
    }

    /// A thing with its family: what it alone leads to, and what leads to any of them. `None` when that takes in the one decided about, or an
    /// earlier grant: then there can be only one.
    pub fn family(&self, at: usize) -> Option<BTreeSet<usize>> {
        let mut family = BTreeSet::from([at]);
        loop {
            let next = family.iter().flat_map(|from| self.out[*from].values()).copied();
            let alone = |to: &usize| self.into[*to].iter().all(|from| family.contains(from));
            let mut found: Vec<usize> =
                next.filter(|to| *to > 0 && !family.contains(to) && alone(to)).collect();
            let into = family.iter().flat_map(|to| &self.into[*to]).copied();
            found.extend(into.filter(|from| !family.contains(from)));
            if family.iter().chain(&found).any(|one| *one == 0 || self.past[*one]) {
                return None;
            }
            if found.is_empty() {
                return Some(family);
            }
            family.extend(found);
        }
    }

    /// What a thing and its family say, without their ids.
    pub fn signature(&self, draft: &Draft, at: usize, family: &BTreeSet<usize>) -> String {
        self.sign(draft, at, family, &mut BTreeSet::new())
    }

    fn sign(&self, draft: &Draft, at: usize, family: &BTreeSet<usize>, seen: &mut BTreeSet<usize>) -> String {
        if !seen.insert(at) {
            return "=".to_owned();
        }
        let thing = &draft.things[at];
        let mut text = format!("{}(", thing.kind);
        for (field, value) in &thing.said {
            match self.leads(at, field).filter(|to| family.contains(to)) {
                Some(to) => text.push_str(&format!("{field}={};", self.sign(draft, to, family, seen))),
                None => text.push_str(&format!("{field}={value};")),
            }
        }
        let into = self.into[at].iter().filter(|from| family.contains(from) && !seen.contains(from));
        let into: Vec<usize> = into.copied().collect();
        let mut led: Vec<String> =
            into.into_iter().map(|from| self.sign(draft, from, family, seen)).collect();
        led.sort();
        text.push_str(&led.join("&"));
        text.push(')');
        text
    }
}
