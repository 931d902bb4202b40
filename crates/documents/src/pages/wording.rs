//! Findings in the reader's words: a figure with its bound, a day with what it does. It must never decide anything about a finding.

use anye_findings::{
    Citation, CitationRole, Compare, DateMention, DateRole, Doubt, Figure, Measure, Role, UnitMention,
};
use anye_web::Texts;

/// A number as people read it: groups of three, no trailing zeros.
pub fn number(value: f64) -> String {
    let text = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value}") };
    let (whole, rest) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let mut grouped = String::with_capacity(text.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match rest {
        Some(rest) => format!("{sign}{grouped}.{rest}"),
        None => format!("{sign}{grouped}"),
    }
}

/// A figure in base units with its bound: `≥ 5,000 户`, `3–6 个月`, `4∶4∶2`.
pub fn figure(found: &Figure) -> String {
    if found.unit == "ratio" && !found.parts.is_empty() {
        let parts: Vec<String> = found.parts.iter().map(|part| number(*part)).collect();
        return parts.join("∶");
    }
    if found.unit == "fraction" {
        return found.text.clone();
    }
    let bound = match found.compare {
        Some(Compare::AtLeast) => "≥ ",
        Some(Compare::AtMost) => "≤ ",
        Some(Compare::MoreThan) => "> ",
        Some(Compare::LessThan) => "< ",
        Some(Compare::About) => "≈ ",
        Some(Compare::Range) | None => "",
    };
    let upper = found.upper.map(|upper| format!("–{}", number(upper))).unwrap_or_default();
    let unit = match found.unit.as_str() {
        "%" | "‰" => found.unit.clone(),
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    let per = found.per.as_deref().map(|per| format!(" / {per}")).unwrap_or_default();
    format!("{bound}{}{upper}{unit}{per}", number(found.value))
}

/// The word of a role, as in keys.
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Support => "support",
        Role::Responsible => "responsible",
    }
}

/// The word of what a date does.
pub fn date_word(role: DateRole) -> &'static str {
    match role {
        DateRole::From => "from",
        DateRole::Until => "until",
        DateRole::Period => "period",
        DateRole::Due => "due",
        DateRole::Mention => "mention",
    }
}

/// The word of how a document is cited.
pub fn citation_word(role: CitationRole) -> &'static str {
    match role {
        CitationRole::Implements => "implements",
        CitationRole::Amends => "amends",
        CitationRole::Repeals => "repeals",
        CitationRole::Cites => "cites",
    }
}

/// The word of a bound.
pub fn compare_word(compare: Compare) -> &'static str {
    match compare {
        Compare::AtLeast => "at_least",
        Compare::AtMost => "at_most",
        Compare::MoreThan => "more_than",
        Compare::LessThan => "less_than",
        Compare::About => "about",
        Compare::Range => "range",
    }
}

/// What a finding says, and what it is: the words in the margin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// In base units, resolved, normalised.
    pub said: String,
    /// The rest in words.
    pub is: String,
}

/// A unit.
pub fn said_unit(texts: &Texts, found: &UnitMention) -> Said {
    let role = texts.t(&format!("library-role-{}", role_word(found.role)));
    let whole =
        if found.full_name == found.name { String::new() } else { format!(" → {}", found.full_name) };
    let open = if found.open_list { format!(" · {}", texts.t("library-open-list")) } else { String::new() };
    let unknown = if found.unit_id.is_none() {
        format!(" · {}", texts.t("library-unit-unknown"))
    } else {
        String::new()
    };
    Said { said: found.name.clone(), is: format!("{role}{whole}{open}{unknown}") }
}

/// A figure.
pub fn said_figure(texts: &Texts, found: &Figure) -> Said {
    let said = figure(found);
    let subject = found.subject.clone().unwrap_or_default();
    // The text stands beside it: its words are worth repeating only where the number was scaled or spelt out.
    let as_printed = found.text.contains(&found.value.to_string());
    let words = if as_printed { String::new() } else { texts.t1("library-in-words", "words", &found.text) };
    let joint = if subject.is_empty() || words.is_empty() { "" } else { " " };
    Said { said, is: format!("{subject}{joint}{words}") }
}

/// A date.
pub fn said_date(texts: &Texts, found: &DateMention) -> Said {
    let role = texts.t(&format!("library-date-{}", date_word(found.role)));
    let said = match (&found.from, &found.to) {
        (Some(from), Some(to)) if from != to => format!("{from} — {to}"),
        (Some(day), _) | (None, Some(day)) => day.clone(),
        (None, None) => found.text.clone(),
    };
    let after = found.relative_to.as_deref().map(|event| texts.t1("library-date-after", "event", event));
    let is = [Some(role), after].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Said { said, is }
}

/// A citation. Whether the library has it is said beside it.
pub fn said_citation(texts: &Texts, found: &Citation) -> Said {
    let role = texts.t(&format!("library-cites-{}", citation_word(found.role)));
    let here = if found.document_id.is_some() { "library-cited-here" } else { "library-cited-absent" };
    Said { said: found.text.clone(), is: format!("{role} · {}", texts.t(here)) }
}

/// A measure: its first words; who, what and when stand in a list of their own.
pub fn said_measure(_: &Texts, found: &Measure) -> Said {
    const FIRST_WORDS: usize = 24;
    let cut = found.what.chars().count() > FIRST_WORDS;
    let said: String = found.what.chars().take(FIRST_WORDS).collect();
    Said { said: if cut { said + "…" } else { said }, is: String::new() }
}

/// Why a person should look, in the reader's words; the code itself where a newer reader gives one that has no words yet.
pub fn doubt(texts: &Texts, doubt: &Doubt) -> String {
    let key = format!("library-doubt-{}", doubt.code);
    if texts.has(&key) {
        texts.t1(&key, "about", &doubt.about)
    } else {
        texts.t1("library-doubt", "code", &doubt.code)
    }
}

/// A warning of the reading in the reader's words.
pub fn warning(texts: &Texts, warning: &anye_gazette::Warning) -> String {
    let key = format!("library-warning-{}", warning.code);
    let words =
        if texts.has(&key) { texts.t1(&key, "about", &warning.about) } else { warning.message.clone() };
    match warning.line {
        Some(line) => texts.t2("library-warning-at", "line", line, "words", words),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_keep_their_fraction() {
        let shown: Vec<String> = [0.0, 400.0, 152_000.0, 36.1, 1_234_567.5, -20.0].map(number).into();
        assert_eq!(shown, ["0", "400", "152,000", "36.1", "1,234,567.5", "−20"]);
    }
}
