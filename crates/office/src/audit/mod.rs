//! The auditor's pages (审计日志): reading with filters, one record, verifying the chain, export. Reading the log is itself recorded; nothing here changes it.

pub mod api;
mod export;
mod list_page;
mod record_page;
mod select;
mod verify;
mod verify_page;

use anye_access::Permission::{AuditExport, AuditRead};
use anye_web::{Guard, Routes};

pub use verify::{VERIFY_KIND, VerifyWork};

use crate::Office;

pub(crate) fn add(routes: Routes<Office>) -> Routes<Office> {
    let (read, export) = (Guard::Needs(AuditRead), Guard::Needs(AuditExport));
    routes
        .get("/audit", read, list_page::show)
        .get("/audit/verify", read, verify_page::show)
        .post("/audit/verify", read, verify_page::send)
        .get("/audit/export", export, export::download)
        .get("/audit/{record}", read, record_page::show)
        .get("/api/audit", read, api::list)
        .post("/api/audit/verify", read, api::verify)
        .get("/api/audit/{record}", read, api::one)
}
