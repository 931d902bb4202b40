//! Lots (抽签): from a seed whose digest everybody saw before anybody could know the order. It must never depend on the order in which candidates came.

use sm3::{Digest as _, Sm3};

/// Digest of a seed, to be shown before lots are drawn.
#[must_use]
pub fn seed_digest(seed: &str) -> String {
    hex(&Sm3::digest(format!("lot-seed\n{seed}").as_bytes()))
}

/// A lot for each candidate, from 1: the order of the digests of seed and id. Anybody who has the seed and the ids gets the same.
#[must_use]
pub fn draw(seed: &str, candidates: &[String]) -> Vec<i64> {
    let digest = |(at, id): (usize, &String)| -> ([u8; 32], usize) {
        let mut all = Sm3::new_with_prefix(b"lot\n");
        all.update(seed.as_bytes());
        all.update(b"\n");
        all.update(id.as_bytes());
        (all.finalize().into(), at)
    };
    let mut order: Vec<([u8; 32], usize)> = candidates.iter().enumerate().map(digest).collect();
    order.sort_unstable();
    let mut lots = vec![0; candidates.len()];
    for (number, (_, at)) in (1_i64..).zip(order) {
        lots[at] = number;
    }
    lots
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_are_a_permutation_that_the_order_of_candidates_does_not_change() {
        let ids: Vec<String> = (0..200).map(|n| format!("p{n}")).collect();
        let lots = draw("seed", &ids);
        let mut sorted = lots.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=200).collect::<Vec<i64>>());
        let mut back = ids.clone();
        back.reverse();
        let mut again = draw("seed", &back);
        again.reverse();
        assert_eq!(lots, again);
        assert_ne!(lots, draw("another", &ids));
        assert_ne!(seed_digest("seed"), seed_digest("another"));
    }
}
