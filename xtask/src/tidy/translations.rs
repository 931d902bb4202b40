//! Message files of both languages (`i18n/zh.ftl`, `i18n/en.ftl`) hold the same keys with the same placeholders, and real words.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::Finding;
use crate::repository::File;

/// A message: its line and the placeholders in it.
type Messages = BTreeMap<String, (usize, BTreeSet<String>)>;

pub fn check(files: &[File]) -> Vec<Finding> {
    let Ok(placeholder) = Regex::new(r"\{\s*(\$[A-Za-z][\w-]*)") else {
        return vec![Finding::new("xtask/src/tidy/translations.rs", 1, "a pattern does not compile")];
    };
    let mut findings = Vec::new();
    for zh in files.iter().filter(|file| file.path.ends_with("i18n/zh.ftl")) {
        let en_path = zh.path.replace("zh.ftl", "en.ftl");
        let Some(en) = files.iter().find(|file| file.path == en_path) else {
            findings.push(Finding::new(&zh.path, 1, format!("{en_path} is missing")));
            continue;
        };
        let (zh_messages, en_messages) = (read(&zh.text, &placeholder), read(&en.text, &placeholder));
        compare(&zh_messages, &en_messages, (&zh.path, &en.path), &mut findings);
        compare(&en_messages, &zh_messages, (&en.path, &zh.path), &mut findings);
        unfinished(zh, en, &mut findings);
    }
    for en in files.iter().filter(|file| file.path.ends_with("i18n/en.ftl")) {
        let zh_path = en.path.replace("en.ftl", "zh.ftl");
        if !files.iter().any(|file| file.path == zh_path) {
            findings.push(Finding::new(&en.path, 1, format!("{zh_path} is missing")));
        }
    }
    findings
}

fn read(text: &str, placeholder: &Regex) -> Messages {
    let mut messages = Messages::new();
    let mut current = None;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-')
            && let Some((key, _)) = line.split_once('=')
        {
            current = Some(key.trim().to_owned());
        }
        if let Some(key) = &current {
            let (_, placeholders) =
                messages.entry(key.clone()).or_insert_with(|| (index + 1, BTreeSet::new()));
            placeholders.extend(
                placeholder.captures_iter(line).filter_map(|found| Some(found.get(1)?.as_str().to_owned())),
            );
        }
    }
    messages
}

fn compare(
    here: &Messages,
    there: &Messages,
    (here_path, there_path): (&str, &str),
    findings: &mut Vec<Finding>,
) {
    for (key, (line, placeholders)) in here {
        match there.get(key) {
            None => {
                findings.push(Finding::new(here_path, *line, format!("{there_path} lacks the key {key}")))
            }
            Some((_, others)) => {
                for lacking in placeholders.difference(others) {
                    findings.push(Finding::new(
                        here_path,
                        *line,
                        format!("{key}: {there_path} lacks the placeholder {lacking}"),
                    ));
                }
            }
        }
    }
}

/// A Chinese message without a Chinese character may be a name or a symbol; an English message with one is not translated.
fn unfinished(zh: &File, en: &File, findings: &mut Vec<Finding>) {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (index, line) in en.text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let Some((key, value)) = line.split_once('=') else { continue };
        let same = zh.text.lines().any(|other| other == line);
        if same && value.contains(is_han) {
            findings.push(Finding::new(&en.path, index + 1, format!("{} is not translated", key.trim())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(zh: &str, en: &str) -> Vec<String> {
        check(&[File::new("crates/a/i18n/zh.ftl", zh), File::new("crates/a/i18n/en.ftl", en)])
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn both_languages_hold_the_same() {
        assert_eq!(
            found(
                "# 页\nhello = 你好,{ $name }\nmany =\n    { $count ->\n       *[other] { $count } 条\n    }\n",
                "hello = Hello { $name }\nmany = { $count } rows\n"
            ),
            [] as [String; 0]
        );
    }

    #[test]
    fn a_lacking_key_or_placeholder_is_found_on_either_side() {
        assert_eq!(
            found("a = 甲\nb = 乙\n", "a = A\n"),
            ["crates/a/i18n/zh.ftl:2: crates/a/i18n/en.ftl lacks the key b"]
        );
        assert_eq!(
            found("a = 甲\n", "a = A\nb = B\n"),
            ["crates/a/i18n/en.ftl:2: crates/a/i18n/zh.ftl lacks the key b"]
        );
        assert_eq!(
            found("a = 甲{ $n }\n", "a = A\n"),
            ["crates/a/i18n/zh.ftl:1: a: crates/a/i18n/en.ftl lacks the placeholder $n"]
        );
    }

    #[test]
    fn a_message_left_in_chinese_and_a_missing_file_are_found() {
        assert_eq!(found("a = 甲\n", "a = 甲\n"), ["crates/a/i18n/en.ftl:1: a is not translated"]);
        assert_eq!(check(&[File::new("crates/a/i18n/zh.ftl", "a = 甲\n")]).len(), 1);
        assert_eq!(check(&[File::new("crates/a/i18n/en.ftl", "a = A\n")]).len(), 1);
    }
}
