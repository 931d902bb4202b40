//! Entries to choose from (可选记录): where a field names an entry of a register, those that are open, or that only their last day ended, and that the applicant has to do with, by name
//! and day. It must never list other people.

use anye_base::Fault;
use anye_db::Read;
use anye_programmes::SubjectKind;

use super::model::Input;
use crate::Service;
use crate::model::Application;
use crate::store;

/// A list longer than this helps nobody: then the number is typed.
const MOST: u32 = 100;

/// The choice; none where there is nothing to choose from.
pub(super) async fn choice(
    service: &Service,
    from: &mut impl Read,
    register: &str,
    application: &Application,
) -> Result<Option<Input>, Fault> {
    let Some(declared) = service.definitions.register(register) else { return Ok(None) };
    let subject = (application.subject_kind.as_str(), application.subject.as_str());
    // No state is called "": where nothing ends by itself, only open ones are found.
    let over = declared.lapse.as_ref().map_or(("", ""), |one| (one.to.as_str(), one.reason.as_str()));
    let own = store::subject::entries_with(from, register, over, subject, &application.place, MOST).await?;
    let found = match declared.subject {
        // Somebody else's record is nobody's to choose.
        SubjectKind::Person | SubjectKind::Household => own,
        _ if own.is_empty() => {
            store::subject::entries_at(from, register, &application.place, MOST + 1).await?
        }
        _ => own,
    };
    if found.is_empty() || found.len() > MOST as usize {
        return Ok(None);
    }
    let members = found.into_iter().map(|one| {
        let name = declared.subject.shown_name(&one.name);
        (one.id, format!("{name}({}起)", one.from), format!("{name} (since {})", one.from))
    });
    Ok(Some(Input::Choice { members: members.collect() }))
}
