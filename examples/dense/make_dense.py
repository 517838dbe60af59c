"""Writes dense ReLU nets of a wanted number of parameters, for measuring.

    python make_dense.py FOLDER

Weights are random with the scale of a trained net (He), so that activations keep their size. Needs
numpy and onnx.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTHS = {  # about 10 thousand, 100 thousand, 1 million, 4 million parameters
    "dense-10k": [64, 96, 32, 10],
    "dense-100k": [128, 256, 256, 10],
    "dense-1m": [512, 768, 768, 10],
    "dense-4m": [1024, 1536, 1536, 10],
}
CALIBRATION_ROWS = 64


def dense(name: str, widths: list[int], rng: np.random.Generator) -> onnx.ModelProto:
    nodes, weights, value = [], [], "x"
    for i, (columns, rows) in enumerate(zip(widths, widths[1:])):
        last = i == len(widths) - 2
        weight = rng.normal(0, np.sqrt(2 / columns), (rows, columns)).astype(np.float32)
        bias = rng.normal(0, 0.05, rows).astype(np.float32)
        weights += [numpy_helper.from_array(weight, f"w{i}"), numpy_helper.from_array(bias, f"b{i}")]
        product = "y" if last else f"z{i}"
        nodes.append(helper.make_node("Gemm", [value, f"w{i}", f"b{i}"], [product], transB=1))
        if not last:
            value = f"a{i}"
            nodes.append(helper.make_node("Relu", [product], [value]))
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, widths[0]])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, widths[-1]])],
        weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    for name, widths in WIDTHS.items():
        model = dense(name, widths, rng)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, folder / f"{name}.onnx")
        samples = rng.uniform(-1, 1, (CALIBRATION_ROWS, widths[0])).astype(np.float32)
        np.save(folder / f"{name}-calibration.npy", samples)
        count = sum(int(np.prod(w.dims)) for w in model.graph.initializer)
        print(f"{name}: {count:,} parameters")


if __name__ == "__main__":
    main()
