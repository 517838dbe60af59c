"""Trains the insurance models and writes them as ONNX.

    python train.py beMTPL97_nogeo_sample20k.csv

beMTPL97_nogeo_sample20k.csv: 20,000 policies of the Belgian motor third-party liability portfolio of
1997 (CASdatasets). Needs xgboost, scikit-learn, pandas, skl2onnx and onnxmltools. The same seed gives
the same models on the same versions of them.
"""

import argparse
import copy
from pathlib import Path

import numpy as np
import onnx
import pandas
from onnxmltools.convert.xgboost.operator_converters.XGBoost import convert_xgboost
from skl2onnx import convert_sklearn, update_registered_converter
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from skl2onnx.common.shape_calculator import calculate_linear_regressor_output_shapes
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, PolynomialFeatures, StandardScaler
from xgboost import XGBRegressor

from schema import COLUMNS, NUMBERS, TEXTS

HERE = Path(__file__).parent
SEED = 1


def tariff() -> Pipeline:
    """A generalised linear model of the number of claims in a year, as tariffs are made of."""
    age = Pipeline([("scale", StandardScaler()), ("square", PolynomialFeatures(2, include_bias=False))])
    columns = ColumnTransformer(
        [
            ("age", age, ["ageph"]),
            ("numbers", StandardScaler(), [name for name in NUMBERS if name != "ageph"]),
            ("texts", OneHotEncoder(drop="first", sparse_output=False), list(TEXTS)),
        ]
    )
    return Pipeline([("columns", columns), ("glm", PoissonRegressor(alpha=1e-4, max_iter=1000))])


def harsher(pipeline: Pipeline, factor: float) -> Pipeline:
    """The same fitted tariff with a surcharge for everybody."""
    dearer = copy.deepcopy(pipeline)
    dearer["glm"].intercept_ += np.log(factor)
    return dearer


def claims() -> Pipeline:
    """Boosted trees for the same."""
    columns = ColumnTransformer(
        [("numbers", "passthrough", NUMBERS), ("texts", OrdinalEncoder(), list(TEXTS))]
    )
    trees = XGBRegressor(
        objective="count:poisson",
        n_estimators=100,
        max_depth=4,
        learning_rate=0.05,
        subsample=0.8,
        min_child_weight=10,
        random_state=SEED,
    )
    return Pipeline([("columns", columns), ("trees", trees)])


def export(model: Pipeline, name: str, inputs: list[tuple[str, object]]) -> None:
    converted = convert_sklearn(model, "tariff" if name.startswith("tariff") else name, inputs, target_opset={"": 17, "ai.onnx.ml": 3})
    onnx.checker.check_model(converted, full_check=True)
    (HERE / f"{name}.onnx").write_bytes(converted.SerializeToString())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="beMTPL97_nogeo_sample20k.csv")
    policies = pandas.read_csv(parser.parse_args().data)
    rows = policies[COLUMNS].astype(dict.fromkeys(NUMBERS, np.float32))
    rows[list(TEXTS)] = rows[list(TEXTS)].astype(object)
    frequency, exposure = policies["nclaims"] / policies["expo"], policies["expo"]
    training, held_out = train_test_split(np.arange(len(rows)), test_size=0.3, random_state=SEED)
    mean = np.average(frequency.iloc[training], weights=exposure.iloc[training])
    inputs = [(name, FloatTensorType([None, 1])) for name in NUMBERS]
    inputs += [(name, StringTensorType([None, 1])) for name in TEXTS]

    def deviance(predicted: np.ndarray) -> float:
        weights = exposure.iloc[held_out]
        return mean_poisson_deviance(frequency.iloc[held_out], predicted, sample_weight=weights)

    print(f"always {mean:.4f}: deviance {deviance(np.full(len(held_out), mean)):.4f}")
    update_registered_converter(
        XGBRegressor, "XGBRegressor", calculate_linear_regressor_output_shapes, convert_xgboost
    )
    for name, model, last in (("tariff", tariff(), "glm"), ("claims", claims(), "trees")):
        weights = {f"{last}__sample_weight": exposure.iloc[training]}
        model.fit(rows.iloc[training], frequency.iloc[training], **weights)
        predicted = model.predict(rows.iloc[held_out])
        print(
            f"{name}: deviance {deviance(predicted):.4f}, "
            f"from {predicted.min():.3f} to {predicted.max():.3f}"
        )
        export(model, name, inputs)
        if name == "tariff":
            export(harsher(model, 1.25), "tariff-harsher", inputs)


if __name__ == "__main__":
    main()
