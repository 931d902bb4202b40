//! What a pack that can be read may still have wrong. Each check is a function of the loaded pack; none may read a file or stop at its first finding.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Article, DocumentMeta, Numbering, RelatedDocument, UnitRef};
use crate::fault::{PackError, Problem};
use crate::load::Pack;
use crate::manifest::Bilingual;
use crate::mark::Mark;

/// Kinds of documents, as the reader of documents names them.
const KINDS: [&str; 10] = [
    "notice",
    "opinion",
    "plan",
    "measures",
    "regulation",
    "decision",
    "reply",
    "announcement",
    "report",
    "other",
];

impl Pack {
    /// Everything that is wrong with the pack's content, in the order of its files. Empty for a sound pack.
    #[must_use]
    pub fn check(&self) -> Vec<PackError> {
        let mut found = Vec::new();
        self.check_manifest(&mut found);
        self.check_units(&mut found);
        for document in &self.documents {
            let mut report = Report { file: &document.file, found: &mut found };
            metadata(document, &mut report);
            dates(document, &mut report);
            related(document, &mut report);
            index(document, &mut report);
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

/// Collects what is wrong in one file.
struct Report<'a> {
    file: &'a str,
    found: &'a mut Vec<PackError>,
}

impl Report<'_> {
    fn push(&mut self, mark: Mark, problem: Problem) {
        self.found.push(PackError::new(self.file, mark, problem));
    }

    fn bilingual(&mut self, mark: Mark, of: &str, text: &Bilingual) {
        if text.incomplete() {
            self.push(mark, Problem::MissingTranslation { of: of.to_owned() });
        }
    }

    fn place(&mut self, mark: Mark, code: &str) {
        if !matches!(code.len(), 6 | 9 | 12) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            self.push(mark, Problem::BadValue { value: code.to_owned(), allowed: "210000".to_owned() });
        }
    }

    fn date(&mut self, mark: Mark, date: Option<&str>) {
        if let Some(date) = date.filter(|date| !is_iso_date(date)) {
            self.push(mark, Problem::BadValue { value: date.to_owned(), allowed: "2020-06-16".to_owned() });
        }
    }

    fn order(&mut self, mark: Mark, earlier: Option<&str>, later: Option<&str>) {
        self.date(mark, earlier);
        self.date(mark, later);
        // ISO dates compare as text.
        if let (Some(earlier), Some(later)) = (earlier, later)
            && earlier > later
        {
            self.push(mark, Problem::DateOrder { earlier: earlier.to_owned(), later: later.to_owned() });
        }
    }

    fn duplicates<'i>(&mut self, ids: impl Iterator<Item = (&'i str, Mark)>) {
        let mut seen = BTreeSet::new();
        for (id, mark) in ids {
            if !seen.insert(id) {
                self.push(mark, Problem::Duplicate { id: id.to_owned() });
            }
        }
    }
}

fn metadata(document: &DocumentMeta, report: &mut Report<'_>) {
    report.bilingual(document.mark, "title", &document.title);
    report.bilingual(document.mark, "issuer", &document.issuer.name);
    report.place(document.mark, &document.place);
    for absent in &document.absent {
        report.bilingual(document.mark, &absent.what, &absent.note);
    }
    if let Some(note) = &document.in_force.note {
        report.bilingual(document.mark, "in_force", note);
    }
    if !KINDS.contains(&document.kind.as_str()) {
        report.push(
            document.mark,
            Problem::BadValue { value: document.kind.clone(), allowed: KINDS.join(", ") },
        );
    }
    let expected = format!("documents/{}.toml", document.id);
    if document.file != expected {
        report.push(
            document.mark,
            Problem::BadValue { value: document.id.clone(), allowed: document.file.clone() },
        );
    }
    let clues = &document.recognise;
    if clues.numbers.is_empty()
        && clues.titles.is_empty()
        && clues.basis.is_empty()
        && clues.content.is_empty()
    {
        report.push(document.mark, Problem::Unrecognisable);
    }
}

fn dates(document: &DocumentMeta, report: &mut Report<'_>) {
    report.order(document.mark, document.issued_on.as_deref(), document.published_on.as_deref());
    report.order(document.mark, document.in_force.from.as_deref(), document.in_force.to.as_deref());
}

fn related(document: &DocumentMeta, report: &mut Report<'_>) {
    for other in document.parents.iter().chain(&document.cited) {
        if other.en.trim().is_empty() {
            report.push(other.mark, Problem::MissingTranslation { of: name_of(other) });
        }
        for article in other.articles.iter().filter(|article| document.article(article).is_none()) {
            report.push(other.mark, Problem::ArticleGap { missing: article.clone() });
        }
    }
    for parent in &document.parents {
        let nameless = parent.number.is_none() && parent.title.is_none();
        let itself = parent.number.is_some() && parent.number == document.number;
        if nameless || itself {
            report.push(parent.mark, Problem::ParentUnknown { parent: name_of(parent) });
        }
    }
    // A basis by which the document is recognised has to be one of its parents or citations, or the two would drift apart.
    let known: BTreeSet<&str> =
        document.parents.iter().chain(&document.cited).filter_map(|other| other.number.as_deref()).collect();
    for basis in document.recognise.basis.iter().filter(|basis| !known.contains(basis.as_str())) {
        report.push(document.mark, Problem::ParentUnknown { parent: basis.clone() });
    }
}

fn name_of(other: &RelatedDocument) -> String {
    other.number.clone().or_else(|| other.title.clone()).unwrap_or_else(|| other.en.clone())
}

fn index(document: &DocumentMeta, report: &mut Report<'_>) {
    report.duplicates(document.chapters.iter().map(|chapter| (chapter.number.as_str(), chapter.mark)));
    report.duplicates(document.articles.iter().map(|article| (article.number.as_str(), article.mark)));
    for chapter in &document.chapters {
        report.bilingual(chapter.mark, &chapter.number, &chapter.title);
    }
    let chapters: BTreeSet<&str> = document.chapters.iter().map(|chapter| chapter.number.as_str()).collect();
    for article in &document.articles {
        report.bilingual(article.mark, &article.number, &article.title);
        if article.number != "0" && !chapters.contains(article.chapter.as_str()) {
            report.push(article.mark, Problem::UnknownChapter { chapter: article.chapter.clone() });
        }
    }
    for missing in gaps(document) {
        report.push(document.mark, Problem::ArticleGap { missing });
    }
    let indexed = u32::try_from(document.numbered().count()).unwrap_or(u32::MAX);
    if indexed != document.recognise.articles {
        report.push(document.mark, Problem::ArticleCount { stated: document.recognise.articles, indexed });
    }
}

/// Numbers that should be in the index between the first and the last, by chapter where numbering starts anew.
fn gaps(document: &DocumentMeta) -> Vec<String> {
    let mut runs: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for article in document.numbered() {
        let (run, ordinal) = match document.numbering {
            Numbering::Continuous => ("", article.number.as_str()),
            Numbering::ByChapter => match article.number.split_once('.') {
                Some(parts) => parts,
                None => continue,
            },
        };
        if let Ok(ordinal) = ordinal.parse() {
            runs.entry(run).or_default().insert(ordinal);
        }
    }
    let mut missing = Vec::new();
    for (run, ordinals) in runs {
        let last = ordinals.last().copied().unwrap_or(0);
        let absent = (1..last).filter(|ordinal| !ordinals.contains(ordinal));
        missing
            .extend(absent.map(|ordinal| {
                if run.is_empty() { ordinal.to_string() } else { format!("{run}.{ordinal}") }
            }));
    }
    missing
}

fn is_iso_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number =
        |part: &str, length: usize| (part.len() == length).then(|| part.parse::<u32>().ok()).flatten();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=longest).contains(&day)
}
