"""Makes the example files up: calibration.csv, applicants.csv, applicant.json.

    python make_samples.py

No row of any data set is used: every column is drawn on its own from shares that are round guesses,
so that a sample has plausible values but describes nobody.
"""

import csv
import json
from pathlib import Path

import numpy as np

from schema import INPUTS

HERE = Path(__file__).parent
SHARES = {  # one of each group is 1, the others are 0
    ("checking_below_0", "checking_0_to_200", "checking_above_200", "checking_none"): (3, 3, 1, 3),
    ("history_all_paid", "history_paid_duly", "history_delays", "history_critical"): (1, 5, 1, 3),
    ("savings_below_100", "savings_100_to_500", "savings_above_500", "savings_unknown"): (5, 2, 2, 1),
    (
        "employed_below_1_year",
        "employed_1_to_4_years",
        "employed_4_to_7_years",
        "employed_above_7_years",
    ): (3, 3, 2, 2),
}


def applicant(rng: np.random.Generator) -> dict[str, float]:
    values = dict.fromkeys(INPUTS, 0.0)
    months = int(np.clip(6 * round(rng.gamma(3.5, 1.0)), 4, 72))
    marks = int(np.clip(rng.lognormal(7.8, 0.8), 250, 20000))
    values["duration"] = round(months / 72, 4)
    values["amount"] = round(marks / 20000, 4)
    values["instalment_rate"] = int(rng.integers(1, 5)) / 4
    for group, shares in SHARES.items():
        values[rng.choice(group, p=np.array(shares) / sum(shares))] = 1.0
    values["other_instalments"] = float(rng.random() < 0.2)
    return values


def write(path: Path, rows: list[dict[str, float]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(INPUTS)
        writer.writerows([f"{row[name]:g}" for name in INPUTS] for row in rows)


# The applicant of the demo: the lenient net grants, the harsher one refuses.
EXAMPLE = {
    "duration": 18 / 72,
    "amount": 2400 / 20000,
    "instalment_rate": 3 / 4,
    "checking_0_to_200": 1.0,
    "history_paid_duly": 1.0,
    "savings_below_100": 1.0,
    "employed_1_to_4_years": 1.0,
}


def main() -> None:
    rng = np.random.default_rng(2026)
    write(HERE / "calibration.csv", [applicant(rng) for _ in range(300)])
    write(HERE / "applicants.csv", [applicant(rng) for _ in range(8)])
    example = [round(EXAMPLE.get(name, 0.0), 4) for name in INPUTS]
    (HERE / "applicant.json").write_text(json.dumps({"applicant": [example]}, indent=None) + "\n")


if __name__ == "__main__":
    main()
