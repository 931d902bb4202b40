//! The functions of the language with what they take. It must never name one that the compiler does not know.

/// A function.
pub(super) struct Function {
    /// How it is called in Chinese.
    pub(super) zh: &'static str,
    /// How it is called in English.
    pub(super) en: &'static str,
    /// What it does, in Chinese.
    pub(super) about_zh: &'static str,
    /// The same in English.
    pub(super) about_en: &'static str,
}

const fn function(
    zh: &'static str,
    en: &'static str,
    about_zh: &'static str,
    about_en: &'static str,
) -> Function {
    Function { zh, en, about_zh, about_en }
}

/// All of them.
pub(super) const ALL: &[Function] = &[
    function("较小(a, b, …)", "min(a, b, …)", "最小的数、金额或日期", "the smallest number, amount or day"),
    function("较大(a, b, …)", "max(a, b, …)", "最大的数、金额或日期", "the largest number, amount or day"),
    function("绝对值(x)", "abs(x)", "去掉负号", "without its sign"),
    function("四舍五入到分(金额)", "round_to_fen(money)", "金额四舍五入到分", "money to the nearest fen"),
    function("舍去到分(金额)", "floor_to_fen(money)", "舍去不足一分的部分", "drops what is less than a fen"),
    function("进位到分(金额)", "ceil_to_fen(money)", "不足一分的进为一分", "a part of a fen counts as one"),
    function("四舍五入到元(金额)", "round_to_yuan(money)", "金额四舍五入到元", "money to the nearest yuan"),
    function("取整(x)", "floor(x)", "向下取整数", "the whole number below"),
    function("进一(x)", "ceil(x)", "向上取整数", "the whole number above"),
    function("四舍五入(x[, 位数])", "round(x[, digits])", "四舍五入到小数点后若干位", "to so many decimals"),
    function("数值(x)", "value_of(x)", "去掉单位;金额得元数", "drops the unit; money gives yuan"),
    function("作人(x)", "as_persons(x)", "把数当作人数", "a number as persons"),
    function("作月(x)", "as_months(x)", "把数当作月数", "a number as months"),
    function("作元(x)", "as_yuan(x)", "把数当作元", "a number as yuan"),
    function("作日(x)", "as_days(x)", "把数当作天数", "a number as days"),
    function("已知(x)", "is_known(x)", "是否已填写;从不为未知", "whether it is known; never unknown itself"),
    function("缺省(x, y)", "default(x, y)", "x 未填写时取 y", "y when x is not known"),
    function(
        "在清单(清单, x[, 日期])",
        "in_list(list, x[, day])",
        "是否列入清单;开放的清单不在其中为未知",
        "whether it is on the list; an open list answers unknown instead of false",
    ),
    function(
        "属于地区(编码, “210400”)",
        "in_place(code, “210400”)",
        "地区编码是否在其范围内",
        "whether a place code lies in the area",
    ),
    function("字数(文本)", "length(text)", "不计空白的字数", "characters without white space"),
    function(
        "出现次数(文本, 词)",
        "occurrences(text, word)",
        "词在文本中出现几次",
        "how often the word occurs",
    ),
    function("包含(文本, 词)", "contains(text, word)", "文本是否含有该词", "whether the text holds the word"),
    function(
        "符合(规则, 对象)",
        "fulfils(rule, thing)",
        "规则有效且条件全部成立",
        "whether the rule is in force and its clauses hold",
    ),
    function(
        "结果(规则, 对象, 金额|月数|起始|终止|给出项)",
        "result(rule, thing, output)",
        "规则给出的值;不符合时未知",
        "a value the rule gives; unknown unless it is fulfilled",
    ),
    function(
        "已享受次数(规则[, 对象])",
        "times_had(rule[, thing])",
        "台账中已批的次数",
        "how often the ledger shows a grant",
    ),
    function(
        "已享受月数(规则[, 对象])",
        "months_had(rule[, thing])",
        "台账中已享受的月数",
        "how many months the ledger shows",
    ),
    function(
        "已领金额(规则[, 对象])",
        "amount_had(rule[, thing])",
        "台账中已领的金额",
        "how much money the ledger shows",
    ),
    function(
        "最近享受日(规则[, 对象])",
        "last_had(rule[, thing])",
        "最近一次的日期;没有则未知",
        "the last time; unknown when there was none",
    ),
    function("年龄(出生日期, 日期)", "age(birth, day)", "到该日的周岁", "whole years on that day"),
    function("整月数(a, b)", "months_between(a, b)", "两日之间的整月数", "whole months between two days"),
    function("月初(d)", "month_start(d)", "该月第一天", "first day of the month"),
    function("月末(d)", "month_end(d)", "该月最后一天", "last day of the month"),
    function("年份(d)", "year_of(d)", "年份", "the year"),
    function("月份(d)", "month_of(d)", "月份,1 至 12", "the month, 1 to 12"),
];

/// The function of a name in either language.
pub(super) fn of(name: &str) -> Option<&'static Function> {
    ALL.iter().find(|it| it.zh.split('(').next() == Some(name) || it.en.split('(').next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn all_functions_of_the_compiler_are_described() {
        let name = |text: &'static str| text.split('(').next().unwrap_or_default();
        let own: Vec<(&str, &str)> = ALL.iter().map(|it| (name(it.zh), name(it.en))).collect();
        assert_eq!(own, anye_law::compile::FUNCTIONS);
    }
}
