//! How documents relate (文件关系): what a document rests on, mentions, changes or ends, and what does so to it.
//!
//! A document that the reader may not see is shown as the text names it, never as the library knows it.

use std::collections::{BTreeMap, HashMap};

use anye_access::{Caller, Permission};
use anye_base::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use crate::library::Library;
use crate::model::{Record, Relation, Role};
use crate::{rights, store};

/// A mention with the record of the other document, where the library has it and the reader may see it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RelationView {
    /// The mention.
    #[serde(flatten)]
    pub relation: Relation,
    /// The other document.
    pub other: Option<Record>,
}

/// What a document mentions and what mentions it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Around {
    /// What it mentions, the strongest relations first.
    pub outward: Vec<RelationView>,
    /// What mentions it.
    pub inward: Vec<RelationView>,
}

/// A document in the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Node {
    /// `id` of the document, else its number or title.
    pub key: String,
    /// The document, where the library has it.
    pub document_id: Option<String>,
    /// Number.
    pub number: Option<String>,
    /// Title.
    pub title: String,
    /// Steps from the document in the middle.
    pub distance: u8,
}

/// A line of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Edge {
    /// Key of the document that mentions.
    pub from: String,
    /// Key of the document mentioned.
    pub to: String,
    /// The strongest role.
    pub role: Role,
    /// Articles that mention it.
    pub articles: Vec<String>,
}

/// The graph around a document (关系图).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Graph {
    /// Documents, the one in the middle first.
    pub nodes: Vec<Node>,
    /// Lines.
    pub edges: Vec<Edge>,
}

/// Most documents in a graph: beyond, nobody can read it.
const MOST_NODES: usize = 80;
/// How far the graph goes.
pub const DEEPEST: u8 = 2;

/// What a document mentions and what mentions it.
pub async fn around(library: &Library, caller: &Caller<'_>, id: &str) -> Result<Around, Fault> {
    let mut from = &library.core.db;
    let record = rights::readable(&mut from, caller, id).await?;
    let ids = [record.id];
    let out = store::relation::out_of(&mut from, &ids).await?;
    let inward = store::relation::into(&mut from, &ids).await?;
    let mut others: Vec<String> = out.iter().filter_map(|relation| relation.to_document.clone()).collect();
    others.extend(inward.iter().map(|relation| relation.from_document.clone()));
    let seen = visible(&mut from, caller, &others).await?;
    let mut outward: Vec<RelationView> = out
        .into_iter()
        .map(|relation| {
            let other = relation.to_document.as_ref().and_then(|to| seen.get(to)).cloned();
            RelationView { relation: hidden(relation, other.is_some()), other }
        })
        .collect();
    outward.sort_by_key(|view| view.relation.role);
    let mut inward: Vec<RelationView> = inward
        .into_iter()
        .filter_map(|relation| {
            let other = seen.get(&relation.from_document).cloned()?;
            Some(RelationView { relation, other: Some(other) })
        })
        .collect();
    inward.sort_by_key(|view| view.relation.role);
    Ok(Around { outward, inward })
}

fn hidden(mut relation: Relation, seen: bool) -> Relation {
    if !seen {
        relation.to_document = None;
    }
    relation
}

async fn visible(
    from: &mut impl anye_db::Read,
    caller: &Caller<'_>,
    ids: &[String],
) -> Result<HashMap<String, Record>, Fault> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let records = store::document::find_many(from, &ids).await?;
    let may = |record: &Record| rights::may(caller, Permission::DocumentsRead, &record.place);
    Ok(records.into_iter().filter(may).map(|record| (record.id.clone(), record)).collect())
}

/// The graph around a document, to a depth of one or two.
pub async fn graph(library: &Library, caller: &Caller<'_>, id: &str, depth: u8) -> Result<Graph, Fault> {
    let mut from = &library.core.db;
    let middle = rights::readable(&mut from, caller, id).await?;
    let mut drawn = Drawn::default();
    drawn.node(&middle, 0);
    let mut ring = vec![middle.id];
    for distance in 1..=depth.clamp(1, DEEPEST) {
        let out = store::relation::out_of(&mut from, &ring).await?;
        let into = store::relation::into(&mut from, &ring).await?;
        let mut ids: Vec<String> = out.iter().filter_map(|relation| relation.to_document.clone()).collect();
        ids.extend(into.iter().map(|relation| relation.from_document.clone()));
        let seen = visible(&mut from, caller, &ids).await?;
        ring.clear();
        for relation in out.into_iter().chain(into) {
            ring.extend(drawn.draw(&relation, &seen, distance));
        }
        ring.sort_unstable();
        ring.dedup();
    }
    Ok(drawn.finish())
}

#[derive(Default)]
struct Drawn {
    nodes: Vec<Node>,
    edges: BTreeMap<(String, String), (Role, Vec<String>)>,
}

impl Drawn {
    fn has(&self, key: &str) -> bool {
        self.nodes.iter().any(|node| node.key == key)
    }

    fn node(&mut self, record: &Record, distance: u8) {
        self.nodes.push(Node {
            key: record.id.clone(),
            document_id: Some(record.id.clone()),
            number: record.number.clone(),
            title: record.title.clone(),
            distance,
        });
    }

    /// Draws one mention; gives the documents that are new.
    fn draw(&mut self, relation: &Relation, seen: &HashMap<String, Record>, distance: u8) -> Vec<String> {
        let mut fresh = Vec::new();
        let target = relation.to_document.as_ref();
        let known = target.and_then(|to| seen.get(to));
        let to = match (target, known) {
            (Some(to), _) if self.has(to) => to.clone(),
            (_, Some(record)) => record.id.clone(),
            _ => match relation.number.as_ref().or(relation.title.as_ref()) {
                Some(name) => name.clone(),
                None => return fresh,
            },
        };
        for (key, record) in [(&relation.from_document, seen.get(&relation.from_document)), (&to, known)] {
            if self.has(key) || self.nodes.len() >= MOST_NODES {
                continue;
            }
            if let Some(record) = record {
                self.node(record, distance);
                fresh.push(record.id.clone());
            } else if *key == to && known.is_none() {
                let title = relation.title.clone().unwrap_or_default();
                let number = relation.number.clone();
                self.nodes.push(Node { key: to.clone(), document_id: None, number, title, distance });
            }
        }
        if self.has(&relation.from_document) && self.has(&to) {
            let edge = (relation.from_document.clone(), to);
            let (role, articles) = self.edges.entry(edge).or_insert((relation.role, Vec::new()));
            *role = (*role).min(relation.role);
            if !articles.contains(&relation.article_key) {
                articles.push(relation.article_key.clone());
            }
        }
        fresh
    }

    fn finish(self) -> Graph {
        let edges = self.edges.into_iter();
        let edges = edges.map(|((from, to), (role, articles))| Edge { from, to, role, articles }).collect();
        Graph { nodes: self.nodes, edges }
    }
}
