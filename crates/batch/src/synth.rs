//! Made-up populations for tests and measurements, clearly synthetic: values gather around the boundaries that the rules ask for. It must never be mixed
//! with real people.

use anye_law::book::{Book, KindId, Node, NodeId, Ty, Val};
use anye_law::day::Day;
use anye_law::num::Num;
use hashbrown::HashMap;

mod disk;
mod people;

use crate::population::{Bits, Column, Ids, NOBODY, Partition, Table, assemble, index};

pub use disk::write_partition;
pub use people::{PARTITION, People, write_people};

/// A small quick generator of pseudo-random numbers (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.roll() % n }
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// What to make.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Rows of each kind; kinds not named get `others`.
    pub rows: HashMap<KindId, usize>,
    /// Rows of kinds not named.
    pub others: usize,
    /// How many values in a hundred are unknown.
    pub unknown: u64,
    /// Place of the decision.
    pub place: String,
    /// Day of the decision.
    pub on: Day,
}

/// Makes one partition.
#[must_use]
pub fn partition<'b>(book: &'b Book, recipe: &Recipe, dice: &mut Dice) -> Partition<'b> {
    let near = boundaries(book);
    let counts: Vec<usize> = (0..book.kinds.len())
        .map(|ix| recipe.rows.get(&kind(ix)).copied().unwrap_or(recipe.others))
        .collect();
    let ids =
        counts.iter().map(|&count| Ids::Ints((1..=i64::try_from(count).unwrap_or(0)).collect())).collect();
    let columns = book
        .kinds
        .iter()
        .enumerate()
        .map(|(ix, def)| {
            let fields = def.fields.iter().enumerate();
            fields
                .map(|(field, it)| {
                    let key = (kind(ix), u16::try_from(field).unwrap_or(u16::MAX));
                    column(
                        book,
                        it.ty,
                        counts[ix],
                        &counts,
                        near.get(&key).map_or(&[][..], Vec::as_slice),
                        recipe.unknown,
                        dice,
                    )
                })
                .collect()
        })
        .collect();
    let tables: Vec<Table> = assemble(book, ids, columns);
    Partition::new(book, &recipe.place, recipe.on, tables)
}

fn kind(ix: usize) -> KindId {
    KindId(u16::try_from(ix).unwrap_or(u16::MAX))
}

fn column(
    book: &Book,
    ty: Ty,
    rows: usize,
    counts: &[usize],
    near: &[Val],
    unknown: u64,
    dice: &mut Dice,
) -> Column {
    let mut known = Bits::filled(rows, false);
    for row in 0..rows {
        known.put(row, !dice.percent(unknown));
    }
    match ty {
        Ty::Bool => {
            let mut values = Bits::filled(rows, false);
            for row in 0..rows {
                values.put(row, dice.percent(55) && known.get(row));
            }
            Column::Bools { values, known }
        }
        Ty::Num(dim) => {
            let den = if dim.0 == [0; 6] { 100 } else { 1 };
            let values = (0..rows).map(|_| number(dice, near, den)).collect();
            Column::Nums { values, den: u64::try_from(den).unwrap_or(1), known }
        }
        Ty::Date | Ty::Month => Column::Days { values: (0..rows).map(|_| day(dice, near)).collect(), known },
        Ty::Enum(id) => {
            let members = book.enums[id.ix()].members.len() as u64;
            Column::Codes {
                values: (0..rows).map(|_| u16::try_from(dice.below(members)).unwrap_or(0)).collect(),
                known,
            }
        }
        Ty::Text => {
            let words = near.iter().filter_map(|value| {
                if let Val::Text(text) = value { Some(std::sync::Arc::clone(text)) } else { None }
            });
            let dictionary: Vec<_> = words.chain(["甲".into(), "210400".into()]).collect();
            let values = (0..rows)
                .map(|_| index(usize::try_from(dice.below(dictionary.len() as u64)).unwrap_or(0)))
                .collect();
            Column::Texts { values, dictionary, known }
        }
        Ty::Thing(other) => {
            let count = counts[other.ix()] as u64;
            let links = (0..rows).map(|row| {
                if count == 0 || !known.get(row) {
                    NOBODY
                } else {
                    u32::try_from(dice.below(count)).unwrap_or(0)
                }
            });
            Column::Links(links.collect())
        }
        Ty::Window | Ty::Many(_) => Column::Absent,
    }
}

fn number(dice: &mut Dice, near: &[Val], den: i64) -> i64 {
    let numbers: Vec<Num> = near.iter().filter_map(Val::num).collect();
    if !numbers.is_empty() && dice.percent(70) {
        let pick = numbers[usize::try_from(dice.below(numbers.len() as u64)).unwrap_or(0)];
        let base = pick
            .times(Num::int(den))
            .and_then(|n| n.round(anye_law::num::Rounding::Down).to_i64())
            .unwrap_or(0);
        return (base + [-1, 0, 0, 1][usize::try_from(dice.below(4)).unwrap_or(0)]).max(0);
    }
    let most = if dice.percent(50) { 50 } else { 500_000 };
    i64::try_from(dice.below(most)).unwrap_or(0) * if dice.percent(70) { den } else { 1 }
}

fn day(dice: &mut Dice, near: &[Val]) -> i32 {
    let days: Vec<Day> = near.iter().filter_map(Val::day).collect();
    if !days.is_empty() && dice.percent(50) {
        let pick = days[usize::try_from(dice.below(days.len() as u64)).unwrap_or(0)];
        return pick.0 + i32::try_from(dice.below(3)).unwrap_or(0) - 1;
    }
    // 2004 to 2023.
    12_418 + i32::try_from(dice.below(7_300)).unwrap_or(0)
}

/// Constants that a field is compared with anywhere in the rules.
fn boundaries(book: &Book) -> HashMap<(KindId, u16), Vec<Val>> {
    let mut out: HashMap<(KindId, u16), Vec<Val>> = HashMap::new();
    let mut add = |field: NodeId, value: NodeId| {
        if let (Node::Get { kind, field, .. }, Node::Const(value)) = (book.node(field), book.node(value)) {
            out.entry((*kind, *field)).or_default().push(value.clone());
        }
    };
    for node in &book.nodes {
        match node {
            Node::Compare(_, a, b) => {
                add(*a, *b);
                add(*b, *a);
            }
            Node::Within(a, window) => {
                if let Node::Window(from, to) = book.node(*window) {
                    add(*a, *from);
                    add(*a, *to);
                }
            }
            Node::OneOf(a, set) => set.iter().for_each(|member| add(*a, *member)),
            _ => {}
        }
    }
    out
}
