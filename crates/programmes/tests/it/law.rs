//! A small law and library of our own.

use anye_forms::{Choice, Finding, Library, Words};
use anye_programmes::{Definitions, FactInfo, FactType, Law, RuleInfo, RuleKind, read};

pub const SMALL: &str = include_str!("small.toml");

fn fact(ty: FactType, unit: &str) -> FactInfo {
    FactInfo {
        name: Words::new("名", "name"),
        help: String::new(),
        ty,
        unit: unit.to_owned(),
        finding: false,
    }
}

fn rule(kind: RuleKind, subject: &str, money: bool) -> RuleInfo {
    RuleInfo {
        name: Words::new("补贴", "subsidy"),
        kind,
        subject: subject.to_owned(),
        money,
        months: false,
        outputs: vec![("since".to_owned(), FactType::Date)],
        funds: vec!["甲资金".to_owned()],
        reads: vec!["persons.disabled".to_owned(), "persons.born".to_owned()],
        cite: Vec::new(),
        papers: Vec::new(),
    }
}

/// Persons with five facts, contracts, three rules.
pub fn law() -> Law {
    let colour = |id: &str| Choice { id: id.to_owned(), name: Words::new(id, id) };
    let mut law = Law::default();
    for (id, ty, unit) in [
        ("persons.disabled", FactType::YesNo, ""),
        ("persons.born", FactType::Date, ""),
        ("persons.income", FactType::Money, "元/月"),
        ("persons.colour", FactType::Choice(vec![colour("red"), colour("blue")]), ""),
        ("contracts.term", FactType::Count, "月"),
        ("contracts.person", FactType::Thing("persons".to_owned()), ""),
        ("letters.sent", FactType::Date, ""),
    ] {
        law.facts.insert(id.to_owned(), fact(ty, unit));
    }
    law.rules.insert("aid".to_owned(), rule(RuleKind::Benefit, "persons", true));
    law.rules.insert("title".to_owned(), rule(RuleKind::Recognition, "persons", false));
    law.rules.insert("hire-aid".to_owned(), rule(RuleKind::Benefit, "contracts", true));
    law.rules.insert("table".to_owned(), rule(RuleKind::Computation, "persons", true));
    law.funds.insert("甲资金".to_owned());
    law
}

/// Reads one file against the small law; there is a document T1 with the articles 1 and 2.
pub fn with_law(text: &str) -> (Definitions, Vec<Finding>) {
    let article = |document: &str, article: &str| document == "T1" && ["", "1", "2"].contains(&article);
    let yes = |_: &str| true;
    let library = Library { article: &article, unit: &yes, requirement: &yes };
    read(&[("a.toml".to_owned(), text.to_owned())], Some(&library), Some(&law()))
}
