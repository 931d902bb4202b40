//! The words of the language and their English twins. It must never hold a word that a rule's author may use as a name in the same place.

/// A keyword with all its spellings, the Chinese first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keyword(&'static [&'static str]);

impl Keyword {
    /// Whether `word` is it.
    pub(super) fn matches(self, word: &str) -> bool {
        self.0.iter().any(|own| word.eq_ignore_ascii_case(own))
    }

    /// Its Chinese spelling.
    pub(super) fn zh(self) -> &'static str {
        self.0.first().copied().unwrap_or_default()
    }

    /// Its English spelling, or the Chinese one.
    pub(super) fn en(self) -> &'static str {
        self.0.iter().copied().find(|w| w.is_ascii()).unwrap_or_else(|| self.zh())
    }
}

macro_rules! keywords {
    ($($name:ident = $($word:literal)+;)+) => {
        $(pub(super) const $name: Keyword = Keyword(&[$($word),+]);)+
        /// Every keyword.
        pub(super) const ALL: &[Keyword] = &[$($name),+];
    };
}

keywords! {
    // Heads.
    DOCUMENT = "文件" "document"; LIST = "清单" "list"; ENUM = "枚举" "enum"; KIND = "对象" "kind";
    BENEFIT = "待遇" "benefit"; CATEGORY = "认定" "category"; CALCULATION = "测算" "calculation"; RANKING = "排序" "ranking";
    EXCLUSIVE = "互斥" "exclusive"; CONFLICT = "冲突" "conflict"; SCENARIO = "情景" "scenario"; PARAMETER = "参数" "parameter";
    // Sections.
    SUBJECT = "对象" "subject"; PAYEE = "受益" "payee"; BASIS = "依据" "basis"; COVERS = "需求" "covers";
    VALID = "有效" "valid"; AS_OF = "基准日" "as_of"; KNOWN = "知悉" "known"; WHEN = "条件" "when"; ANY = "任一" "any";
    EXCEPTION = "例外" "exception"; LET = "设" "let"; GIVES = "给出" "gives"; AMOUNT = "金额" "amount";
    MONTHS = "月数" "months"; STARTS = "起始" "starts"; ENDS = "终止" "ends"; AT_MOST = "最高" "at_most"; CAP = "上限" "cap";
    TIMES = "次数" "times"; FUND = "资金" "fund"; SHARE = "分担" "share"; RELATION = "关系" "relation"; DOUBT = "疑义" "doubt";
    PAPERS = "材料" "papers"; WHERE = "办理" "where"; INSTEAD = "另可" "instead"; NOTE = "说明" "note"; ENGLISH = "英文" "english";
    TOPIC = "事项" "topic"; PLACE = "地区" "place"; ORDER = "次序" "order"; LOT = "抽签" "lot"; MEMBERS = "成员" "members";
    OVER_TIME = "跨期" "over_time"; CHOICE = "选择" "choice"; PER = "每" "per"; TYPE = "类型" "type"; VALUE = "值" "value";
    RANGE = "范围" "range"; LEVEL = "层级" "level"; UNSET = "未定" "unset"; TABLE = "取值表" "table"; ITEMS = "项" "items";
    OPEN = "开放" "open"; RESOLVED = "处理" "resolved"; PARENTS = "上位" "parents"; BASE = "底稿" "base"; CASE = "例" "case";
    // Words inside sections.
    ALWAYS = "不限" "always"; FROM = "自" "from"; TO = "至" "to"; ON = "于" "on"; IF_EVER = "当" "when"; TAKE = "取" "take";
    UP_TO = "至多" "最多" "at_most"; YEARLY = "每年" "yearly"; REST = "余" "rest"; FINDING = "人工认定" "finding";
    REPLACES = "替代" "replaces"; ADDS = "补充" "adds"; CARRIES_OUT = "实施" "carries_out"; DEPENDS_ON = "依附" "depends_on";
    FIRST = "先" "first"; LARGER_FIRST = "大者先" "larger_first"; SMALLER_FIRST = "小者先" "smaller_first";
    PREVAILS = "从" "prevails"; BOTH = "并行" "both"; PENDING_WORD = "待定" "undecided";
    // Expressions.
    AND = "且" "and"; OR = "或" "or"; NOT = "非" "not"; TRUE = "是" "true"; FALSE = "否" "false"; UNKNOWN = "未知" "unknown";
    IN = "属于" "in"; NOT_IN = "不属于" "not_in"; WITHIN = "在" "within"; INSIDE = "内"; IF = "若" "if"; THEN = "则" "then";
    ELSE = "否则" "else"; CASES = "情形" "cases"; OTHERWISE = "其他" "otherwise"; FILTER = "满足" "where_"; EVERY = "全体" "every";
    TODAY = "当日" "today"; COUNT = "计数" "count"; COUNT_PERSONS = "计人" "count_persons"; SUM = "合计" "sum";
    MAX_OF = "最大" "max_of"; MIN_OF = "最小" "min_of"; ANY_OF = "存在" "any_of"; ALL_OF = "全部" "all_of";
    EQUAL = "为" "等于" "is"; NOT_EQUAL = "不为" "不等于" "is_not"; GREATER = "大于" "超过" "more_than";
    NOT_LESS = "不小于" "不少于" "at_least"; LESS = "小于" "少于" "less_than"; NOT_MORE = "不大于" "不超过" "not_more_than";
    // Scenarios.
    DATE = "日期" "date"; LEDGER = "台账" "ledger"; OTHER = "另" "other"; SAME = "本" "same"; PENDING = "待批" "pending";
    GRANTED = "给予" "granted"; REFUSED = "不予" "refused"; NOT_IN_FORCE = "不在有效期" "not_in_force"; EXCLUDED = "排除" "excluded";
    NEEDS = "需补充" "needs"; CAPPED = "封顶" "capped"; RANK = "名次" "rank";
}

/// The heads of items.
pub(super) const HEADS: &[Keyword] = &[
    DOCUMENT,
    PARAMETER,
    LIST,
    ENUM,
    KIND,
    BENEFIT,
    CATEGORY,
    CALCULATION,
    RANKING,
    EXCLUSIVE,
    CONFLICT,
    SCENARIO,
];

/// Every word that may start a section of some item other than a scenario or a kind.
pub(super) const SECTIONS: &[Keyword] = &[
    SUBJECT, PAYEE, BASIS, COVERS, VALID, AS_OF, KNOWN, WHEN, EXCEPTION, LET, GIVES, AMOUNT, MONTHS, STARTS,
    ENDS, AT_MOST, CAP, TIMES, FUND, SHARE, RELATION, DOUBT, PAPERS, WHERE, INSTEAD, NOTE, ENGLISH, TOPIC,
    PLACE, ORDER, LOT, MEMBERS, OVER_TIME, CHOICE, PER, TYPE, VALUE, RANGE, LEVEL, UNSET, TABLE, ITEMS, OPEN,
    RESOLVED, PARENTS,
];

/// The heads of items in Chinese and English, for an editor.
#[must_use]
pub fn heads() -> Vec<(&'static str, &'static str)> {
    HEADS.iter().map(|word| (word.zh(), word.en())).collect()
}

/// The sections of items in Chinese and English, for an editor.
#[must_use]
pub fn sections() -> Vec<(&'static str, &'static str)> {
    SECTIONS.iter().map(|word| (word.zh(), word.en())).collect()
}

/// Words that go on with the expression before them when they start a line.
pub(super) const CONTINUING: &[Keyword] = &[
    AND, OR, IN, NOT_IN, WITHIN, INSIDE, THEN, ELSE, FILTER, TAKE, TO, EQUAL, NOT_EQUAL, GREATER, NOT_LESS,
    LESS, NOT_MORE,
];

/// Words that mean something of their own in an expression, so that they are no names there.
pub(super) const RESERVED: &[Keyword] = &[
    AND,
    OR,
    NOT,
    TRUE,
    FALSE,
    UNKNOWN,
    IN,
    NOT_IN,
    WITHIN,
    INSIDE,
    IF,
    THEN,
    ELSE,
    CASES,
    OTHERWISE,
    FILTER,
    TAKE,
    EVERY,
    TODAY,
    COUNT,
    COUNT_PERSONS,
    SUM,
    MAX_OF,
    MIN_OF,
    ANY_OF,
    ALL_OF,
    EQUAL,
    NOT_EQUAL,
    GREATER,
    NOT_LESS,
    LESS,
    NOT_MORE,
    TO,
];

/// The keyword nearest to `word`, when it is near enough to be a slip of the pen.
pub(super) fn nearest(word: &str, among: &[Keyword]) -> Option<&'static str> {
    let allowed = if word.is_ascii() { 2 } else { 1 };
    let length = word.chars().count();
    if !(2..=16).contains(&length) {
        return None;
    }
    let spellings = among.iter().flat_map(|k| k.0.iter().copied());
    spellings
        .filter(|own| own.chars().count() >= 2 && own.is_ascii() == word.is_ascii())
        .map(|own| (distance(word, own), own))
        .filter(|(far, own)| *far > 0 && *far <= allowed && *far < own.chars().count())
        .min_by_key(|(far, _)| *far)
        .map(|(_, own)| own)
}

/// Letters to insert, leave out, change or swap with their neighbour to come from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.to_lowercase().chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
