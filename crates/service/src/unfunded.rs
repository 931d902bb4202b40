//! What nothing pays (无资金来源): a programme that pays by a rule for which no fund can be told would only fail when somebody decides. Found when the pack is checked.

use anye_forms::{Finding, Mark};
use anye_law::book::{Book, Rule};
use anye_money::fund::{Fund, Funds};
use anye_pack::Pack;
use anye_programmes::{Definitions, Effect, Programme};

/// A finding for each rule of a programme that pays, where no fund that permits it is named by the programme or the rule, and not exactly one permits it.
#[must_use]
pub fn unfunded(pack: &Pack, book: &Book, definitions: &Definitions, funds: &Funds) -> Vec<Finding> {
    let mut found = Vec::new();
    for programme in &definitions.programmes {
        let Some(own) = programme.effects.iter().find_map(pays_from) else { continue };
        let rules = programme.rules.iter().filter_map(|used| book.find_rule(&used.rule));
        for rule in rules.map(|id| book.rule(id)).filter(|rule| rule.amount.is_some()) {
            let permits = |fund: &&Fund| fund.permits(&rule.id);
            let named = match own {
                "" => rule.funds.iter().find_map(|(name, _)| funds.by_law_name(name)),
                own => funds.fund(own).or_else(|| funds.by_law_name(own)),
            };
            let may = funds.funds.iter().filter(permits).count();
            if !named.as_ref().is_some_and(permits) && (may != 1 || !own.is_empty()) {
                found.push(finding(pack, programme, rule, if own.is_empty() { may } else { 0 }));
            }
        }
    }
    found
}

/// The fund that it names; empty where it pays and names none.
fn pays_from(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Pay { fund, .. } => Some(fund),
        _ => None,
    }
}

fn finding(pack: &Pack, programme: &Programme, rule: &Rule, may: usize) -> Finding {
    let (file, mark) = place(pack, &programme.id);
    let (zh, en) = if may == 0 {
        (
            format!("没有写明“{}”由哪项资金支付,决定时会被挡住", programme.name.zh),
            format!("nothing says which fund pays '{}': a decision would be stopped", programme.id),
        )
    } else {
        (
            format!("有 {may} 项资金可以支付“{}”,没有写明由哪一项", programme.name.zh),
            format!("{may} funds may pay '{}', and nothing says which", programme.id),
        )
    };
    let suggestion =
        format!("effect = [{{ pay = {{ fund = \"…\" }} }}]; 资金; funds.toml benefits = [\"{}\"]", rule.id);
    Finding { file, mark, code: "P241", error: true, zh, en, suggestion: Some(suggestion) }
}

/// Where the programme says its id: programmes hold no place in a file, their tables begin with a mark of their own.
fn place(pack: &Pack, id: &str) -> (String, Mark) {
    let line = format!("id = \"{id}\"");
    for name in &pack.manifest().programmes {
        let file = format!("programmes/{name}.toml");
        let text = pack.file(&file).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        for (from, head) in text.match_indices("[[programme]]") {
            let own = from + head.len();
            let table = &text[own..];
            let table = &table[..table.find("\n[[").unwrap_or(table.len())];
            if let Some(at) =
                table.match_indices(&line).map(|(at, _)| at).find(|at| table[..*at].ends_with('\n'))
            {
                return (file, Mark::at(text, own + at));
            }
        }
    }
    ("pack.toml".to_owned(), Mark::at("", 0))
}
