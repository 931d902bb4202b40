//! Applications and cases of programmes (申请、办件) as they are kept.

use std::collections::BTreeMap;

use anye_programmes::{Applicant, SubjectKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// What somebody answered: key to text. `kind.thing.field` is a fact, `f.field` a field of a programme, `p.paper` a paper, `e.…` what shows a correction.
pub type Answers = BTreeMap<String, String>;

/// An application (申请): one form for one or several programmes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Application {
    /// Id.
    pub id: String,
    /// What is applied for.
    pub programmes: Vec<String>,
    /// The matter it was begun from; may be empty.
    pub matter: String,
    /// Where.
    pub place: String,
    /// person, employer …
    pub subject_kind: String,
    /// Id in the registry.
    pub subject: String,
    /// itself, counter, employer or office.
    pub channel: String,
    /// The applicant's account; empty at a counter.
    pub account: String,
    /// As typed.
    #[schema(value_type = Object)]
    pub answers: Answers,
    /// Ids of things that come into being with it, by kind.
    #[schema(value_type = Object)]
    pub things: BTreeMap<String, String>,
    /// draft, sent or withdrawn.
    pub state: String,
    /// Who began it.
    pub made_by: String,
    /// Name then.
    pub made_name: String,
    /// When.
    pub made_at: i64,
    /// Changed last.
    pub changed_at: i64,
    /// Sent.
    pub sent_at: Option<i64>,
    /// The number to send with a change.
    pub row_version: i64,
}

impl Application {
    /// Whom it is about.
    #[must_use]
    pub fn kind(&self) -> SubjectKind {
        subject_kind(&self.subject_kind).unwrap_or(SubjectKind::Itself)
    }

    /// Whether it can still be changed.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.state == "draft"
    }
}

/// Reads the word of a kind of subject.
#[must_use]
pub fn subject_kind(word: &str) -> Option<SubjectKind> {
    use SubjectKind::{Employer, Household, Itself, Person, Place, Provider};
    [Person, Household, Employer, Provider, Place, Itself].into_iter().find(|one| one.word() == word)
}

/// The subject of a kind of the law's dictionary.
#[must_use]
pub fn subject_of(kind: &str) -> Option<SubjectKind> {
    use SubjectKind::{Employer, Household, Person, Place, Provider};
    [Person, Household, Employer, Provider, Place].into_iter().find(|one| one.kind() == Some(kind))
}

/// The word of a channel.
#[must_use]
pub fn channel(applicant: Applicant) -> &'static str {
    match applicant {
        Applicant::Itself => "itself",
        Applicant::Counter => "counter",
        Applicant::Employer => "employer",
        Applicant::Office => "office",
    }
}

/// How far a case is (办理状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// 办理中
    Working,
    /// 待补正: the applicant is asked, the clock may stand still.
    Asked,
    /// 待复核: somebody wants to decide otherwise than the law says.
    Second,
    /// 公示中
    Public,
    /// 公示中止: an objection, or an effect that could not be.
    Held,
    /// 准予
    Granted,
    /// 不予
    Refused,
    /// 不予受理
    Rejected,
    /// 已撤回
    Withdrawn,
}

impl Stand {
    const ALL: [Self; 9] = [
        Self::Working,
        Self::Asked,
        Self::Second,
        Self::Public,
        Self::Held,
        Self::Granted,
        Self::Refused,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The word stored; its name is under `service-stand-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Asked => "asked",
            Self::Second => "second",
            Self::Public => "public",
            Self::Held => "held",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Granted | Self::Refused | Self::Rejected | Self::Withdrawn)
    }
}

/// What somebody wants against, or beyond, the law's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = service::Proposal)]
pub struct Proposal {
    /// Grant or refuse.
    pub grant: bool,
    /// Why.
    pub reason: String,
    /// The amount, where the law gives none.
    pub amount_fen: Option<i64>,
    /// Who wants it.
    pub by: String,
    /// Name.
    pub name: String,
    /// When.
    pub at: i64,
}

/// A case of a programme, beside its row in casework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = service::Row)]
pub struct Row {
    /// Id of the case.
    pub case_id: String,
    /// The application.
    pub application: String,
    /// The number people are told.
    pub number: String,
    /// The programme.
    pub programme: String,
    /// Where.
    pub place: String,
    /// How far.
    pub stand: Stand,
    /// As decided, before it is final.
    pub granted: Option<bool>,
    /// Waiting for a second person.
    pub proposal: Option<Proposal>,
    /// What was asked for: fields and papers, by key.
    pub asked: Vec<String>,
    /// Why it was asked, returned, refused.
    pub why: String,
    /// The case that it appeals against.
    pub appeals: Option<String>,
    /// The last moment of the promise.
    pub promised_at: Option<i64>,
    /// When it was final.
    pub ended_at: Option<i64>,
    /// When it was sent.
    pub made_at: i64,
    /// The number to send with a change.
    pub row_version: i64,
}

/// A decision in a case, one for each rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = service::Decided)]
pub struct Decided {
    /// Place in the order, from 1.
    pub seq: i64,
    /// The rule; empty where a person decides without one.
    pub rule: String,
    /// The decision as kept; empty without a rule.
    pub decision: String,
    /// What the law says: granted, refused, needs …; empty without a rule.
    pub by_law: String,
    /// What was decided.
    pub granted: bool,
    /// Money.
    pub amount_fen: Option<i64>,
    /// Why it is not as the law says; else empty.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// Name.
    pub name: String,
    /// The second person, where there was one.
    pub second: Option<(String, String)>,
    /// When.
    pub made_at: i64,
}

/// Something that a grant brought about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Done {
    /// pay, register, end, fact, certificate, message.
    pub kind: String,
    /// Its id where it is kept.
    pub made: String,
    /// More about it.
    #[schema(value_type = Object)]
    pub detail: Value,
    /// When.
    pub at: i64,
}

/// A list made public (公示).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Public {
    /// The case.
    pub case_id: String,
    /// What everybody may see, masked.
    #[schema(value_type = Object)]
    pub shown: Value,
    /// First day.
    pub from_day: String,
    /// Last day.
    pub to_day: String,
    /// public, held, ended or stopped.
    pub state: String,
    /// When it ended.
    pub ended_at: Option<i64>,
}

/// An objection (异议).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = service::Objection)]
pub struct Objection {
    /// Id.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// Who objects.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// What they say.
    pub words: String,
    /// When.
    pub at: i64,
    /// The answer.
    pub answer: Option<String>,
    /// Whether it was right.
    pub upheld: Option<bool>,
    /// Who answered, and when.
    pub answered: Option<(String, i64)>,
}

/// A certificate or notice that was issued (证书、通知书).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Issued {
    /// Its number.
    pub number: String,
    /// In the address of its verify page.
    pub code: String,
    /// The case.
    pub case_id: String,
    /// The programme.
    pub programme: String,
    /// Title in both languages.
    pub title: (String, String),
    /// Text in both languages.
    pub text: (String, String),
    /// Whom it is for, masked.
    pub holder: String,
    /// When.
    pub issued_at: i64,
    /// When it became void.
    pub void_at: Option<i64>,
    /// Why, and who said so.
    pub void_why: Option<(String, String)>,
}

/// A case with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = service::Whole)]
pub struct Whole {
    /// The case.
    #[schema(value_type = Object)]
    pub case: anye_casework::model::Case,
    /// Its steps.
    #[schema(value_type = Vec<Object>)]
    pub steps: Vec<anye_casework::model::Step>,
    /// The programme's side of it.
    pub row: Row,
    /// Decisions, the newest of each rule.
    pub decided: Vec<Decided>,
    /// What the grant brought about.
    pub done: Vec<Done>,
    /// Its publicity.
    pub public: Option<Public>,
    /// Objections.
    pub objections: Vec<Objection>,
}
