//! The quick way for plain arithmetic, comparison and logic over the cells of one report: a list of operations over a small stack, nothing allocated. Whatever it
//! does not know, and whatever does not fit, is left to the law engine, which it must agree with to the last digit.

use anye_law::book::{Book, Cmp, Node, NodeId, Ty, Val};
use anye_law::decide::compare;
use anye_law::num::{Num, Rounding};

use super::dictionary::REPORT;
use super::things::Scale;
use crate::cell::Cell;

const DEEPEST: usize = 24;

/// A value that needs no memory of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slot {
    Unknown,
    Num(Num),
    Bool(bool),
    Enum(u16),
}

#[derive(Debug, Clone, Copy)]
enum Op {
    Push(Slot),
    Cell(u16),
    Previous(u16),
    Not,
    Neg,
    Abs,
    Known,
    Scale(Num),
    Round(Rounding, Num),
    And,
    Or,
    Compare(Cmp),
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
    Default,
    If,
    OneOf(u8),
}

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Program {
    ops: Vec<Op>,
}

/// A number too large for this way.
pub(crate) struct TooLarge;

impl Program {
    /// The program of a node about the report; `None` when it holds something else than plain arithmetic and logic. `cells` is the number of columns.
    pub(crate) fn new(book: &Book, root: NodeId, cells: usize) -> Option<Self> {
        let mut program = Self { ops: Vec::new() };
        let deepest = program.emit(book, root, cells, 0)?;
        (deepest <= DEEPEST).then_some(program)
    }

    /// Adds the operations of a node; how deep the stack gets.
    fn emit(&mut self, book: &Book, id: NodeId, cells: usize, below: usize) -> Option<usize> {
        if matches!(book.ty(id), Ty::Text | Ty::Date | Ty::Month | Ty::Window) {
            return None;
        }
        let mut deepest = below + 1;
        let op = match book.node(id) {
            Node::Const(value) => Op::Push(slot(value)?),
            Node::Get { of, kind, field } if *kind == REPORT && usize::from(*field) < cells => {
                match book.node(*of) {
                    Node::Var(0) => Op::Cell(*field),
                    Node::Get { of, kind, field: relation }
                        if *kind == REPORT && usize::from(*relation) == cells =>
                    {
                        matches!(book.node(*of), Node::Var(0)).then_some(Op::Previous(*field))?
                    }
                    _ => return None,
                }
            }
            node => {
                let (op, operands) = operation(book, node)?;
                for (at, operand) in operands.iter().enumerate() {
                    deepest = deepest.max(self.emit(book, *operand, cells, below + at)?);
                }
                op
            }
        };
        self.ops.push(op);
        Some(deepest)
    }

    /// Its value over the cells of a report and of the one before it.
    pub(crate) fn run(
        &self,
        scales: &[Scale],
        cells: &[Cell],
        previous: Option<&[Cell]>,
    ) -> Result<Slot, TooLarge> {
        let mut stack = [Slot::Unknown; DEEPEST + 1];
        let mut top = 0_usize;
        for op in &self.ops {
            let taken = op.takes();
            let base = top - taken;
            let found = match op {
                Op::Push(value) => *value,
                Op::Cell(at) => read(scales, cells, *at)?,
                Op::Previous(at) => match previous {
                    Some(cells) => read(scales, cells, *at)?,
                    None => Slot::Unknown,
                },
                _ => op.apply(&stack[base..top])?,
            };
            stack[base] = found;
            top = base + 1;
        }
        Ok(stack[0])
    }
}

impl Op {
    fn takes(self) -> usize {
        match self {
            Self::Push(_) | Self::Cell(_) | Self::Previous(_) => 0,
            Self::Not | Self::Neg | Self::Abs | Self::Known | Self::Scale(_) | Self::Round(..) => 1,
            Self::If => 3,
            Self::OneOf(members) => usize::from(members) + 1,
            _ => 2,
        }
    }

    fn apply(self, on: &[Slot]) -> Result<Slot, TooLarge> {
        Ok(match (self, on) {
            (Self::Not, [a]) => truth(a.truth().map(|a| !a)),
            (Self::Neg, [a]) => a.map(Num::negated)?,
            (Self::Abs, [a]) => a.map(|n| if n < Num::ZERO { n.negated() } else { Some(n) })?,
            (Self::Known, [a]) => Slot::Bool(*a != Slot::Unknown),
            (Self::Scale(by), [a]) => a.map(|n| n.times(by))?,
            (Self::Round(how, step), [a]) => a.map(|n| n.over(step)?.round(how).times(step))?,
            (Self::And, [a, b]) => truth(kleene(a.truth(), b.truth(), false)),
            (Self::Or, [a, b]) => truth(kleene(a.truth(), b.truth(), true)),
            (Self::Compare(cmp), [a, b]) => truth(compared(cmp, *a, *b)),
            (Self::Add, [a, b]) => a.with(*b, Num::plus)?,
            (Self::Sub, [a, b]) => a.with(*b, Num::minus)?,
            (Self::Mul, [a, b]) => a.with(*b, Num::times)?,
            (Self::Div, [Slot::Num(_), Slot::Num(Num::ZERO)]) => Slot::Unknown,
            (Self::Div, [a, b]) => a.with(*b, Num::over)?,
            (Self::Min, [a, b]) => a.with(*b, |a, b| Some(a.min(b)))?,
            (Self::Max, [a, b]) => a.with(*b, |a, b| Some(a.max(b)))?,
            (Self::Default, [a, b]) => {
                if *a == Slot::Unknown {
                    *b
                } else {
                    *a
                }
            }
            (Self::If, [test, then, otherwise]) => match test.truth() {
                Some(true) => *then,
                Some(false) => *otherwise,
                None => Slot::Unknown,
            },
            (Self::OneOf(_), [value, members @ ..]) => {
                let mut found = if *value == Slot::Unknown { None } else { Some(false) };
                for member in members {
                    match compared(Cmp::Eq, *value, *member) {
                        Some(true) => return Ok(Slot::Bool(true)),
                        Some(false) => {}
                        None => found = None,
                    }
                }
                truth(found)
            }
            _ => Slot::Unknown,
        })
    }
}

impl Slot {
    pub(crate) fn truth(self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(value) } else { None }
    }

    /// As the law engine gives it.
    pub(crate) fn val(self) -> Val {
        match self {
            Self::Unknown => Val::Unknown,
            Self::Num(n) => Val::Num(n),
            Self::Bool(value) => Val::Bool(value),
            Self::Enum(at) => Val::Enum(at),
        }
    }

    fn map(self, make: impl Fn(Num) -> Option<Num>) -> Result<Self, TooLarge> {
        match self {
            Self::Num(n) => make(n).map(Self::Num).ok_or(TooLarge),
            _ => Ok(Self::Unknown),
        }
    }

    fn with(self, other: Self, make: impl Fn(Num, Num) -> Option<Num>) -> Result<Self, TooLarge> {
        match (self, other) {
            (Self::Num(a), Self::Num(b)) => make(a, b).map(Self::Num).ok_or(TooLarge),
            _ => Ok(Self::Unknown),
        }
    }
}

fn operation(book: &Book, node: &Node) -> Option<(Op, Vec<NodeId>)> {
    Some(match node {
        Node::Not(a) => (Op::Not, vec![*a]),
        Node::Neg(a) => (Op::Neg, vec![*a]),
        Node::Abs(a) => (Op::Abs, vec![*a]),
        Node::Known(a) => (Op::Known, vec![*a]),
        Node::Scale(a, by) => (Op::Scale(*by), vec![*a]),
        Node::Round { of, how, step } => (Op::Round(*how, *step), vec![*of]),
        Node::And(a, b) => (Op::And, vec![*a, *b]),
        Node::Or(a, b) => (Op::Or, vec![*a, *b]),
        Node::Compare(cmp, a, b) => (Op::Compare(*cmp), vec![*a, *b]),
        Node::Add(a, b) => (Op::Add, vec![*a, *b]),
        Node::Sub(a, b) => (Op::Sub, vec![*a, *b]),
        Node::Mul(a, b) => (Op::Mul, vec![*a, *b]),
        Node::Div(a, b) => (Op::Div, vec![*a, *b]),
        Node::Min(a, b) if matches!(book.ty(*a), Ty::Num(_)) => (Op::Min, vec![*a, *b]),
        Node::Max(a, b) if matches!(book.ty(*a), Ty::Num(_)) => (Op::Max, vec![*a, *b]),
        Node::Default(a, b) => (Op::Default, vec![*a, *b]),
        Node::If(test, then, otherwise) => (Op::If, vec![*test, *then, *otherwise]),
        Node::OneOf(a, set) => {
            let count = u8::try_from(set.len()).ok()?;
            (Op::OneOf(count), std::iter::once(*a).chain(set.iter().copied()).collect())
        }
        _ => return None,
    })
}

fn slot(value: &Val) -> Option<Slot> {
    Some(match value {
        Val::Unknown => Slot::Unknown,
        Val::Num(n) => Slot::Num(*n),
        Val::Bool(value) => Slot::Bool(*value),
        Val::Enum(at) => Slot::Enum(*at),
        _ => return None,
    })
}

#[inline]
fn read(scales: &[Scale], cells: &[Cell], at: u16) -> Result<Slot, TooLarge> {
    let at = usize::from(at);
    Ok(match cells.get(at) {
        Some(Cell::Number(number)) => match scales.get(at) {
            Some(Scale { by: 1 }) => Slot::Num(Num::int(*number)),
            Some(scale) => Slot::Num(scale.value(*number).ok_or(TooLarge)?),
            None => Slot::Unknown,
        },
        Some(Cell::Choice(at)) => Slot::Enum(*at),
        Some(Cell::YesNo(yes)) => Slot::Bool(*yes),
        _ => Slot::Unknown,
    })
}

fn truth(value: Option<bool>) -> Slot {
    value.map_or(Slot::Unknown, Slot::Bool)
}

fn kleene(a: Option<bool>, b: Option<bool>, settles: bool) -> Option<bool> {
    if a == Some(settles) || b == Some(settles) {
        return Some(settles);
    }
    (a.is_some() && b.is_some()).then_some(!settles)
}

fn compared(cmp: Cmp, a: Slot, b: Slot) -> Option<bool> {
    if let (Slot::Num(x), Slot::Num(y)) = (a, b)
        && x.is_whole()
        && y.is_whole()
    {
        let (x, y) = (x.numerator(), y.numerator());
        return Some(match cmp {
            Cmp::Eq => x == y,
            Cmp::Ne => x != y,
            Cmp::Lt => x < y,
            Cmp::Le => x <= y,
            Cmp::Gt => x > y,
            Cmp::Ge => x >= y,
        });
    }
    compare(cmp, &a.val(), &b.val())
}
