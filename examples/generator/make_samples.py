"""Makes the example files up: calibration.npz, latent.json.

    python make_samples.py

Latent numbers are independent and standard normal, so they are simply drawn.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
LATENT = 16


def main() -> None:
    rng = np.random.default_rng(2026)
    drawn = np.round(rng.standard_normal((257, LATENT)), 4).astype(np.float32)
    np.savez_compressed(HERE / "calibration.npz", latent=drawn[:256])
    latent = [round(float(value), 4) for value in drawn[256]]
    (HERE / "latent.json").write_text(json.dumps({"latent": [latent]}) + "\n")


if __name__ == "__main__":
    main()
