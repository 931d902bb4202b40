//! What the rules said, in the reader's words. It must never soften a breach or a doubt.

use anye_web::Frame;

use super::super::model::{Came, Judgement, Part, Verdict};

/// One rule's line.
pub struct Line {
    /// Its name.
    pub name: String,
    /// The rule's page.
    pub href: String,
    /// The articles.
    pub basis: String,
    /// What it came to.
    pub said: String,
    /// Class of the tag.
    pub tag: &'static str,
    /// Clauses: number, words, state, said.
    pub clauses: Vec<(String, String, String, String)>,
    /// What it gives: label, value, whether it calls for attention.
    pub gives: Vec<(String, String, bool)>,
    /// What is missing: where on the page, and words.
    pub needs: Vec<(String, String)>,
    /// Doubts about the text, Chinese.
    pub doubts: Vec<String>,
    /// Parameters: words, whether it decides here.
    pub boundaries: Vec<(String, bool)>,
}

/// All lines, what is required first, what does not apply last.
pub fn lines(frame: &Frame, judged: &Judgement, chinese: bool) -> Vec<Line> {
    let mut all: Vec<&Verdict> = judged.verdicts.iter().collect();
    all.sort_by_key(|one| (one.came == Came::Idle, one.part));
    all.into_iter().map(|one| line(frame, one, chinese, judged.ahead)).collect()
}

fn line(frame: &Frame, one: &Verdict, chinese: bool, ahead: bool) -> Line {
    let basis: Vec<&str> = one.basis.iter().map(|cite| cite.said(chinese)).collect();
    let alarm = one.gives.iter().any(|given| given.alarm);
    let tag = match (one.part, one.came) {
        (_, Came::Needs) => "outcome-needs",
        (Part::Duty | Part::Figure, Came::No) => "outcome-refused",
        (Part::Report | Part::Procedure | Part::Reminder, Came::Yes) => "outcome-needs",
        (Part::Figure, Came::Yes) if alarm => "outcome-needs",
        (Part::Duty | Part::Figure, Came::Yes) => "outcome-granted",
        _ => "tag-done",
    };
    let clause = |(at, (words, state)): (usize, &(anye_casework::model::Words, String))| {
        let number = anye_law::decide::answer::show::circled(u32::try_from(at + 1).unwrap_or(1));
        (number, words.said(chinese).to_owned(), state.clone(), frame.t(&format!("notice-clause-{state}")))
    };
    let boundary = |one: &super::super::model::Boundary| {
        let values = [
            ("name", one.name.said(chinese)),
            ("value", one.value.said(chinese)),
            ("note", if chinese { one.note.as_str() } else { "" }),
        ];
        let key = if one.decides { "notice-boundary-decides" } else { "notice-boundary" };
        (frame.texts.args(key, &values), one.decides)
    };
    // A rule that only asks another whether a procedure is needed need not repeat that one's parameter.
    let shown = |it: &&super::super::model::Boundary| {
        it.decides || matches!(one.part, Part::Report | Part::Procedure)
    };
    Line {
        name: one.name.said(chinese).to_owned(),
        href: format!("/rules/{}", one.rule),
        basis: basis.join(if chinese { "、" } else { ", " }),
        said: if ahead && one.part == Part::Duty && one.came == Came::No {
            frame.t("notice-ahead-duty")
        } else {
            frame.t(&format!("notice-came-{}-{}", one.part.word(), one.came.word()))
        },
        tag,
        clauses: one.clauses.iter().enumerate().map(clause).collect(),
        gives: one
            .gives
            .iter()
            .map(|given| {
                (given.name.said(chinese).to_owned(), given.value.said(chinese).to_owned(), given.alarm)
            })
            .collect(),
        needs: one
            .needs
            .iter()
            .map(|(field, words)| (format!("f-{field}"), words.said(chinese).to_owned()))
            .collect(),
        doubts: one.doubts.clone(),
        boundaries: one.boundaries.iter().filter(shown).map(boundary).collect(),
    }
}
