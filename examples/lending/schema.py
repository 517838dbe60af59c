"""The columns of an application, and the 20 numbers that the boosters read."""

from collections.abc import Mapping

NUMBERS = ["duration_months", "credit_amount", "installment_rate_pct", "residence_since", "existing_credits"]

# Numbers that an applicant may not know.
UNSURE = ["credit_amount", "residence_since", "existing_credits"]

TEXTS = {  # column: codes of the Statlog file
    "checking_status": ("A11", "A12", "A13", "A14"),
    "credit_history": ("A30", "A31", "A32", "A33", "A34"),
    "purpose": ("A40", "A41", "A42", "A43", "A44", "A45", "A46", "A48", "A49", "A410"),
    "savings": ("A61", "A62", "A63", "A64", "A65"),
    "employment_since": ("A71", "A72", "A73", "A74", "A75"),
    "other_debtors": ("A101", "A102", "A103"),
    "property": ("A121", "A122", "A123", "A124"),
    "other_installment_plans": ("A141", "A142", "A143"),
    "housing": ("A151", "A152", "A153"),
}

COLUMNS = [*NUMBERS, *TEXTS]
DECISIONS = ["grant", "refuse"]

MISSING = float("nan")

RANKS = {  # feature: (column, code: value); a code that is not listed is a missing value
    "balance": ("checking_status", {"A11": 1, "A12": 2, "A13": 3}),
    "savings": ("savings", {"A61": 1, "A62": 2, "A63": 3, "A64": 4}),
    "employment": ("employment_since", {"A71": 1, "A72": 2, "A73": 3, "A74": 4, "A75": 5}),
    "history": ("credit_history", {"A30": 1, "A31": 2, "A32": 3, "A33": 4, "A34": 5}),
    "property": ("property", {"A121": 3, "A122": 2, "A123": 1}),
}

FLAGS = {  # feature: (column, codes for which it is 1; it is 0 for the others)
    "new_car": ("purpose", {"A40"}),
    "used_car": ("purpose", {"A41"}),
    "furniture": ("purpose", {"A42"}),
    "television": ("purpose", {"A43"}),
    "business": ("purpose", {"A49"}),
    "co_applicant": ("other_debtors", {"A102"}),
    "guarantor": ("other_debtors", {"A103"}),
    "owes_bank": ("other_installment_plans", {"A141"}),
    "owes_shop": ("other_installment_plans", {"A142"}),
    "owns_home": ("housing", {"A152"}),
}

FEATURES = [
    "duration",
    "amount",
    "instalment_rate",
    "residence",
    "credits",
    *RANKS,
    *FLAGS,
]


def encode(row: Mapping[str, str]) -> list[float]:
    """An application as the boosters' 20 numbers; NaN where something is not known."""
    numbers = [float(row[column]) for column in NUMBERS]
    ranks = [float(codes.get(row[column], MISSING)) for column, codes in RANKS.values()]
    flags = [float(row[column] in codes) for column, codes in FLAGS.values()]
    return numbers + ranks + flags
