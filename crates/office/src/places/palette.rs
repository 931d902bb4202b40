//! Places in the command palette: by name, pinyin, initials or code.

use std::future::Future;
use std::pin::Pin;

use anye_access::Permission;
use anye_places::Tree;
use anye_web::palette::{MOST, PaletteGroup, PaletteItem, PaletteSource};
use anye_web::{Core, Visitor};

use crate::{Office, show};

/// Finds places.
pub struct PlacePalette(pub Office);

impl PaletteSource for PlacePalette {
    fn find<'a>(
        &'a self,
        core: &'a Core,
        visitor: &'a Visitor,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = Option<PaletteGroup>> + Send + 'a>> {
        Box::pin(async move {
            if !visitor.may_at_all(Permission::PlacesRead) || text.is_empty() {
                return None;
            }
            let (register, on) = (core.places(), visitor.as_of(core));
            let table = self.0.search_table();
            let items: Vec<PaletteItem> = table
                .search(text, on, MOST)
                .into_iter()
                .map(|hit| PaletteItem {
                    label: show::place_name(&visitor.texts, &hit.place),
                    hint: format!(
                        "{} {}",
                        register.name_path(hit.place.code, on, Tree::STATISTICAL).concat(),
                        hit.place.code
                    ),
                    href: format!("/places/{}", hit.place.code),
                })
                .collect();
            (!items.is_empty()).then(|| PaletteGroup { title: visitor.texts.t("nav-places"), items })
        })
    }
}
