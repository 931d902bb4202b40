//! Responsible units in the command palette.

use std::future::Future;
use std::pin::Pin;

use anye_access::Permission;
use anye_web::palette::{MOST, PaletteGroup, PaletteItem, PaletteSource};
use anye_web::{Core, Visitor};

use super::directory::{Directory, UnitFilter};
use crate::Office;

/// Finds units by part of a name.
pub struct UnitPalette(pub Office);

impl PaletteSource for UnitPalette {
    fn find<'a>(
        &'a self,
        core: &'a Core,
        visitor: &'a Visitor,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = Option<PaletteGroup>> + Send + 'a>> {
        Box::pin(async move {
            // One character would match nearly every unit of the province.
            if !visitor.may_at_all(Permission::UnitsRead) || text.chars().count() < 2 {
                return None;
            }
            let (register, on) = (core.places(), visitor.as_of(core));
            let filter = UnitFilter { text: Some(text.to_owned()), ..UnitFilter::default() };
            let found = Directory::new(&self.0.pack, &register, on).filtered(&filter);
            let item = |unit: super::directory::UnitView| PaletteItem {
                hint: visitor.texts.t(&format!("unit-kind-{}", unit.kind)),
                href: format!("/units/{}", unit.id),
                label: unit.name,
            };
            let items: Vec<PaletteItem> = found.into_iter().take(MOST).map(item).collect();
            (!items.is_empty()).then(|| PaletteGroup { title: visitor.texts.t("nav-units"), items })
        })
    }
}
