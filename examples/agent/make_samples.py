"""Makes the example files up: calibration.csv, market.json.

    python make_samples.py

No price of the data is used: prices are random walks with heavy tails, calm and stormy weeks, which are round guesses. The
features are made from them as from real prices.
"""

import csv
import json
from pathlib import Path

import numpy as np

from schema import FEATURES, HISTORY, features

HERE = Path(__file__).parent
ROWS = 300


def walk(rng: np.random.Generator, scale: float = 0.0) -> dict[str, np.ndarray]:
    """91 made-up days; scale: the daily volatility, drawn if 0."""
    weeks = rng.lognormal(np.log(scale or 0.035), 0.1 if scale else 0.5, -(-HISTORY // 7))
    sizes = np.repeat(weeks, 7)[:HISTORY]
    btc = rng.standard_t(4, HISTORY) * sizes * 0.55
    eth = 0.8 * btc + rng.standard_t(4, HISTORY) * sizes * 0.45
    premium = rng.normal(0, 0.15) + rng.normal(0, 0.1, HISTORY)
    return {
        "ETH": 2000 * np.exp(np.cumsum(np.clip(eth, -0.3, 0.3))),
        "BTC": 60000 * np.exp(np.cumsum(np.clip(btc, -0.25, 0.25))),
        "premium": premium,
    }


def main() -> None:
    rng = np.random.default_rng(2026)
    rows = [features(walk(rng), HISTORY - 1) for _ in range(ROWS)]
    with (HERE / "calibration.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FEATURES)
        writer.writerows([f"{value:.5f}" for value in row] for row in rows)
    market = [round(value, 5) for value in features(walk(rng, scale=0.07), HISTORY - 1)]
    (HERE / "market.json").write_text(json.dumps({"market": [market]}) + "\n")


if __name__ == "__main__":
    main()
