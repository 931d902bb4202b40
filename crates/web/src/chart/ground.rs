//! Where places stand on a drawing (底图): tiles as the pack sets them, or boundaries that the deployer lays over them from GeoJSON. The program ships no boundary;
//! the drawing must never claim to be one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::areas::{Area, Point, areas};
use super::pane;
use super::tiles::{Tile, tiles};

/// Columns of places that have no spot of their own.
const WIDE: u32 = 6;
/// Corners of all boundaries together at most.
const MOST: usize = 2_000_000;

/// Outlines of a place: each ring closed, longitude and latitude.
pub type Rings = Vec<Vec<Point>>;

/// Where places stand.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    spots: BTreeMap<String, (u32, u32)>,
    shapes: BTreeMap<String, Rings>,
}

/// A place to be drawn.
#[derive(Debug, Clone, Default)]
pub struct Spot {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Shape and word of its light.
    pub mark: String,
    /// Its figure with unit.
    pub figure: String,
    /// Class of its light or shade.
    pub class: String,
    /// Where it leads; empty: nowhere.
    pub href: String,
    /// The whole, for people who do not see it.
    pub said: String,
}

impl Ground {
    /// With the tiles of a pack: a table `code,column,row`.
    #[must_use]
    pub fn with_tiles(mut self, table: &str) -> Self {
        for row in table.lines().skip(1) {
            let mut cells = row.split(',').map(str::trim);
            let (code, column, line) = (cells.next(), cells.next(), cells.next());
            if let (Some(code), Some(Ok(column)), Some(Ok(line))) =
                (code, column.map(str::parse), line.map(str::parse))
            {
                self.spots.insert(code.to_owned(), (column, line));
            }
        }
        self
    }

    /// Lays boundaries over the tiles: a GeoJSON `FeatureCollection` whose features carry the division code. Says how many places it has.
    ///
    /// # Errors
    /// No GeoJSON, no feature with a code, too many corners.
    pub fn lay(&mut self, text: &str) -> Result<usize, String> {
        let file: Value = serde_json::from_str(text).map_err(|cause| cause.to_string())?;
        let features = file.get("features").and_then(Value::as_array).ok_or("no FeatureCollection")?;
        let mut corners = 0;
        let mut found = 0;
        for feature in features {
            let Some(code) = feature.get("properties").and_then(code) else { continue };
            let rings = feature.get("geometry").map(rings).unwrap_or_default();
            corners += rings.iter().map(Vec::len).sum::<usize>();
            if corners > MOST {
                return Err(format!("more than {MOST} corners"));
            }
            if !rings.is_empty() {
                self.shapes.insert(code, rings);
                found += 1;
            }
        }
        if found == 0 {
            return Err("no feature has a division code (adcode, code or id) and a polygon".to_owned());
        }
        Ok(found)
    }

    /// How many places have boundaries.
    #[must_use]
    pub fn laid(&self) -> usize {
        self.shapes.len()
    }

    /// Draws places: with boundaries where every one of them has one, else as tiles.
    #[must_use]
    pub fn draw(&self, title: &str, all: &[Spot]) -> String {
        let shaped: Option<Vec<Area<'_>>> =
            all.iter().map(|one| self.shapes.get(&one.code).map(|rings| Area { spot: one, rings })).collect();
        if let Some(all) = shaped.filter(|all| !all.is_empty()) {
            return pane(title, &areas(title, &all));
        }
        let placed = all.iter().all(|one| self.spots.contains_key(&one.code));
        let tile = |(at, one): (u32, &Spot)| {
            let own = self.spots.get(&one.code).filter(|_| placed).copied();
            let (column, row) = own.unwrap_or((at % WIDE + 1, at / WIDE + 1));
            Tile {
                column,
                row,
                name: one.name.clone(),
                mark: one.mark.clone(),
                figure: one.figure.clone(),
                class: one.class.clone(),
                href: one.href.clone(),
                said: one.said.clone(),
            }
        };
        pane(title, &tiles(title, &(0..).zip(all).map(tile).collect::<Vec<_>>()))
    }
}

/// The division code of a feature, as the usual sources write it: six figures, as a number or a text.
fn code(properties: &Value) -> Option<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let found = ["adcode", "code", "id", "gb"].into_iter().filter_map(|name| properties.get(name));
    found
        .filter_map(text)
        .map(|text| text.trim_start_matches("156").to_owned())
        .find(|text| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn rings(geometry: &Value) -> Rings {
    let Some(all) = geometry.get("coordinates").and_then(Value::as_array) else { return Vec::new() };
    let ring = |ring: &Value| -> Vec<Point> {
        let point = |point: &Value| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?));
        let inside = |(x, y): &Point| x.abs() <= 180.0 && y.abs() < 85.0;
        ring.as_array().into_iter().flatten().filter_map(point).filter(inside).collect()
    };
    let polygon = |polygon: &Value| -> Rings {
        polygon.as_array().into_iter().flatten().map(ring).filter(|ring| ring.len() > 3).collect()
    };
    match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => polygon(&Value::Array(all.clone())),
        Some("MultiPolygon") => all.iter().flat_map(polygon).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"adcode":210100,"name":"甲"},"geometry":{"type":"Polygon","coordinates":[[[123,41],[124,41],[124,42],[123,42],[123,41]]]}},
        {"type":"Feature","properties":{"gb":"156210200"},"geometry":{"type":"MultiPolygon","coordinates":[[[[121,39],[122,39],[122,40],[121,39]]]]}},
        {"type":"Feature","properties":{"name":"无码"},"geometry":{"type":"Point","coordinates":[1,2]}}]}"#;

    fn spot(code: &str) -> Spot {
        Spot {
            code: code.into(),
            name: format!("{code}市"),
            figure: "3.1%".into(),
            href: "/figures".into(),
            said: "话".into(),
            ..Spot::default()
        }
    }

    #[test]
    fn boundaries_are_used_where_every_place_has_one_and_tiles_otherwise() {
        let mut ground = Ground::default().with_tiles("code,column,row\n210100,4,2\n210200,3,5\nx,y,z\n");
        let tiles = ground.draw("图", &[spot("210100"), spot("210200")]);
        assert!(tiles.contains("class=\"chart tiles\"") && tiles.contains("x=\"409\""), "{tiles}");
        assert_eq!(ground.lay(MAP), Ok(2));
        let map = ground.draw("图", &[spot("210100"), spot("210200")]);
        assert!(map.contains("class=\"chart areas\"") && map.matches("<path").count() == 2, "{map}");
        assert!(map.contains("210100市") && map.contains("3.1%"));
        let both = ground.draw("图", &[spot("210100"), spot("210300")]);
        assert!(both.contains("chart tiles"), "a place without a boundary is not left out");
    }

    #[test]
    fn a_file_that_is_no_map_is_refused() {
        let mut ground = Ground::default();
        for text in
            ["", "{}", "{\"features\":[]}", "[1,2", "{\"features\":[{\"properties\":{\"adcode\":\"甲\"}}]}"]
        {
            assert!(ground.lay(text).is_err(), "{text}");
        }
        assert_eq!(ground.laid(), 0);
    }
}
