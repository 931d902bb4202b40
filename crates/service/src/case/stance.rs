//! What one subject can have (能享受什么): how the law stands to every programme that is open to it, by what the registry knows today. Nothing is kept, nothing promised.

use anye_access::Caller;
use anye_base::Fault;
use anye_law::decide::Decision;
use anye_programmes::Programme;

use super::start::{is_open, things};
use crate::Service;
use crate::form::{Look, look};
use crate::model::{Answers, Application, Stand};
use crate::port::Subject;
use crate::store;

/// How the law stands to one programme for one subject.
#[derive(Debug)]
pub struct Stance<'s> {
    /// The programme.
    pub programme: &'s Programme,
    /// Granted or refused as things stand; none: not known yet.
    pub outcome: Option<bool>,
    /// What its rules say.
    pub decisions: Vec<Decision>,
    /// Questions that somebody still has to answer.
    pub unanswered: usize,
    /// The latest case about it: its id, and how far it is.
    pub case: Option<(String, Stand)>,
}

/// All of them in the order of the pack. Who asks may apply for the subject.
///
/// # Errors
/// The store's own.
pub async fn stances<'s>(
    service: &'s Service,
    caller: &Caller<'_>,
    subject: &Subject,
    english: bool,
) -> Result<Vec<Stance<'s>>, Fault> {
    let mut from = &service.core.db;
    let open =
        |one: &&Programme| one.subject == subject.kind && is_open(service, caller, one, &subject.place);
    let programmes: Vec<&Programme> = service.definitions.programmes.iter().filter(open).collect();
    let mut asked = unwritten(subject, &programmes, caller.world.now_ms());
    things(service, &mut from, caller.world, &programmes, &mut asked).await?;
    let look = look(service, &mut from, &programmes, &asked, caller.world.today(), (english, &[])).await?;
    let cases = store::case::about(&mut from, subject.kind.word(), &subject.id).await?;
    let one = |programme: &&'s Programme| {
        let of = look.answers.iter().filter(|(id, ..)| *id == programme.id);
        let case = cases.iter().rfind(|case| case.programme == programme.id);
        Stance {
            programme,
            // What no rule covers here says nothing about the subject: it stands apart from what is still to be known.
            outcome: if look.uncovered(programme) { Some(false) } else { look.outcome(programme) },
            decisions: of.filter_map(|(.., decision)| decision.clone()).collect(),
            unanswered: unanswered(&look, programme),
            case: case.map(|case| (case.case_id.clone(), case.stand)),
        }
    };
    Ok(programmes.iter().map(one).collect())
}

/// An application for everything at once that nobody sends.
fn unwritten(subject: &Subject, programmes: &[&Programme], now: i64) -> Application {
    Application {
        id: String::new(),
        programmes: programmes.iter().map(|one| one.id.clone()).collect(),
        matter: String::new(),
        place: subject.place.clone(),
        subject_kind: subject.kind.word().to_owned(),
        subject: subject.id.clone(),
        channel: String::new(),
        account: String::new(),
        answers: Answers::new(),
        things: std::collections::BTreeMap::new(),
        state: "draft".to_owned(),
        made_by: String::new(),
        made_name: String::new(),
        made_at: now,
        changed_at: now,
        sent_at: None,
        row_version: 0,
    }
}

fn unanswered(look: &Look, programme: &Programme) -> usize {
    let asks = look.form.asks().filter(|ask| ask.required && ask.known.is_none() && ask.when.is_none());
    asks.filter(|ask| ask.needed_by.contains(&programme.id)).count()
}
