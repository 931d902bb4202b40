//! Bound figures (绑定的数): what stands in braces of a paragraph, and the value that takes its place. A binding that cannot be read is told, never dropped.

/// A piece of a paragraph as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// A binding.
    Bound(Binding),
}

/// What is bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// The period in words.
    Period,
    /// The place's name.
    Place,
    /// A sum: form and item.
    Sum(String, String),
    /// An indicator's value.
    Indicator(String),
    /// Its change against the period before.
    Change(String),
    /// Its change against a year ago.
    Year(String),
    /// How many have to report.
    Due(String),
    /// How many have reported.
    Got(String),
    /// The share that has reported, per cent.
    Rate(String),
    /// The places where somebody has not reported.
    Absent(String),
    /// Open cases: open, late, or of a level.
    Cases(String),
}

/// Takes a paragraph apart.
///
/// # Errors
/// The binding that cannot be read.
pub fn parts(text: &str) -> Result<Vec<Part>, String> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        let Some(close) = after.find('}') else { return Err(after.to_owned()) };
        if !before.is_empty() {
            all.push(Part::Text(before.to_owned()));
        }
        all.push(Part::Bound(binding(&after[1..close]).ok_or_else(|| after[..=close].to_owned())?));
        rest = &after[close + 1..];
    }
    if !rest.is_empty() {
        all.push(Part::Text(rest.to_owned()));
    }
    Ok(all)
}

fn binding(text: &str) -> Option<Binding> {
    let (kind, of) = text.split_once(':').unwrap_or((text, ""));
    let of = of.trim().to_owned();
    let named = !of.is_empty();
    Some(match kind.trim() {
        "period" => Binding::Period,
        "place" => Binding::Place,
        "sum" => {
            let (form, item) = of.split_once('/')?;
            Binding::Sum(form.to_owned(), item.to_owned())
        }
        "ind" if named => Binding::Indicator(of),
        "change" if named => Binding::Change(of),
        "year" if named => Binding::Year(of),
        "due" if named => Binding::Due(of),
        "got" if named => Binding::Got(of),
        "rate" if named => Binding::Rate(of),
        "absent" if named => Binding::Absent(of),
        "cases" if named => Binding::Cases(of),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_taken_apart_and_nothing_is_dropped() {
        let found = parts("{period},应报 {due:a-b} 户。").unwrap();
        assert_eq!(
            found,
            [
                Part::Bound(Binding::Period),
                Part::Text(",应报 ".into()),
                Part::Bound(Binding::Due("a-b".into())),
                Part::Text(" 户。".into())
            ]
        );
        assert_eq!(parts("甲 {sum:x} 乙"), Err("{sum:x}".to_owned()), "a sum names its form and item");
        assert_eq!(parts("甲 {unknown:x}"), Err("{unknown:x}".to_owned()));
        assert_eq!(parts("没有括号").unwrap(), [Part::Text("没有括号".into())]);
        assert_eq!(parts("未完 {ind:a"), Err("{ind:a".to_owned()));
    }
}
