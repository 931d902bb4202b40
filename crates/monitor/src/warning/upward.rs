//! Abnormal changes reported upwards (异常动态上报): to whom, sent when, received when; what is unsent. A time that was entered is never changed.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Query, Read as _, Row, sql};
use anye_reporting::rights::{may, must};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store;
use crate::Monitor;

/// A warning and a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Upward {
    /// The warning.
    pub warning: String,
    /// Id of the recipient in the pack.
    pub recipient: String,
    /// Where.
    pub place: String,
    /// The light.
    pub rule: String,
    /// Level.
    pub level: String,
    /// Period.
    pub period: String,
    /// When it was detected.
    pub detected_at: i64,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// By whom.
    pub sent_by: String,
    /// When it was received.
    pub received_at: Option<i64>,
    /// Entered by.
    pub received_by: String,
    /// Number of the letter or words.
    pub note: String,
}

/// What is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct Entered {
    /// The warning.
    pub warning: String,
    /// The recipient.
    pub recipient: String,
    /// sent or received.
    pub what: String,
    /// Number of the letter or words.
    pub note: String,
}

/// A page of what is or was to be reported, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upwards {
    /// All.
    pub all: usize,
    /// Not sent yet.
    pub unsent: usize,
    /// The page.
    pub items: Vec<Upward>,
}

/// All of what is or was to be reported, unsent first, then unreceived, then the latest.
///
/// # Errors
/// The store's own.
pub async fn list(monitor: &Monitor, caller: &Caller<'_>) -> Result<Vec<Upward>, Fault> {
    Ok(page(monitor, caller, (0, u32::MAX as usize)).await?.items)
}

/// So much of it from there on: unsent first, then unreceived, then the latest.
///
/// # Errors
/// The store's own.
pub async fn page(
    monitor: &Monitor,
    caller: &Caller<'_>,
    (from, most): (usize, usize),
) -> Result<Upwards, Fault> {
    let mut db = &monitor.core.db;
    let places = super::listed::places(&mut db, caller, "").await?;
    let rest = |query: Query| {
        query
            .push(" from upward u join warning w on w.id = u.warning where")
            .push_list(" w.place in ({})", places.iter())
    };
    let counted = sql("select count(*) as n, count(case when u.sent_at is null then 1 end) as unsent");
    let row = db.one(rest(counted)).await?;
    let count = |column: &str| row.int(column).map(|n| usize::try_from(n).unwrap_or(0));
    let (all, unsent) = (count("n")?, count("unsent")?);
    let query = rest(sql(
        "select u.warning, u.recipient, u.sent_at, u.sent_by, u.received_at, u.received_by, u.note, w.place, w.rule, w.level, w.period, w.raised_at",
    ));
    let order = format!(
        " order by case when u.sent_at is null then 0 when u.received_at is null then 1 else 2 end, w.raised_at desc, u.warning, u.recipient \
         limit {most} offset {from}"
    );
    let items = db.all(query.push(&order)).await?.iter().map(upward).collect::<Result<_, _>>()?;
    Ok(Upwards { all, unsent, items })
}

fn upward(row: &Row) -> Result<Upward, DbError> {
    Ok(Upward {
        place: row.text("place")?,
        warning: row.text("warning")?,
        recipient: row.text("recipient")?,
        rule: row.text("rule")?,
        level: row.text("level")?,
        period: row.text("period")?,
        detected_at: row.int("raised_at")?,
        sent_at: row.opt_int("sent_at")?,
        sent_by: row.text("sent_by")?,
        received_at: row.opt_int("received_at")?,
        received_by: row.text("received_by")?,
        note: row.text("note")?,
    })
}

/// Enters that it was sent or received, now.
///
/// # Errors
/// No such warning, no right at its place, received before it was sent, or entered already.
pub async fn enter(monitor: &Monitor, caller: &Caller<'_>, entered: &Entered) -> Result<(), Fault> {
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = store::warnings(&mut tx, |query| query.push_bind(" and id = {}", &entered.warning)).await?;
    let one = found.first().filter(|one| may(caller, Permission::FiguresRead, &one.place, false));
    let one = one.ok_or_else(|| Fault::not_found("warning"))?;
    must(caller, Permission::CasesWork, &one.place, false)?;
    let now = caller.world.now_ms();
    let note: String = entered.note.trim().chars().take(500).collect();
    let update = match entered.what.as_str() {
        "sent" => sql("update upward set sent_at = $1, sent_by = $2, note = $3 where warning = $4 and recipient = $5 and sent_at is null")
            .bind(now)
            .bind(&caller.actor.name)
            .bind(note),
        "received" => sql("update upward set received_at = $1, received_by = $2 where warning = $3 and recipient = $4 and sent_at is not null and received_at is null")
            .bind(now)
            .bind(&caller.actor.name),
        _ => return Err(Fault::new(ErrorKind::Invalid, "upward_what")),
    };
    if tx.run(update.bind(&entered.warning).bind(&entered.recipient)).await? != 1 {
        return Err(Fault::new(ErrorKind::Conflict, "upward_order"));
    }
    let event = Event::new("warning.upward", "warning", &one.id).at_place(&one.place);
    tx.commit_with(
        event.detail(&serde_json::json!({ "recipient": entered.recipient, "what": entered.what })),
        &(),
    )
    .await?;
    Ok(())
}
