//! A case with everything that belongs to it, for who may read it.

use anye_access::Caller;
use anye_base::Fault;
use anye_casework::use_case::flow::Flow;
use anye_db::{Db, Read};

use super::rights::may_read;
use crate::Service;
use crate::model::{Application, Whole};
use crate::store;

/// Shows it with its application.
///
/// # Errors
/// Not there, or not to be read by the caller: the answer is the same.
pub async fn show(service: &Service, caller: &Caller<'_>, id: &str) -> Result<(Whole, Application), Fault> {
    let found = by_case(&service.core.db, id).await?;
    let (whole, application) = found.ok_or_else(|| Fault::not_found("case"))?;
    if !may_read(caller, &application, &whole.row.place) {
        return Err(Fault::not_found("case"));
    }
    Ok((whole, application))
}

/// The same for whoever has decided who may.
///
/// # Errors
/// The store's own.
pub async fn by_case(db: &Db, id: &str) -> Result<Option<(Whole, Application)>, Fault> {
    let mut from = db;
    let Some(row) = store::case::find(&mut from, id).await? else { return Ok(None) };
    let Some(flow) = Flow::of(&mut from, id).await? else { return Ok(None) };
    let Some(application) = store::application::find(&mut from, &row.application).await? else {
        return Ok(None);
    };
    let whole = whole(&mut from, row, flow).await?;
    Ok(Some((whole, application)))
}

async fn whole(from: &mut impl Read, row: crate::model::Row, flow: Flow) -> Result<Whole, Fault> {
    let id = row.case_id.clone();
    Ok(Whole {
        case: flow.case,
        steps: flow.steps,
        row,
        decided: store::case::newest(store::case::decisions(from, &id).await?),
        done: store::case::done(from, &id).await?,
        public: store::public::find(from, &id).await?,
        objections: store::public::objections(from, &id).await?,
    })
}
