"""The columns of a policy that the insurance models read."""

NUMBERS = ["ageph", "bm", "power", "agec", "fleet"]

TEXTS = {  # column: its values
    "coverage": ("TPL", "TPL+", "TPL++"),
    "fuel": ("gasoline", "diesel"),
    "use": ("private", "work"),
}

COLUMNS = [*NUMBERS, *TEXTS]
