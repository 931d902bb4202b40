//! The command palette (Ctrl-K): one box over pages, places and documents. Each feature brings a source; a source shows only
//! what the reader may open.

use std::future::Future;
use std::pin::Pin;

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Visitor;
use crate::core::Core;

/// Something to jump to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaletteItem {
    /// Its name.
    pub label: String,
    /// What it is, where it lies.
    pub hint: String,
    /// Its page.
    pub href: String,
}

/// Items of one sort.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaletteGroup {
    /// The sort.
    pub title: String,
    /// The items, best first.
    pub items: Vec<PaletteItem>,
}

/// What a reader typed.
#[derive(Debug, Deserialize)]
pub struct PaletteQuery {
    /// The text.
    #[serde(default)]
    pub q: String,
}

/// The answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaletteAnswer {
    /// Items by sort.
    pub groups: Vec<PaletteGroup>,
}

/// Looks things up for the palette.
pub trait PaletteSource: Send + Sync {
    /// Up to eight items for what was typed.
    fn find<'a>(
        &'a self,
        core: &'a Core,
        visitor: &'a Visitor,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = Option<PaletteGroup>> + Send + 'a>>;
}

/// Items of one sort at most.
pub const MOST: usize = 8;

/// Looks through all sources for what was typed.
#[utoipa::path(get, path = "/api/palette", operation_id = "palette", tag = "system",
    params(("q" = String, Query, description = "What was typed")),
    responses((status = 200, body = PaletteAnswer)))]
pub async fn palette(
    State(core): State<Core>,
    visitor: Visitor,
    Query(query): Query<PaletteQuery>,
) -> Json<PaletteAnswer> {
    let text: String = query.q.trim().chars().take(100).collect();
    let mut groups: Vec<PaletteGroup> = pages(&core, &visitor, &text).into_iter().collect();
    for source in core.palette() {
        groups.extend(source.find(&core, &visitor, &text).await);
    }
    Json(PaletteAnswer { groups })
}

/// The pages of the rail whose name holds the text.
fn pages(core: &Core, visitor: &Visitor, text: &str) -> Option<PaletteGroup> {
    let wanted = text.to_lowercase();
    let entries = core
        .nav()
        .iter()
        .filter(|entry| entry.permission.is_none_or(|permission| visitor.may_at_all(permission)));
    let items: Vec<_> = entries
        .map(|entry| PaletteItem {
            label: visitor.texts.t(entry.key),
            hint: String::new(),
            href: entry.href.to_owned(),
        })
        .filter(|item| item.label.to_lowercase().contains(&wanted) || item.href.contains(&wanted))
        .take(MOST)
        .collect();
    (!items.is_empty()).then(|| PaletteGroup { title: visitor.texts.t("palette-pages"), items })
}
