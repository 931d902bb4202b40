//! The sums of one stratum in one month from which everything else follows. They only ever add, so pools and cells are sums of sums.

/// Weighted first and second moments of (now, before) over one kind of reporter; second moments with squared weights.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    pub count: f64,
    pub now: f64,
    pub before: f64,
    now_now: f64,
    now_before: f64,
    before_before: f64,
}

impl Moments {
    pub fn add(&mut self, weight: f64, now: f64, before: f64) {
        let (now, before) = (weight * now, weight * before);
        self.count += 1.0;
        self.now += now;
        self.before += before;
        self.now_now += now * now;
        self.now_before += now * before;
        self.before_before += before * before;
    }

    /// Sum of squared weighted `p·now + q·before`: the variance of a linear estimate is made of these.
    pub fn squares(&self, p: f64, q: f64) -> f64 {
        (p * p * self.now_now + 2.0 * p * q * self.now_before + q * q * self.before_before).max(0.0)
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.now += other.now;
        self.before += other.before;
        self.now_now += other.now_now;
        self.now_before += other.now_before;
        self.before_before += other.before_before;
    }
}

/// What a stratum's reporters did in one month.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// Reported now and the month before.
    pub matched: Moments,
    /// Report again after silence; "before" is what was imputed for them.
    pub returned: Moments,
    /// Silent; only "before".
    pub silent: Moments,
    /// Confirmed closed this month; only "before".
    pub closed: Moments,
    /// Born; only "now".
    pub born: Moments,
    /// Reporters with a base headcount; "before" is the base.
    pub since_base: Moments,
    /// Weighted posts lost and won at matched and at returned reporters.
    pub lost: f64,
    pub won: f64,
    pub lost_returned: f64,
    pub won_returned: f64,
    /// The same without weights: what is known for certain.
    pub raw_before: f64,
    pub raw_silent: f64,
    pub raw_now: f64,
    pub raw_lost: f64,
    pub raw_won: f64,
    pub raw_closed: f64,
    pub raw_born: f64,
    /// Headcount of everybody who reported.
    pub raw_reported: f64,
    /// Weighted headcount of those that enter the sample, without a link yet.
    pub entered: f64,
    /// In the panel, and of these reporting or known to be closed; heads and weights.
    pub expected: u32,
    pub responded: u32,
    pub weight_expected: f64,
    pub weight_responded: f64,
}

impl Sums {
    pub fn merge(&mut self, other: &Self) {
        self.matched.merge(&other.matched);
        self.returned.merge(&other.returned);
        self.silent.merge(&other.silent);
        self.closed.merge(&other.closed);
        self.born.merge(&other.born);
        self.since_base.merge(&other.since_base);
        for (to, from) in [
            (&mut self.lost, other.lost),
            (&mut self.won, other.won),
            (&mut self.lost_returned, other.lost_returned),
            (&mut self.won_returned, other.won_returned),
            (&mut self.raw_before, other.raw_before),
            (&mut self.raw_silent, other.raw_silent),
            (&mut self.raw_now, other.raw_now),
            (&mut self.raw_lost, other.raw_lost),
            (&mut self.raw_won, other.raw_won),
            (&mut self.raw_closed, other.raw_closed),
            (&mut self.raw_born, other.raw_born),
            (&mut self.raw_reported, other.raw_reported),
            (&mut self.entered, other.entered),
            (&mut self.weight_expected, other.weight_expected),
            (&mut self.weight_responded, other.weight_responded),
        ] {
            *to += from;
        }
        self.expected += other.expected;
        self.responded += other.responded;
    }

    /// Weighted headcount of the sample the month before.
    pub fn before(&self) -> f64 {
        self.matched.before + self.returned.before + self.silent.before + self.closed.before
    }

    /// Reporters that tell something about the change.
    pub fn telling(&self) -> f64 {
        self.matched.count + self.returned.count + self.closed.count + self.born.count
    }
}
