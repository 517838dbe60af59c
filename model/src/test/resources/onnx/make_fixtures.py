"""Writes the small models in this folder, each with one of the exporters that people use.

    python make_fixtures.py torch     # needs torch, onnx, onnxscript
    python make_fixtures.py sklearn   # needs scikit-learn, skl2onnx
"""

import sys
from pathlib import Path

import numpy as np
import onnx

FOLDER = Path(__file__).parent


def torch_models() -> None:
    import torch
    from torch import nn

    torch.manual_seed(4)

    class Residual(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second, self.head = nn.Linear(6, 6), nn.Linear(6, 6), nn.Linear(6, 3)

        def forward(self, x):
            x = (x - 0.5) / 2
            x = x + self.second(torch.tanh(self.first(x)))
            return torch.softmax(self.head(torch.clamp(x, -1, 1)), dim=-1)

    normalised = nn.Sequential(
        nn.Flatten(), nn.Linear(12, 8), nn.BatchNorm1d(8), nn.LeakyReLU(0.1), nn.Dropout(0.5),
        nn.Linear(8, 8, bias=False), nn.BatchNorm1d(8), nn.Sigmoid(), nn.Linear(8, 4))
    normalised(torch.randn(64, 1, 3, 4))  # gives the normalisation layers statistics
    normalised.eval()
    image, row = torch.randn(1, 1, 3, 4), torch.randn(1, 6)
    residual = Residual().eval()
    for opset in (9, 13, 17):
        torch.onnx.export(normalised, (image,), FOLDER / f"torch-normalised-{opset}.onnx", dynamo=False,
                          opset_version=opset, input_names=["image"], output_names=["scores"],
                          dynamic_axes={"image": {0: "batch"}, "scores": {0: "batch"}})
        torch.onnx.export(residual, (row,), FOLDER / f"torch-residual-{opset}.onnx", dynamo=False,
                          opset_version=opset, input_names=["row"], output_names=["shares"])
    for name, model, sample in (("normalised", normalised, image), ("residual", residual, row)):
        torch.onnx.export(model, (sample,), FOLDER / f"torch-{name}-dynamo.onnx", dynamo=True,
                          external_data=False, opset_version=18)


def sklearn_models() -> None:
    from skl2onnx import to_onnx
    from sklearn.linear_model import LinearRegression
    from sklearn.neural_network import MLPRegressor

    rng = np.random.default_rng(4)
    x = rng.normal(size=(200, 5)).astype(np.float32)
    y = np.stack([x @ rng.normal(size=5), np.sin(x[:, 0])], axis=1)
    mlp = MLPRegressor(hidden_layer_sizes=(7, 6), activation="tanh", max_iter=300, random_state=4).fit(x, y)
    for name, model in (("mlp", mlp), ("linear", LinearRegression().fit(x, y))):
        for opset in (12, 18):
            file = to_onnx(model, x[:1], target_opset={"": opset, "ai.onnx.ml": 1},
                           black_op={"LinearRegressor"})
            (FOLDER / f"sklearn-{name}-{opset}.onnx").write_bytes(file.SerializeToString())


def without_notes() -> None:
    """Removes what exporters note about source files and the machine."""
    for path in FOLDER.glob("*.onnx"):
        model = onnx.load(path)
        for part in (model, model.graph, *model.graph.node, *model.graph.input, *model.graph.output,
                     *model.graph.value_info, *model.graph.initializer):
            part.ClearField("metadata_props")
            part.ClearField("doc_string")
        onnx.save(model, path)


if __name__ == "__main__":
    {"torch": torch_models, "sklearn": sklearn_models}[sys.argv[1]]()
    without_notes()
