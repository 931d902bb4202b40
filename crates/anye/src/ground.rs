//! Where places stand on drawings (底图): the pack's tiles, and the boundaries that this installation laid over them. A file that cannot be read stops the start: a map
//! that is half there would look like one that is whole.

use std::fs;
use std::path::Path;

use anye_pack::Pack;
use anye_web::chart::Ground;

/// The largest file of boundaries.
const LARGEST: u64 = 64 << 20;

/// Tiles of the pack, with the boundaries of a folder where one is named.
pub fn of(pack: &Pack, folder: Option<&Path>) -> Result<Ground, String> {
    let tiles = pack.file("places/tiles.csv").and_then(|bytes| std::str::from_utf8(bytes).ok());
    let mut ground = Ground::default().with_tiles(tiles.unwrap_or_default());
    let Some(folder) = folder else { return Ok(ground) };
    let wrong =
        |path: &Path, cause: &dyn std::fmt::Display| format!("boundaries: {}: {cause}", path.display());
    let entries = fs::read_dir(folder).map_err(|cause| wrong(folder, &cause))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json" || end == "geojson"));
    files.sort();
    for path in &files {
        let size = fs::metadata(path).map_err(|cause| wrong(path, &cause))?.len();
        if size > LARGEST {
            return Err(wrong(path, &format!("more than {} MiB", LARGEST >> 20)));
        }
        let text = fs::read_to_string(path).map_err(|cause| wrong(path, &cause))?;
        let places = ground.lay(&text).map_err(|cause| wrong(path, &cause))?;
        tracing::info!(file = %path.display(), places, "boundaries laid over the tiles");
    }
    if files.is_empty() {
        return Err(wrong(folder, &"no .geojson or .json file"));
    }
    Ok(ground)
}
