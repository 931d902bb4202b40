//! Counts, sums and the like over a collection. What the facts list is taken as complete; an element of which the condition is unknown makes the whole
//! unknown where it could matter. It must never skip such an element silently.

use super::Things;
use super::engine::{Fault, Frame, Session};
use super::eval::{Found, better, whole};
use crate::book::{KindId, Node, NodeId, Val};
use crate::num::Num;
use crate::syntax::ast::Aggregate;

/// The rows of a collection.
pub(super) enum Rows<'t> {
    /// Named one by one.
    Listed(&'t [u32]),
    /// All of a kind.
    Every(u32),
}

impl Rows<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Listed(rows) => rows.len(),
            Self::Every(count) => *count as usize,
        }
    }

    pub(super) fn at(&self, ix: usize) -> u32 {
        match self {
            Self::Listed(rows) => rows[ix],
            Self::Every(_) => u32::try_from(ix).unwrap_or(u32::MAX),
        }
    }
}

impl<'a, T: Things> Session<'a, T> {
    /// The collection a node stands for, with the kind of its elements; `None` when the thing it belongs to is not known.
    pub(super) fn rows(&self, frame: &mut Frame, over: NodeId) -> Result<Option<(KindId, Rows<'a>)>, Fault> {
        Ok(match self.book.node(over) {
            Node::Every(kind) => Some((*kind, Rows::Every(self.things.count(*kind)))),
            Node::Members { of, kind, reverse } => {
                let element = self.book.kind(*kind).reverses[usize::from(*reverse)].kind;
                self.row(frame, *of)?
                    .filter(|row| *row < self.things.count(*kind))
                    .map(|row| (element, Rows::Listed(self.things.members(*kind, row, *reverse))))
            }
            _ => None,
        })
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one node, taken apart by the caller")]
    pub(super) fn aggregate(
        &self,
        frame: &mut Frame,
        op: Aggregate,
        over: NodeId,
        var: u8,
        filter: Option<NodeId>,
        take: Option<NodeId>,
        id: NodeId,
    ) -> Found {
        let slot = usize::from(var);
        if slot >= frame.vars.len() {
            return Err(Fault::Depth(id));
        }
        let Some((_, rows)) = self.rows(frame, over)? else { return Ok(Val::Unknown) };
        let saved = frame.vars[slot];
        let found = match op {
            Aggregate::Any => self.quantified(frame, &rows, slot, filter, true),
            Aggregate::All => self.quantified(frame, &rows, slot, filter, false),
            Aggregate::Count | Aggregate::CountPersons => self.counted(frame, &rows, slot, filter),
            Aggregate::Sum => {
                self.folded(frame, &rows, slot, filter, take, Some(whole(0)), |a, b| match (a, b) {
                    (Val::Num(a), Val::Num(b)) => a.plus(b).map(Val::Num).ok_or(Fault::Overflow(id)),
                    _ => Ok(Val::Unknown),
                })
            }
            Aggregate::Max => {
                self.folded(frame, &rows, slot, filter, take, None, |a, b| Ok(better(a, b, false)))
            }
            Aggregate::Min => {
                self.folded(frame, &rows, slot, filter, take, None, |a, b| Ok(better(a, b, true)))
            }
        };
        frame.vars[slot] = saved;
        found
    }

    /// 存在 (`any`) and 全部.
    fn quantified(
        &self,
        frame: &mut Frame,
        rows: &Rows<'_>,
        slot: usize,
        filter: Option<NodeId>,
        any: bool,
    ) -> Found {
        let Some(test) = filter else { return Ok(Val::Bool(!any || rows.len() > 0)) };
        let (mut unknown, mut fault) = (false, None);
        for ix in 0..rows.len() {
            frame.vars[slot] = rows.at(ix);
            match self.truth(frame, test) {
                Ok(Some(holds)) if holds == any => return Ok(Val::Bool(any)),
                Ok(Some(_)) => {}
                Ok(None) => unknown = true,
                Err(what) => fault = fault.or(Some(what)),
            }
        }
        match fault {
            Some(what) => Err(what),
            None if unknown => Ok(Val::Unknown),
            None => Ok(Val::Bool(!any)),
        }
    }

    /// 计数, 计人.
    fn counted(&self, frame: &mut Frame, rows: &Rows<'_>, slot: usize, filter: Option<NodeId>) -> Found {
        let Some(test) = filter else {
            return Ok(whole(i64::try_from(rows.len()).unwrap_or(i64::MAX)));
        };
        let mut count = 0_i64;
        for ix in 0..rows.len() {
            frame.vars[slot] = rows.at(ix);
            match self.truth(frame, test)? {
                Some(true) => count += 1,
                Some(false) => {}
                None => return Ok(Val::Unknown),
            }
        }
        Ok(Val::Num(Num::int(count)))
    }

    /// 合计, 最大, 最小.
    #[expect(clippy::too_many_arguments, reason = "the parts of one node, taken apart by the caller")]
    fn folded(
        &self,
        frame: &mut Frame,
        rows: &Rows<'_>,
        slot: usize,
        filter: Option<NodeId>,
        take: Option<NodeId>,
        start: Option<Val>,
        step: impl Fn(Val, Val) -> Found,
    ) -> Found {
        let Some(take) = take else { return Ok(Val::Unknown) };
        let mut so_far = start;
        for ix in 0..rows.len() {
            frame.vars[slot] = rows.at(ix);
            if let Some(test) = filter {
                match self.truth(frame, test)? {
                    Some(true) => {}
                    Some(false) => continue,
                    None => return Ok(Val::Unknown),
                }
            }
            let value = self.value(frame, take)?;
            if !value.is_known() {
                return Ok(Val::Unknown);
            }
            so_far = Some(match so_far {
                Some(before) => step(before, value)?,
                None => value,
            });
        }
        Ok(so_far.unwrap_or(Val::Unknown))
    }
}
