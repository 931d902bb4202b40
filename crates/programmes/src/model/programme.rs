//! A programme (业务): how something is applied for, examined, decided, made public, given and appealed against. No programme's name is known here.

use anye_forms::{Cite, Words};
use serde::Serialize;

use super::{Field, SubjectKind, ValueFrom};

/// A programme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Programme {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// What it is for, for who applies.
    pub note: Words,
    /// Its basis.
    pub cite: Vec<Cite>,
    /// Whom the decision is about.
    pub subject: SubjectKind,
    /// Who may apply.
    pub applicants: Vec<Applicant>,
    /// The rules of the law it decides by; none: a person decides.
    pub rules: Vec<RuleUse>,
    /// What is asked besides the facts that the rules read.
    pub fields: Vec<Field>,
    /// The papers.
    pub papers: Vec<Paper>,
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// Made public before it is final.
    pub publicity: Option<Publicity>,
    /// What a grant brings about, in one transaction.
    pub effects: Vec<Effect>,
    /// The programme to appeal by.
    pub appeal: Option<String>,
    /// Offered without an application.
    pub automatic: Option<Automatic>,
    /// Applied for together with others in one form, by the id of the matter (一件事).
    pub matter: Option<String>,
    /// Where it is open; empty is everywhere.
    pub places: Vec<String>,
    /// First and last day it is open for applications.
    pub open: (Option<String>, Option<String>),
    /// The whole is promised within this.
    pub promise: Option<Span>,
    /// What the text leaves open (疑义).
    pub doubts: Vec<Words>,
}

/// Who may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    /// The subject itself, through the portal.
    Itself,
    /// A clerk at the counter, for the subject.
    Counter,
    /// The subject's employer.
    Employer,
    /// Another office, such as a village.
    Office,
}

/// A rule of the law and the thing it is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleUse {
    /// Its id.
    pub rule: String,
    /// Where its subject is not the programme's own, the field that names it or `new`: a thing of the rule's kind that comes into being with the application.
    pub thing: Option<String>,
    /// All of the rules marked so must grant; of those unmarked each gives its own decision.
    pub required: bool,
}

/// A paper (材料).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// An application without it cannot be accepted.
    pub required: bool,
    /// Asked only where this field has one of these values.
    pub when: Option<(String, Vec<String>)>,
    /// Not asked where the registry knows this fact with evidence.
    pub unless_fact: Option<String>,
}

/// A step (环节).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Who does it.
    pub role: StepRole,
    /// At which office.
    pub level: Level,
    /// What may be done.
    pub acts: Vec<StepAct>,
    /// By when.
    pub within: Option<Span>,
    /// Not by anybody who did one of these steps (ids).
    pub not_by: Vec<String>,
    /// The clock stands still while papers are asked for.
    pub pauses: bool,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

/// Who does a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepRole {
    /// 经办
    Clerk,
    /// 复核
    Reviewer,
    /// 申请人
    Applicant,
    /// Nobody: the law decides by itself, and a person is asked where it does not know.
    Law,
}

/// The level of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Where it was applied for.
    Own,
    /// 村(社区)
    Village,
    /// 乡镇(街道)
    Township,
    /// 县(区)
    County,
    /// 市
    City,
    /// 省
    Province,
}

/// What may be done in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepAct {
    /// 受理
    Accept,
    /// 补正: ask for papers or facts.
    Ask,
    /// 退回
    Return,
    /// 通过: pass on.
    Pass,
    /// 决定: grant or refuse as the law says, or against it with a reason.
    Decide,
    /// 不予受理
    Reject,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// So many …
    pub n: u32,
    /// … of these.
    pub unit: SpanUnit,
}

/// Units of time limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanUnit {
    /// Hours.
    Hour,
    /// 日
    Day,
    /// 工作日
    WorkingDay,
    /// 月
    Month,
}

/// Publicity (公示).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publicity {
    /// How long.
    pub span: Span,
    /// Fields shown, by id; names and numbers are masked.
    pub fields: Vec<String>,
    /// What an objection does.
    pub objection: Objection,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

/// What an objection does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Objection {
    /// The case waits until it is settled.
    Holds,
    /// It is kept and answered.
    Noted,
}

/// What a grant brings about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Money is committed: the decision's amount and funds.
    Pay {
        /// The fund of the pack; empty takes the decision's own.
        fund: String,
        /// Paid at once, or each month for so long as the decision says.
        monthly: bool,
    },
    /// An entry is opened in a register.
    Register {
        /// The register.
        register: String,
        /// Field → value.
        set: Vec<(String, ValueFrom)>,
    },
    /// The open entries of a register about the subject end.
    End {
        /// The register.
        register: String,
        /// To this state.
        state: String,
    },
    /// An entry that a field names comes into another state.
    Change {
        /// The field.
        entry: String,
        /// The state.
        state: String,
        /// Why, as a code of the register's move; may be empty.
        reason: String,
        /// Field → value.
        set: Vec<(String, ValueFrom)>,
    },
    /// What decisions about the thing that a field names still owe is owed no more.
    Stop {
        /// The field.
        entry: String,
    },
    /// A fact becomes known.
    Fact {
        /// As `persons.hard_to_employ`.
        fact: String,
        /// Its value.
        value: ValueFrom,
    },
    /// A numbered, verifiable paper.
    Certificate(Certificate),
    /// A message to the applicant.
    Message(Words),
}

/// A certificate or notice (证书、通知书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Stable id.
    pub id: String,
    /// Title.
    pub name: Words,
    /// What it says; `{field}` stands for a field, `{name}`, `{place}`, `{from}`, `{to}`, `{amount}` for what is meant.
    pub text: Words,
}

/// Without applying (免申即享): the nightly run looks for those entitled who do not have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Automatic {
    /// Who has to say yes.
    pub confirm: Applicant,
    /// The offer lapses after this.
    pub within: Span,
}
