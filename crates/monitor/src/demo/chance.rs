//! Chance that repeats: a stream of its own for every question, so that a new question never moves the answers to the others.
//! Only the four operations of arithmetic are used, so that every machine finds the same figures.

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a question about something numbered.
    #[must_use]
    pub fn of(seed: &str, question: &str, number: u64) -> Self {
        // FNV-1a over the words, then the number.
        let mut state = 0xcbf2_9ce4_8422_2325_u64;
        let bytes = seed.bytes().chain([0xff]).chain(question.bytes()).chain(number.to_le_bytes());
        for byte in bytes {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut made = Self(state);
        // The first steps still look like the words.
        made.draw();
        made.draw();
        made
    }

    /// The next 64 bits (splitmix64).
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but not, 1.
    pub fn share(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal, with deviation 1: twelve shares less six.
    pub fn bell(&mut self) -> f64 {
        let mut sum = -6.0;
        for _ in 0..12 {
            sum += self.share();
        }
        sum
    }

    /// True once in so many thousand times.
    pub fn per_mille(&mut self, of_thousand: u64) -> bool {
        self.draw() % 1000 < of_thousand
    }

    /// One of those, by weight. Without any weight, the first.
    pub fn by_weight(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let all: u64 = weights.clone().sum();
        let mut left = self.draw() % all.max(1);
        for (at, weight) in weights.enumerate() {
            if left < weight {
                return at;
            }
            left -= weight;
        }
        0
    }
}

/// Spreads a whole over weights by largest remainder: the parts add up to it exactly. Without any weight the first takes all.
#[must_use]
pub fn apportion(whole: i64, weights: &[f64]) -> Vec<i64> {
    let all: f64 = weights.iter().sum();
    let mut parts = vec![0; weights.len()];
    if weights.is_empty() {
        return parts;
    }
    if all <= 0.0 {
        parts[0] = whole;
        return parts;
    }
    let mut rests: Vec<(f64, usize)> = Vec::with_capacity(weights.len());
    let mut left = whole;
    for (at, weight) in weights.iter().enumerate() {
        let exact = whole as f64 * (weight / all);
        let floor = exact.floor();
        parts[at] = floor as i64;
        left -= parts[at];
        rests.push((exact - floor, at));
    }
    rests.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, at) in rests.into_iter().cycle().take(usize::try_from(left).unwrap_or(0)) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_streams_repeat() {
        for whole in [0, 1, 7, 151_760, 466_400] {
            let parts = apportion(whole, &[0.1, 5.0, 2.3, 0.0, 9.9]);
            assert_eq!(parts.iter().sum::<i64>(), whole);
            assert_eq!(parts[3], 0);
        }
        assert_eq!(apportion(5, &[0.0, 0.0]), [5, 0]);
        let (mut a, mut b) = (Chance::of("s", "q", 1), Chance::of("s", "q", 1));
        assert_eq!((a.draw(), a.draw()), (b.draw(), b.draw()));
        assert_ne!(Chance::of("s", "q", 1).draw(), Chance::of("s", "q", 2).draw());
        assert_ne!(Chance::of("s", "q", 1).draw(), Chance::of("s", "r", 1).draw());
        let mean = (0..10_000).map(|n| Chance::of("s", "mean", n).share()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        let spread = (0..10_000).map(|n| Chance::of("s", "bell", n).bell()).map(|x| x * x).sum::<f64>();
        assert!((spread / 10_000.0 - 1.0).abs() < 0.06, "{spread}");
    }
}
