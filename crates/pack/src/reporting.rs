//! The reporting side of a pack (报表、样本、指标): the files that `pack.toml` lists under `reporting`, read and held against the pack's own documents, units and
//! requirement rows; the cases beside them. It must never hold a report.

use anye_forms::{Case, Catalogue, Finding, Library, Mark};

use crate::load::Pack;

impl Pack {
    /// The reporting files by path, in the order of `pack.toml`; after them `calendar.toml` (节假日日历) where the pack has one.
    #[must_use]
    pub fn reporting_sources(&self) -> Vec<(String, String)> {
        let listed = self.manifest().reporting.iter().map(|name| format!("reporting/{name}.toml"));
        let listed = listed.chain(["calendar.toml".to_owned()]);
        listed.filter_map(|path| Some((self.text(&path)?, path))).map(|(text, path)| (path, text)).collect()
    }

    /// Forms, panels, indicators, lights and plans, with everything found in the files.
    #[must_use]
    pub fn reporting(&self) -> (Catalogue, Vec<Finding>) {
        let article = |document: &str, article: &str| {
            self.document(document)
                .is_some_and(|meta| article.is_empty() || meta.articles.iter().any(|it| it.number == article))
        };
        let unit = |id: &str| self.units().knows(id);
        let requirement = |id: &str| self.knows_requirement(id);
        let library = Library { article: &article, unit: &unit, requirement: &requirement };
        let (catalogue, mut found) = Catalogue::read(&self.reporting_sources(), Some(&library));
        found.extend(self.unlisted());
        let (_, of_cases) = Case::read(&self.reporting_cases_sources(), &catalogue, Some(&library));
        found.extend(of_cases);
        (catalogue, found)
    }

    /// The cases beside the reporting files, to be run with [`Case::run`].
    #[must_use]
    pub fn reporting_cases(&self, catalogue: &Catalogue) -> Vec<Case> {
        Case::read(&self.reporting_cases_sources(), catalogue, None).0
    }

    fn reporting_cases_sources(&self) -> Vec<(String, String)> {
        let paths =
            self.paths().filter(|path| path.starts_with("reporting/") && path.ends_with(".case.toml"));
        paths.filter_map(|path| Some((path.to_owned(), self.text(path)?))).collect()
    }

    /// Files under `reporting/` that `pack.toml` does not list, listed ones that are not there, and names listed twice.
    fn unlisted(&self) -> Vec<Finding> {
        let manifest = self.text("pack.toml").unwrap_or_default();
        let listed = &self.manifest().reporting;
        let mut found = Vec::new();
        let mut tell = |file: &str, mark: Mark, code, zh: String, en: String| {
            found.push(Finding { file: file.to_owned(), mark, code, error: true, zh, en, suggestion: None });
        };
        for (at, name) in listed.iter().enumerate() {
            let place = manifest.find(&format!("\"{name}\"")).unwrap_or(0);
            let path = format!("reporting/{name}.toml");
            if listed[..at].contains(name) {
                tell(
                    "pack.toml",
                    Mark::at(&manifest, place),
                    "R014",
                    format!("“{name}”列了两次"),
                    format!("'{name}' is listed twice"),
                );
            } else if self.text(&path).is_none() {
                tell(
                    "pack.toml",
                    Mark::at(&manifest, place),
                    "R013",
                    format!("列出的文件 {path} 不存在或不是 UTF-8"),
                    format!("the listed file {path} is not there, or not UTF-8"),
                );
            }
        }
        for path in self.paths() {
            let name = path.strip_prefix("reporting/").and_then(|path| path.strip_suffix(".toml"));
            let Some(name) = name.filter(|name| !name.ends_with(".case")) else { continue };
            if !listed.iter().any(|own| own == name) {
                let start = Mark { line: 1, column: 1 };
                tell(
                    path,
                    start,
                    "R015",
                    format!("pack.toml 的 reporting 没有列出“{name}”,本文件不会使用"),
                    format!("pack.toml does not list '{name}' under reporting, so this file is not used"),
                );
            }
        }
        found
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.file(path)?.to_vec()).ok()
    }
}
