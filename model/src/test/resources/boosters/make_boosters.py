"""Makes small boosters of all kinds, and what their libraries say about some rows.

    python make_boosters.py

Needs xgboost 3.2 and lightgbm 4.7. All data is drawn from a generator. NAME.csv has one line for each
row: features x0, x1, ..., raw scores, predictions, and the label if the model classifies.
"""

import csv
import json
import re
from pathlib import Path

import lightgbm
import numpy as np
import xgboost

HERE = Path(__file__).parent
FEATURES = 6
ROWS = 40
CATEGORIES = (4, 5)

rng = np.random.default_rng(5)
x = rng.normal(size=(1500, FEATURES)).astype(np.float32)
x[:, 1] = np.round(x[:, 1] * 2)
x[:, 2] = np.where(rng.random(len(x)) < 0.4, 0, x[:, 2])
x[:, 4] = rng.integers(0, 4, len(x))
x[:, 5] = rng.integers(0, 40, len(x))
signal = x[:, 0] + (x[:, 2] == 0) + np.where(x[:, 1] > 1, x[:, 3], -x[:, 3])
signal += (x[:, 4] == 1) * 1.5 + np.isin(x[:, 5], (3, 7, 8, 31)) * 2 - 1
x[rng.random(x.shape) < 0.06] = np.nan
rows = x[:ROWS]
binary = (signal + rng.normal(size=len(x)) > 0).astype(int)
classes = np.digitize(signal + rng.normal(size=len(x)), (-1, 1))
counts = rng.poisson(np.exp(signal / 4))
positive = np.exp(signal / 4) + 0.01


def write(name: str, inputs: np.ndarray, *columns: tuple[str, np.ndarray]) -> None:
    header = [f"x{i}" for i in range(inputs.shape[1])]
    data = [np.asarray(inputs, dtype=np.float64)]
    for label, values in columns:
        table = np.asarray(values, dtype=np.float64).reshape(len(inputs), -1)
        header += [f"{label}{i}" for i in range(table.shape[1])]
        data.append(table)
    with (HERE / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        # repr has all digits: nothing is lost.
        writer.writerows([repr(float(v)) for v in row] for row in np.concatenate(data, axis=1))


def label(prediction: np.ndarray, kind: str | None) -> list[tuple[str, np.ndarray]]:
    if kind is None:
        return []
    several = prediction.ndim == 2
    return [("label", prediction.argmax(1) if several else prediction if kind == "class" else prediction > 0.5)]


# ---- XGBoost


def xgb(name: str, y: np.ndarray, rounds: int, kind: str | None = None, types: list[str] | None = None, **p):
    data = xgboost.DMatrix(x, y, feature_types=types, enable_categorical=types is not None)
    parameters = {"max_depth": 3, "eta": 0.5, "nthread": 1, "seed": 1, "max_cat_to_onehot": 3} | p
    save_xgb(f"xgboost-{name}", xgboost.train(parameters, data, rounds), kind, types)


def save_xgb(name: str, model: xgboost.Booster, kind: str | None, types: list[str] | None = None, last: int = 0):
    model.save_model(HERE / f"{name}.json")
    model.save_model(HERE / f"{name}.ubj")
    # A linear model takes a missing value for 0.
    inputs = np.nan_to_num(rows) if name == "xgboost-linear" else rows
    data = xgboost.DMatrix(inputs, feature_types=types, enable_categorical=types is not None)
    scores = model.predict(data, output_margin=True, iteration_range=(0, last))
    prediction = model.predict(data, iteration_range=(0, last))
    write(name, inputs, ("score", scores), ("prediction", prediction), *label(prediction, kind))


def quarters(model: xgboost.Booster) -> xgboost.Booster:
    """The same trees with leaves that are multiples of 1/4, so that many scores are equal."""
    content = json.loads(model.save_raw("json"))
    for tree in content["learner"]["gradient_booster"]["model"]["trees"]:
        tree["split_conditions"] = [
            round(c * 4) / 4 if child < 0 else c
            for c, child in zip(tree["split_conditions"], tree["left_children"], strict=True)
        ]
    return xgboost.Booster(model_file=bytearray(json.dumps(content), "utf-8"))


def make_xgboost() -> None:
    types = ["c" if i in CATEGORIES else "q" for i in range(FEATURES)]
    xgb("binary", binary, 6, "binary", objective="binary:logistic")
    xgb("categories", binary, 6, "binary", types, objective="binary:logistic", tree_method="hist")
    xgb("base-score", binary, 2, "binary", objective="binary:logistic", base_score=0.1)
    xgb("raw", binary, 2, objective="binary:logitraw", base_score=0.1)
    xgb("hinge", binary, 3, "binary", objective="binary:hinge")
    xgb("softprob", classes, 2, "classes", objective="multi:softprob", num_class=3)
    xgb("softmax", classes, 2, "class", objective="multi:softmax", num_class=3)
    xgb("squared-error", signal_known(), 3, objective="reg:squarederror")
    xgb("logistic", binary, 2, objective="reg:logistic")
    xgb("poisson", counts, 3, objective="count:poisson")
    xgb("gamma", positive, 3, objective="reg:gamma")
    xgb("tweedie", counts, 3, objective="reg:tweedie", base_score=0.7)
    xgb("quantiles", signal_known(), 2, objective="reg:quantileerror", quantile_alpha=[0.2, 0.8])
    xgb("targets", np.stack([signal_known(), positive], 1), 2, objective="reg:squarederror")
    xgb("dart", binary, 6, "binary", objective="binary:logistic", booster="dart", rate_drop=0.5)
    xgb("forest", classes, 1, "classes", objective="multi:softprob", num_class=3, num_parallel_tree=4, subsample=0.7)
    xgb("linear", binary, 3, "binary", objective="binary:logistic", booster="gblinear")
    early = xgboost.train(
        {"objective": "binary:logistic", "max_depth": 4, "eta": 0.9, "nthread": 1},
        xgboost.DMatrix(x[:800], binary[:800]),
        30,
        evals=[(xgboost.DMatrix(x[800:], binary[800:]), "valid")],
        early_stopping_rounds=3,
        verbose_eval=False,
    )
    save_xgb("xgboost-early", early, "binary", last=early.best_iteration + 1)
    for name, y, p in (
        ("ties", binary, {"objective": "binary:logistic"}),
        ("ties-softprob", classes, {"objective": "multi:softprob", "num_class": 3}),
    ):
        parameters = {"max_depth": 3, "eta": 0.6, "base_score": 0.5, "nthread": 1} | p
        model = xgboost.train(parameters, xgboost.DMatrix(x, y), 5)
        save_xgb(f"xgboost-{name}", quarters(model), "binary" if y is binary else "classes")


def signal_known() -> np.ndarray:
    return np.nan_to_num(signal)


# ---- LightGBM


def lgb(name: str, y: np.ndarray, rounds: int, kind: str | None = None, inputs=None, categories=(), **p):
    parameters = {"num_leaves": 7, "learning_rate": 0.3, "verbose": -1, "num_threads": 1, "seed": 1, "min_data_per_group": 5} | p
    data = lightgbm.Dataset(x, y, categorical_feature=list(categories), group=[20] * 75 if "rank" in p["objective"] else None)
    model = lightgbm.train(parameters, data, rounds)
    save_lgb(f"lightgbm-{name}", model, kind, rows.astype(np.float64) if inputs is None else inputs)


def save_lgb(name: str, model: lightgbm.Booster, kind: str | None, inputs: np.ndarray):
    text = re.sub(r"\nparameters:.*?end of parameters\n", "\n", model.model_to_string(), flags=re.S)
    (HERE / f"{name}.txt").write_text(text)
    scores = model.predict(inputs, raw_score=True)
    prediction = model.predict(inputs)
    if "average_output" in text:
        # LightGBM's raw scores are sums, but its objectives read the averages.
        scores = scores / (model.num_trees() / model.num_model_per_iteration())
    write(name, inputs, ("score", scores), ("prediction", prediction), *label(prediction, kind))


def make_lightgbm() -> None:
    # Numbers that are no float32, and categories that are none.
    wide = rows.astype(np.float64) * (1 + 1e-9)
    odd = rows.astype(np.float64)
    odd[::5, 5] = rng.choice([-1, -0.5, 41, 200, 3e9, 2.7, -3], len(odd[::5]))
    small = rows.astype(np.float64)
    small[::3, 2] = 1e-36
    small[1::6, 2] = -1.0000000180025095e-35
    lgb("binary", binary, 6, "binary", wide, objective="binary")
    lgb("sigmoid", binary, 3, "binary", objective="binary", sigmoid=0.6)
    lgb("categories", binary, 6, "binary", odd, CATEGORIES, objective="binary", cat_smooth=1)
    lgb("zero-missing", binary, 6, "binary", small, objective="binary", zero_as_missing=True)
    lgb("no-missing", binary, 4, "binary", objective="binary", use_missing=False)
    lgb("multiclass", classes, 2, "classes", objective="multiclass", num_class=3)
    lgb("one-versus-all", classes, 2, "classes", objective="multiclassova", num_class=3, sigmoid=0.8)
    lgb("regression", signal_known(), 3, objective="regression")
    lgb("root", signal_known(), 3, objective="regression", reg_sqrt=True)
    lgb("poisson", counts, 3, objective="poisson")
    lgb("gamma", positive, 3, objective="gamma")
    lgb("tweedie", counts, 3, objective="tweedie")
    lgb("cross-entropy", binary, 3, objective="cross_entropy")
    lgb("cross-entropy-lambda", binary, 3, objective="cross_entropy_lambda")
    lgb("quantile", signal_known(), 3, objective="quantile", alpha=0.8)
    lgb("rank", binary, 3, objective="lambdarank")
    bagging = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}
    lgb("forest", classes, 4, "classes", objective="multiclass", num_class=3, **bagging)
    lgb("dart", binary, 6, "binary", objective="binary", boosting="dart", drop_rate=0.5)
    lgb("stump", binary, 2, "binary", objective="binary", min_gain_to_split=1e9)
    data = lightgbm.Dataset(x, binary)
    model = lightgbm.train({"objective": "binary", "num_leaves": 8, "learning_rate": 0.6, "verbose": -1, "num_threads": 1}, data, 5)
    text = re.sub(
        r"leaf_value=(.*)",
        lambda m: "leaf_value=" + " ".join(repr(round(float(v) * 4) / 4) for v in m.group(1).split()),
        model.model_to_string(),
    )
    # The sizes are no longer those of the trees.
    model = lightgbm.Booster(model_str=re.sub(r"tree_sizes=.*\n", "", text))
    save_lgb("lightgbm-ties", model, "binary", rows.astype(np.float64))


if __name__ == "__main__":
    make_xgboost()
    make_lightgbm()
