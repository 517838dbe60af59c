"""Trains the two digit nets and writes them as ONNX.

    python train.py mnist/

mnist/: the four gzipped idx files of MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0).
Needs torch, numpy and onnx. The same seed gives the same nets on the same versions of them.
"""

import argparse
import gzip
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from nets import LeNet, Residual

HERE = Path(__file__).parent
EPOCHS = 8
BATCH = 128


def load(folder: Path, part: str) -> tuple[torch.Tensor, torch.Tensor]:
    with gzip.open(folder / f"{part}-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)
    with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return torch.tensor(pixels, dtype=torch.float32) / 255, torch.tensor(labels, dtype=torch.int64)


def train(net: nn.Module, images: torch.Tensor, labels: torch.Tensor, seed: int) -> None:
    """Fits the net on the images, each batch shifted by up to two pixels."""
    torch.manual_seed(seed)
    steps = EPOCHS * -(-len(images) // BATCH)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=5e-3, total_steps=steps)
    loss = nn.CrossEntropyLoss()
    net.train()
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(BATCH):
            shift = torch.randint(-2, 3, (2,)).tolist()
            optimiser.zero_grad()
            loss(net(images[batch].roll(shift, (2, 3))), labels[batch]).backward()
            optimiser.step()
            schedule.step()
    net.eval()


def accuracy(net: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    with torch.no_grad():
        scores = torch.cat([net(part) for part in images.split(500)])
    return (scores.argmax(1) == labels).double().mean().item()


def export(net: nn.Module, path: Path) -> None:
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, 28, 28),),
        path,
        input_names=["image"],
        output_names=["scores"],
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path), full_check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder of the four idx files")
    data = parser.parse_args().data
    training, test = load(data, "train"), load(data, "t10k")
    for name, kind in (("lenet", LeNet), ("residual", Residual)):
        torch.manual_seed(1)
        net = kind()
        train(net, *training, seed=1)
        size = sum(values.numel() for values in net.parameters())
        print(f"{name}: {size:,} parameters, accuracy {accuracy(net, *test):.4f}", flush=True)
        export(net, HERE / f"{name}.onnx")


if __name__ == "__main__":
    main()
