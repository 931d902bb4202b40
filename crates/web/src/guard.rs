//! The check in front of every handler: is somebody signed in, do they hold the permission, is a write really theirs.
//!
//! A refusal is recorded in the audit log. There is no way round: routes are only made by [`crate::routes::Routes`].

use std::sync::Arc;

use anye_access::Permission;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::{Event, Outcome};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::access::Visitor;
use crate::core::Core;
use crate::csrf;
use crate::problem::Failed;
use crate::routes::Guard;

/// What a route's check needs.
pub struct Check {
    /// The shared parts.
    pub core: Core,
    /// Who may use the route.
    pub guard: Guard,
    /// Its pattern.
    pub path: &'static str,
}

/// Lets the request through, or answers for the handler.
pub async fn check(State(check): State<Arc<Check>>, request: Request, next: Next) -> Response {
    let Some(visitor) = request.extensions().get::<Visitor>().cloned() else {
        return Failed(Fault::internal("the visitor layer is missing")).into_response();
    };
    if let Err(fault) = csrf::same_origin(&request, &visitor) {
        return refuse(&check, &visitor, fault).await;
    }
    match decide(&check, &visitor) {
        Ok(()) => next.run(request).await,
        Err(fault) => refuse(&check, &visitor, fault).await,
    }
}

fn decide(check: &Check, visitor: &Visitor) -> Result<(), Fault> {
    match check.guard {
        Guard::Public => Ok(()),
        Guard::SignedIn => visitor.must_be_signed_in(),
        Guard::Needs(permission) => {
            visitor.must_be_signed_in()?;
            if visitor.may_at_all(permission) { Ok(()) } else { Err(denied(permission)) }
        }
    }
}

/// Marks a refusal that is in the audit log already.
#[derive(Debug, Clone, Copy)]
pub struct Recorded;

/// The fault of a missing permission.
pub fn denied(permission: Permission) -> Fault {
    Fault::new(ErrorKind::Denied, "denied").arg("permission", permission.word())
}

async fn refuse(check: &Check, visitor: &Visitor, fault: Fault) -> Response {
    // Somebody who is merely not signed in yet is sent to sign in: that is no refusal worth a record.
    if fault.kind != ErrorKind::Unauthenticated {
        let event = Event::new("access.refused", "route", check.path)
            .ended(Outcome::Denied)
            .detail(&serde_json::json!({ "code": fault.code, "args": fault.args }));
        if let Err(cause) = check.core.db.record(&check.core.world, &visitor.actor, event).await {
            return Failed(Fault::from(cause)).into_response();
        }
    }
    let mut response = Failed(fault).into_response();
    response.extensions_mut().insert(Recorded);
    response
}
