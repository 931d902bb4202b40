"""The same 145 series, the same twelve months, the same MASE, with statsforecast on one core.

    python3 -m venv env && env/bin/pip install statsforecast==2.1.1
    env/bin/python crates/signals/benches/peers/peers.py        # then: cargo bench -p anye-signals --bench series

Prints one line a model: MASE and seconds, compilation left out (each model runs once on two series before the clock starts).
"""

import gzip
import os
import pathlib
import time

os.environ.setdefault("NIXTLA_NUMBA_CACHE", "1")
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from statsforecast.models import MSTL, AutoETS, AutoTheta, SeasonalNaive

AHEAD, KNOWN = 12, 18 * 12 + 9
HERE = pathlib.Path(__file__).parent

rows = gzip.open(HERE.parent / "data" / "employment.csv.gz", "rt").read().splitlines()[1:]
series = [np.array([float(cell) for cell in row.split(",")[1:]]) for row in rows]

models = {
    "seasonal naive": lambda: SeasonalNaive(12),
    "MSTL + AutoETS ZZN": lambda: MSTL(12, trend_forecaster=AutoETS(model="ZZN")),
    "AutoTheta": lambda: AutoTheta(season_length=12),
    "AutoETS(12)": lambda: AutoETS(season_length=12),
}

for name, make in models.items():
    for values in series[:2]:
        make().forecast(values[:KNOWN], AHEAD)
    begin, total = time.perf_counter(), 0.0
    for values in series:
        ahead = make().forecast(values[:KNOWN], AHEAD)["mean"]
        known = values[:KNOWN]
        scale = np.abs(known[12:] - known[:-12]).mean()
        total += np.abs(ahead - values[KNOWN : KNOWN + AHEAD]).mean() / scale
    print(f"{name:24} MASE {total / len(series):.4f}  {time.perf_counter() - begin:8.2f} s", flush=True)
