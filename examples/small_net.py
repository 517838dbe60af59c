"""What the scripts of the small nets share: fitting on standardised inputs, and writing ONNX."""

from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn


def fit(net: nn.Sequential, x: np.ndarray, answers: torch.Tensor, loss: nn.Module, epochs: int, batch: int, decay: float) -> None:
    """Fits a net whose first layer is linear.

    Inputs are standardised for training, and the standardisation is folded into the first layer afterwards, so that
    the net takes inputs as they are.
    """
    mean, deviation = x.mean(0), x.std(0)
    inputs = torch.tensor((x - mean) / deviation)
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=decay)
    for _ in range(epochs):
        for some in torch.randperm(len(inputs)).split(batch):
            optimiser.zero_grad()
            loss(net(inputs[some]), answers[some]).backward()
            optimiser.step()
    net.eval()
    with torch.no_grad():
        first = net[0]
        first.weight /= torch.tensor(deviation)
        first.bias -= first.weight @ torch.tensor(mean)


def export(net: nn.Sequential, inputs: int, input_name: str, output_name: str, path: Path) -> None:
    """Writes a net that takes one row of inputs."""
    torch.onnx.export(
        net,
        (torch.zeros(1, inputs),),
        path,
        input_names=[input_name],
        output_names=[output_name],
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path), full_check=True)
