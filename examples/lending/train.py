"""Trains the lending models and writes them.

    python train.py german_credit.csv

german_credit.csv: the Statlog German Credit data (UCI 144, CC BY 4.0), one header row, label `bad`.
Needs xgboost, lightgbm, scikit-learn, pandas, skl2onnx and onnxmltools. The same seed gives the same
models on the same versions of them.
"""

import argparse
import csv
from pathlib import Path

import lightgbm
import numpy as np
import onnx
import pandas
import xgboost
from onnxmltools.convert import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as BoosterInput
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from schema import COLUMNS, DECISIONS, FEATURES, NUMBERS, TEXTS, UNSURE, encode

HERE = Path(__file__).parent
SEED = 1
TARGET_OPSET = {"": 17, "ai.onnx.ml": 3}


def report(name: str, refused: np.ndarray, probability: np.ndarray, bad: np.ndarray) -> None:
    print(
        f"{name}: AUC {roc_auc_score(bad, probability):.3f}, accuracy {(refused == bad).mean():.3f}, "
        f"refuses {refused.mean():.3f}, bad credits granted {((refused == 0) & (bad == 1)).sum()} of "
        f"{bad.sum()}, good credits refused {((refused == 1) & (bad == 0)).sum()} of {(bad == 0).sum()}"
    )


def save(model: onnx.ModelProto, path: Path) -> None:
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString())


def boosters(x: np.ndarray, bad: np.ndarray, training: np.ndarray, held_out: np.ndarray) -> None:
    folder = HERE / "boosters"
    inputs = [("features", BoosterInput([None, len(FEATURES)]))]

    boosted = xgboost.XGBClassifier(
        n_estimators=100,
        max_depth=6,
        learning_rate=0.05,
        subsample=0.8,
        colsample_bytree=0.5,
        min_child_weight=2,
        reg_lambda=2,
        random_state=SEED,
    ).fit(x[training], bad[training])
    probability = boosted.predict_proba(x[held_out])[:, 1]
    report("xgboost", boosted.predict(x[held_out]), probability, bad[held_out])
    save(convert_xgboost(boosted, initial_types=inputs, target_opset=15), folder / "xgboost.onnx")
    boosted.get_booster().feature_names = FEATURES
    boosted.save_model(folder / "xgboost.json")
    boosted.save_model(folder / "xgboost.ubj")

    leafwise = lightgbm.LGBMClassifier(
        n_estimators=100,
        num_leaves=15,
        learning_rate=0.04,
        min_child_samples=10,
        subsample=0.8,
        subsample_freq=1,
        colsample_bytree=0.5,
        random_state=SEED,
        deterministic=True,
        verbose=-1,
    ).fit(pandas.DataFrame(x[training], columns=FEATURES), bad[training])
    table = pandas.DataFrame(x[held_out], columns=FEATURES)
    probability = leafwise.predict_proba(table)[:, 1]
    report("lightgbm", leafwise.predict(table), probability, bad[held_out])
    leafwise.booster_.save_model(folder / "lightgbm.txt")
    converted = convert_lightgbm(leafwise, initial_types=inputs, target_opset=15, zipmap=False)
    save(converted, folder / "lightgbm.onnx")


def scorecard(refusal_weight: float) -> Pipeline:
    """A wrongly granted credit costs refusal_weight times a wrongly refused one."""
    columns = ColumnTransformer(
        [
            ("numbers", StandardScaler(), NUMBERS),
            ("texts", OneHotEncoder(handle_unknown="ignore"), list(TEXTS)),
        ],
        sparse_threshold=0,
    )
    weights = {"grant": 1.0, "refuse": refusal_weight}
    return Pipeline(
        [("columns", columns), ("points", LogisticRegression(C=0.3, max_iter=1000, class_weight=weights))]
    )


def pipelines(rows: pandas.DataFrame, bad: np.ndarray, training: np.ndarray, held_out: np.ndarray) -> None:
    folder = HERE / "pipelines"
    decisions = np.array(DECISIONS)[bad]
    inputs = [(name, FloatTensorType([None, 1])) for name in NUMBERS]
    inputs += [(name, StringTensorType([None, 1])) for name in TEXTS]
    forest = Pipeline(
        [
            (
                "columns",
                ColumnTransformer(
                    [
                        ("numbers", "passthrough", NUMBERS),
                        ("texts", OneHotEncoder(handle_unknown="ignore"), list(TEXTS)),
                    ],
                    sparse_threshold=0,
                ),
            ),
            (
                "trees",
                RandomForestClassifier(
                    n_estimators=100, max_depth=8, min_samples_leaf=4, max_leaf_nodes=48, random_state=SEED
                ),
            ),
        ]
    )
    # The data has no missing numbers: a seventh of those that an applicant may not know is left out.
    imputed = Pipeline(
        [
            (
                "columns",
                ColumnTransformer(
                    [
                        (
                            "numbers",
                            Pipeline([("fill", SimpleImputer(strategy="median")), ("scale", StandardScaler())]),
                            NUMBERS,
                        ),
                        ("texts", OneHotEncoder(handle_unknown="ignore"), list(TEXTS)),
                    ],
                    sparse_threshold=0,
                ),
            ),
            ("points", LogisticRegression(C=0.3, max_iter=1000)),
        ]
    )
    gaps = rows.copy()
    absent = np.random.default_rng(SEED).random((len(rows), len(UNSURE))) < 1 / 7
    gaps[UNSURE] = gaps[UNSURE].mask(absent)
    for name, model, table in (
        ("forest", forest, rows),
        ("scorecard", scorecard(1.0), rows),
        ("scorecard-harsher", scorecard(5.0), rows),
        ("imputed", imputed, gaps),
    ):
        model.fit(table.iloc[training], decisions[training])
        refused = (model.predict(table.iloc[held_out]) == "refuse").astype(int)
        probability = model.predict_proba(table.iloc[held_out])[:, 1]
        report(name, refused, probability, bad[held_out])
        converted = convert_sklearn(
            model, name, inputs, target_opset=TARGET_OPSET, options={"zipmap": False}
        )
        save(converted, folder / f"{name}.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="german_credit.csv")
    with open(parser.parse_args().data, newline="") as file:
        applications = list(csv.DictReader(file))
    bad = np.array([int(row["bad"]) for row in applications])
    training, held_out = train_test_split(
        np.arange(len(bad)), test_size=0.3, stratify=bad, random_state=SEED
    )
    boosters(np.array([encode(row) for row in applications], dtype=np.float32), bad, training, held_out)
    rows = pandas.DataFrame(applications)[COLUMNS].astype(dict.fromkeys(NUMBERS, np.float32))
    rows[list(TEXTS)] = rows[list(TEXTS)].astype(object)
    pipelines(rows, bad, training, held_out)


if __name__ == "__main__":
    main()
