//! Every finding: one small change to a sound file, the code, the line and the suggestion that must come of it; and every code has its line in the table of codes.

use std::collections::BTreeSet;

use anye_forms::{Case, Catalogue, Library};

use super::{SMALL, read, sound};

/// What to replace, by what, and the code, the text at the place that must be marked, the suggestion.
type Spoilt = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>);

const SPOILT: &[Spoilt] = &[
    ("id = \"start\"", "id = \"start", "R001", "", None),
    ("period = \"month\"", "periode = \"month\"", "R002", "periode", Some("period")),
    ("[[light]]", "[[lamp]]", "R002", "lamp", None),
    ("reporter = \"panel:firms\"\n", "", "R003", "[[form]]", None),
    ("due = { day = 10,", "due = { day = \"10\",", "R004", "\"10\"", None),
    ("{ zh = \"期初\", en = \"start\" }", "{ zh = \"期初\" }", "R005", "{ zh = \"期初\" }", None),
    ("id = \"monthly\"", "id = \"Monthly report\"", "R006", "\"Monthly report\"", None),
    ("id = \"end\"", "id = \"start\"", "R007", "\"start\"\nname = { zh = \"期末\"", None),
    ("cite = [\"T1/1\"]\nreporter", "reporter", "R008", "[[form]]", None),
    ("period = \"month\"", "period = \"monthly\"", "R010", "\"monthly\"", Some("month")),
    ("type = \"count\"", "type = \"coutn\"", "R010", "\"coutn\"", Some("count")),
    ("valid = { from = \"2010\"", "valid = { from = \"2010年\"", "R011", "\"2010年\"", None),
    ("period = \"2020\"", "period = \"2020-13\"", "R011", "\"2020-13\"", None),
    ("codes = \"reasons\"", "codes = \"reason\"", "R102", "\"reason\"", Some("reasons")),
    (
        "type = \"yes-no\"",
        "type = \"yes-no\"\ntotal = true",
        "R103",
        "true\n\n[[form.section.item]]\nid = \"note\"",
        None,
    ),
    (
        "computed = \"期初 - 减少\"",
        "computed = \"期初 - 减少\"\nsplit = { by = \"reason\", codes = \"reasons\" }",
        "R104",
        "\"期初 - 减少\"",
        None,
    ),
    ("at = [\"end\"]", "at = [\"ende\"]", "R105", "\"ende\"", Some("end")),
    ("type = \"decimal:2\"", "type = \"decimal:9\"", "R106", "\"decimal:9\"", None),
    (
        "type = \"percent:1\"",
        "type = \"percent:1\"\nleast = \"90\"\nmost = \"10\"",
        "R107",
        "\"10\"\n\n",
        None,
    ),
    ("required = true\n", "", "R108", "[[form.section]]", None),
    ("approve = [\"county\", \"city\"]", "approve = [\"city\", \"county\"]", "R109", "\"county\"]", None),
    ("dimensions = [\"industry\"]", "dimensions = [\"industri\"]", "R110", "\"industri\"", Some("industry")),
    ("to = \"2020-12\"", "to = \"2009-12\"", "R112", "\"2009-12\"", None),
    ("must = \"期末 >= 上期.期末\"", "must = \"期未 >= 上期.期末\"", "R201", "期未", Some("期初")),
    ("must = \"期末 >= 上期.期末\"", "must = \"期末 >= 上期.期终\"", "R201", "上期.期终", Some("期初")),
    ("must = \"期末 >= 上期.期末\"", "must = \"期末 >= \"", "R202", "", None),
    ("must = \"期末 >= 上期.期末\"", "must = \"期末 >= 工资\"", "R203", "期末 >= 工资", None),
    ("must = \"期末 >= 上期.期末\"", "must = \"期末 - 期初\"", "R203", "期末 - 期初", None),
    ("must = \"期末 >= 上期.期末\"", "must = \"日期 <= 当日\"", "R207", "当日", None),
    ("must = \"期末 >= 上期.期末\"", "must = \"期末 >= 参数.界限\"", "R207", "参数.界限", None),
    ("formula = \"减少.裁员 / 期初\"", "formula = \"开工率 / 期初\"", "R204", "开工率", None),
    ("computed = \"期初 - 减少\"", "computed = \"期末 - 减少\"", "R205", "\"期末 - 减少\"", None),
    ("computed = \"期初 - 减少\"", "computed = \"期初 / 减少\"", "R206", "\"期初 / 减少\"", None),
    ("{ from = \"2012-06\"", "{ from = \"2010\"", "R301", "\"2010\", n = 50", None),
    ("only_say = { zh = \"只收建筑业\", en = \"construction only\" }\n", "", "R304", "\"行业", None),
    ("only = \"行业", "only = \"行亚", "R201", "行亚", Some("行业")),
    (
        "reporter = \"panel:firms\"",
        "reporter = \"panel:firm\"",
        "R305",
        "\"panel:firm\"",
        Some("panel:firms"),
    ),
    ("form = \"monthly\"", "form = \"montly\"", "R401", "\"montly\"", Some("monthly")),
    ("better = \"lower\"", "better = \"lower\"\nchange = \"percent\"", "R402", "\"percent\"", None),
    ("formula = \"减少.裁员 / 期初\"", "formula = \"期初 > 0\"", "R403", "\"期初 > 0\"", None),
    ("above = [\"1\", \"2\", \"3\", \"4\"]", "above = [\"1\", \"3\", \"2\", \"4\"]", "R404", "\"2\"", None),
    ("above = [\"1\", \"2\", \"3\", \"4\"]", "above = [\"1\", \"2\"]", "R404", "[\"1\", \"2\"]", None),
    ("above = [\"1\", \"2\", \"3\", \"4\"]\n", "", "R405", "[[light]]", None),
    ("indicator = \"loss\"", "indicator = \"los\"", "R406", "\"los\"", Some("loss")),
    ("lights = [\"loss-light\"]", "lights = [\"loss\"]", "R407", "\"loss\"]", None),
    (
        "  { id = \"act\", stage = \"act\", name = { zh = \"处置\", en = \"act\" } },\n",
        "",
        "R408",
        "[[plan]]",
        None,
    ),
    ("stage = \"assess\"", "stage = \"act\"", "R409", "\"plan\", name", None),
    ("within = { hours = 2 }", "within = { hours = 2, days = 1 }", "R412", "{ hours", None),
    ("above = [", "by_target = true\nabove = [", "R415", "true\nabove", None),
];

#[test]
fn the_file_that_is_spoilt_is_sound() {
    let catalogue = sound(SMALL);
    assert_eq!((catalogue.forms.len(), catalogue.forms[0].items.len()), (1, 12));
}

#[test]
fn each_fault_is_told_where_it_stands() {
    let mut wrong = Vec::new();
    for (from, to, code, at, suggestion) in SPOILT {
        assert!(SMALL.contains(from), "{from} is not in the file");
        let text = SMALL.replacen(from, to, 1);
        let (_, found) = read(&text);
        let Some(one) = found.iter().find(|one| one.code == *code) else {
            wrong.push(format!("{to}: no {code} in {found:?}"));
            continue;
        };
        assert!(one.error && !one.zh.is_empty() && !one.en.is_empty());
        let line = text.lines().nth(one.mark.line as usize - 1).unwrap();
        let rest: String = line.chars().skip(one.mark.column as usize - 1).collect();
        let first = at.lines().next().unwrap_or_default();
        if !rest.starts_with(first) {
            wrong.push(format!("{to}: {code} at {}:{} '{rest}'", one.mark.line, one.mark.column));
        }
        if suggestion.is_some() && one.suggestion.as_deref() != *suggestion {
            wrong.push(format!("{to}: {one:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_faults_are_told_at_once_and_the_rest_is_kept() {
    let text = SMALL
        .replace("at = [\"end\"]", "at = [\"ende\"]")
        .replace("better = \"lower\"", "better = \"less\"")
        .replace("level = \"red\"", "level = \"read\"");
    let (catalogue, found) = read(&text);
    let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["R105", "R010", "R010"]);
    assert_eq!((catalogue.forms.len(), catalogue.indicators.len(), catalogue.plans.len()), (1, 1, 1));
}

#[test]
fn settings_fill_what_the_text_leaves_open_and_nothing_else() {
    let open = SMALL
        .replace("above = [\"1\", \"2\", \"3\", \"4\"]", "unset = { zh = \"未写明\", en = \"not stated\" }");
    let by = "by = { zh = \"演示\", en = \"demonstration\" }\n";
    let set = format!(
        "[[setting]]\nlight = \"loss-light\"\nabove = [\"1\", \"2\", \"3\", \"4\"]\n{by}[[setting]]\nplan = \"answer\"\nstep = \"assess\"\nwithin = {{ hours = 4 }}\n{by}"
    );
    let files = |a: &str, b: &str| [("a.toml".to_owned(), a.to_owned()), ("b.toml".to_owned(), b.to_owned())];
    let (catalogue, found) = anye_forms::Catalogue::read(&files(&open, &set), None);
    assert!(found.is_empty(), "{found:#?}");
    let light = catalogue.light("loss-light").unwrap();
    assert_eq!(light.set_by.as_ref().unwrap().zh, "演示");
    let level = |text| light.level(anye_law::num::Num::parse(text).unwrap());
    assert_eq!((level("1"), level("1.01"), level("9")), (Some(0), Some(1), Some(4)));
    assert!(catalogue.plan_for("loss-light", "red").unwrap().steps[1].set_by.is_some());
    let (_, found) = anye_forms::Catalogue::read(&files(SMALL, &set), None);
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["R413"]);
}

/// A composite without weights, what sets them, and lights that watch it and an estimate.
const COMPOSITE: &str = "[[composite]]\nid = \"strain\"\nname = { zh = \"甲\", en = \"a\" }\ndefinition = { zh = \"甲\", en = \"a\" }\nform = \"monthly\"\ncite = [\"T1/1\"]\npart = [{ indicator = \"loss\" }]\nunset = { zh = \"未写明\", en = \"not stated\" }\n[[setting]]\ncomposite = \"strain\"\nweight = [{ indicator = \"loss\", weight = \"0.4\" }]\nusual = { from = \"2018-01\", to = \"2019-12\" }\nby = { zh = \"演示\", en = \"demonstration\" }\n[[light]]\nid = \"habit\"\nname = { zh = \"甲\", en = \"a\" }\nindicator = \"est.headcount\"\nby_rate = true\ncite = [\"T1/1\"]\nbelow = [\"50\", \"10\", \"2\", \"0.5\"]\n[[light]]\nid = \"strained\"\nname = { zh = \"甲\", en = \"a\" }\nindicator = \"index.strain\"\ncite = [\"T1/1\"]\nabove = [\"1\", \"2\", \"3\", \"4\"]\n";

#[test]
fn weights_of_an_index_are_all_there_or_told() {
    let catalogue = sound(&format!("{SMALL}{COMPOSITE}"));
    let one = catalogue.composite("strain").unwrap();
    assert_eq!((one.indicator().as_str(), one.parts[0].less_is_worse), ("index.strain", false));
    assert!(
        one.set_by.is_some() && one.weights.as_ref().is_some_and(|all| all.len() == 1) && one.usual.is_some()
    );
    let habit = catalogue.light("habit").unwrap();
    let level = |rate| habit.level(anye_law::num::Num::parse(rate).unwrap());
    assert_eq!(
        (level("60"), level("9"), level("0.1")),
        (Some(0), Some(2), Some(4)),
        "the rarer by chance, the worse"
    );
    for (from, to, code) in [
        ("indicator = \"loss\" }]\nunset", "indicator = \"lost\" }]\nunset", "R406"),
        ("form = \"monthly\"\ncite = [\"T1/1\"]\npart", "form = \"daily\"\ncite = [\"T1/1\"]\npart", "R401"),
        ("unset = { zh = \"未写明\", en = \"not stated\" }\n[[setting]]", "[[setting]]", "R416"),
        ("weight = \"0.4\"", "weight = \"-0.4\"", "R416"),
        ("weight = [{ indicator = \"loss\"", "weight = [{ indicator = \"other\"", "R416"),
        ("to = \"2019-12\"", "to = \"2017-12\"", "R112"),
        ("composite = \"strain\"", "composite = \"stress\"", "R407"),
        ("index.strain", "index.stress", "R406"),
        ("indicator = \"est.headcount\"", "indicator = \"loss\"", "R418"),
        ("below = [\"50\", \"10\", \"2\", \"0.5\"]", "above = [\"1\", \"2\", \"3\", \"4\"]", "R418"),
    ] {
        assert!(COMPOSITE.contains(from), "{from}");
        let (_, found) = read(&format!("{SMALL}{}", COMPOSITE.replacen(from, to, 1)));
        assert!(found.iter().any(|one| one.code == code), "{to}: {found:?}");
    }
    let aimless = SMALL.replace("better = \"lower\"", "better = \"neither\"");
    assert!(read(&format!("{aimless}{COMPOSITE}")).1.iter().any(|one| one.code == "R417"));
}

#[test]
fn every_code_has_its_line_in_the_table() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let table = std::fs::read_to_string(format!("{root}/docs/reporting/findings.md")).unwrap();
    let listed: BTreeSet<&str> =
        table.lines().filter_map(|line| line.strip_prefix("| R")).filter_map(|line| line.get(..3)).collect();
    let mut used = BTreeSet::new();
    for folder in ["crates/forms/src", "crates/pack/src"] {
        codes(std::path::Path::new(&format!("{root}/{folder}")), &mut used);
    }
    let listed: BTreeSet<String> = listed.into_iter().map(|code| format!("R{code}")).collect();
    assert_eq!(listed, used);
}

fn codes(folder: &std::path::Path, out: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes(&path, out);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text.split("\"R").skip(1) {
                let code: String = piece.chars().take_while(char::is_ascii_digit).collect();
                if code.len() == 3 && piece[3..].starts_with('"') {
                    out.insert(format!("R{code}"));
                }
            }
        }
    }
}

#[test]
fn what_the_pack_knows_is_asked() {
    let library = Library {
        article: &|document, article| document == "T1" && article != "2",
        unit: &|id| id == "hrss@*",
        requirement: &|id| id == "T1/1.a",
    };
    let text =
        SMALL.replace("within = { hours = 2 } }", "within = { hours = 2 }, to = [\"hrss@*\", \"nobody\"] }");
    let (catalogue, found) = Catalogue::read(&[("x.toml".to_owned(), text)], Some(&library));
    let told: Vec<&str> = found.iter().map(|one| one.code).collect();
    assert_eq!(told, ["R009", "R410"], "{found:#?}");
    let case = "[[case]]\nname = \"a\"\ncovers = [\"T1/1.a\", \"T1/9.z\"]\nform = \"monthly\"\ncells = { start = \"约3\", strat = 1 }\nexpect = { doubts = [] }\n[[case]]\nname = \"b\"\nlight = \"none\"\nvalue = 1\nexpect = { level = \"red\" }\n";
    let (cases, found) =
        Case::read(&[("x.case.toml".to_owned(), case.to_owned())], &catalogue, Some(&library));
    let told: Vec<(u32, &str)> = found.iter().map(|one| (one.mark.line, one.code)).collect();
    assert_eq!(told, [(3, "R502"), (5, "R503"), (5, "R105"), (9, "R501")], "{found:#?}");
    assert!(cases.is_empty(), "a case that could not be read whole is none");
}

#[test]
fn ranks_say_their_direction_and_formulas_of_lists_their_code() {
    let published = "[[published]]\nindicator = \"loss\"\nplace = \"210000\"\nperiod = \"2020\"\nkind = \"rank\"\nvalue = \"8\"\ncite = [\"T1/1\"]\n";
    let (_, found) = read(&format!("{SMALL}{published}"));
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["R411"]);
    let each = SMALL.replace("form = \"monthly\"", "each = \"reasons\"\nform = \"monthly\"");
    assert!(read(&each).1.iter().any(|one| one.code == "R414"));
    let empty = SMALL.replace("[[form.section", "[[form.note");
    assert!(read(&empty).1.iter().any(|one| one.code == "R101"));
}

#[test]
fn a_case_that_expects_something_else_fails() {
    let catalogue = sound(SMALL);
    let cases = "[[case]]\nname = \"a\"\nform = \"monthly\"\ncells = { start = 3 }\nexpect = { doubts = [\"required\"], cells = { end = \"3\" } }\n[[case]]\nname = \"b\"\nindicator = \"loss\"\ntotals = { reports = 1, start = 100, \"left.layoff\" = 1 }\nexpect = { value = \"2.00\" }\n[[case]]\nname = \"c\"\nentry = \"monthly\"\nitem = \"start\"\ntext = \"约3\"\nexpect = { cell = \"3\" }\n";
    let (cases, found) = Case::read(&[("x.case.toml".to_owned(), cases.to_owned())], &catalogue, None);
    assert!(found.is_empty() && cases.len() == 3, "{found:#?}");
    let differences: Vec<usize> = cases.iter().map(|case| case.run(&catalogue).len()).collect();
    assert_eq!(differences, [2, 1, 1]);
}

proptest::proptest! {
    /// A piece cut out, or a piece put in somewhere else: told or read, never a panic, and every mark lies in the file.
    #[test]
    fn nothing_makes_reading_panic(from in 0_usize..4000, length in 0_usize..60, to in 0_usize..4000) {
        let bounded = |at: usize| (0..=at.min(SMALL.len())).rev().find(|at| SMALL.is_char_boundary(*at)).unwrap_or(0);
        let (start, end) = (bounded(from), bounded(from + length));
        let piece = &SMALL[start..end];
        let to = bounded(to);
        let mut moved = SMALL.to_owned();
        moved.insert_str(to, piece);
        let cut = format!("{}{}", &SMALL[..start], &SMALL[end..]);
        for text in [cut, moved] {
            let lines = u32::try_from(text.lines().count()).unwrap() + 1;
            for one in read(&text).1 {
                proptest::prop_assert!(one.mark.line >= 1 && one.mark.line <= lines && one.mark.column >= 1);
                proptest::prop_assert!(!one.zh.is_empty() && !one.en.is_empty());
            }
        }
    }
}
