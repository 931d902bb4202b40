//! Answering an offer (确认、谢绝、误报): yes begins an application with nothing to fill in that is known, no is kept, and “this is wrong” is counted.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Db};
use anye_programmes::Applicant;
use serde_json::json;

use crate::Service;
use crate::case::{Start, rights, start};
use crate::model::subject_kind;
use crate::store;
use crate::store::candidate::{Candidate, Run};

/// So many offers are listed at most.
const MOST: u32 = 500;

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 确认: the application begins.
    Yes,
    /// 谢绝
    No,
    /// 误报: not entitled in truth.
    Wrong,
}

impl Answer {
    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "yes" => Self::Yes,
            "no" => Self::No,
            "wrong" => Self::Wrong,
            _ => return None,
        })
    }

    fn state(self) -> &'static str {
        match self {
            Self::Yes => "confirmed",
            Self::No => "declined",
            Self::Wrong => "wrong",
        }
    }
}

/// Offers that the caller may answer: their own, or those of their places.
///
/// # Errors
/// The store's own.
pub async fn offers(service: &Service, caller: &Caller<'_>, own: bool) -> Result<Vec<Candidate>, Fault> {
    let db = &service.core.db;
    let mut from = db;
    if own {
        let mine = service.own(caller.grants.account()).await?;
        let ids = mine.into_iter().map(|one| one.id).collect();
        return Ok(store::candidate::list(&mut from, "offered", None, Some(ids), MOST).await?);
    }
    let places = store::candidate::places(&mut from).await?;
    let places =
        places.into_iter().filter(|place| rights::may(caller, Permission::ServiceApply, place)).collect();
    Ok(store::candidate::list(&mut from, "offered", Some(places), None, MOST).await?)
}

/// Counts by programme and state, and the last run: how often what was found was wrong.
///
/// # Errors
/// The store's own.
pub async fn tally(db: &Db) -> Result<(Vec<(String, String, i64)>, Option<Run>), Fault> {
    let mut from = db;
    Ok((store::candidate::counts(&mut from).await?, store::candidate::latest(&mut from).await?))
}

/// Answers; with yes the id of the application that was begun.
///
/// # Errors
/// Not there, not the caller's, answered or lapsed already, no reason where one is needed.
pub async fn answer(
    service: &Service,
    caller: &Caller<'_>,
    id: &str,
    answer: Answer,
    why: &str,
) -> Result<Option<String>, Fault> {
    let db = &service.core.db;
    let none = || Fault::not_found("service_offer");
    let found = store::candidate::find(&mut &*db, id).await?.ok_or_else(none)?;
    let mine = service.own(caller.grants.account()).await?;
    let own = mine.iter().any(|one| one.id == found.subject);
    if !own && !rights::may(caller, Permission::ServiceApply, &found.place) {
        return Err(none());
    }
    if found.state != "offered" && found.state != answer.state() {
        return Err(Fault::new(ErrorKind::Conflict, "service_offer_over").arg("state", &found.state));
    }
    if answer == Answer::Wrong && why.trim().is_empty() {
        return Err(Fault::new(ErrorKind::Invalid, "service_reason_missing"));
    }
    if found.state != "offered" {
        return Ok(found.application);
    }
    let application = if answer == Answer::Yes {
        let kind = subject_kind(&found.subject_kind).ok_or_else(none)?;
        let channel = match (own, service.programme(&found.programme).and_then(|one| one.automatic.as_ref()))
        {
            (false, _) => Applicant::Counter,
            (true, Some(automatic)) if automatic.confirm == Applicant::Employer => Applicant::Employer,
            (true, _) => Applicant::Itself,
        };
        let wish = Start {
            programmes: vec![found.programme.clone()],
            matter: String::new(),
            subject: (kind, found.subject.clone()),
            channel,
        };
        Some(start(service, caller, &wish).await?.id)
    } else {
        None
    };
    // The key of the request is used up by the application; the offer itself can be answered only once.
    let plain = Caller { once: if application.is_some() { None } else { caller.once }, ..*caller };
    let mut tx = match db.begin(plain.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let by = (caller.world.now_ms(), caller.actor.id.as_str(), caller.actor.name.as_str());
    store::candidate::answer(&mut tx, id, answer.state(), by, why.trim(), application.as_deref()).await?;
    let detail = json!({ "answer": answer.state(), "programme": found.programme });
    let event = Event::new("service.offer", "service_candidate", id).at_place(&found.place).detail(&detail);
    tx.commit_with(event, &application).await?;
    Ok(application)
}
