"""Makes the example files up: calibration.csv, month.csv, policy.json.

    python make_samples.py

No row of any data set is used: every column is drawn on its own from shares that are round guesses,
so that a sample has plausible values but describes nobody.
"""

import csv
import json
from pathlib import Path

import numpy as np

from schema import COLUMNS, TEXTS

HERE = Path(__file__).parent
ROWS = 300
MONTH = 30
SHARES = {"coverage": (6, 3, 1), "fuel": (7, 3), "use": (19, 1)}


def policy(rng: np.random.Generator) -> dict[str, object]:
    row: dict[str, object] = {
        "ageph": int(np.clip(rng.normal(47, 15), 18, 92)),
        "bm": int(np.clip(rng.gamma(0.8, 4), 0, 22)),
        "power": int(np.clip(rng.normal(55, 18), 12, 220)),
        "agec": int(np.clip(rng.gamma(3, 2.5), 0, 40)),
        "fleet": int(rng.random() < 0.03),
    }
    for column, values in TEXTS.items():
        shares = np.array(SHARES[column])
        row[column] = str(rng.choice(values, p=shares / shares.sum()))
    return row


def write(path: Path, columns: list[str], rows: list[dict[str, object]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[c] for c in columns] for row in rows)


def main() -> None:
    rng = np.random.default_rng(2026)
    rows = [policy(rng) for _ in range(ROWS)]
    write(HERE / "calibration.csv", COLUMNS, rows)
    month = [{"policy": f"P-{1001 + i}"} | policy(rng) for i in range(MONTH)]
    write(HERE / "month.csv", ["policy", *COLUMNS], month)
    example = {c: [[rows[0][c]]] for c in COLUMNS}
    (HERE / "policy.json").write_text(json.dumps(example) + "\n")


if __name__ == "__main__":
    main()
