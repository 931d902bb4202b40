//! Cities as tiles (示意图): where each stands comes from the pack's `places/tiles.csv`. It must never be taken for a map: it says who is whose neighbour, roughly.

use anye_pack::Pack;

/// Width and height of a tile with its gap.
const STEP: (u32, u32) = (136, 72);
/// Width and height of a tile.
pub const TILE: (u32, u32) = (130, 66);
/// The pack's file.
const FILE: &str = "places/tiles.csv";

/// Where a city's tile stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Division code.
    pub code: String,
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
}

/// The tiles of a pack and the size of the drawing; none where the pack declares none.
pub fn spots(pack: &Pack) -> (Vec<Spot>, u32, u32) {
    let text = pack.file(FILE).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    read(text)
}

fn read(text: &str) -> (Vec<Spot>, u32, u32) {
    let spot = |line: &str| {
        let mut cells = line.split(',').map(str::trim);
        let code = cells.next().filter(|code| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()))?;
        let at = |cell: Option<&str>| cell?.parse::<u32>().ok().filter(|at| (1..=40).contains(at));
        let (column, row) = (at(cells.next())?, at(cells.next())?);
        Some(Spot { code: code.to_owned(), x: (column - 1) * STEP.0 + 1, y: (row - 1) * STEP.1 + 1 })
    };
    let all: Vec<Spot> = text.lines().skip(1).filter_map(spot).collect();
    let width = all.iter().map(|one| one.x + TILE.0 + 1).max().unwrap_or_default();
    let height = all.iter().map(|one| one.y + TILE.1 + 1).max().unwrap_or_default();
    (all, width, height)
}

#[cfg(test)]
mod tests {
    use anye_pack::Source;

    use super::*;

    #[test]
    fn every_city_of_the_pack_has_its_own_tile() {
        let pack = Pack::load(&Source::Embedded).unwrap();
        let (spots, width, height) = spots(&pack);
        assert_eq!(spots.len(), 14);
        let mut places: Vec<_> = spots.iter().map(|spot| (spot.x, spot.y)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 14, "no two on one spot");
        let mut codes: Vec<u32> = spots.iter().filter_map(|spot| spot.code.parse().ok()).collect();
        codes.sort_unstable();
        assert_eq!(codes, (1..=14).map(|n| 210_000 + n * 100).collect::<Vec<_>>());
        assert!(width < 800 && height < 500, "{width} × {height}");
    }

    #[test]
    fn lines_that_are_no_tile_are_left_out() {
        let (spots, ..) = read("code,column,row\n210100,1,1\nx,1,1\n210200,0,1\n210300,2\n210400,99999,1\n");
        assert_eq!(spots, [Spot { code: "210100".to_owned(), x: 1, y: 1 }]);
    }
}
