//! Entry and exit by hand (进出样本): a city proposes an enterprise, one leaves with a reason. Whom the panel does not admit is refused in words.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use anye_forms::Admission;
use anye_registry::employer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draw::{find, member_of};
use super::frame::employed;
use super::store::{self, Member};
use crate::Reporting;
use crate::reporter::{facts_of, path_of, place_then};
use crate::rights::must;

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Enrolment {
    /// Id or code of the employer.
    pub employer: String,
    /// First day in.
    #[schema(value_type = String)]
    pub day: Date,
    /// Why.
    pub reason: String,
}

/// An exit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exit {
    /// First day out.
    #[schema(value_type = String)]
    pub day: Date,
    /// Why.
    pub reason: String,
}

/// Takes an employer in. It stands for itself only.
pub async fn enrol(
    reporting: &Reporting,
    caller: &Caller<'_>,
    panel: &str,
    what: &Enrolment,
) -> Result<Member, Fault> {
    let panel = find(reporting, panel)?;
    if panel.source.is_some() {
        return Err(Fault::new(ErrorKind::Invalid, "panel_by_draw"));
    }
    reason(&what.reason)?;
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let one = employer::by_key(&mut tx, &what.employer).await?;
    let one = one.ok_or_else(|| crate::reporter::unknown(&what.employer))?;
    must(caller, Permission::PanelManage, &one.place, false)?;
    if let Some(there) = store::open(&mut tx, &panel.id, &one.id).await? {
        return Err(Fault::new(ErrorKind::Conflict, "panel_member_there")
            .arg("name", there.name)
            .arg("since", there.entered));
    }
    let facts = facts_of(&one);
    if let Admission::Refused(why) | Admission::Unknown(why) = panel.admits(&facts) {
        let field = FieldFault::new("employer", "panel_refused").arg("zh", &why.zh).arg("en", &why.en);
        return Err(Fault::new(ErrorKind::Invalid, "panel_refused")
            .arg("zh", &why.zh)
            .arg("en", &why.en)
            .field(field));
    }
    let places = reporting.core.places();
    let place = place_then(&places, &mut tx, &one, what.day).await?;
    let path = path_of(&places, &place, what.day)?;
    let unit = employed(panel, one, path, facts);
    let mut made = member_of(caller, panel, &unit, what.day, (1, 1), ("", what.reason.trim()), None);
    store::insert(&mut tx, &panel.id, std::slice::from_mut(&mut made)).await?;
    let event = Event::new("panel.enrol", "panel_member", &made.id).at_place(&made.place);
    let detail = serde_json::json!({ "panel": panel.id, "employer": made.subject, "day": made.entered, "reason": made.reason });
    tx.commit_with(event.detail(&detail), &made).await?;
    Ok(made)
}

/// Lets a member go. Its reports and its row stay.
pub async fn exit(
    reporting: &Reporting,
    caller: &Caller<'_>,
    member: &str,
    what: &Exit,
) -> Result<(), Fault> {
    reason(&what.reason)?;
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let found = store::member(&mut tx, member).await?.ok_or_else(|| Fault::not_found("panel_member"))?;
    must(caller, Permission::PanelManage, &found.place, false)?;
    if found.ended.is_some() || what.day.to_string() < found.entered {
        return Err(Fault::new(ErrorKind::Conflict, "panel_member_gone").arg("name", &found.name));
    }
    store::end(&mut tx, std::slice::from_ref(&found.id), what.day, what.reason.trim()).await?;
    let event = Event::new("panel.exit", "panel_member", &found.id).at_place(&found.place);
    let detail = serde_json::json!({ "panel": found.panel, "employer": found.subject, "day": what.day.to_string(), "reason": what.reason });
    Ok(tx.commit_with(event.detail(&detail), &()).await?)
}

pub(super) fn reason(text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() || text.chars().count() > 300 {
        return Err(
            Fault::new(ErrorKind::Invalid, "panel_reason").field(FieldFault::new("reason", "panel_reason"))
        );
    }
    Ok(())
}
