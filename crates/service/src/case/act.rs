//! What is done with a case (办理动作): one act a request, in the state that was seen, with one effect for one key.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx};
use anye_programmes::StepAct;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::held::{Held, hold};
use super::{ask, decide, find, pass};
use crate::Service;
use crate::mark::mark;
use crate::model::{Answers, Row};
use crate::publicity;

/// Longest text.
const LONGEST: usize = 2_000;

/// An act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// 受理
    Accept {
        /// The account; may be empty.
        note: String,
    },
    /// 补正: ask for fields and papers.
    Ask {
        /// Keys of the form.
        asked: Vec<String>,
        /// Why.
        note: String,
    },
    /// 补正材料: give what was asked for.
    Give {
        /// Answers.
        answers: Answers,
    },
    /// 认定: what the office finds out.
    Find {
        /// Keys of the form's findings, with what was found.
        found: Answers,
    },
    /// 退回
    Return {
        /// Why.
        note: String,
    },
    /// 通过
    Pass {
        /// The account; may be empty.
        note: String,
    },
    /// 决定
    Decide {
        /// Grant or refuse.
        grant: bool,
        /// Why, where it is not as the law says.
        reason: String,
        /// The amount in fen, where the law gives none.
        amount_fen: Option<i64>,
    },
    /// 复核同意: confirm what somebody else wants against the law's answer.
    Confirm {
        /// The account; may be empty.
        note: String,
    },
    /// 复核不同意
    Decline {
        /// Why.
        note: String,
    },
    /// 不予受理
    Reject {
        /// Why.
        note: String,
    },
    /// 答复异议
    Settle {
        /// The objection.
        objection: String,
        /// Whether it is right.
        upheld: bool,
        /// The answer.
        note: String,
    },
    /// 重新办结: try the effects again that could not be.
    Again,
}

impl Act {
    /// The word, as it stands in addresses and in the log.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Ask { .. } => "ask",
            Self::Give { .. } => "give",
            Self::Find { .. } => "find",
            Self::Return { .. } => "return",
            Self::Pass { .. } => "pass",
            Self::Decide { .. } => "decide",
            Self::Confirm { .. } => "confirm",
            Self::Decline { .. } => "decline",
            Self::Reject { .. } => "reject",
            Self::Settle { .. } => "settle",
            Self::Again => "again",
        }
    }
}

/// Does it.
///
/// # Errors
/// Not there, not allowed, not in this step, changed meanwhile, or what the act itself refuses.
pub async fn act(
    service: &Service,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    act: &Act,
) -> Result<Row, Fault> {
    service.policy.refresh().await?;
    let service = &service.now();
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut held = hold(service, &mut tx, caller, id, seen).await?;
    done(service, &mut tx, caller, &mut held, act).await?;
    mark("act.done");
    let row = held.row.clone();
    let detail =
        json!({ "act": act.word(), "stand": row.stand, "programme": row.programme, "number": row.number });
    let event = Event::new("service.act", "case", id).at_place(&row.place).detail(&detail);
    tx.commit_with(event, &row).await?;
    Ok(row)
}

async fn done(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    act: &Act,
) -> Result<(), Fault> {
    match act {
        Act::Accept { note } => pass::pass(service, tx, caller, held, StepAct::Accept, note).await,
        Act::Pass { note } => pass::pass(service, tx, caller, held, StepAct::Pass, note).await,
        Act::Return { note } => pass::back(service, tx, caller, held, &written(note)?).await,
        Act::Reject { note } => pass::reject(service, tx, caller, held, &written(note)?).await,
        Act::Ask { asked, note } => ask::ask(service, tx, caller, held, asked, &written(note)?).await,
        Act::Give { answers } => ask::give(service, tx, caller, held, answers).await,
        Act::Find { found } => find::find(service, tx, caller, held, found).await,
        Act::Decide { grant, reason, amount_fen } => {
            let wish = decide::Wanted { grant: *grant, reason: reason.trim(), amount_fen: *amount_fen };
            decide::decide(service, tx, caller, held, wish).await
        }
        Act::Confirm { note } => decide::confirm(service, tx, caller, held, note).await,
        Act::Decline { note } => decide::decline(service, tx, caller, held, &written(note)?).await,
        Act::Settle { objection, upheld, note } => {
            publicity::settle(service, tx, caller, held, objection, *upheld, &written(note)?).await
        }
        Act::Again => publicity::again(service, tx, caller, held).await,
    }
}

/// A text that must be there, not too long.
pub(crate) fn written(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let code = if text.is_empty() {
        "service_reason_missing"
    } else if text.chars().count() > LONGEST {
        "service_answer_long"
    } else {
        return Ok(text.to_owned());
    };
    Err(Fault::new(ErrorKind::Invalid, code)
        .arg("most", LONGEST)
        .field(FieldFault::new("note", code).arg("most", LONGEST)))
}
