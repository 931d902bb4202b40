//! A cartogram (示意图): a tile a place, coloured by its light, with its word and figure. It is no map: it shows roughly who is whose neighbour.

use std::fmt::Write as _;

use super::escape;

/// One tile.
#[derive(Debug, Clone, Default)]
pub struct Tile {
    /// Column from 1.
    pub column: u32,
    /// Row from 1.
    pub row: u32,
    /// The place.
    pub name: String,
    /// Shape and word of its light.
    pub mark: String,
    /// Its figure with unit.
    pub figure: String,
    /// Class of its light.
    pub class: String,
    /// Where it leads.
    pub href: String,
    /// The whole, for people who do not see it.
    pub said: String,
}

const WIDE: u32 = 130;
const HIGH: u32 = 66;
const GAP: u32 = 6;
/// A name that is longer than its tile is set closer.
const LONG: &str = r#" textLength="114" lengthAdjust="spacingAndGlyphs""#;

/// Draws them.
pub fn tiles(title: &str, all: &[Tile]) -> String {
    // Only what is occupied: a few places do not stand at the far end of an empty sheet.
    let ends = |pick: fn(&Tile) -> u32, size: u32| {
        let first = all.iter().map(pick).filter(|at| *at > 0).min().unwrap_or(1);
        let last = all.iter().map(pick).max().unwrap_or(0);
        ((first - 1) * size, last.saturating_sub(first - 1) * size)
    };
    let (left, width) = ends(|tile| tile.column, WIDE + GAP);
    let (top, height) = ends(|tile| tile.row, HIGH + GAP);
    if width == 0 || height == 0 {
        return String::new();
    }
    let mut out = format!(
        r#"<svg class="chart tiles" width="{width}" viewBox="{left} {top} {width} {height}" role="group" aria-label="{}">"#,
        escape(title)
    );
    for tile in all.iter().filter(|tile| tile.column > 0 && tile.row > 0) {
        let (x, y) = ((tile.column - 1) * (WIDE + GAP) + 1, (tile.row - 1) * (HIGH + GAP) + 1);
        let _ = write!(
            out,
            r#"<a href="{}"><g class="tile light {}"><title>{}</title><rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="2"/><text class="name" x="{}" y="{}"{}>{}</text><text class="word" x="{}" y="{}">{}</text><text class="figure" x="{}" y="{}" text-anchor="end">{}</text></g></a>"#,
            escape(&tile.href),
            escape(&tile.class),
            escape(&tile.said),
            x + 8,
            y + 20,
            if tile.name.chars().count() > 8 { LONG } else { "" },
            escape(&tile.name),
            x + 8,
            y + 54,
            escape(&tile.mark),
            x + WIDE - 8,
            y + 54,
            escape(&tile.figure)
        );
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_a_link_with_its_words() {
        let tile = Tile {
            column: 5,
            row: 2,
            name: "抚顺市".into(),
            mark: "▲▲ 橙".into(),
            figure: "3.1%".into(),
            class: "light-orange".into(),
            href: "/cockpit?at=210400".into(),
            said: "抚顺市 橙 3.1%".into(),
        };
        let svg = tiles("各市灯号", &[tile]);
        assert!(svg.contains("<title>抚顺市 橙 3.1%</title>") && svg.contains("viewBox=\"544 72 136 72\""));
        assert_eq!(tiles("无", &[]), "");
    }
}
