"""Makes the example files up, and what XGBoost and LightGBM say about them.

    python make_samples.py

No row of any data set is used: every column is drawn on its own from shares that are round guesses,
so that a sample has plausible values but describes nobody. Needs xgboost and lightgbm.
"""

import csv
import json
from pathlib import Path

import lightgbm
import numpy as np
import xgboost

from schema import COLUMNS, FEATURES, TEXTS, UNSURE, encode

HERE = Path(__file__).parent
ROWS = 300
WITH_GAP = 2  # an applicant with a missing number
SHARES = {
    "checking_status": (3, 3, 1, 3),
    "credit_history": (1, 1, 5, 1, 3),
    "purpose": (5, 2, 4, 6, 1, 1, 1, 1, 2, 1),
    "savings": (5, 1, 1, 1, 2),
    "employment_since": (1, 2, 3, 2, 3),
    "other_debtors": (8, 1, 1),
    "property": (3, 2, 3, 2),
    "other_installment_plans": (3, 1, 16),
    "housing": (2, 7, 1),
}


def applicant(rng: np.random.Generator) -> dict[str, str]:
    row = {
        "duration_months": int(np.clip(6 * round(rng.gamma(3.5, 1.0)), 4, 72)),
        "credit_amount": int(np.clip(rng.lognormal(7.8, 0.8), 250, 20000)),
        "installment_rate_pct": int(rng.integers(1, 5)),
        "residence_since": int(rng.integers(1, 5)),
        "existing_credits": int(rng.choice([1, 2, 3, 4], p=[0.6, 0.3, 0.07, 0.03])),
    }
    for column, codes in TEXTS.items():
        shares = np.array(SHARES[column])
        row[column] = str(rng.choice(codes, p=shares / shares.sum()))
    return row


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def number(x: float) -> str:
    return "" if np.isnan(x) else f"{x:g}"


def main() -> None:
    rng = np.random.default_rng(2026)
    rows = [applicant(rng) for _ in range(ROWS)]
    write(HERE / "pipelines/calibration.csv", COLUMNS, [[row[c] for c in COLUMNS] for row in rows])
    # The second is a close call: the scorecard grants, the harsher one refuses.
    for name, row in (("applicant", rows[0]), ("close-call", rows[1])):
        example = {c: [[row[c]]] for c in COLUMNS}
        (HERE / f"pipelines/{name}.json").write_text(json.dumps(example) + "\n")

    partial = []
    # Every seventh of the numbers that an applicant may not know is left out.
    absent = np.random.default_rng(7).random((ROWS, len(UNSURE))) < 1 / 7
    for row, gaps in zip(rows, absent, strict=True):
        row_gaps = {column for column, gap in zip(UNSURE, gaps, strict=True) if gap}
        partial.append(["" if c in row_gaps else row[c] for c in COLUMNS])
    write(HERE / "pipelines/imputed-calibration.csv", COLUMNS, partial)
    first_partial = {c: [[None if v == "" else v]] for c, v in zip(COLUMNS, partial[WITH_GAP], strict=True)}
    (HERE / "pipelines/imputed-applicant.json").write_text(json.dumps(first_partial) + "\n")

    features = np.array([encode({k: str(v) for k, v in row.items()}) for row in rows], dtype=np.float32)
    write(HERE / "boosters/calibration.csv", FEATURES, [[number(x) for x in row] for row in features])
    first = [x if np.isfinite(x) else None for x in features[0].tolist()]
    (HERE / "boosters/applicant.json").write_text(json.dumps({"features": [first]}) + "\n")

    boosted = xgboost.Booster(model_file=HERE / "boosters/xgboost.json")
    leafwise = lightgbm.Booster(model_file=HERE / "boosters/lightgbm.txt")
    table = xgboost.DMatrix(features, feature_names=FEATURES)
    columns = {
        "xgboost_score": boosted.predict(table, output_margin=True),
        "xgboost_probability": boosted.predict(table),
        "lightgbm_score": leafwise.predict(features, raw_score=True),
        "lightgbm_probability": leafwise.predict(features),
    }
    # All digits, so that nothing is lost.
    expected = [[repr(float(x)) for x in row] for row in zip(*columns.values(), strict=True)]
    write(HERE / "boosters/expected.csv", list(columns), expected)


if __name__ == "__main__":
    main()
