//! What a pack that can be read may still have wrong. Each check is a function of the loaded pack; none may read a file or stop at its first finding.

mod document;
mod report;

use std::collections::BTreeSet;

use crate::check::report::Report;
use crate::document::{Article, DocumentMeta, UnitRef};
use crate::fault::{PackError, Problem};
use crate::load::Pack;
use crate::manifest::Bilingual;
use crate::mark::Mark;

impl Pack {
    /// Everything that is wrong with the pack's content, in the order of its files. Empty for a sound pack.
    #[must_use]
    pub fn check(&self) -> Vec<PackError> {
        let mut found = Vec::new();
        self.check_manifest(&mut found);
        self.check_units(&mut found);
        for document in &self.documents {
            let mut report = Report { file: &document.file, found: &mut found };
            document::check(document, &mut report);
            self.check_unit_ids(document, &mut report);
        }
        self.check_requirements(&mut found);
        found.sort_by(|a, b| (&a.file, a.mark).cmp(&(&b.file, b.mark)));
        found
    }

    fn check_manifest(&self, found: &mut Vec<PackError>) {
        let mut report = Report { file: "pack.toml", found };
        report.bilingual(Mark::default(), "name", &self.manifest.name);
        report.bilingual(Mark::default(), "about", &self.manifest.about);
        report.place(Mark::default(), &self.manifest.place);
        report.duplicates(self.manifest.documents.iter().map(|id| (id.as_str(), Mark::default())));
        for path in self.manifest.samples.iter().filter(|path| self.file(path).is_none()) {
            report.found.push(PackError::new(path, Mark::default(), Problem::MissingFile));
        }
    }

    fn check_units(&self, found: &mut Vec<PackError>) {
        let text =
            self.file("units.toml").and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        // The ids of units are quoted in the file: the first mention of one is where it is declared, or first used, and good enough to point at.
        let mark =
            |id: &str| text.find(&format!("\"{id}\"")).map_or_else(Mark::default, |at| Mark::at(text, at));
        let mut report = Report { file: "units.toml", found };
        for id in self.units.duplicates() {
            report.push(mark(id), Problem::Duplicate { id: id.to_owned() });
        }
        for function in &self.units.functions {
            let names = Bilingual { zh: function.zh.clone(), en: function.en.clone() };
            report.bilingual(mark(&function.id), &function.id, &names);
            report.order(mark(&function.id), function.valid_from.as_deref(), function.valid_to.as_deref());
            if let Some(next) = function
                .succeeded_by
                .as_ref()
                .filter(|next| !self.units.functions.iter().any(|f| &f.id == *next))
            {
                report.push(mark(&function.id), Problem::UnknownUnit { id: next.clone() });
            }
        }
        let singles = self.units.units.iter().map(|unit| (&unit.id, &unit.name, &unit.en, &unit.place));
        let groups = self.units.groups.iter().map(|group| (&group.id, &group.name, &group.en, &group.place));
        for (id, name, en, place) in singles.chain(groups) {
            report.bilingual(mark(id), id, &Bilingual { zh: name.clone(), en: en.clone() });
            if place != "*" {
                report.place(mark(id), place);
            }
        }
    }

    fn check_unit_ids(&self, document: &DocumentMeta, report: &mut Report<'_>) {
        let articles = document.articles.iter().flat_map(Article::units);
        for unit in document.issuer.unit.iter().chain(articles).filter(|unit| !self.units.knows(&unit.id)) {
            report.push(unit.mark, Problem::UnknownUnit { id: unit.id.clone() });
        }
    }

    fn check_requirements(&self, found: &mut Vec<PackError>) {
        let mut seen = BTreeSet::new();
        for row in &self.requirements {
            let mut report = Report { file: &row.file, found };
            if !seen.insert(&row.id) {
                report.push(row.mark, Problem::Duplicate { id: row.id.clone() });
            }
            if self.document(row.document()).and_then(|document| document.article(&row.article)).is_none() {
                report.push(row.mark, Problem::RequirementAdrift { id: row.id.clone() });
            }
        }
    }
}

impl Article {
    /// Every unit of the article, lead units first.
    pub fn units(&self) -> impl Iterator<Item = &UnitRef> {
        self.lead.iter().chain(&self.support).chain(&self.responsible)
    }
}
