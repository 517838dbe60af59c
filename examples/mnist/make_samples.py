"""Makes the example files up: calibration.npz, digit.json.

    python make_samples.py

No image of any data set is used: every digit is drawn from strokes that were written down here,
with a random slant, size, place and width of the pen.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
SIDE = 28


def arc(x: float, y: float, width: float, height: float, start: float, end: float) -> np.ndarray:
    """Points of an ellipse around (x, y); 0 degrees is right, 90 is down."""
    angles = np.radians(np.linspace(start, end, 24))
    return np.stack([x + width * np.cos(angles), y + height * np.sin(angles)], 1)


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, dtype=float)


# Strokes in a box from (-1, -1), top left, to (1, 1), bottom right.
STROKES = {
    0: [arc(0, 0, 0.65, 1, 0, 360)],
    1: [line((-0.35, -0.6), (0.05, -1), (0.05, 1))],
    2: [np.concatenate([arc(0, -0.45, 0.6, 0.55, 190, 390), line((-0.65, 1), (0.7, 1))])],
    3: [arc(-0.05, -0.5, 0.6, 0.5, 200, 450), arc(-0.05, 0.5, 0.68, 0.5, 270, 520)],
    4: [line((0.1, -1), (-0.7, 0.3), (0.75, 0.3)), line((0.35, -0.3), (0.35, 1))],
    5: [np.concatenate([line((0.6, -1), (-0.5, -1), (-0.55, -0.1)), arc(-0.05, 0.4, 0.65, 0.6, 235, 510)])],
    6: [np.concatenate([line((0.4, -1), (-0.1, -0.6), (-0.5, 0)), arc(0, 0.45, 0.58, 0.55, 190, 550)])],
    7: [line((-0.65, -1), (0.65, -1), (-0.1, 1))],
    8: [arc(0, -0.5, 0.5, 0.5, 0, 360), arc(0, 0.5, 0.62, 0.5, 0, 360)],
    9: [np.concatenate([arc(0, -0.45, 0.55, 0.55, 0, 360), line((0.55, -0.45), (0.45, 0.3), (0.25, 1))])],
}


def distance(pixels: np.ndarray, stroke: np.ndarray) -> np.ndarray:
    """Distance of every pixel to the polyline."""
    start, step = stroke[:-1], np.diff(stroke, axis=0)
    offset = pixels[:, None] - start
    along = np.clip((offset * step).sum(2) / np.maximum((step**2).sum(1), 1e-9), 0, 1)
    return np.linalg.norm(offset - along[..., None] * step, axis=2).min(1)


def draw(digit: int, slant: float, width: float, height: float, place: np.ndarray, pen: float) -> np.ndarray:
    """A digit as 28 x 28 pixels in [0, 1], each a whole number of 255ths."""
    rows, columns = np.mgrid[:SIDE, :SIDE]
    pixels = np.stack([columns.ravel(), rows.ravel()], 1).astype(float)
    bend = np.array([[width, 0], [-slant * height, height]])
    away = np.min([distance(pixels, stroke @ bend + place) for stroke in STROKES[digit]], axis=0)
    ink = np.round(255 * np.clip(pen + 0.5 - away, 0, 1)) / 255
    return ink.reshape(SIDE, SIDE).astype(np.float32)


def drawn_anyhow(digit: int, rng: np.random.Generator) -> np.ndarray:
    return draw(
        digit,
        slant=rng.normal(0.12, 0.12),
        width=rng.uniform(6.5, 8.5),
        height=rng.uniform(8.5, 9.8),
        place=13.5 + rng.normal(0, 0.5, 2),
        pen=rng.uniform(0.8, 1.6),
    )


def main() -> None:
    rng = np.random.default_rng(2026)
    images = np.stack([drawn_anyhow(i % 10, rng) for i in range(64)])[:, None]
    np.savez_compressed(HERE / "calibration.npz", image=images)
    digit = draw(7, slant=0.1, width=7.5, height=9.2, place=np.array([13.5, 13.5]), pen=1.2)
    pixels = [round(float(pixel), 4) for pixel in digit.ravel()]
    (HERE / "digit.json").write_text(json.dumps({"image": pixels}) + "\n")


if __name__ == "__main__":
    main()
