//! The tree as written: what the parser makes, the formatter prints and the checker reads. Names are not resolved here. Stable as JSON.

use serde::Serialize;

use crate::day::Day;
use crate::num::{Num, Rounding};
use crate::span::{FileId, Span, Spanned};

/// A name as written.
pub type Name = Spanned<String>;
/// Free text in quotes.
pub type Text = Spanned<String>;

/// One parsed file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct File {
    /// Which file.
    pub id: FileId,
    /// Its items in order.
    pub items: Vec<Item>,
    /// Comments (text with `#`), with their places, for the formatter.
    pub comments: Vec<Text>,
}

/// What a head opens.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    /// 文件.
    Document(Document),
    /// 枚举.
    Enum(EnumItem),
    /// 对象.
    Kind(KindItem),
    /// 参数.
    Parameter(ParameterItem),
    /// 清单.
    List(ListItem),
    /// 待遇, 认定, 测算, 排序.
    Rule(Box<RuleItem>),
    /// 互斥.
    Exclusive(ExclusiveItem),
    /// 冲突.
    Conflict(ConflictItem),
    /// 情景.
    Scenario(Box<ScenarioItem>),
}

/// What every definition has: its name, its ASCII id, and what is said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Head {
    /// The whole item.
    pub span: Span,
    /// Chinese name (empty text only after a syntax error).
    pub name: Option<Name>,
    /// ASCII id.
    pub id: Option<Name>,
    /// 英文.
    pub english: Option<Text>,
    /// 说明.
    pub note: Option<Text>,
    /// 依据.
    pub basis: Vec<Cite>,
    /// 疑义.
    pub doubts: Vec<Text>,
}

/// 文件: rules that follow in this file belong to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// The whole head.
    pub span: Span,
    /// Id of the document in the pack.
    pub id: Name,
    /// 地区.
    pub place: Option<Name>,
    /// 上位.
    pub parents: Vec<Name>,
    /// 知悉.
    pub known: Option<Spanned<Day>>,
}

/// A citation: `FS2020 第九条第一款` or `LN2020-R 2.1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cite {
    /// As a whole.
    pub span: Span,
    /// The document's id.
    pub document: String,
    /// Article as the library numbers it: `9`, `2.1`. `None` when only the document is named.
    pub article: Option<String>,
    /// What follows (`第一款第二项`), as written.
    pub rest: String,
}

/// 枚举.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnumItem {
    /// Name and so on.
    pub head: Head,
    /// Members: name and ASCII id.
    pub members: Vec<(Name, Option<Name>)>,
}

/// 对象.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindItem {
    /// Name and so on; the id is the key in the facts.
    pub head: Head,
    /// Fields and relations.
    pub fields: Vec<FieldItem>,
}

/// One field or relation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldItem {
    /// The whole line.
    pub span: Span,
    /// Chinese name.
    pub name: Name,
    /// ASCII id.
    pub id: Name,
    /// What it holds.
    pub ty: FieldType,
    /// 人工认定: decided by a person and recorded.
    pub finding: bool,
    /// 依据.
    pub basis: Vec<Cite>,
    /// What it means.
    pub help: Option<Text>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldType {
    /// A value.
    Value(TypeName),
    /// `-> KIND.REVERSE`.
    Relation {
        /// The other kind.
        kind: Name,
        /// Name of the reverse collection there.
        reverse: Name,
    },
}

/// A type as written: 是否, 日期, 年月, 文本, 时期, an enum's name or a unit (`元`, `元/人/月`, `%`, `数`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeName {
    /// Where.
    pub span: Span,
    /// The words between `/`.
    pub words: Vec<String>,
}

/// 参数.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 类型.
    pub ty: Option<TypeName>,
    /// 范围 A 至 B.
    pub range: Option<(Expr, Expr)>,
    /// 层级: 省, 市 or 县.
    pub level: Option<Name>,
    /// 未定, with the reason.
    pub unset: Option<Text>,
    /// 值 lines.
    pub values: Vec<ValueLine>,
    /// 取值表.
    pub table: Option<Text>,
}

/// 值 E [地区 C] [自 D] [至 D] [依据 …].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueLine {
    /// The whole line.
    pub span: Span,
    /// The value: a literal, a window, an enum member.
    pub value: Expr,
    /// Where it applies; the file's place when left out.
    pub place: Option<Name>,
    /// First day.
    pub from: Option<Spanned<Day>>,
    /// Last day.
    pub to: Option<Spanned<Day>>,
    /// 依据.
    pub basis: Vec<Cite>,
}

/// 清单.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 类型.
    pub ty: Option<TypeName>,
    /// 项.
    pub items: Vec<Name>,
    /// 开放: what is not on the list is unknown instead of false.
    pub open: bool,
    /// 取值表.
    pub table: Option<Text>,
}

/// Which of the four rules it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// 待遇.
    Benefit,
    /// 认定.
    Category,
    /// 测算.
    Calculation,
    /// 排序.
    Ranking,
}

/// 待遇, 认定, 测算, 排序.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleItem {
    /// Which.
    pub kind: RuleKind,
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 对象.
    pub subject: Option<Name>,
    /// 受益.
    pub payee: Option<Expr>,
    /// 地区.
    pub place: Option<Name>,
    /// 有效.
    pub valid: Option<Valid>,
    /// 基准日.
    pub as_of: Option<Expr>,
    /// 知悉.
    pub known: Option<Spanned<Day>>,
    /// 事项.
    pub topic: Option<Name>,
    /// 设 and 给出, in the order written.
    pub bindings: Vec<Binding>,
    /// 条件 blocks.
    pub blocks: Vec<Block>,
    /// 金额.
    pub amount: Option<Expr>,
    /// 月数.
    pub months: Option<Expr>,
    /// 起始.
    pub starts: Option<Expr>,
    /// 终止.
    pub ends: Option<Expr>,
    /// 最高.
    pub at_most: Option<Expr>,
    /// 例外.
    pub exceptions: Vec<Exception>,
    /// 次数.
    pub times: Vec<Times>,
    /// 上限.
    pub caps: Vec<Cap>,
    /// 资金.
    pub funds: Vec<Fund>,
    /// 分担.
    pub shares: Vec<Share>,
    /// 关系.
    pub relations: Vec<Relation>,
    /// 材料.
    pub papers: Vec<Text>,
    /// 办理.
    pub apply_at: Option<Text>,
    /// 另可.
    pub instead: Vec<Name>,
    /// 次序 (rankings).
    pub order: Vec<OrderKey>,
    /// 抽签 (rankings).
    pub lot: Option<Expr>,
}

/// 有效.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "valid", rename_all = "snake_case")]
pub enum Valid {
    /// 不限.
    Always {
        /// Where it is said.
        span: Span,
    },
    /// From, to, or both; both ends included.
    Between {
        /// First day.
        from: Option<Expr>,
        /// Last day.
        to: Option<Expr>,
    },
    /// An expression of type 时期.
    Window {
        /// It.
        window: Expr,
    },
}

/// 设 or 给出.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Binding {
    /// The whole line.
    pub span: Span,
    /// Chinese name.
    pub name: Name,
    /// ASCII id (给出 only).
    pub id: Option<Name>,
    /// 给出: shown in the answer.
    pub output: bool,
    /// What it is.
    pub value: Expr,
}

/// One 条件 block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Block {
    /// The whole block.
    pub span: Span,
    /// 任一: one of the clauses is enough.
    pub any: bool,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

/// One numbered clause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clause {
    /// The whole clause.
    pub span: Span,
    /// The number as written (①); numbers run on over all blocks of a rule.
    pub number: Spanned<u32>,
    /// In plain words, when the author gave them.
    pub label: Option<Text>,
    /// What must hold.
    pub test: Expr,
    /// Own citation.
    pub basis: Vec<Cite>,
}

/// 例外 TARGET 当 C 取 E.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exception {
    /// The whole line.
    pub span: Span,
    /// 金额, 月数, 起始, 终止, 最高, or the name of an output.
    pub target: Name,
    /// When it is live.
    pub when: Expr,
    /// What then holds.
    pub value: Expr,
    /// 依据.
    pub basis: Vec<Cite>,
}

/// 次数 每 PATH 至多 N 次 [在 W 内 | 每年].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Times {
    /// The whole line.
    pub span: Span,
    /// For whom it is counted.
    pub per: Expr,
    /// How often at most.
    pub limit: Expr,
    /// Only grants inside this window count.
    pub window: Option<Expr>,
    /// 每年.
    pub yearly: bool,
}

/// 上限 每 PATH [每年] E.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cap {
    /// The whole line.
    pub span: Span,
    /// Whose sum it is.
    pub per: Expr,
    /// 每年.
    pub yearly: bool,
    /// The sum at most.
    pub limit: Expr,
}

/// One permitted fund, with its share when the money comes from several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fund {
    /// Its name.
    pub name: Name,
    /// Its share.
    pub share: Option<Expr>,
}

/// One part of 分担.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Who bears it.
    pub who: Name,
    /// Which part; `None` is 余, the rest.
    pub part: Option<Expr>,
}

/// How a rule stands to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation {
    /// 替代, 补充, 实施 or 依附.
    pub kind: RelationKind,
    /// The other rule.
    pub rule: Name,
}

/// How a rule stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// 替代.
    Replaces,
    /// 补充.
    Adds,
    /// 实施.
    CarriesOut,
    /// 依附.
    DependsOn,
}

/// One key of 次序.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderKey {
    /// The whole line.
    pub span: Span,
    /// What is compared.
    pub value: Expr,
    /// True first, or the larger first; else the smaller first.
    pub descending: bool,
}

/// 互斥.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExclusiveItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 成员.
    pub members: Vec<Name>,
    /// 每 KIND.
    pub per: Option<Name>,
    /// 跨期.
    pub over_time: bool,
    /// 选择: 申请人, 金额高者 or 先批者.
    pub choice: Option<Name>,
}

/// 冲突.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConflictItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 成员: rules or parameters.
    pub members: Vec<Name>,
    /// 处理.
    pub resolved: Option<Resolution>,
}

/// 处理.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "resolution", rename_all = "snake_case")]
pub enum Resolution {
    /// 从 RULE: this one prevails.
    Prevails {
        /// Which.
        rule: Name,
    },
    /// 并行: both stand.
    Both {
        /// Where it is said.
        span: Span,
    },
    /// 待定: open.
    Open {
        /// Where it is said.
        span: Span,
    },
}

/// An expression with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expr {
    /// Where.
    pub span: Span,
    /// What.
    pub node: Box<Node>,
}

/// What an expression is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "node", rename_all = "snake_case")]
pub enum Node {
    /// A number with its unit words (`元`, `人`); 万 and 亿 are multiplied in, `%` divides by 100 and leaves no unit.
    Number {
        /// The number as written, before the unit's own factor.
        value: Num,
        /// Unit words between `/`; empty for a plain number.
        unit: Vec<String>,
    },
    /// A day.
    Date {
        /// It.
        day: Day,
    },
    /// A month, kept as its first day.
    Month {
        /// It.
        day: Day,
    },
    /// Text in quotes.
    Text {
        /// It.
        text: String,
    },
    /// 是, 否.
    Bool {
        /// It.
        value: bool,
    },
    /// 未知.
    Unknown,
    /// A bare name: local, element, kind, enum member.
    Name {
        /// It.
        name: String,
    },
    /// `BASE.name`.
    Get {
        /// Left of the dot.
        base: Expr,
        /// Right of it.
        name: Name,
    },
    /// 参数.NAME [于 DATE].
    Parameter {
        /// Which.
        name: Name,
        /// Read for this day.
        on: Option<Expr>,
    },
    /// 全体 KIND.
    Every {
        /// Which kind.
        kind: Name,
    },
    /// 当日.
    Today,
    /// `A 至 B` as a value.
    Window {
        /// First day.
        from: Expr,
        /// Last day.
        to: Expr,
    },
    /// 非, unary minus.
    Unary {
        /// Which.
        op: Unary,
        /// Of what.
        of: Expr,
    },
    /// Two sides.
    Binary {
        /// Which.
        op: Binary,
        /// Left.
        left: Expr,
        /// Right.
        right: Expr,
    },
    /// X 属于 {…} (不属于 is wrapped in 非).
    In {
        /// What.
        value: Expr,
        /// Members.
        set: Vec<Expr>,
    },
    /// D 在 W 内.
    Within {
        /// The day.
        value: Expr,
        /// The window.
        window: Expr,
    },
    /// 若 C 则 A 否则 B; 情形 { … } is written as a chain with `case` set on its first link.
    If {
        /// Condition.
        test: Expr,
        /// When it holds.
        then: Expr,
        /// When it does not.
        otherwise: Expr,
        /// Written as 情形.
        case: bool,
    },
    /// 计数, 合计, …
    Aggregate {
        /// Which.
        op: Aggregate,
        /// Own name of the element.
        element: Option<Name>,
        /// Over what.
        over: Expr,
        /// 满足.
        filter: Option<Expr>,
        /// 取.
        take: Option<Expr>,
    },
    /// NAME(args).
    Call {
        /// Which.
        function: Name,
        /// Arguments; rule and list names come as `Name` nodes.
        args: Vec<Expr>,
    },
    /// What stands where an expression could not be read.
    Missing,
}

/// Operators with one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unary {
    /// 非.
    Not,
    /// `-`.
    Minus,
}

/// Operators with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Binary {
    /// 且.
    And,
    /// 或.
    Or,
    /// `=`.
    Equal,
    /// `≠`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// `×`.
    Mul,
    /// `÷`.
    Div,
}

/// What is made of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// 计数.
    Count,
    /// 计人.
    CountPersons,
    /// 合计.
    Sum,
    /// 最大.
    Max,
    /// 最小.
    Min,
    /// 存在.
    Any,
    /// 全部.
    All,
}

/// How a rounding function of the language is called; used by checker and formatter alike.
pub const ROUNDINGS: &[(&str, &str, Rounding)] = &[
    ("四舍五入到分", "round_to_fen", Rounding::HalfUp),
    ("舍去到分", "floor_to_fen", Rounding::Down),
    ("进位到分", "ceil_to_fen", Rounding::Up),
    ("四舍五入到元", "round_to_yuan", Rounding::HalfUp),
    ("取整", "floor", Rounding::Down),
    ("进一", "ceil", Rounding::Up),
    ("四舍五入", "round", Rounding::HalfUp),
];

/// 情景.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioItem {
    /// The whole item.
    pub span: Span,
    /// The rule under test.
    pub rule: Name,
    /// 需求.
    pub covers: Vec<Name>,
    /// 底稿.
    pub base: Vec<Assignment>,
    /// 例.
    pub cases: Vec<CaseItem>,
}

/// One 例.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseItem {
    /// The whole line.
    pub span: Span,
    /// What it is called.
    pub title: Text,
    /// What differs from the base.
    pub changes: Vec<Assignment>,
    /// What must come out.
    pub expect: Expect,
}

/// One thing said about the facts of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "set", rename_all = "snake_case")]
pub enum Assignment {
    /// 日期.
    On(Spanned<Day>),
    /// 知悉.
    Known(Spanned<Day>),
    /// 地区.
    Place(Name),
    /// 参数.X = V.
    Parameter {
        /// Which.
        name: Name,
        /// Its value.
        value: Expr,
    },
    /// [另#n] path = value.
    Fact {
        /// The whole.
        span: Span,
        /// Which other thing of the subject's kind (1, 2, …); `None` for the object itself.
        other: Option<u32>,
        /// Steps from the subject's kind name.
        path: Vec<Step>,
        /// Its value; `Unknown` removes it.
        value: AssignedValue,
    },
    /// 台账 RULE PATH DATE [AMOUNT] [N 个月] [待批] [至 DATE].
    Ledger {
        /// The whole.
        span: Span,
        /// What was granted.
        rule: Name,
        /// To whom.
        path: Vec<Step>,
        /// When.
        date: Spanned<Day>,
        /// How much.
        amount: Option<Expr>,
        /// For how many months.
        months: Option<Expr>,
        /// 待批.
        pending: bool,
        /// Last day.
        to: Option<Spanned<Day>>,
    },
    /// 选择 RULE.
    Choice(Name),
    /// 资金 NAME.
    Fund(Name),
}

/// One step of a path in a scenario: `合同`, `#1`, `#1..500`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The name.
    pub name: Name,
    /// Elements of a collection, first and last.
    pub elements: Option<(u32, u32)>,
}

/// What a fact is set to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "assigned", content = "is", rename_all = "snake_case")]
pub enum AssignedValue {
    /// A value.
    Value(Expr),
    /// 本 PATH: the same thing that the object's own path leads to.
    Same(Vec<Step>),
}

/// Right of the arrow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expect {
    /// The whole.
    pub span: Span,
    /// The outcome.
    pub outcome: Expected,
    /// 给予 amount.
    pub amount: Option<Expr>,
    /// N 个月.
    pub months: Option<Expr>,
    /// 起始.
    pub starts: Option<Spanned<Day>>,
    /// 终止.
    pub ends: Option<Spanned<Day>>,
    /// NAME = value.
    pub outputs: Vec<(Name, Expr)>,
    /// 分担 who amount, ….
    pub shares: Vec<(Name, Expr)>,
    /// 封顶: a cap cut the amount.
    pub capped: bool,
    /// 不予 ①②: exactly these clauses failed.
    pub clauses: Vec<u32>,
    /// 排除 RULE.
    pub by: Option<Name>,
    /// 需补充: `合同.期限`, `参数.X`.
    pub needs: Vec<Vec<Step>>,
    /// 第N名.
    pub rank: Option<u32>,
}

/// What kind of outcome a case expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// 给予, 是.
    Granted,
    /// 不予, 否.
    Refused,
    /// 不在有效期.
    NotInForce,
    /// 排除.
    Excluded,
    /// 需补充.
    Needs,
    /// 冲突.
    Conflict,
    /// 第N名.
    Rank,
}
