//! What stands at the cursor: the word, the path it belongs to, the checked expression, the citation. It must never guess among several fields of one name.

use anye_law::book::{Cite, KindId, Node, Ty};
use anye_law::span::Span;

use super::workspace::Workspace;

/// A place in a source.
pub(super) struct Cursor<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) source: usize,
    pub(super) text: &'w str,
    pub(super) at: usize,
    pub(super) english: bool,
}

/// Part of a name.
pub(super) fn named(c: char) -> bool {
    c.is_alphanumeric() && !('①'..='㊿').contains(&c) || c == '_' || c == '·'
}

impl<'w> Cursor<'w> {
    /// The line up to the cursor.
    pub(super) fn before(&self) -> &'w str {
        let head = &self.text[..self.at];
        head.rsplit('\n').next().unwrap_or_default()
    }

    /// The name under the cursor, with its place.
    pub(super) fn word(&self) -> Option<(&'w str, usize, usize)> {
        let back: usize =
            self.text[..self.at].chars().rev().take_while(|c| named(*c)).map(char::len_utf8).sum();
        let on: usize = self.text[self.at..].chars().take_while(|c| named(*c)).map(char::len_utf8).sum();
        let (start, end) = (self.at - back, self.at + on);
        (start < end).then(|| (&self.text[start..end], start, end))
    }

    /// Whether a place of the sources holds the cursor.
    pub(super) fn inside(&self, span: Span) -> bool {
        span.file.0 as usize == self.source && span.start as usize <= self.at && self.at <= span.end as usize
    }

    /// The smallest checked expression at the cursor that names something.
    pub(super) fn node(&self) -> Option<&'w Node> {
        let book = &self.workspace.law.book;
        let mut best: Option<(u32, usize)> = None;
        for (ix, span) in book.spans.iter().enumerate().filter(|(_, span)| self.inside(**span)) {
            let names = matches!(
                book.nodes[ix],
                Node::Get { .. } | Node::Param { .. } | Node::Members { .. } | Node::InList { .. }
            );
            let length = span.end - span.start;
            if names && best.is_none_or(|(least, _)| length <= least) {
                best = Some((length, ix));
            }
        }
        best.map(|(_, ix)| &book.nodes[ix])
    }

    /// The field that a word of a path names.
    pub(super) fn field(&self, word: &str) -> Option<(KindId, u16)> {
        let book = &self.workspace.law.book;
        if let Some(Node::Get { kind, field, .. }) = self.node() {
            let own = &book.kind(*kind).fields[usize::from(*field)];
            if own.name == word || own.id == word {
                return Some((*kind, *field));
            }
        }
        let (_, start, _) = self.word()?;
        if let Some(path) = self.text[..start].strip_suffix('.') {
            let kind = self.kind_of(path_before(path))?;
            return book.kind(kind).find_field(word).map(|field| (kind, field));
        }
        // In the data dictionary itself: the field declared on this line.
        book.kinds.iter().enumerate().find_map(|(ix, kind)| {
            let own = |it: &anye_law::book::Field| (it.name == word || it.id == word) && self.inside(it.span);
            let field = kind.fields.iter().position(own)?;
            Some((KindId(u16::try_from(ix).ok()?), u16::try_from(field).ok()?))
        })
    }

    /// The kind that a path (`合同.用人单位`) leads to.
    pub(super) fn kind_of(&self, path: &str) -> Option<KindId> {
        match self.type_of(path)? {
            Ty::Thing(kind) | Ty::Many(kind) => Some(kind),
            _ => None,
        }
    }

    /// The type of a path.
    pub(super) fn type_of(&self, path: &str) -> Option<Ty> {
        let book = &self.workspace.law.book;
        let mut steps = path.split('.');
        let first = steps.next()?.trim();
        let mut ty = if matches!(first, "参数" | "parameter") {
            return book.find_param(steps.next()?).map(|id| book.params[id.ix()].ty);
        } else {
            Ty::Thing(book.find_kind(first)?)
        };
        for step in steps {
            let Ty::Thing(kind) = ty else { return None };
            let kind = book.kind(kind);
            ty = match (kind.find_field(step), kind.find_reverse(step)) {
                (Some(field), _) => kind.fields[usize::from(field)].ty,
                (None, Some(reverse)) => Ty::Many(kind.reverses[usize::from(reverse)].kind),
                (None, None) => return None,
            };
        }
        Some(ty)
    }

    /// The citation at the cursor.
    pub(super) fn cite(&self) -> Option<&'w Cite> {
        let book = &self.workspace.law.book;
        let rules = book.rules.iter().flat_map(|rule| {
            let clauses = rule.clauses.iter().flat_map(|clause| &clause.basis);
            rule.basis.iter().chain(clauses).chain(rule.exceptions.iter().flat_map(|it| &it.basis))
        });
        let fields = book.kinds.iter().flat_map(|kind| kind.fields.iter().flat_map(|field| &field.basis));
        let params = book.params.iter().flat_map(|param| &param.basis);
        let lists = book.lists.iter().flat_map(|list| &list.basis);
        let groups = book.exclusives.iter().flat_map(|it| &it.basis);
        let conflicts = book.conflicts.iter().flat_map(|it| &it.basis);
        rules
            .chain(fields)
            .chain(params)
            .chain(lists)
            .chain(groups)
            .chain(conflicts)
            .find(|cite| self.inside(cite.span))
    }
}

/// The path that ends a text: `且 合同.用人单位` gives `合同.用人单位`.
pub(super) fn path_before(text: &str) -> &str {
    let length: usize = text.chars().rev().take_while(|c| named(*c) || *c == '.').map(char::len_utf8).sum();
    &text[text.len() - length..]
}
