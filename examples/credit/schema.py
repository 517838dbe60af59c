"""The inputs of the credit net: 20 numbers in [0, 1], made from 8 columns of an application."""

from collections.abc import Mapping

NUMBERS = {  # input name: (column, divisor that brings it into [0, 1])
    "duration": ("duration_months", 72.0),
    "amount": ("credit_amount", 20000.0),
    "instalment_rate": ("installment_rate_pct", 4.0),
}

CATEGORIES = {  # input name: (column, codes of the Statlog file)
    "checking_below_0": ("checking_status", {"A11"}),
    "checking_0_to_200": ("checking_status", {"A12"}),
    "checking_above_200": ("checking_status", {"A13"}),
    "checking_none": ("checking_status", {"A14"}),
    "history_all_paid": ("credit_history", {"A30", "A31"}),
    "history_paid_duly": ("credit_history", {"A32"}),
    "history_delays": ("credit_history", {"A33"}),
    "history_critical": ("credit_history", {"A34"}),
    "savings_below_100": ("savings", {"A61"}),
    "savings_100_to_500": ("savings", {"A62"}),
    "savings_above_500": ("savings", {"A63", "A64"}),
    "savings_unknown": ("savings", {"A65"}),
    "employed_below_1_year": ("employment_since", {"A71", "A72"}),
    "employed_1_to_4_years": ("employment_since", {"A73"}),
    "employed_4_to_7_years": ("employment_since", {"A74"}),
    "employed_above_7_years": ("employment_since", {"A75"}),
    "other_instalments": ("other_installment_plans", {"A141", "A142"}),
}

INPUTS = [*NUMBERS, *CATEGORIES]

DECISIONS = ["grant", "refuse"]


def encode(row: Mapping[str, str]) -> list[float]:
    """One row of the Statlog file as the net's 20 inputs."""
    numbers = [float(row[column]) / divisor for column, divisor in NUMBERS.values()]
    flags = [float(row[column] in codes) for column, codes in CATEGORIES.values()]
    return numbers + flags
