//! What one subject can have, in words (能享受什么): what the law says of each programme as things stand, shortest first, and the case there is.

use anye_law::decide::Outcome;
use anye_web::Frame;

use super::words::{law_says, stand};
use crate::case::Stance;

/// Titles of the groups, best first.
pub(super) const GROUPS: [&str; 4] = ["service-can", "service-may", "service-cannot", "service-elsewhere"];
/// Reasons on a line; all of them stand on the application's own page.
const MOST: usize = 3;

/// How the law stands to a programme.
pub(super) struct StanceSaid {
    /// Money, reasons, what is missing.
    pub text: Vec<String>,
    /// So many reasons more.
    pub more: Option<String>,
    /// The latest case: address, how far, its colour.
    pub case: Option<(String, String, &'static str)>,
}

/// The group it belongs to.
pub(super) fn rank(stance: &Stance<'_>) -> usize {
    match stance.outcome {
        Some(true) => 0,
        None => 1,
        // No rule of it is for this place and day: that says nothing about the person.
        Some(false) if stance.decisions.iter().all(|one| one.outcome == Outcome::NotInForce) => 3,
        Some(false) => 2,
    }
}

/// How much is still to be known for it.
pub(super) fn missing(stance: &Stance<'_>) -> usize {
    let needs: usize = stance.decisions.iter().map(|one| one.why.needs.len()).sum();
    if stance.outcome.is_none() { needs + stance.unanswered } else { 0 }
}

/// In words.
pub(super) fn stance_said(frame: &Frame, stance: &Stance<'_>) -> StanceSaid {
    let texts = &frame.texts;
    let said = stance.decisions.iter().flat_map(|decision| law_says(texts, decision, stance.outcome));
    let mut text: Vec<String> = Vec::new();
    for one in said {
        if !text.contains(&one) {
            text.push(one);
        }
    }
    let more = text.len().saturating_sub(MOST);
    text.truncate(MOST);
    if text.is_empty() && stance.programme.rules.is_empty() {
        text.push(frame.t("service-office-decides"));
    }
    if stance.unanswered > 0 && stance.outcome != Some(false) {
        text.push(frame.t1("service-unanswered", "n", stance.unanswered));
    }
    StanceSaid {
        text,
        more: (more > 0).then(|| frame.t1("service-more-reasons", "n", more)),
        case: stance.case.as_ref().map(|(id, how)| {
            let (word, colour) = stand(texts, *how);
            (format!("/service/cases/{id}"), word, colour)
        }),
    }
}
