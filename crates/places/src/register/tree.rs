//! One tree's index (一套隶属关系): dated parent links, and for each stretch of time without a change the places in preorder, so that the
//! descendants of any place are one slice. A stretch, once laid out, must never change.

use std::sync::OnceLock;

use jiff::civil::Date;

use super::PlaceId;
use crate::{Records, check::Span};

/// A tree of the register (一套隶属关系).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tree(pub(super) u8);

impl Tree {
    /// The civil division (民政口径).
    pub const CIVIL: Self = Self(0);
    /// The statistical division (统计口径).
    pub const STATISTICAL: Self = Self(1);
}

/// Stands for "no parent".
pub(super) const NONE: u32 = u32::MAX;

/// How many stretches of a tree are laid out when it is built; earlier ones when they are first asked for.
const LAID_OUT_AT_ONCE: usize = 128;

#[derive(Debug)]
pub(super) struct TreeIndex {
    pub name: Box<str>,
    /// Links grouped by child, sorted by first day.
    links: Vec<(Span, u32)>,
    /// Where the links of a child start; one entry more than ids.
    first_link: Vec<u32>,
    /// Tops: parents that never have a parent in this tree.
    pub tops: Vec<u32>,
    /// Days on which something changes; stretch `n` ends before `boundaries[n]`.
    boundaries: Vec<Date>,
    stretches: Vec<OnceLock<Stretch>>,
}

/// The tree as it stood over one stretch of time.
#[derive(Debug)]
pub(super) struct Stretch {
    /// Places in preorder, siblings in the order of codes.
    pub order: Box<[u32]>,
    /// For each id its position in `order`, or [`NONE`].
    pub position: Box<[u32]>,
    /// For each id one past its last descendant in `order`.
    pub end: Box<[u32]>,
}

impl TreeIndex {
    pub(super) fn build(name: &str, records: &Records, ids: usize, id: &dyn Fn(&str) -> Option<u32>) -> Self {
        let mut links: Vec<(u32, Span, u32)> = Vec::new();
        for link in records.links.iter().filter(|link| link.tree == name) {
            if let (Some(child), Some(parent)) = (id(&link.child), id(&link.parent)) {
                links.push((child, Span::of(link.valid_from, link.valid_to), parent));
            }
        }
        links.sort_by_key(|(child, span, _)| (*child, span.from));
        let mut first_link = Vec::with_capacity(ids + 1);
        let mut at = 0;
        for child in 0..=ids {
            while links.get(at).is_some_and(|(have, ..)| (*have as usize) < child) {
                at += 1;
            }
            first_link.push(u32::try_from(at).unwrap_or(NONE));
        }
        let mut boundaries: Vec<Date> = links.iter().flat_map(|(_, span, _)| [span.from, span.to]).collect();
        boundaries.retain(|day| *day != Date::MIN && *day != Date::MAX);
        boundaries.sort_unstable();
        boundaries.dedup();
        let mut tops: Vec<u32> = links.iter().map(|(.., parent)| *parent).collect();
        tops.sort_unstable();
        tops.dedup();
        tops.retain(|top| first_link[*top as usize] == first_link[*top as usize + 1]);
        let stretches = (0..=boundaries.len()).map(|_| OnceLock::new()).collect();
        let links = links.into_iter().map(|(_, span, parent)| (span, parent)).collect();
        let index = Self { name: name.into(), links, first_link, tops, boundaries, stretches };
        index.lay_out_latest();
        index
    }

    /// The parent on a day.
    pub(super) fn parent(&self, child: u32, on: Date) -> Option<u32> {
        let (from, to) =
            (self.first_link[child as usize] as usize, self.first_link[child as usize + 1] as usize);
        let links = &self.links[from..to];
        let at = links.partition_point(|(span, _)| span.from <= on).checked_sub(1)?;
        links[at].0.holds(on).then_some(links[at].1)
    }

    /// Whether the place stands in this tree on a day, as a child or as a top.
    pub(super) fn holds(&self, id: u32, on: Date) -> bool {
        self.parent(id, on).is_some() || self.tops.binary_search(&id).is_ok()
    }

    /// The layout of the stretch that a day falls in.
    pub(super) fn stretch(&self, on: Date) -> &Stretch {
        let at = self.boundaries.partition_point(|day| *day <= on);
        self.stretches[at].get_or_init(|| self.lay_out(on))
    }

    /// Lays out the latest stretches, so that no question about them pays for the first look (0.2 ms for a province). Their number is
    /// bounded, for each takes twelve bytes per place.
    fn lay_out_latest(&self) {
        for day in self.boundaries.iter().rev().take(LAID_OUT_AT_ONCE) {
            self.stretch(*day);
        }
        if self.boundaries.len() < LAID_OUT_AT_ONCE {
            self.stretch(Date::MIN);
        }
    }

    /// Memory of the links and of the stretches laid out so far, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let laid_out = self.stretches.iter().filter_map(OnceLock::get);
        let stretches: usize = laid_out.map(|s| 4 * (s.order.len() + s.position.len() + s.end.len())).sum();
        stretches
            + size_of_val(&*self.links)
            + size_of_val(&*self.first_link)
            + size_of_val(&*self.boundaries)
    }

    fn lay_out(&self, on: Date) -> Stretch {
        let ids = self.first_link.len() - 1;
        let parents: Vec<u32> =
            (0..ids).map(|id| self.parent(u32::try_from(id).unwrap_or(NONE), on).unwrap_or(NONE)).collect();
        // Children of each place, side by side: counted first, then filled in the order of ids, which is the order of codes.
        let mut first_child = vec![0_u32; ids + 1];
        for parent in parents.iter().filter(|parent| **parent != NONE) {
            first_child[*parent as usize + 1] += 1;
        }
        for at in 0..ids {
            first_child[at + 1] += first_child[at];
        }
        let mut next = first_child.clone();
        let mut children = vec![0_u32; first_child[ids] as usize];
        for (child, parent) in parents.iter().enumerate().filter(|(_, parent)| **parent != NONE) {
            let slot = &mut next[*parent as usize];
            children[*slot as usize] = u32::try_from(child).unwrap_or(NONE);
            *slot += 1;
        }
        let mut order = Vec::with_capacity(ids);
        let mut position = vec![NONE; ids];
        let mut end = vec![0_u32; ids];
        for top in &self.tops {
            let mut open = vec![(*top, first_child[*top as usize])];
            position[*top as usize] = u32::try_from(order.len()).unwrap_or(NONE);
            order.push(*top);
            while let Some((id, at)) = open.last_mut() {
                if *at == first_child[*id as usize + 1] {
                    end[*id as usize] = u32::try_from(order.len()).unwrap_or(NONE);
                    open.pop();
                    continue;
                }
                let child = children[*at as usize];
                *at += 1;
                position[child as usize] = u32::try_from(order.len()).unwrap_or(NONE);
                order.push(child);
                open.push((child, first_child[child as usize]));
            }
        }
        Stretch { order: order.into(), position: position.into(), end: end.into() }
    }
}

impl From<u32> for PlaceId {
    fn from(id: u32) -> Self {
        Self(id)
    }
}
