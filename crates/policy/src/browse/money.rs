//! What a rule gives, in words: money, months, named outputs. It must never compute an amount.

use anye_web::Texts;

use crate::plain::Plain;

/// The longest amount shown in a list.
const LONGEST: usize = 60;

/// One line of what a rule gives.
pub struct Given {
    /// Amount, months, first day and so on.
    pub label: String,
    /// In words.
    pub text: String,
}

/// What a rule gives in a few words.
pub fn short(plain: Plain<'_>, texts: &Texts) -> String {
    let rule = plain.rule;
    let first = rule.amount.map(|node| plain.say(node));
    let first = first.or_else(|| rule.months.map(|node| plain.say(node)));
    let first = first.or_else(|| {
        let names: Vec<String> = rule
            .locals
            .iter()
            .filter(|local| local.output)
            .map(|local| output(plain, &local.name, &local.id))
            .collect();
        (!names.is_empty()).then(|| names.join(if plain.chinese { "、" } else { ", " }))
    });
    let text = first.unwrap_or_else(|| texts.t("law-no-amount"));
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

fn output(plain: Plain<'_>, name: &str, id: &str) -> String {
    if plain.chinese || id.is_empty() { name.to_owned() } else { crate::plain::spaced(id) }
}

/// Everything a rule gives.
pub fn given(plain: Plain<'_>, id: anye_law::book::RuleId, texts: &Texts) -> Vec<Given> {
    let rule = plain.rule;
    let mut all = Vec::new();
    let parts = [
        ("law-amount", rule.amount),
        ("law-at-most", rule.at_most),
        ("law-months", rule.months),
        ("law-starts", rule.starts),
        ("law-ends", rule.ends),
    ];
    for (key, node) in parts {
        all.extend(node.map(|node| Given { label: texts.t(key), text: plain.say(node) }));
    }
    for local in &rule.locals {
        let label = output(plain, &local.name, &local.id);
        let label = if local.output { label } else { texts.t1("law-where-local", "name", label) };
        all.push(Given { label, text: plain.say(local.node) });
    }
    for exception in &rule.exceptions {
        let of = plain.exception_of(id, exception.target);
        all.push(Given {
            label: texts.t1("law-exception", "of", of),
            text: texts.t2(
                "law-exception-text",
                "when",
                plain.say(exception.when),
                "value",
                plain.say(exception.value),
            ),
        });
    }
    all
}

/// How often, up to how much, from which money, borne by whom.
pub fn limits(plain: Plain<'_>, texts: &Texts) -> Vec<Given> {
    let rule = plain.rule;
    let mut all = Vec::new();
    for times in &rule.times {
        let mut text = texts.t2("law-times-text", "per", plain.say(times.per), "n", plain.say(times.limit));
        if times.yearly {
            text.push_str(&texts.t("law-yearly"));
        }
        if let Some(window) = times.window {
            text.push_str(&texts.t1("law-within", "window", plain.say(window)));
        }
        all.push(Given { label: texts.t("law-times"), text });
    }
    for cap in &rule.caps {
        let mut text = texts.t2("law-cap-text", "per", plain.say(cap.per), "limit", plain.say(cap.limit));
        if cap.yearly {
            text.push_str(&texts.t("law-yearly"));
        }
        all.push(Given { label: texts.t("law-cap"), text });
    }
    let share =
        |part: Option<anye_law::num::Num>| part.map_or_else(|| texts.t("law-rest"), |part| part.to_string());
    if !rule.funds.is_empty() {
        let one = |(name, part): &(String, Option<anye_law::num::Num>)| {
            part.map_or_else(|| name.clone(), |part| format!("{name} {}", percent(part)))
        };
        let funds: Vec<String> = rule.funds.iter().map(one).collect();
        all.push(Given { label: texts.t("law-funds"), text: funds.join(&texts.t("law-or")) });
    }
    if !rule.shares.is_empty() {
        let shares: Vec<String> = rule
            .shares
            .iter()
            .map(|one| format!("{} {}", one.who, one.part.map_or_else(|| share(None), percent)))
            .collect();
        all.push(Given { label: texts.t("law-shares"), text: shares.join(" · ") });
    }
    all
}

/// A part of one as a percentage, where that is exact; a fraction otherwise.
fn percent(part: anye_law::num::Num) -> String {
    let hundred = part.times(anye_law::num::Num::int(100)).filter(|of| of.to_i64().is_some());
    hundred.map_or_else(|| part.to_string(), |of| format!("{of}%"))
}
