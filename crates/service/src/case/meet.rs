//! Two people at one draft (同时修改): what only one of them changed is kept; what both changed is shown side by side and somebody chooses. Nothing is lost unseen.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};

use super::draft::{own, save};
use crate::Service;
use crate::model::{Answers, Application};

/// A question that two people answered differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// Its key.
    pub key: String,
    /// What the sender wrote.
    pub mine: String,
    /// What stands there now.
    pub theirs: String,
}

/// How it came out.
#[derive(Debug)]
pub enum Met {
    /// Saved.
    Saved {
        /// As kept now.
        application: Application,
        /// What somebody else wrote meanwhile, where the sender had not touched it.
        changed: Answers,
    },
    /// Nothing was saved: somebody has to choose.
    Differs {
        /// As kept now.
        application: Application,
        /// What both changed.
        both: Vec<Both>,
        /// What only the sender changed.
        mine: Answers,
    },
}

/// What the sender had before them when they began; none where the page could not say.
pub type Was = Answers;

/// Saves answers; where the draft was changed since it was seen, lays both changes together as far as they do not meet.
///
/// # Errors
/// Not there, sent already, too much, or changed once more just now.
pub async fn meet(
    service: &Service,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    sent: &Answers,
    was: &Was,
) -> Result<Met, Fault> {
    match save(service, caller, id, seen, sent).await {
        Ok(application) => return Ok(Met::Saved { application, changed: Answers::new() }),
        Err(fault) if fault.kind == ErrorKind::Stale => {}
        Err(fault) => return Err(fault),
    }
    let now = own(&mut &service.core.db, caller, id).await?;
    let apart = Apart::of(sent, was, &now.answers);
    if !apart.both.is_empty() {
        return Ok(Met::Differs { application: now, both: apart.both, mine: apart.mine });
    }
    if apart.mine.is_empty() {
        return Ok(Met::Saved { application: now, changed: apart.theirs });
    }
    let application = save(service, caller, id, now.row_version, &apart.mine).await?;
    Ok(Met::Saved { application, changed: apart.theirs })
}

/// Two sets of changes, apart.
#[derive(Debug, Default, PartialEq, Eq)]
struct Apart {
    both: Vec<Both>,
    mine: Answers,
    theirs: Answers,
}

impl Apart {
    fn of(sent: &Answers, was: &Was, now: &Answers) -> Self {
        let mut apart = Self::default();
        for (key, mine) in sent {
            let theirs = now.get(key).map(String::as_str).unwrap_or_default();
            if mine == theirs {
                continue;
            }
            match was.get(key) {
                // Only the sender changed it.
                Some(before) if before == theirs => drop(apart.mine.insert(key.clone(), mine.clone())),
                // The sender never touched it.
                None if !was.is_empty() => drop(apart.theirs.insert(key.clone(), theirs.to_owned())),
                _ => {
                    apart.both.push(Both { key: key.clone(), mine: mine.clone(), theirs: theirs.to_owned() })
                }
            }
        }
        apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn only_what_both_changed_is_asked_about() {
        let sent = said(&[("f.a", "mine"), ("f.b", "old"), ("f.c", "mine"), ("f.d", "same")]);
        let was = said(&[("f.a", "old"), ("f.c", "old")]);
        let now = said(&[("f.a", "old"), ("f.b", "theirs"), ("f.c", "theirs"), ("f.d", "same")]);
        let apart = Apart::of(&sent, &was, &now);
        assert_eq!(apart.mine, said(&[("f.a", "mine")]));
        assert_eq!(apart.theirs, said(&[("f.b", "theirs")]));
        let both = Both { key: "f.c".into(), mine: "mine".into(), theirs: "theirs".into() };
        assert_eq!(apart.both, [both]);
    }

    #[test]
    fn a_page_that_cannot_say_what_was_there_asks_about_all_that_differs() {
        let apart =
            Apart::of(&said(&[("f.a", "mine"), ("f.b", "")]), &Was::new(), &said(&[("f.a", "theirs")]));
        assert_eq!((apart.both.len(), apart.mine.len(), apart.theirs.len()), (1, 0, 0));
    }
}
