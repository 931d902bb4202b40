//! Operations on the audit log (审计日志接口).

use anye_base::{Cursor, Fault};
use anye_db::audit::Record;
use anye_web::extract::{Json as Sent, Paging};
use anye_web::{Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::select::{self, AuditQuery};
use super::verify::{Verified, as_json};
use crate::Office;

/// A record of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditItem {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// person, system, console, anonymous.
    pub actor_kind: String,
    /// Account id.
    pub actor_id: String,
    /// Name at the time.
    pub actor_name: String,
    /// Where it came from.
    pub source: String,
    /// Trace id.
    pub trace: String,
    /// What was done.
    pub action: String,
    /// To what sort of object.
    pub object_kind: String,
    /// Which one.
    pub object_id: String,
    /// Division it concerns.
    pub place: String,
    /// Stated purpose.
    pub purpose: String,
    /// done, denied, failed.
    pub outcome: String,
    /// Details.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// Hash of the record before.
    pub prev: String,
    /// Hash of this one.
    pub hash: String,
}

impl From<Record> for AuditItem {
    fn from(record: Record) -> Self {
        Self {
            seq: record.seq,
            at: record.at,
            actor_kind: record.actor_kind,
            actor_id: record.actor_id,
            actor_name: record.actor_name,
            source: record.source,
            trace: record.trace,
            action: record.action,
            object_kind: record.object_kind,
            object_id: record.object_id,
            place: record.place,
            purpose: record.purpose,
            outcome: record.outcome,
            detail: serde_json::from_str(&record.detail).unwrap_or_default(),
            prev: record.prev,
            hash: record.hash,
        }
    }
}

/// Records, and where the list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditList {
    /// Newest first.
    pub items: Vec<AuditItem>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// The log, newest first. Reading it is recorded.
#[utoipa::path(get, path = "/api/audit", operation_id = "audit", tag = "audit",
    params(AuditQuery, ("limit" = Option<u32>, Query, description = "Rows, 1 to 500"), ("cursor" = Option<String>, Query, description = "Where the list goes on")),
    responses((status = 200, body = AuditList)))]
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditList>, Failed> {
    let found = select::read(&office.core, &visitor, &query, paging.cursor.as_ref(), paging.limit).await?;
    let next = found.next.as_ref().map(Cursor::encode);
    Ok(Json(AuditList { items: found.items.into_iter().map(AuditItem::from).collect(), next }))
}

/// One record. Reading it is recorded.
#[utoipa::path(get, path = "/api/audit/{record}", operation_id = "auditRecord", tag = "audit",
    params(("record" = i64, Path, description = "Number")), responses((status = 200, body = AuditItem), (status = 404)))]
pub async fn one(
    State(office): State<Office>,
    visitor: Visitor,
    Path(seq): Path<String>,
) -> Result<Json<AuditItem>, Failed> {
    let number = seq.parse().map_err(|_| Fault::not_found("audit_record"))?;
    Ok(Json(select::one(&office.core, &visitor, number).await?.into()))
}

/// Nothing is sent but an empty object.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AuditVerifyRequest)]
pub struct Nothing {}

/// Verifies the chain: the verdict, or the id of a job where the log is long.
#[utoipa::path(post, path = "/api/audit/verify", operation_id = "verifyAudit", tag = "audit",
    params(("Idempotency-Key" = String, Header, description = "Required")), request_body = Nothing,
    responses((status = 200, description = "The verdict, or {job}")))]
pub async fn verify(
    State(office): State<Office>,
    visitor: Visitor,
    _: Sent<Nothing>,
) -> Result<Json<serde_json::Value>, Failed> {
    Ok(Json(match super::verify::verify(&office.core, &visitor).await? {
        Verified::Now(verdict) => as_json(&verdict),
        Verified::Later(job) => serde_json::json!({ "job": job.id }),
    }))
}
