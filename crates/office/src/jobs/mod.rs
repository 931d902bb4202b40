//! Background jobs (后台任务): the list, one job with its progress, stopping and trying again. Who sees only own jobs never learns of others.

pub mod api;
mod page;

use anye_access::Permission::{self, JobsManage, JobsRead};
use anye_access::{Reach, Target};
use anye_base::Fault;
use anye_jobs::{Filter, Job, State, find};
use anye_web::{Guard, Routes, Visitor};

use crate::Office;

pub(crate) fn add(routes: Routes<Office>) -> Routes<Office> {
    let (read, manage) = (Guard::Needs(JobsRead), Guard::Needs(JobsManage));
    routes
        .get("/jobs", read, page::list)
        .get("/jobs/{job}", read, page::show)
        .post("/jobs/{job}/cancel", manage, page::cancel)
        .post("/jobs/{job}/retry", manage, page::retry)
        .get("/api/jobs", read, api::list)
        .get("/api/jobs/{job}", read, api::one)
        .post("/api/jobs/{job}/cancel", manage, api::cancel)
        .post("/api/jobs/{job}/retry", manage, api::retry)
}

/// Whose jobs the visitor may see: everybody's, or their own.
pub(crate) fn visible(visitor: &Visitor, state: Option<State>) -> Filter {
    let all = visitor.scopes(JobsRead).iter().any(|scope| scope.reach == Reach::Everywhere);
    let own = || visitor.account().unwrap_or_default().to_owned();
    Filter { account: if all { None } else { Some(own()) }, state }
}

/// A job that the visitor may see; one that they may not see is not there.
async fn seen(office: &Office, visitor: &Visitor, id: &str, permission: Permission) -> Result<Job, Fault> {
    let found = find(&mut &office.core.db, id).await?;
    let may = |job: &Job, permission| {
        let target = Target { place: Some(job.place.as_str()), account: Some(job.account.as_str()) };
        visitor.decide(&office.core, permission, target).allowed
    };
    let job = found.filter(|job| may(job, JobsRead)).ok_or_else(|| Fault::not_found("job"))?;
    if may(&job, permission) { Ok(job) } else { Err(anye_web::guard::denied(permission)) }
}
