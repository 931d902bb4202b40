//! Questions about the hierarchy on a day: upwards, downwards, path. Microseconds each; they must never allocate per descendant.

use jiff::civil::Date;

use super::{Place, PlaceId, Register, Tree, tree::TreeIndex};

/// The places above a place (上级), nearest first.
#[derive(Debug, Clone)]
pub struct Ancestors<'a> {
    register: &'a Register,
    tree: &'a TreeIndex,
    on: Date,
    at: Option<u32>,
}

impl<'a> Iterator for Ancestors<'a> {
    type Item = Place<'a>;

    fn next(&mut self) -> Option<Place<'a>> {
        let up = self.tree.parent(self.at?, self.on);
        self.at = up;
        self.register.place(PlaceId(up?), self.on)
    }
}

/// The places below a place (下级), in preorder, siblings in the order of codes.
#[derive(Debug, Clone)]
pub struct Descendants<'a> {
    register: &'a Register,
    on: Date,
    ids: &'a [u32],
}

impl<'a> Descendants<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Their numbers, without looking at the places.
    pub fn ids(&self) -> &'a [u32] {
        self.ids
    }
}

impl<'a> Iterator for Descendants<'a> {
    type Item = Place<'a>;

    fn next(&mut self) -> Option<Place<'a>> {
        let (first, rest) = self.ids.split_first()?;
        self.ids = rest;
        self.register.place(PlaceId(*first), self.on)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.ids.len()))
    }
}

impl Register {
    /// The tree of a name, where there is one.
    pub fn tree(&self, name: &str) -> Option<Tree> {
        let at = self.inner.trees.iter().position(|tree| *tree.name == *name)?;
        u8::try_from(at).ok().map(Tree)
    }

    /// The names of all trees; the civil one first.
    pub fn trees(&self) -> impl Iterator<Item = (&str, Tree)> {
        let numbered = self.inner.trees.iter().zip(0_u8..);
        numbered.map(|(tree, at)| (&*tree.name, Tree(at)))
    }

    /// Whether a place stands in a tree on a day.
    pub fn in_tree(&self, code: &str, on: Date, tree: Tree) -> bool {
        self.find(code, on).is_some_and(|place| self.index(tree).holds(place.id.0, on))
    }

    /// The place directly above (上级).
    pub fn parent(&self, code: &str, on: Date, tree: Tree) -> Option<Place<'_>> {
        let up = self.index(tree).parent(self.id(code)?.0, on)?;
        self.place(PlaceId(up), on)
    }

    /// The places above, nearest first; empty for a code unknown on that day.
    pub fn ancestors(&self, code: &str, on: Date, tree: Tree) -> Ancestors<'_> {
        let at = self.id(code).map(|id| id.0);
        Ancestors { register: self, tree: self.index(tree), on, at }
    }

    /// All places below, in preorder; empty for a code unknown on that day.
    pub fn descendants(&self, code: &str, on: Date, tree: Tree) -> Descendants<'_> {
        let ids = self.id(code).map_or(&[][..], |id| self.ids_below(id, on, tree));
        Descendants { register: self, on, ids }
    }

    /// The places directly below (直接下级), in the order of codes.
    pub fn children(&self, code: &str, on: Date, tree: Tree) -> Vec<Place<'_>> {
        let Some(id) = self.id(code) else { return Vec::new() };
        let stretch = self.index(tree).stretch(on);
        let below = self.ids_below(id, on, tree);
        let mut children = Vec::new();
        let mut at = 0;
        while let Some(child) = below.get(at) {
            let size = stretch.end[*child as usize] - stretch.position[*child as usize];
            children.extend(self.place(PlaceId(*child), on));
            at += size as usize;
        }
        children
    }

    /// Whether `code` is `ancestor` or lies within it on a day.
    pub fn is_within(&self, code: &str, ancestor: &str, on: Date, tree: Tree) -> bool {
        let (Some(id), Some(above)) = (self.id(code), self.id(ancestor)) else { return false };
        if self.place(id, on).is_none() || self.place(above, on).is_none() {
            return false;
        }
        let index = self.index(tree);
        let mut at = id.0;
        while at != above.0 {
            match index.parent(at, on) {
                Some(up) => at = up,
                None => return false,
            }
        }
        true
    }

    /// Names from the top down to the place (全称路径), without the state: 辽宁省, 抚顺市, 清原满族自治县.
    pub fn name_path(&self, code: &str, on: Date, tree: Tree) -> Vec<&str> {
        let Some(place) = self.find(code, on) else { return Vec::new() };
        let mut names = vec![place.name];
        names
            .extend(self.ancestors(code, on, tree).filter(|p| p.level > crate::Level::State).map(|p| p.name));
        names.reverse();
        names
    }

    /// Memory held, in bytes: indexes, names and records (an estimate; allocator overhead is not in it).
    pub fn bytes(&self) -> usize {
        let inner = &*self.inner;
        let text: usize = inner.versions.iter().map(|version| version.name.len()).sum::<usize>()
            + inner.codes.iter().map(|code| code.len()).sum::<usize>();
        let records: usize =
            inner.records.places.iter().map(|p| size_of_val(p) + p.code.len() + p.name.len()).sum::<usize>()
                + inner
                    .records
                    .links
                    .iter()
                    .map(|l| size_of_val(l) + l.child.len() + l.parent.len() + l.tree.len())
                    .sum::<usize>();
        let arrays =
            size_of_val(&*inner.versions) + size_of_val(&*inner.codes) + size_of_val(&*inner.first_version);
        text + records + arrays + inner.trees.iter().map(TreeIndex::bytes).sum::<usize>()
    }

    fn index(&self, tree: Tree) -> &TreeIndex {
        &self.inner.trees[usize::from(tree.0)]
    }

    fn ids_below(&self, id: PlaceId, on: Date, tree: Tree) -> &[u32] {
        let stretch = self.index(tree).stretch(on);
        let at = stretch.position[id.at()];
        if at == super::tree::NONE || self.place(id, on).is_none() {
            return &[];
        }
        &stretch.order[at as usize + 1..stretch.end[id.at()] as usize]
    }
}
