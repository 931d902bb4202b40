//! A file as kept (附件).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file that shows something an application needs shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paper {
    /// Id.
    pub id: String,
    /// The application.
    pub application: String,
    /// The paper of the form that it is: `p.…`.
    pub paper: String,
    /// The step that was to be done when it was given; empty: it came with the application.
    pub step: String,
    /// SM3 of its bytes.
    pub digest: String,
    /// pdf, jpeg or png: what it holds.
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// What it was called.
    pub name: String,
    /// Who gave it.
    pub made_by: String,
    /// Name.
    pub made_name: String,
    /// When.
    pub made_at: i64,
    /// Who saw the original, and when.
    pub original: Option<(String, i64)>,
}
