"""Trains the generator and writes it as ONNX.

    python train.py mnist/

mnist/: the four gzipped idx files of MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0).
Needs torch, numpy and onnx. The same seed gives the same net on the same versions of them.
"""

import argparse
import gzip
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

HERE = Path(__file__).parent
LATENT = 16
EPOCHS = 10
BATCH = 128
DIVERGENCE = 2  # how much more the latent numbers cost in training: draws look better, copies worse


def load(folder: Path, part: str) -> Tensor:
    with gzip.open(folder / f"{part}-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return torch.tensor(pixels, dtype=torch.float32) / 255


def encoder() -> nn.Sequential:
    """Mean and logarithm of the variance of the 16 latent numbers."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, 2, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 4, 2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 2 * LATENT),
    )


class Generator(nn.Module):
    """From 16 numbers to 28 x 28 pixels in [0, 1]."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(LATENT, 64)
        self.grow = nn.Sequential(
            nn.ReLU(),
            nn.ConvTranspose2d(64, 24, 7),
            nn.ReLU(),
            nn.ConvTranspose2d(24, 12, 4, 2, padding=1),
            nn.ReLU(),
            nn.ConvTranspose2d(12, 1, 4, 2, padding=1),
            nn.Sigmoid(),
        )

    def forward(self, latent: Tensor) -> Tensor:
        return self.grow(self.dense(latent).view(-1, 64, 1, 1))


def loss(encode: nn.Module, generate: nn.Module, images: Tensor) -> tuple[Tensor, Tensor]:
    """What the picture and what the latent numbers cost (Kingma, Welling 2014), per image."""
    mean, log_variance = encode(images).chunk(2, 1)
    latent = mean + (log_variance / 2).exp() * torch.randn_like(mean)
    picture = functional.binary_cross_entropy(generate(latent), images, reduction="sum")
    divergence = (mean**2 + log_variance.exp() - 1 - log_variance).sum() / 2
    return picture / len(images), divergence / len(images)


def train(images: Tensor, seed: int) -> tuple[nn.Module, nn.Module]:
    torch.manual_seed(seed)
    encode, generate = encoder(), Generator()
    steps = EPOCHS * -(-len(images) // BATCH)
    optimiser = torch.optim.AdamW([*encode.parameters(), *generate.parameters()])
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=4e-3, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimiser.zero_grad()
            picture, divergence = loss(encode, generate, images[batch])
            (picture + DIVERGENCE * divergence).backward()
            optimiser.step()
            schedule.step()
    return encode.eval(), generate.eval()


def export(net: nn.Module, path: Path) -> None:
    torch.onnx.export(
        net,
        (torch.zeros(1, LATENT),),
        path,
        input_names=["latent"],
        output_names=["image"],
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path), full_check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder of the four idx files")
    data = parser.parse_args().data
    encode, generate = train(load(data, "train"), seed=1)
    torch.manual_seed(1)
    with torch.no_grad():
        picture, divergence = loss(encode, generate, load(data, "t10k"))
    size = sum(values.numel() for values in generate.parameters())
    print(f"{size:,} parameters, {picture:.1f} + {divergence:.1f} nats per test image")
    export(generate, HERE / "generator.onnx")


if __name__ == "__main__":
    main()
