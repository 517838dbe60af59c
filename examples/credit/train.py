"""Trains the two credit nets and writes them as ONNX.

    python train.py german_credit.csv

german_credit.csv: the Statlog German Credit data (UCI 144, CC BY 4.0), one header row, label `bad`.
Needs torch, numpy and onnx. The same seed gives the same nets on the same versions of them.
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from schema import DECISIONS, INPUTS, encode

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))
from small_net import export, fit  # noqa: E402

HELD_OUT = 0.3


def load(path: str) -> tuple[np.ndarray, np.ndarray]:
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    x = np.array([encode(row) for row in rows], dtype=np.float32)
    y = np.array([int(row["bad"]) for row in rows], dtype=np.int64)
    return x, y


def split(y: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Indices of a stratified split: training, held out."""
    rng = np.random.default_rng(seed)
    train, held_out = [], []
    for label in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == label))
        cut = round(len(members) * HELD_OUT)
        held_out.append(members[:cut])
        train.append(members[cut:])
    return np.concatenate(train), np.concatenate(held_out)


def network() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(len(INPUTS), 64),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(64, 32),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(32, len(DECISIONS)),
    )


def train(x: np.ndarray, y: np.ndarray, refusal_weight: float, seed: int) -> nn.Sequential:
    """Fits a net; a wrongly granted credit costs refusal_weight times a wrongly refused one."""
    torch.manual_seed(seed)
    net = network()
    loss = nn.CrossEntropyLoss(torch.tensor([1.0, refusal_weight]))
    fit(net, x, torch.tensor(y), loss, epochs=20, batch=32, decay=0.1)
    return net


def area_under_curve(scores: np.ndarray, y: np.ndarray) -> float:
    """Probability that a bad credit scores above a good one (ties count half)."""
    bad, good = scores[y == 1][:, None], scores[y == 0][None, :]
    return float(((bad > good) + 0.5 * (bad == good)).mean())


def report(name: str, net: nn.Sequential, x: np.ndarray, y: np.ndarray) -> None:
    with torch.no_grad():
        logits = net(torch.tensor(x)).numpy()
    refused = logits.argmax(1)
    print(
        f"{name}: AUC {area_under_curve(logits[:, 1] - logits[:, 0], y):.3f}, "
        f"accuracy {(refused == y).mean():.3f}, refuses {refused.mean():.3f}, "
        f"bad credits granted {((refused == 0) & (y == 1)).sum()} of {(y == 1).sum()}, "
        f"good credits refused {((refused == 1) & (y == 0)).sum()} of {(y == 0).sum()}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="german_credit.csv")
    x, y = load(parser.parse_args().data)
    training, held_out = split(y, seed=1)
    for name, refusal_weight in (("credit", 1.0), ("credit-harsher", 5.0)):
        net = train(x[training], y[training], refusal_weight, seed=1)
        report(name, net, x[held_out], y[held_out])
        export(net, len(INPUTS), "applicant", "scores", HERE / f"{name}.onnx")


if __name__ == "__main__":
    main()
