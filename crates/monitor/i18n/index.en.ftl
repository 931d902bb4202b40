# The composite index and departures from habit

index-none = No value.
index-not-closed = The weights were not set when this period was closed; close it again to see the index.
index-learning = Fewer than four periods with figures in usual times: not reckoned.
index-parts = What each indicator adds
index-score = Score
index-weight = Weight
index-part = Adds
index-facts = In usual spreads, more is worse; the parts add up to the index. Weights with figures { $coverage }%, indicators worse than the period before { $diffusion }% (by weight), usual times { $from } to { $to }.
detector-score = robust residual
detector-cusum = CUSUM
detector-scan = scan
detector-change = change point
rate-limit = { $rate } times a year among 100 units
departure-said = by chance { $rate } times a year among 100 units ({ $detector }, score { $score })
