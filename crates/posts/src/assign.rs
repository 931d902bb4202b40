//! Who gets which place (安置): one after another in their order, each the first place they wish for that is free. It must never pass over somebody who comes before.

/// What a candidate wishes for: places in their order; none of them: any place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Numbers of places.
    pub places: Vec<i64>,
}

impl Wish {
    /// Whether a place would do.
    #[must_use]
    pub fn takes(&self, place: i64) -> bool {
        self.places.is_empty() || self.places.contains(&place)
    }
}

/// For each candidate, in order, the place they get.
#[must_use]
pub fn assign(candidates: &[Wish], places: &[i64]) -> Vec<Option<i64>> {
    let mut all: Vec<i64> = places.to_vec();
    all.sort_unstable();
    all.dedup();
    let mut free = vec![true; all.len()];
    // Every place before this one is given.
    let mut first = 0;
    candidates
        .iter()
        .map(|wish| {
            let at = match &wish.places[..] {
                [] => {
                    while free.get(first) == Some(&false) {
                        first += 1;
                    }
                    (first < all.len()).then_some(first)
                }
                wished => {
                    let mut at = wished.iter().filter_map(|place| all.binary_search(place).ok());
                    at.find(|at| free[*at])
                }
            }?;
            free[at] = false;
            Some(all[at])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(places: &[i64]) -> Wish {
        Wish { places: places.to_vec() }
    }

    #[test]
    fn nobody_gets_a_place_that_somebody_before_them_wished_for() {
        let all = [wish(&[2]), wish(&[2, 3]), wish(&[]), wish(&[2]), wish(&[])];
        assert_eq!(assign(&all, &[1, 2, 3]), [Some(2), Some(3), Some(1), None, None]);
        assert!(wish(&[]).takes(7) && wish(&[7]).takes(7) && !wish(&[6]).takes(7));
    }
}
