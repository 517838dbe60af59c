"""Trains the spam net and writes it as ONNX.

    python train.py SMSSpamCollection

SMSSpamCollection: the SMS Spam Collection (UCI 228, CC BY 4.0), a label, a tab and a text a line.
Needs torch, numpy and onnx. The same seed gives the same net on the same versions of them.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from tokens import LENGTH, NUMBERS, encode

HERE = Path(__file__).parent
HELD_OUT = 0.2
EPOCHS = 12


class Spam(nn.Module):
    """Scores of ham and spam: the strongest answer of each filter anywhere in the message."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(NUMBERS, 16)
        self.filter = nn.Conv1d(16, 32, 3, padding=1)
        self.relu = nn.ReLU()
        self.pool = nn.AdaptiveMaxPool1d(1)
        self.drop = nn.Dropout(0.5)
        self.dense = nn.Linear(32, 2)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embed(tokens).transpose(1, 2)
        x = self.pool(self.relu(self.filter(x)))
        return self.dense(self.drop(x.flatten(1)))


def load(path: str) -> tuple[Tensor, Tensor]:
    """Every text once, in the order of the file."""
    labels: dict[str, int] = {}
    with open(path, encoding="utf-8") as file:
        for row in file:
            label, text = row.rstrip("\n").split("\t", 1)
            labels.setdefault(text, int(label == "spam"))
    return torch.tensor([encode(text) for text in labels]), torch.tensor(list(labels.values()))


def split(tokens: Tensor, labels: Tensor, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Indices of a split by what the net sees: texts that differ only in digits stay together."""
    _, kind = np.unique(tokens.numpy(), axis=0, return_inverse=True)
    order = np.random.default_rng(seed).permutation(kind.max() + 1)
    held_out = np.isin(kind, order[: round(len(order) * HELD_OUT)])
    return np.flatnonzero(~held_out), np.flatnonzero(held_out)


def train(tokens: Tensor, labels: Tensor, seed: int) -> Spam:
    torch.manual_seed(seed)
    net = Spam()
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.05)
    loss = nn.CrossEntropyLoss()
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(tokens)).split(64):
            optimiser.zero_grad()
            loss(net(tokens[batch]), labels[batch]).backward()
            optimiser.step()
    net.eval()
    return net


def report(net: Spam, tokens: Tensor, labels: Tensor) -> None:
    with torch.no_grad():
        said = net(tokens).argmax(1)
    caught = int((said[labels == 1] == 1).sum())
    blamed = int((said[labels == 0] == 1).sum())
    spam = int((labels == 1).sum())
    print(
        f"{sum(values.numel() for values in net.parameters()):,} parameters, "
        f"accuracy {(said == labels).double().mean():.4f} on {len(labels)}, "
        f"spam found {caught} of {spam}, ham blamed {blamed} of {len(labels) - spam}"
    )


def export(net: Spam, path: Path) -> None:
    torch.onnx.export(
        net,
        (torch.zeros(1, LENGTH, dtype=torch.int64),),
        path,
        input_names=["tokens"],
        output_names=["scores"],
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path), full_check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="SMSSpamCollection")
    tokens, labels = load(parser.parse_args().data)
    training, held_out = split(tokens, labels, seed=1)
    net = train(tokens[training], labels[training], seed=1)
    report(net, tokens[held_out], labels[held_out])
    export(net, HERE / "spam.onnx")


if __name__ == "__main__":
    main()
