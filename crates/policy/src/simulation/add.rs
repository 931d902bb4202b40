//! Adding what a partition came to, and saying clauses in words while both rule books are at hand. It must never count anything twice.

use anye_batch::{Comparison, Side as Counted};
use anye_law::book::Book;
use anye_law::decide::answer::source;

use super::model::{Example, RuleSum, Side, Sums};

/// Examples kept for each rule.
const EXAMPLES: usize = 3;

impl Sums {
    /// Adds one partition.
    pub fn add(&mut self, part: Comparison, from: &Book, to: &Book) {
        self.year = part.year;
        self.partitions += 1;
        for (sums, more) in [(&mut self.places, part.places), (&mut self.funds, part.funds)] {
            for (key, (before, after)) in more {
                let sum = sums.entry(key).or_default();
                *sum = (sum.0.saturating_add(fen(before)), sum.1.saturating_add(fen(after)));
            }
        }
        for (id, it) in part.rules {
            if it.before + it.after == 0 {
                continue;
            }
            let sum = self.rules.entry(id.clone()).or_insert_with(|| named(&id, from, to));
            sum.before += it.before;
            sum.after += it.after;
            sum.gained += it.gained;
            sum.lost += it.lost;
            sum.more += it.more;
            sum.less += it.less;
            sum.fen_before = sum.fen_before.saturating_add(fen(it.fen_before));
            sum.fen_after = sum.fen_after.saturating_add(fen(it.fen_after));
            let room = EXAMPLES.saturating_sub(sum.examples.len());
            sum.examples.extend(it.examples.into_iter().take(room).map(|one| Example {
                before: side(&one.before, &id, from),
                after: side(&one.after, &id, to),
                kind: one.kind,
                id: one.id,
                partition: one.partition,
            }));
        }
    }

    /// Decided otherwise in any rule: gained, lost, more, less, unchanged.
    #[must_use]
    pub fn totals(&self) -> [u64; 5] {
        let sum = |of: fn(&RuleSum) -> u64| self.rules.values().map(of).sum();
        [
            sum(|it| it.gained),
            sum(|it| it.lost),
            sum(|it| it.more),
            sum(|it| it.less),
            sum(RuleSum::unchanged),
        ]
    }

    /// Fen before and after.
    #[must_use]
    pub fn money(&self) -> (i64, i64) {
        let add = |sum: (i64, i64), it: &RuleSum| {
            (sum.0.saturating_add(it.fen_before), sum.1.saturating_add(it.fen_after))
        };
        self.rules.values().fold((0, 0), add)
    }
}

/// Money beyond what a column holds stays at the most it can hold.
fn fen(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

fn named(id: &str, from: &Book, to: &Book) -> RuleSum {
    let rule = [to, from].into_iter().find_map(|book| book.rules.iter().find(|rule| rule.id == id));
    let names = rule.map(|rule| (rule.name.clone(), rule.english.clone())).unwrap_or_default();
    RuleSum { name: names.0, english: names.1, ..RuleSum::default() }
}

fn side(of: &Counted, id: &str, book: &Book) -> Side {
    let outcome = of.outcome.and_then(|outcome| serde_json::to_value(outcome).ok());
    let rule = book.rules.iter().find(|rule| rule.id == id);
    let clause = of.clause.map(|number| {
        let clause = rule.and_then(|rule| rule.clauses.iter().find(|clause| clause.number == number));
        let text = clause.map(|clause| source(book, clause.span).trim().to_owned());
        (number, text.unwrap_or_default())
    });
    Side { outcome: outcome.and_then(|word| word.as_str().map(str::to_owned)), fen: of.fen, clause }
}
