//! Documents in the command palette, by title or number; and the library's entries of the rail.

use std::future::Future;
use std::pin::Pin;

use anye_access::Permission;
use anye_web::palette::{PaletteGroup, PaletteItem, PaletteSource};
use anye_web::{Area, Core, NavEntry, Visitor};

use crate::calling::Asking;
use crate::library::Library;
use crate::search::suggest;

/// The library's entries of the rail.
pub const NAV: [NavEntry; 2] = [
    NavEntry {
        key: "nav-documents",
        href: "/documents",
        permission: Some(Permission::DocumentsRead),
        area: Area::Policy,
        order: 10,
    },
    NavEntry {
        key: "nav-search",
        href: "/search",
        permission: Some(Permission::SearchUse),
        area: Area::Policy,
        order: 20,
    },
];

/// Looks documents up for the palette.
pub struct Documents(pub Library);

impl PaletteSource for Documents {
    fn find<'a>(
        &'a self,
        core: &'a Core,
        visitor: &'a Visitor,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = Option<PaletteGroup>> + Send + 'a>> {
        Box::pin(async move {
            if !visitor.may_at_all(Permission::DocumentsRead) {
                return None;
            }
            let asking = Asking::new(core, visitor);
            let found = suggest(&self.0, &asking.caller(None), text).await.ok()?;
            let item = |record: crate::model::Record| PaletteItem {
                href: format!("/documents/{}", crate::keys::in_address(&record.id)),
                hint: record
                    .number
                    .unwrap_or_else(|| core.place_in(&record.place, core.world.today(), visitor.lang())),
                label: if record.title.is_empty() { record.id } else { record.title },
            };
            let items: Vec<_> = found.into_iter().map(item).collect();
            (!items.is_empty()).then(|| PaletteGroup { title: visitor.texts.t("palette-documents"), items })
        })
    }
}
