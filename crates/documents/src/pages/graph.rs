//! The drawing of how documents relate (关系图): columns of words, lines with their own labels, no boxes. Pure.
//!
//! What mentions stands to the left of what it mentions. The table beside the drawing says the same.

use std::collections::HashMap;

use crate::keys::in_address;
use crate::model::Role;
use crate::relations::{Graph, Node};

const WORDS: f64 = 232.0;
const GAP: f64 = 132.0;
const ROW: f64 = 50.0;
const HEAD: f64 = 14.0;
const LONGEST: usize = 16;

/// A document in the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Left edge.
    pub x: f64,
    /// Base line of the title.
    pub y: f64,
    /// Title, shortened.
    pub title: String,
    /// Title in full.
    pub whole: String,
    /// Number.
    pub number: String,
    /// Its page.
    pub href: Option<String>,
    /// The one in the middle.
    pub this: bool,
}

/// A line with its arrow.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The path.
    pub path: String,
    /// The arrow's head.
    pub head: String,
    /// `amends`, `repeals` or nothing.
    pub css: &'static str,
    /// Where its label stands: x, y, and whether it ends there.
    pub label_at: (f64, f64, bool),
    /// Its role.
    pub role: Role,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Documents.
    pub nodes: Vec<Drawn>,
    /// Lines.
    pub lines: Vec<Line>,
}

/// Draws a graph; the first node is the one in the middle.
pub fn draw(graph: &Graph) -> Drawing {
    let columns = columns(graph);
    let least = columns.values().copied().min().unwrap_or(0);
    let most = columns.values().copied().max().unwrap_or(0);
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for column in columns.values() {
        *counts.entry(*column).or_default() += 1;
    }
    let tallest = counts.values().copied().max().unwrap_or(1);
    let height = tallest as f64 * ROW + HEAD;
    let mut filled: HashMap<i32, usize> = HashMap::new();
    let mut places: HashMap<&str, (f64, f64, f64)> = HashMap::new();
    let mut nodes = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let column = columns.get(node.key.as_str()).copied().unwrap_or(0);
        let row = filled.entry(column).or_default();
        let free = (tallest - counts.get(&column).copied().unwrap_or(1)) as f64 / 2.0;
        let x = f64::from(column - least) * (WORDS + GAP);
        let y = HEAD + (*row as f64 + free) * ROW + 16.0;
        *row += 1;
        let drawn = drawn(node, x, y, node.distance == 0);
        places.insert(&node.key, (x, y, width(&drawn.title).max(width(&drawn.number)).min(WORDS)));
        nodes.push(drawn);
    }
    let lines = graph.edges.iter().filter_map(|edge| {
        let (from, to) = (places.get(edge.from.as_str())?, places.get(edge.to.as_str())?);
        (edge.from != edge.to).then(|| line(*from, *to, edge.role))
    });
    let lines = lines.collect();
    Drawing { width: f64::from(most - least) * (WORDS + GAP) + WORDS, height, nodes, lines }
}

/// The column of each document: one to the right of what mentions it, counted from the middle.
fn columns(graph: &Graph) -> HashMap<&str, i32> {
    let mut columns: HashMap<&str, i32> = HashMap::new();
    if let Some(middle) = graph.nodes.first() {
        columns.insert(&middle.key, 0);
    }
    for _ in 0..graph.nodes.len() {
        let before = columns.len();
        for edge in &graph.edges {
            match (columns.get(edge.from.as_str()).copied(), columns.get(edge.to.as_str()).copied()) {
                (Some(column), None) => columns.insert(&edge.to, column + 1),
                (None, Some(column)) => columns.insert(&edge.from, column - 1),
                _ => None,
            };
        }
        if columns.len() == before {
            break;
        }
    }
    columns
}

fn drawn(node: &Node, x: f64, y: f64, this: bool) -> Drawn {
    let named = if node.title.is_empty() {
        node.number.clone().unwrap_or_else(|| node.key.clone())
    } else {
        node.title.clone()
    };
    let mut title: String = named.chars().take(LONGEST).collect();
    if named.chars().count() > LONGEST {
        title.push('…');
    }
    let number = node.number.clone().filter(|number| *number != named).unwrap_or_default();
    let href = node.document_id.as_ref().map(|id| format!("/documents/{}", in_address(id)));
    Drawn { x, y, title, whole: named, number, href, this }
}

/// About how wide words are at 13 px.
fn width(text: &str) -> f64 {
    text.chars().map(|char| if char.is_ascii() { 7.2 } else { 13.2 }).sum()
}

fn line(from: (f64, f64, f64), to: (f64, f64, f64), role: Role) -> Line {
    let css = match role {
        Role::Repeals => " repeals",
        Role::Amends => " amends",
        _ => "",
    };
    let (y1, y2) = (from.1 - 1.0, to.1 - 1.0);
    let forward = to.0 > from.0;
    let (x1, x2) =
        if forward { (from.0 + from.2 + 8.0, to.0 - 14.0) } else { (from.0 - 8.0, to.0 + to.2 + 14.0) };
    // All lines of a column turn within its gap, so that they do not run through words.
    let bend = if forward { to.0 - GAP / 2.0 - 20.0 } else { (x1 + x2) / 2.0 };
    let bend = if forward { bend.max(x1) } else { bend };
    let path = format!("M{x1:.0} {y1:.0}C{bend:.0} {y1:.0} {bend:.0} {y2:.0} {x2:.0} {y2:.0}");
    let head = if forward {
        format!("M{:.0} {y2:.0}l-8 -3.5v7z", x2 + 7.0)
    } else {
        format!("M{:.0} {y2:.0}l8 -3.5v7z", x2 - 7.0)
    };
    let label_at = if forward { (x2 - 5.0, y2 - 5.0, true) } else { (x2 + 5.0, y2 - 5.0, false) };
    Line { path, head, css, label_at, role }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relations::Edge;

    fn node(key: &str, distance: u8) -> Node {
        Node { key: key.into(), document_id: Some(key.into()), number: None, title: key.into(), distance }
    }

    fn edge(from: &str, to: &str) -> Edge {
        Edge { from: from.into(), to: to.into(), role: Role::Cites, articles: vec!["1".into()] }
    }

    #[test]
    fn what_mentions_stands_left_of_what_it_mentions_and_nothing_overlaps() {
        let nodes = vec![node("m", 0), node("a", 1), node("b", 1), node("c", 1), node("d", 2)];
        let edges = vec![edge("m", "a"), edge("m", "b"), edge("c", "m"), edge("a", "d"), edge("d", "m")];
        let drawing = draw(&Graph { nodes, edges });
        let x = |at: usize| drawing.nodes[at].x;
        assert!(x(3) < x(0) && x(0) < x(1) && x(1) < x(4));
        assert!(
            (x(1) - x(2)).abs() < f64::EPSILON
                && (drawing.nodes[1].y - drawing.nodes[2].y).abs() >= ROW - 1.0
        );
        assert_eq!(drawing.lines.len(), 5);
        assert!(drawing.nodes.iter().all(|node| node.y < drawing.height && node.x + WORDS <= drawing.width));
    }
}
