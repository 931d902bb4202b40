//! Claims: a comment `covers: ID, ID` in a test. A claim counts only where a test runs it; anything else is a fault, not a claim.

use crate::repository::File;

/// One id claimed at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub id: String,
    /// `path:line`, with the test's name where it has one.
    pub by: String,
}

const WORD: &str = "covers:";

/// All claims, and what is wrong with them.
pub fn find(files: &[File]) -> (Vec<Claim>, Vec<String>) {
    let mut claims = Vec::new();
    let mut faults = Vec::new();
    for file in files {
        if is_scenarios(&file.path) {
            scenarios(file, &mut claims, &mut faults);
        } else if is_reporting_cases(&file.path) {
            reporting_cases(file, &mut claims, &mut faults);
        } else if is_read(&file.path) {
            find_in(file, &mut claims, &mut faults);
        }
    }
    (claims, faults)
}

/// Scenarios of a pack's law: run by `anye pack test` and by the pack's own tests.
fn is_scenarios(path: &str) -> bool {
    path.starts_with("packs/") && path.contains("/law/") && path.ends_with(".case")
}

/// Cases beside a pack's forms and indicators: run by `anye pack test` and by the pack's own tests.
fn is_reporting_cases(path: &str) -> bool {
    path.starts_with("packs/") && path.contains("/reporting/") && path.ends_with(".case.toml")
}

/// Lines `covers = ["ID", "ID"]` of `[[case]]` tables; each counts for the case it stands in, which must expect something.
fn reporting_cases(file: &File, claims: &mut Vec<Claim>, faults: &mut Vec<String>) {
    let (mut name, mut waiting): (String, Vec<Claim>) = (String::new(), Vec::new());
    let mut give_up = |waiting: &mut Vec<Claim>| {
        faults.extend(
            waiting.drain(..).map(|claim| format!("{}: a case that expects nothing shows nothing", claim.by)),
        );
    };
    for (at, line) in file.text.lines().enumerate() {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        match key.trim() {
            "[[case]]" => give_up(&mut waiting),
            "name" => value.trim().trim_matches('"').clone_into(&mut name),
            "covers" => {
                let by = format!("{}:{} {name}", file.path, at + 1);
                let ids = value.split('"').skip(1).step_by(2);
                waiting.extend(ids.map(|id| Claim { id: id.to_owned(), by: by.clone() }));
            }
            "expect" | "[case.expect]" => claims.append(&mut waiting),
            _ => {}
        }
    }
    give_up(&mut waiting);
}

/// Lines `需求 ID, ID` (English `covers`) of scenarios; each counts for the scenario it stands in, which must have a case.
fn scenarios(file: &File, claims: &mut Vec<Claim>, faults: &mut Vec<String>) {
    let mut rule = String::new();
    let mut waiting: Vec<Claim> = Vec::new();
    let mut list: Option<(usize, String)> = None;
    let mut give_up = |waiting: &mut Vec<Claim>| {
        for claim in waiting.drain(..) {
            faults.push(format!("{}: a scenario without a case shows nothing", claim.by));
        }
    };
    for (at, line) in file.text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        let (head, rest) = line.trim().split_once([' ', '\u{3000}']).unwrap_or((line.trim(), ""));
        if !line.starts_with([' ', '\t']) && matches!(head, "情景" | "scenario") {
            give_up(&mut waiting);
            rule = rest.trim().to_owned();
        } else if matches!(head, "需求" | "covers")
            || list.as_ref().is_some_and(|(_, so_far)| so_far.trim_end().ends_with([',', ',', '、']))
        {
            let so_far = list.take().filter(|_| !matches!(head, "需求" | "covers"));
            let (from, text) =
                so_far.map_or((at, rest.to_owned()), |(from, so_far)| (from, so_far + line.trim()));
            let by = format!("{}:{} {rule}", file.path, from + 1);
            let ids = text.split([',', ',', '、']).map(str::trim).filter(|id| !id.is_empty());
            waiting.retain(|claim| claim.by != by);
            waiting.extend(ids.map(|id| Claim { id: id.to_owned(), by: by.clone() }));
            list = Some((from, text));
        } else if matches!(head, "例" | "case") {
            claims.append(&mut waiting);
            list = None;
        } else if !line.trim().is_empty() {
            list = None;
        }
    }
    give_up(&mut waiting);
}

fn is_read(path: &str) -> bool {
    let rust = path.ends_with(".rs")
        && (path.starts_with("crates/")
            || path.starts_with("tests/")
            || path.starts_with("xtask/src/accuracy"));
    let browser = path.starts_with("tests/browser/") && path.ends_with(".mjs");
    rust || browser
}

fn find_in(file: &File, claims: &mut Vec<Claim>, faults: &mut Vec<String>) {
    let lines: Vec<&str> = file.text.lines().collect();
    let production = file.production().count();
    let mut index = 0;
    while index < lines.len() {
        let start = index;
        index += 1;
        let Some(rest) = comment(lines[start]).and_then(|comment| comment.strip_prefix(WORD)) else {
            continue;
        };
        let mut list = rest.trim().to_owned();
        // A list that ends with a comma goes on in the next comment.
        while list.ends_with(',') {
            let Some(more) = lines.get(index).and_then(|line| comment(line)) else { break };
            list.push_str(more);
            index += 1;
        }
        let here = format!("{}:{}", file.path, start + 1);
        let by = match shown_by(file, &lines, start, index, production) {
            Ok(test) => test.map_or_else(|| here.clone(), |test| format!("{here} {test}")),
            Err(fault) => {
                faults.push(format!("{here}: {fault}"));
                continue;
            }
        };
        let mut ids = list.split(',').map(str::trim).filter(|id| !id.is_empty()).peekable();
        if ids.peek().is_none() {
            faults.push(format!("{here}: a claim without an id"));
        }
        claims.extend(ids.map(|id| Claim { id: id.to_owned(), by: by.clone() }));
    }
}

/// The text of a comment line, in Rust, JavaScript, TOML or a block comment.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["//!", "///", "//", "#", "*"].iter().find_map(|mark| line.strip_prefix(mark)).map(str::trim)
}

/// The test that a claim belongs to: the function it stands before or in. `None` for what has no functions.
fn shown_by(
    file: &File,
    lines: &[&str],
    start: usize,
    after: usize,
    production: usize,
) -> Result<Option<String>, String> {
    if !file.is_rust() {
        return Ok(None);
    }
    if start < production {
        return Err("a claim outside tests shows nothing; move it to the test that would fail".into());
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let ahead = lines[after..].iter().take_while(|line| is_comment_or_attribute(line)).count() + after;
    let function = match lines.get(ahead).and_then(|line| function_name(line)) {
        Some(name) => Some((ahead, name)),
        // Inside a body: the nearest function above that is indented less.
        None => (0..start).rev().find_map(|at| {
            let name = function_name(lines[at])?;
            (indent(lines[at]) < indent(lines[start])).then_some((at, name))
        }),
    };
    let Some((at, name)) = function else { return Err("no test function follows this claim".into()) };
    let attributes: Vec<&str> =
        lines[..at].iter().rev().take_while(|line| is_comment_or_attribute(line)).copied().collect();
    let has = |word: &str| {
        attributes
            .iter()
            .any(|line| line.trim_start().starts_with("#[") && !line.contains("cfg(") && line.contains(word))
    };
    if has("ignore") {
        return Err(format!("{name} is ignored, so it shows nothing"));
    }
    if !has("test") {
        return Err(format!("{name} is no test"));
    }
    Ok(Some(name))
}

fn is_comment_or_attribute(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with("#[") || line.is_empty()
}

fn function_name(line: &str) -> Option<String> {
    let line = line.trim_start();
    let line = ["pub ", "async "].iter().fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
    let name: String =
        line.strip_prefix("fn ")?.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(path: &str, text: &str) -> Vec<(String, String)> {
        let (claims, faults) = find(&[File::new(path, text)]);
        assert!(faults.is_empty(), "{faults:?}");
        claims.into_iter().map(|claim| (claim.id, claim.by)).collect()
    }

    fn fault(path: &str, text: &str) -> String {
        let (claims, faults) = find(&[File::new(path, text)]);
        assert!(claims.is_empty(), "{claims:?}");
        assert_eq!(faults.len(), 1, "{faults:?}");
        faults[0].clone()
    }

    #[test]
    fn cases_beside_forms_claim_too() {
        let path = "packs/liaoning/reporting/x.case.toml";
        let good = "[[case]]\nname = \"甲\"\ncovers = [\"A/1.a\", \"A/1.b\"]\nform = \"f\"\n[case.expect]\ndoubts = []\n";
        let by = format!("{path}:3 甲");
        assert_eq!(claims(path, good), ["A/1.a", "A/1.b"].map(|id| (id.to_owned(), by.clone())));
        let none = "[[case]]\ncovers = [\"A/1.a\"]\n[[case]]\nexpect = { value = \"1\" }\n";
        assert!(fault(path, none).contains("expects nothing"));
    }

    #[test]
    fn before_a_test_and_inside_it() {
        let before = "//! x\n// covers: A/1.a, A/1.b,\n//   A/1.c\n#[test]\nfn works() {}\n";
        let by = "crates/a/tests/it/x.rs:2 works".to_owned();
        let expected: Vec<_> = ["A/1.a", "A/1.b", "A/1.c"].map(|id| (id.to_owned(), by.clone())).into();
        assert_eq!(claims("crates/a/tests/it/x.rs", before), expected);
        let inside = "#[tokio::test]\nasync fn works() {\n    let x = 1;\n    // covers: A/1.a\n    assert!(x == 1);\n}\n";
        assert_eq!(
            claims("crates/a/tests/it/x.rs", inside),
            [("A/1.a".into(), "crates/a/tests/it/x.rs:4 works".into())]
        );
        let unit = "//! x\nfn a() {}\n#[cfg(test)]\nmod tests {\n    // covers: A/1.a\n    #[test]\n    fn works() {}\n}\n";
        assert_eq!(claims("crates/a/src/x.rs", unit), [("A/1.a".into(), "crates/a/src/x.rs:5 works".into())]);
    }

    #[test]
    fn in_browser_journeys_and_scenarios() {
        assert_eq!(
            claims("tests/browser/a.mjs", "// covers: A/1.a\n"),
            [("A/1.a".into(), "tests/browser/a.mjs:1".into())]
        );
        // The line that begins the list counts, and a list that ends with a comma goes on.
        let cases =
            "情景 甲\n  需求 A/1.a,\n    A/1.b  # both\n  底稿\n    日期 2020-01-01\n  例 给予 → 给予\n";
        let by = |id: &str| (id.to_owned(), "packs/l/law/a.case:2 甲".to_owned());
        assert_eq!(claims("packs/l/law/a.case", cases), [by("A/1.a"), by("A/1.b")]);
        assert!(fault("packs/l/law/a.case", "情景 甲\n  需求 A/1.a\n").contains("without a case"));
    }

    #[test]
    fn words_in_prose_are_no_claims() {
        assert_eq!(claims("crates/a/tests/x.rs", "// what this covers: much\nlet x = \"covers: A\";\n"), []);
        assert_eq!(claims("README.md", "covers: A/1.a\n"), []);
    }

    #[test]
    fn a_claim_that_nothing_runs_is_a_fault() {
        assert!(fault("crates/a/src/x.rs", "// covers: A/1.a\nfn product() {}\n").contains("outside tests"));
        assert!(
            fault("crates/a/tests/x.rs", "// covers: A/1.a\n#[test]\n#[ignore]\nfn later() {}\n")
                .contains("ignored")
        );
        assert!(fault("crates/a/tests/x.rs", "// covers: A/1.a\nfn builds() {}\n").contains("no test"));
        assert!(fault("crates/a/tests/x.rs", "// covers: A/1.a\nstruct X;\n").contains("no test function"));
        assert!(
            fault("crates/a/tests/x.rs", "// covers:\n#[test]\nfn works() {}\n").contains("without an id")
        );
    }
}
