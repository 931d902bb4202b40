//! The pack itself, damaged in one place as an author damages it: the finding comes with its code, at that place, and the rest of the book stays sound.

use super::check_pack::{files, read};
use anye_law::check::compile_trees;
use anye_law::compile::{Table, Tree};
use anye_law::span::{Severity, SourceFile};
use std::path::Path;

/// What is done to which file, and the code that must come of it.
struct Damage {
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    code: &'static str,
}

const fn damage(
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    code: &'static str,
) -> Damage {
    Damage { name, file, from, to, code }
}

/// Each text to be replaced stands in the file exactly once, or the first is meant.
const DAMAGES: &[Damage] = &[
    damage("misspelt field", "FS2020.law", "属于地区(个人.生源地,", "属于地区(个人.生原地,", "L103"),
    damage(
        "misspelt parameter",
        "FS2020.law",
        "金额 参数.湖北籍毕业生补贴额",
        "金额 参数.湖北籍毕业生补帖额",
        "L104",
    ),
    damage("misspelt enum member", "FS2020.law", "属于 {生产, 配送}", "属于 {生产, 派送}", "L102"),
    damage("misspelt rule", "LN2009-6.a.law", "符合(四零五零人员, 个人)", "符合(四零五零人圆, 个人)", "L104"),
    damage(
        "no such function",
        "FS2020.law",
        "金额 四舍五入到分(月人均标准",
        "金额 四舍五入道分(月人均标准",
        "L105",
    ),
    damage(
        "a circle of rules",
        "LN2009-6.a.law",
        "① “达到“4050”年龄” 年龄(",
        "① “达到“4050”年龄” 符合(公益性岗位援助对象, 个人) 且 年龄(",
        "L218",
    ),
    damage(
        "a gap between values",
        "LN2009-6.a.law",
        "  值 30000 自 2009-01-01 至 2009-12-31",
        "  值 30000 自 2009-01-01 至 2009-06-30\n  值 40000 自 2009-09-01 至 2009-12-31",
        "L229",
    ),
    damage(
        "an overlap of values",
        "LN2009-6.a.law",
        "  值 30000 自 2009-01-01 至 2009-12-31",
        "  值 30000 自 2009-01-01 至 2009-12-31\n  值 40000 自 2009-09-01 至 2010-12-31",
        "L203",
    ),
    damage(
        "a value outside the range given",
        "LN2009-6.a.law",
        "未定 “由各市政府在范围内确定”",
        "值 250 元/人 地区 210400 依据 LN2009-6 第六条",
        "L204",
    ),
    damage(
        "a missing citation",
        "FS2020.law",
        "  依据 FS2020 第一条\n  未定 “一家企业能否",
        "  未定 “一家企业能否",
        "L201",
    ),
    damage(
        "a rule without citation",
        "LN2009-6.a.law",
        "  对象 个人\n  依据 LN2009-6 第三条\n  有效 2009-01-01 至 2009-12-31\n  条件 任一",
        "  对象 个人\n  有效 2009-01-01 至 2009-12-31\n  条件 任一",
        "L201",
    ),
    damage(
        "no dates in force",
        "LN2009-6.a.law",
        "  对象 个人\n  依据 LN2009-6 第三条\n  有效 2009-01-01 至 2009-12-31\n  条件 任一",
        "  对象 个人\n  依据 LN2009-6 第三条\n  条件 任一",
        "L211",
    ),
    damage("months compared with yuan", "FS2020.law", "合同.期限 >= 12 个月", "合同.期限 >= 12 元", "L111"),
    damage(
        "yuan added to months",
        "FS2020.law",
        "给出 返还月数 refund_months = 6 个月",
        "给出 返还月数 refund_months = 6 个月 + 6 元",
        "L111",
    ),
    damage("an amount in persons", "FS2020.law", "金额 参数.湖北籍毕业生补贴额", "金额 3 人", "L114"),
    damage(
        "the end before the start",
        "LN2009-6.a.law",
        "  有效 2009-01-01 至 2009-12-31\n  条件 任一",
        "  有效 2009-12-31 至 2009-01-01\n  条件 任一",
        "L205",
    ),
    damage(
        "shares that do not add up",
        "LN2009-6.a.law",
        "  金额 助学贷款.本金\n  分担 省 40%, 市 40%, 县 20%",
        "  金额 助学贷款.本金\n  分担 省 40%, 市 40%, 县 30%",
        "L213",
    ),
    damage(
        "a rule that replaces nothing",
        "FS2020.law",
        "关系 替代 防疫物资企业吸纳补贴",
        "关系 替代 防疫物资企业补贴",
        "L104",
    ),
    damage(
        "an exception to no section",
        "FS2020.law",
        "  关系 替代 防疫物资企业吸纳补贴",
        "  例外 月数 当 合同.新招用 取 3 个月\n  关系 替代 防疫物资企业吸纳补贴",
        "L247",
    ),
    damage(
        "exceptions that clash",
        "FS2020.law",
        "  关系 替代 防疫物资企业吸纳补贴",
        "  例外 金额 当 合同.新招用 取 300 元\n  例外 金额 当 合同.新招用 取 500 元\n  关系 替代 防疫物资企业吸纳补贴",
        "L246",
    ),
    damage(
        "clauses that contradict",
        "FS2020.law",
        "③ “新招用” 缺省(合同.新招用, 是)\n    ④ “签订 1 年",
        "③ “期限不足半年” 合同.期限 < 6 个月\n    ④ “签订 1 年",
        "L242",
    ),
    damage(
        "an exclusion group of one",
        "LN2009-6.a.law",
        "成员 困难企业在岗培训补贴, 困难企业社会保险补贴",
        "成员 困难企业在岗培训补贴",
        "L217",
    ),
    damage(
        "a name taken twice",
        "LN2009-6.a.law",
        "认定 四零五零人员 person_4050",
        "认定 公益性岗位援助对象 person_4050",
        "L122",
    ),
    damage("a clause number twice", "FS2020.law", "② “防疫期间招用”", "① “防疫期间招用”", "L212"),
    damage(
        "no times at all",
        "FS2020.law",
        "次数 每 合同 至多 1 次\n  资金",
        "次数 每 合同 至多 0 次\n  资金",
        "L273",
    ),
    damage(
        "a bracket left open",
        "FS2020.law",
        "金额 四舍五入到分(月人均标准 × 返还月数 × 计算人数)",
        "金额 四舍五入到分(月人均标准 × 返还月数 × 计算人数",
        "L011",
    ),
    damage(
        "a day of no calendar",
        "LN2009-6.a.law",
        "  值 30000 自 2009-01-01 至 2009-12-31",
        "  值 30000 自 2009-01-01 至 2009-12-32",
        "L003",
    ),
];

struct Pack {
    sources: Vec<SourceFile>,
    trees: Vec<Tree>,
    tables: Vec<Table>,
}

fn pack() -> Pack {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning/law");
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sources: Vec<SourceFile> = files(&dir)
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "law" || e == "case"))
        .map(|path| SourceFile { path: name(path), text: read(path) })
        .collect();
    let trees = sources.iter().enumerate().map(|(at, it)| Tree::parse(at, &it.text)).collect();
    let tables = files(&dir.join("data"));
    let tables =
        tables.iter().map(|path| Table { path: format!("data/{}", name(path)), text: read(path) }).collect();
    Pack { sources, trees, tables }
}

#[test]
fn one_damage_gives_its_finding_at_its_place() {
    let pack = pack();
    let mut wrong = Vec::new();
    for it in DAMAGES {
        let at = pack.sources.iter().position(|source| source.path == it.file).expect("the file");
        let mut sources = pack.sources.clone();
        let whole = &sources[at].text;
        let place = whole.find(it.from).unwrap_or_else(|| panic!("{}: “{}” is gone", it.name, it.from));
        sources[at].text = whole.replacen(it.from, it.to, 1);
        let tree = Tree::parse(at, &sources[at].text);
        let mut trees: Vec<&Tree> = pack.trees.iter().collect();
        trees[at] = &tree;
        let compiled = compile_trees(sources, &trees, &pack.tables, None);
        // A gap blocks nothing; everything else does.
        let errors: Vec<_> = compiled
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error || found.code == "L229")
            .collect();
        // Within the rule: a finding about a whole rule stands at its head.
        let near = |start: u32| (start as usize).abs_diff(place) < 2500;
        let told = errors
            .iter()
            .any(|found| found.code == it.code && found.span.file.0 as usize == at && near(found.span.start));
        if !told {
            let codes: Vec<_> = errors.iter().map(|found| (found.code, &found.en)).take(6).collect();
            wrong.push(format!("{}: {} expected, there are {codes:?}", it.name, it.code));
        }
        assert!(compiled.book.rules.len() > 500, "{}: the other rules are still there", it.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
