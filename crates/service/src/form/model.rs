//! What a form holds. It must never hold who fills it in.

use anye_forms::Words;
use anye_programmes::SubjectKind;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// How something is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Words.
    Text,
    /// A number; its unit in both languages.
    Number {
        /// Chinese.
        zh: String,
        /// English.
        en: String,
    },
    /// A day.
    Day,
    /// A month.
    Month,
    /// Two days.
    Period,
    /// One of these: what is kept, and its names.
    Choice {
        /// Value, Chinese, English.
        members: Vec<(String, String, String)>,
    },
    /// Any of these: their values, one after another with 、 between.
    Choices {
        /// Value, Chinese, English.
        members: Vec<(String, String, String)>,
    },
    /// Somebody in the registry, by number.
    Subject {
        /// person, employer …
        kind: String,
    },
}

/// A question of the form.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Ask {
    /// Key of the answer.
    pub key: String,
    /// Name.
    #[schema(value_type = Object)]
    pub name: Words,
    /// What it means, or how to fill it in.
    #[schema(value_type = Object)]
    pub help: Words,
    /// How it is entered.
    pub input: Input,
    /// An application without it is not sent.
    pub required: bool,
    /// A person finds it: asked at the office, not of the applicant.
    pub finding: bool,
    /// Asked only where this key has one of these values.
    pub when: Option<(String, Vec<String>)>,
    /// The programmes that need it.
    pub needed_by: Vec<String>,
    /// What the registry knows: then it is shown, not asked.
    pub known: Option<Known>,
}

/// Something the registry knows.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = service::Known)]
pub struct Known {
    /// The value, as facts files write it.
    #[schema(value_type = Object)]
    pub value: Value,
    /// Since when it holds.
    pub since: String,
    /// Where it comes from.
    pub source: String,
}

/// Questions about one thing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Sheet {
    /// Kind of the dictionary; empty: the programmes' own.
    pub kind: String,
    /// Its id.
    pub thing: String,
    /// Name.
    #[schema(value_type = Object)]
    pub name: Words,
    /// Questions.
    pub asks: Vec<Ask>,
}

/// The whole form.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Form {
    /// By thing; the subject comes first.
    pub sheets: Vec<Sheet>,
    /// Papers to bring.
    pub papers: Vec<Ask>,
}

impl Form {
    /// All questions.
    pub fn asks(&self) -> impl Iterator<Item = &Ask> {
        self.sheets.iter().flat_map(|sheet| &sheet.asks).chain(&self.papers)
    }

    /// A question by its key.
    #[must_use]
    pub fn ask(&self, key: &str) -> Option<&Ask> {
        self.asks().find(|ask| ask.key == key)
    }
}

impl Ask {
    /// Whether it is asked, given the answers before it.
    #[must_use]
    pub fn is_asked(&self, answers: &crate::model::Answers) -> bool {
        let Some((key, values)) = &self.when else { return true };
        answers.get(key).is_some_and(|said| values.contains(said))
    }
}

/// The kind of subject of an input.
#[must_use]
pub fn subject(input: &Input) -> Option<SubjectKind> {
    match input {
        Input::Subject { kind } => crate::model::subject_kind(kind),
        _ => None,
    }
}
