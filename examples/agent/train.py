"""Trains the price-risk net and writes it as ONNX.

    python train.py premium-daily_BTC_ETH_2017-2026.csv

The file: daily closes of BTC and ETH (CC0 1.0), columns date, symbol, us_close_usd, global_close_usd, premium_pct.
Needs torch, numpy, scikit-learn and onnx. The same seed gives the same net on the same versions of them.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import brier_score_loss, roc_auc_score
from torch import nn

from schema import FEATURES, HISTORY, falls, features, read

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))
from small_net import export, fit  # noqa: E402

HELD_OUT = 0.25  # of the days, the last ones
EPOCHS = 40
SEED = 1


def days(prices: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and answers of all days that have 90 days before them and one after."""
    usable = range(HISTORY - 1, len(prices["ETH"]) - 1)
    x = np.array([features(prices, day) for day in usable], dtype=np.float32)
    return x, np.array([falls(prices, day) for day in usable], dtype=np.float32)


def train(x: np.ndarray, y: np.ndarray) -> nn.Sequential:
    torch.manual_seed(SEED)
    net = nn.Sequential(
        nn.Linear(len(FEATURES), 32),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(32, 16),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(16, 1),
        nn.Sigmoid(),
    )
    fit(net, x, torch.tensor(y)[:, None], nn.BCELoss(), EPOCHS, batch=64, decay=0.5)
    return net


def report(net: nn.Sequential, x: np.ndarray, y: np.ndarray, share: float) -> None:
    with torch.no_grad():
        risk = net(torch.tensor(x)).numpy()[:, 0]
    parameters = sum(values.numel() for values in net.parameters())
    high = risk >= np.quantile(risk, 0.75)
    print(
        f"{parameters} parameters; {len(y)} days held out, of which {y.mean():.3f} fell; AUC {roc_auc_score(y, risk):.3f}, "
        f"Brier score {brier_score_loss(y, risk):.4f} (always {share:.3f}: {brier_score_loss(y, np.full(len(y), share)):.4f}), "
        f"risk from {risk.min():.3f} to {risk.max():.3f}, mean {risk.mean():.3f}; "
        f"fell in the riskiest quarter {y[high].mean():.3f}, in the others {y[~high].mean():.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="premium-daily_BTC_ETH_2017-2026.csv")
    with open(parser.parse_args().data, newline="") as file:
        x, y = days(read(file))
    cut = round(len(x) * (1 - HELD_OUT))
    # A day between the two parts: the last answer of the first is the first day of the second.
    net = train(x[: cut - 1], y[: cut - 1])
    report(net, x[cut:], y[cut:], float(y[: cut - 1].mean()))
    export(net, len(FEATURES), "market", "risk", HERE / "price-risk.onnx")


if __name__ == "__main__":
    main()
