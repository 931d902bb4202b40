//! Words that bound a date: 自、至、截至、到 before it, 起、前、内、止 behind it.
//!
//! Must never decide the role: the words around may say otherwise.

use crate::source::Source;

/// What stands before a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    From,
    Until,
    By,
    None,
}

/// The word before a date and its length.
pub(super) fn prefix_before(source: &Source, at: usize) -> (Lead, usize) {
    let words = [
        ("自", Lead::From),
        ("从", Lead::From),
        ("自从", Lead::From),
        ("截至", Lead::Until),
        ("截止", Lead::Until),
        ("截至到", Lead::Until),
        ("截止到", Lead::Until),
        ("截止至", Lead::Until),
        ("至", Lead::Until),
        ("到", Lead::By),
    ];
    let found =
        words.iter().filter(|(word, _)| source.ends(at, word)).max_by_key(|(word, _)| word.chars().count());
    match found {
        // 提到, 涉及到 and the like do not bound a date; 延长到, 执行到 do.
        Some(("到", _))
            if ["执行到", "延长到", "实施到", "延续到"].iter().any(|word| source.ends(at, word)) =>
        {
            (Lead::Until, 1)
        }
        Some((word, lead)) => (*lead, word.chars().count()),
        None => (Lead::None, 0),
    }
}

/// What stands behind a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    Onward,
    Before,
    Within,
    Stop,
    After,
    None,
}

/// The word behind a date and where the date's words end.
pub(super) fn suffix_behind(source: &Source, end: usize) -> (Tail, usize) {
    let words = [
        ("起", Tail::Onward),
        ("开始", Tail::Onward),
        ("以来", Tail::Onward),
        ("之前", Tail::Before),
        ("以前", Tail::Before),
        ("前", Tail::Before),
        ("之内", Tail::Within),
        ("以内", Tail::Within),
        ("内", Tail::Within),
        ("止", Tail::Stop),
        ("之后", Tail::After),
        ("以后", Tail::After),
        ("后", Tail::After),
    ];
    let at = source.past_space(end);
    let found =
        words.iter().filter(|(word, _)| source.starts(at, word)).max_by_key(|(word, _)| word.chars().count());
    match found {
        Some((word, tail))
            if !source.starts(at, "前提")
                && !source.starts(at, "前期")
                && !source.starts(at, "内部")
                && !source.starts(at, "起草") =>
        {
            (*tail, at + word.chars().count())
        }
        _ => (Tail::None, end),
    }
}
