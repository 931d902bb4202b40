//! Places by their boundaries (分区图), as the deployer's file gives them: one path a place, its light as a word beside its figure. Colour is never alone.

use std::fmt::Write as _;

use super::escape;
use super::ground::{Rings, Spot};

/// Longitude and latitude, or a place on the drawing.
pub type Point = (f64, f64);

const WIDTH: f64 = 680.0;
/// Corners closer than this on the drawing are one.
const NEAR: f64 = 0.7;

/// A place with its outlines.
pub struct Area<'a> {
    /// What it says.
    pub spot: &'a Spot,
    /// Its outlines.
    pub rings: &'a Rings,
}

/// From degrees to the drawing: lengths along the middle latitude are true, which is enough for a province.
struct View {
    west: f64,
    north: f64,
    squeeze: f64,
    scale: f64,
}

impl View {
    fn over(all: &[Area<'_>]) -> Option<(Self, f64)> {
        let points = || all.iter().flat_map(|area| area.rings.iter().flatten());
        let least = |pick: fn(&Point) -> f64| points().map(pick).min_by(f64::total_cmp);
        let most = |pick: fn(&Point) -> f64| points().map(pick).max_by(f64::total_cmp);
        let (west, east) = (least(|one| one.0)?, most(|one| one.0)?);
        let (south, north) = (least(|one| one.1)?, most(|one| one.1)?);
        let squeeze = ((south + north) / 2.0).to_radians().cos();
        let across = ((east - west) * squeeze).max(1e-6);
        let scale = (WIDTH - 4.0) / across;
        Some((Self { west, north, squeeze, scale }, (north - south) * scale + 4.0))
    }

    fn at(&self, (x, y): Point) -> Point {
        ((x - self.west) * self.squeeze * self.scale + 2.0, (self.north - y) * self.scale + 2.0)
    }
}

/// Draws them; empty where nothing has an outline.
pub fn areas(title: &str, all: &[Area<'_>]) -> String {
    let Some((view, height)) = View::over(all) else { return String::new() };
    let mut out = format!(
        r#"<svg class="chart areas" viewBox="0 0 {WIDTH} {height:.0}" role="group" aria-label="{}">"#,
        escape(title)
    );
    for area in all {
        let path: String = area.rings.iter().map(|ring| outline(&view, ring)).collect();
        let _ = write!(
            out,
            r#"<a href="{}"><g class="area light {}"><title>{}</title><path d="{path}"/></g></a>"#,
            escape(&area.spot.href),
            escape(&area.spot.class),
            escape(&area.spot.said),
        );
    }
    // Words lie over all outlines, never under a neighbour's.
    for area in all {
        let Some((x, y)) = middle(&view, area.rings) else { continue };
        let _ = write!(
            out,
            r#"<g class="area light {}" aria-hidden="true"><text class="name" x="{x:.1}" y="{y:.1}" text-anchor="middle">{}</text><text class="word" x="{x:.1}" y="{:.1}" text-anchor="middle">{} {}</text></g>"#,
            escape(&area.spot.class),
            escape(&area.spot.name),
            y + 15.0,
            escape(area.spot.mark.split(' ').next().unwrap_or_default()),
            escape(&area.spot.figure)
        );
    }
    out.push_str("</svg>");
    out
}

fn outline(view: &View, ring: &[Point]) -> String {
    let mut path = String::new();
    let mut last = None::<Point>;
    for (x, y) in ring.iter().map(|point| view.at(*point)) {
        if last.is_some_and(|(a, b)| (x - a).abs() + (y - b).abs() < NEAR) {
            continue;
        }
        let _ = write!(path, "{}{x:.1} {y:.1}", if last.is_none() { 'M' } else { 'L' });
        last = Some((x, y));
    }
    path.push('Z');
    path
}

/// The middle of the largest outline.
fn middle(view: &View, rings: &Rings) -> Option<Point> {
    let drawn = |ring: &Vec<Point>| ring.iter().map(|point| view.at(*point)).collect::<Vec<_>>();
    let largest = rings.iter().map(drawn).max_by(|a, b| doubled(a).abs().total_cmp(&doubled(b).abs()))?;
    let area = doubled(&largest);
    if area.abs() < 1e-9 {
        return largest.first().copied();
    }
    let pairs = || largest.iter().zip(largest.iter().cycle().skip(1));
    let sum = |pick: fn(&Point) -> f64| -> f64 {
        pairs().map(|(a, b)| (pick(a) + pick(b)) * (a.0 * b.1 - b.0 * a.1)).sum()
    };
    Some((sum(|one| one.0) / (3.0 * area), sum(|one| one.1) / (3.0 * area)))
}

/// Twice the area, signed.
fn doubled(ring: &[Point]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_and_words_stand_in_the_middle() {
        let square =
            |x: f64, y: f64| vec![vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)]];
        let (south, north) = (square(121.0, 39.0), square(121.0, 42.0));
        let spots =
            ["南", "北"].map(|name| Spot { name: name.into(), mark: "▲ 黄色".into(), ..Spot::default() });
        let all = [Area { spot: &spots[0], rings: &south }, Area { spot: &spots[1], rings: &north }];
        let svg = areas("图", &all);
        let high = |name: &str| -> f64 {
            let before = svg.split(&format!(">{name}</text>")).next().unwrap();
            before.rsplit("y=\"").next().unwrap().split('"').next().unwrap().parse().unwrap()
        };
        assert!(high("北") < high("南"), "{svg}");
        assert!(
            svg.contains(">▲ <") || svg.contains(">▲ "),
            "the shape of the light stands beside the figure"
        );
        let (view, _) = View::over(&all).unwrap();
        let (x, _) = middle(&view, &south).unwrap();
        assert!((x - WIDTH / 2.0).abs() < 1.0, "{x}");
        assert_eq!(areas("无", &[]), "");
    }
}
