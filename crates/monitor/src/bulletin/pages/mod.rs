//! Pages, files and operations of bulletins: they parse, call one use case and answer.

mod api;
mod desk;
mod file;
mod read;

pub use api::{__path_api_list, __path_api_show};
pub use api::{api_list, api_show};
pub use desk::{change, draft, revisions, sign};
pub use file::file;
pub use read::{list, show};

use crate::Monitor;
use crate::bulletin::template::Template;

/// The names of the causes that a bulletin gives.
pub(super) fn causes(monitor: &Monitor, ids: &[String], chinese: bool) -> Vec<String> {
    let known =
        Template::of(&monitor.pack).ok().flatten().map(|template| template.causes).unwrap_or_default();
    ids.iter()
        .map(|id| {
            known
                .iter()
                .find(|cause| cause.id == *id)
                .map_or_else(|| id.clone(), |cause| cause.name.said(chinese).to_owned())
        })
        .collect()
}
