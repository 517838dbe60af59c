"""The inputs of the price-risk net: eight numbers made from the daily closes of ETH and BTC.

The columns are those of the price file: date, symbol, us_close_usd, global_close_usd, premium_pct. All numbers are
about the past: up to and including the day on which the question is asked.
"""

import csv
from collections.abc import Iterable

import numpy as np

HISTORY = 91  # closes that the features need, the last one included
FALL = 0.03  # of the price, by the next close

FEATURES = [
    "eth_return_1d",  # logarithm of the price ratio
    "btc_return_1d",
    "eth_volatility_7d",  # standard deviation of daily returns
    "eth_volatility_30d",
    "eth_volatility_90d",
    "btc_volatility_30d",
    "eth_drawdown_90d",  # logarithm of the highest close of 91 days over today's
    "eth_premium_7d",  # mean premium of US over global closes, percent
]


def read(rows: Iterable[str]) -> dict[str, np.ndarray]:
    """Columns by symbol, in the order of the days: `ETH`, `BTC` (US closes), `premium` (of ETH)."""
    columns: dict[str, list[float]] = {"ETH": [], "BTC": [], "premium": []}
    for row in csv.DictReader(rows):
        columns[row["symbol"]].append(float(row["us_close_usd"]))
        if row["symbol"] == "ETH":
            columns["premium"].append(float(row["premium_pct"]))
    return {name: np.array(values) for name, values in columns.items()}


def features(prices: dict[str, np.ndarray], day: int) -> list[float]:
    """The eight numbers of one day, which has 90 days before it."""
    eth, btc = (np.log(prices[name][day - HISTORY + 1 : day + 1]) for name in ("ETH", "BTC"))
    eth_steps, btc_steps = np.diff(eth), np.diff(btc)
    return [
        float(eth_steps[-1]),
        float(btc_steps[-1]),
        *(float(eth_steps[-days:].std()) for days in (7, 30, 90)),
        float(btc_steps[-30:].std()),
        float(eth.max() - eth[-1]),
        float(prices["premium"][day - 6 : day + 1].mean()),
    ]


def falls(prices: dict[str, np.ndarray], day: int) -> int:
    """1 if the next close of ETH is at least 3 % below this day's."""
    return int(prices["ETH"][day + 1] <= (1 - FALL) * prices["ETH"][day])
