//! What the library holds: records of documents, the states of findings, how documents relate. No store, no web.

use anye_base::Date;
use anye_findings::{Citation, DateMention, Figure, Measure, Span, UnitMention};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What lists show of a document and lists are filtered by (文件登记).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = documents::Record)]
pub struct Record {
    /// Identifier: of the pack where it knows the document, else from the number or the content.
    pub id: String,
    /// 文号, where it has one.
    pub number: Option<String>,
    /// 标题; empty where the text has none and the pack knows none.
    pub title: String,
    /// 发文机关
    pub issuer: Option<String>,
    /// Code of the place (区划) it applies to.
    pub place: String,
    /// 文种: `notice`, `opinion`, `plan` … with names under `kind-<word>` in the catalogues.
    pub kind: String,
    /// Year of the number, else of issue.
    pub year: Option<i64>,
    /// 成文日期
    #[schema(value_type = Option<String>)]
    pub issued_on: Option<Date>,
    /// 发布日期
    #[schema(value_type = Option<String>)]
    pub published_on: Option<Date>,
    /// First day in force; unknown where neither text nor pack says so.
    #[schema(value_type = Option<String>)]
    pub in_force_from: Option<Date>,
    /// Last day in force, where stated.
    #[schema(value_type = Option<String>)]
    pub in_force_to: Option<Date>,
    /// The day from which another document repeals it.
    #[schema(value_type = Option<String>)]
    pub repealed_on: Option<Date>,
    /// The document that repeals it.
    pub repealed_by: Option<String>,
    /// Empty for the first; names a later edition (版本) with the same number.
    pub edition: String,
    /// SM3 of the text.
    pub content_hash: String,
    /// Name of the file it came in.
    pub file_name: String,
    /// File format and encoding.
    pub format: String,
    /// A sample of the demo, no document of any office (样例).
    pub sample: bool,
    /// Number of articles, numbered and lead.
    pub article_count: i64,
    /// Findings that wait for a person.
    pub doubts: i64,
    /// Account that imported it.
    pub imported_by: String,
    /// Its name at the time.
    pub imported_name: String,
    /// When, in milliseconds since 1970 UTC.
    pub imported_at: i64,
    /// Taken out of use (撤回), where it was. Never deleted.
    pub withdrawn: Option<Withdrawn>,
    /// Version, for `ETag`; changes with each edit of a finding.
    pub version: i64,
}

/// That a document was taken out of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Withdrawn {
    /// When, in milliseconds.
    pub at: i64,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Where a finding stands (识别结果状态). Names are under `finding-state-<word>` in the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = documents::State)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已识别: read from the text, nobody has looked at it yet.
    Found,
    /// 待确认: read from the text with a doubt.
    Doubtful,
    /// 已确认
    Confirmed,
    /// 已更正
    Corrected,
    /// 已排除
    Rejected,
    /// 人工补充
    Added,
}

/// What a person did to a finding. Names are under `finding-action-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// 确认
    Confirm,
    /// 更正
    Correct,
    /// 排除
    Reject,
    /// 补充
    Add,
    /// 恢复为待办: takes earlier actions back; the history stays.
    Reopen,
}

/// Sorts of findings (识别结果类别). Names are under `finding-sort-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// 责任单位
    Unit,
    /// 数字
    Figure,
    /// 时间
    Date,
    /// 引用文件
    Citation,
    /// 任务
    Measure,
}

/// One finding of any sort. JSON: its own fields with `sort` in front.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "sort", rename_all = "snake_case")]
pub enum Finding {
    /// 责任单位
    Unit(UnitMention),
    /// 数字
    Figure(Figure),
    /// 时间
    Date(DateMention),
    /// 引用文件
    Citation(Citation),
    /// 任务
    Measure(Measure),
}

impl Finding {
    /// What sort it is.
    pub fn sort(&self) -> Sort {
        match self {
            Self::Unit(_) => Sort::Unit,
            Self::Figure(_) => Sort::Figure,
            Self::Date(_) => Sort::Date,
            Self::Citation(_) => Sort::Citation,
            Self::Measure(_) => Sort::Measure,
        }
    }

    /// Where it stands in the article's text.
    pub fn span(&self) -> Span {
        match self {
            Self::Unit(found) => found.span,
            Self::Figure(found) => found.span,
            Self::Date(found) => found.span,
            Self::Citation(found) => found.span,
            Self::Measure(found) => found.span,
        }
    }

    /// Takes the doubt away: a person has decided.
    #[must_use]
    pub fn decided(mut self) -> Self {
        match &mut self {
            Self::Unit(found) => found.doubt = None,
            Self::Figure(found) => found.doubt = None,
            Self::Date(found) => found.doubt = None,
            Self::Citation(found) => found.doubt = None,
            Self::Measure(found) => found.doubt = None,
        }
        self
    }
}

impl State {
    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Doubtful => "doubtful",
            Self::Confirmed => "confirmed",
            Self::Corrected => "corrected",
            Self::Rejected => "rejected",
            Self::Added => "added",
        }
    }
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Confirm, Self::Correct, Self::Reject, Self::Add, Self::Reopen];

    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Correct => "correct",
            Self::Reject => "reject",
            Self::Add => "add",
            Self::Reopen => "reopen",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Unit, Self::Figure, Self::Date, Self::Citation, Self::Measure];

    /// The word in keys and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Figure => "figure",
            Self::Date => "date",
            Self::Citation => "citation",
            Self::Measure => "measure",
        }
    }
}

/// What somebody did to a finding, as kept (更正记录).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// The article.
    pub article_key: String,
    /// The finding.
    pub finding_key: String,
    /// The version that this made; what was read from the text is version 1.
    pub version: i64,
    /// What was done.
    pub action: Action,
    /// The finding as corrected or added.
    pub body: Option<Finding>,
    /// Why, in the person's words.
    pub reason: String,
    /// Account.
    pub account: String,
    /// Its name at the time.
    pub account_name: String,
    /// When, in milliseconds.
    pub at: i64,
}

/// How a document stands to another (文件关系). Names are under `relation-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 废止
    Repeals,
    /// 修改
    Amends,
    /// 依据: rests on it.
    BasedOn,
    /// 贯彻落实
    Implements,
    /// 继续执行
    Continues,
    /// 报告: reports having drafted or issued it.
    Reports,
    /// 拟出台
    Announces,
    /// 引用
    Cites,
}

impl Role {
    /// All of them, the strongest first.
    pub const ALL: [Self; 8] = [
        Self::Repeals,
        Self::Amends,
        Self::BasedOn,
        Self::Implements,
        Self::Continues,
        Self::Reports,
        Self::Announces,
        Self::Cites,
    ];

    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Repeals => "repeals",
            Self::Amends => "amends",
            Self::BasedOn => "based_on",
            Self::Implements => "implements",
            Self::Continues => "continues",
            Self::Reports => "reports",
            Self::Announces => "announces",
            Self::Cites => "cites",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether the other document stands above this one.
    pub fn is_parent(self) -> bool {
        matches!(self, Self::BasedOn | Self::Implements)
    }
}

/// One mention of another document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Relation {
    /// The document that mentions.
    pub from_document: String,
    /// The article that mentions: `0` is the text before the first article.
    pub article_key: String,
    /// The citation in that article, empty where the pack says so.
    pub finding_key: String,
    /// `text` or `pack`.
    pub source: String,
    /// How.
    pub role: Role,
    /// The document mentioned, where the library has it.
    pub to_document: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The words of the text, or what the pack calls it.
    pub text: String,
}
