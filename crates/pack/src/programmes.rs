//! Registers and programmes of a pack (名册、业务): the files that `pack.toml` lists under `registers` and `programmes`, read and held against the pack's own
//! documents and law. It must never hold an entry or a case.

use std::collections::BTreeSet;

use anye_forms::{Choice, Cite, Finding, Library, Mark, Words};
use anye_law::book::{Book, Dim, Rule, RuleId, RuleKind as OfRule, Ty};
use anye_programmes::{Definitions, FactInfo, FactType, Law, RuleInfo, RuleKind};

use crate::load::Pack;

/// Where the files are.
const FOLDERS: [&str; 2] = ["registers", "programmes"];

impl Pack {
    /// The files of registers and programmes by path, in the order of `pack.toml`.
    #[must_use]
    pub fn definitions_sources(&self) -> Vec<(String, String)> {
        let path = |(folder, name): (&str, &String)| format!("{folder}/{name}.toml");
        let paths = self.listed().into_iter().map(path);
        paths
            .filter_map(|path| Some((self.plain_text(&path)?, path)))
            .map(|(text, path)| (path, text))
            .collect()
    }

    /// Registers and programmes; the law is compiled for them. A server that holds the rule book asks [`Pack::definitions_checked`] instead.
    #[must_use]
    pub fn definitions(&self) -> Definitions {
        self.definitions_checked(&self.law_unchecked().book).0
    }

    /// Registers and programmes with everything found in their files, held against this rule book.
    #[must_use]
    pub fn definitions_checked(&self, book: &Book) -> (Definitions, Vec<Finding>) {
        let article = |document: &str, article: &str| {
            self.document(document)
                .is_some_and(|meta| article.is_empty() || meta.articles.iter().any(|it| it.number == article))
        };
        let unit = |id: &str| self.units().knows(id);
        let requirement = |id: &str| self.knows_requirement(id);
        let library = Library { article: &article, unit: &unit, requirement: &requirement };
        let mut law = law_of(book);
        law.funds.extend(self.fund_ids());
        let (definitions, mut found) =
            anye_programmes::read(&self.definitions_sources(), Some(&library), Some(&law));
        found.extend(self.unlisted_definitions());
        (definitions, found)
    }

    fn listed(&self) -> Vec<(&'static str, &String)> {
        let manifest = self.manifest();
        let of = |folder: &'static str, names| std::iter::repeat(folder).zip::<&Vec<String>>(names);
        of(FOLDERS[0], &manifest.registers).chain(of(FOLDERS[1], &manifest.programmes)).collect()
    }

    fn plain_text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.file(path)?.to_vec()).ok()
    }

    /// Ids of the funds in `funds.toml`, where the pack has one; what else is in it others read.
    fn fund_ids(&self) -> Vec<String> {
        let table = self.plain_text("funds.toml").and_then(|text| text.parse::<toml::Table>().ok());
        let funds = table.as_ref().and_then(|table| table.get("fund")).and_then(toml::Value::as_array);
        let id = |fund: &toml::Value| fund.get("id")?.as_str().map(str::to_owned);
        funds.into_iter().flatten().filter_map(id).collect()
    }

    /// Files that `pack.toml` does not list, listed ones that are not there, and names listed twice.
    fn unlisted_definitions(&self) -> Vec<Finding> {
        let manifest = self.plain_text("pack.toml").unwrap_or_default();
        let mut found = Vec::new();
        let mut tell = |file: &str, mark, code, zh: String, en: String| {
            found.push(Finding { file: file.to_owned(), mark, code, error: true, zh, en, suggestion: None });
        };
        let mut seen = BTreeSet::new();
        for (folder, name) in self.listed() {
            let line = manifest.find(&format!("\n{folder}")).unwrap_or(0);
            let at = manifest[line..].find(&format!("\"{name}\"")).map_or(line, |at| line + at);
            let (mark, path) = (Mark::at(&manifest, at), format!("{folder}/{name}.toml"));
            if !seen.insert(path.clone()) {
                let (zh, en) = (format!("“{name}”列了两次"), format!("'{name}' is listed twice"));
                tell("pack.toml", mark, "P017", zh, en);
            } else if self.plain_text(&path).is_none() {
                let zh = format!("列出的文件 {path} 不存在或不是 UTF-8");
                tell(
                    "pack.toml",
                    mark,
                    "P016",
                    zh,
                    format!("the listed file {path} is not there, or not UTF-8"),
                );
            }
        }
        for path in self.paths() {
            let Some((folder, name)) = path.split_once('/') else { continue };
            let Some(name) = name.strip_suffix(".toml").filter(|name| !name.ends_with(".case")) else {
                continue;
            };
            if FOLDERS.contains(&folder) && !seen.contains(path) {
                tell(
                    path,
                    Mark { line: 1, column: 1 },
                    "P018",
                    format!("pack.toml 的 {folder} 没有列出“{name}”,本文件不会使用"),
                    format!("pack.toml does not list '{name}' under {folder}, so this file is not used"),
                );
            }
        }
        found
    }
}

/// What registers and programmes need to know of a rule book: facts with their types, rules with what they read and give.
#[must_use]
pub fn law_of(book: &Book) -> Law {
    let mut law = Law::default();
    for kind in &book.kinds {
        for field in &kind.fields {
            let Some((ty, unit)) = fact_type(book, field.ty) else { continue };
            let name = Words::new(field.name.clone(), field.id.replace('_', " "));
            let info = FactInfo { name, help: field.help.clone(), ty, unit, finding: field.finding };
            law.facts.insert(format!("{}.{}", kind.id, field.id), info);
        }
    }
    for (at, rule) in book.rules.iter().enumerate() {
        let Ok(id) = u16::try_from(at) else { break };
        law.rules.insert(rule.id.clone(), rule_info(book, RuleId(id), rule));
        law.funds.extend(rule.funds.iter().map(|(name, _)| name.clone()));
    }
    law
}

fn fact_type(book: &Book, ty: Ty) -> Option<(FactType, String)> {
    let unit = match ty {
        Ty::Num(dim) if dim != Dim::NUMBER => dim.words(true).replace('·', "/"),
        _ => String::new(),
    };
    let ty = match ty {
        Ty::Bool => FactType::YesNo,
        Ty::Num(dim) if dim.0[0] == 1 && dim.0[1] == 0 => FactType::Money,
        Ty::Num(Dim::PERSON | Dim::MONTH | Dim::DAY) => FactType::Count,
        Ty::Num(_) => FactType::Number,
        Ty::Date => FactType::Date,
        Ty::Month => FactType::Month,
        Ty::Text => FactType::Text,
        Ty::Enum(id) => {
            let code = |(zh, id): &(String, String)| Choice {
                id: id.clone(),
                name: Words::new(zh.clone(), id.replace('_', " ")),
            };
            FactType::Choice(book.enums.get(id.ix())?.members.iter().map(code).collect())
        }
        Ty::Thing(kind) => FactType::Thing(book.kind(kind).id.clone()),
        Ty::Window | Ty::Many(_) => return None,
    };
    Some((ty, unit))
}

fn rule_info(book: &Book, id: RuleId, rule: &Rule) -> RuleInfo {
    let outputs = rule.locals.iter().filter(|local| local.output);
    let outputs =
        outputs.filter_map(|local| Some((local.id.clone(), fact_type(book, local.ty)?.0))).collect();
    let reads = anye_law::decide::reads(book, id).fields;
    let read = |(kind, field): (_, u16)| {
        let kind = book.kind(kind);
        let field = kind.fields.get(usize::from(field))?;
        (!matches!(field.ty, Ty::Thing(_) | Ty::Many(_))).then(|| format!("{}.{}", kind.id, field.id))
    };
    let cite = |cite: &anye_law::book::Cite| Cite {
        document: cite.document.clone(),
        article: cite.article.clone().unwrap_or_default(),
    };
    RuleInfo {
        name: Words::new(rule.name.clone(), rule.english.clone()),
        kind: match rule.kind {
            OfRule::Benefit => RuleKind::Benefit,
            OfRule::Category => RuleKind::Recognition,
            OfRule::Calculation => RuleKind::Computation,
            OfRule::Ranking => RuleKind::Ranking,
        },
        subject: book.kind(rule.subject).id.clone(),
        money: rule.amount.is_some(),
        months: rule.months.is_some(),
        outputs,
        funds: rule.funds.iter().map(|(name, _)| name.clone()).collect(),
        reads: reads.into_iter().filter_map(read).collect(),
        cite: rule.basis.iter().map(cite).collect(),
        papers: rule.papers.clone(),
    }
}
