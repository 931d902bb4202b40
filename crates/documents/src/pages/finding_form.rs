//! The form of a finding: each sort with its own fields only, read back with what is wrong said at the field. Pure.
//!
//! The span comes from the words: a person copies them out of the article, and nobody counts characters.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_findings::{
    Citation, CitationRole, Compare, DateMention, DateRole, Figure, Measure, Role, Span, UnitMention,
};
use anye_web::Texts;
use serde::Deserialize;

use super::show::Choice;
use super::wording;
use crate::model::{Finding, Sort};

/// What a form sends. Every sort uses some of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FindingForm {
    /// `confirm`, `correct`, `reject`, `reopen`.
    pub act: String,
    /// Version that the change is based on.
    pub version: String,
    /// Sort of a finding to add.
    pub sort: String,
    /// Why.
    pub reason: String,
    /// The words in the article.
    pub words: String,
    /// Name of a unit.
    pub name: String,
    /// Its whole name.
    pub full_name: String,
    /// Its id in the register.
    pub unit_id: String,
    /// Role of a unit, a date or a citation.
    pub role: String,
    /// Number in base units.
    pub value: String,
    /// Upper end of a range.
    pub upper: String,
    /// Unit of measure.
    pub unit: String,
    /// Counted per.
    pub per: String,
    /// Bound.
    pub compare: String,
    /// What is counted.
    pub subject: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The event that a time hangs on.
    pub relative_to: String,
    /// Number of a cited document.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who must act.
    pub who: String,
    /// What must be done.
    pub what: String,
    /// By when, in words.
    pub by_when: String,
    /// Last day.
    pub due_on: String,
}

/// A field as the page shows it.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// Name.
    pub name: &'static str,
    /// Label.
    pub label: String,
    /// Hint, or empty.
    pub hint: String,
    /// What stands in it.
    pub value: String,
    /// Choices of a list; empty for a field to write in.
    pub choices: Vec<Choice>,
    /// Several lines.
    pub long: bool,
    /// May stay empty.
    pub optional: bool,
    /// What is wrong.
    pub error: Option<String>,
}

const ROLES: [&str; 3] = ["lead", "support", "responsible"];
const DATES: [&str; 5] = ["from", "until", "period", "due", "mention"];
const CITES: [&str; 4] = ["implements", "amends", "repeals", "cites"];
const COMPARES: [&str; 6] = ["at_least", "at_most", "more_than", "less_than", "about", "range"];

impl FindingForm {
    /// The form of a finding as it stands.
    pub fn of(finding: &Finding, text: &str) -> Self {
        let words = text.chars().skip(finding.span().start);
        let words = words.take(finding.span().end.saturating_sub(finding.span().start)).collect();
        let or = |value: &Option<String>| value.clone().unwrap_or_default();
        let base = Self { words, sort: finding.sort().word().to_owned(), ..Self::default() };
        match finding {
            Finding::Unit(found) => Self {
                name: found.name.clone(),
                full_name: found.full_name.clone(),
                unit_id: or(&found.unit_id),
                role: wording::role_word(found.role).to_owned(),
                ..base
            },
            Finding::Figure(found) => Self {
                value: found.value.to_string(),
                upper: found.upper.map(|upper| upper.to_string()).unwrap_or_default(),
                unit: found.unit.clone(),
                per: or(&found.per),
                compare: found.compare.map(wording::compare_word).unwrap_or_default().to_owned(),
                subject: or(&found.subject),
                ..base
            },
            Finding::Date(found) => Self {
                from: or(&found.from),
                to: or(&found.to),
                relative_to: or(&found.relative_to),
                role: wording::date_word(found.role).to_owned(),
                ..base
            },
            Finding::Citation(found) => Self {
                number: or(&found.number),
                title: or(&found.title),
                role: wording::citation_word(found.role).to_owned(),
                ..base
            },
            Finding::Measure(found) => Self {
                who: found.who.join("、"),
                what: found.what.clone(),
                by_when: or(&found.by_when),
                due_on: or(&found.due_on),
                ..base
            },
        }
    }

    /// The finding that the form describes. `before` is the one it corrects.
    pub fn finding(&self, sort: Sort, text: &str, before: Option<&Finding>) -> Result<Finding, Fault> {
        let span = locate(text, &self.words, before.map(Finding::span))?;
        let words = self.words.trim().to_owned();
        let some = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        Ok(match sort {
            Sort::Unit => {
                let name = some(&self.name).unwrap_or_else(|| words.clone());
                Finding::Unit(UnitMention {
                    full_name: some(&self.full_name).unwrap_or_else(|| name.clone()),
                    name,
                    role: word("role", &self.role)?,
                    unit_id: some(&self.unit_id),
                    open_list: matches!(before, Some(Finding::Unit(unit)) if unit.open_list),
                    span,
                    doubt: None,
                })
            }
            Sort::Figure => Finding::Figure(Figure {
                value: number("value", &self.value)?.ok_or_else(|| bad("value", "library_number"))?,
                upper: number("upper", &self.upper)?,
                parts: match before {
                    Some(Finding::Figure(figure)) if figure.value.to_string() == self.value => {
                        figure.parts.clone()
                    }
                    _ => Vec::new(),
                },
                unit: self.unit.trim().to_owned(),
                per: some(&self.per),
                compare: some(&self.compare).map(|compare| word("compare", &compare)).transpose()?,
                subject: some(&self.subject),
                text: words,
                span,
                doubt: None,
            }),
            Sort::Date => Finding::Date(DateMention {
                from: day("from", &self.from)?,
                to: day("to", &self.to)?,
                relative_to: some(&self.relative_to),
                role: word("role", &self.role)?,
                text: words,
                span,
                doubt: None,
            }),
            Sort::Citation => Finding::Citation(Citation {
                number: some(&self.number),
                title: some(self.title.trim().trim_start_matches('《').trim_end_matches('》')),
                document_id: None,
                role: word("role", &self.role)?,
                text: words,
                span,
                doubt: None,
            }),
            Sort::Measure => Finding::Measure(Measure {
                who: self.who.split(['、', '，', ',', '；', ';']).filter_map(some).collect(),
                what: some(&self.what).unwrap_or(words),
                by_when: some(&self.by_when),
                due_on: day("due_on", &self.due_on)?,
                figures: match before {
                    Some(Finding::Measure(measure)) => measure.figures.clone(),
                    _ => Vec::new(),
                },
                span,
                doubt: None,
            }),
        })
    }

    /// The fields of a sort, with what is wrong at each.
    pub fn fields(&self, texts: &Texts, sort: Sort, fault: Option<&Fault>) -> Vec<FieldView> {
        let mut fields = Vec::new();
        let mut add = |name: &'static str, value: &str, choices: Option<(&str, &[&str])>, optional: bool| {
            let hint = format!("library-field-{name}-hint");
            let wrong = fault.and_then(|fault| fault.fields.iter().find(|field| field.field == name));
            let choices = choices.map(|(prefix, words)| {
                let choice = |word: &&str| Choice::new(*word, texts.t(&format!("{prefix}-{word}")), value);
                let none = optional.then(|| Choice::new("", texts.t("library-field-none"), value));
                none.into_iter().chain(words.iter().map(choice)).collect()
            });
            fields.push(FieldView {
                name,
                label: texts.t(&format!("library-field-{name}")),
                hint: if texts.has(&hint) { texts.t(&hint) } else { String::new() },
                value: value.to_owned(),
                choices: choices.unwrap_or_default(),
                long: matches!(name, "what"),
                optional,
                error: wrong.map(|field| texts.field_fault(field)),
            });
        };
        add("words", &self.words, None, false);
        match sort {
            Sort::Unit => {
                add("name", &self.name, None, true);
                add("full_name", &self.full_name, None, true);
                add("role", &self.role, Some(("library-role", &ROLES)), false);
                add("unit_id", &self.unit_id, None, true);
            }
            Sort::Figure => {
                add("compare", &self.compare, Some(("library-compare", &COMPARES)), true);
                add("value", &self.value, None, false);
                add("upper", &self.upper, None, true);
                add("unit", &self.unit, None, true);
                add("per", &self.per, None, true);
                add("subject", &self.subject, None, true);
            }
            Sort::Date => {
                add("role", &self.role, Some(("library-date", &DATES)), false);
                add("from", &self.from, None, true);
                add("to", &self.to, None, true);
                add("relative_to", &self.relative_to, None, true);
            }
            Sort::Citation => {
                add("role", &self.role, Some(("library-cites", &CITES)), false);
                add("number", &self.number, None, true);
                add("title", &self.title, None, true);
            }
            Sort::Measure => {
                add("who", &self.who, None, true);
                add("what", &self.what, None, true);
                add("by_when", &self.by_when, None, true);
                add("due_on", &self.due_on, None, true);
            }
        }
        fields
    }
}

/// Where the words stand in the article: of several places the one nearest to where they stood before.
pub fn locate(text: &str, words: &str, before: Option<Span>) -> Result<Span, Fault> {
    let (text, words): (Vec<char>, Vec<char>) = (text.chars().collect(), words.trim().chars().collect());
    if words.is_empty() {
        return Err(bad("words", "library_words_missing"));
    }
    let near = before.map_or(0, |span| span.start);
    let starts = text.windows(words.len()).enumerate().filter(|(_, window)| *window == words);
    let start = starts.map(|(start, _)| start).min_by_key(|start| start.abs_diff(near));
    let start = start.ok_or_else(|| bad("words", "library_words_absent"))?;
    Ok(Span { start, end: start + words.len() })
}

fn bad(field: &str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code))
}

fn number(field: &str, text: &str) -> Result<Option<f64>, Fault> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let value: Option<f64> = text.parse().ok().filter(|value: &f64| value.is_finite());
    value.map(Some).ok_or_else(|| bad(field, "library_number"))
}

fn day(field: &str, text: &str) -> Result<Option<String>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day: Date = text.parse().map_err(|_| bad(field, "library_day"))?;
    Ok(Some(day.to_string()))
}

/// Reads a word as the JSON contract spells it.
fn word<T: serde::de::DeserializeOwned>(field: &str, text: &str) -> Result<T, Fault> {
    serde_json::from_value(serde_json::Value::from(text)).map_err(|_| bad(field, "library_choice"))
}

/// The words that roles, dates, citations and bounds can have: they must be those of the contract.
pub fn all_words() -> [(&'static str, &'static [&'static str]); 4] {
    [("role", &ROLES), ("date", &DATES), ("cites", &CITES), ("compare", &COMPARES)]
}

/// Whether every word on offer is one that the contract knows.
pub fn words_are_known() -> bool {
    let known = |(list, words): (&str, &[&str])| {
        words.iter().all(|text| match list {
            "role" => word::<Role>("", text).is_ok(),
            "date" => word::<DateRole>("", text).is_ok(),
            "cites" => word::<CitationRole>("", text).is_ok(),
            _ => word::<Compare>("", text).is_ok(),
        })
    };
    all_words().into_iter().all(known)
}
